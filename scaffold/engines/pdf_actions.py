"""Judges a finished PDF before it is kept: it may show pages and lead to places and web pages, and do nothing else.

The text of other people's papers is typeset into our PDFs, and TeX can write any object into them. What hyperref,
Beamer and LibreOffice write for our own documents is allowed: destinations, bookmarks, links to web pages, buttons that
turn pages. Sources: ISO 32000-1, 12.6 (actions), 12.5.6 (annotations), 7.11.4 (embedded files), 12.7.8 (XFA); NOTES.md
lists what was measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from scaffold.engines.pdf_syntax import Dictionary, Name, Ref, Unreadable, Value, objects

__all__ = ["Finding", "findings"]

MAX_FINDINGS = 20
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a PDF must not hold, in words; remedy is what to do; address is that of a link, or ""."""

    what: str
    remedy: str
    address: str = ""


_ATTACHED = "hand in the file beside the PDF"
_FILM = "show a picture of it, and keep the film beside the PDF"
_ELSEWHERE = "write the name of the file as text, or link to a web page"
_REMOVE = "remove the command that adds it"

_NAMES = {
    "JavaScript": ("JavaScript", _REMOVE),
    "Launch": ("a link that starts a program or opens a file", _ELSEWHERE),
    "SubmitForm": ("a button that sends a form", _REMOVE),
    "ImportData": ("an action that imports data", _REMOVE),
    "GoToR": ("a link to another file", _ELSEWHERE),
    "GoToE": ("a link to an embedded file", _ELSEWHERE),
    "Rendition": ("a film or sound", _FILM),
    "RichMedia": ("a film, sound or program", _FILM),
    "RichMediaExecute": ("a film, sound or program", _FILM),
    "RichMediaContent": ("a film, sound or program", _FILM),
    "EmbeddedFile": ("an embedded file", _ATTACHED),
    "EmbeddedFiles": ("an embedded file", _ATTACHED),
    "FileAttachment": ("an embedded file", _ATTACHED),
    "XFA": ("a form of the kind XFA", _REMOVE),
    "Encrypt": ("encryption", "leave the PDF unprotected"),
}
"""Names that mean only one thing, wherever they stand."""

_TYPES = {
    "Movie": ("a film", _FILM),
    "Sound": ("a sound", _FILM),
    "Screen": ("a film or sound", _FILM),
    "3D": ("a three-dimensional model", _FILM),
    "Thread": ("a link to another file", _ELSEWHERE),
}
"""Names that mean this only as the type of an action or annotation: /Screen is also a blend mode."""

_TURNS = frozenset("NextPage PrevPage FirstPage LastPage GoBack GoForward GoToPage Find FullScreen".split())
"""Named actions that only move in the document; ISO 32000-1 defines the first four, Beamer's symbols use more."""

_OTHERS = ("URI", "Named", "Hide", "SetOCGState", "ResetForm", "Trans", "GoTo3DView")
_ACTIONS = frozenset((*_NAMES, *_TYPES, *_OTHERS))
"""Types of actions other than going to a place in the document."""

_SAFE_SCHEME = re.compile(r"(?i)(?:https?|mailto):")
_HOST = re.compile(r"(?i)www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)+/")
"""The beginning of an address without a scheme, as bibliographies have them; a path to a file is none."""


def findings(data: bytes) -> tuple[Finding, ...]:
    """What a PDF must not hold, each once, of at most MAX_FINDINGS places; one finding if it cannot be judged."""
    found: dict[Finding, None] = {}
    try:
        for finding in islice(_File.of(data).judged(), MAX_FINDINGS):
            found[finding] = None
    except Unreadable as e:
        found[Finding(f"objects that cannot be read: {e}", _REMOVE)] = None
    return tuple(found)


@dataclass(slots=True)
class _File:
    """All objects of a file by number; several for a number that is defined more than once."""

    by_number: dict[int, list[Value]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, data: bytes) -> _File:
        file = cls()
        for number, value in objects(data):
            file.by_number[number].append(value)
        return file

    def resolved(self, value: Value, depth: int = 0) -> Iterator[Value]:
        """What a value may be after following references."""
        if not isinstance(value, Ref):
            yield value
        elif depth < _DEEPEST:
            for target in self.by_number.get(value.number, ()):
                yield from self.resolved(target, depth + 1)

    def of_keys(self, holder: Dictionary, *keys: str) -> Iterator[Value]:
        """The values of keys of a dictionary, after following references."""
        for value in holder.values(*keys):
            yield from self.resolved(value)

    def judged(self) -> Iterator[Finding]:
        """The findings in all objects, whether a page uses them or not."""
        waiting = [value for values in self.by_number.values() for value in values]
        while waiting:
            value = waiting.pop()
            if isinstance(value, Name) and value in _NAMES:
                yield Finding(*_NAMES[value])
            elif isinstance(value, list):
                waiting += value
            elif isinstance(value, Dictionary):
                waiting += value.items
                yield from self._dictionary(value)

    def _dictionary(self, holder: Dictionary) -> Iterator[Finding]:
        for kind in self.of_keys(holder, "S", "Subtype"):
            if isinstance(kind, Name) and kind in _TYPES:
                yield Finding(*_TYPES[kind])
        if any(map(self._acts, self.of_keys(holder, "OpenAction"))):
            yield Finding("an action that runs when the document is opened", _REMOVE)
        triggers = (value for value in self.of_keys(holder, "AA") if isinstance(value, Dictionary))
        if any(self._acts(action) for value in triggers for item in value.items for action in self.resolved(item)):
            yield Finding("an action that runs without a click", _REMOVE)
        if any(map(self._acts, self.of_keys(holder, "Next"))):
            yield Finding("an action that follows another one", _REMOVE)
        yield from self._named(holder)
        yield from self._addresses(holder)
        yield from self._files(holder)

    def _acts(self, action: Value) -> bool:
        """Whether a value is an action other than going to a place in the document."""
        listed = action if isinstance(action, list) else [action]  # a list is a destination or, after /Next, of actions
        holders = (value for item in listed for value in self.resolved(item) if isinstance(value, Dictionary))
        return any(
            kind in _ACTIONS for holder in holders for kind in self.of_keys(holder, "S") if isinstance(kind, Name)
        )

    def _named(self, holder: Dictionary) -> Iterator[Finding]:
        if "Named" in list(self.of_keys(holder, "S")):
            for name in self.of_keys(holder, "N"):
                if isinstance(name, Name) and name not in _TURNS:
                    yield Finding(f"a button that calls the viewer's command {name[:40]}", _REMOVE)

    def _addresses(self, holder: Dictionary) -> Iterator[Finding]:
        for value in self.of_keys(holder, "URI", "Base"):
            if isinstance(value, bytes) and not _leads_to_the_web(address := _plain(value)):
                what = f"a link to {address[:80]!r}, which is not a web address"
                yield Finding(what, "begin the address with https://, or write it as text", address)

    def _files(self, holder: Dictionary) -> Iterator[Finding]:
        """Embedded files, and data that a viewer would take from another file (ISO 32000-1, 7.3.8.2 and 8.10.4)."""
        for value in self.of_keys(holder, "EF"):
            if isinstance(value, Dictionary) and value.values("F", "UF", "DOS", "Mac", "Unix"):
                yield Finding(*_NAMES["EmbeddedFile"])
        outside = [holder] if holder.stream else []
        outside += [value for value in self.of_keys(holder, "Ref") if isinstance(value, Dictionary)]
        for value in outside:
            if any(isinstance(file, bytes | Dictionary) for file in self.of_keys(value, "F")):
                yield Finding("data from another file", _REMOVE)


def _plain(address: bytes) -> str:
    """An address as text, without the space and control characters that viewers drop."""
    wide = address.startswith((b"\xfe\xff", b"\xff\xfe"))
    text = address.decode("utf-16", "replace") if wide else address.decode("latin-1")
    return "".join(c for c in text if c > " " and c.isprintable())


def _leads_to_the_web(address: str) -> bool:
    if _SAFE_SCHEME.match(address) or _HOST.match(address):
        return True
    return not address or address.startswith("#")
