"""The road map: which result rests on which, drawn.

routes.py   where boxes stand and how arrows run
fit.py      made to fit
path.py     what is shown and lit
tikz.py     for the report
svg_dot.py  as SVG and DOT
"""
