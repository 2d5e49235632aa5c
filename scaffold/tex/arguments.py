r"""How the uses of macros take their arguments, and what an expansion becomes.

`take` knows LaTeX's kinds of arguments, whatever it takes them from: text (`Cursor`), or tokens of a reader's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Protocol, TypeVar

from scaffold.model import Macro, Parameter
from scaffold.tex import tokens

__all__ = ["FALSE", "NO_VALUE", "TRUE", "CannotExpand", "Cursor", "Source", "expansion", "substitute", "take"]

NO_VALUE = "\\NoValue "
"""Represents an optional argument that was not given and has no default."""

TRUE, FALSE = "\\BooleanTrue ", "\\BooleanFalse "

MAX_DELIMITED = 50_000
"""Characters in which the delimiter of an argument is sought."""

_NO_ARGUMENT = "a command without its argument"

_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)|\s+|.", re.DOTALL)
_PARAMETER = re.compile(r"\\\\|\\#|#(?P<n>#|\d)")
"""A parameter or a doubled sign; before them what only looks like one: the command \\#, a line break before #1."""

_LONGEST_NAME = 64
_ENDS_IN_WORD = re.compile(r"\\[A-Za-z@]+\Z")
_SPLIT = re.compile(r"\\Split(?P<how>Argument|List)\s*(?:\{(?P<count>\d+)\})?\s*\{(?P<mark>.)\}\Z", re.DOTALL)

T = TypeVar("T")


class CannotExpand(ValueError):
    """A macro is defined or used in a way that is not understood; the message names it."""


class Source(Protocol[T]):
    """What arguments are taken from. A method that returns None or False has taken nothing.

    argument: a group without its braces, or one token. between: what stands between a parameter's delimiters. before:
    what stands before a delimiter outside braces, which is taken too unless it is kept. mark: takes these tokens where
    they come next. verbatim: a group, or what stands between two equal characters. filled: LaTeX with values in place
    of its parameters. text: a value as LaTeX.
    """

    def argument(self) -> T | None: ...
    def between(self, parameter: Parameter) -> T | None: ...
    def before(self, mark: str, *, keep: bool) -> T | None: ...
    def mark(self, sign: str, *, tight: bool = False) -> bool: ...
    def verbatim(self) -> T | None: ...
    def filled(self, text: str, values: Sequence[T]) -> T: ...
    def text(self, value: T) -> str: ...


def take(parameters: Iterable[Parameter], source: Source[T]) -> list[T]:
    """The values of the numbered parameters; raises CannotExpand where one cannot be taken."""
    taken: list[tuple[Parameter, T | None]] = []
    for embellished, run in groupby(parameters, key=lambda p: p.kind == "e"):
        if embellished:
            several = _embellishments(list(run), source)
            taken += several
            continue
        for p in run:
            value = _one(p, source)
            if p.kind != "l":
                taken.append((p, value))
    given = [source.filled(NO_VALUE, ()) if value is None else value for _, value in taken]
    return [
        source.filled(p.default, given) if value is None and p.default is not None else given[n]
        for n, (p, value) in enumerate(taken)
    ]


def _one(p: Parameter, source: Source[T]) -> T | None:
    """The argument, None for an optional one that is absent; raises CannotExpand."""
    if p.kind == "s":
        return _processed(p, source, source.filled(TRUE if source.mark(p.opens, tight=p.tight) else FALSE, ()))
    if p.kind == "l":
        if not source.mark(p.opens):
            raise CannotExpand(f"a command without its delimiter {p.opens}")
        return None
    if p.kind in ("o", "d"):
        value = source.between(p)
        if value is not None and source.text(value) == p.placeholder:
            value = None
        return value if value is None else _processed(p, source, value)
    if p.kind in ("u", "b"):
        value = source.before(p.closes, keep=p.kind == "b" or p.closes == "{")
    else:
        value = source.verbatim() if p.kind == "v" else source.argument()
    if value is None:
        raise CannotExpand(f"a command without its delimiter {p.closes}" if p.closes else _NO_ARGUMENT)
    return _processed(p, source, value)


def _embellishments(wanted: list[Parameter], source: Source[T]) -> list[tuple[Parameter, T | None]]:
    """Arguments such as ^{a}_{b}, each after its token, in whichever order they come."""
    found: dict[int, T | None] = {}
    while (n := next((n for n, p in enumerate(wanted) if n not in found and source.mark(p.opens)), None)) is not None:
        found[n] = _one(Parameter(), source)
    return [(p, found.get(n)) for n, p in enumerate(wanted)]


def _processed(p: Parameter, source: Source[T], value: T) -> T:
    for processor in p.processors:
        text = source.text(value)
        if processor == r"\ReverseBoolean":
            value = source.filled(FALSE if text.strip() == TRUE.strip() else TRUE, ())
        elif processor == r"\TrimSpaces":
            value = source.filled(text.strip(), ())
        elif split := _SPLIT.match(processor):
            value = source.filled(_pieces(text, split), ())
        else:
            raise CannotExpand(processor)
    return value


def _pieces(text: str, split: re.Match[str]) -> str:
    r"""A split argument, each piece in braces: \SplitArgument fills up what is missing, \SplitList does not."""
    pieces = [piece.strip() for piece in tokens.split_top(text, split["mark"])]
    missing = int(split["count"]) + 1 - len(pieces) if split["how"] == "Argument" else 0
    if missing < 0:
        raise CannotExpand(split[0])
    return "".join(f"{{{piece}}}" for piece in pieces + [NO_VALUE] * missing)


class Cursor:
    """A position in LaTeX from which arguments are taken. at_letter: whether @ is a letter there."""

    def __init__(self, tex: str, pos: int = 0, *, at_letter: bool = True) -> None:
        self.tex, self.pos, self.at_letter = tex, pos, at_letter

    def argument(self) -> str | None:
        """A mandatory argument; None where none comes."""
        return self._moved(tokens.argument(self.tex, self.pos, at_letter=self.at_letter))

    def needed(self) -> str:
        """A mandatory argument; raises CannotExpand where none comes."""
        found = self.argument()
        if found is None:
            raise CannotExpand(_NO_ARGUMENT)
        return found

    def option(self) -> str | None:
        """An optional argument in square brackets; None where none comes."""
        return self._moved(tokens.option(self.tex, self.pos))

    def control(self) -> str | None:
        """The name, without backslash, of a control sequence, in braces or not; None where none comes."""
        return self._moved(tokens.control(self.tex, self.pos))

    def _moved(self, got: tuple[str, int] | None) -> str | None:
        if got is None:
            return None
        self.pos = got[1]
        return got[0]

    def between(self, parameter: Parameter) -> str | None:
        """What stands between the parameter's delimiters; None where the first does not come."""
        start = self.pos if parameter.tight else tokens.skip_space(self.tex, self.pos)
        if parameter.opens == "{":
            return self._moved(tokens.group(self.tex, start)) if self.tex[start : start + 1] == "{" else None
        opened = _literal(parameter.opens).match(self.tex, start)
        if not opened:
            return None
        nested = parameter.opens if parameter.kind == "d" else ""
        end = _find(self.tex, opened.end(), parameter.closes, nested, limit=tokens.MAX_OPTION)
        if end is None:
            return None
        self.pos = end.end()
        return _without_braces(self.tex[opened.end() : end.start()])

    def before(self, mark: str, *, keep: bool) -> str | None:
        """What stands before a delimiter outside braces; None where it does not come."""
        environment = mark.startswith(r"\end{")
        end = _find(self.tex, self.pos, mark, mark.replace(r"\end", r"\begin") if environment else "")
        if end is None:
            return None
        value, self.pos = self.tex[self.pos : end.start()], end.start() if keep else end.end()
        return value if environment else _without_braces(value)

    def mark(self, sign: str, *, tight: bool = False) -> bool:
        """Takes these tokens, where they come next."""
        found = _literal(sign).match(self.tex, self.pos if tight else tokens.skip_space(self.tex, self.pos))
        self.pos = found.end() if found else self.pos
        return found is not None

    def verbatim(self) -> str | None:
        """A group, or what stands between two equal characters; None where neither comes."""
        start = tokens.skip_space(self.tex, self.pos)
        if self.tex[start : start + 1] == "{":
            return self._moved(tokens.group(self.tex, start))
        end = self.tex.find(self.tex[start], start + 1) if start < len(self.tex) else -1
        return None if end < 0 else self._moved((self.tex[start + 1 : end], end + 1))

    def filled(self, text: str, values: Sequence[str]) -> str:
        """LaTeX with the values in place of its parameters."""
        return substitute(text, values)

    def text(self, value: str) -> str:
        """The value itself."""
        return value


def _without_braces(value: str) -> str:
    """A delimited argument as TeX takes it: the braces around the whole of it are taken off."""
    whole = value.startswith("{") and tokens.close_brace(value, 1) == len(value) - 1
    return value[1:-1] if whole else value


@lru_cache(maxsize=256)
def _literal(sign: str) -> re.Pattern[str]:
    """A pattern for delimiters, token by token: a control word ends at its last letter, and spaces after it go."""
    pieces = []
    for token in _TOKEN.findall(sign):
        word = token[0] == "\\" and token[1:2].isalpha()
        pieces.append(r"\s+" if token.isspace() else re.escape(token) + (r"(?![A-Za-z@])\s*" if word else ""))
    return re.compile("".join(pieces).replace(r"\s*\s+", r"\s*"))


@lru_cache(maxsize=256)
def _delimiters(closes: str, opens: str) -> re.Pattern[str]:
    nested = f"|(?P<opens>{_literal(opens).pattern})" if opens else "|(?P<opens>(?!))"
    return re.compile(rf"(?P<closes>{_literal(closes).pattern}){nested}|\\[A-Za-z@]+|\\.|[{{}}]", re.DOTALL)


def _find(tex: str, pos: int, closes: str, opens: str = "", *, limit: int = MAX_DELIMITED) -> re.Match[str] | None:
    """The delimiter `closes` outside braces, and outside what further `opens` open; None where it does not come."""
    braces = depth = 0
    for m in _delimiters(closes, opens).finditer(tex, pos, min(len(tex), pos + limit)):
        if not braces and m["closes"] is not None:
            if not depth:
                return m
            depth -= 1
        elif not braces and m["opens"] is not None:
            depth += 1
        elif m[0] in ("{", "}"):
            braces += 1 if m[0] == "{" else -1
            if braces < 0:
                return None
    return None


def substitute(body: str, values: Sequence[str]) -> str:
    """The body with #1… replaced and ## halved; no control word takes a letter of its neighbour into its name."""
    if "#" not in body:
        return body
    pieces, pos = [], 0
    for m in _PARAMETER.finditer(body):
        if m["n"]:
            pieces += [body[pos : m.start()], "#" if m["n"] == "#" else _value(values, int(m["n"]))]
            pos = m.end()
    return _joined([*pieces, body[pos:]])


def _value(values: Sequence[str], n: int) -> str:
    return values[n - 1] if 0 < n <= len(values) else ""


def _joined(pieces: Sequence[str]) -> str:
    """The pieces in a row, with a space where a control word would take a letter of the next one into its name."""
    made = ""
    for piece in filter(None, pieces):
        made += " " + piece if piece[0].isalpha() and _ENDS_IN_WORD.search(made[-_LONGEST_NAME:]) else piece
    return made


def expansion(macro: Macro, values: Sequence[str]) -> str:
    """What a use of the macro with these values becomes; raises CannotExpand where only LaTeX can follow it."""
    if macro.body is None:
        raise CannotExpand(macro.name)
    body = substitute(macro.body, values)
    if not macro.fence:
        return body
    before, left, right, after = (substitute(part, values) for part in macro.fence)
    size = values[1].strip()
    if values[0] == TRUE:
        made, middle = rf"\left{left} {body} \right{right} ", r"\middle"
    else:
        made, middle = (f"{size}l{left} {body} {size}r{right} " if size else f"{left} {body} {right} "), size
    return before + re.sub(r"\\delimsize(?![A-Za-z])\s*", lambda _: middle, made) + after
