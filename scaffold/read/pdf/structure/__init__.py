"""From lines to the parts of a paper.

heads.py     heads of statements and proofs
extents.py   where a statement or proof ends
sections.py  headings of sections
marked.py    headings compared with the PDF's bookmarks and named destinations
front.py     title, authors, abstract, references
displays.py  displays that statements refer to; algorithms.py: algorithms between rules; tables.py: tables
figures.py   figures by their captions
proofs.py    which statement a proof belongs to
derived.py   sentences of the running text that prove
uses.py      statements named by number
cited.py     works cited
passages.py  running text in which the authors speak of their paper
"""
