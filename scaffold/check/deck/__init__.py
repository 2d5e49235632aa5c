"""Checks of the deck.

overflow.py   text beyond its box or slide, overlaps, small type
text.py       how text fills a shape
equations.py  how much room an equation takes
pages.py      the deck's PDF
"""
