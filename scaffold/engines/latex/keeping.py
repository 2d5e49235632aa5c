"""Compilations, kept by the content of the document and of all that TeX read for it (`results`).

Those that failed only where documents are tried: whoever builds is told the mistakes by LaTeX itself.

The record of opened files does not name the fonts that XeTeX uses: there, all installed fonts count. Nothing is kept of
other engines, nor with Biber, which reads files of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold import clock
from scaffold.engines import fonts, limits, results
from scaffold.engines.latex import bibtex, documents, recorded, variables
from scaffold.engines.latex.variables import MAX_RUNS
from scaffold.engines.sandbox.visible import environment

__all__ = ["Kept", "find", "keep", "name", "name_of", "surroundings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A PDF, the log of its last run, its number of pages, how often the engine ran, and its auxiliary files.

    errors are the fields of its messages, if the document failed; the PDF is then b"" or what LaTeX made despite them.
    """

    pdf: bytes
    log: str
    pages: int | None
    runs: int
    auxiliary: Mapping[str, bytes]
    errors: Sequence[Mapping[str, Any]] = ()


_ANYWHERE = Path("/document")
"""Stands for the folder in which the engine runs, which is another one each time."""

_AUXILIARY = "auxiliary/"
"""The folder of the auxiliary files in a kept result."""

_HELPERS = {"pdflatex": ("bibtex",), "xelatex": ("bibtex", "xdvipdfmx")}
"""The engines whose results are kept, and the programs that make parts of them."""


def name(main: Path, files: Iterable[str], *, program: str, epoch: int, most_runs: int = MAX_RUNS) -> str:
    """The key of the document main, before the first run; "" if its result is not kept.

    files are all that it consists of, relative to its folder, program is the path of the engine, epoch the date of the
    PDF, most_runs how often the engine may run. PDFs of one day have one key, although the times in them differ: who
    builds again what is the same gets the same. The user's own tree of TeX has no list of its files, so that a new one,
    which may hide another, is noticed here.
    """
    engine = Path(program).stem
    installed = fonts.installed() if engine == "xelatex" else ""
    if engine not in _HELPERS or (engine == "xelatex" and not installed):
        return ""
    helpers = filter(None, map(limits.which, _HELPERS[engine]))
    return results.key(
        *(engine, installed, main.name, most_runs),
        *(results.file_hash(Path(path)) for path in helpers),
        surroundings(program, clock.period(epoch)),
        [(file, hashlib.sha256((main.parent / file).read_bytes()).digest()) for file in sorted(files)],
    )


def surroundings(program: str, epoch: int) -> tuple[object, ...]:
    """What every run of an engine depends on besides its document and the files that it reads, to compare it."""
    settings = {**environment(_ANYWHERE, program), **variables.settings(_ANYWHERE, epoch)}
    listed = _listed(Path(settings["TEXMFHOME"])) if "TEXMFHOME" in settings else []
    return (results.file_hash(Path(program)), sorted(settings.items()), listed)


def name_of(main: Path, program: str) -> str:
    """The key of the document main as it is in its folder now, compiled by the engine at program today."""
    return name(main, documents.files(main.parent), program=program, epoch=clock.seconds())


def find(key: str) -> Kept | None:
    """The compilation with this key; None if there is none, or if a class, a font or TeX itself has changed since."""
    files = results.find(key)
    try:
        facts = json.loads(files["facts.json"]) if files else {}
        return _kept(files, facts) if files else None
    except (KeyError, ValueError):
        return None


def _kept(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> Kept:
    """The compilation of these files; raises KeyError and ValueError."""
    return Kept(
        pdf=files["pdf"],
        log=files["log"].decode(),
        pages=facts["pages"],
        runs=facts["runs"],
        errors=facts["errors"],
        auxiliary={n.removeprefix(_AUXILIARY): files[n] for n in files if n.startswith(_AUXILIARY)},
    )


def keep(key: str, stem: Path, made: Kept) -> None:
    """Keeps a compilation; stem is the path of its files without suffix, as the engine left them."""
    if stem.with_name(f"{stem.name}.bcf").exists() or not (record := stem.with_name(f"{stem.name}.fls")).is_file():
        return
    facts = json.dumps({"pages": made.pages, "runs": made.runs, "errors": made.errors}).encode()
    files = {"pdf": made.pdf, "log": made.log.encode("utf-8", "replace"), "facts.json": facts}
    files |= {f"{_AUXILIARY}{name}": content for name, content in made.auxiliary.items()}
    results.keep(key, files, (*recorded.system_files(record, stem.parent), *bibtex.styles(stem.parent)))


def _listed(folder: Path) -> list[str]:
    """The paths of all files of a folder, relative to it."""
    found = (Path(parent, file) for parent, _, files in os.walk(folder) for file in files)
    return sorted(path.relative_to(folder).as_posix() for path in found)
