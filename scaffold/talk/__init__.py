"""The talk as the finished deck has it: notes, times, rehearsals.

In: slides.pptx or slides.tex. Out: slides with seconds, and what to skip when time runs short.

notes.py                        speaker notes of either deck
notes_pptx.py, notes_beamer.py  their two readers
timing.py                       how long the deck takes, and what to leave out
rehearsal.py                    time spent against time planned
"""
