"""Checks of the report.

pages.py        lengths and order of the parts, page format
references.py   citations and cross-references
review.py       ratings and confidence
draft.py        draft or final, remaining to-dos
"""
