"""The deck as LaTeX Beamer.

deck.py  the entry: slides.tex is the student's, the files that it inputs are ours
"""
