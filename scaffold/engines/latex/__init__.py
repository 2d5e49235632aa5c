"""TeX: compiling, reading its log, saying what to do.

compile.py   the entry: a document's PDF, errors and warnings
choosing.py  which engine compiles it; documents.py: its files
runs.py      runs LaTeX (variables.py: with these settings) and the bibliography until nothing changes
keeping.py   compilations that are not repeated
continuing.py  what a compilation leaves for the next one
formats.py   what the runs of a report begin with, instead of reading its class and style
recorded.py  which files a run opened
patience.py  when a run is stopped before its time limit
finished.py  whether the PDF is kept
log.py       errors and warnings with file and line
advice.py    what to do about an error
mistakes.py  each mistake of a run once, where it was made
mending.py   finds the mistakes that others hide
letters.py   fonts for letters that pdfLaTeX cannot print
biber.py     the bibliography of biblatex; bibtex.py: all others
packages.py  which package contains which file
kpathsea.py  finds a file of the TeX installation
"""
