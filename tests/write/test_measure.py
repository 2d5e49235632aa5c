"""The size of text by Arial's advances."""

from __future__ import annotations

import pytest

from scaffold.metrics import PITCH, width
from scaffold.write.slides.measure import height, largest, lines, tied


def test_width_is_the_sum_of_advances() -> None:
    assert width("Hi", 10) == pytest.approx((722 + 222) / 100)
    assert width("Hi", 10, bold=True) == pytest.approx((722 + 278) / 100)


def test_combining_accents_have_no_width() -> None:
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


def test_a_last_word_takes_the_one_before_it_along_where_lines_break() -> None:
    text = "Which of Corollary 2.8, Scholium 3.12 and Scholium 3.13 matters most, and for whom?"
    held = text.replace("for whom?", "for\u00a0whom?")
    assert lines(text, 22.0, 844.0) == lines(held, 22.0, 844.0) == 2
    assert tied(text, 22.0, 844.0) == tied(text, 22.0, 600.0) == held
    assert tied(text, 22.0, width(text, 22.0) + 5) == held, "fonts differ by more than the room to spare"
    assert tied(text, 22.0, 1.1 * width(text, 22.0)) == text
    assert tied("Short?", 22.0, 20.0) == "Short?"


def test_words_held_together_go_to_the_next_line_together() -> None:
    room = width("one two", 20.0)
    assert (lines("one two", 20.0, room - 1), lines("one\u00a0two", 20.0, room + 1)) == (2, 1)
    assert lines("zero one\u00a0two", 20.0, room + 1) == 2
