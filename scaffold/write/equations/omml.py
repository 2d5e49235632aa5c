r"""Statements as native text and equations (OMML), which PowerPoint edits: LaTeX converted by pandoc, then cleaned.

This module expands the paper's macros, pandoc parses the statement and converts its formulas, and clean.py changes
them to PowerPoint's schema. A statement is native as a whole or not at all: if pandoc leaves a command raw or cannot
convert a formula, or if letters differ from the source, the statement becomes a picture, and the reason is recorded.
The caller runs pandoc (version 3 or newer).
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from scaffold.model import Paper
from scaffold.tex import drawings
from scaffold.tex.packages import registry
from scaffold.write.equations.clean import cleaned
from scaffold.write.equations.for_pandoc import display, understood
from scaffold.write.latex import list_labels
from scaffold.write.latex.statement_tex import shown, source
from scaffold.write.slides.blocks import indent
from scaffold.write.slides.printed import letters
from scaffold.write.text import plain
from scaffold.write.text.citations import labels
from scaffold.write.text.expand import CannotExpand
from scaffold.write.text.runs import Run
from scaffold.write.text.tables import DROPPED

__all__ = ["Formula", "Native", "NativeParagraph", "Pandoc", "characters", "native"]

Pandoc = Callable[[Sequence[str], bytes], tuple[bytes | None, str]]
"""Runs pandoc with these arguments on this input: its output (None when it failed) and its messages."""

_MARK = "SCAFFOLDSTATEMENT"
_DISPLAY, _INLINE = "DisplayMath ", "InlineMath "
_DEEPEST = 3
INDENT = 24.0
"""Further indent of a nested list in points."""

_SPACE = 6.0
"""Indent in points for each space at the start of a line of code."""

_BOX = re.compile(r"\\(?:mbox|hbox|textup|textnormal)\s*\{([^{}\\$]*)\}")
_SPACES = {"quad": "\u2003", "qquad": "\u2003\u2003", "enspace": "\u2002", "enskip": "\u2002"} | dict.fromkeys(
    ";:>", " "
)
"""Spaces in text, by command."""

_LINE = re.compile(r"\\(?:hline|(?:top|mid|bottom)rule)\b\s*(?:\[[^\[\]]*\]\s*)?")
_KEPT_LINE = "scfline"
"""Pandoc knows by a line where the head of a table ends; all else that `understood` gets loses its lines."""

_CAPTION_FIRST = re.compile(r"\\caption\b(?:(?!\\begin\s*\{tabular).)*\\begin\s*\{tabular", re.DOTALL)

_ALIGNED = {"AlignCenter": "ctr", "AlignRight": "r"}

_LOOKS: dict[str, dict[str, Any]] = {
    "Emph": {"italic": True}, "Strong": {"bold": True}, "SmallCaps": {}, "Underline": {},
    "Superscript": {"script": 1}, "Subscript": {"script": -1},
}  # fmt: skip
"""Pandoc's inlines that only change the style of their content."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the XML of an m:oMath; number is the number of a display, or "".

    A formula of several rows contains its numbers.
    """

    xml: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: how many pieces each cell of each row has, one after the other; a row of one cell spans all columns.

    aligned are DrawingML's words for the columns ("l", "ctr", "r"); head is the number of rows above the first line,
    caption the number of the row that is the caption (None: there is none).
    """

    rows: tuple[tuple[int, ...], ...]
    aligned: tuple[str, ...]
    head: int
    caption: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeParagraph:
    """Runs of text and formulas; display: a displayed formula; bullet: the label of a list item, or "".

    inset is its indent in points, scale its font size relative to the text; grid says which cells have the pieces of a
    table (None: no table).
    """

    pieces: tuple[Run | Formula, ...]
    display: bool = False
    bullet: str = ""
    inset: float = 0.0
    scale: float = 1.0
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Native:
    """Statements as paragraphs by their id, and why others are not native.

    printed: by key, what LaTeX printed on each sheet; decides how a statement is divided over slides. tables: those
    with native cells, by their id.
    """

    by_id: Mapping[str, tuple[NativeParagraph, ...]]
    failed: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, NativeParagraph] = field(default_factory=dict)


class _NotNative(ValueError):
    """A statement contains something without a faithful native form; the message says what."""


def native(
    paper: Paper,
    ids: Iterable[str],
    pandoc: Pandoc,
    printed: Mapping[str, str] | None = None,
    *,
    cells: bool = False,
) -> Native:
    """The statements with these ids with native formulas, where that is faithful.

    printed holds, by id, the characters that LaTeX printed: the native form must have the same letters and digits.
    Where they are not known, our own plain text of the source is used instead. cells: tables are read cell by cell;
    else they are drawings.
    """
    failed: dict[str, str] = {}
    sources: dict[str, str] = {}
    for id in dict.fromkeys(ids):
        try:
            tex = shown(paper, paper.statement(id))
            tex = _LINE.sub(rf"\\{_KEPT_LINE} ", tex) if cells else drawings.replaced(tex, paper.macros)
            sources[id] = understood(*registry.written_out(paper, tex)).replace(_KEPT_LINE, "hline")
        except CannotExpand as e:
            failed[id] = f"scaffold cannot convert {e}"
    drafts = _drafts(paper, sources, pandoc, failed)
    formulas = _formulas([f for draft in drafts.values() for f in _wanted(draft)], pandoc)
    truth = printed or {}
    done: dict[str, tuple[NativeParagraph, ...]] = {}
    for id, draft in drafts.items():
        try:
            finished = tuple(_finished(p, formulas) for p in draft)
            if not finished:
                raise _NotNative("no part of it has a native form")
            _check(finished, truth[id] if id in truth else _read(paper, id))
            done[id] = finished
        except _NotNative as e:
            failed[id] = str(e)
    return Native(done, failed)


def _drafts(
    paper: Paper, sources: Mapping[str, str], pandoc: Pandoc, failed: dict[str, str]
) -> dict[str, tuple[NativeParagraph, ...]]:
    """Statements parsed by pandoc, with formulas still as LaTeX."""
    drafts = {}
    for id, blocks in _parsed(list(sources), sources, pandoc, failed):
        try:
            drafts[id] = tuple(_Reader(labels(paper), list_labels.options(sources[id])).read(blocks))
            drafts[id] = tuple(_led(p) if _CAPTION_FIRST.search(sources[id]) else p for p in drafts[id])
        except _NotNative as e:
            failed[id] = str(e)
    return drafts


def _parsed(
    ids: Sequence[str], sources: Mapping[str, str], pandoc: Pandoc, failed: dict[str, str]
) -> Iterator[tuple[str, list[Any]]]:
    """Pandoc's blocks of each statement. One unbalanced brace makes a whole run fail, so a failed run is halved."""
    if not ids:
        return
    joined = "\n\n".join(f"{_MARK}{n}\n\n{sources[id]}" for n, id in enumerate(ids))
    out, messages = pandoc(["-f", "latex+raw_tex", "-t", "json"], joined.encode("utf-8"))
    groups = _groups(_blocks(out))
    if len(groups) == len(ids):
        yield from zip(ids, groups, strict=True)
    elif len(ids) == 1:
        failed[ids[0]] = (
            f"pandoc cannot read it: {messages.strip().splitlines()[0] if messages.strip() else 'no output'}"
        )
    else:
        half = len(ids) // 2
        yield from _parsed(ids[:half], sources, pandoc, failed)
        yield from _parsed(ids[half:], sources, pandoc, failed)


def _blocks(out: bytes | None) -> list[Any]:
    """The blocks of pandoc's document; none if there is no document, or one nested without end."""
    try:
        return list(json.loads(out)["blocks"]) if out else []
    except RecursionError:
        return []


def _groups(blocks: Iterable[Any]) -> list[list[Any]]:
    groups: list[list[Any]] = []
    for block in blocks:
        inlines = block["c"] if block["t"] == "Para" else []
        if len(inlines) == 1 and inlines[0]["t"] == "Str" and inlines[0]["c"] == f"{_MARK}{len(groups)}":
            groups.append([])
        elif groups:
            groups[-1].append(block)
    return groups


class _Reader:
    """Pandoc's blocks as paragraphs; the xml of a Formula that is not yet converted is its LaTeX."""

    def __init__(self, cited: Mapping[str, str | None], options: Iterable[str]) -> None:
        self.cited = cited
        self.options = list(options)
        self.done: list[NativeParagraph] = []
        self.pieces: list[Run | Formula] = []
        self.bullet = ""
        self.inset = 0.0

    def read(self, blocks: Iterable[Any], depth: int = 0) -> list[NativeParagraph]:
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind in ("Para", "Plain"):
                self._inlines(content, Run(""))
                self._end()
            elif kind == "Div":
                self.read(content[1], depth)
            elif kind == "CodeBlock":
                self._lines(content[1])
            elif kind == "Table":
                self.done.append(self._table(content))
            elif kind == "DefinitionList" and depth < _DEEPEST:
                self._described(content, depth)
            elif kind in ("OrderedList", "BulletList") and depth < _DEEPEST:
                self._list(content[1] if kind == "OrderedList" else content, kind == "OrderedList", depth)
            else:
                raise _NotNative(f"a {kind} has no native form")
        return self.done

    def _table(self, content: Sequence[Any]) -> NativeParagraph:
        """A table with its caption in a last row of its own; `_led` has it first."""
        _, (_, caption), columns, head, bodies, foot = content
        lines = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        rows = [self._row(cells, len(columns)) for _, cells in lines]
        rows += [[self._cell(caption)]] if caption else []
        return NativeParagraph(
            pieces=tuple(piece for row in rows for cell in row for piece in cell),
            grid=Grid(
                rows=tuple(tuple(map(len, row)) for row in rows),
                aligned=tuple(_ALIGNED.get(column[0]["t"], "l") for column in columns),
                head=len(head[1]),
                caption=len(lines) if caption else None,
            ),
        )

    def _row(self, cells: Sequence[Any], columns: int) -> list[tuple[Run | Formula, ...]]:
        wide = [across for _, _, _, across, _ in cells]
        if any(down != 1 for _, _, down, _, _ in cells) or wide not in ([1] * columns, [columns]):
            raise _NotNative("a cell of several rows or columns has no native form")
        return [self._cell(blocks) for *_, blocks in cells]

    def _cell(self, blocks: Sequence[Any]) -> tuple[Run | Formula, ...]:
        found = _Reader(self.cited, ()).read(blocks)
        if len(found) > 1 or any(p.display or p.bullet or p.grid for p in found):
            raise _NotNative("a cell of several paragraphs has no native form")
        return found[0].pieces if found else ()

    def _lines(self, code: str) -> None:
        """Adds verbatim lines with their indentation."""
        for line in code.split("\n"):
            self.inset, self.pieces = _SPACE * (len(line) - len(line.lstrip())), [Run(line.lstrip())]
            self._end()
        self.inset = 0.0

    def _described(self, items: Sequence[Any], depth: int) -> None:
        """Items with their own labels; a short plain label is used like a number."""
        for term, definitions in items:
            if all(inline["t"] == "Str" for inline in term) and len(label := "".join(x["c"] for x in term)) <= 4:
                self._item(label, depth)
            else:
                self._item("", depth)
                self._inlines(term, Run("", bold=True))
                self.pieces.append(Run(" "))
            self.read([b for d in definitions for b in d], depth + 1)
        self.inset = depth * INDENT

    def _list(self, items: Sequence[Any], numbered: bool, depth: int) -> None:
        option = self.options.pop(0) if numbered and self.options else ""
        for n, item in enumerate(items, 1):
            self._item(list_labels.label(option or ("(a)" if depth else ""), n) if numbered else "•", depth)
            self.read(item, depth + 1)
        self.inset = depth * INDENT

    def _item(self, bullet: str, depth: int) -> None:
        self.bullet, self.inset = bullet, depth * INDENT + indent(bullet)

    def _end(self, *, display: bool = False) -> None:
        pieces = _trimmed(self.pieces)
        if pieces:
            self.done.append(NativeParagraph(pieces=pieces, display=display, bullet=self.bullet, inset=self.inset))
            self.bullet = ""
        self.pieces = []

    def _inlines(self, inlines: Iterable[Any], look: Run) -> None:
        for inline in inlines:
            self._inline(inline["t"], inline.get("c"), look)

    def _inline(self, kind: str, content: Any, look: Run) -> None:
        if kind in ("Space", "SoftBreak", "LineBreak", "Str", "Code"):
            text = {"Str": content, "Code": content[1] if kind == "Code" else ""}.get(kind, " ")
            self.pieces.append(replace(look, text=text))
        elif kind in _LOOKS:
            self._inlines(content, replace(look, **_LOOKS[kind]))
        elif kind == "Quoted":
            left, right = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            self.pieces.append(replace(look, text=left))
            self._inlines(content[1], look)
            self.pieces.append(replace(look, text=right))
        elif kind == "Cite":
            self._cited(content[0], look)
        elif kind in ("Span", "Link"):
            self._inlines(content[1], look)
        elif kind == "Math":
            self._formula(content[0]["t"] == "DisplayMath", content[1])
        elif kind == "RawInline" and (boxed := _BOX.fullmatch(content[1])):
            self.pieces.append(replace(look, text=boxed[1]))
        elif kind == "RawInline" and (space := _SPACES.get(content[1].strip("\\{} "))):
            self.pieces.append(replace(look, text=space))
        elif kind != "Note" and (kind != "RawInline" or content[1].strip("\\{} ") not in DROPPED):
            raise _NotNative(f"{content[1].split('{')[0] if kind == 'RawInline' else kind} has no native form")

    def _cited(self, citations: Sequence[Any], look: Run) -> None:
        """A citation as the theme prints it: the labels of the works in brackets, and the notes around them."""
        self.pieces.append(replace(look, text="["))
        if before := citations[0]["citationPrefix"]:
            self._inlines([*before, {"t": "Space"}], look)
        self.pieces.append(replace(look, text=", ".join(self.cited.get(c["citationId"]) or "?" for c in citations)))
        if after := citations[-1]["citationSuffix"]:
            comma = [] if after[0].get("c") == "," else [{"t": "Str", "c": ","}, {"t": "Space"}]
            self._inlines([*comma, *after], look)
        self.pieces.append(replace(look, text="]"))

    def _formula(self, display: bool, tex: str) -> None:
        formula = _asked(tex, display)
        if not formula.xml.partition(" ")[2].strip(" {}") and not formula.number:
            return
        if not display:
            self.pieces.append(formula)
            return
        bullet, self.bullet = (self.bullet, "") if not _trimmed(self.pieces) else ("", self.bullet)
        self._end()
        self.bullet, self.pieces = bullet, [formula]
        self._end(display=True)


def _led(paragraph: NativeParagraph) -> NativeParagraph:
    """A table with its caption as the first row."""
    grid = paragraph.grid
    if grid is None or grid.caption is None:
        return paragraph
    (size,) = grid.rows[-1]
    at = len(paragraph.pieces) - size
    moved = replace(grid, rows=(grid.rows[-1], *grid.rows[:-1]), caption=0)
    return replace(paragraph, pieces=(*paragraph.pieces[at:], *paragraph.pieces[:at]), grid=moved)


def _asked(tex: str, own: bool) -> Formula:
    """A formula to convert: a marker for its kind and its LaTeX, with the number separate."""
    shown, numbers = display(tex)
    return Formula((_DISPLAY if own else _INLINE) + shown, numbers[0] if len(numbers) == 1 else "")


def _trimmed(pieces: Sequence[Run | Formula]) -> tuple[Run | Formula, ...]:
    """The pieces with neighbours of the same style merged and spaces at the ends removed."""
    joined: list[Run | Formula] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Run) and isinstance(last, Run) and replace(last, text="") == replace(piece, text=""):
            joined[-1] = replace(last, text=last.text + piece.text)
        else:
            joined.append(piece)
    if joined and isinstance(joined[0], Run):
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
    if joined and isinstance(joined[-1], Run):
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(p for p in joined if isinstance(p, Formula) or p.text)


def _wanted(paragraphs: Iterable[NativeParagraph]) -> list[str]:
    return [piece.xml for p in paragraphs for piece in p.pieces if isinstance(piece, Formula)]


def _formulas(wanted: Sequence[str], pandoc: Pandoc) -> dict[str, str | None]:
    """The formulas as clean OMML by their LaTeX, converted in one run; None for one that pandoc cannot convert."""
    asked = list(dict.fromkeys(wanted))
    if not asked:
        return {}
    pairs = [tex.split(" ", 1) for tex in asked]
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": kind}, tex]}]} for kind, tex in pairs]
    document = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks}
    out, _ = pandoc(["-f", "json", "-t", "docx"], json.dumps(document).encode("utf-8"))
    if not out:
        return dict.fromkeys(asked)
    with zipfile.ZipFile(io.BytesIO(out)) as package:
        found = cleaned(package.read("word/document.xml"))
    if len(found) == len(asked):
        return dict(zip(asked, found, strict=True))
    # One formula that is nested too deeply for XML costs the whole document.
    half = len(asked) // 2
    return _formulas(asked[:half], pandoc) | _formulas(asked[half:], pandoc) if half else dict.fromkeys(asked)


def _finished(paragraph: NativeParagraph, formulas: Mapping[str, str | None]) -> NativeParagraph:
    pieces: list[Run | Formula] = []
    for piece in paragraph.pieces:
        if isinstance(piece, Formula):
            xml = formulas.get(piece.xml)
            if xml is None:
                raise _NotNative("PowerPoint has no form of one of its formulas")
            piece = replace(piece, xml=xml)
        pieces.append(piece)
    return replace(paragraph, pieces=tuple(pieces))


def _read(paper: Paper, id: str) -> str:
    """The statement as plain text by our own parser; "" when it cannot read it."""
    statement = paper.statement(id)
    tex = statement.standalone or statement.body
    try:
        read = plain.paragraphs(*registry.written_out(paper, tex), labels(paper))
    except (plain.NoPlainText, CannotExpand):
        return ""
    runs = "".join(run.text for p in read for run in p.runs).replace(plain.BINOMIAL, "")
    return runs + "".join(p.bullet for p in read) + "".join(display(source(paper, statement))[1])


def _check(paragraphs: Sequence[NativeParagraph], truth: str) -> None:
    """Compares letters and digits with those that LaTeX printed; raises _NotNative when they differ."""
    found = characters(paragraphs)
    if not truth and any(drawings.numbered(c) is not None for c in found):
        raise _NotNative("LaTeX could not set its drawing")
    if not truth:
        return
    ours, theirs = letters(found), letters(truth)
    if ours != theirs:
        raise _NotNative("PowerPoint would show other letters than the paper in it")


def characters(paragraphs: Iterable[NativeParagraph]) -> str:
    """All characters of paragraphs, including labels and equation numbers."""
    return "".join(p.bullet + "".join(map(_text, p.pieces)) for p in paragraphs)


def _text(piece: Run | Formula) -> str:
    if isinstance(piece, Run):
        return piece.text
    return unescape("".join(re.findall(r"<m:t[^>]*>([^<]*)</m:t>", piece.xml))) + piece.number
