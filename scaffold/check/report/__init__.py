"""Checks of the report.

pages.py        lengths of the parts, order, page size
references.py   citations and cross-references
review.py       ratings and confidence
draft.py        what is left to write
"""
