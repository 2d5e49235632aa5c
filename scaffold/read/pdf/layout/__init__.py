"""From glyphs to lines in reading order.

columns.py  lines, columns, scripts joined to their line, what is not text left out
rows.py     which line the rows of a tall formula belong to
floats.py   floats left out of the reading order
text.py     running text out of lines
regions.py  boxes that hold a stretch of lines
"""
