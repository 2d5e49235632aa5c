"""File names in archives: which are refused, which are skipped, which are changed for this system."""

from __future__ import annotations

import re

from scaffold.errors import BadArchive
from scaffold.ids import is_device

_JUNK_FOLDERS = frozenset(("__macosx", ".git", ".svn", ".hg", "__pycache__", ".ipynb_checkpoints"))
_JUNK_FILES = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_DEEPEST = 32
_LONGEST = 255
_LONGEST_PATH = 1024
"""Bytes of a whole path, so that it fits after the folder of a project (PATH_MAX is 4096 on Linux, 1024 on macOS)."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""C0 and C1 controls, line and paragraph separators, marks of direction (Unicode Bidi_Control), the byte order mark."""
SAFE_HINT = "do not unpack this archive yourself; download the source from arXiv again with --force-refresh"
"""What to do about an archive from arXiv that is unsafe."""


def parts(name: str, *, windows: bool) -> tuple[str, ...]:
    """The parts of a member's path, valid for a file system; () for "." and empty names.

    Raises BadArchive for absolute paths, "..", and paths that are too long or too deep. windows: whether to change
    names that Windows reserves ("aux.tex" → "aux_.tex").
    """
    text = printable(name)
    if text.startswith("/") or re.match(r"[A-Za-z]:/", text):
        raise BadArchive(f"the archive is unsafe: member “{text}” has an absolute path", SAFE_HINT)
    found = [p for p in text.split("/") if p not in ("", ".")]
    if ".." in found:
        raise BadArchive(f"the archive is unsafe: member “{text}” leads outside the folder", SAFE_HINT)
    long = any(len(p.encode()) > _LONGEST for p in found) or len(text.encode()) > _LONGEST_PATH
    if long or len(found) > _DEEPEST:
        raise BadArchive(f"the archive is unsafe: the name of member “{text[:60]}…” is too long", SAFE_HINT)
    return tuple(_for_windows(p) for p in found) if windows else tuple(found)


def is_junk(path: tuple[str, ...]) -> bool:
    """Whether a member was left by the system or an editor and is not part of the paper."""
    lower = [p.lower() for p in path]
    if any(p in _JUNK_FOLDERS for p in lower):
        return True
    return bool(lower) and (lower[-1] in _JUNK_FILES or lower[-1].startswith("._"))


def gzip_name(head: bytes) -> str:
    """The last part of the file name in a gzip header (RFC 1952); "" if it has none."""
    if len(head) < 10 or not head[3] & 0x08:
        return ""
    start = 10
    if head[3] & 0x04:
        start += 2 + int.from_bytes(head[10:12], "little")
    raw = head[start : start + 1024].split(b"\0")[0]
    found = [p for p in printable(raw.decode("latin-1")).split("/") if p not in ("", ".", "..")]
    return found[-1] if found else ""


def printable(name: str) -> str:
    """The name in valid Unicode, with forward slashes, without control characters and marks of direction."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = name.encode("utf-8", "surrogateescape").decode("latin-1")
    return _CONTROL.sub("_", name.replace("\\", "/"))


def without_controls(text: str) -> str:
    """The text with spaces in place of control characters and marks of direction."""
    return _CONTROL.sub(" ", text)


def shown(text: str) -> str:
    """Text of a server or a paper for a message: what a terminal would obey instead of show becomes U+FFFD."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _for_windows(part: str) -> str:
    part = re.sub(r'[<>:"|?*]', "_", part).rstrip(". ") or "_"
    stem, dot, rest = part.partition(".")
    return f"{stem}_{dot}{rest}" if is_device(part) else part
