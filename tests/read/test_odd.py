"""Odd input: any input gives a paper. The only refusal is a source without a LaTeX document."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.errors import NoMainFile
from scaffold.model import from_json, to_json
from scaffold.read.crosscheck import crosscheck
from scaffold.read.latex import plain_text
from scaffold.read.latex.counters import Counters
from scaffold.read.latex.reader import read
from scaffold.read.numbers import Reading
from scaffold.tex import tokens
from scaffold.tex.arguments import CannotExpand, Cursor, expansion, take
from scaffold.tex.definitions import parse
from tests.conftest import LONG_TESTS
from tests.papers.extract_truth import EXAMPLE
from tests.read.mutate import copied, mutate_file
from tests.read.odd import HEAD, ODD

SIZE = 4_000
MUTATIONS = 150 if LONG_TESTS else 40

COMMANDS = r"""
    \begin{thm} \end{thm} \begin{proof} \end{proof} \section{ \section*{a} \label{a} \ref{a} \cref{a,b} { } [ ] # #1 ##
    % \\ \def\x \newcommand{\y}[1] {\x#1} \x \y \if \iffalse \iftrue \else \fi \ifx\x\y \newif\ifz \ztrue $ $$ & ~ ^ _ @
    \makeatletter \csname \endcsname \let\x=\y \newtheorem{lem}[thm]{Lemma} \begin{lem} \end{lem} \appendix
    \input{main} \include{x} \verb| | \begin{verbatim} \end{verbatim} \begin{equation} \end{equation} \tag{1} \item \qed
    \textbf{Proof.} \setcounter{thm}{3} \renewcommand{\thethm}{\ref{a}} \newenvironment{e}{\begin{thm}}{\end{thm}}
    \begin{e} \end{e} \begin{restatable}{thm}{k} \k* \end{restatable} \begin{document} \end{document} \endinput
    \documentclass{article} \ifnum 1 < 2 \ifthenelse{\equal{a}{b}} \expandafter \@for\z:=a,b\do{\z} \begingroup
    \endgroup \cite[a]{b} \footnote{ \usepackage{x} \declaretheorem[name=A]{q} \begin{q}
    """
PIECES = st.sampled_from([*COMMANDS.split(), " ", "\n", "\n\n", "word ", "é", "\0"])
SOURCES = st.lists(PIECES, max_size=60).map("".join)


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_source_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(ODD[name](SIZE), encoding="utf-8")
    paper = read(tmp_path)
    assert from_json(to_json(paper)) == paper
    assert any(s.number == "1" for s in paper.statements)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=SOURCES)
def test_any_sequence_of_commands_is_read(body: str, tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(HEAD + body, encoding="utf-8")
    read(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_bytes(HEAD.encode() + data)
    read(tmp_path)


@given(text=SOURCES, pos=st.integers(0, 50))
def test_tokens_never_raise_and_never_go_back(text: str, pos: int) -> None:
    masked = tokens.mask(text)
    assert len(masked) == len(text)
    assert masked.count("\n") == text.count("\n")
    for taking in (tokens.argument, tokens.option, tokens.group, tokens.control):
        got = taking(masked, pos)
        assert got is None or pos < got[1] <= len(masked)
    assert "".join(tokens.split_top(text, ",")) == text.replace(",", "") or "{" in text or "\\" in text


@given(text=SOURCES, far=st.booleans())
def test_a_far_brace_is_the_one_that_is_near(text: str, far: bool) -> None:
    """Groups of long texts are found by all pairs, those of short ones by walking: both must agree."""
    padded = text + "x" * (10_000 if far else 0)
    assert tokens.close_brace("{" + padded, 1) in (tokens._close_far("{" + padded, 1), -1)


@given(spec=st.text(alphabet="smoOdDrRtbe{}()*+!>= xu", max_size=12), text=SOURCES)
def test_arguments_never_raise(spec: str, text: str) -> None:
    for definition in (rf"\NewDocumentCommand\x{{{spec}}}{{#1}}", rf"\def\x{spec}{{#1}}", text):
        made = parse(definition)
        if made is None or made.body is None:
            continue
        cursor = Cursor(text)
        with contextlib.suppress(CannotExpand):
            assert isinstance(expansion(made, take(made.parameters, cursor)), str)
        assert 0 <= cursor.pos <= len(text)


@given(text=SOURCES)
def test_plain_text_never_raises_and_is_one_line(text: str) -> None:
    assert "\n" not in plain_text.text(text, lambda name: f"\\{name} a" if name == "x" else None)


@given(template=SOURCES, value=st.integers(-5, 10**9))
def test_counters_print_anything(template: str, value: int) -> None:
    counters = Counters()
    counters.new("thm")
    counters.set("thm", value)
    for style in ("arabic", "roman", "Roman", "alph", "Alph", "fnsymbol"):
        assert isinstance(counters.render(rf"\{style}{{thm}}"), str)
    counters.render(template)
    counters.evaluate(template)


@pytest.mark.slow
def test_damaged_papers_are_read(tmp_path: Path) -> None:
    for seed in range(MUTATIONS):
        if seed % 20 == 0:
            folder = copied(EXAMPLE / "v2", tmp_path / "paper")
        changed = mutate_file(folder, seed)
        try:
            read(folder)
        except NoMainFile:
            pass
        except Exception as trouble:
            raise AssertionError(f"seed {seed}: {changed.name} damaged is not read") from trouble


def test_a_pdf_that_is_none_is_a_diagnostic(tmp_path: Path) -> None:
    paper = read(EXAMPLE / "v2")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nonsense")
    for pdf in (tmp_path / "bad.pdf", tmp_path / "absent.pdf"):
        checked = crosscheck(lambda _: Reading(paper), pdf)
        assert checked.diagnostics[-1].code == "unreadable-pdf"
        assert checked.statements == paper.statements


def test_files_that_are_missing_or_input_themselves_are_reported(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(HEAD + r"\input{main}\input{nowhere}", encoding="utf-8")
    assert {d.code for d in read(tmp_path).diagnostics} >= {"input-loop", "missing-file"}


def test_reading_needs_no_deep_recursion(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(ODD["nested groups"](20_000), encoding="utf-8")
    limit = sys.getrecursionlimit()
    read(tmp_path)
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize(("encoding", "declared"), [("latin-1", "latin1"), ("utf-8-sig", "utf8"), ("utf-16", "utf8")])
def test_encodings(encoding: str, declared: str, tmp_path: Path) -> None:
    text = rf"\documentclass{{article}}\usepackage[{declared}]{{inputenc}}\newtheorem{{t}}{{Théorème}}" "\r\n"
    body = "\\begin{document}\r\n\\begin{t}é\\end{t}\r\n\\end{document}\r\n"
    (tmp_path / "main.tex").write_bytes((text + body).encode(encoding))
    (statement,) = read(tmp_path).statements
    assert (statement.heading, statement.number, statement.body, statement.line) == ("Théorème", "1", "é", 3)


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"Computing all $u_i=g^\frac{L(x) - 1}{x}$", "Computing all u_i=g^((L(x) - 1)/x)"),
        (r"$\frac12$ and $\tfrac{n}{2}$", "1/2 and n/2"),
        (r"$x^{\frac ab}$", "x^(a/b)"),
        (r"\frac", ""),
    ],
)
def test_a_fraction_in_a_heading_is_on_one_line(tex: str, shown: str) -> None:
    assert plain_text.text(tex) == shown
