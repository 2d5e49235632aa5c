"""Reads the objects of a PDF file as any viewer might: every object that the bytes contain, used or not.

A PDF library answers with one object per number, and keeps one value of a key that is given twice; a viewer may choose
another one. To judge a file, all of them are needed. So this reader looks for the beginning of every object instead of
trusting the file's table of them, and every name in a dictionary counts as the key of what follows it. Sources: ISO
32000-1, 7.2 (lexical conventions), 7.3 (objects), 7.5.7 (object streams).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Dictionary", "Name", "Ref", "Unreadable", "Value", "objects"]

MAX_UNPACKED = 32_000_000
"""Maximum bytes of all object streams of a file, unpacked."""

MAX_TOKENS = 2_000_000
_CHARGE = 64
_DEEPEST = 200
"""Maximum number of tokens (a long one counts once for each _CHARGE bytes), and maximum nesting of an object."""


class Unreadable(ValueError):
    """The objects of a file cannot be read within bounds; the message says why."""


class Name(str):
    """A name such as /URI, without its slash and with #xx decoded."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to the object of a number."""

    number: int


@dataclass(slots=True, eq=False)
class Dictionary:
    """What stands between << and >>; stream: whether it describes a stream."""

    items: list[Value] = field(default_factory=list)
    stream: bool = False

    def pairs(self) -> Iterator[tuple[Name, Value]]:
        """Every name with what follows it, also where the name is itself a value."""
        for key, value in zip(self.items, self.items[1:], strict=False):
            if isinstance(key, Name):
                yield key, value

    def values(self, *keys: str) -> list[Value]:
        """All values of these keys."""
        return [value for name, value in self.pairs() if name in keys]


Value: TypeAlias = "Name | Ref | Dictionary | list[Value] | bytes | int | None"
"""bytes is a string, None a keyword or a number that is not an integer."""

_GAP = rb"(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])"
_HEAD = re.compile(rb"(?<!\d)(\d{1,10})%b+\d{1,5}%b+$" % (_GAP, _GAP))
_START = re.compile(rb"obj|trailer")
_LONGEST_HEAD = 200
"""Maximum bytes of an object's number before `obj`, with space and comments."""

_TOKEN = re.compile(
    rb"/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<number>[+-]?\d{1,18}(?![\w.+-]))"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|<(?P<hex>[^<>]*)>|(?P<string>\()|%[^\r\n]*"
    rb"|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
_STREAM = re.compile(_GAP + rb"*stream\r?\n?")
_PARENTHESIS = re.compile(rb"\\.|[()]", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}


def objects(data: bytes) -> Iterator[tuple[int, Value]]:
    """Every object of a file with its number (0: a trailer), also those in object streams. Raises Unreadable."""
    budget = _Budget()
    for start in _START.finditer(data):
        head = _HEAD.search(data[max(0, start.start() - _LONGEST_HEAD) : start.start()])
        if head is None and start[0] == b"obj":
            continue
        reader = _Reader(data, start.end(), budget)
        value = reader.value()
        stream = _STREAM.match(data, reader.at)
        if isinstance(value, Dictionary) and stream is not None:
            value.stream = True
            if "ObjStm" in value.values("Type"):
                yield from _packed(value, data[stream.end() :], budget)
        yield int(head[1]) if head is not None else 0, value


@dataclass(slots=True)
class _Budget:
    """How many tokens and unpacked bytes may still be read."""

    tokens: int = MAX_TOKENS
    unpacked: int = MAX_UNPACKED

    def spend(self, length: int) -> None:
        self.tokens -= 1 + length // _CHARGE
        if self.tokens < 0:
            raise Unreadable("it has too many objects")


def _packed(stream: Dictionary, content: bytes, budget: _Budget) -> Iterator[tuple[int, Value]]:
    """The objects in an object stream; content begins with its data."""
    filters = [value for value in stream.values("Filter", "DecodeParms") if value not in ("FlateDecode", None)]
    if [value for value in filters if value != [Name("FlateDecode")]]:
        raise Unreadable("its objects are packed in an unusual way")
    if filters or stream.values("Filter"):
        content = _inflated(content, budget)
    first = next((value for value in stream.values("First") if isinstance(value, int)), 0)
    head = [int(number) for number in re.findall(rb"\d{1,10}", content[:first])]
    for number, offset in zip(head[::2], head[1::2], strict=False):
        yield number, _Reader(content, first + offset, budget).value()


def _inflated(data: bytes, budget: _Budget) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, budget.unpacked)
    except zlib.error as e:
        raise Unreadable(f"an object stream is damaged ({e})") from e
    budget.unpacked -= len(content)
    if budget.unpacked <= 0:
        raise Unreadable(f"its objects are larger than {MAX_UNPACKED // 1_000_000} MB")
    return content


@dataclass(slots=True)
class _Reader:
    """Reads one value from a position; at is then where it ends."""

    data: bytes
    at: int
    budget: _Budget

    def value(self) -> Value:
        """One value; what the end of the file cuts off counts as far as it goes. Raises Unreadable."""
        levels: list[list[Value]] = [[]]
        opened: list[bytes] = []
        while not _complete(levels):
            token = _TOKEN.search(self.data, self.at)
            if token is None:
                break
            self.budget.spend(token.end() - self.at)
            if len(levels) == 1 and token["word"] in (b"endobj", b"stream"):
                break
            self.at = token.end()
            if token["open"]:
                opened.append(token["open"])
                levels.append([])
            elif token["close"] and opened:
                _close(levels, opened)
            else:
                self._simple(token, levels[-1])
            if len(levels) > _DEEPEST:
                raise Unreadable("its objects are nested too deeply")
        while opened:
            _close(levels, opened)
        return levels[0][0] if levels[0] else None

    def _simple(self, token: re.Match[bytes], items: list[Value]) -> None:
        if token["name"] is not None:
            items.append(_name(token["name"]))
        elif token["number"] is not None:
            items.append(int(token["number"]))
        elif token["hex"] is not None:
            items.append(_hexadecimal(token["hex"]))
        elif token["string"] is not None:
            items.append(self._string())
        elif token["word"] == b"R" and len(items) >= 2 and isinstance(items[-2], int):
            items[-2:] = [Ref(items[-2])]
        elif token["word"] is not None:
            items.append(None)

    def _string(self) -> bytes:
        """The string whose opening parenthesis was read; parentheses inside are balanced or escaped."""
        start, depth = self.at, 1
        while depth:
            found = _PARENTHESIS.search(self.data, self.at)
            end = found.end() if found else len(self.data)
            self.budget.spend(end - self.at)
            self.at = end
            if found is None:
                break
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
        return _ESCAPE.sub(_unescaped, self.data[start : self.at - (depth == 0)])


def _complete(levels: list[list[Value]]) -> bool:
    """Whether a value was read; an integer may be the beginning of a reference."""
    done = levels[0]
    return len(levels) == 1 and bool(done) and (not isinstance(done[0], int) or len(done) > 2)


def _close(levels: list[list[Value]], opened: list[bytes]) -> None:
    items = levels.pop()
    levels[-1].append(Dictionary(items) if opened.pop() == b"<<" else items)


def _name(raw: bytes) -> Name:
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), raw)
    return Name(plain.decode("latin-1"))


def _hexadecimal(raw: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw).decode("ascii")
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if b"0" <= code[:1] <= b"7" else _ESCAPED.get(code, code)
