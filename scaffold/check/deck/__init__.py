"""Checks of the deck.

overflow.py   text beyond its box or slide, overlaps, small text
text.py       the size of text in a shape
equations.py  the size of an equation
pages.py      the deck's PDF
"""
