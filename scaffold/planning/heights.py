"""How high LaTeX is when typeset, estimated without running TeX: lines of text, displays, lists and tables.

Widths are counted in average characters (0.45 em in Computer Modern), heights in lines of text. An estimate should
be within a fifth of what TeX makes of a theorem's text; writers measure when they need the exact height.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from scaffold.model import Macro, Paper, Statement
from scaffold.planning.words import uncommented
from scaffold.seminar import Page
from scaffold.tex.environments import DISPLAYS
from scaffold.tex.symbols import FUNCTIONS

_POINTS_PER_MM = 72.27 / 25.4
_EM_PER_CHARACTER = 0.45
_LEADING = 1.22
_BOX_LINES = 1.6
"""Padding of a statement's box and the space around it."""

_TITLE_LINES = 1.2
"""The line above a clip with the name and place of its statement."""

_UNBROKEN = 1.05
"""A clip breaks only at some of its lines: the space left free at the foot of a page counts as part of it."""

_BOX_MARGINS, _CLIP_EDGES = 18.0, 5.0
"""Points left and right of a clip in its box, and above and below it."""

_DISPLAY = re.compile(
    r"\\\[(?P<a>(?:(?!\\\[).)*?)\\\]|\$\$(?P<b>.*?)\$\$"
    rf"|\\begin\{{(?P<env>{'|'.join(DISPLAYS)}|math)"
    r"(?P<star>\*?)\}(?P<c>(?:(?!\\begin\{(?P=env)(?P=star)\}).)*?)\\end\{(?P=env)(?P=star)\}",
    re.DOTALL,
)
_TABLE = re.compile(r"\\begin\{(tabular[x*]?|array)\}((?:(?!\\begin\{\1\}).)*?)\\end\{\1\}", re.DOTALL)
_LIST = re.compile(r"\\begin\{(?:itemize|enumerate|description|center|quote)\*?\}")
_ITEM = re.compile(r"\\item\b")
_LIST_LINES, _ITEM_LINES = 0.8, 0.5
"""The space that article.cls puts around a list and between its items."""

_TALL = re.compile(
    r"\\(?:[dtc]?frac|sum|prod|int|iint|oint|binom|underbrace|overbrace|underset|overset|big(?:cup|cap))"
)
_ROW = re.compile(r"\\\\(?!\s*(?:\[[^\[\]]*\])?\s*(?:$|\\end))")
_SILENT = frozenset(
    """left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr mathcal mathbb mathbf mathrm mathit
    mathsf mathfrak mathscr mathtt boldsymbol bm text textrm textit textbf textsf texttt textsc textup emph operatorname
    displaystyle textstyle scriptstyle limits nolimits nonumber notag noindent centering label hat bar tilde widehat
    widetilde overline underline vec dot ddot mathop mathrel mathbin frac dfrac tfrac sqrt ensuremath begin end item
    quad xspace protect small footnotesize normalsize rm bf it em sl sf tt cal color textcolor par""".split()
)
_COMMAND = re.compile(r"\\([A-Za-z@]+)\*?|\\(.)", re.DOTALL)
_CALL = re.compile(
    r"\\([A-Za-z]*ref|[A-Za-z]{0,20}cite[A-Za-z]{0,20}|label|begin|end|color)\*?\s*(?:\[[^\[\]]*\])*\{([^{}]*)\}"
)


@dataclass(frozen=True, slots=True)
class Geometry:
    """The page in characters per line and lines per page; two columns count as one of half the width, twice as long.

    width is the width of a line in points, line its height.
    """

    characters: float
    lines: float
    width: float
    line: float

    def pages(self, lines: float) -> float:
        """Height of that many lines, as a fraction of a page."""
        return lines / self.lines


def geometry(page: Page) -> Geometry:
    """Characters and lines of a profile's page; an unknown paper size counts as A4."""
    text = page.text
    width, height, columns = text.width * _POINTS_PER_MM, text.height * _POINTS_PER_MM, text.columns
    points = page.font_size if page.block is None else text.points
    return Geometry(
        characters=max(20.0, width / columns / (_EM_PER_CHARACTER * points)),
        lines=max(10.0, height * columns / (_LEADING * points)),
        width=width / columns,
        line=_LEADING * points,
    )


class Ruler:
    """Estimates heights of one paper's LaTeX; expands macros without arguments (many hide a \\begin or an \\end)."""

    def __init__(self, paper: Paper) -> None:
        self._expansions = dict(_expansions(paper.macros))

    def lines(self, tex: str, characters: float) -> float:
        """Height in lines of a passage at this many characters per line."""
        text = self._expanded(uncommented(tex)).strip()
        displays = sum(_display_lines(m, characters) for m in _DISPLAY.finditer(text))
        text = _DISPLAY.sub("\n\n", text)
        tables = sum(1.0 + 1.2 * (1 + len(_ROW.findall(m[2]))) for m in _TABLE.finditer(text))
        lists = sum(_LIST_LINES for _ in _LIST.finditer(text)) + sum(_ITEM_LINES for _ in _ITEM.finditer(text))
        return displays + tables + lists + _paragraph_lines(_TABLE.sub("\n\n", text), characters)

    def statement(self, s: Statement, page: Geometry) -> float:
        """Height in pages of a restated statement in its box, with its heading; of its clip where a clip is shown."""
        if s.shown_by == "clip" and s.regions:
            return round(page.pages(_UNBROKEN * _clip_points(s, page) / page.line + _BOX_LINES + _TITLE_LINES), 4)
        heading = f"{s.title} ({s.name}). " if s.name else f"{s.title}. "
        return round(page.pages(self.lines(heading + s.body, page.characters - 4) + _BOX_LINES), 4)

    def prose(self, text: str, page: Geometry) -> float:
        """Height in pages of a prompt or a paragraph of plain text."""
        return round(page.pages(math.ceil(len(text) / (page.characters - 4)) + 0.3), 4)

    def _expanded(self, text: str) -> str:
        for _ in range(3):
            expanded = _COMMAND.sub(lambda m: self._expansions.get(m[1] or "", m[0]), text)
            if expanded == text or len(expanded) > 20 * len(text) + 2000:
                break
            text = expanded
        return text


def _clip_points(s: Statement, page: Geometry) -> float:
    """Height in points of a statement's clip: its printed size, scaled down where it is wider than the box."""
    room = page.width - _BOX_MARGINS
    boxes = [r.box for r in s.regions]
    return sum((bottom - top) * min(1.0, room / (x1 - x0)) + _CLIP_EDGES for x0, top, x1, bottom in boxes if x1 > x0)


def _expansions(macros: Iterable[Macro]) -> Iterable[tuple[str, str]]:
    """Names and bodies of macros without arguments."""
    for macro in macros:
        plain = macro.form.endswith(("command", "RobustCommand", "def")) and not macro.parameters
        if macro.body is not None and plain and not _calls(macro.body, macro.name):
            yield macro.name[1:], macro.body


def _calls(body: str, name: str) -> bool:
    """Whether a body contains that command. Not by a pattern for each: compiling hundreds of them takes longer."""
    parts = body.split(name)[1:]
    return any(not (part[:1].isascii() and part[:1].isalpha()) and part[:1] != "@" for part in parts)


def _display_lines(match: re.Match[str], characters: float) -> float:
    body = match["a"] or match["b"] or match["c"] or ""
    rows = _ROW.split(body)
    return 0.9 + sum(_row_lines(row, characters) for row in rows)


def _row_lines(row: str, characters: float) -> float:
    height = 2.1 if _TALL.search(row) else 1.35
    return height * max(1, math.ceil(width(row) / (1.15 * characters)))


def _paragraph_lines(text: str, characters: float) -> float:
    parts = re.split(
        r"\n\s*\n|\\par\b|\\item\b|\\\\", re.sub(r"\\(?:begin|end)\{[^{}]*\}(?:\[[^\[\]]*\])?", "\n\n", text)
    )
    return float(sum(math.ceil(w / characters) for w in (width(part) for part in parts) if w > 0))


def width(tex: str) -> float:
    """Width in characters of a passage set on one line."""
    text = _CALL.sub(_call_width, tex)
    text = _COMMAND.sub(_command_width, text)
    text = re.sub(r"[{}$^_&]", "", text)
    return float(len(re.sub(r"\s+", " ", text).strip()))


def _call_width(m: re.Match[str]) -> str:
    if m[1] in ("label", "begin", "end", "color"):
        return ""
    return "x" * (6 * len(m[2].split(",")) if "cite" in m[1] else 4)


def _command_width(m: re.Match[str]) -> str:
    if m[1] is None:
        return " " if m[2] in ",;: !\\" else m[2]
    if m[1] in _SILENT:
        return ""
    return m[1] if m[1] in FUNCTIONS or m[1] == "mod" else "x"
