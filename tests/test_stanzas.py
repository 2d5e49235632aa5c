"""The case loader: a case that is not run must not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stanzas import CASES, BadCases, load


def write(folder: Path, text: str) -> Path:
    path = folder / "cases.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_stanzas_with_their_lines(tmp_path: Path) -> None:
    one, two = load(write(tmp_path, "# Heading\n\nfirst\n.\na\n\nb\n.\nc\n.\n\nsecond\n.\n.\n.\n"))
    assert (one.title, one.input, one.expected, one.line) == ("first", "a\n\nb\n", "c\n", 3)
    assert (two.title, two.input, two.expected, two.line) == ("second", "", "", 12)


@pytest.mark.parametrize("text", ["", "# only a heading\n"])
def test_file_without_a_case_fails(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadCases, match="no stanza"):
        load(write(tmp_path, text))


@pytest.mark.parametrize("text", ["title\n.\na\n.\nb\n", "title\nmore\n.\na\n.\nb\n.\n"])
def test_unfinished_case_fails_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadCases, match=r"cases\.md:1"):
        load(write(tmp_path, text))


def test_failure_cites_file_and_line(tmp_path: Path) -> None:
    (stanza,) = load(write(tmp_path, "\ntitle\n.\na\n.\nb\n.\n"))
    stanza.check("b")
    with pytest.raises(AssertionError, match=r"cases\.md:2: title"):
        stanza.check("c")


def test_every_case_file_has_cases() -> None:
    for path in sorted(CASES.glob("*.md")):
        assert load(path)
