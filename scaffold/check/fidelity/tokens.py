r"""LaTeX as tokens on a stack: what comes next, and the arguments that a command takes from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffold.model import Parameter

__all__ = ["AGAIN", "END", "Tokens", "filled", "tokens"]

END = "\1"
"""Begins the token that ends a macro's text: within it, the macro's name means what it meant before."""

AGAIN = "\3"
"""Begins the token after an argument: within the argument, the macro's name means the macro."""

_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)|%[^\n]*\n?[ \t]*|[{}]|#\d|\s+|.", re.DOTALL)
_LENGTH = re.compile(r"-?[\d.]+\s*[a-z]{2}")
_BARE_LENGTH = re.compile(r"\s*=?\s*-?[\d.]*\s*(?:[a-z]{2}|\\[A-Za-z]+)")
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f]")


def tokens(tex: str) -> list[str]:
    """Control sequences, braces, parameters, white and single characters; comments are gone."""
    return [t for t in _TOKEN.findall(_CONTROL.sub("", tex)) if not t.startswith("%")]


def filled(body: Sequence[str], given: Sequence[Sequence[str]]) -> list[str]:
    """The body with the arguments in place of its parameters, each a group; one made of groups (split) stays so."""
    done: list[str] = []
    for token in body:
        n = int(token[1]) - 1 if len(token) == 2 and token[0] == "#" and token[1].isdigit() else -1
        if 0 <= n < len(given):
            grouped = given[n][:1] == ["{"] and given[n][-1:] == ["}"]
            done.extend(given[n] if grouped else ["{", *given[n], "}"])
        else:
            done.append(token)
    return done


class Tokens:
    """Tokens yet to be read; what a macro stands for is put back in front. Arguments are taken from it by `take`."""

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
        _, marks = self._passed()
        first = self.pop()
        found = self._until(["}"]) if first == "{" else [first] if first else []
        self.back(marks)
        return found

    def _passed(self, *, tight: bool = False) -> tuple[list[str], list[str]]:
        """Takes what is no part of an argument: white and the ends of macros' texts; all of it, and the ends alone."""
        taken = list[str]()
        while self.next()[:1] in (END, AGAIN) or (self.next().isspace() and not tight):
            taken.append(self.pop())
        return taken, [token for token in taken if not token.isspace()]

    def option(self, opening: str = "[", closing: str = "]") -> list[str] | None:
        """The next argument in brackets; None where none comes."""
        return self._until([closing]) if self.mark(opening) else None

    def between(self, parameter: Parameter) -> list[str] | None:
        """What stands between the parameter's delimiters; None where the first does not come."""
        opens, closes = parameter.opens, parameter.closes
        if not self.mark(opens, tight=parameter.tight):
            return None
        return self._until(tokens(closes), tokens(opens) if parameter.kind == "d" else [])

    def before(self, mark: str, *, keep: bool) -> list[str] | None:
        """What stands before a delimiter outside braces; None where nothing is left."""
        if not self:
            return None
        wanted = tokens(mark)
        taken = self._until(wanted)
        if keep:
            self.back(wanted)
        whole = taken[:1] == ["{"] and taken[-1:] == ["}"] and Tokens(taken).argument() == taken[1:-1]
        return taken[1:-1] if whole else taken

    def mark(self, sign: str, *, tight: bool = False) -> bool:
        """Takes these tokens, where they come next; else nothing, not even spaces."""
        taken, marks = self._passed(tight=tight)
        wanted = tokens(sign)
        if not self._comes(wanted):
            self.back(taken)
            return False
        del self._stack[-len(wanted) :]
        self.back(marks)
        return True

    def verbatim(self) -> list[str] | None:
        """A group, or what stands between two equal characters; None at the end."""
        self.skip()
        return self.argument() if self.next() in ("{", "") else self._until([self.pop()])

    def filled(self, text: str, values: Sequence[list[str]]) -> list[str]:
        """LaTeX as tokens, with the values in place of its parameters."""
        return filled(tokens(text.rstrip()), values)

    def text(self, value: list[str]) -> str:
        """The value as LaTeX."""
        return "".join(value)

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

    def _until(self, closes: Sequence[str], opens: Sequence[str] = ()) -> list[str]:
        """Takes all up to the closing tokens that are in no group, nor within what further `opens` open."""
        level = depth = 0
        taken = list[str]()
        while self:
            if not level and self._comes(closes):
                if not depth:
                    del self._stack[-len(closes) :]
                    break
                depth -= 1
            elif not level and opens and self._comes(opens):
                depth += 1
            token = self.pop()
            level += (token == "{") - (token == "}")
            taken.append(token)
        return taken

    def _comes(self, wanted: Sequence[str]) -> bool:
        """Whether these tokens come next."""
        return self.next() == wanted[0] and self._stack[: -len(wanted) - 1 : -1] == list(wanted)
