"""What of a page is no text: running heads and footnotes, but not smaller text among the text."""

from __future__ import annotations

from itertools import count

import pytest

from scaffold.check.printed.furniture import footnotes, rows, without_footnotes, without_running_heads
from scaffold.check.printed.glyphs import Glyph

Line = tuple[float, float, str]
"""Height, size and letters of a line."""


def page(*lines: Line) -> list[Glyph]:
    return [Glyph(sign=c, page=1, x=5.0 * n, y=y, size=size) for y, size, text in lines for n, c in enumerate(text)]


def text(glyphs: list[Glyph]) -> str:
    return "".join(g.sign for g in glyphs)


def kept(glyphs: list[Glyph]) -> list[Glyph]:
    """A page without its footnotes."""
    return without_footnotes(glyphs, footnotes(glyphs))


def apart(one: list[Glyph], other: list[Glyph]) -> list[Glyph]:
    """A page without the running heads that another one has, too."""
    return without_running_heads(one, rows(one), [rows(other)])


BODY: Line = (600.0, 10.0, "Leteverysequenceofthespaceconverge")


@pytest.mark.parametrize(
    ("head", "other", "left"),
    [
        ("16I.Newton", "18I.Newton", ""),
        ("Onrunningheads16", "Onrunningheads17", ""),
        ("Onrunningheads16", "Onrunningdogs17", "Onrunningheads16"),
        ("~", "~", "~"),
        ("x1", "x1", "x1"),
    ],
)
def test_a_head_that_other_pages_have_too_is_no_text(head: str, other: str, left: str) -> None:
    before = page((700.0, 9.0, other), (600.0, 10.0, "andsomethingelse"))
    assert text(apart(page((700.4, 9.0, head), BODY), before)) == left + BODY[2]


def test_a_head_at_another_height_is_text() -> None:
    one, other = page((500.0, 10.0, "Proofofthetheorem"), BODY), page((700.0, 10.0, "Proofofthetheorem"))
    assert apart(one, other) == one


def test_formulas_that_end_two_pages_are_text() -> None:
    one = page(BODY, (90.0, 7.0, "−nϵ/(KLA)"), (84.0, 10.0, "P(x)<e"), (80.0, 10.0, "∑∑∑∑"), (73.0, 7.0, "i=1,j=1"))
    other = page((590.0, 10.0, "and"), *[(y, 7.0, t) for y, t in ((84.0, "P(y)<e"), (80.0, "∑∑∑∑"), (73.0, "i=1,j=1"))])
    assert apart(one, other) == one


def note(mark: str, y: float) -> list[Line]:
    """A footnote with its raised mark."""
    return [(y + 3, 5.0, mark), (y, 8.0, "Thetextbookproofrequireschoice,"), (y - 9, 8.0, "butthereisanother.")]


@pytest.mark.parametrize("mark", ["1", "12", "∗", "a"])
def test_footnotes_at_the_foot_of_a_page_or_column_are_no_text(mark: str) -> None:
    column: list[Line] = [(600.0 - 12 * n, 10.0, "andgoesoninthenextcolumn") for n in range(6)]
    made = page(BODY, *note(mark, 100.0), *note(mark, 80.0), *column, *note(mark, 100.0), (40.0, 10.0, "16"))
    assert set(footnotes(made).values()) == {mark}
    assert text(kept(made)) == BODY[2] + column[0][2] * 6 + "16"


@pytest.mark.parametrize("small", [1, 20])
@pytest.mark.parametrize("mark", ["a", "3", "∗"])
def test_marks_are_found_whatever_most_of_the_page_is(mark: str, small: int) -> None:
    """A report may hold more questions, in small type, than text; its boxes have letters for marks."""
    body: list[Line] = [(700.0 - 20 * n, 10.0, "theauthorsboundthenumberof") for n in range(4)]
    questions: list[Line] = [(500.0 - 12 * n, 9.0, "whatwasknownbefore") for n in range(small)]
    foot: list[Line] = [(105.6, 6.0, mark), (100.0, 9.0, "inatypicalsetting")]
    assert set(footnotes(page(*body, *questions, *foot)).values()) == {mark}


def test_a_large_sign_in_a_footnote_does_not_end_it() -> None:
    foot: list[Line] = [*note("1", 100.0), (80.0, 10.0, "∑"), (80.0, 8.0, "isfinite.")]
    assert text(kept(page(BODY, BODY, BODY, *foot))) == 3 * BODY[2]


def test_exponents_at_the_foot_of_a_page_are_text() -> None:
    made = [*page(BODY, BODY, BODY, (100.0, 10.0, "wehavee")), *page((104.0, 7.0, "2n/(KLA)+2nwiththisandthat"))]
    assert kept(made) == made


def test_smaller_text_among_the_text_stays() -> None:
    lines = count(500, -12)
    algorithm: list[Line] = [
        line for n in "123" for y in [float(next(lines))] for line in ((y, 5.0, n), (y, 8.0, "repeatthestepsuntil"))
    ]
    after: list[Line] = [(400.0 - 12 * n, 10.0, "andgoesonwithlinesofthetext") for n in range(6)]
    made = page(BODY, *algorithm, *after)
    assert kept(made) == made


def test_a_letter_that_begins_smaller_text_is_no_mark() -> None:
    assert not footnotes(page(BODY, BODY, (100.0, 8.0, "asmallercaption")))
