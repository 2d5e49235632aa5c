"""Runs of TeX without end: each is stopped long before its time limit, and the file and line it is at are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.engines.latex.compile import TexResult, render_pages
from scaffold.engines.latex.log import still_open
from scaffold.engines.latex.patience import OF_A_BUILD, OF_A_TRIAL, Patience, Watched

ENDLESS = {
    "a loop": r"\loop\iftrue\repeat",
    "a macro of itself": r"\def\a{\a}\a",
    "an expansion": r"\def\z{\expandafter\z\z}\z",
    "a loop in a box": r"\setbox0\vbox{\hbox{\loop\iftrue\repeat}}",
    "a loop in an alignment": r"\halign{#\cr\loop\iftrue\repeat}",
    "new names": r"\count1=0 \loop\advance\count1 1 \expandafter\def\csname x\the\count1\endcsname{}\iftrue\repeat",
}
TOO_MUCH = {
    "pages": r"\loop\null\newpage\iftrue\repeat",
    "messages": r"\loop\message{hello}\iftrue\repeat",
    "the log": r"\loop\immediate\write-1{hello hello}\iftrue\repeat",
}
TOO_LARGE = {
    "two of itself": r"\def\a{\a\a}\a",
    "a growing definition": r"\def\x{a}\loop\edef\x{\x\x}\iftrue\repeat",
    "groups": r"\def\a{\hbox\bgroup\a}\a",
}


BRIEF = Patience(0.4, 4.0, 200)
"""As the one of a trial, which has two seconds more."""


def run(body: str, engine: str = "pdflatex") -> TexResult:
    document = "\\documentclass{article}\n\\begin{document}Hi\n\n\\input{g/one}\n\n\\input{g/two}\n\\end{document}\n"
    files = {"g/one.tex": b"Fine.\n", "g/two.tex": f"So\n{body}\n".encode()}
    return render_pages(document, extra_files=files, engine=engine, patience=BRIEF)


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", [*ENDLESS, *TOO_MUCH])
def test_a_run_without_end_is_stopped_where_it_is(name: str) -> None:
    result = run({**ENDLESS, **TOO_MUCH}[name])
    (error,) = result.errors
    assert error.code in ("timeout", "endless")  # TeX's memory may be full first
    assert (error.file, error.line) == ("g/two.tex", 2)
    assert "after 120 s" not in error.text
    assert (result.data, result.runs) == (b"", 1)


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_too_large_names_its_line(name: str) -> None:
    result = run(TOO_LARGE[name])
    assert [(e.code, e.file, e.line) for e in result.errors] == [("endless", "g/two.tex", 2)]


@pytest.mark.requires_xelatex
@pytest.mark.parametrize("name", ["a loop", "a macro of itself"])
def test_xelatex_is_stopped_too(name: str) -> None:
    (error,) = run(ENDLESS[name], "xelatex").errors
    assert (error.code, error.file, error.line) == ("timeout", "g/two.tex", 2)


def watched(patience: Patience = OF_A_BUILD) -> Watched:
    return Watched(patience=patience, log=Path("no.log"))


def test_patience_is_counted_in_preambles() -> None:
    """A computer ten times as slow gets ten times as long; a preamble has half a minute in any case."""
    for pace in (1.0, 10.0):
        run = watched(OF_A_TRIAL)
        assert [run(b"(./a.tex", 0.2), run(b"", 0.9 * pace), run(b"(./a.aux)", pace)] == ["", "", ""]
        assert run(b"", 4.5 * pace) == ""
        assert run(b"", 5.5 * pace) == "quiet"
    assert [watched()(b"", 29.0), watched()(b"", 31.0)] == ["", "quiet"]


def test_a_picture_of_twenty_seconds_is_built() -> None:
    run = watched()
    assert [run(b"(./a.aux)", 1.0), run(b"", 21.0), run(b"[1]", 21.1), run(b"", 41.0)] == [""] * 4


def test_pages_are_counted_over_pieces_of_output() -> None:
    run = watched(OF_A_TRIAL)
    assert {run(piece, 0.1) for piece in (b"[", b"1] [2", b"] [3]") * 66} == {""}
    assert "pages" in [run(b"[1] ", 0.1) for _ in range(8)]


def test_the_open_file_is_known_from_output_alone() -> None:
    assert still_open("(./r.tex (./r.aux) (./g/a.tex) (./g/b.tex (/usr/share/texmf/x.fd)\n[1]") == "g/b.tex"
    assert still_open("(./r.tex (./g/a.tex) [1] )") == "r.tex"
    assert still_open("") == ""
