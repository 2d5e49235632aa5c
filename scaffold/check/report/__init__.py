"""Checks of the report.

pages.py        lengths and order of the parts, page format
limits.py       limits on pages and words that the seminar sets besides the budgets
references.py   citations and cross-references
review.py       ratings and confidence
formalities.py  header fields, declaration
own_text.py     name, date, words of each part, percent signs
overlap.py      runs of words shared with the paper
draft.py        draft or final, remaining to-dos
"""
