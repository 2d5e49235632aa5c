"""Statements as native text and equations (OMML), which PowerPoint can edit.

omml.py        the entry: LaTeX read by pandoc, cleaned by us
for_pandoc.py  LaTeX as pandoc reads it
clean.py       pandoc's OMML made fit for PowerPoint
extent.py      how much room equations take
parts.py       a statement divided around its pictures
on_slides.py   which statements of a deck are native, and in which form
"""
