"""What each PDF in build/ was made from, recorded in .scaffold, so that a check can find outdated or broken PDFs."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scaffold import disk

__all__ = ["FILE", "Built", "hashed", "hashes", "record", "recorded", "sources", "split_statements"]

FILE = ".scaffold/builds.json"
"""The record, in a project."""
_MADE = (".aux", ".log", ".out", ".fls", ".fdb_latexmk", ".gz", ".toc", ".bbl", ".blg", ".bcf", ".nav", ".snm", ".xml")
"""Suffixes of the auxiliary files that engines write next to a document."""

_DECKS = ("slides/slides.pptx", "slides/slides.tex")
"""Neither of them is a source of the other."""


@dataclass(frozen=True, slots=True)
class Built:
    """A build: hashes of the PDF's source files by path, and the engine's first error, or "".

    overfull lists each overfull line or page: where it is and by how much. parts gives the number of slides that each
    \\statementframe of a Beamer deck became, in order, by the statement's id.
    """

    sources: Mapping[str, str]
    error: str = ""
    overfull: tuple[str, ...] = ()
    parts: Mapping[str, Sequence[int]] = field(default_factory=dict)


def sources(project: Path, main: str) -> tuple[str, ...]:
    """The files that a PDF of main is made from: all in its folder. Paths are relative to the project.

    Folders may be removed meanwhile: os.walk leaves out what it cannot list, where rglob raises an error.
    """
    every = (Path(folder, name) for folder, _, names in os.walk((project / main).parent) for name in names)
    found = sorted(p for p in every if p.is_file() and p.suffix not in _MADE)
    kept = (p for p in found if not (p.name.startswith((".", "~", "#")) or p.name.endswith("~")))  # editors' copies
    names = (p.relative_to(project).as_posix() for p in kept)
    return tuple(name for name in names if name == main or name not in _DECKS)


def hashes(project: Path, main: str) -> dict[str, str]:
    """The hash of each source of main, by path."""
    return {name: hashed(project / name) for name in sources(project, main)}


def record(project: Path, pdf: Path, built: Built) -> None:
    """Records how pdf was made. Raises DiskError."""
    kept = _load(project)
    entry: dict[str, object] = {"sha256": hashed(pdf), "error": built.error, "overfull": list(built.overfull)}
    if built.parts:
        entry["parts"] = {id: list(counts) for id, counts in sorted(built.parts.items())}
    entry["sources"] = dict(sorted(built.sources.items()))
    kept[pdf.relative_to(project).as_posix()] = entry
    disk.write((json.dumps(dict(sorted(kept.items())), indent=1) + "\n").encode(), project / FILE)


def split_statements(log: str) -> dict[str, list[int]]:
    """How many slides each statement of a Beamer deck took, in order, by its id; the theme writes this to the log."""
    found: dict[str, list[int]] = {}
    for id, count in re.findall(r"SFPARTS:([^:\s]+):(\d+)", log):
        found.setdefault(id, []).append(int(count))
    return found


def recorded(project: Path, name: str) -> Built | None:
    """How the PDF of that name was made; None if the PDF is missing or changed since, or its record is damaged."""
    entry, pdf = _load(project).get(name), project / name
    if not isinstance(entry, dict) or not pdf.is_file() or entry.get("sha256") != hashed(pdf):
        return None
    error, overfull = entry.get("error", ""), entry.get("overfull", [])
    made, parts = entry.get("sources", {}), entry.get("parts", {})
    if not (isinstance(error, str) and _texts(overfull) and isinstance(made, dict) and _texts(list(made.values()))):
        return None
    if not isinstance(parts, dict) or not all(_counts(counts) for counts in parts.values()):
        return None
    return Built(made, error, tuple(overfull), parts)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _counts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, int) for v in value)


def hashed(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _load(project: Path) -> dict[str, object]:
    try:
        kept = disk.read_json(project / FILE)
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
