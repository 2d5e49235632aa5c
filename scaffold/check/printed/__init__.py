"""What a PDF of ours prints compared with what the paper's page prints, on glyphs: no LaTeX is read here.

In: two PDFs, and where each statement begins in them. Out: `witness.Comparison` values.

signs.py      which sign a glyph is, whatever font it comes from
encodings.py  signs of fonts that say neither names nor Unicode
glyphs.py     the glyphs of pages in the order in which they were set
furniture.py  numbers of lines, footnotes
nearby.py     pages that the paper names by where they are
align.py      finds a statement on the paper's pages, and what differs
witness.py    compares each statement of ours with its place in the paper
recorded.py   the check: what was found when the project was made
"""
