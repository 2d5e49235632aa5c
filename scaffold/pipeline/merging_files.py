"""What an update does to each file of a project: the base, what the student has, and what scaffold would write now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from scaffold import merging, originals
from scaffold.project import journal, layout, state
from scaffold.talk import notes
from scaffold.talk.notes import DECKS

__all__ = ["FileChange", "merge", "outdated", "renumbered", "unmerged"]

_COMMANDS = r"paperstatement\*?|paperref|paperpage|statementframe|statement|youarehere"
_NAMING = re.compile(rf"(\\(?:{_COMMANDS})\s*(?:\[(?:[^][{{}}]|\{{[^{{}}]*\}})*\]\s*)?\{{)([^{{}}]*)(?=\}})")
"""Commands of our own whose first argument is the id of a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """What happens to one file: replaced, merged, added, removed, kept.

    conflicts are the lines (from 1) at which both versions stand; details say what happens within the file.
    """

    path: str
    what: str
    conflicts: tuple[int, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """A file of the student's: base as scaffold wrote it (None: not known), mine as it is, new as it would be.

    path is its place in the project, file where it is on the disk.
    """

    path: str
    file: Path
    base: bytes | None
    mine: bytes
    new: bytes


def renumbered(text: str, renamed: Mapping[str, str]) -> str:
    """LaTeX of the student's with the new ids of statements."""
    return _NAMING.sub(lambda m: m[1] + renamed.get(m[2].strip(), m[2]), text) if renamed else text


def unmerged(folder: Path) -> Iterator[tuple[str, int]]:
    """The conflicts that stand in the student's text files: file and line."""
    for path in _texts(folder):
        text = (folder / path).read_text(encoding="utf-8", errors="replace")
        yield from ((path, line) for line in merging.conflicts(text))


def outdated(project: Path, fresh: Path, titles: Mapping[str, str]) -> Iterator[str]:
    """Sentences on lines of the student's that call a statement by a number that it has no more.

    titles gives the new titles of statements by the old ones. Lines that scaffold writes now are none of the student's.
    """
    titles = {old: new for old, new in titles.items() if re.search(r"\d", old)}
    for path in _texts(project) if titles else ():
        lines = (project / path).read_text(encoding="utf-8", errors="replace").split("\n")
        known = set((fresh / path).read_text(encoding="utf-8").split("\n")) if (fresh / path).is_file() else set()
        for number, line in enumerate(lines, 1):
            for old in (old for old in titles if line not in known and _calls(line, old)):
                yield f"{path}:{number} says {old}, which is {titles[old]} now"


def _calls(line: str, title: str) -> bool:
    words = r"(?:\s|~)+".join(map(re.escape, title.split()))
    return re.search(rf"(?<!\w){words}(?!\.?\w)", line) is not None


def _texts(folder: Path) -> list[str]:
    """The student's text files in report/ and slides/, and the other files that scaffold wrote for the student."""
    found = [p for part in ("report", "slides") for p in (folder / part).rglob("*") if p.suffix in (".tex", ".bib")]
    others = [folder / name for name in ("README.md", "latexmkrc", ".gitignore")]
    names = (p.relative_to(folder).as_posix() for p in (*found, *others) if p.is_file())
    return sorted(name for name in names if "/generated/" not in name)


def merge(project: Path, fresh: Path, into: Path, renamed: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Brings `into`, a copy of the project, up to date: fresh is the project as scaffold would write it now.

    renamed gives the new ids of the paper's statements. scaffold.toml and paper/ are not merged here.
    """
    old, new = layout.read_manifest(project), layout.read_manifest(fresh)
    for path in _texts(into):
        _renumber(into / path, renamed)
    changes: list[FileChange] = []
    for path in dict.fromkeys([*new["files"], *old["files"]]):
        if path != state.FILE and not path.startswith("paper/") and journal.inside(path):
            changes += _file(path, project, fresh, into, owners=(old["files"], new["files"]), renamed=renamed)
    return tuple(changes)


def _renumber(path: Path, renamed: Mapping[str, str]) -> None:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    if (new := renumbered(text, renamed)) != text:
        path.write_bytes(new.encode("utf-8", "surrogateescape"))


def _file(
    path: str,
    project: Path,
    fresh: Path,
    into: Path,
    *,
    owners: tuple[Mapping[str, Any], Mapping[str, Any]],
    renamed: Mapping[str, str],
) -> Iterator[FileChange]:
    old, new = (rows.get(path) for rows in owners)
    mine = into / path
    if (new or old or {}).get("owner") == "tool":
        yield from _generated(path, fresh, mine)
        return
    base = _base(project, path, old)
    if path == DECKS["pptx"] and (project / path).is_file():
        notes.read(project / path)  # raises BadDeck also if nothing is new for it
    if not mine.is_file():
        if old is None and new is not None:
            _write(mine, (fresh / path).read_bytes())
            yield FileChange(path=path, what="added")
    elif new is None:
        yield from _unused(path, base, mine)
    elif (current := (fresh / path).read_bytes()) != mine.read_bytes():
        if base is not None:
            base = _as_renumbered(path, base, renamed)
        sides = _Sides(path=path, file=project / path, base=base, mine=mine.read_bytes(), new=current)
        if base != current and not (base is None and old and old["sha256"] == hashlib.sha256(current).hexdigest()):
            yield from _merged(sides, mine, renamed)


def _generated(path: str, fresh: Path, mine: Path) -> Iterator[FileChange]:
    new = (fresh / path).read_bytes() if (fresh / path).is_file() else None
    before = mine.read_bytes() if mine.is_file() else None
    if new == before:
        return
    if new is None:
        mine.unlink()
        yield FileChange(path=path, what="removed")
        return
    _write(mine, new)
    yield FileChange(path=path, what="replaced" if before is not None else "added")


def _base(project: Path, path: str, row: Mapping[str, Any] | None) -> bytes | None:
    """The file as scaffold wrote it; None if that is not known.

    Projects of older versions have no copy, but the hash tells whether the student has changed the file.
    """
    kept = project / originals.FOLDER / path
    if kept.is_file():
        return kept.read_bytes()
    try:
        current = (project / path).read_bytes()
    except OSError:
        return None
    return current if row and row["sha256"] == hashlib.sha256(current).hexdigest() else None


def _as_renumbered(path: str, base: bytes, renamed: Mapping[str, str]) -> bytes:
    if not path.endswith(".tex"):
        return base
    return renumbered(base.decode("utf-8", "surrogateescape"), renamed).encode("utf-8", "surrogateescape")


def _unused(path: str, base: bytes | None, mine: Path) -> Iterator[FileChange]:
    """A file that scaffold would not write any more: it goes, unless the student has changed it."""
    if base is not None and mine.read_bytes() == base:
        mine.unlink()
        yield FileChange(path=path, what="removed")
    elif path == DECKS["pptx"] or path.endswith(".tex"):
        yield FileChange(path=path, what="kept, as you changed it, but nothing uses it any more")


def _merged(sides: _Sides, mine: Path, renamed: Mapping[str, str]) -> Iterator[FileChange]:
    utf16 = sides.mine.startswith((b"\xff\xfe", b"\xfe\xff")) and sides.path != DECKS["pptx"]
    if sides.base is None or utf16:
        pure = PurePosixPath(sides.path)
        name = f"{pure.stem}.new{pure.suffix}"
        if not mine.with_name(name).is_file() or mine.with_name(name).read_bytes() != sides.new:
            _write(mine.with_name(name), sides.new)
            why = "it is saved as UTF-16, which LaTeX cannot read" if utf16 else "scaffold has no copy of what it wrote"
            kept = f"kept: {why}, so the new form is in"
            yield FileChange(path=sides.path, what=f"{kept} {(pure.parent / name).as_posix()}")
        return
    content, conflicts, details = (
        _deck(sides, renamed) if sides.path == DECKS["pptx"] else _text(sides, frames=sides.path == DECKS["beamer"])
    )
    if content != sides.mine:
        mine.write_bytes(content)
        what = "replaced" if sides.mine == sides.base else "merged with your changes"
        yield FileChange(path=sides.path, what=what, conflicts=conflicts, details=details)


def _text(sides: _Sides, *, frames: bool) -> tuple[bytes, tuple[int, ...], tuple[str, ...]]:
    from scaffold.write.beamer import merging as beamer

    base, mine, new = (
        content.decode("utf-8", "surrogateescape") for content in (sides.base or b"", sides.mine, sides.new)
    )
    details: tuple[str, ...] = ()
    if frames:
        found = beamer.merge(base, mine, new)
        text, details = found.text, found.changes
    else:
        text = merging.merged_text(base, mine, new).text
    return text.encode("utf-8", "surrogateescape"), merging.conflicts(text), details


def _deck(sides: _Sides, renamed: Mapping[str, str]) -> tuple[bytes, tuple[int, ...], tuple[str, ...]]:
    """The deck, slide by slide; raises BadDeck for a deck that cannot be read."""
    from scaffold.engines.office import export
    from scaffold.write.pptx import merging as slides

    names = {f"backup-{old}": f"backup-{new}" for old, new in renamed.items()}
    try:
        found = slides.merge(
            sides.base or b"", sides.mine, sides.new, export.resaved, renamed=lambda name: names.get(name, name)
        )
    except Exception as e:  # python-pptx passes on errors of zip, XML and its own modules
        raise originals.damaged_deck(sides.file) from e
    return found.content, (), found.changes


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
