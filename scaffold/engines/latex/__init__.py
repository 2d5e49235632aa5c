"""TeX: compiling, reading its log, saying what to do.

compile.py   the entry: as many runs as it takes
log.py       errors and warnings with file and line
advice.py    what to do about an error
biber.py     biblatex's bibliography
packages.py  which package brings which file
kpathsea.py  where TeX keeps a file
"""
