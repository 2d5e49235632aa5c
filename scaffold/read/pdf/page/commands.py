"""The commands of a content stream, as pdfminer's own parser gives them, in a fraction of its time.

pdfminer keeps a state for every kind of byte. Here one regular expression takes a whole number, name or text at a time.
Where a file breaks the syntax, the result is pdfminer's too: what is read from a file must not depend on its speed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pdfminer.pdftypes import LITERALS_ASCII85_DECODE, PDFStream, resolve1
from pdfminer.psparser import KWD, LIT, PSLiteral, literal_name

__all__ = ["Operands", "commands"]

Operands = list[Any]
"""Numbers, bytes of texts, pdfminer's names, operators and pictures, lists; a dictionary is empty, as nothing asks for
one."""

_TOKEN = re.compile(
    rb"[\s\x00]*(?:"
    rb"([-+]?[0-9]+\.[0-9]*|[-+]?\.[0-9]+)"  # 1: a number with a point
    rb"|([-+]?[0-9]+)"  # 2: another number
    rb"|([A-Za-z][^#/%\[\]()<>{}\s]*)"  # 3: an operator
    rb"|\(([^()\\]*)\)"  # 4: a text without brackets and backslashes
    rb"|(<<|>>|[\[\]{}])"  # 5: an end of an array, a dictionary or a procedure
    rb"|/([^/%\[\]()<>{}\s]*)"  # 6: a name
    rb"|(\()"  # 7: another text begins
    rb"|<([0-9a-fA-F\s]*)"  # 8: a text in hexadecimal digits, up to its closing bracket
    rb"|(>|%[^\r\n]*|[-+]\.?|\.)"  # 9: that bracket, a comment, what begins as a number and is none
    rb"|([^\s\x00]))",  # 10: an operator that is a sign
    re.S,
)
_FLOAT, _INT, _WORD, _PLAIN, _BRACKET, _NAME, _TEXT, _HEX, _PASSED, _SIGN = range(1, 11)

_TEXT_PART = re.compile(rb"[()]|\\.", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_CLOSES = {b"[": b"]", b"<<": b">>", b"{": b"}", b"BI": b"ID"}
_BOOLEANS = {b"true": True, b"false": False}
_PICTURE = frozenset((b"BI", b"ID"))
"""What begins the attributes of a picture, and its data."""

_DATA_END = re.compile(rb"E(?:I(?:(\s)|.)|[^I])", re.S)
"""Where the data of a picture may end; group 1: where it does. As for pdfminer, "EEI" is no end."""

_ASCII85_END = re.compile(rb"~(?:>(?:(\s)|.)|[^>])", re.S)
"""The same for data in the encoding ASCII85, which has an end of its own before the operator EI."""


def commands(content: bytes, operands: Operands) -> Iterator[bytes]:
    """The operators of a content, each when its operands are at the end of the list, from which the caller takes them.

    A picture among them (Ghostscript writes a rule as one) is one operand of EI. Raises ValueError for a text with a
    code above 255, and for a dictionary with a key that has no value; IndexError, KeyError or TypeError for a picture
    whose filters are no names.
    """
    nest, at, into = _Nest(operands), 0, operands
    while found := _TOKEN.match(content, at):
        at, kind = found.end(), found.lastindex or 0
        piece: bytes = found[kind]
        if kind in _VALUES:
            into.append(_VALUES[kind](piece))
        elif kind == _BRACKET:
            into = nest.bracket(piece)
        elif kind == _TEXT:
            text, at = _text(content, at)
            into += text
        elif kind == _PASSED:
            continue
        elif piece in _BOOLEANS:
            into.append(_BOOLEANS[piece])
        elif piece in _PICTURE:
            into, at, picture = nest.picture(piece, content, at)
            operands += picture[:1]
            if picture[1:]:
                yield b"EI"
        elif into is operands:
            yield piece
        else:
            into.append(KWD(piece))


class _Nest:
    """The arrays, dictionaries and procedures that are open; what closes none of them counts for nothing."""

    def __init__(self, outermost: Operands) -> None:
        self._open: list[tuple[bytes, Operands]] = [(b"", outermost)]

    def bracket(self, sign: bytes) -> Operands:
        """Opens or closes one; gives the list that takes what follows."""
        if sign in _CLOSES:
            self._open.append((_CLOSES[sign], []))
        elif sign == self._open[-1][0]:
            _, inner = self._open.pop()
            if sign == b">>" and len(inner) % 2:
                raise ValueError("a dictionary in it has a key without a value")
            self._open[-1][1].append({} if sign == b">>" else inner)
        return self._open[-1][1]

    def picture(self, sign: bytes, content: bytes, at: int) -> tuple[Operands, int, Operands]:
        """Passes BI, or ID with the data that follow it.

        Gives the list that takes what follows, where that begins, and the picture if it ends, with its last operator if
        that has been passed too. What is open around a picture is dropped, as pdfminer drops it.
        """
        if sign == b"BI":
            return self.bracket(sign), at, []
        if self._open[-1][0] != sign:
            return self._open[-1][1], at, []
        _, inner = self._open.pop()
        if len(inner) % 2:
            return self._open[-1][1], at, []
        del self._open[1:]
        attributes = {literal_name(k): resolve1(v) for k, v in zip(inner[::2], inner[1::2], strict=True)}
        end, passed = _data(content, at + 1, attributes.get("F"))
        return self._open[0][1], end, [PDFStream(attributes, b""), b"EI"][:passed]


def _data(content: bytes, start: int, filters: Any) -> tuple[int, int]:
    """Where the data of a picture end, and what ends there: 0 nothing, 1 the data, 2 its last operator too."""
    if isinstance(filters, PSLiteral):
        filters = [filters]
    ascii85 = filters is not None and filters[0] in LITERALS_ASCII85_DECODE
    for end in (_ASCII85_END if ascii85 else _DATA_END).finditer(content, start):
        if end[1]:
            return end.end(), 1 if ascii85 else 2
    return len(content), 0


def _name(raw: bytes) -> Any:
    """A name, whose characters may be written as "#" and two digits."""
    if b"#" in raw:
        raw = re.sub(rb"#([0-9a-fA-F]{0,2})", lambda m: bytes((int(m[1], 16),)) if m[1] else b"", raw)
    try:
        return LIT(raw.decode())
    except UnicodeDecodeError:
        return LIT(raw)


def _text(content: bytes, start: int) -> tuple[list[bytes], int]:
    """The text that begins here, after its bracket, and where it ends; no text if it does not."""
    depth = 1
    for part in _TEXT_PART.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(part[0], 0)
        if not depth:
            return [_ESCAPE.sub(_escaped, content[start : part.start()])], part.end()
    return [], len(content)


def _escaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes((int(code, 8),)) if code.isdigit() and code not in (b"8", b"9") else _ESCAPED.get(code, b"")


def _from_hex(digits: bytes) -> bytes:
    pairs = re.findall(rb"..?", re.sub(rb"\s", b"", digits))
    return bytes(int(pair, 16) for pair in pairs)


_VALUES: dict[int, Callable[[bytes], Any]] = {_FLOAT: float, _INT: int, _PLAIN: bytes, _NAME: _name, _HEX: _from_hex}
