"""The paper's symbols and terms with the sentences that introduce them, for the draft: a generated file."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scaffold.languages import Language
from scaffold.model import Paper
from scaffold.plans import Notation
from scaffold.write.latex import escape
from scaffold.write.report.quoting import Quoting

__all__ = ["table"]


def table(paper: Paper, rows: Sequence[Notation], carried: Collection[str] = (), *, language: Language) -> str:
    """The text of generated/meanings.tex: each sentence once, with all that it introduces; "" if none can be set.

    carried: as in `Quoting`.
    """
    quoting = Quoting(paper, carried)
    groups: dict[str, list[Notation]] = {}
    for row in rows:
        if quoting.sets(row.words) and (row.kind == "term" or quoting.sets(f"${row.name}$")):
            groups.setdefault(row.words, []).append(row)
    if not groups:
        return ""
    lines = "".join(_row(group, quoting, language) for group in groups.values())
    head = "% Sentences of the paper, word for word. Generated: scaffold replaces this file.\n"
    return f"{head}\\scaffoldquotes{{{language('notation.title')}}}{{%\n{lines}}}\n"


def _row(group: Sequence[Notation], quoting: Quoting, language: Language) -> str:
    names, row = ", ".join(_name(row, quoting) for row in group), group[0]
    section = language("quotes.section", section=row.section) if row.section else ""
    place = f"\\paperref{{{row.statement}}}" if row.statement else escape.tex(language.on(row.pages) or section)
    return f"  \\scaffoldmeaning{{{names}}}{{{quoting.tex(_bare(row.words), 'latex')}}}{{{place}}}%\n"


def _name(row: Notation, quoting: Quoting) -> str:
    return quoting.tex(f"${row.name}$", "latex") if row.kind == "symbol" else escape.tex(row.name)


def _bare(words: str) -> str:
    r"""The words without the \item of a list."""
    return words.removeprefix("\\item").lstrip()
