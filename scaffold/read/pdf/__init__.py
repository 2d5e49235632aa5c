"""A paper that is only a PDF, read from its pages.

In: a PDF file. Out: `model.Paper`, whose statements keep the regions where they stand.

page/       what one page holds: glyphs, fonts, ink
layout/     from glyphs to lines in reading order, and the regions of a stretch of lines
structure/  from lines to headings, statements, proofs, references
reader.py   the entry
"""
