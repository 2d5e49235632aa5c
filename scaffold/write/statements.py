"""The paper's statements as generated files: an index of facts, and one file per body.

One file each keeps the body verbatim, whatever is in it (it is read, never passed as an argument), and lets one that
does not compile be found and replaced alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scaffold.model import Paper, Statement
from scaffold.write import escape
from scaffold.write.bibliography import safe_cites

__all__ = ["body", "facts", "fallback"]

_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_DOLLARS = re.compile(r"(?<!\\)\$\$")
_VERBATIM = re.compile(r"\\verb\b|\{verbatim\}|\{lstlisting\}|\\eqno|\\leqno")


def facts(paper: Paper) -> str:
    """generated/statements.tex: heading, number, name, section and page of every statement of the paper."""
    head = (
        "% What the paper numbers. Generated: scaffold replaces this file.\n"
        "% \\paperstatement{id} restates those that have a file in generated/statements; \\paperref{id} names any.\n"
    )
    return head + "".join(_fact(s) for s in paper.statements)


def _fact(statement: Statement) -> str:
    name = one_line(safe_cites(escape.source(statement.name or "")))
    fields = (
        statement.id,
        one_line(escape.source(statement.heading)),
        escape.tex(statement.number or ""),
        name if _closed(name) else escape.tex(statement.name or ""),
        escape.tex(statement.section or ""),
        str(statement.page or ""),
    )
    return "\\scaffoldfacts" + "".join(f"{{{f}}}" for f in fields) + "\n"


def body(statement: Statement) -> str:
    """The body, word for word, as the report's style reads it.

    What changes is not visible in print: characters that pdfLaTeX cannot read are spelt, keys of citations made safe,
    labels dropped, and $$ becomes \\[ or \\], so that a display too wide for the page can be scaled.
    """
    text = statement.standalone or statement.body
    text = safe_cites(escape.source(_LABEL.sub("", text)))
    if not _VERBATIM.search(text):
        text = _displays(text)
    return re.sub(r"\n\s*\n(?=\s*\n)", "\n", text).strip() + "\n"


def _displays(text: str) -> str:
    pieces = _DOLLARS.split(text)
    if len(pieces) % 2 == 0:
        return text
    return "".join(
        piece + ("" if i == len(pieces) - 1 else r"\]" if i % 2 else r"\[") for i, piece in enumerate(pieces)
    )


def fallback(statement: Statement, clip: str | None = None) -> str:
    """What stands in place of a body that does not compile: a clip of the paper's PDF (a path), else a pointer."""
    if clip:
        return f"\\scaffoldclip{{{escape.tex(statement.title)}}}{{{clip}}}\n"
    return f"\\scaffoldfallback{{{escape.tex(statement.title)}}}{{{statement.page or ''}}}\n"


def one_line(text: str) -> str:
    """The text without line ends and comments, so that it can be an argument."""
    return re.sub(r"\s+", " ", re.sub(r"(?<!\\)%[^\n]*", "", text)).strip()


def _closed(text: str) -> bool:
    """Whether braces match, so that the text cannot reach beyond its argument."""
    depth = 0
    for token in re.findall(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0


def known(paper: Paper, ids: Iterable[str]) -> list[Statement]:
    """The paper's statements of these ids, in the paper's order."""
    wanted = set(ids)
    return [s for s in paper.statements if s.id in wanted]
