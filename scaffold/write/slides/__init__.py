"""What both decks share: the slides, their blocks and their words.

compose.py   the entry: every slide of a deck, its blocks cut to fit
blocks.py    what stands on a slide
wording.py   titles, pointers, captions
measure.py   how much room text takes
space.py     how much there is
pictures.py  pictures of statements and figures
printed.py   what LaTeX printed, as characters
"""
