"""The deck as a PowerPoint file.

deck.py           the entry point: the plan's slides, notes, sections
shapes.py         shapes of one slide
native.py         a statement as native text and equations
master.py         our slide master, as code
theme.py          a theme from the user
theme_colours.py  its colours
roadmap.py        the road map as native shapes
merging.py        brings a deck that the student has edited up to date; marks.py: which slide is which
copying.py        copies slides between decks
package.py        the .pptx as a reproducible package
"""
