"""The instructor's side: from the list of papers and the students' wishes to who presents what.

In: plain CSV files, as Excel, Moodle, Google and LimeSurvey write them. Out: frozen values, and problems with file and
line. Nothing here writes files or goes to the network.

tables.py      a CSV file of any delimiter and encoding as rows with their lines
papers.py      the papers of a seminar; finding.py: by words of their titles
roster.py      who has which paper, and how to reach them
handins.py     whose the files of a folder are; measured.py: what was measured of them
wishes.py      what each student wishes; columns.py: which column of the table says what; choices.py: what a cell says
programme.py   who speaks when; slots.py: days cut into slots; duties.py: who moderates, who reviews whom
marks.py       the grading sheet, and what follows from it
mails.py       texts from templates
assignment.py  the assignment by either rule, and what would have to give for a better one
network.py     flows of least cost, for the assignment
"""
