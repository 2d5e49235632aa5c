"""Room that text takes, by Arial's advances."""

from __future__ import annotations

import pytest

from scaffold.metrics import PITCH, width
from scaffold.write.measure import height, largest, lines


def test_width_is_the_sum_of_advances() -> None:
    assert width("Hi", 10) == pytest.approx((722 + 222) / 100)
    assert width("Hi", 10, bold=True) == pytest.approx((722 + 278) / 100)


def test_combining_accents_take_no_room() -> None:
    assert width("L\u0302", 20) == width("L", 20)


def test_lines_break_at_spaces_and_inside_words_that_are_too_long() -> None:
    word = "m" * 10
    assert lines(f"{word} {word}", 10, width(word, 10) * 1.5) == 2
    assert lines(word, 10, width(word, 10) / 2.5) == 3
    assert lines("", 10, 100) == 0


def test_height_counts_gaps_and_empty_paragraphs() -> None:
    assert height(["a", "b"], 20, 100, gap=5) == pytest.approx(2 * 20 * PITCH + 5)
    assert height([], 20, 100) == 0.0


def test_largest_size_that_fits_or_none() -> None:
    assert largest(["word " * 30], 200, 200, (40, 20, 10)) == 20
    assert largest(["word " * 300], 200, 200, (30, 20)) is None
