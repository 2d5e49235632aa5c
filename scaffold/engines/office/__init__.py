"""LibreOffice: the deck's PDF.

export.py        the entry
promote.py       the copy that LibreOffice exports
vectors.py       vector forms of pictures
stamp.py         vector forms stamped onto pages
formulas.py      formulas without a picture, set by LaTeX
fingerprints.py  whether a formula is still what `init` wrote
"""
