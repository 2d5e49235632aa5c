"""The content of one page of a PDF, before interpretation.

pages.py    the pages, opened within limits
commands.py the commands of a content stream
drawn.py    what they draw: glyphs, rules, pictures
glyphs.py   glyphs and pages
fonts.py    letters of fonts
accents.py  accents joined to their letters
ink.py      boxes of the ink
outline.py  bookmarks and named destinations of the whole file
lines.py    lines, fast and without layout
"""
