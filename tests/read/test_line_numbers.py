"""Numbers of lines, as manuscripts under review print them in the margin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scaffold.read.line_numbers import without_line_numbers
from scaffold.read.pdf.page.lines import Line

WORDS = "a line of the manuscript that goes on"


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in without_line_numbers(lines)]


def test_numbers_that_count_up_are_taken_out() -> None:
    lines = [Line(1 + n // 30, f"{n + 1} {WORDS}") for n in range(60)]
    assert texts(lines) == [WORDS] * 60


def test_numbers_may_begin_again_on_each_page_and_have_leading_zeros() -> None:
    lines = [Line(page, f"{n:03} {WORDS}") for page in (1, 2, 3) for n in range(20)]
    assert texts(lines) == [WORDS] * 60


def test_a_number_within_a_line_that_begins_with_a_formula_is_taken_out() -> None:
    lines = [Line(1, f"{n + 1} {WORDS}") for n in range(40)]
    lines[20] = Line(1, "where x = y 21 is the sum of all")
    assert texts(lines)[19:22] == [WORDS, "where x = y is the sum of all", WORDS]


def test_lines_without_numbers_stay() -> None:
    lines = [Line(1, f"{WORDS} for the {n + 1} time") for n in range(60)]
    enumerated = [Line(1, f"{n + 1} {WORDS}") for n in range(20)]
    assert texts([*lines, *enumerated]) == [line.text for line in (*lines, *enumerated)]


@given(st.lists(st.text(alphabet="1a2 3b", max_size=12), max_size=60))
def test_any_lines_keep_their_pages_and_all_but_numbers(found: list[str]) -> None:
    lines = [Line(1 + n // 9, text) for n, text in enumerate(found)]
    after = without_line_numbers(lines)
    assert [line.page for line in after] == [line.page for line in lines]
    for line, left in zip(lines, after, strict=True):
        assert [w for w in left.text.split() if not w.isdigit()] == [w for w in line.text.split() if not w.isdigit()]
