"""From glyphs to lines in reading order.

columns.py  lines and columns; scripts joined to their line; headers, footers and footnotes removed
rows.py     which line the rows of a tall formula belong to
floats.py   floats removed from the reading order
text.py     running text from lines
regions.py  boxes around consecutive lines
"""
