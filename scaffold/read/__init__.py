"""Turns files into a Paper. The only folder that reads a paper's LaTeX and PDF pages.

In: a source folder or a PDF, unpacked by `fetch`. Out: `model.Paper`, with diagnostics for everything uncertain.

latex/         LaTeX source to a Paper
pdf/           a PDF without source to a Paper
kinds.py       kinds of statements and the words of their headings
passages.py    parts of a paper in which its authors speak of it, by their headings
comparisons.py which table compares the paper with other works
numbers.py     numbers that a paper prints, as values: what the source says of them, and what to use instead
crosscheck.py  what was read from the source compared with the paper's own PDF; with the four below, the only modules
               that use both readers' results
printed_numbers.py  numbers of statements, displays, captions and items that the pages print otherwise
printed_passages.py  passages of the source on the pages
heads.py       lines of the PDF that begin like a statement
printed_pages.py    the numbers of the pages that the paper names
page_text.py   the text of all pages, to find words of the source in it
line_numbers.py     numbers of lines in the margin, taken out of that text
"""
