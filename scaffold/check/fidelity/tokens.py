r"""LaTeX as tokens on a stack: what comes next, and the arguments that a command takes from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Tokens", "tokens"]

_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)|%[^\n]*\n?[ \t]*|[{}]|#\d|\s+|.", re.DOTALL)
_LENGTH = re.compile(r"-?[\d.]+\s*[a-z]{2}")
_BARE_LENGTH = re.compile(r"\s*=?\s*-?[\d.]*\s*(?:[a-z]{2}|\\[A-Za-z]+)")
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f]")


def tokens(tex: str) -> list[str]:
    """Control sequences, braces, parameters, white and single characters; comments are gone."""
    return [t for t in _TOKEN.findall(_CONTROL.sub("", tex)) if not t.startswith("%")]


class Tokens:
    """Tokens yet to be read; what a macro stands for is put back in front."""

    def __init__(self, given: Sequence[str]) -> None:
        self._stack = list(given)[::-1]

    def __bool__(self) -> bool:
        return bool(self._stack)

    def next(self) -> str:
        """The token that comes next; "" at the end."""
        return self._stack[-1] if self._stack else ""

    def pop(self) -> str:
        """Takes the next token; "" at the end."""
        return self._stack.pop() if self._stack else ""

    def back(self, given: Sequence[str]) -> None:
        """Puts tokens in front of the rest."""
        self._stack.extend(given[::-1])

    def skip(self, also: str = "") -> None:
        """Takes white, and what stands in also."""
        while self.next().isspace() or (self.next() and self.next() in also):
            self.pop()

    def star(self) -> bool:
        """Takes a star, where one comes next."""
        return self.next() == "*" and bool(self.pop())

    def argument(self) -> list[str]:
        """The next argument, without its braces; nothing at the end."""
        self.skip()
        first = self.pop()
        if first != "{":
            return [first] if first else []
        return self._until("}")

    def option(self, opening: str = "[", closing: str = "]") -> list[str] | None:
        """The next argument in brackets; None where none comes."""
        white = []
        while self.next().isspace():
            white.append(self.pop())
        if self.next() != opening:
            self.back(white)
            return None
        self.pop()
        return self._until(closing)

    def length_option(self) -> None:
        """Takes a length in brackets; anything else in brackets stays."""
        inner = self.option()
        if inner is not None and not _LENGTH.fullmatch("".join(inner).strip()):
            self.back(["[", *inner, "]"])

    def length(self) -> None:
        """Takes a length without braces: 3pt, -1.5 em, a length's name."""
        taken = ""
        while self and len(taken) < 24 and not _BARE_LENGTH.fullmatch(taken):
            taken += self.pop()

    def _until(self, closing: str) -> list[str]:
        """Takes all up to the closing token that is in no group."""
        level, taken = 0, list[str]()
        while self:
            token = self.pop()
            if token == closing and level == 0:
                break
            level += (token == "{") - (token == "}")
            taken.append(token)
        return taken
