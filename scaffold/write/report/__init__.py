"""The report folder.

files.py       the entry point: the student's files and the generated ones
statements.py  one file for each statement
figures.py     the paper's figures
formalities.py header fields, title page, declaration
proofs.py      steps of proofs, for the draft; quotes.py: what the authors say;
               meanings.py: its symbols; quoting.py: how the paper is quoted
ledger.py      the proof ledger
"""
