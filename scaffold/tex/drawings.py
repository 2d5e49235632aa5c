r"""What of a statement only LaTeX can draw: diagrams, algorithms, tables, pictures; and where it stands in the source.

A drawing is lifted with everything that is set with it: its display, its float, its centring. One within a line of
words cannot be lifted, and then none of the statement is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scaffold.model import Macro
from scaffold.tex import tokens
from scaffold.tex.environments import NUMBERED_ROWS

__all__ = ["Drawing", "found", "numbered", "omitted", "replaced", "sign"]

_FIRST = 0x12000
"""Letters that represent drawings: from the cuneiform block, which no paper uses."""

_ENVIRONMENTS = (
    "tikzcd tikzpicture CD xy picture pspicture diagram forest prooftree algorithmic algorithm algorithm2e "
    "algorithmicx lstlisting tabular tabularx tabulary longtable figure table wrapfigure minipage pseudocode codebox "
    "blockarray"
).split()
_COMMANDS = "xymatrix xygraph includegraphics infer inferrule bordermatrix".split()
_AROUND = "center flushleft flushright figure table algorithm minipage adjustbox small footnotesize".split()
_BOXES = "scalebox resizebox centerline adjustbox makebox framebox fbox mbox parbox rotatebox raisebox vcenter".split()

_DISPLAY = re.compile(
    r"(?<!\\)\\\[(?P<a>(?:(?!(?<!\\)\\\[).)*?)(?<!\\)\\\]|\$\$(?P<b>.*?)\$\$"
    r"|\\begin\{(?P<n>equation\*?|displaymath)\}(?P<c>(?:(?!\\begin\{(?P=n)\}).)*?)\\end\{(?P=n)\}",
    re.DOTALL,
)
_ROWS = re.compile(
    rf"\\begin\{{((?:{'|'.join((*NUMBERED_ROWS, 'multline'))})\*?)\}}((?:(?!\\begin\{{\1\}}).)*?)\\end\{{\1\}}",
    re.DOTALL,
)
_INLINE = re.compile(r"(?<![\\$])\$(?!\$)(?:[^$\\]|\\.)*\$", re.DOTALL)
_TAIL = re.compile(r"(?:\s*\\(?:tag\*?\s*\{[^{}]*\}|label\s*\{[^{}]*\}|n(?:onumber|otag)\b))*\s*$")
_BEFORE = re.compile(
    r"(?:^|\n[ \t]*\n|\\par|\\\\(?:\[[^\[\]]*\])?|\\(?:small|med|big)skip|\\(?:end|begin)\{[^{}]*\}|\\\])"
    r"(?:\s|\\(?:noindent|centering|small|footnotesize|hfill|hfil|quad|qquad|newline)(?![A-Za-z])|~)*$"
)
_AFTER = re.compile(
    r"(?:[ \t]|\\(?:hfill|hfil|quad|qquad)(?![A-Za-z])|~)*\s*"
    r"(?:$|\n[ \t]*\n|\\par|\\\\|\\(?:small|med|big)skip|\\(?:end|begin)\{|\\item|\\\[)"
)
_BESIDE = re.compile(r"(?:\s|~|%[^\n]*\n|\\(?:hfill|hfil|hspace\*?\{[^{}]*\}|quad|qquad|,|;|!)(?![A-Za-z]))*")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where a drawing stands: from start to end with its display or centring; the display's formula is its inside.

    inside is None for what is no display.
    """

    start: int
    end: int
    inside: tuple[int, int] | None = None


def sign(number: int) -> str:
    """The letter that stands for the drawing of that number (from 0) of a statement."""
    return chr(_FIRST + number)


def numbered(text: str) -> int | None:
    """The number of the drawing whose sign is all of the text; None for words."""
    return ord(text) - _FIRST if len(text) == 1 and 0 <= ord(text) - _FIRST < 922 else None


def replaced(tex: str, macros: Iterable[Macro] = ()) -> str:
    """The source with each drawing as its sign in a paragraph of its own; as it is where one cannot be lifted."""
    for n, one in reversed(list(enumerate(found(tex, macros)))):
        tex = f"{tex[: one.start].rstrip()}\n\n{sign(n)}\n\n{tex[one.end :].lstrip()}"
    return tex


def omitted(tex: str, macros: Iterable[Macro] = ()) -> str:
    """The source without its drawings; as it is where one cannot be lifted."""
    for one in reversed(found(tex, macros)):
        tex = f"{tex[: one.start].rstrip()}\n\n{tex[one.end :].lstrip()}"
    return tex


def found(tex: str, macros: Iterable[Macro] = ()) -> tuple[Drawing, ...]:
    """The drawings in a piece of LaTeX, in order; () where there is none, or one stands in a line of words."""
    cores = [*_cores(tex, _names(tuple(macros)))]
    lifted = [_lifted(tex, start, end) for start, end in cores]
    whole = [one for one in lifted if one is not None]
    if len(whole) < len(lifted):
        return ()
    kept: list[Drawing] = []
    for one in sorted(whole, key=lambda d: (d.start, -d.end)):
        last = kept[-1] if kept else None
        if last and one.start >= last.end and _beside(tex, last, one):
            kept[-1] = Drawing(last.start, one.end)
        elif last is None or one.start >= last.end:
            kept.append(one)
    alone = all(one.inside or _alone(tex, one) for one in kept)
    return tuple(kept) if alone else ()


@lru_cache(maxsize=8)
def _names(macros: tuple[Macro, ...]) -> re.Pattern[str]:
    """What begins a drawing: the known names, and the paper's commands that are defined by them."""
    environments = "|".join(map(re.escape, _ENVIRONMENTS))
    known = rf"\\begin\{{(?:{environments})\*?\}}|\\(?:{'|'.join(_COMMANDS)})(?![A-Za-z])"
    own: set[str] = set()
    grown = True
    while grown:
        usual = "|".join([known, *(rf"{re.escape(name)}(?![A-Za-z])" for name in sorted(own) if name[1:].isalpha())])
        pattern = re.compile(usual)
        more = {m.name for m in macros if m.name[1:].isalpha() and m.name.startswith("\\") and _draws(m, pattern)} - own
        grown = bool(more)
        own |= more
    return pattern


def _draws(macro: Macro, names: re.Pattern[str]) -> bool:
    """Whether a command of the paper's draws something from beginning to end."""
    rest = macro.definition.replace(macro.name, "", 1)
    if names.search(rest) is None:
        return False
    return all(rest.count(rf"\begin{{{e}}}") == rest.count(rf"\end{{{e}}}") for e in _ENVIRONMENTS)


def _cores(tex: str, names: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for head in names.finditer(tex):
        begun = re.match(r"\\begin\{([^{}]*)\}", head[0])
        yield head.start(), _closed(tex, head.end(), begun[1]) if begun else _arguments(tex, head.end())


def _closed(tex: str, at: int, name: str) -> int:
    """Where the environment ends that is open at that place; the end of the text when nowhere."""
    end = tokens.close_environment(tex, at, name)
    return len(tex) if end < 0 else end


def _arguments(tex: str, at: int) -> int:
    """Where the arguments of a command end whose name ends at `at`; xymatrix has options after an @."""
    opened = re.compile(r"\s*(?:@[^{\[\s]*\s*)?([\[{])")
    while m := opened.match(tex, at):
        read = (tokens.group if m[1] == "{" else tokens.option)(tex, m.end() - 1)
        at = read[1] if read else len(tex)
    return at


def _lifted(tex: str, start: int, end: int) -> Drawing | None:
    """The drawing with what is set with it; None where it is part of rows of formulas."""
    start, end = _around(tex, start, end)
    for m in _DISPLAY.finditer(tex):
        if m.start() <= start and end <= m.end():
            name = next(n for n in "abc" if m[n] is not None)
            tail = _TAIL.search(m[name])
            return Drawing(m.start(), m.end(), (m.start(name), m.start(name) + (tail.start() if tail else 0)))
    for m in _INLINE.finditer(tex):
        if m.start() < start and end < m.end():
            return Drawing(*_around(tex, m.start(), m.end()))
    for m in _ROWS.finditer(tex):
        if m.start() < start < m.end():
            apart = re.search(r"\\\\|(?<!\\)&", tex[m.start(2) : start] + tex[end : m.end(2)])
            tail = _TAIL.search(m[2])
            return (
                None if apart else Drawing(m.start(), m.end(), (m.start(2), m.start(2) + (tail.start() if tail else 0)))
            )
    return Drawing(start, end)


def _around(tex: str, start: int, end: int) -> tuple[int, int]:
    """The outermost environment or box that is set with what stands there."""
    for m in re.finditer(rf"\\begin\{{({'|'.join(_AROUND)})\*?\}}|\\(?:{'|'.join(_BOXES)})\*?(?![A-Za-z])", tex):
        if m.start() > start:
            break
        name = re.match(r"\\begin\{([^{}]*)\}", m[0])
        close = _closed(tex, m.end(), name[1]) if name else _arguments(tex, m.end())
        if close >= end:
            return m.start(), close
    return start, end


def _beside(tex: str, one: Drawing, other: Drawing) -> bool:
    """Whether two drawings stand side by side, in one paragraph with nothing but space between them."""
    between = tex[one.end : other.start]
    return not (one.inside or other.inside or re.search(r"\n\s*\n", between)) and bool(_BESIDE.fullmatch(between))


def _alone(tex: str, one: Drawing) -> bool:
    before = re.sub(r"\\item\s*(\[[^\[\]]*\])?\s*$", "", tex[: one.start])
    own = before == tex[: one.start]
    around = re.match(r"\\begin\{(?:center|flush|figure|table|algorithm)", tex[one.start :])
    return bool(own and (around or (_BEFORE.search(before) and _AFTER.match(tex, one.end))))
