"""Copies a paper on this computer: a folder, or a .tex file with the files that it includes. Originals never change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffold.errors import BadArchive
from scaffold.fetch.names import is_junk, printable
from scaffold.fetch.sink import LIMITS, Limits, Sink, Unpacked
from scaffold.fetch.sniff import HEAD, is_pdf
from scaffold.fetch.unpack import fill, is_latex, require_latex

ARCHIVE_ENDINGS = (".tar.gz", ".tgz", ".tar", ".zip", ".gz")

_BUILD_ENDINGS = (".log", ".blg", ".fls", ".fdb_latexmk", ".synctex.gz", ".synctex", ".dvi", ".xdv", ".bcf", ".run.xml")
_PER_RUN = (".aux", ".out", ".toc", ".lof", ".lot", ".nav", ".snm", ".vrb")
"""Written by every run: skipped next to the .tex file of that name, copied elsewhere (xr reads foreign .aux files)."""
_SKIPPED_FOLDERS = frozenset(("node_modules", "venv", "_minted", "auto"))

_PULLS = re.compile(
    r"\\(?:input|include|subfile|includeonly|import|subimport|includegraphics|includesvg|includepdf|bibliography"
    r"|addbibresource|bibliographystyle|usepackage|RequirePackage|documentclass|LoadClass|lstinputlisting"
    r"|verbatiminput|graphicspath|InputIfFileExists|overpic|pgfimage)"
    r"\s*\*?\s*(?:\[[^\]]*\]\s*)*(?:<[^>]*>\s*)?((?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*){1,2})"
)
_BARE_INPUT = re.compile(r"\\input\s+([^\s{}\\%]+)")
_CLIMBS = re.compile(r"(?:\.\./)+")
_TRIED = ("", ".tex", ".sty", ".cls", ".bib", ".bst", ".bbl", ".clo", ".pdf", ".png", ".jpg", ".jpeg", ".eps", ".ps")
_READ = (".tex", ".ltx", ".sty", ".cls", ".latex", "")


def from_folder(folder: Path, into: Path, limits: Limits = LIMITS) -> Unpacked:
    """A copy of all files in a folder that LaTeX may need. Raises BadArchive if it contains no LaTeX, DiskError.

    Skipped: hidden files, version control, auxiliary files of LaTeX, links to files outside the folder.
    """

    def work(target: Path) -> Unpacked:
        sink = Sink(folder=target, into=into, packed=2**40, limits=limits)
        for name in _wanted(folder, sink.warnings):
            with (folder / name).open("rb") as file:
                sink.add(name, file.read)
        require_latex(target, sink.files, f"the folder {folder}")
        return sink.result()

    return fill(into, work)


def from_tex(path: Path, into: Path, limits: Limits = LIMITS) -> Unpacked:
    """A copy of a .tex file and of all files that it includes from its folder and below. Raises DiskError.

    Files above its folder are skipped with a warning, as they may be anything on the disk.
    """

    def work(target: Path) -> Unpacked:
        sink = Sink(folder=target, into=into, packed=2**40, limits=limits)
        files = pulled_in(path)
        sink.warnings.extend(_above(path, files))
        for name in files:
            with (path.parent / name).open("rb") as file:
                sink.add(name, file.read)
        return sink.result()

    return fill(into, work)


def pulled_in(path: Path) -> tuple[str, ...]:
    """The file and all files that it includes from its folder or below, as relative names; the file comes first."""
    root = path.parent
    found = {path.name: None}
    for ending in (".bbl", ".ind"):
        if _is_own(path.with_suffix(ending)):
            found[path.with_suffix(ending).name] = None
    names: dict[str, None] = {}
    folders = {"": None}
    unread = [path.name]
    while unread:
        for file in unread:
            names.update(dict.fromkeys(_named(_text(root / file))))
        folders.update(dict.fromkeys(n for n in names if n.endswith("/")))
        # Check all names again: a \graphicspath found late also applies to earlier names.
        hits = dict.fromkeys(hit for name in names for hit in _existing(root, folders, name) if hit not in found)
        found.update(hits)
        unread = [hit for hit in hits if Path(hit).suffix.lower() in _READ]
    return tuple(found)


def _above(path: Path, files: Iterable[str]) -> Iterator[str]:
    """A warning about existing files that a .tex file includes from above its folder, with a folder to give instead."""
    here = path.absolute().parent
    names = dict.fromkeys(n for f in files if Path(f).suffix.lower() in _READ for n in _named(_text(path.parent / f)))
    there = [(n, m[0].count("../")) for n in names if (m := _CLIMBS.match(n)) and _is_there(here, n)]
    if there:
        up = max(count for _, count in there)
        top = here.parents[up - 1] if up <= len(here.parents) else Path(here.anchor)
        main = path.absolute().relative_to(top).as_posix()
        shown = ", ".join(name for name, _ in there[:3]) + (" and more" if len(there) > 3 else "")
        yield f"{shown}: skipped, outside the folder of {path.name}; to include it, give {top} with --main {main}"


def _is_there(folder: Path, name: str) -> bool:
    try:
        return any((folder / (name + ending)).is_file() for ending in _TRIED)
    except (OSError, ValueError):
        return False


def only_archive(folder: Path) -> Path | None:
    """The only archive directly in a folder without LaTeX files; None if there is none or more than one."""
    files = [p for p in _entries(folder) if _is_own(p)]
    if any(is_latex(folder, p.name) for p in files):
        return None
    archives = [p for p in files if p.name.lower().endswith(ARCHIVE_ENDINGS)]
    return archives[0] if len(archives) == 1 else None


def only_pdf(folder: Path) -> Path | None:
    """The paper's PDF in a folder without any LaTeX: "paper.pdf" or the only PDF; None if that is ambiguous."""
    files = [p for p in _entries(folder) if _is_own(p)]
    if any(is_latex(folder, name) for name in _wanted(folder, [])):
        return None
    return _the_pdf([p for p in files if p.suffix.lower() == ".pdf"])


def pdf_beside(archive: Path, warnings: list[str]) -> Path | None:
    """The PDF next to an archive with the same name, or "paper.pdf"; None if there is none.

    A link to a file elsewhere, or a file that is not a PDF, is skipped with a warning.
    """
    stem = archive.name
    for ending in ARCHIVE_ENDINGS:
        stem = stem.removesuffix(ending)
    for name in (f"{stem}.pdf", "paper.pdf"):
        if _is_usable_pdf(archive.parent / name, warnings):
            return archive.parent / name
    return None


def named_pdf(folder: Path, main: str | None = None, warnings: list[str] | None = None) -> Path | None:
    """The PDF in a LaTeX folder with the name of its only document, otherwise "paper.pdf"; None if there is neither.

    A link to a file elsewhere, or a file that is not a PDF, is skipped with a warning.
    """
    tops = [folder / main] if main else sorted(p for p in _entries(folder) if p.suffix.lower() == ".tex")
    said = [] if warnings is None else warnings
    found = [p.with_suffix(".pdf") for p in tops if _is_document(p) and _is_usable_pdf(p.with_suffix(".pdf"), said)]
    if len(found) == 1:
        return found[0]
    return paper if _is_usable_pdf(paper := folder / "paper.pdf", said) else None


def pdf_within(folder: Path, main: str | None = None) -> Path | None:
    """The paper's PDF in its LaTeX folder: made from it, "paper.pdf" or the only PDF; None if that is ambiguous."""
    return named_pdf(folder, main) or _the_pdf([p for p in _entries(folder) if p.suffix.lower() == ".pdf"])


def _the_pdf(pdfs: list[Path]) -> Path | None:
    named = [p for p in pdfs if p.name.lower() == "paper.pdf"]
    chosen = named or pdfs
    return chosen[0] if len(chosen) == 1 else None


def _is_own(path: Path) -> bool:
    """Whether a path is a file of its folder: a link to a file outside the folder is not."""
    return path.is_file() and (not path.is_symlink() or _stays(path, path.parent.resolve()))


def _is_usable_pdf(path: Path, warnings: list[str]) -> bool:
    """Whether a path is a PDF of its folder; a warning says why an existing file is not."""
    if not path.is_file():
        return False
    problem = "is a link to a file outside the folder" if not _is_own(path) else ""
    if not problem:
        with path.open("rb") as file:
            problem = "" if is_pdf(file.read(HEAD)) else "is not a PDF, despite its name"
    if problem:
        warnings.append(f"{printable(path.name)} {problem}: skipped")
    return not problem


def _is_document(path: Path) -> bool:
    return "\\begin{document}" in _text(path)


def _entries(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if not p.name.startswith("."))


def _wanted(folder: Path, warnings: list[str]) -> Iterator[str]:
    """Relative names of the files to copy, in order."""
    inside = folder.resolve()
    for here, folders, files in os.walk(folder):
        base = Path(here)
        folders[:] = sorted(d for d in folders if _walked(base / d, inside, warnings))
        for name in sorted(files):
            path = base / name
            relative = path.relative_to(folder)
            if name.startswith(".") or is_junk(relative.parts) or _is_build_junk(path):
                continue
            if path.is_symlink() and not _stays(path, inside):
                warnings.append(f"{printable(relative.as_posix())} is a link to a file outside the folder: skipped")
            elif path.is_file():
                yield relative.as_posix()


def _walked(path: Path, inside: Path, warnings: list[str]) -> bool:
    name = path.name
    if name.startswith(".") or name in _SKIPPED_FOLDERS or is_junk((name,)):
        return False
    if path.is_symlink():
        warnings.append(f"{printable(path.name)} is a link to a folder: skipped")
        return False
    return True


def _stays(path: Path, inside: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(inside)
    except (OSError, RuntimeError):
        return False


def _is_build_junk(path: Path) -> bool:
    name = path.name.lower()
    if name.endswith(_BUILD_ENDINGS):
        return True
    return name.endswith(_PER_RUN) and path.with_suffix(".tex").is_file()


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(4 * 2**20).decode("utf-8", "replace")
    except OSError:
        return ""


def _named(text: str) -> Iterator[str]:
    """File names in commands that include files, as written; \\import and \\graphicspath also name folders."""
    text = re.sub(r"(?<!\\)%[^\n]*", "", text)
    for match in _BARE_INPUT.finditer(text):
        yield match[1]
    for match in _PULLS.finditer(text):
        groups = re.findall(r"[^{}]+", match[1])
        if len(groups) == 2 and groups[0].strip().endswith("/"):
            yield groups[0].strip()
        for group in groups:
            yield from (name.strip() for name in group.split(",") if name.strip())


def _existing(root: Path, folders: Iterable[str], name: str) -> Iterator[str]:
    """Files in root or below that a name can refer to; none if the name leads outside root."""
    for folder in folders:
        for ending in _TRIED:
            try:
                path = (root / folder / (name + ending)).resolve()
                if path.is_file() and path.is_relative_to(root.resolve()):
                    yield path.relative_to(root.resolve()).as_posix()
            except (OSError, ValueError):
                continue


def check_pdf(path: Path) -> None:
    """Raises BadArchive if a local .pdf file is not a PDF."""
    with path.open("rb") as file:
        if not is_pdf(file.read(HEAD)):
            raise BadArchive(
                f"{path} is not a PDF, despite its name",
                "check which file it is; a download may have saved a web page instead",
            )
