"""Reads submission.json, which `submit` puts into a hand-in, and compares its hashes with the files.

It comes from a student: any value may be missing or of another type, and no path in it is opened.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffold import disk
from scaffold.cohort.handins import MOODLE
from scaffold.pipeline import naming

__all__ = ["Manifest", "read"]

_LARGEST = 8 << 20
"""Bytes of a file that is read; one with a thousand sources has 200 KB."""

_MOST, _LONGEST = 50, 300
"""Reasons that are shown, and characters of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a hand-in says of itself; "" is unknown.

    day is the day of `submit`, paper an identifier of arXiv with its version. reasons are those against handing in, in
    spite of which it was written. checks gives the worst verdict of each check on the student's computer. differs are
    files that are others than `submit` wrote, missing those that are not there.
    """

    scaffold: str = ""
    day: str = ""
    stage: str = ""
    student: str = ""
    paper: str = ""
    reasons: tuple[str, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def read(files: Sequence[Path], root: Path | None) -> Manifest | str | None:
    """The manifest among the files of a hand-in; a sentence if it cannot be read, None if there is none.

    root is the folder of the project among them, None without one.
    """
    found = min((p for p in files if p.name == naming.MANIFEST), key=lambda p: (len(p.parts), p), default=None)
    if found is None:
        return None
    try:
        if found.stat().st_size > _LARGEST:
            return f"{naming.MANIFEST} has more than {_LARGEST >> 20} MB, and is not read"
        data = disk.read_json(found)
    except (OSError, ValueError) as e:
        return f"{naming.MANIFEST} cannot be read: {e}"
    if not isinstance(data, dict):
        return f"{naming.MANIFEST} cannot be read: it is no table"
    compared = dict((*_of_files(data, files), *_of_sources(data, files, root)))
    return Manifest(
        scaffold=_text(data.get("scaffold")),
        day=_text(data.get("day")),
        stage=_text(data.get("stage")),
        student=_text(data.get("student")),
        paper=_paper(_table(_table(data.get("paper")).get("arxiv"))),
        reasons=tuple(filter(None, map(_text, _list(data.get("reasons"))[:_MOST]))),
        checks=_verdicts(data),
        differs=tuple(name for name, there in compared.items() if there is False),
        missing=tuple(name for name, there in compared.items() if there is None),
    )


def _text(value: Any) -> str:
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _paper(arxiv: Mapping[str, Any]) -> str:
    version = arxiv.get("version")
    return _text(arxiv.get("id")) + (f"v{version}" if isinstance(version, int) else "")


def _verdicts(data: Mapping[str, Any]) -> Mapping[str, str]:
    """The worst verdict of each check, by its name; of a draft, without what is not written yet."""
    order, draft = ("fail", "unknown", "pass"), data.get("stage") == "draft"
    rows = [row for row in map(_table, _list(data.get("checks"))) if not (draft and row.get("unfinished") is True)]
    found = [(_text(row.get("name")), _text(row.get("verdict"))) for row in rows]
    known = [(name, verdict) for name, verdict in found if name and verdict in order]
    return dict(sorted(known, key=lambda pair: -order.index(pair[1])))


def _of_files(data: Mapping[str, Any], files: Sequence[Path]) -> Iterator[tuple[str, bool | None]]:
    """Each file that was handed in, whatever it is called now: as it was (True), another one (False), or not there."""
    hashes: dict[Path, str] = {}
    for row in map(_table, _list(data.get("files"))):
        name, known = _text(row.get("name")), _text(row.get("sha256"))
        if not name:
            continue
        named = [path for path in files if _named(path) == name]
        sized = [path for path in files if path.stat().st_size == row.get("bytes")]
        same = {path for path in {*named, *sized} if hashes.setdefault(path, _hash(path)) == known}
        others = [path for path in named if path not in same]
        yield name, (not others) if same or others else None


def _named(path: Path) -> str:
    """The name of a file without what Moodle puts before it."""
    last = MOODLE.split(path.name)[-1]
    return last if last == path.name else re.sub(r"^(?:file|onlinetext)_", "", last)


def _of_sources(data: Mapping[str, Any], files: Sequence[Path], root: Path | None) -> Iterator[tuple[str, bool | None]]:
    """The same for each of the sources; without a project, only for their archive."""
    sources = _table(data.get("sources"))
    known = {_text(path): _text(value) for path, value in _table(sources.get("files")).items()}
    if root is None:
        yield from ((name, None) for name in (_text(sources.get("name")),) if name and known)
        return
    there = {path.relative_to(root).as_posix(): path for path in files if path.is_relative_to(root)}
    for name, value in known.items():
        yield name, _hash(there[name]) == value if name in there else None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
