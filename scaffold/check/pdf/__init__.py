"""A finished PDF as checks see it.

reader.py  lines, bookmarks, fonts
fresh.py   whether it is up to date
health.py  fonts embedded, title set
"""
