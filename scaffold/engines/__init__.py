"""Runs external programs: the only folder that starts processes.

In: files in a temporary folder. Out: PDFs, and errors with file, line and advice.

latex/            TeX, Biber, logs, advice
office/           LibreOffice, and preparing decks for its export
pandoc.py         formulas for PowerPoint
postscript.py     PostScript figures to PDF
results.py        results that are kept, by the content of all that they were made from
fonts.py          the installed fonts
background.py     runs a task in a thread beside what the caller does
limits.py         runs a program in the sandbox, with limits on time and memory
sandbox/          what a program can read, and how it is confined to that
usage.py          processor time of a program that is running
workers.py        parallel work on several cores
doctor.py         what is installed
pdf.py            pages of a PDF
pdf_actions.py    whether a PDF only shows pages and leads to places; pdf_syntax.py: its objects
apt-packages.txt  the Debian packages to install
"""
