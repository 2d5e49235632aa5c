"""White space in bounds: what TeX reads stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.tex import blanks

BLANK = st.lists(st.sampled_from(["a", " ", "\n", "\t", " " * 250, "\n" * 12]), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("a  b", "a b"),
        ("a \n\t b", "a\nb"),
        ("a \n \n \n b", "a\n\nb"),
        ("a\tb", "a\tb"),
    ],
)
def test_collapsed(tex: str, expected: str) -> None:
    assert blanks.collapsed(tex) == expected


def test_only_long_runs_are_shortened() -> None:
    usual = "a\n\n\n" + " " * 100 + "b"
    assert blanks.shortened(usual) == usual
    assert blanks.shortened("a" + " " * 300 + "b") == "a b"
    assert blanks.shortened("a" + "\n" * 9 + "b") == "a\n\nb"
    assert blanks.shortened("a" + " " * 300 + "\nb") == "a\nb"


def test_lines_stay_where_they_are() -> None:
    tex = "a" + " " * 999 + "b\n" + "\n" * 50 + "\t" * 999
    short = blanks.within_lines(tex)
    assert short.count("\n") == tex.count("\n")
    assert max(map(len, short.split("\n"))) == 202


@given(tex=BLANK)
def test_words_and_paragraphs_stay(tex: str) -> None:
    for change in (blanks.collapsed, blanks.shortened):
        made = change(tex)
        assert made.split() == tex.split()
        assert _paragraphs(made) == _paragraphs(tex)


def _paragraphs(tex: str) -> list[list[str]]:
    lines = "\n".join("" if line.isspace() else line.strip() for line in tex.split("\n"))
    return [p.split() for p in lines.split("\n\n") if p.split()]
