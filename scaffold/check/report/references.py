"""Citations and cross-references: every key has an entry, every name is one of the paper's, nothing prints as "??"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scaffold.check.artefacts.latex_files import Source, commands
from scaffold.check.inputs import Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, settled
from scaffold.model import Paper

__all__ = ["check", "printed"]

_CITE = r"[Cc]ite(?:t|p|alt|alp|author|year|yearpar)?|nocite|textcite|parencite|autocite|footcite"
_ENTRY = re.compile(r"^\s*@(\w+)\s*\{\s*([^\s,]+)\s*,", re.MULTILINE)
_OWN = "scaffold:paper"
"""The key under which the paper itself is in the bibliography."""

_BIB, _ANEW = "report/generated/references.bib", "copy the file from a project made anew: scaffold init"

_UNDEFINED = re.compile(r"\?\?|\[\?\]|\(\?\)|\(author\?\)|\[author\?\]")
_GRAPHICS = ("", ".pdf", ".png", ".jpg", ".jpeg", ".PDF", ".PNG", ".JPG", ".eps")


@registered(
    "references",
    what="every `\\cite` key has an entry, the paper itself is among them; figures and statements named exist",
    place=60,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """The keys, names and figures that the student's files use, and the paper itself among the references."""
    project, files, paper = inputs.folder, inputs.files, inputs.paper
    bib = _entries(project)
    if bib is None:
        return (
            failed(
                "references",
                f"{_BIB} is missing",
                _BIB,
                _ANEW,
            ),
        )
    mend = "add it to a .bib file of yours, or mend the key"
    cited = [(key, c) for c in commands(files, _CITE, 1) for key in map(str.strip, c.arguments[0].split(","))]
    gone = [(key, c) for key, c in cited if key not in bib and key != "*"]
    lost = [failed("references", f"\\cite{{{key}}} has no entry", c.where, mend) for key, c in gone]
    if _OWN not in bib and not _arxiv(project, paper):
        told = "the paper itself is not among the references"
        lost.append(failed("references", told, _BIB, _ANEW))
    told = f"{len({k for k, _ in cited} & bib)} of the student's citations, and the paper itself, have entries"
    return settled([*lost, *_names(files, paper), *_missing(project, files)], passed("references", told))


def _entries(project: Path) -> frozenset[str] | None:
    """The keys of all .bib files that the report can see; None when the generated one is not there."""
    if not (project / _BIB).is_file():
        return None
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted((project / "report").rglob("*.bib"))]
    found = (m for text in texts for m in _ENTRY.finditer(text))
    return frozenset(m[2] for m in found if m[1].lower() not in ("comment", "string", "preamble"))


def _arxiv(project: Path, paper: Paper) -> bool:
    """Whether some entry carries the paper's arXiv identifier."""
    if not paper.source.arxiv_id:
        return False
    texts = (p.read_text(encoding="utf-8", errors="replace") for p in (project / "report").rglob("*.bib"))
    return any(paper.source.arxiv_id in text for text in texts)


def _names(files: tuple[Source, ...], paper: Paper) -> Iterator[Check]:
    """Statements and figures named by identifiers that the paper does not have."""
    known = {s.id for s in paper.statements}
    for c in commands(files, "paperstatement|paperref|paperpage", 1):
        if c.arguments[0] not in known:
            told = f"\\{c.name}{{{c.arguments[0]}}}: the paper has no such statement"
            yield failed("references", told, c.where, "report/generated/statements.tex lists them")
    figures = {f.id for f in paper.figures}
    for c in commands(files, "paperfigure", 1):
        if c.arguments[0] not in figures:
            told = f"\\paperfigure{{{c.arguments[0]}}}: the paper has no such figure"
            yield failed("references", told, c.where, "report/generated/figures.tex lists them")


def _missing(project: Path, files: tuple[Source, ...]) -> Iterator[Check]:
    """Graphics that the student includes and that are not there."""
    for c in commands(files, "includegraphics", 1):
        name = c.arguments[0].strip()
        if "\\" not in name and not any((project / "report" / (name + end)).is_file() for end in _GRAPHICS):
            yield failed("references", f"the figure {name} is missing", c.where, "put the file into report/")


@registered("undefined", what="nothing in the report prints as `??`", needs=("report_pdf",), place=30)
def printed(inputs: Inputs) -> tuple[Check, ...]:
    """Undefined references and citations, as they print."""
    pdf, where = present(inputs.report_pdf), inputs.report.path
    findings = []
    for line in pdf.lines:
        if (match := _UNDEFINED.search(line.text)) is not None:
            at = match.start()
            said = line.text[max(0, at - 25) : at + 12]
            findings.append(
                failed(
                    "undefined",
                    f"“{match[0]}” is printed: “{said}”",
                    f"{where}, p. {line.page}",
                    "a \\ref or \\cite has no target: mend its key, then scaffold build",
                )
            )
    return settled(findings, passed("undefined", "no undefined reference or citation is printed", where))
