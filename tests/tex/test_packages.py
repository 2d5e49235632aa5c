"""A package with a notation of its own is one file in scaffold/tex/packages: everything else finds it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.model import Package, Paper, Source, Statement
from scaffold.tex import packages
from scaffold.tex.packages import registry
from scaffold.write.latex import macros

PLANTED = r"""
from scaffold.tex.packages.registry import Notation

NOTATION = Notation(
    package="planted",
    called="a double bar of planted",
    occurs=lambda text: "||" in text,
    written_out=lambda paper, tex, macros: (tex.replace("||", r"\Vert "), macros),
    head="% head of planted",
)
"""


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    """A paper that loads a package whose module has just been added to the folder."""
    (tmp_path / "planted.py").write_text(PLANTED, encoding="utf-8")
    monkeypatch.setattr(packages, "__path__", [*packages.__path__, str(tmp_path)])
    registry.notations.cache_clear()
    statement = Statement(id="lemma", kind="lemma", heading="Lemma", number="1", body="$||x||$")
    yield Paper(source=Source(kind="tex"), packages=(Package("planted"),), statements=(statement,))
    registry.notations.cache_clear()
    sys.modules.pop("scaffold.tex.packages.planted", None)


def test_its_notation_is_written_out_and_named(planted: Paper) -> None:
    assert registry.written_out(planted, "$||x||$")[0] == r"$\Vert x\Vert $"
    assert registry.unread(planted, "$||x||$") == "a double bar of planted"
    assert registry.unread(planted, "$x$") == ""


def test_the_preamble_loads_it_only_where_it_is_used(planted: Paper) -> None:
    sheet = macros.preamble(planted, ["lemma"])
    assert "planted" in sheet.packages
    assert "% head of planted" in sheet.tex
    assert "planted" not in macros.preamble(planted, []).packages


def test_a_paper_that_does_not_load_it_is_left_alone(planted: Paper) -> None:
    other = Paper(source=planted.source, statements=planted.statements)
    assert registry.written_out(other, "$||x||$")[0] == "$||x||$"
