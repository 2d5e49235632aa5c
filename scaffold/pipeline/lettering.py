"""Which letters of a document pdfLaTeX cannot print, and the file with the fonts for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scaffold import disk
from scaffold.plans import ProjectFile

__all__ = ["update", "with_letters"]

_READ = (".tex", ".bib")


def with_letters(files: tuple[ProjectFile, ...], folder: str) -> tuple[ProjectFile, ...]:
    """The files of a document in folder, with its letters.tex if it needs one."""
    from scaffold.engines.latex import letters

    texts = (f.content.decode("utf-8", "replace") for f in files if f.path.endswith(_READ))
    content = letters.written(_characters(texts))
    return (*files, ProjectFile(f"{folder}/{letters.FILE}", content.encode(), "tool")) if content else files


def update(folder: Path) -> None:
    """Writes or removes letters.tex of the document in folder, as its text and the installed fonts are now."""
    from scaffold.engines.latex import letters

    file = folder / letters.FILE
    paths = [p for p in sorted(folder.rglob("*")) if p.suffix in _READ and p != file and p.is_file()]
    content = letters.written(_characters(p.read_text(encoding="utf-8", errors="replace") for p in paths)).encode()
    if not content:
        file.unlink(missing_ok=True)
    elif not file.is_file() or file.read_bytes() != content:
        disk.write(content, file)


def _characters(texts: Iterable[str]) -> set[str]:
    from scaffold.tex import tokens
    from scaffold.write.latex import escape

    found = set[str]()
    for text in texts:
        if not text.isascii():
            found |= escape.beyond_pdflatex(tokens.mask(text)) - {"\ufffd"}
    return found
