"""A finished PDF as checks see it.

fresh.py   whether the PDF is up to date
origin.py  whether a PDF that scaffold did not build says what its sources say
health.py  fonts embedded, title set
"""
