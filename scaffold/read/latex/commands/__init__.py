r"""What each LaTeX command does to the engine; handlers register themselves with `engine.command`.

structure.py      classes, packages, headings, title matter, the appendix
class_options.py  options of the paper's own classes and packages
hooks.py          code at environments, commands, \begin{document}
input_files.py    which file of the source a name means
inputs.py         \input and similar commands
postponing.py     text that is printed further on
apxproof.py       … by package apxproof, in an appendix
proof_at_the_end.py  … by package proof-at-the-end
theorem_styles.py which styles of theorems print no number or heading
theorems.py       declarations of theorem environments, by the commands of every package
statements.py     environments of statements and proofs
unended.py        statements and proofs whose \end is missing
macro_statements.py  statements that are the argument of a macro
typed_heads.py    statements without \newtheorem
typed_statements.py  statements without an environment, which are not read
handmade.py       proofs without an environment
proof_macros.py   the macros that begin and end them
modes.py          what is printed on slides only
hidden_environments.py  environments whose text is not read
environments.py   \begin and \end, displays
floats.py         figures, tables and algorithms that float
conditions.py     conditions under tags typed by hand
lists.py          lists and their items, what holds for all lists
algorithms.py     lines of pseudocode
setups.py         what holds for all drawings, colours and fonts
definitions.py    macros, environments, counters
expansion.py      \expandafter, loops, \@ifstar
conditionals.py   \if … \fi
braced_tests.py   tests with their branches in braces
bool_expressions.py  etoolbox's expressions of switches and tests
branches.py       conditionals in the code that prints a heading
acronyms.py       acronyms and their uses
crossrefs.py      \label, \ref, \cite
footnotes.py      notes below the text, their numbers and labels
ref_formats.py    how references are printed
"""
