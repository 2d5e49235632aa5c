"""Citations and cross-references: every key has an entry, every identifier is in the paper, no "??" is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scaffold.check.artefacts import names
from scaffold.check.artefacts.latex_files import Source, commands
from scaffold.check.inputs import Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed
from scaffold.model import Paper

__all__ = ["check", "printed"]

_CITE = r"[Cc]ite(?:t|p|alt|alp|author|year|yearpar)?|nocite|textcite|parencite|autocite|footcite"
_OWN = "paper"
"""The BibTeX key of the paper itself."""

_BIB, _RESTORE = names.GENERATED_BIB, "restore it: run scaffold update"

_UNDEFINED = re.compile(r"\?\?|\[\?\]|\(\?\)|\(author\?\)|\[author\?\]")
_GRAPHICS = ("", ".pdf", ".png", ".jpg", ".jpeg", ".PDF", ".PNG", ".JPG", ".eps")


@registered(
    "references",
    what="every `\\cite` key has an entry, and the paper itself has one; every figure and statement referred to exists",
    place=60,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """The citation keys, identifiers and graphics in the student's files, and the entry of the paper itself."""
    project, files, paper = inputs.folder, inputs.files, inputs.paper
    bib = names.works(project)
    if bib is None:
        return (
            failed(
                f"{_BIB} is missing",
                _BIB,
                _RESTORE,
            ),
        )
    fix = "correct the key, or add the entry to report/own.bib"
    cited = [(key, c) for c in commands(files, _CITE, 1) for key in map(str.strip, c.arguments[0].split(","))]
    undefined = [(key, c) for key, c in cited if key not in bib and key != "*"]
    findings = [failed(f"\\cite{{{key}}} has no entry{names.like_key(key, bib)}", c.where, fix) for key, c in undefined]
    if _OWN not in bib and not _arxiv(project, paper):
        message = "the bibliography has no entry for the paper itself"
        findings.append(failed(message, _BIB, _RESTORE))
    works = len({key for key, _ in cited} & bib.keys() - {_OWN})
    message = f"entries for the paper itself and for {works} cited work{'s' * (works != 1)}"
    message = message if works else "an entry for the paper itself; no other work is cited"
    return findings_or([*findings, *_names(files, paper), *_missing(project, files)], passed(message))


def _arxiv(project: Path, paper: Paper) -> bool:
    """Whether an entry contains the paper's arXiv identifier."""
    if not paper.source.arxiv_id:
        return False
    texts = (p.read_text(encoding="utf-8", errors="replace") for p in (project / "report").rglob("*.bib"))
    return any(paper.source.arxiv_id in text for text in texts)


def _names(files: tuple[Source, ...], paper: Paper) -> Iterator[Check]:
    """References to statements and figures by identifiers that do not exist in the paper."""
    known = {s.id for s in paper.restatable}
    for c in commands(files, "paperstatement|paperref|paperpage", 1):
        if (name := c.arguments[0]) not in known:
            message = f"\\{c.name}{{{name}}}: the paper has no such statement{names.like_statement(name, paper)}"
            yield failed(message, c.where, "use an identifier listed in report/generated/statements.tex")
    figures = {f.id for f in paper.figures}
    for c in commands(files, "paperfigure", 1):
        if (name := c.arguments[0]) not in figures:
            message = f"\\paperfigure{{{name}}}: the paper has no such figure{names.like_figure(name, paper)}"
            yield failed(message, c.where, "use an identifier listed in report/generated/figures.tex")


def _missing(project: Path, files: tuple[Source, ...]) -> Iterator[Check]:
    """Graphics that the student includes but that do not exist."""
    for c in commands(files, "includegraphics", 1):
        name = c.arguments[0].strip()
        if "\\" not in name and not any((project / "report" / (name + end)).is_file() for end in _GRAPHICS):
            yield failed(f"the figure {name} is missing", c.where, "put the file into report/")


@registered("undefined", what="no `??` is printed in the report", needs=("report_pdf",), place=30)
def printed(inputs: Inputs) -> tuple[Check, ...]:
    """Undefined references and citations in the printed text."""
    pdf, where = present(inputs.report_pdf), inputs.report.path
    findings = []
    for line in pdf.lines:
        if (match := _UNDEFINED.search(line.text)) is not None:
            at = match.start()
            context = line.text[max(0, at - 25) : at + 12]
            findings.append(
                failed(
                    f"“{match[0]}” is printed: “{context}”",
                    f"{where}, p. {line.page}",
                    "a \\ref or \\cite has no target: correct its key, then run: scaffold build",
                )
            )
    return findings_or(findings, passed("no undefined reference or citation is printed", where))
