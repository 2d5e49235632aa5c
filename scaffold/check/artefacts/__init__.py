"""What checks read: finished files as values, whoever wrote them.

shapes.py       the shapes of a deck as they are drawn
pdf.py          a PDF: lines, bookmarks, fonts
latex_files.py  the student's LaTeX files: which commands stand where
"""
