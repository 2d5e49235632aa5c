"""What both decks share: the slides, their blocks and their text.

compose.py   the entry point: every slide of a deck, its blocks cut to fit
chains.py    steps of a proof, or notation, as statements
blocks.py    the blocks of a slide
wording.py   titles, references to the paper, captions
measure.py   line breaks and height of text
space.py     the space on a slide
pictures.py  pictures of statements and figures
printed.py   what LaTeX printed, as characters
"""
