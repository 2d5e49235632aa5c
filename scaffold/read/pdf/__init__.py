"""A paper that is only a PDF, read from its pages.

In: a PDF file. Out: `model.Paper`, whose statements have regions of the pages.

page/       the content of one page: glyphs, fonts, ink
layout/     from glyphs to lines in reading order, and regions of consecutive lines
structure/  from lines to headings, statements, proofs, references
reader.py   the entry point
"""
