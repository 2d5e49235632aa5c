"""The paper's statements as generated files: an index of facts, and one file per body.

One file each keeps the body verbatim, whatever is in it (it is read, never passed as an argument), and lets one that
does not compile be found and replaced alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scaffold.model import Paper, Statement
from scaffold.tex.environments import DISPLAYS
from scaffold.write.latex import escape
from scaffold.write.latex.bibliography import safe_cites

__all__ = ["body", "clipped", "facts", "failed", "fallback", "known", "sound"]

_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_OPENING = re.compile(
    r"\A(?:\s|\\mbox\s*\{\s*\}|\\(?:leavevmode|hfill|null|newline)(?![A-Za-z])|~|\\ |\\\\\*?(?:\[[^\[\]]*\])?)+"
)
_DOLLARS = re.compile(r"(?<!\\)\$\$")
_PARTED = re.compile(rf"\n[ \t]*\n\s*(?=\\\[|\\begin\s*\{{(?:{'|'.join(DISPLAYS)})\*?\}})")
"""An empty line between a sentence and its display: an author's slip, which may part them at the end of a page."""

_VERBATIM = re.compile(r"\\verb\b|\{verbatim\}|\{lstlisting\}|\\eqno|\\leqno")


def facts(paper: Paper) -> str:
    """generated/statements.tex: heading, number, name, section and page of every statement of the paper."""
    head = (
        "% What the paper numbers. Generated: scaffold replaces this file.\n"
        "% \\paperstatement{id} restates those that have a file in generated/statements; \\paperref{id} names any.\n"
    )
    return head + "".join(_fact(s) for s in paper.statements)


def _fact(statement: Statement) -> str:
    name = one_line(safe_cites(escape.source(_LABEL.sub("", statement.name or ""))))
    name = re.sub(r"(?<!\\)#", r"\\#", name)
    fields = (
        statement.id,
        one_line(escape.source(statement.heading)),
        escape.tex(statement.number or ""),
        name if escape.balanced(name) else escape.tex(statement.name or ""),
        escape.tex(statement.section or ""),
        str(statement.page or ""),
    )
    return "\\scaffoldfacts" + "".join(f"{{{f}}}" for f in fields) + "\n"


def body(statement: Statement) -> str:
    """The body, word for word, as the report's style reads it; plain text is escaped.

    What changes is not visible in print: characters that pdfLaTeX cannot read are spelt, keys of citations made safe,
    labels dropped, what only keeps a list off a run-in heading goes, an empty line before a display too, and
    $$ becomes \\[ or \\], so that a display too wide for the page can be scaled.
    """
    text = statement.standalone or statement.body
    if statement.form == "text":
        return escape.tex(text).strip() + "\n"
    text = safe_cites(escape.source(_OPENING.sub("", _LABEL.sub("", text))))
    if not _VERBATIM.search(text):
        text = _PARTED.sub("\n", _displays(text))
    return re.sub(r"\n\s*\n(?=\s*\n)", "\n", text).strip() + "\n"


def _displays(text: str) -> str:
    pieces = _DOLLARS.split(text)
    if len(pieces) % 2 == 0:
        return text
    return "".join(
        piece + ("" if i == len(pieces) - 1 else r"\]" if i % 2 else r"\[") for i, piece in enumerate(pieces)
    )


def fallback(statement: Statement) -> str:
    """What stands in place of a body that does not compile: where to find it in the paper."""
    return f"\\scaffoldfallback{{{escape.tex(statement.title)}}}{{{statement.page or ''}}}\n"


def clipped(statement: Statement, path: str, pages: int) -> str:
    """What stands in place of a body that is shown as the paper's PDF has it: path holds so many pages, in order."""
    title = escape.tex(statement.title)
    return "".join(f"\\scaffoldclip{{{title}}}{{{path}}}{{{page}}}\n" for page in range(1, pages + 1))


def sound(statement: Statement) -> bool:
    """Whether braces, environments and dollars of LaTeX match: a body that does not would swallow the document."""
    text = statement.standalone or statement.body
    if statement.form == "text" or _VERBATIM.search(text):
        return True
    text = re.sub(r"(?<!\\)%[^\n]*", "", text)
    open_: list[str] = []
    for begin, name in re.findall(r"\\(begin|end)\s*\{([^{}]*)\}", text):
        if begin == "begin":
            open_.append(name)
        elif not open_ or open_.pop() != name:
            return False
    dollars = re.sub(r"\\.", "", text, flags=re.DOTALL).count("$")
    return not open_ and dollars % 2 == 0 and escape.balanced(text)


def failed(files: Iterable[str]) -> frozenset[str]:
    """Ids of the statements whose files are among these, the files that a compilation's errors name."""
    found = (re.search(r"generated/statements/([^/]+)\.tex$", file.replace("\\", "/")) for file in files)
    return frozenset(match[1] for match in found if match)


def one_line(text: str) -> str:
    """The text without line ends and comments, so that it can be an argument."""
    return re.sub(r"\s+", " ", re.sub(r"(?<!\\)%[^\n]*", "", text)).strip()


def known(paper: Paper, ids: Iterable[str]) -> list[Statement]:
    """The paper's statements of these ids, in the paper's order."""
    wanted = set(ids)
    return [s for s in paper.statements if s.id in wanted]
