"""Pandoc, run in its sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.engines import pandoc
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
def test_it_reads_no_file_of_the_users(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("treasure", encoding="utf-8")
    out, _ = pandoc.run_pandoc(["-f", "latex", "-t", "plain"], rf"\input{{{secret}}} x".encode())
    assert b"treasure" not in (out or b"")


def test_without_pandoc_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    with pytest.raises(EngineMissing, match="pandoc"):
        pandoc.run_pandoc([], b"")
