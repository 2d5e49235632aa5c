"""What a build makes, and what is kept of it: a build without changes compares hashes, and loads and starts nothing.

What came out is kept under a key of all that it was made from: the files of the project, its settings and rules, the
engines and scaffold itself (`results`). It counts as long as the PDFs and logs in build/ are those of that build. Only
what has no error is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import resources
from scaffold.diagnostics import Diagnostic
from scaffold.errors import BadProfile, ScaffoldError
from scaffold.pipeline import measurements
from scaffold.project import builds, layout, state
from scaffold.project.paper import PAPER, profile_of
from scaffold.project.state import Settings
from scaffold.spans import Span

if TYPE_CHECKING:
    from scaffold.engines.latex.log import TexMessage

__all__ = ["BEAMER", "DECK", "REPORT", "Documents", "Output", "problems", "rules"]

REPORT, BEAMER, DECK = "report/report.tex", "slides/slides.tex", "slides/slides.pptx"
"""The documents of a project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One PDF of a build: pdf is None if it was not made; error then says why.

    errors and warnings are messages about the PDF, with files relative to the project: from TeX, and about what is
    missing in the export. lengths are those of the report's parts, measured as `check` does, or the number of slides.
    note is which of its pages count, or from which deck it was made. log is what TeX wrote, in build/; None if TeX did
    not run.
    """

    name: str
    pdf: Path | None
    pages: int | None = None
    error: ScaffoldError | None = None
    errors: tuple[TexMessage, ...] = ()
    warnings: tuple[TexMessage, ...] = ()
    lengths: tuple[str, ...] = ()
    note: str = ""
    log: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether the PDF was made without an error."""
        return self.pdf is not None and self.error is None and not self.errors


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents of the project in folder that are built together: their main files, relative to it.

    rules is all else that their outputs depend on: settings, the seminar's rules, the words of all languages.
    """

    folder: Path
    mains: tuple[str, ...]
    rules: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, settings: Settings, *mains: str) -> Documents:
        """Those of the main files that exist, and the rules as they are now."""
        return cls(folder, tuple(main for main in mains if (folder / main).is_file()), rules(folder, settings))

    def find(self) -> list[Output] | None:
        """The outputs of the last build; None if anything has changed since that they depend on."""
        from scaffold.engines import results

        engines, sources = _engines(self.folder, self.mains), self.sources()
        known = results.find(self._key(engines, sources)) if engines else None
        if not known or not all(map(results.holds, engines)):
            return None
        rows = json.loads(known[_ROWS])
        if not all(_stands(self.folder, row, sources) for row in rows):
            return None
        return [_output(self.folder, row) for row in rows]

    def keep(self, outputs: Sequence[Output]) -> None:
        """Keeps the outputs, if none has an error, and no file was saved while they were made."""
        from scaffold.engines import results

        engines, sources = _engines(self.folder, self.mains), self.sources()
        if not engines or not all(output.ok for output in outputs):
            return
        rows = [_row(self.folder, output) for output in outputs]
        if all(_stands(self.folder, row, sources) for row in rows):
            results.keep(self._key(engines, sources), {_ROWS: json.dumps(rows).encode()})

    def sources(self) -> list[dict[str, str]]:
        """The hashes of the documents' files, by path."""
        return [builds.hashes(self.folder, main) for main in self.mains]

    def _key(self, engines: Sequence[str], sources: Sequence[Mapping[str, str]]) -> str:
        from scaffold.engines import results

        paper = results.file_hash(self.folder / PAPER)
        return results.key("outputs", self.mains, tuple(engines), sources, self.rules, paper)


_ROWS = "outputs.json"


def problems(folder: Path) -> tuple[Diagnostic, ...]:
    """The warnings of `settings.problems` on the project, kept by content. Raises NotAProject."""
    from scaffold.engines.latex import choosing

    settings = state.load(folder)
    project = Documents.of(folder, settings, REPORT, DECK, BEAMER)
    names = [PAPER, layout.MANIFEST, settings.review or ""]
    others = [builds.hashed(folder / name) if (folder / name).is_file() else "" for name in names]
    decks = [repr(builds.recorded(folder, f"build/{name}")) for name in ("slides.pdf", "slides-beamer.pdf")]
    lines = measurements.kept(
        lambda: _problem_lines(folder),
        *("problems", project.mains, project.sources(), project.rules, others, decks, choosing.is_installed()),
    )
    return tuple(_problem(**json.loads(line)) for line in lines)


def _problem_lines(folder: Path) -> tuple[str, ...]:
    from scaffold.pipeline import settings

    return tuple(json.dumps(asdict(problem)) for problem in settings.problems(folder))


def _problem(span: Mapping[str, Any], **facts: Any) -> Diagnostic:
    return Diagnostic(**facts, span=Span(**span))


def rules(folder: Path, settings: Settings) -> tuple[str, ...]:
    """The settings, the seminar's rules for the project, and the words of all languages, to compare them."""
    from scaffold.engines import results

    try:
        profile = repr(profile_of(settings, folder))
    except BadProfile as e:
        profile = str(e)
    words = (results.file_hash(path) for path in sorted(resources.templates().rglob("*.toml")))
    return (repr(settings), profile, *words)


def _engines(folder: Path, mains: Sequence[str]) -> tuple[str, ...]:
    """The keys of what the engines make of the documents; none if one cannot be known again, or has no engine."""
    try:
        keys = tuple(_deck(folder) if main == DECK else _document(folder / main) for main in mains)
    except (ScaffoldError, OSError):
        return ()
    return keys if all(keys) else ()


def _document(main: Path) -> str:
    from scaffold.engines.latex import choosing, keeping

    program = choosing.find_engine(letters=(main.parent / choosing.LETTERS).is_file())[1]
    return keeping.name_of(main, program)


def _deck(folder: Path) -> str:
    from scaffold.engines.office import export

    return export.key_of(folder / DECK, vectors=(folder / DECK).parent / "generated")


def _row(folder: Path, output: Output) -> Mapping[str, Any]:
    """An output as JSON, with the hash of its PDF. Of the same sources, LaTeX may print another log: with a format."""
    return {
        "name": output.name,
        "pages": output.pages,
        "warnings": [asdict(message) for message in output.warnings],
        "lengths": output.lengths,
        "note": output.note,
        "log": output.log and output.log.relative_to(folder).as_posix(),
        "pdf": builds.hashed(folder / "build" / output.name),
    }


def _stands(folder: Path, row: Mapping[str, Any], sources: Sequence[Mapping[str, str]]) -> bool:
    """Whether the files of an output are those of its build, and the project's record says so."""
    try:
        pdf, log = folder / "build" / row["name"], folder / (row["log"] or "")
        same = row["pdf"] == builds.hashed(pdf) and (row["log"] is None or log.is_file())
    except OSError:
        return False
    built = builds.recorded(folder, f"build/{row['name']}") if same else None
    return built is not None and built.sources in sources


def _output(folder: Path, row: Mapping[str, Any]) -> Output:
    return Output(
        name=row["name"],
        pdf=folder / "build" / row["name"],
        pages=row["pages"],
        warnings=_messages(row["warnings"]),
        lengths=tuple(row["lengths"]),
        note=row["note"],
        log=row["log"] and folder / row["log"],
    )


def _messages(rows: Sequence[Mapping[str, Any]]) -> tuple[TexMessage, ...]:
    if not rows:  # as a rule; then nothing is loaded for them
        return ()
    from scaffold.engines.latex.log import TexMessage

    return tuple(TexMessage(**row) for row in rows)
