"""Stable identifiers for statements and slugs for folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_FOLDER_WORDS = 2
_SMALL_WORDS = frozenset("a an and as at by for from in into of on or the to via with without".split())

_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a file of this name for a device, with any ending: "aux", "con.pdf"."""
    return _DEVICE.match(name) is not None


def slug(text: str) -> str:
    """The words of text in lower case, joined by hyphens: Latin letters without accents, other letters as they are."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn" or _foreign(c))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain).lower()).strip("-")


def statement_id(kind: str, number: str | None, taken: Iterable[str]) -> str:
    """An identifier such as "theorem-3.1" that is not in taken; without a number "remark", "remark-b" …"""
    tail = re.sub(r"[^A-Za-z0-9.]+", "-", (number or "").replace("'", "-prime")).strip("-.")
    base = f"{kind}-{tail}" if tail else kind
    used = taken if isinstance(taken, (set, frozenset, dict)) else set(taken)
    if base not in used:
        return base
    return next(name for n in range(2, len(used) + 3) if (name := f"{base}-{_letters(n)}") not in used)


def _letters(n: int) -> str:
    """1 → a, 26 → z, 27 → aa: suffixes that cannot be mistaken for part of a number."""
    text = ""
    while n > 0:
        n, rest = divmod(n - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _foreign(mark: str) -> bool:
    """Whether a mark belongs to a script other than the Latin one."""
    return not unicodedata.name(mark, "").startswith("COMBINING")


def project_name(authors: Iterable[str], year: int | None, title: str) -> str:
    """A folder name such as "wei-ma-2019-data-dependent": two authors, the year, two words of the title."""
    names = [slug(_family_name(a)) for a in authors]
    names = [n for n in names if n]
    who = names[:2] if len(names) <= 2 else [names[0], "et-al"]
    words = [w for w in re.split(r"[^\w-]+", title) if w and w.lower() not in _SMALL_WORDS]
    what = [s for s in (slug(w) for w in words) if s][:_FOLDER_WORDS]
    if what and "-" in what[0]:
        what = what[:1]
    name = "-".join([*who, *([str(year)] if year else []), *what])
    return name[:60].strip("-") or "paper"


def _family_name(author: str) -> str:
    """The family name in "First Last" or "Last, First"."""
    return author.split(",")[0].strip() if "," in author else (author.split() or [""])[-1]
