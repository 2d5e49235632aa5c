"""What one page of a PDF holds, before anything is read into it.

pages.py    the pages, opened within bounds
glyphs.py   characters with place and font
fonts.py    letters of bitmap fonts
accents.py  accents joined to their letters
ink.py      boxes of what is drawn
lines.py    lines, fast and without layout
"""
