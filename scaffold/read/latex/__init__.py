"""LaTeX source to a Paper, without running LaTeX.

In: a source folder. Out: `model.Paper`. The order of the work is in `reader.read`.

reader.py      the entry point: walks through the source, then assembles the paper
engine.py      processes control sequences one by one, with groups, environments and macros
stack.py       the engine's stacks: texts being read, open environments, declared theorems
commands/      what each command does; one module for each family of commands
drafts.py      what the engine records; paper/ turns it into the model
paper/         from drafts to the finished Paper
known.py       tables: what classes and packages predefine
counters.py    LaTeX counters
macros.py      the macros in force, and which of them hold structure
list_settings.py  what holds for all lists of the paper
algorithm2e.py the lines of pseudocode
external.py    labels of other documents
plain_text.py  LaTeX to plain text
prose.py       runs of words that a page prints in one piece
main_file.py   which file is the paper
postponed.py   text that waits to be read
source.py      files and encodings
limits.py      bounds
"""
