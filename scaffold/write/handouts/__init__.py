"""What goes into the room with the speaker, from the finished deck and the paper.

In: the deck's slides with their notes, its pages, the plan. Out: text of LaTeX documents, and a file for pdfpc.

pages.py      what each page of the deck's PDF shows, and when it is planned
presenter.py  notes beside the slides, cue cards, the file for pdfpc
listeners.py  three slides a page; one page on the paper
joined.py     two PDFs side by side
grading.py    the grading sheet, for those who grade
document.py   what these documents have in common
"""
