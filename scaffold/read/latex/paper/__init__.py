r"""Turns the engine's drafts into the finished Paper, when all labels are known.

assemble.py                   the entry point: ids, headings, statements, figures, references
headings.py                   headings of statements; which statements repeat another
proofs.py                     proofs and uses for the model
proof_owners.py               which proof belongs to which statement
running_proofs.py             proofs that are running text
derived.py                    sentences that prove
leftover_files.py             proofs in files that the paper does not input
passages.py                   running text in which the authors speak of their paper
uses.py                       what a proof relies on
standalone.py                 bodies with references replaced by what the paper prints
printed_refs.py               what references print, command by command; cleveref.py: those of cleveref
varioref.py                   references of varioref
editing_marks.py              notes in the margin and marks of changes in bodies
row_labels.py                 labels of rows without a number
overlays.py                   overlays of beamer in bodies
end_marks.py                  signs at the end of statements, set by hand
inputs.py                     bodies with the files that they input
opening.py                    uses of macros replaced by what they stand for
displays.py                   labelled displays outside statements
referents.py                  conditions, items, floats that statements refer to
marks.py                      numbers beside displays, captions and items
lists.py                      lists with the labels that the paper gives them
macro_needs.py                the macros that a body needs
scopes.py                     what a macro means where a statement stands
switches.py                   values of \newif switches
titlepage.py                  authors, date, abstract
bibliography.py, biblatex.py  the works cited
amsrefs.py                    the works and citations of the package amsrefs
"""
