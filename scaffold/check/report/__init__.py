"""Checks of the report.

pages.py        lengths of the parts, order, page size
references.py   citations and cross-references
review.py       ratings and confidence
draft.py        what is left to write
latex_files.py  the student's LaTeX files, read as far as checks need it
"""
