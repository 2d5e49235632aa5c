"""`export overleaf` and `import`: report and slides as a zip that Overleaf compiles, and what was changed there back.

What was exported is kept in .scaffold/overleaf. A zip that comes back is merged with it, as an update merges: what
only one side changed comes in, and where both changed the same lines, both versions stand between marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from scaffold import disk, merging, originals, temporary
from scaffold.errors import BadArchive
from scaffold.fetch.progress import Progress, size
from scaffold.fetch.unpack import unpack
from scaffold.pipeline import building, lettering, packing
from scaffold.pipeline.merging_files import FileChange
from scaffold.project import journal, state
from scaffold.resources import template

__all__ = ["Exported", "Imported", "export", "import_zip", "workflow"]

ZIP = "build/overleaf.zip"
_BASE = ".scaffold/overleaf"
_MAINS = {"report": "report/report.tex", "slides": "slides/slides.tex"}
_DECK = "slides/slides.pptx"

_MOST_FILES, _MOST_BYTES = 2000, 50_000_000
"""What Overleaf takes in one zip."""

_TEXTS = frozenset(".tex .bib .sty .cls .txt .md .bst .tikz".split())
_BY_PRODUCTS = frozenset(".aux .log .out .toc .nav .snm .bbl .blg .bcf .fls .fdb_latexmk .gz .xml".split())
_THEIRS = ">>>>>>> imported"

_SETTINGS = "latexmkrc"
"""The file with the settings of Overleaf's compiler."""

_RC = """\
# For Overleaf, which reads this file. Main document: report/report.tex, or slides/slides.tex (Menu > Main document).
$pdflatex = '{engine} -no-shell-escape -synctex=1 %O %S';
"""

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The zip that was written, how many files are in it, and notes on what Overleaf may not take."""

    file: Path
    count: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import changed, file by file, and the files of the zip that were not taken.

    ours are those of them that scaffold writes, and that are others in the zip than in the project.
    """

    files: tuple[FileChange, ...]
    left: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()

    @property
    def conflicts(self) -> int:
        """How many conflicts the student has to settle."""
        return sum(len(change.conflicts) for change in self.files)


def export(folder: Path, progress: Progress) -> Exported:
    """Writes report and slides into build/overleaf.zip, and keeps what is in it. Raises NotAProject and DiskError."""
    state.load(folder)
    with journal.locked(folder, lambda: building.wait(progress)):
        with disk.report_errors(folder):
            letters = {file.relative_to(folder).as_posix(): content for file, content in _letters(folder)}
            found = {**packing.documents(folder), **letters}
            files = {name: data for name, data in found.items() if name != _DECK and (data or name not in letters)}
            new = {name: data or None for name, data in letters.items() if (data or None) != _read(folder / name)}
        rc = _RC.format(engine="xelatex" if any(letters.values()) else "pdflatex").encode()
        content = packing.packed({**files, _SETTINGS: rc})
        changes = {ZIP: content, **new, **_kept(folder, {n: data for n, data in files.items() if _is_students(n)})}
        journal.apply(folder, changes, "export", undoable=False)
    return Exported(file=folder / ZIP, count=len(files) + 1, notes=tuple(_notes(len(files) + 1, len(content))))


def _letters(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The files for letters of other scripts, as the documents are now; b"" for one that is not needed."""
    return (lettering.wanted(folder / name) for name in _MAINS if (folder / name / "generated").is_dir())


def _notes(count: int, length: int) -> Iterator[str]:
    if count > _MOST_FILES:
        yield f"the zip has {count} files, and Overleaf takes {_MOST_FILES}"
    if length > _MOST_BYTES:
        yield f"the zip has {size(length)}, and Overleaf takes {size(_MOST_BYTES)}"


def _kept(folder: Path, files: Files) -> dict[str, bytes | None]:
    """What makes these files the ones with which the next import is merged."""
    gone: dict[str, bytes | None] = {f"{_BASE}/{name}": None for name in _base(folder) if name not in files}
    return gone | {f"{_BASE}/{name}": content for name, content in files.items()}


def _base(folder: Path) -> dict[str, bytes]:
    """The files as they were exported or imported last, by path in the project."""
    root = folder / _BASE
    found = sorted(p for p in root.rglob("*") if p.is_file()) if root.is_dir() else []
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def import_zip(folder: Path, archive: Path, progress: Progress) -> Imported:
    """Merges report and slides of a zip into the project, as a step that `undo` reverts.

    Raises BadArchive for a zip that is damaged, unsafe or of something else; NotAProject and DiskError.
    """
    state.load(folder)
    with temporary.folder(temporary.system_folder(), temporary.VISIBLE) as scratch:
        progress("import", archive.name, None, None)
        unpacked = unpack(archive, scratch / "zip")
        named = _in_project({name: scratch / "zip" / name for name in unpacked.files})
        files, left = _taken(named)
        with journal.locked(folder, lambda: building.wait(progress)):
            ours = tuple(_changed(folder, named))
            return replace(_merged(folder, files, tuple(left)), ours=ours)


def _in_project(found: Mapping[str, Path]) -> Mapping[str, Path]:
    """The files of a zip by their names in the project, without a folder around all of them."""
    tops = {name.partition("/")[0] for name in found}
    if set(_MAINS.values()) & found.keys() or len(tops) != 1:
        return found
    return {name.partition("/")[2]: path for name, path in found.items()}


def _changed(folder: Path, found: Mapping[str, Path]) -> Iterator[str]:
    """The files of scaffold that are others in a zip than in the project, and settings of Overleaf's compiler."""
    usual = [_RC.format(engine=engine).encode() for engine in ("pdflatex", "xelatex")]
    for name, path in sorted(found.items()):
        pure = PurePosixPath(name)
        if not _is_ours(name) or pure.suffix in _BY_PRODUCTS:
            continue
        known = [_read(folder / name), *(usual if pure.name == _SETTINGS else ())]
        content = path.read_bytes()
        if not any(_same(content, one) for one in known):
            yield name


def _taken(names: Mapping[str, Path]) -> tuple[dict[str, bytes], list[str]]:
    """The student's files of report and slides in a zip, and the names of those that are not taken."""
    here = [folder for folder, main in _MAINS.items() if main in names]
    if not here:
        raise BadArchive(
            "the zip has neither report/report.tex nor slides/slides.tex",
            "download the zip of a project that came from scaffold export overleaf",
        )
    kept = {name: path.read_bytes() for name, path in names.items() if _is_students(name)}
    left = [name for name in names if name not in kept and not _is_ours(name)]
    return {name: data for name, data in kept.items() if name.partition("/")[0] in here}, left


def _is_ours(name: str) -> bool:
    """Whether scaffold writes a file, or it is the settings of Overleaf's compiler, which scaffold writes too."""
    return "/generated/" in name or PurePosixPath(name).name == _SETTINGS


def _is_students(name: str) -> bool:
    """Whether a file of report or slides is the student's, and no by-product of LaTeX or setting of a program."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts) or path.name == _SETTINGS
    inside = path.parts[0] in _MAINS and len(path.parts) > 1 and "generated" not in path.parts
    return inside and not hidden and path.suffix not in _BY_PRODUCTS and name != _DECK


def _merged(folder: Path, files: Files, left: tuple[str, ...]) -> Imported:
    exported = _base(folder)
    changes: dict[str, bytes | None] = {}
    told: list[FileChange] = []
    parts = {name.partition("/")[0] for name in files}
    for name in sorted({*files, *(name for name in exported if name.partition("/")[0] in parts)}):
        if not (folder / name).parent.resolve().is_relative_to(folder.resolve()):
            left = (*left, name)
            continue
        base = exported.get(name) if name in exported else _read(folder / originals.FOLDER / name)
        for path, content, change in _file(name, base, _read(folder / name), files.get(name)):
            changes[path] = content
            told.append(change)
    others = {n: content for n, content in exported.items() if n.partition("/")[0] not in parts}
    kept = _kept(folder, {**files, **others})
    new = {path: content for path, content in kept.items() if _read(folder / path) != content}
    journal.apply(folder, {**changes, **new}, "import", undoable=bool(told))
    return Imported(files=tuple(told), left=left)


def _read(path: Path) -> bytes | None:
    with disk.report_errors(path):
        return path.read_bytes() if path.is_file() else None


def _file(
    name: str, base: bytes | None, mine: bytes | None, new: bytes | None
) -> Iterator[tuple[str, bytes | None, FileChange]]:
    """What happens to one file: the path that changes, its content (None: removed), and what is said of it."""
    if _same(mine, new) or _same(base, new):
        return
    if new is None:
        if _same(mine, base):
            yield name, None, FileChange(path=name, what="removed")
    elif mine is None or _same(mine, base):
        yield name, new, FileChange(path=name, what="added" if mine is None else "replaced")
    elif base is None or PurePosixPath(name).suffix not in _TEXTS or b"\0" in mine + new:
        path = PurePosixPath(name)
        beside = (path.parent / f"{path.stem}.imported{path.suffix}").as_posix()
        yield beside, new, FileChange(path=name, what=f"kept, as both sides changed it: the other one is {beside}")
    else:
        sides = [content.decode("utf-8", "surrogateescape") for content in (base, mine, new)]
        text = merging.merged_text(sides[0], sides[1], sides[2], _THEIRS).text
        found = FileChange(path=name, what="merged with your changes", conflicts=merging.conflicts(text))
        yield name, text.encode("utf-8", "surrogateescape"), found


def _same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two files are the same but for the ends of lines, which Overleaf changes."""
    if one is None or other is None:
        return one is other
    return one == other or (b"\0" not in one and one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n"))


def workflow(service: str) -> str:
    """The file that checks every project of a course's repository on GitHub or GitLab."""
    return template("ci", f"{service}.yml").read_text(encoding="utf-8")
