"""A finished PDF as checks see it.

fresh.py   whether the PDF is up to date
health.py  fonts embedded, title set
"""
