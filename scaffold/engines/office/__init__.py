"""LibreOffice: the deck's PDF.

export.py        the entry
keeping.py       exports that are not repeated
promote.py       prepares the copy that LibreOffice exports
links.py         takes out what leads outside the deck
svg.py           the same in SVG pictures
vectors.py       vector versions of pictures
stamp.py         stamps vector versions onto pages
formulas.py      typesets formulas without a picture with LaTeX
fingerprints.py  whether a formula has changed since `init`
"""
