"""The road map: a drawing of which result uses which.

routes.py   positions of boxes and routes of arrows
fit.py      the size at which the map fits
path.py     which statements are shown and highlighted
tikz.py     for the report
svg_dot.py  as SVG and DOT
"""
