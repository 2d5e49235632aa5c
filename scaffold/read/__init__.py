"""Turns files into a Paper. The only folder that reads a paper's LaTeX and PDF pages.

In: a source folder or a PDF, unpacked by `fetch`. Out: `model.Paper`, with diagnostics for everything uncertain.

latex/         LaTeX source to a Paper
pdf/           a PDF without source to a Paper
kinds.py       kinds of statements and the words of their headings
crosscheck.py  statement numbers compared with the paper's own PDF; the only module that uses both readers
"""
