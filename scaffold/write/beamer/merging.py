"""Brings slides.tex up to date frame by frame, when the student has edited it.

A frame that the student has not touched is replaced, moved or removed. One that the student has changed stays as it is;
where its new form differs from the old one, that is put after it as a comment. Frames of the student's own stay after
their neighbours. What stands before the first frame is merged line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from scaffold import languages
from scaffold.merging import merged_order, merged_text
from scaffold.tex import tokens
from scaffold.write.text import plain

__all__ = ["MergedFrames", "merge"]

_BEGIN = re.compile(
    r"^(?:% -{5,}[^\n]*\n(?=\\section))?(?:\{\\youarehere\{[^{}]*\}\s*)?"
    r"\\(?:begin\s*\{frame\}|titleslide\b|sectionslide\b|statementframe\b|section\b|backup\b|nobackup\b"
    r"|end\s*\{document\})",
    re.MULTILINE,
)
"""Where a piece of slides.tex begins: a frame, or what stands between frames."""

_HERE = re.compile(r"\{\\youarehere\{[^{}]*\}\s*")
_NEW = "% new: "
"""How the comment with the new form of a frame begins."""

Key = tuple[str, str, int]
"""What a piece is, what it is called in any language, and which of those it is."""

_HEAD: Key = ("head", "", 0)


@dataclass(frozen=True, slots=True)
class MergedFrames:
    """The text of slides.tex, a line on each frame that is another than before, and how many conflicts stand in it."""

    text: str
    changes: tuple[str, ...] = ()
    conflicts: int = 0


def merge(base: str, mine: str, new: str) -> MergedFrames:
    """The student's slides.tex with what changed from base, the one that scaffold wrote before, to new."""
    if "\n" in mine and mine.count("\r\n") == mine.count("\n"):
        merged = merge(*(text.replace("\r\n", "\n") for text in (base, mine, new)))
        return MergedFrames(merged.text.replace("\n", "\r\n"), merged.changes, merged.conflicts)
    old, present, fresh = (_pieces(text) for text in (base, mine, new))
    present = _without_superseded(present, old, fresh)
    head = merged_text(old[_HEAD], present[_HEAD], fresh[_HEAD])
    kept = {k for k in present if k in old and k not in fresh and present[k] != old[k]}
    order = [k for k in merged_order(list(old), list(present), list(fresh), kept) if k != _HEAD]
    pieces = [piece for key in order for piece in _piece(key, old, present, fresh)]
    changes = [line for key in order for line in _change(key, old, present, fresh)]
    removed = [k for k in present if k in old and k not in fresh and k not in kept and _is_frame(k)]
    changes += [f"removed: {_label(present[key], key)}" for key in removed]
    return MergedFrames(head.text + "".join(pieces), tuple(changes), head.conflicts)


Pieces = Mapping[Key, str]


def _pieces(text: str) -> dict[Key, str]:
    """The pieces of slides.tex by key, in order; commented commands begin none."""
    masked = tokens.mask(text)
    begins = [m.start() for m in _BEGIN.finditer(text) if masked[_command(text, m)] == "\\"]
    cuts = [0, *begins, len(text)]
    count = Counter[tuple[str, str]]()
    found: dict[Key, str] = {_HEAD: text[: cuts[1]]}
    for at, end in pairwise(cuts[1:]):
        piece = text[at:end]
        kind, title = _named(piece)
        name = title if kind == "statementframe" else languages.named(plain.text(title, {}), "slides", "report.setting")
        found[kind, name, count[kind, name]] = piece
        count[kind, name] += 1
    return found


def _command(text: str, found: re.Match[str]) -> int:
    """The place of the command with which a piece begins: after a comment and a brace."""
    start = found.start()
    if text[start] == "%":
        start = text.index("\n", start) + 1
    return start + 1 if text[start] == "{" else start


def _named(piece: str) -> tuple[str, str]:
    """What a piece is, and what it is called: the title of a frame, the statement of a statement's frame."""
    body = _HERE.sub("", re.sub(r"^%[^\n]*\n", "", piece), count=1)
    begun = re.match(r"\\(?:begin\s*\{(frame)\}|end\s*\{(document)\}|([A-Za-z]+))", body)
    if begun is None:
        return "other", ""
    kind = next(name for name in begun.groups() if name)
    at = begun.end()
    while option := tokens.option(body, at):
        at = option[1]
    name = tokens.group(body, at) if kind not in ("document", "backup", "nobackup", "titleslide") else None
    return kind, " ".join(name[0].split()) if name is not None else ""


def _is_frame(key: Key) -> bool:
    return key[0] in ("frame", "titleslide", "sectionslide", "statementframe")


def _piece(key: Key, old: Pieces, present: Pieces, fresh: Pieces) -> Iterator[str]:
    if key not in present or key not in old or key not in fresh:
        yield present.get(key) or fresh[key]
        return
    merged = merged_text(old[key], present[key], fresh[key])
    yield present[key] if merged.conflicts else merged.text
    if merged.conflicts:
        yield _commented(fresh[key])


def _commented(piece: str) -> str:
    """The new form of a frame as a comment, with an empty line after it."""
    first, *others = piece.rstrip("\n").split("\n")
    return "\n".join([f"{_NEW}{first}", *(f"% {line}".rstrip() for line in others)]) + "\n\n"


def _without_superseded(present: Pieces, old: Pieces, fresh: Pieces) -> dict[Key, str]:
    """The pieces without the comments with an earlier new form, where there is a newer one."""
    outdated = [_commented(old[k]) for k in old if k not in fresh or fresh[k] != old[k]]
    pieces = dict(present)
    for key in present:
        for comment in outdated:
            pieces[key] = pieces[key].replace(comment, "")
    return pieces


def _change(key: Key, old: Pieces, present: Pieces, fresh: Pieces) -> Iterator[str]:
    if not _is_frame(key):
        return
    name = _label(present.get(key) or fresh[key], key)
    if key not in present:
        yield f"added: {name}"
    elif key in old and key not in fresh:
        yield f"kept, as you changed it, but scaffold would remove it: {name}"
    elif key in old and fresh[key] not in (old[key], present[key]):
        if present[key] == old[key] and (now := _label(fresh[key], key)) != name:
            name = f"{name} → {now}"
        merged = merged_text(old[key], present[key], fresh[key])
        kept = f"kept, as you changed it; the new form follows it as a comment: {name}"
        yield kept if merged.conflicts else f"{'replaced' if present[key] == old[key] else 'merged'}: {name}"


def _label(piece: str, key: Key) -> str:
    """What the student calls a frame: its title."""
    found = _TITLE.search(piece) if key[0] == "statementframe" else None
    title = tokens.group(piece, found.end()) if found else None
    name = " ".join(title[0].split()) if title else _named(piece)[1]
    return plain.text(name, {}) or name or "the title slide"


_TITLE = re.compile(r"\\statementframe\b[^{]*\{[^{}]*\}")
