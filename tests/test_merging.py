"""Three-way merges: no edit is ever lost, equal sides merge without a conflict, and git agrees."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.merging import MINE, conflicts, merged_order, merged_text

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "\\question{x}\n"]), max_size=12).map("".join)
NAMES = ["one", "two", "three", "four", "five", "six"]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of different lines, and two that were made of it by changing, removing and adding lines."""
    base = [f"{name}\n" for name in NAMES[: draw(st.integers(0, 6))]]
    sides = []
    for side in ("mine", "new"):
        lines = []
        for n, line in enumerate(base):
            what = draw(st.sampled_from(["keep", "keep", "change", "remove", "add"]))
            lines += {"keep": [line], "change": [f"{side} {n}\n"], "remove": [], "add": [line, f"{side} +{n}\n"]}[what]
        sides.append("".join(lines))
    return "".join(base), sides[0], sides[1]


@given(LINES, LINES)
def test_one_side_alone_wins(base: str, other: str) -> None:
    assert merged_text(base, base, other).text == other
    assert merged_text(base, other, base).text == other
    assert merged_text(base, other, other) == merged_text(other, other, other)
    assert merged_text(base, other, other).conflicts == 0


@given(edited())
def test_no_line_of_either_side_is_lost(texts: tuple[str, str, str]) -> None:
    base, mine, new = texts
    merged = merged_text(base, mine, new)
    old, found = set(base.splitlines()), set(merged.text.splitlines())
    assert {line for line in mine.splitlines() if line not in old} <= found
    assert {line for line in new.splitlines() if line not in old} <= found
    assert len(conflicts(merged.text)) == merged.conflicts


@given(edited(), st.integers(0, 6), st.lists(st.sampled_from(["keep", "remove", "change"]), min_size=12, max_size=12))
def test_no_line_is_lost_in_two_updates_with_edits_between(
    texts: tuple[str, str, str], at: int, then: list[str]
) -> None:
    base, mine, new = texts
    once = merged_text(base, mine, new).text.splitlines(keepends=True)
    edited_again = "".join([*once[:at], "between\n", *once[at:]])
    last = "".join(
        {"keep": line, "remove": "", "change": f"later {n}\n"}[what]
        for n, (line, what) in enumerate(zip(new.splitlines(keepends=True), then, strict=False))
    )
    twice = merged_text(new, edited_again, last).text
    written = {line for line in lines(mine) if line not in lines(base)} | {"between"}
    assert written <= lines(twice)
    assert merged_text(last, twice, last).text == twice


@given(edited())
def test_lines_that_one_side_removed_and_the_other_kept_are_gone(texts: tuple[str, str, str]) -> None:
    base, mine, new = texts
    merged = merged_text(base, mine, new)
    gone = {line for line in base.splitlines() if line not in mine.splitlines() and line not in new.splitlines()}
    assert not gone & set(merged.text.splitlines())


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the witness")
@given(texts=edited())
def test_git_agrees(tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, str, str]) -> None:
    merged = merged_text(*texts)
    count, text = by_git(tmp_path_factory.mktemp("git"), *texts)
    assert lines(merged.text) == lines(text)
    assert merged.conflicts >= count
    assert (merged.conflicts == 0) == (count == 0)
    assert count or merged.text == text


def by_git(folder: Path, base: str, mine: str, new: str) -> tuple[int, str]:
    for name, text in (("base", base), ("mine", mine), ("new", new)):
        (folder / name).write_text(text, encoding="utf-8", newline="")
    command = ["git", "merge-file", "-p", "-L", "yours", "-L", "base", "-L", "scaffold's", "mine", "base", "new"]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return run.returncode, run.stdout


def lines(text: str) -> set[str]:
    """The lines of a merged text; git joins conflicts between which few lines stand, and repeats those."""
    return {line for line in text.splitlines() if not line.startswith(("<<<", "===", ">>>"))}


def test_a_conflict_holds_both_versions() -> None:
    merged = merged_text("a\nold\nb\n", "a\nmine\nb\n", "a\nnew\nb\n")
    assert merged.text == f"a\n{MINE}\nmine\n=======\nnew\n>>>>>>> scaffold's\nb\n"
    assert conflicts(merged.text) == (2,)


def test_a_conflict_in_a_last_line_without_its_end() -> None:
    merged = merged_text("old", "mine", "new")
    assert merged.text == f"{MINE}\nmine\n=======\nnew\n>>>>>>> scaffold's\n"


def test_the_ends_of_lines_stay_those_of_the_student() -> None:
    merged = merged_text("a\nb\nc\n", "a\r\nmine\r\nc\r\n", "a\nb\nc\nnew\n")
    assert (merged.text, merged.conflicts) == ("a\r\nmine\r\nc\r\nnew\r\n", 0)


@pytest.mark.parametrize(
    ("base", "mine", "new", "merged"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "abc", "axbc", "axbc"),
        ("abc", "abXc", "abc", "abXc"),
        ("abc", "abXc", "bac", "bXac"),
        ("abc", "cab", "abcd", "cdab"),
        ("abc", "ac", "abc", "ac"),
        ("abc", "abXc", "ac", "aXc"),
        ("abc", "XabcYZ", "cba", "XcYZba"),
    ],
)
def test_orders(base: str, mine: str, new: str, merged: str) -> None:
    assert "".join(merged_order(base, mine, new)) == merged


@given(st.permutations("abcdef"), st.lists(st.sampled_from("abcdefXYZ"), unique=True), st.permutations("abcghi"))
def test_what_stays_of_an_order(base: list[str], mine: list[str], new: list[str]) -> None:
    merged = merged_order(base, mine, new, kept={"d"})
    assert len(merged) == len(set(merged))
    assert set(merged) == {k for k in mine if k in new or k in "XYZd"} | set("ghi")
    own = [k for k in mine if k in "XYZ"]
    assert [k for k in merged if k in own] == own
