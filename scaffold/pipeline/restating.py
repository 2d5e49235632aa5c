"""What the student restates and names in the report: replaces statements that LaTeX cannot typeset, explains names.

`init` compiles only the statements that it restates itself. The student may restate any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.culprits import Verdict
from scaffold.errors import ScaffoldError
from scaffold.model import Statement
from scaffold.pipeline import blame
from scaffold.pipeline.graphics import Clips
from scaffold.project import layout
from scaffold.project.paper import paper_of
from scaffold.project.state import Settings

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult
    from scaffold.engines.latex.log import TexMessage

__all__ = ["explained", "replaced"]

_STATEMENTS = "report/generated/statements"
_REPLACED = ("\\scaffoldclip{", "\\scaffoldfallback{")
"""How the file of a statement that is replaced begins."""


def replaced(folder: Path, settings: Settings, result: TexResult) -> tuple[str, ...]:
    """Replaces the statements that LaTeX cannot typeset, also alone; a note on each, empty if there is none.

    result is that of the report. Raises NotAProject and DiskError.
    """
    found = _failing(folder, _named(folder, result), result)
    if not found:
        return ()
    from scaffold.write.report import files

    paper = paper_of(folder, settings)
    clips = Clips.of(paper, folder / "paper" / "paper.pdf").more(found)
    known = [s for s in paper.restatable if s.id in found]
    written = [file for s in known for file in files.replacement(s, clips.by_id.get(s.id))]
    layout.replace_files(folder, written)
    return tuple(_note(s, found[s.id], s.id in clips.by_id) for s in known)


def _named(folder: Path, result: TexResult) -> tuple[str, ...]:
    """The statements in which the run has errors or was stopped, but those that are replaced already."""
    from scaffold.write.report import statements

    said: Verdict = blame.verdict(result, statements.failed)
    ids = (*said.proven, *said.suspects)
    return tuple(id for id in ids if not _text(folder, id).startswith(_REPLACED))


def _text(folder: Path, id: str) -> str:
    path = folder / _STATEMENTS / f"{id}.tex"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _failing(folder: Path, ids: tuple[str, ...], result: TexResult) -> dict[str, str]:
    """Those that fail alone too, and why: an error in a statement may come from the text before it."""
    from scaffold.write.report import statements

    report = folder / "report"
    files = {p.relative_to(report).as_posix(): p.read_bytes() for p in sorted(report.rglob("*")) if p.is_file()}
    try:
        return blame.found_alone(ids, files, statements.failed, min(2, result.runs)) if ids else {}
    except ScaffoldError:
        return {}


def _note(statement: Statement, why: str, clipped: bool) -> str:
    instead = "shows a clip of the paper's PDF" if clipped else "refers to the paper"
    cause = f", as {why}" if why else ""
    return f"{statement.title} does not compile outside the paper{cause}: the report {instead} instead"


def explained(folder: Path, settings: Settings, warnings: Sequence[TexMessage]) -> tuple[TexMessage, ...]:
    """The warnings, first those of names that do not exist, with the names that may be meant."""
    unknown = [w for w in warnings if w.code in _NAMES]
    others = [w for w in warnings if w.code not in _NAMES]
    return (*_with_names(folder, settings, unknown), *others)


_NAMES = ("undefined-citation", "unknown-statement", "unknown-figure")


def _with_names(folder: Path, settings: Settings, unknown: Sequence[TexMessage]) -> Iterator[TexMessage]:
    from scaffold.check.artefacts import names

    if not unknown:
        return
    paper, works = paper_of(folder, settings), names.works(folder) or {}
    for message in unknown:
        name = message.offending
        if message.code == "undefined-citation":
            yield replace(message, advice=f"{message.advice}{names.like_key(name, works)}")
        else:
            like = names.like_statement if message.code == "unknown-statement" else names.like_figure
            yield replace(message, text=f"{message.text}{like(name, paper)}")
