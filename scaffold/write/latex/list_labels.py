"""Lists in a piece of LaTeX: where their items are, and the labels that LaTeX prints for numbered ones.

Labels follow the options of the enumitem and enumerate packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scaffold.model import Macro
from scaffold.tex import tokens

__all__ = ["LIST", "inlined", "items", "label", "led", "options"]

LIST = re.compile(r"\\begin\{(description|itemize|enumerate)\}((?:\s*\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?)")
"""The start of a list: its kind and its option."""

_INLINE = re.compile(r"\\begin\{enumerate\*\}")
_LISTED = re.compile(r"\\(?:begin|end)\{(?:enumerate\*?|itemize|description)\}|\\item(?![A-Za-z])\s*(\[)?")
_SETTINGS = re.compile(
    r"(?<!\\)%[^\n]*|\\[A-Za-z@]+\*?\s*(?:\[[^\[\]]*\]|\{[^{}]*\}|\s*=?\s*-?[\d.]+\s*(?:[a-z]{2}|\\[A-Za-z]+))*"
)
"""Commands that set lengths and counters of a list."""

_DEEPEST = 6
r"""Levels of lists: LaTeX itself stops at this depth (\@listdepth in ltlists.dtx)."""

_START = re.compile(r"(?:^|,)\s*start\s*=\s*(\d+)")
_STARRED = re.compile(r"\\(arabic|roman|Roman|alph|Alph)\s*\*")
_PATTERN = re.compile(r"[1iIaA]")
_KINDS = {"1": "arabic", "i": "roman", "I": "Roman", "a": "alph", "A": "Alph"}
_FLAGS = frozenset("noitemsep nosep wide resume resume* leftmargin topsep itemsep".split())


def led(tex: str, macros: Iterable[Macro] = ()) -> str:
    r"""The LaTeX with text before the first item of a list moved before the list: else LaTeX loses the item's label.

    macros are the paper's: one of them may start an item.
    """
    items_too = [m.name for m in macros if r"\item" in m.definition]
    for head in reversed(list(LIST.finditer(tex))):
        first = _first_item(tex, head.end())
        before = tex[head.end() : first] if first is not None else ""
        if re.search(r"\w", _SETTINGS.sub("", before)) and not any(name in before for name in items_too):
            tex = f"{tex[: head.start()]}{before.strip()}\n{head[0]}\n{tex[first:]}"
    return tex


def _first_item(tex: str, at: int) -> int | None:
    """The position of the first item of a list whose start ends at `at`; None if there is none."""
    depth = 0
    for word in _LISTED.finditer(tex, at):
        if word[0].startswith(r"\item"):
            if not depth:
                return word.start()
            continue
        depth += 1 if word[0].startswith(r"\begin") else -1
        if not 0 <= depth <= _DEEPEST:
            return None
    return None


def items(tex: str, at: int) -> tuple[re.Match[str] | None, list[tuple[int, bool]]]:
    """The end of a list whose start ends at `at`, and the positions of its items, each with whether it has a label."""
    depth, found = 0, list[tuple[int, bool]]()
    for word in _LISTED.finditer(tex, at):
        if word.group().startswith(r"\begin"):
            depth += 1
        elif word.group().startswith(r"\end"):
            if not depth:
                return word, found
            depth -= 1
        elif not depth:
            found.append((word.start(), bool(word[1])))
    return None, found


def inlined(tex: str) -> str:
    """The LaTeX with enumitem's lists within a paragraph as words, each item after its label."""
    for head in reversed(list(_INLINE.finditer(tex))):
        end, found = items(tex, head.end())
        if end is None or not found:
            continue
        option = tokens.option(tex, head.end())
        pieces, counted = [tex[: head.start()]], 0
        for (at, own), until in zip(found, [*(at for at, _ in found[1:]), end.start()], strict=True):
            counted += not own
            given = tokens.option(tex, at + len(r"\item")) if own else None
            start = given[1] if given else at + len(r"\item")
            pieces.append(
                f"{given[0] if given else label(option[0] if option else '', counted)} {tex[start:until].strip()} "
            )
        tex = "".join(pieces).rstrip() + tex[end.end() :]
    return tex


def options(tex: str) -> Iterator[str]:
    """The options of the numbered lists in a piece of LaTeX, in order; "" for a list without one."""
    read = (tokens.option(tex, m.end()) for m in re.finditer(r"\\begin\s*\{enumerate\}", tex))
    return (one[0] if one else "" for one in read)


def label(option: str, n: int) -> str:
    r"""The label of item n (from 1): "(ii)" for label=(\roman*) or (i), "2." for no option; start=3 counts from 3.

    A label without a star is the same for all items.
    """
    named = re.search(r"label\s*=\s*(\{.*?\}|[^,]+)", option)
    pattern = named[1] if named else option
    n += int(start[1]) - 1 if (start := _START.search(option)) else 0
    if not named and ("=" in option or option.strip() in _FLAGS or not option.strip()):
        return f"{n}."
    pattern = re.sub(
        r"\\(?:text|math)?(?:bf|it|rm|up|normalfont|upshape|bfseries|itshape|sf)(?:series|shape)?\b\s*", "", pattern
    )
    pattern = pattern.replace("{", "").replace("}", "").strip()
    if named or _STARRED.search(pattern):
        return _STARRED.sub(lambda m: _counted(m[1], n), pattern)
    return _PATTERN.sub(lambda m: _counted(_KINDS[m[0]], n), pattern, count=1)


def _counted(kind: str, n: int) -> str:
    if kind == "arabic":
        return str(n)
    numeral = roman(n) if kind.lower() == "roman" else chr(96 + min(n, 26))
    return numeral.upper() if kind[0].isupper() else numeral


def roman(n: int) -> str:
    """A small number as lower-case roman numeral."""
    out = ""
    for value, digit in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while n >= value:
            out, n = out + digit, n - value
    return out
