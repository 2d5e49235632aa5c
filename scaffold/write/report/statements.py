"""The paper's statements as generated files: an index of facts, and one file per body.

A file of its own keeps each body verbatim, whatever it contains (LaTeX inputs it, it is never an argument), and a body
that does not compile can be found and replaced without touching the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scaffold.model import Paper, Statement
from scaffold.tex.environments import DISPLAYS
from scaffold.tex.labels import without_labels
from scaffold.write.latex import escape
from scaffold.write.latex.bibliography import safe_cites

__all__ = ["body", "clipped", "facts", "failed", "fallback", "known", "well_formed"]

_OPENING = re.compile(
    r"\A(?:\s|\\mbox\s*\{\s*\}|\\(?:leavevmode|hfill|null|newline|noindent|par|(?:small|med|big)skip)(?![A-Za-z])|~|\\\s"
    r"|\\[vh]space\*?\s*\{[^{}]*\}|\{\s*\}|\\\(\s*\\\)|(?<!\$)\$\s+\$|\\\\\*?(?:\[[^\[\]]*\])?)+"
)
_DOLLARS = re.compile(r"(?<!\\)\$\$")
_PARTED = re.compile(rf"\n[ \t]*\n\s*(?=\\\[|\\begin\s*\{{(?:{'|'.join(DISPLAYS)})\*?\}})")
"""An empty line between a sentence and its display: an author's mistake, which allows a page break between them."""

_FORMULA = re.compile(r"(?<!\\)\$[^$]*\$|\\\(.*?\\\)|\\(?:ensuremath|cite[a-z]*|ref|eqref|url)\s*\{[^{}]*\}")
_VERBATIM = re.compile(r"\\verb\b|\{verbatim\}|\{lstlisting\}|\\eqno|\\leqno")


def facts(paper: Paper) -> str:
    """generated/statements.tex: heading, number, name, section and page of every statement of the paper."""
    head = (
        "% The paper's statements. Generated: scaffold replaces this file.\n"
        "% \\paperstatement{id} restates those that have a file in generated/statements; \\paperref{id} names any.\n"
    )
    return head + "".join(_fact(s) for s in paper.restatable)


def _fact(statement: Statement) -> str:
    heading, name = statement.heading, statement.name or ""
    fields = (
        statement.id,
        escape.tex(heading) if statement.form == "text" else _settable(one_line(escape.source(heading)), heading),
        escape.tex(statement.number or ""),
        escape.tex(name) if statement.form == "text" else _name(name),
        escape.tex(statement.section or ""),
        str(statement.page or ""),
    )
    return "\\scaffoldfacts" + "".join(f"{{{f}}}" for f in fields) + "\n"


def _name(name: str) -> str:
    """A name in LaTeX, as an argument of a command."""
    text = one_line(safe_cites(escape.source(without_labels(name))))
    return _settable(re.sub(r"(?<!\\)#", r"\\#", text), name)


def _settable(text: str, source: str) -> str:
    """The text, or its source as plain text where braces or scripts outside formulas would stop LaTeX."""
    bare = _FORMULA.sub("", text)
    return text if escape.balanced(text) and not re.search(r"(?<!\\)[\^_$]", bare) else escape.tex(source)


def body(statement: Statement) -> str:
    """The body, word for word, as the report's style inputs it; plain text is escaped.

    The changes are not visible in print: characters that pdfLaTeX cannot read become commands, citation keys are made
    safe, labels are dropped, also what only separates a list from a run-in heading, and an empty line before a display;
    $$ becomes \\[ or \\], so that a display too wide for the page can be scaled.
    """
    text = statement.standalone or statement.body
    if statement.form == "text":
        return escape.tex(text).strip() + "\n"
    text = safe_cites(escape.source(_OPENING.sub("", without_labels(text))))
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
    """Replaces a body that does not compile: a reference to its place in the paper."""
    return f"\\scaffoldfallback{{{escape.tex(statement.title)}}}{{{statement.page or ''}}}\n"


def clipped(statement: Statement, path: str, pages: int) -> str:
    """Replaces a body that is shown as clips of the paper's PDF: path is a PDF with this many pages, in order."""
    title = escape.tex(statement.title)
    return "".join(f"\\scaffoldclip{{{title}}}{{{path}}}{{{page}}}\n" for page in range(1, pages + 1))


def well_formed(statement: Statement) -> bool:
    """Whether braces, environments and dollars match; otherwise the body would break the rest of the document."""
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
    """Ids of the statements among these files, which are the files named in LaTeX's errors."""
    found = (re.search(r"generated/statements/([^/]+)\.tex$", file.replace("\\", "/")) for file in files)
    return frozenset(match[1] for match in found if match)


def one_line(text: str) -> str:
    """The text without line ends and comments, so that it can be an argument."""
    return re.sub(r"\s+", " ", re.sub(r"(?<!\\)%[^\n]*", "", text)).strip()


def known(paper: Paper, ids: Iterable[str]) -> list[Statement]:
    """The paper's statements with these ids, in the paper's order."""
    wanted = set(ids)
    return [s for s in paper.restatable if s.id in wanted]
