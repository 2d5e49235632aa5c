"""The talk, read from the finished deck: notes, times, rehearsals.

In: slides.pptx or slides.tex. Out: slides with seconds, and which slides to skip if time is short.

notes.py                        speaker notes of both decks
notes_pptx.py, notes_beamer.py  the readers of the two formats
timing.py                       how long the talk takes, and which slides to skip
rehearsal.py                    time spent compared with time planned
"""
