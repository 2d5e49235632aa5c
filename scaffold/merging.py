"""Three-way merges of texts and of sequences: what two sides made of the same base, so that no edit is lost.

Our own, as a student's computer may have no git; the tests compare it with `git merge-file`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

__all__ = ["ADVICE", "MINE", "MergedText", "conflicts", "merged_order", "merged_text"]

MINE, MIDDLE, NEW = "<<<<<<< yours", "=======", ">>>>>>> scaffold's"
"""The lines around both versions of a conflict, as git writes them."""

_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
"""Where a conflict begins, also one that git wrote."""

ADVICE = (
    "both versions of a text stand here: keep what you want, and delete the lines that begin with <<<<<<<, ======= and "
    ">>>>>>>"
)
"""What to do with a conflict."""

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class MergedText:
    """A merged text: conflicts is how often both versions stand in it, between the lines that git uses."""

    text: str
    conflicts: int


def merged_text(base: str, mine: str, new: str, theirs: str = NEW) -> MergedText:
    """What mine and new made of base, line by line; lines end as they do in mine.

    theirs is the line after the new version in a conflict.
    """
    if "\n" in mine and mine.count("\r\n") == mine.count("\n"):
        plain = [text.replace("\r\n", "\n") for text in (base, mine, new)]
        merged = merged_text(plain[0], plain[1], plain[2], theirs)
        return MergedText(merged.text.replace("\n", "\r\n"), merged.conflicts)
    lines: list[str] = []
    count = 0
    for base_part, mine_part, new_part in _parts(*(_lines(text) for text in (base, mine, new))):
        if new_part in (base_part, mine_part):
            lines += mine_part
        elif mine_part == base_part:
            lines += new_part
        else:
            lines += _both(mine_part, new_part, theirs)
            count += 1
    return MergedText("".join(lines), count)


def conflicts(text: str) -> tuple[int, ...]:
    """The lines (from 1) at which conflicts begin."""
    return tuple(text.count("\n", 0, found.start()) + 1 for found in _CONFLICT.finditer(text))


def _lines(text: str) -> list[str]:
    """The lines with their ends: \n only, as other ends of lines are characters of the student's text."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _parts(base: Lines, mine: Lines, new: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The three texts in parts that belong together: by turns, what all have in common, and what differs."""
    at = (0, 0, 0)
    for begin, mine_begin, new_begin, size in (*_common(base, mine, new), (len(base), len(mine), len(new), 0)):
        yield base[at[0] : begin], mine[at[1] : mine_begin], new[at[2] : new_begin]
        at = (begin + size, mine_begin + size, new_begin + size)
        yield (base[begin : at[0]],) * 3


def _common(base: Lines, mine: Lines, new: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that both sides kept: where they begin in base, mine and new, and how long they are."""
    kept = [SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks() for side in (mine, new)]
    for m in kept[0]:
        for n in kept[1]:
            begin, end = max(m.a, n.a), min(m.a + m.size, n.a + n.size)
            if begin < end:
                yield begin, m.b + begin - m.a, n.b + begin - n.a, end - begin


def _both(mine: Lines, new: Lines, theirs: str) -> Iterator[str]:
    """Both versions with the lines that say so; what they have in common at their ends stands around them."""
    same = next((n for n, (a, b) in enumerate(zip(mine, new, strict=False)) if a != b), min(len(mine), len(new)))
    rest = min(len(mine), len(new)) - same
    back = zip(reversed(mine), reversed(new), strict=False)
    after = min(rest, next((n for n, (a, b) in enumerate(back) if a != b), rest))
    yield from mine[:same]
    yield f"{MINE}\n"
    yield from _ended(mine[same : len(mine) - after])
    yield f"{MIDDLE}\n"
    yield from _ended(new[same : len(new) - after])
    yield f"{theirs}\n"
    yield from mine[len(mine) - after :]


def _ended(lines: Lines) -> Iterator[str]:
    """The lines; the last one of a text may lack its end."""
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n"


Key = TypeVar("Key", bound=Hashable)


def merged_order(base: Sequence[Key], mine: Sequence[Key], new: Sequence[Key], kept: Collection[Key] = ()) -> list[Key]:
    """The order of what stays of mine and new: keys that base has are the same thing in all three, without duplicates.

    Only in mine: the student's own, which stay after the neighbour that they followed. Only in base and mine: removed,
    unless kept. Only in base and new: the student removed it, so it stays away. If the student moved something, the
    order is the student's, otherwise that of new.
    """
    known, wanted = set(base), set(new)
    own = {key for key in mine if key not in wanted and (key not in known or key in kept)}
    stays = {key for key in mine if key in wanted}
    added = {key for key in new if key not in known and key not in stays}
    here = set(mine)
    if [key for key in mine if key in known] == [key for key in base if key in here]:
        return _inserted([key for key in new if key in stays or key in added], mine, own)
    return _inserted([key for key in mine if key in stays or key in own], new, added)


def _inserted(order: list[Key], of: Iterable[Key], wanted: Collection[Key]) -> list[Key]:
    """The order with the wanted keys, each after the nearest key before it in its own order that is there."""
    placed, at = set(order), 0
    for key in of:
        if key in wanted:
            order.insert(at, key)
            placed.add(key)
        if key in placed:
            at = order.index(key) + 1
    return order
