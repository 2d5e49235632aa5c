"""A paper as a few plain lines for cases: the most important parts of the model."""

from __future__ import annotations

from pathlib import Path

from scaffold.model import Paper, Proof, Reference, Section, Statement
from scaffold.read.latex.reader import read

FILE_MARK = "%%% "
"""Begins the line that names the next file of a case; the text before the first one is main.tex."""


def write_files(text: str, folder: Path) -> None:
    """The files of a case's input, written below folder."""
    name, lines = "main.tex", list[str]()
    parts: list[tuple[str, list[str]]] = [(name, lines)]
    for line in text.splitlines(keepends=True):
        if line.startswith(FILE_MARK):
            parts.append((line.removeprefix(FILE_MARK).strip(), []))
        else:
            parts[-1][1].append(line)
    for name, lines in parts:
        if lines:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(lines), encoding="utf-8")


def read_case(text: str, folder: Path) -> Paper:
    """The paper read from a case's input."""
    write_files(text, folder)
    return read(folder)


def dump(paper: Paper, *views: str) -> str:
    """The lines of these views: statements, sections, proofs, bodies, needs, labels, mentions, title, abstract,
    references, diagnostics."""
    return "\n".join(line for view in views for line in _VIEWS[view](paper)) + "\n"


def _pairs(**values: object) -> str:
    shown = []
    for key, value in values.items():
        if value in (None, "", (), False):
            continue
        text = ",".join(value) if isinstance(value, tuple) else value
        shown.append(key if value is True else f"{key}={text}")
    return " ".join(shown)


def _quoted(text: str | None) -> str:
    return f'"{" ".join(text.split())}"' if text else ""


def _place(file: str, line: int) -> str:
    return f"@{line}" if file == "main.tex" else f"@{file}:{line}"


def _statement(s: Statement) -> str:
    fields = _pairs(
        kind=s.kind, heading=_quoted(s.heading), number=s.number or "None", name=_quoted(s.name), labels=s.labels,
        section=s.section, appendix=s.appendix, restates=s.restates,
    )  # fmt: skip
    return f"Statement {fields} {_place(s.file, s.line)}"


def _reference(r: Reference) -> str:
    fields = _pairs(label=r.label, type=r.entry_type if r.fields else None, text=_quoted(r.text) or None, cited=r.cited)
    return f"Reference {r.key} {fields}"


def _section(s: Section) -> str:
    fields = _pairs(
        level=s.level, number=s.number or "None", title=_quoted(s.title), appendix=s.appendix, labels=s.labels,
        printed=_quoted(s.printed) if s.printed != s.title else None,
    )  # fmt: skip
    return f"Section {fields} {_place(s.file, s.line)}"


def _proofs(s: Statement) -> list[str]:
    return [f"{s.id} {_proof(p)}" for p in s.proofs] or [f"{s.id} without proof"]


def _proof(p: Proof) -> str:
    sketch = None if p.complete else True
    return f"proof {_pairs(by=_quoted(p.found_by), uses=p.uses, stub=sketch, body=_quoted(p.body))}"


def _body(s: Statement) -> list[str]:
    return [f"{s.id} body={_quoted(s.body)}", f"{s.id} alone={_quoted(s.standalone)}"]


_VIEWS = {
    "title": lambda p: [f"Title {_quoted(p.title)} by {'; '.join(p.authors)}"],
    "references": lambda p: [_reference(r) for r in p.references],
    "abstract": lambda p: [f"Abstract {_quoted(p.abstract)}"] if p.abstract else [],
    "sections": lambda p: [_section(s) for s in p.sections],
    "statements": lambda p: [_statement(s) for s in p.statements],
    "proofs": lambda p: [line for s in p.statements for line in _proofs(s)],
    "bodies": lambda p: [line for s in p.statements for line in _body(s)],
    "alone": lambda p: [f"{s.id} alone={_quoted(s.standalone)}" for s in p.statements],
    "needs": lambda p: (
        [f"{s.id} needs={' '.join(s.macros) or 'nothing'}" for s in p.statements]
        + [f"{m.name} = {m.definition}" for m in p.macros]
        + [f"{s.package}{' once' if s.once else ''}: {' '.join(s.source.split())}" for s in p.setups]
    ),
    "labels": lambda p: [
        f"Label {x.key} {_pairs(number=x.number or 'None', kind=x.kind, of=x.target)}" for x in p.labels
    ],
    "mentions": lambda p: [
        f"Mention {m.target} {_pairs(section=m.section)} {_place(m.file, m.line)}" for m in p.mentions
    ],
    "diagnostics": lambda p: [f"{d.severity}:{d.code}:{d.subject} {d.span}" for d in p.diagnostics],
    "main": lambda p: [f"main={p.source.main_file}"],
}
