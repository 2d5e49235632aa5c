r"""The tokens of a formula with the macros of the paper written out, so that \eps and \epsilon are one symbol.

A macro that stands for several letters at once is a symbol of its own: its letters are nowhere else in the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.model import Macro
from scaffold.tex.symbols import MATH_ACCENTS, SIGNS

__all__ = ["ACCENTED", "ALPHABETS", "BOLD", "SPACES", "TEXT", "Macros", "Token", "argument", "index", "tokens"]

_TOKEN = re.compile(
    r"\\(?:m?kern|[hm]skip)\s*-?[\d.]+\s*(?:em|ex|pt|mu|cm|mm|in|pc|bp|sp)|\\(?:[A-Za-z@]+\*?|.)|\s+|.", re.S
)
"""A space by its width is one token, so that its unit is no letter."""

_LONGEST, _DEEPEST, _MOST = 1500, 6, 4000
"""Characters of a macro that are read; how deep macros are written out, and how many tokens they may give."""

ALPHABETS = frozenset("mathcal mathscr mathfrak mathbb mathbbm mathds mathsf mathtt mathrm mathit operatorname".split())
BOLD = frozenset("mathbf boldsymbol bm pmb bs mathbfit symbf symbfit".split())
TEXT = frozenset(
    "text textrm textit textbf textsf texttt textsc textnormal mbox hbox label tag hspace vspace begin end".split()
)
SPACES = frozenset(("\\hspace", "\\vspace", "\\label", "\\phantom", "\\kern", "\\mkern"))
"""Commands in an index that print nothing, with their argument."""


ACCENTED = ALPHABETS | BOLD | MATH_ACCENTS.keys()
"""Commands whose argument is one symbol with them."""

_PARAMETER = re.compile(r"#\d")
_SHORTENED = re.compile(r"[a-z.\s\\]+\.[a-z.\s\\]*")
"""A macro for words such as "i.i.d." in a formula."""
_ACTS = re.compile(
    r"\\(?:(?:ref)?stepcounter|(?:set|addto)counter|[egx]?def|let|global|(?:re)?newcommand|setlength)(?![A-Za-z])"
)
"""Commands of a macro that does something: it is no symbol."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is after macros are written out, with its place in the formula as it was written."""

    text: str
    start: int
    end: int
    whole: bool = False
    """Whether it is a macro with its arguments that stays as it is."""


def tokens(tex: str) -> list[Token]:
    """The tokens of a formula as it is written."""
    return [Token(m[0], *m.span()) for m in _TOKEN.finditer(tex)]


class Macros:
    """Writes out the macros of one paper."""

    def __init__(self, macros: Sequence[Macro]) -> None:
        self._bodies = {
            m.name: (len(m.parameters), "" if _ACTS.search(m.body) else m.body)
            for m in macros
            if m.body is not None and len(m.body) < _LONGEST and all(p.kind == "m" for p in m.parameters)
        }
        self._named = frozenset(m.name for m in macros if m.form.startswith("DeclareMathOperator"))
        self._words = {m.name: m.body.strip() for m in macros if m.name in self._named and m.body is not None}
        self._whole: dict[str, bool] = {}
        self.own = frozenset(
            m.name for m in macros if all(p.kind != "m" for p in m.parameters) and not _ACTS.search(m.body or "")
        )
        """Names of the paper's macros without arguments, or only with optional ones, but those that count or define."""

    def word(self, name: str) -> str:
        """What an operator that the paper declares prints; "" for anything but a word."""
        word = self._words.get(name, "")
        return word if word.isalpha() else ""

    def expanded(self, tokens: list[Token]) -> list[Token]:
        """The tokens after macros are written out; too many of them stay as they are."""
        for _ in range(_DEEPEST):
            if self._bodies.keys().isdisjoint(t.text for t in tokens):
                break
            out, changed = self._once(tokens)
            if not changed or len(out) > _MOST:
                return tokens if len(out) > _MOST else out
            tokens = out
        return tokens

    def _once(self, tokens: list[Token]) -> tuple[list[Token], bool]:
        out: list[Token] = []
        at, changed = 0, False
        while at < len(tokens):
            token = tokens[at]
            known = self._bodies.get(token.text)
            at += 1
            if known is None or token.whole or token.text in self._named:
                out.append(token)
                continue
            count, body = known
            values: list[list[Token]] = []
            for _ in range(count):
                value, at = argument(tokens, at)
                values.append(value)
            end = tokens[at - 1].end
            if self.is_symbol(token.text):
                out.append(Token(token.text, token.start, end, whole=True))
                continue
            filled = list(_filled(body, values, token.start, end))
            whole = not filled or not _takes_argument(filled[-1].text)
            out += (Token("{", token.start, token.start), *filled, Token("}", end, end)) if whole else filled
            changed = True
        return out, changed

    def is_symbol(self, name: str) -> bool:
        """Whether a macro stands for several letters of its own; False for what is no macro of the paper."""
        if name not in self._whole and name in self._bodies:
            self._whole[name] = False
            body = _PARAMETER.sub(" ", self._bodies[name][1])
            self._whole[name] = not _SHORTENED.fullmatch(body) and _letters(self.expanded(tokens(body))) > 1
        return self._whole.get(name, False)


def _letters(found: list[Token]) -> int:
    """How many symbols tokens are at least; letters in an index or under an accent are one with their symbol.

    A d may stand for a derivative.
    """
    count = at = 0
    while at < len(found):
        text = found[at].text
        name = text[1:]
        at += 1
        if text in ("_", "^"):
            _, at = index(found, at)
        elif text.startswith("\\") and (name in ACCENTED or name in TEXT):
            inside, at = argument(found, at)
            word = "".join(t.text for t in inside)
            count += (1 if word.isalnum() else max(1, _letters(inside))) if name in ACCENTED else 0
        elif (len(text) == 1 and text.isalpha() and text != "d") or (
            text.startswith("\\") and SIGNS.get(name, "").isalpha()
        ):
            count += 1
    return count


def _takes_argument(text: str) -> bool:
    return text.startswith("\\") and text[1:] in ACCENTED


def _filled(body: str, values: list[list[Token]], start: int, end: int) -> Iterator[Token]:
    """The tokens of a macro's body; those of its arguments keep their places."""
    pieces = re.split(r"#(\d)", body)
    for n, piece in enumerate(pieces):
        if n % 2 == 0:
            yield from (Token(m[0], start, end) for m in _TOKEN.finditer(piece))
        elif int(piece) <= len(values):
            yield from values[int(piece) - 1]


def index(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """What a sign for an index takes: a group, a token, or a command for an alphabet or accent with its argument."""
    inside, end = argument(tokens, at)
    if len(inside) == 1 and (_takes_argument(inside[0].text) or inside[0].text[1:] in TEXT):
        _, end = argument(tokens, end)
        inside = tokens[at:end]
    return inside, end


def argument(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """The tokens of the group or the token that comes next, and where it ends."""
    while at < len(tokens) and tokens[at].text.isspace():
        at += 1
    if at >= len(tokens) or tokens[at].text != "{":
        return tokens[at : at + 1], min(at + 1, len(tokens))
    depth = 0
    for end in range(at, len(tokens)):
        depth += (tokens[end].text == "{") - (tokens[end].text == "}")
        if depth == 0:
            return tokens[at + 1 : end], end + 1
    return tokens[at + 1 :], len(tokens)
