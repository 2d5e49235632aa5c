"""The files of a paper's source: finding them by the names that LaTeX accepts, and decoding them.

Nothing outside the root is ever read: a name that climbs out of it is not found.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scaffold.tex import blanks

MAX_FILE = 32 * 1024 * 1024
"""Maximum number of bytes read of one file: a longer one is not LaTeX that a person wrote."""

_INPUTENC = re.compile(rb"\\usepackage\s*\[\s*(latin1|latin9|ansinew|cp1252|applemac|utf8x?)\s*\]\s*\{inputenc\}")
_CODECS = {
    "latin1": "latin-1",
    "latin9": "iso8859-15",
    "ansinew": "cp1252",
    "cp1252": "cp1252",
    "applemac": "mac-roman",
}


def decode(data: bytes) -> str:
    """Text of a LaTeX file: UTF-8 (BOM dropped) where valid, otherwise the encoding of inputenc, otherwise Latin-1.

    Line ends become "\\n"; NUL bytes become spaces, so that lines are the same as in an editor.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            declared = _INPUTENC.search(data)
            text = data.decode(_CODECS.get(declared[1].decode() if declared else "", "cp1252"), "replace")
    return blanks.within_lines(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " "))


@dataclass(slots=True)
class Tree:
    """The files below root. If the exact name does not exist, case is ignored (authors may not use Linux)."""

    root: Path
    _names: dict[str, str] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = self.root
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not path.is_symlink() and not name.startswith(("__MACOSX/", ".git/")):
                self._names[name] = name
        for name in list(self._names):
            self._names.setdefault(name.lower(), name)

    def files(self) -> list[str]:
        """Names of all files, relative to root, sorted."""
        return sorted(set(self._names.values()))

    def find(self, name: str, folders: tuple[str, ...] = ("",), endings: tuple[str, ...] = ("", ".tex")) -> str | None:
        """The file that LaTeX would open for name, in these folders and with these endings; None if there is none."""
        name = name.strip().strip('"').replace("\\", "/")
        for folder in folders:
            for ending in endings:
                path = _normal(f"{folder}/{name}{ending}" if folder else name + ending)
                found = self._names.get(path) or self._names.get(path.lower())
                if found:
                    return found
        return None

    def text(self, name: str) -> str:
        """Decoded text of a file; "" when it cannot be read."""
        if name not in self._texts:
            try:
                with (self.root / name).open("rb") as f:
                    self._texts[name] = decode(f.read(MAX_FILE))
            except OSError:
                self._texts[name] = ""
        return self._texts[name]


def _normal(path: str) -> str:
    """The path without "." and ".." steps; one that climbs out of the root becomes a name that no file has."""
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == "..":
            if not parts:
                return "\0"
            parts.pop()
        elif part not in (".", "/"):
            parts.append(part)
    return "/".join(parts)
