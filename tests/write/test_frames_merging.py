"""slides.tex frame by frame: what the student wrote stays, what scaffold wrote follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.write.beamer.merging import MergedFrames, merge

HEAD = "\\documentclass{beamer}\n\\usetheme{scaffold}\n\\title{One}\n\\begin{document}\n\n"
END = "\\end{document}\n"


def frame(title: str, body: str = "\\prompt{What?}") -> str:
    return f"\\begin{{frame}}{{{title}}}\n  {body}\n  \\note{{%\n    60 s.\\par\n}}\n\\end{{frame}}\n\n"


def deck(*frames: str, head: str = HEAD) -> str:
    return head + "".join(frames) + END


A, B, C, OWN = frame("A"), frame("B"), frame("C"), frame("My own", "My words")
MINE, NEW = frame("B", "My words"), frame("B", "\\prompt{Which?}")


@pytest.mark.parametrize(
    ("base", "mine", "new", "merged"),
    [
        ((A, B), (A, B), (A, NEW), (A, NEW)),
        ((A, B), (A, B, OWN), (B, A), (B, OWN, A)),
        ((A, B), (A, OWN, B), (A, C, B), (A, OWN, C, B)),
        ((A, B, C), (C, A, B), (A, NEW, C), (C, A, NEW)),
        ((A, B), (A,), (A, NEW), (A,)),
        ((A, B), (A, B), (A,), (A,)),
        ((A, B), (A, MINE), (A,), (A, MINE)),
        ((A, B), (A, MINE), (A, B, C), (A, MINE, C)),
    ],
    ids=["replaced", "own", "own and added", "moved", "deleted", "removed", "changed and removed", "changed"],
)
def test_frames(base: tuple[str, ...], mine: tuple[str, ...], new: tuple[str, ...], merged: tuple[str, ...]) -> None:
    assert merge(deck(*base), deck(*mine), deck(*new)).text == deck(*merged)


def test_the_new_form_of_a_changed_frame_is_behind_it_as_a_comment() -> None:
    merged = merge(deck(A, B), deck(A, MINE), deck(A, NEW))
    lines = [f"% {line}".rstrip() for line in NEW.rstrip("\n").split("\n")]
    assert merged.text == deck(A, MINE, "\n".join(["% new: " + lines[0][2:], *lines[1:]]) + "\n\n")
    assert merged.changes == ("kept, as you changed it; the new form follows it as a comment: B",)
    again = merge(deck(A, NEW), merged.text, deck(A, frame("B", "\\prompt{Why?}")))
    assert again.text.count("% new: ") == 1
    assert "% \\prompt{Why?}".replace("% ", "%   ") in again.text


def test_frames_in_another_language_are_the_same_frames() -> None:
    base, mine = [frame("The question"), frame("What was known, continued"), frame("Road map of the proof")], "My words"
    new = [frame("Die Frage", "\\prompt{Was?}"), frame("Was bekannt war, Fortsetzung"), frame("Der Weg des Beweises")]
    merged = merge(deck(*base, B), deck(frame("The question", mine), *base[1:], OWN, B), deck(*new, B))
    assert merged.changes == (
        "kept, as you changed it; the new form follows it as a comment: The question",
        "replaced: What was known, continued → Was bekannt war, Fortsetzung",
        "replaced: Road map of the proof → Der Weg des Beweises",
    )
    assert merged.text.index(mine) < merged.text.index("% new: \\begin{frame}{Die Frage}")
    assert "Road map" not in merged.text


def test_titles_of_frames_are_named_in_plain_text() -> None:
    assert merge(deck(A), deck(A), deck(A, frame('M{\\"{o}}gliche \\emph{Fragen}'))).changes == (
        "added: Mögliche Fragen",
    )


def test_a_new_time_reaches_a_frame_that_the_student_has_written() -> None:
    new = B.replace("60 s.", "90 s.")
    merged = merge(deck(A, B), deck(A, MINE), deck(A, new))
    assert merged.text == deck(A, MINE.replace("60 s.", "90 s."))
    assert merged.changes == ("merged: B",)


def test_the_head_is_merged_line_by_line() -> None:
    mine, new = HEAD.replace("\n\\usetheme", "\n\\usepackage{tikz}\n\\usetheme"), HEAD.replace("One", "Two")
    merged = merge(deck(A), deck(A, head=mine), deck(A, head=new))
    assert (merged.text, merged.conflicts) == (deck(A, head=mine.replace("One", "Two")), 0)


def test_a_command_in_a_comment_begins_no_frame() -> None:
    text = deck(A, "% \\begin{frame}{Old}\n", B)
    assert merge(text, text.replace("What?", "Mine"), text).text == text.replace("What?", "Mine")


FRAMES = st.lists(st.sampled_from(["A", "B", "C", "D"]), unique=True, max_size=4)


@given(FRAMES, FRAMES, FRAMES, st.sets(st.sampled_from("ABCD")))
def test_nothing_of_the_students_is_lost(base: list[str], mine: list[str], new: list[str], touched: set[str]) -> None:
    present = [frame(t, f"mine {t}") if t in touched or t not in base else frame(t) for t in mine]
    merged = merge(deck(*map(frame, base)), deck(*present), deck(*(frame(t, f"new {t}") for t in new)))
    assert all(piece in merged.text for t, piece in zip(mine, present, strict=True) if f"mine {t}" in piece)
    assert merge(
        deck(*(frame(t, f"new {t}") for t in new)), merged.text, deck(*(frame(t, f"new {t}") for t in new))
    ) == (type(merged)(merged.text))


@given(FRAMES, FRAMES, FRAMES, st.sets(st.sampled_from("ABCD")), st.sampled_from(["\n", "\r\n"]))
def test_a_second_update_has_nothing_to_do(
    base: list[str], mine: list[str], new: list[str], touched: set[str], end: str
) -> None:
    present = [frame(t, f"mine {t}") if t in touched or t not in base else frame(t) for t in mine]
    wanted = deck(*(frame(t, f"new {t}") for t in new))
    once = merge(deck(*map(frame, base)), deck(*present).replace("\n", end), wanted)
    assert merge(wanted, once.text, wanted) == MergedFrames(once.text)


def test_ends_of_lines_that_differ_within_a_file_stay() -> None:
    mine = deck(A, MINE.replace("\n", "\r\n"), OWN)
    merged = merge(deck(A, B), mine, deck(A, NEW)).text
    assert merged.startswith(deck(A, MINE.replace("\n", "\r\n")).removesuffix(END))
    assert OWN in merged


@given(FRAMES, FRAMES)
def test_one_side_alone_wins(base: list[str], other: list[str]) -> None:
    old, new = deck(*map(frame, base)), deck(*(frame(t, "x") for t in other))
    assert merge(old, old, new).text == new
    assert merge(old, new, old).text == new
