"""Pandoc, run in its sandbox."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaffold.engines import limits, pandoc
from scaffold.errors import EngineMissing

present = pytest.mark.requires_pandoc


@present
def test_it_converts() -> None:
    out, _ = pandoc.run_pandoc(["-f", "latex", "-t", "plain"], rb"\emph{a} $b$")
    assert out is not None
    assert b"a" in out


@present
def test_a_document_that_it_cannot_read_gives_no_output() -> None:
    out, messages = pandoc.run_pandoc(["-f", "latex", "-t", "json"], b"{ $x_{$ ")
    assert out is None
    assert messages


@present
def test_the_same_data_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = f"$x^{{{os.urandom(4).hex()}}}$".encode()  # results are kept for all tests
    started = started_by(monkeypatch)
    first = pandoc.run_pandoc(["-f", "latex", "-t", "json"], given)
    assert pandoc.run_pandoc(["-f", "latex", "-t", "json"], given) == first
    assert len(started) == 1
    assert pandoc.run_pandoc(["-f", "latex", "-t", "plain"], given) != first
    pandoc.run_pandoc(["-f", "latex", "-t", "json"], given + b" y")
    assert len(started) == 3


@present
def test_another_pandoc_converts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given = os.urandom(4).hex().encode()
    pandoc.run_pandoc(["-f", "latex", "-t", "plain"], given)
    started = started_by(monkeypatch)
    monkeypatch.setattr(pandoc, "_about", lambda path: "pandoc 3.99\n")
    pandoc.run_pandoc(["-f", "latex", "-t", "plain"], given)
    assert len(started) == 1


@present
def test_what_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    started = started_by(monkeypatch)
    for _ in range(2):
        assert pandoc.run_pandoc(["-f", "latex", "-t", "json"], b"{ $x_{$ ")[0] is None
    assert len(started) == 2


def started_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments of each pandoc that is started from now on, other than to ask for its version."""
    started: list[str] = []
    run = limits.run
    pandoc.find_pandoc()

    def noted(argv: list[str], *args: object, **options: object) -> limits.Finished:
        started.append(" ".join(argv))
        return run(argv, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(limits, "run", noted)
    return started


@present
def test_it_reads_no_file_of_the_users(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("treasure", encoding="utf-8")
    out, _ = pandoc.run_pandoc(["-f", "latex", "-t", "plain"], rf"\input{{{secret}}} x".encode())
    assert b"treasure" not in (out or b"")


def test_without_pandoc_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    with pytest.raises(EngineMissing, match="pandoc"):
        pandoc.run_pandoc([], b"")
