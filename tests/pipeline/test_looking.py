"""`scaffold versions` and `scaffold find`."""

from __future__ import annotations

import pytest

from tests.loopback import Loopback
from tests.pipeline.conftest import ID, Run

pytestmark = pytest.mark.slow


def test_versions_are_listed_with_the_chosen_one(scaffold: Run, arxiv: Loopback) -> None:
    run = scaffold("versions", ID)
    assert run.returncode == 0, run.stderr
    title, first, second, comment, why = run.stdout.splitlines()
    assert title == arxiv.papers[ID].title
    assert first.split()[0] == "v1"
    assert second.split()[:2] == ["★", "v2"]
    assert comment.startswith("  comment on v2: ")
    assert why.startswith("v2: ")
    assert not [path for path in arxiv.paths if path.startswith("/src")]


def test_a_withdrawn_version_is_shown(scaffold: Run, arxiv: Loopback) -> None:
    arxiv.add(ID, version=3, withdrawn=True, comment="Withdrawn by the authors")
    run = scaffold("versions", f"{ID}v1")
    assert run.returncode == 0, run.stderr
    assert "withdrawn" in run.stdout.splitlines()[3]
    assert f"use {ID}v2" in run.stdout.splitlines()[-1]
    assert "★" not in run.stdout


def test_versions_work_offline_and_without_a_history(scaffold: Run, arxiv: Loopback) -> None:
    arxiv.fault("503", "/oai", times=None)
    assert scaffold("versions", ID, "--offline").returncode == 13
    assert "arXiv gave no dates and sizes" in scaffold("versions", ID).stdout
    asked = len(arxiv.requests)
    assert scaffold("versions", ID, "--offline").returncode == 0
    assert len(arxiv.requests) == asked


@pytest.mark.parametrize(("source", "code"), [("2401.99999", 11), (".", 10), ("banana", 10)])
def test_what_has_no_versions(scaffold: Run, source: str, code: int) -> None:
    assert scaffold("versions", source).returncode == code


def test_papers_are_found_by_words_of_their_titles(scaffold: Run, arxiv: Loopback) -> None:
    word = arxiv.papers[ID].title.split()[0]
    run = scaffold("find", word)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"{ID}   {arxiv.papers[ID].title}\n")
    assert arxiv.paths == ["/api/query"]


@pytest.mark.parametrize(("words", "code"), [(("nonsense", "xyzzy"), 11), (("?!",), 10), (('" OR all:x',), 11)])
def test_what_is_not_found(scaffold: Run, words: tuple[str, ...], code: int) -> None:
    run = scaffold("find", *words)
    assert run.returncode == code
    assert "Hint:" in run.stderr
