r"""LaTeX as plain text: runs of Unicode characters with italics, bold, subscripts and superscripts.

For titles, captions, references and descriptions, and for statements when no TeX engine can set them. A construct
without a faithful text raises NoPlainText, so that no backslash and no incomplete formula reaches a reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scaffold.model import Macro
from scaffold.tex import tokens
from scaffold.tex.labels import without_labels
from scaffold.tex.symbols import FUNCTIONS
from scaffold.write.latex.list_labels import label, options
from scaffold.write.text import nodes as nodes_of
from scaffold.write.text.expand import CannotExpand, expand
from scaffold.write.text.nodes import NoPlainText
from scaffold.write.text.runs import Paragraph, Run, linear, tidy
from scaffold.write.text.tables import (
    ACCENTS,
    BOLD,
    CITATIONS,
    DROPPED,
    DROPPED_WITH_ARGUMENT,
    FENCES,
    LISTS,
    PLAIN_DISPLAYS,
    SHOWN,
    STRUCTURES,
    STYLES,
    SYMBOLS,
    UNPRINTED,
    UPRIGHT,
)

__all__ = ["NoPlainText", "Paragraph", "Run", "exact", "paragraphs", "text"]


BINOMIAL = "C\u2060"
"""How a binomial coefficient starts as text; the invisible word joiner distinguishes it from a function C."""

_STROKE = "\u0338"
"""What strikes through the sign before it."""

_DOTTED = {"ı": "i", "ȷ": "j"}
"""Dotless letters under accents in LaTeX, and the letters that Unicode composes with accents."""

_LONGEST = 60_000
"""Characters that are parsed: a longer passage is text for nobody to read on a slide or in a list."""

_CITATION = re.compile(r"\\[a-zA-Z]{0,20}cite[a-zA-Z]{0,20}\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{[^{}]*\}")
_MARKUP = re.compile(r"[\\${}%~^_&#`]|''|--")


def paragraphs(
    tex: str, macros: Iterable[Macro] = (), labels: Mapping[str, str | None] | None = None
) -> tuple[Paragraph, ...]:
    """The LaTeX as paragraphs; labels are what citations print. Raises NoPlainText."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerParseError

    if len(tex) > _LONGEST:
        raise NoPlainText("too long")
    try:
        source = expand(tokens.spelled(tex), macros)
        nodes, _, _ = LatexWalker(_prepare(source), tolerant_parsing=False).get_latex_nodes()
        writer = _Writer(labels or {})
        writer.walk(nodes, Run(""), math=False)
    except (CannotExpand, LatexWalkerParseError, IndexError) as e:
        raise NoPlainText(str(e).splitlines()[0] if str(e) else "not parsed") from e
    except RecursionError as e:
        raise NoPlainText("nested too deeply") from e
    writer.end()
    return tuple(writer.done)


def text(tex: str, macros: Iterable[Macro] = (), labels: Mapping[str, str | None] | None = None) -> str:
    """The LaTeX as one line of plain characters: exact if possible, else without what has no plain text."""
    found = exact(tex, macros, labels)
    if found is not None:
        return found
    words = _MARKS.sub(" ", _CITATION.sub(" ", _printed(_prepare(tex))))
    return _APART.sub("", " ".join(words.split()))


def exact(tex: str, macros: Iterable[Macro] = (), labels: Mapping[str, str | None] | None = None) -> str | None:
    """The LaTeX as one line of plain characters; None if it has no plain text."""
    if not _MARKUP.search(tex):
        return " ".join(tex.split())
    try:
        return " ".join(" ".join(p.text for p in paragraphs(tex, macros, labels)).split())
    except NoPlainText:
        return None


_APART = re.compile(r" (?=[.,;:?!)](?!\w))")
"""A blank before a stop, where a command was."""

_BRACED = r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_ARGUMENTS = {
    count: re.compile(
        rf"\\(?:{'|'.join(n for n in UNPRINTED if UNPRINTED[n] == count)})(?![A-Za-z@])\*?"
        rf"(?:\s*\[[^\[\]]*\])?(?:{_BRACED}){{{count}}}"
    )
    for count in sorted(set(UNPRINTED.values()))
}


def _printed(tex: str) -> str:
    """The LaTeX without arguments that are not printed where they stand: entries of an index, notes, lengths."""
    for pattern in _ARGUMENTS.values():
        tex = pattern.sub("", tex)
    return tex


_MARKS = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:[a-zA-Z@]+\*?|.)|[{}$~^_]")
"""All that is no text of its own in LaTeX."""

_DMATH = re.compile(r"(\\begin\{dmath\*?\})\s*\[[^\[\]]*\]")
"""The beginning of a display of breqn with its keys, such as a label."""

_READ = re.compile(r"\\(?:input|include|InputIfFileExists|lstinputlisting|verbatiminput)(?![A-Za-z])\s*\{[^{}]*\}")
"""Files that the paper reads and that are not there: their names are no text."""


def _prepare(tex: str) -> str:
    """The LaTeX without comments and labels; blank lines stay as ends of paragraphs."""
    tex = re.sub(r"(?<!\\)%[^\n]*\n?[ \t]*", "", tokens.spelled(tex)).replace(r"\operatorname*", r"\operatorname")
    tex = _READ.sub("", tex)
    return without_labels(_DMATH.sub(r"\1", tex)).strip()


class _Writer:
    """Walks pylatexenc's nodes and collects paragraphs."""

    def __init__(self, labels: Mapping[str, str | None]) -> None:
        self.labels = labels
        self.done: list[Paragraph] = []
        self.runs: list[Run] = []
        self.display = False
        self.bullet = ""

    def end(self) -> None:
        runs = tidy(self.runs)
        if runs:
            self.done.append(Paragraph(runs, self.display, self.bullet))
            self.bullet = ""
        self.runs = []

    def put(self, chars: str, look: Run) -> None:
        self.runs.append(replace(look, text=chars))

    def walk(self, nodes: Sequence[Any], look: Run, *, math: bool) -> None:
        i = 0
        while i < len(nodes):
            node = nodes[i]
            if math and node.isNodeType(nodes_of.kind("LatexCharsNode")):
                i = self._math_chars(nodes, i, look)
                continue
            i += self._macro(nodes, i, look, math) if node.isNodeType(nodes_of.kind("LatexMacroNode")) else 1
            self._other(node, look, math)

    def _other(self, node: Any, look: Run, math: bool) -> None:
        name = type(node).__name__
        if name == "LatexCharsNode":
            self._chars(node.chars, look)
        elif name == "LatexGroupNode":
            self.walk(node.nodelist, look, math=math)
        elif name == "LatexMathNode":
            self._math(node.nodelist, look, display=node.displaytype == "display")
        elif name == "LatexEnvironmentNode":
            self._environment(node, look, math)
        elif name == "LatexSpecialsNode":
            self.put(nodes_of.special(node.specials_chars, math), look)

    def _chars(self, chars: str, look: Run) -> None:
        pieces = re.split(r"\n[ \t]*\n\s*", chars)
        for n, piece in enumerate(pieces):
            if n:
                self.end()
            self.put(re.sub(r"\s+", " ", piece), look)

    def _math(self, nodes: Sequence[Any], look: Run, *, display: bool) -> None:
        if not display:
            self.walk(nodes, look, math=True)
            return
        bullet, self.bullet = (self.bullet, "") if not tidy(self.runs) else ("", self.bullet)
        self.end()
        self.display, self.bullet = True, bullet
        self.walk(nodes, look, math=True)
        self.end()
        self.display = False

    def _math_chars(self, nodes: Sequence[Any], i: int, look: Run) -> int:
        """Writes letters of a formula with their scripts; returns the index after the nodes used."""
        chars = re.sub(r"\s+", "", nodes[i].chars)
        for n, c in enumerate(chars):
            if c in "^_":
                script, rest, used = nodes_of.argument(chars[n + 1 :], nodes, i + 1)
                self._script(script, 1 if c == "^" else -1, look)
                if not rest:
                    return i + 1 + used
                return self._rest(rest, nodes, i, used, look=look)
            self._math_char(c, look)
        return i + 1

    def _rest(self, rest: str, nodes: Sequence[Any], i: int, used: int, look: Run) -> int:
        """Continues with the characters after a script that was one character of the same node."""
        node = nodes[i]
        again = [type(node)(parsing_state=node.parsing_state, chars=rest), *nodes[i + 1 + used :]]
        return i + used + self._math_chars(again, 0, look)

    def _math_char(self, c: str, look: Run) -> None:
        if c == "'":
            self.put("′", look)
        elif c == "-":
            self.put("−" if look.script or self._opening() else " − ", look)
        elif c in "=<>+" and not look.script:
            self.put(f" {c} ", look)
        elif c in ",;":
            self.put(c if look.script else f"{c} ", look)
        else:
            self.put(c, replace(look, italic=look.italic or (c.isalpha() and c.isascii())))

    def _opening(self) -> bool:
        """Whether a minus sign written next is unary."""
        chars = "".join(r.text for r in self.runs[-2:]).rstrip()
        return not chars or chars[-1] in "([{,;=<>≤≥→⟨∈|"

    def _script(self, nodes: Sequence[Any], way: int, look: Run) -> None:
        if look.script:
            inner = _Writer(self.labels)
            inner.walk(nodes, Run(""), math=True)
            chars = linear(tidy(inner.runs))
            self.put(("^" if way > 0 else "_") + (chars if len(chars) == 1 else f"({chars})"), look)
            return
        self.walk(nodes, replace(look, script=way), math=True)

    def _macro(self, nodes: Sequence[Any], i: int, look: Run, math: bool) -> int:
        """Writes the macro at i; returns the number of nodes of it and its arguments."""
        node, name = nodes[i], nodes[i].macroname
        given = list((node.nodeargd.argnlist if node.nodeargd else ()) or ())
        if name in DROPPED:
            return 1
        if name in DROPPED_WITH_ARGUMENT:
            return 1 if any(given) else 1 + nodes_of.argument("", nodes, i + 1)[2]
        if name == "not":
            return self._struck(given, nodes[i + 1 : i + 2], look)
        if name in SYMBOLS:
            self.put(SYMBOLS[name], look)
            return 1
        if name in FUNCTIONS:
            self._name(name, look)
            self.put("" if look.script else "\u2009", look)
            return 1
        if name in ("left", "right", "middle") or name in FENCES:
            return 1 + self._fence(nodes, i + 1, look)
        if name == "\\":
            self.end() if self.display else self.put(" ", look)
            return 1
        if name == "item":
            self.end()
            self.bullet = self._linear(given[0]) if given and given[0] else "•"
            return 1
        return self._applied(name, given, nodes, i, look=look, math=math)

    def _struck(self, given: Sequence[Any], after: Sequence[Any], look: Run) -> int:
        r"""Writes the relation that \not strikes through: its argument, or what comes after it."""
        own = [node for node in given if node is not None]
        text = "".join(self._linear(node) for node in (own or after)[:1]).strip()
        self.put(f" {unicodedata.normalize('NFC', text[:1] + _STROKE)}{text[1:]} ", look)
        return 1 if own else 1 + len(after)

    def _applied(self, name: str, given: list[Any], nodes: Sequence[Any], i: int, look: Run, math: bool) -> int:
        wants = SHOWN.get(name)
        if wants is None:
            self.put(nodes_of.symbol(name), look)
            return 1
        arguments, used = [a for a in given if a is not None and not nodes_of.optional(a)], 0
        at = i + 1
        while len(arguments) < wants:
            nodes_read, rest, step = nodes_of.argument("", nodes, at)
            if rest or not nodes_read:
                raise NoPlainText(f"\\{name} without its argument")
            arguments.append(nodes_read[0])
            at, used = at + step, used + step
        if name == "sqrt" and given and given[0] is not None:
            self._script([given[0]], 1, look)
        self._show(name, arguments, look, math)
        return 1 + used

    def _show(self, name: str, args: list[Any], look: Run, math: bool) -> None:
        if name in STRUCTURES:
            self._structure(name, args, look)
        elif name in ACCENTS:
            chars = _DOTTED.get(letter := self._linear(args[0]), letter)
            if len(chars) != 1:
                raise NoPlainText(f"\\{name} over a longer formula")
            self.put(
                unicodedata.normalize("NFC", chars + ACCENTS[name]), replace(look, italic=math and chars.isalpha())
            )
        elif name in STYLES:
            self.put("".join(STYLES[name].get(c, c) for c in self._linear(args[0])), look)
        elif name in CITATIONS:
            keys = [k.strip() for k in nodes_of.source(args[-1]).strip("{}").split(",")]
            self.put("[" + ", ".join(self.labels.get(k) or "?" for k in keys) + "]", look)
        elif name in ("mathrm", "operatorname"):
            self._name(self._linear(args[-1]), look)
        else:
            self._styled(name, args[-1], look, math)

    def _structure(self, name: str, args: list[Any], look: Run) -> None:
        """Writes fractions, binomials and roots on one line."""
        if name == "sqrt":
            self.put("√", look)
            self._parted(args[0], look)
        elif name.endswith("binom"):
            self.put(BINOMIAL + f"({self._linear(args[0])}, {self._linear(args[1])})", look)
        else:
            self._parted(args[0], look)
            self.put("/", look)
            self._parted(args[1], look)

    def _styled(self, name: str, node: Any, look: Run, math: bool) -> None:
        if name in UPRIGHT:
            self.walk([node], replace(look, italic=False), math=False)
        elif name in ("emph", "textit", "textsl"):
            self.walk([node], replace(look, italic=not look.italic), math=math)
        else:
            self.walk([node], replace(look, bold=look.bold or name in BOLD), math=math)

    def _name(self, name: str, look: Run) -> None:
        """Writes the name of a function, upright, with a space after a letter."""
        last = self.runs[-1] if self.runs else Run("")
        apart = " " if last.text[-1:].isalnum() and last.script == look.script and len(name) > 1 else ""
        self.put(apart + name, replace(look, italic=False))

    def _parted(self, node: Any, look: Run) -> None:
        """Writes a part of a fraction, in brackets unless it is one symbol."""
        inner = _Writer(self.labels)
        inner.walk([node], replace(look, text=""), math=True)
        chars = linear(tidy(inner.runs))
        simple = bool(re.fullmatch(r"\d+|.|\w[⁰-⁹₀-₉ⁿ]", chars))
        self.runs.extend(inner.runs if simple else [replace(look, text="("), *inner.runs, replace(look, text=")")])

    def _linear(self, node: Any) -> str:
        inner = _Writer(self.labels)
        inner.walk([node], Run(""), math=True)
        return linear(tidy(inner.runs))

    def _fence(self, nodes: Sequence[Any], at: int, look: Run) -> int:
        """Writes the delimiter after \\left, \\right or \\big, from the characters or the macro that follow."""
        if at >= len(nodes):
            raise NoPlainText("a missing delimiter")
        node = nodes[at]
        if node.isNodeType(nodes_of.kind("LatexMacroNode")):
            self.put((SYMBOLS.get(node.macroname) or nodes_of.symbol(node.macroname)).strip(), look)
            return 1
        if node.isNodeType(nodes_of.kind("LatexCharsNode")):
            if node.chars.lstrip().startswith("."):
                node.chars = node.chars.lstrip()[1:]
            return 0
        return 0

    def _environment(self, node: Any, look: Run, math: bool) -> None:
        name = node.environmentname.rstrip("*")
        if name in PLAIN_DISPLAYS:
            self._math(node.nodelist, look, display=not math)
        elif name in LISTS:
            self.end()
            self._numbered(name, node, look)
            self.end()
        elif name == "cases" and math:
            self.put("{ ", look)
            self._rows(node.nodelist, look)
        elif name in ("center", "flushleft", "quote"):
            self.end()
            self.walk(node.nodelist, look, math=False)
            self.end()
        else:
            raise NoPlainText(f"the environment {node.environmentname}")

    def _numbered(self, name: str, node: Any, look: Run) -> None:
        before = len(self.done)
        self.walk(node.nodelist, look, math=False)
        self.end()
        if name != "enumerate":
            return
        option = next(options(nodes_of.source(node)), "")
        items = [n for n in range(before, len(self.done)) if self.done[n].bullet == "•"]
        for count, n in enumerate(items, 1):
            self.done[n] = replace(self.done[n], bullet=label(option, count))

    def _rows(self, nodes: Sequence[Any], look: Run) -> None:
        """Writes the rows of a case distinction one after the other."""
        display, self.display = self.display, False
        rows: list[list[Any]] = [[]]
        for node in nodes:
            is_break = type(node).__name__ == "LatexMacroNode" and node.macroname == "\\"
            rows.append([]) if is_break else rows[-1].append(node)
        for n, row in enumerate(r for r in rows if r):
            self.put("; " if n else "", look)
            self.walk(row, look, math=True)
        self.display = display
