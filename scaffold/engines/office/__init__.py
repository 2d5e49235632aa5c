"""LibreOffice: the deck's PDF.

export.py        the entry
promote.py       prepares the copy that LibreOffice exports
vectors.py       vector versions of pictures
stamp.py         stamps vector versions onto pages
formulas.py      typesets formulas without a picture with LaTeX
fingerprints.py  whether a formula has changed since `init`
"""
