"""What one page of a PDF holds, before anything is read into it.

pages.py    the pages, opened within bounds
glyphs.py   characters with place and font
fonts.py    letters of bitmap fonts
accents.py  accents joined to their letters
ink.py      boxes of what is drawn
outline.py  bookmarks and named destinations of the whole file
lines.py    lines, fast and without layout
"""
