"""What is said of a file of the student's that is gone or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.originals import FOLDER, damaged_deck


@pytest.mark.parametrize(
    ("content", "said", "hint"),
    [
        (b"", "is empty", "restore it from a backup"),
        (b"PK\x03\x04 cut", "is not a PowerPoint file, or is damaged", "open it in PowerPoint"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is protected by a password", "without a password"),
        (None, "is not a PowerPoint file, or is damaged", "open it in PowerPoint"),
    ],
)
def test_a_deck_that_cannot_be_read(content: bytes | None, said: str, hint: str, tmp_path: Path) -> None:
    deck = tmp_path / "slides" / "slides.pptx"
    deck.parent.mkdir()
    if content is not None:
        deck.write_bytes(content)
    error = damaged_deck(deck)
    assert error.message.startswith(f"{deck} {said}")
    assert hint in error.hint


def test_the_copy_of_scaffolds_own_is_named_where_there_is_one(tmp_path: Path) -> None:
    deck = tmp_path / "slides" / "slides.pptx"
    assert FOLDER not in damaged_deck(deck).hint
    copy = tmp_path / FOLDER / "slides" / "slides.pptx"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"PK")
    assert f"{FOLDER}/slides/slides.pptx is as scaffold wrote it" in damaged_deck(deck).hint
