"""The deck as LaTeX Beamer.

deck.py     the entry point: slides.tex is the student's, scaffold may replace the files that it inputs
merging.py  brings a slides.tex that the student has edited up to date
"""
