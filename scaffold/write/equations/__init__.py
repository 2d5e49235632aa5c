"""Statements as native text and equations (OMML), which PowerPoint can edit.

omml.py        the entry point: LaTeX converted by pandoc, then cleaned
for_pandoc.py  LaTeX as pandoc reads it
clean.py       pandoc's OMML, changed to what PowerPoint accepts
extent.py      width and height of equations
parts.py       a statement divided over slides
tables.py      tables with native cells: widths of columns, heights of rows
on_slides.py   which statements of a deck are native, and in which form
"""
