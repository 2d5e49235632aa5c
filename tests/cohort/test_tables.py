"""How names and headings are compared."""

from __future__ import annotations

import unicodedata

import pytest

from scaffold.cohort.tables import key


@pytest.mark.parametrize(
    ("one", "two"),
    [("\N{GRINNING FACE}", "\N{FOX FACE}"), ("राम", "रीमा"), ("กานต์", "กนต"), ("\N{GRINNING FACE}", "")],
)
def test_names_that_differ_in_marks_or_pictures_are_different(one: str, two: str) -> None:
    assert key(one) != key(two)


@pytest.mark.parametrize("name", ["José Żółć", "Nguyễn Thị", "Å"])
def test_the_encoding_of_accents_makes_no_difference(name: str) -> None:
    assert key(unicodedata.normalize("NFD", name)) == key(name) == key(f" {name.upper()}; ")


@pytest.mark.parametrize("text", ["-", "–", "...", "?!", " "])
def test_punctuation_alone_is_nothing(text: str) -> None:
    assert key(text) == ""
