"""What each stage made of a paper, as text for a bug report: `scaffold doctor tokens|model|plan|log`.

The same input gives the same text; nothing is written, and a project is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import __version__, disk, model, plans
from scaffold.diagnostics import Diagnostic, Log
from scaffold.engines import limits
from scaffold.errors import BadIdentifier, NoMainFile
from scaffold.fetch.progress import Progress
from scaffold.model import Paper
from scaffold.pipeline import graphics, planning, reading
from scaffold.pipeline.environment import without_private
from scaffold.pipeline.planning import Subject
from scaffold.pipeline.reading import Options
from scaffold.project import state
from scaffold.tex import tokens as tex_tokens

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult
    from scaffold.engines.latex.log import Located, TexMessage
    from scaffold.fetch import Fetched
    from scaffold.pipeline.planning import Planned
    from scaffold.read.latex.source import Tree

_PACKAGE_FILES = (".sty", ".cls", ".clo", ".def")
_LATEX_FILES = (".tex", ".ltx", *_PACKAGE_FILES)
_ENVIRONMENT = re.compile(r"\s*\{([^{}\\\n]{1,40})\}")
_LONGEST = 100
"""Characters of a masked piece or of a log's line that are shown."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A paper as the reader made it: where its source lies, and how it was fetched (None: it is in a project)."""

    subject: Subject
    source: Path
    fetched: Fetched | None = None


def _opened(source: str | None, options: Options, progress: Progress, scratch: Path) -> _Opened:
    """The paper of a project or of any source; raises what fetching and reading raise."""
    folder = planning.project_at(source)
    if source is None or folder is not None:
        found = planning.subject(source, options, progress)
        return _Opened(found, (folder or Path()) / "paper" / "source")
    from scaffold.planning import rank

    fetched, paper = reading.read(source, scratch / "paper", options, progress)
    return _Opened(Subject(rank.rank(paper)), fetched.source_dir, fetched)


# --- tokens


def tokens(source: str | None, options: Options, progress: Progress) -> str:
    """What the reader sees of a LaTeX file, or of the files of a paper: control sequences, masked text, definitions.

    Raises NoMainFile for a paper without LaTeX, and what fetching raises.
    """
    from scaffold.read.latex.source import Tree

    if options.read_from == "pdf":
        raise NoMainFile("a PDF has no tokens", "omit --from, or run: scaffold doctor model --from pdf")
    path = Path(source) if source else Path()
    if path.is_file() and path.suffix.lower() in _LATEX_FILES:
        return _tokens(Tree(path.parent), path.name, one_file=True)
    with limits.scratch() as scratch:
        tree, main = _tree(source, replace(options, source=source or ""), progress, scratch)
        return _tokens(tree, main)


def _tree(source: str | None, options: Options, progress: Progress, scratch: Path) -> tuple[Tree, str]:
    """The LaTeX files of a project or a source, and the main one."""
    from scaffold.read.latex.main_file import find_main
    from scaffold.read.latex.source import Tree

    folder, wanted = planning.project_at(source), options.main
    if source is None or folder is not None:
        project = folder or Path()
        wanted, root = state.load(project).main_file or None, project / "paper" / "source"
    else:
        from scaffold.fetch import fetch

        fetched = fetch(source, scratch / "paper", version=options.version, offline=options.offline, progress=progress)
        wanted, root = wanted or fetched.main_file, fetched.source_dir
    if not root.is_dir():
        raise NoMainFile("the paper has no LaTeX source, only a PDF", "run: scaffold doctor model")
    tree = Tree(root)
    return tree, find_main(tree, wanted, Log())


def _tokens(tree: Tree, main: str, *, one_file: bool = False) -> str:
    from scaffold.read.latex import reader
    from scaffold.read.latex.paper.assemble import assemble
    from scaffold.read.numbers import Numbers

    log = Log()
    engine = reader.walk(tree, main, log)
    paper = assemble(engine, main, Numbers()).paper
    others = () if one_file else sorted(engine.files_read - {main})
    rows = [f"scaffold {__version__}: tokens of {main}"]
    for name in (main, *others):
        with disk.report_errors(tree.root / name), (tree.root / name).open("rb"):
            pass
        rows += ["", f"== {name}", *_lines(name, tree.text(name))]
    macros = [m for m in paper.macros if not one_file or m.file == main]
    rows += ["", f"== definitions ({len(macros)})"]
    rows += [f"{m.file}:{m.line}: {m.name} = {_short(m.definition)}" for m in macros]
    if not one_file:
        unread = sorted(set(tree.files()) - engine.files_read)
        rows += ["", f"== files that were not read as LaTeX ({len(unread)})", *unread]
    return "\n".join([*rows, "", *_diagnostics(log.entries)]) + "\n"


def _lines(name: str, raw: str) -> Iterator[str]:
    """Control sequences and masked text, a row for each line of the file that has any."""
    text = tex_tokens.Buffer(raw, name).text
    at_letter = name.lower().endswith(_PACKAGE_FILES)
    pairs = zip(raw.split("\n"), text.split("\n"), strict=True)
    for number, (written, seen) in enumerate(pairs, 1):
        found, at_letter = _controls(seen, at_letter)
        if found:
            yield f"{name}:{number}: {' '.join(found)}"
        if masked := _masked(written, seen):
            yield f"{name}:{number}: masked: {_short(masked)}"


def _controls(line: str, at_letter: bool) -> tuple[list[str], bool]:
    """The control sequences of a line, with the names of environments, and whether @ is a letter after it."""
    found, pos = [], 0
    while m := (tex_tokens.CONTROL_AT if at_letter else tex_tokens.CONTROL).search(line, pos):
        name, pos = m[0], m.end()
        if name in ("\\makeatletter", "\\makeatother"):
            at_letter = name == "\\makeatletter"
        if name in ("\\begin", "\\end") and (environment := _ENVIRONMENT.match(line, pos)):
            name += f"{{{environment[1]}}}"
        found.append(name)
    return found, at_letter


def _masked(written: str, seen: str) -> str:
    """What of a line TeX does not look at: from the first blanked character to the last."""
    hidden = [i for i, (a, b) in enumerate(zip(written, seen, strict=True)) if a != b]
    return written[hidden[0] : hidden[-1] + 1] if hidden else ""


def _short(text: str) -> str:
    """The text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}… ({len(text)} characters)"


def _diagnostics(entries: list[Diagnostic]) -> list[str]:
    return [f"== diagnostics ({len(entries)})", *map(str, entries)]


# --- model and plan


def model_dump(source: str | None, options: Options, progress: Progress) -> str:
    """The model of a paper as JSON, after how it was fetched and what the reader reports. Raises as `inspect` does."""
    with limits.scratch() as scratch:
        opened = _opened(source, replace(options, source=source or ""), progress, scratch)
    paper = opened.subject.paper
    return _json(
        {
            "scaffold": __version__,
            "fetched": _fetched(opened.fetched),
            "counts": _counts(paper),
            "diagnostics": [str(d) for d in paper.diagnostics],
            "model": model.to_json(paper),
        }
    )


def _fetched(found: Fetched | None) -> dict[str, Any] | None:
    """How a source was fetched; None for the paper of a project."""
    if found is None:
        return None
    return {
        "kind": found.kind, "reason": found.reason, "version": found.version, "main_file": found.main_file,
        "files": list(found.files), "pdf": found.pdf_path is not None, "warnings": list(found.warnings),
    }  # fmt: skip


def _counts(paper: Paper) -> dict[str, int]:
    """How many there are of each kind of part, and of proofs."""
    kinds = ("sections", "statements", "figures", "references", "macros", "packages", "labels", "mentions")
    proofs = sum(len(s.proofs) for s in paper.statements)
    return {**{kind: len(getattr(paper, kind)) for kind in kinds}, "proofs": proofs}


def plan_dump(source: str | None, options: Options, progress: Progress) -> str:
    """Both plans as JSON, with the profile, the evidence for main results, and what the report cannot carry.

    Raises as `plan` does.
    """
    with limits.scratch() as scratch:
        opened = _opened(source, replace(options, source=source or ""), progress, scratch)
        planned = planning.planned(opened.subject)
        missing = _missing(planned, opened.source)
    return _json(
        {
            "scaffold": __version__,
            "profile": {**asdict(planned.profile), "language": planned.profile.language.code},
            "chosen": list(planned.subject.chosen),
            "ranking": _ranking(planned.subject.paper),
            "report": plans.to_json(planned.report),
            "talk": plans.to_json(planned.talk),
            "diagnostics": [str(d) for d in (*planned.subject.not_found, *missing)],
        }
    )


def _missing(planned: Planned, source: Path) -> tuple[Diagnostic, ...]:
    """What the report cannot carry as the paper has it."""
    from scaffold.write.report import files

    paper, settings = planned.subject.paper, planned.subject.settings
    figures = graphics.figure_files(paper, source, graphics.shown_figures(planned.report, planned.talk))
    return files.diagnostics(paper, planned.report, figures, settings.ledger if settings else None)


def _ranking(paper: Paper) -> list[dict[str, Any]]:
    """Results from the first to the last, each with the evidence for and against it."""
    from scaffold.planning import rank

    evidence = rank.evidence(paper)
    ranked = sorted((s for s in paper.statements if s.rank is not None), key=lambda s: -(s.rank or 0.0))
    return [
        {
            "id": s.id, "title": s.title, "rank": s.rank, "main": s.main,
            "evidence": [f"{e.points:+.1f} {e.name}: {e.why}" for e in evidence.get(s.id, ())],
        }
        for s in ranked
    ]  # fmt: skip


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


# --- log


_DOCUMENTS = ("report/report.tex", "slides/slides.tex")


def log(source: str | None) -> str:
    """A TeX log as scaffold reads it, or the logs of a project's documents, compiled here without touching its files.

    Raises BadIdentifier for what is neither, EngineMissing and EngineFailed for a project.
    """
    from scaffold.engines.latex.log import read_log

    path = Path(source) if source else Path()
    folder = planning.project_at(source)
    if folder is not None and (folder / state.FILE).is_file():
        return without_private("\n".join(_compiled(folder, name) for name in _DOCUMENTS if (folder / name).is_file()))
    if not path.is_file():
        raise BadIdentifier(
            f"{path} is neither a project nor a TeX log", "name a .log file, or a folder that init made"
        )
    return without_private("\n".join(_read_log(path.name, read_log(path))) + "\n")


def _compiled(folder: Path, name: str) -> str:
    """The log of one document of a project."""
    from scaffold.engines.latex import compile

    with limits.scratch() as scratch:
        result = compile.compile_tex(folder / name, scratch)
    head = f"{name}: {result.engine}, {result.runs} runs, {result.pages or 'no'} pages"
    return "\n".join([*_read_log(head, result.log), *_other_errors(result)]) + "\n"


def _other_errors(result: TexResult) -> Iterator[str]:
    """Errors that no log tells: an engine that was stopped, and those of the bibliography."""
    from scaffold.engines.latex.log import parse_log

    told = {(m.code, m.text, m.offending) for m in parse_log(result.log)}  # its place may be another than in the log
    others = [e for e in result.errors if (e.code, e.text, e.offending) not in told]
    if others:
        yield f"== errors outside the log ({len(others)})"
        yield from (f"{e.code}: {e}" for e in others)


def _read_log(head: str, text: str) -> Iterator[str]:
    """Messages with the lines they were read from, which of them are left out, and what else looks like a message."""
    from scaffold.engines.latex.log import located, parse_log, passed_over

    kept = {_key(m) for m in parse_log(text)}
    found = located(text)
    yield f"scaffold {__version__}: log of {head}"
    yield f"{len(text.splitlines())} lines after joining those that TeX broke, {len(found)} messages"
    for severity in ("error", "warning"):
        of_kind = [f for f in found if f.message.severity == severity]
        yield f"== {severity}s ({len(of_kind)})"
        seen: set[tuple[str, ...]] = set()
        for f in of_kind:
            yield from _entry(f, _key(f.message) in kept, _key(f.message) in seen)
            seen.add(_key(f.message))
    others = [f"line {n}: {_short(line)}" for n, line in passed_over(text)]
    yield f"== skipped although they look like messages ({len(others)})"
    yield from others


def _key(m: TexMessage) -> tuple[str, ...]:
    """What tells messages apart, but for the line: parse_log may find it in another message."""
    return (m.severity, m.code, m.file, m.text, m.offending)


def _entry(f: Located, kept: bool, seen: bool) -> Iterator[str]:
    lines = f"line {f.first}" if f.first == f.last else f"lines {f.first}-{f.last}"
    note = " (repeated)" if seen else "" if kept else " (left out: another message says it)"
    place = ":".join(str(part) for part in (f.message.file, f.message.line) if part)
    yield f"{lines}: {f.message.code}: {place or '(no place)'}: {f.message.text}{note}"
    if f.message.offending:
        yield f"  offending: {f.message.offending}"
