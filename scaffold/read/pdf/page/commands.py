"""The commands of a content stream, as pdfminer's own parser gives them, in a fraction of its time.

pdfminer keeps a state for every kind of byte. Here one regular expression takes a whole number, name or text at a time.
Where a file breaks the syntax, the result is pdfminer's too: what is read from a file must not depend on its speed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pdfminer.psparser import KWD, LIT

__all__ = ["Operands", "commands", "has_pictures"]

Operands = list[Any]
"""Numbers, bytes of texts, pdfminer's names and operators, lists; a dictionary is empty, as nothing asks for one."""

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
_CLOSES = {b"[": b"]", b"<<": b">>", b"{": b"}"}
_BOOLEANS = {b"true": True, b"false": False}
_PICTURE = re.compile(rb"\bBI\b")


def has_pictures(content: bytes) -> bool:
    """Whether the data of a picture may be among the commands: then only pdfminer's parser finds where it ends."""
    return _PICTURE.search(content) is not None


def commands(content: bytes, operands: Operands) -> Iterator[bytes]:
    """The operators of a content, each when its operands are at the end of the list, from which the caller takes them.

    Raises ValueError for a text with a code above 255, and for a dictionary with a key that has no value.
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
