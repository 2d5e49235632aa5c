"""Footnotes are known by their marks, on pages of the paper and of a report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scaffold.check.printed.furniture import footnotes
from scaffold.check.printed.glyphs import Glyph


def row(text: str, y: float, size: float) -> Iterator[Glyph]:
    for n, sign in enumerate(text):
        yield Glyph(sign=sign, page=1, x=60 + 5.0 * n, y=y, size=size)


@pytest.mark.parametrize("small", [1, 20])
@pytest.mark.parametrize("mark", ["a", "3", "∗"])
def test_marks_are_found_whatever_most_of_the_page_is(mark: str, small: int) -> None:
    """A report may hold more questions, in small type, than text; its boxes have letters for marks."""
    page = [g for n in range(4) for g in row("theauthorsboundthenumberof", 700 - 20.0 * n, 10)]
    page += [g for n in range(small) for g in row("whatwasknownbefore", 500 - 12.0 * n, 9)]
    note = [*row(mark, 105.6, 6), *row("inatypicalsetting", 100, 9)]
    assert footnotes([*page, *note]) == {mark}


def test_a_line_that_begins_with_a_letter_is_no_footnote() -> None:
    page = [g for n in range(4) for g in row("theauthorsboundthenumberof", 700 - 20.0 * n, 10)]
    assert footnotes([*page, *row("afigureofthepaper", 100, 9)]) == frozenset()
