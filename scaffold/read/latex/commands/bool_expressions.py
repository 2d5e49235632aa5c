r"""etoolbox's expressions of switches and tests: \ifboolexpr{ bool{a} and not ( togl{b} or test {\ifdef{\x}} ) }."""

from __future__ import annotations

import re
from collections.abc import Callable

from scaffold.tex import tokens

__all__ = ["BoolExpression"]

_WORD = re.compile(r"\s*(and|or|not|bool|togl|test|[()])")
_TEST = re.compile(r"\s*\\([A-Za-z@]+)")
_SWITCHES = {"bool": "ifbool", "togl": "iftoggle"}
_LONGEST = 2_000


class BoolExpression:
    """An expression; what it is made of may be unknown, and so may it be then."""

    def __init__(self, test: Callable[[str, list[str]], bool | None], text: str) -> None:
        """test: whether a test of this name holds for its arguments."""
        self._test, self._text, self._pos = test, text[:_LONGEST], 0

    def value(self) -> bool | None:
        """Whether it is true."""
        try:
            return self._or()
        except RecursionError:
            return None

    def _word(self, *wanted: str) -> str:
        found = _WORD.match(self._text, self._pos)
        if found is None or found[1] not in wanted:
            return ""
        self._pos = found.end()
        return found[1]

    def _or(self) -> bool | None:
        values = [self._and()]
        while self._word("or"):
            values.append(self._and())
        return True if True in values else None if None in values else False

    def _and(self) -> bool | None:
        values = [self._not()]
        while self._word("and"):
            values.append(self._not())
        return False if False in values else None if None in values else True

    def _not(self) -> bool | None:
        if self._word("not"):
            value = self._not()
            return None if value is None else not value
        if self._word("("):
            value = self._or()
            self._word(")")
            return value
        return self._one()

    def _one(self) -> bool | None:
        word = self._word("bool", "togl", "test")
        group = tokens.group(self._text, self._pos) if word else None
        if group is None:
            return None
        self._pos = group[1]
        if word in _SWITCHES:
            return self._test(_SWITCHES[word], [group[0].strip()])
        found = _TEST.match(group[0])
        given, pos = list[str](), found.end() if found else 0
        while (argument := tokens.argument(group[0], pos)) is not None:
            given.append(argument[0].strip())
            pos = argument[1]
        return self._test(found[1], given) if found and given else None
