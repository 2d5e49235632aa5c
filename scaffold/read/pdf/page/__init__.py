"""The content of one page of a PDF, before interpretation.

pages.py    the pages, opened within limits
glyphs.py   characters with position and font
fonts.py    letters of bitmap fonts
accents.py  accents joined to their letters
ink.py      boxes of the ink
outline.py  bookmarks and named destinations of the whole file
lines.py    lines, fast and without layout
"""
