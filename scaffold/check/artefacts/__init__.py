"""The finished files that checks read, as values, whichever program wrote them.

shapes.py       the shapes of a deck, with resolved position, size and text
pdf.py          a PDF: lines of text, bookmarks, fonts
                page_contents.py   the hash of all that a page of it is drawn from
latex_files.py  the student's LaTeX files: commands with their arguments and positions
prose.py        the words of LaTeX files
names.py        the names that a report may use, and what a wrong one may mean
"""
