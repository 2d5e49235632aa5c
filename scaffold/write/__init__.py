"""From plans to files: report, PowerPoint deck, Beamer deck, pictures of the road map.

In: `plans` and `model.Paper`. Out: `plans.ProjectFile` values; this package does not write to disk.

pptx/       the deck as PowerPoint
beamer/     the deck as LaTeX Beamer
equations/  statements as native PowerPoint equations
slides/     what both decks share
report/     the report folder
roadmap/    the road map's layout, as TikZ, SVG and DOT
text/       LaTeX as plain text
latex/      LaTeX for the documents that scaffold writes
clips/      clips of the paper's PDF
handouts/   what goes into the room: notes, cards, handouts
calendar.py the dates as a calendar file
web.py      the page of a seminar
"""
