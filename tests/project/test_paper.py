"""A stored paper that is missing or damaged: what is said, and the command that makes it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.errors import NotAProject
from scaffold.project.paper import PAPER, paper_of
from scaffold.project.state import Settings


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "Expecting property name"),
        ("[]", "cannot be read: it is not what scaffold writes there"),
        ("3", "cannot be read: it is not what scaffold writes there"),
        ("{}", "cannot be read: schema None: this version reads schema"),
        ('{"schema": 1, "sections": 3}', "cannot be read: it is not what scaffold writes there"),
        (None, "is missing"),
    ],
)
def test_a_damaged_paper_is_refused_in_plain_words(content: str | None, said: str, tmp_path: Path) -> None:
    (tmp_path / "paper" / "source").mkdir(parents=True)
    if content is not None:
        (tmp_path / PAPER).write_text(content, encoding="utf-8")
    with pytest.raises(NotAProject) as caught:
        paper_of(tmp_path, Settings(source="../elsewhere.tex"))
    assert said in caught.value.message
    assert str(tmp_path / "paper" / "source") in caught.value.hint


def test_the_command_names_what_there_is(tmp_path: Path) -> None:
    for settings, command in (
        (Settings(arxiv_id="2401.00001"), "scaffold init 2401.00001"),
        (Settings(source="my paper.tex"), "scaffold init 'my paper.tex'"),
    ):
        with pytest.raises(NotAProject) as caught:
            paper_of(tmp_path, settings)
        assert caught.value.hint.endswith(command)
