"""Which letters of a document pdfLaTeX cannot print, and the file with the fonts for them.

Works that are not cited are not printed, so their letters do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import disk

if TYPE_CHECKING:
    from scaffold.plans import ProjectFile

__all__ = ["cited", "update", "wanted", "with_letters"]

_CITED = re.compile(r"\\(?:no)?[Cc]ite[A-Za-z]*\*?\s*(?:\[[^\[\]]*\]\s*)*\{([^{}]*)\}")
_ALWAYS = "paper"
"""The key of the paper itself, which every report cites."""


def cited(sources: Iterable[str]) -> tuple[str, ...]:
    """The keys of the works that LaTeX sources cite, in order: the paper itself first."""
    keys = (key.strip() for text in sources for m in _CITED.finditer(text) for key in m[1].split(","))
    return tuple(dict.fromkeys((_ALWAYS, *filter(None, keys))))


def with_letters(files: tuple[ProjectFile, ...], folder: str) -> tuple[ProjectFile, ...]:
    """The files of a document in folder, with its letters.tex if it needs one."""
    from scaffold.engines.latex import letters
    from scaffold.plans import ProjectFile

    content = letters.written(_characters((f.path, f.content) for f in files))
    return (*files, ProjectFile(f"{folder}/{letters.FILE}", content.encode(), "tool")) if content else files


def update(folder: Path) -> None:
    """Writes or removes letters.tex of the document in folder, as its text and the installed fonts are now."""
    file, content = wanted(folder)
    if not content:
        file.unlink(missing_ok=True)
    elif not file.is_file() or file.read_bytes() != content:
        disk.write(content, file)


def wanted(folder: Path) -> tuple[Path, bytes]:
    """letters.tex of the document in folder, and its content as text and fonts are now; b"" if none is needed."""
    from scaffold.engines.latex import letters

    file = folder / letters.FILE
    paths = [p for p in sorted(folder.rglob("*")) if p.suffix in (".tex", ".bib") and p != file and p.is_file()]
    return file, letters.written(_characters((p.name, p.read_bytes()) for p in paths)).encode()


def _characters(files: Iterable[tuple[str, bytes]]) -> set[str]:
    """The characters of a document's files, given by name, that need XeLaTeX; of bibliographies, of cited works."""
    from scaffold.check.artefacts import names
    from scaffold.tex import tokens
    from scaffold.write.latex import escape

    read = [(name, content) for name, content in files if name.endswith((".tex", ".bib"))]
    texts = [(name, content.decode("utf-8", "replace")) for name, content in read]
    sources = [tokens.mask(text) for name, text in texts if name.endswith(".tex")]
    works = frozenset(cited(sources))
    for name, text in texts:
        if name.endswith(".bib") and not text.isascii():
            sources += [entry for key, entry in names.entries(text) if key in works or "*" in works]
    found = set[str]()
    for text in sources:
        if not text.isascii():
            found |= escape.beyond_pdflatex(text) - {"\ufffd"}
    return found
