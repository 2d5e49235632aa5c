"""Numbers that the pages print: taken where the words around them agree, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.read.latex.reader import reading
from scaffold.read.numbers import Numbers, Reading
from scaffold.read.page_text import PageText
from scaffold.read.pdf.page.lines import Line
from scaffold.read.printed_numbers import found

HEAD = r"\documentclass{article}\newtheorem{lem}{Lemma}\begin{document}"

DISPLAY = (
    r"For all of these the energy is conserved, that is" "\n"
    r"\begin{equation}\label{e}E(t)=E(0)\end{equation}" "\n"
    r"as long as the solution exists at all, which we assume."
)  # fmt: skip
BEFORE, AFTER = "For all of these the energy is conserved, that is", "as long as the solution exists at all, which we"


def read(tex: str, folder: Path) -> Reading:
    (folder / "main.tex").write_text(HEAD + tex + r"\end{document}", encoding="utf-8")
    return reading(folder, None, Numbers())


def labels(tex: str, folder: Path, *page: str) -> dict[str, str]:
    """What labels print once the lines of a page are known."""
    first = read(tex, folder)
    numbers = found(first, PageText([Line(1, text) for text in page]))
    return {label.key: label.number for label in reading(folder, None, numbers).paper.labels}


@pytest.mark.parametrize("line", ["E(t) = E(0) (3.2)", "(3.2)", "(3.2) E(t) = E(0)"])
def test_an_equation_between_its_words(line: str, tmp_path: Path) -> None:
    assert labels(DISPLAY, tmp_path, BEFORE, line, AFTER) == {"e": "3.2"}


@pytest.mark.parametrize(
    "page",
    [
        (BEFORE, "E(t) = E(0)", AFTER, "by (3.2)"),
        (BEFORE, "E(t) = E(0) (3.2)", "and (3.3)", AFTER),
        (BEFORE, "E(t) = E(0) (3.2)", "other words"),
        (BEFORE, "E(t) = E(0) (3.2)", AFTER, BEFORE, "E(t) = E(0) (3.4)", AFTER),
        (BEFORE, "E(t) = E(0) (a)", AFTER),
    ],
)
def test_no_number_of_another_place(page: tuple[str, ...], tmp_path: Path) -> None:
    assert labels(DISPLAY, tmp_path, *page) == {"e": "1"}


def test_a_reference_beside_the_display_may_be_what_ends_a_line(tmp_path: Path) -> None:
    tex = DISPLAY.replace("that is\n", r"by \eqref{f}" "\n")
    assert (
        labels(tex, tmp_path, "For all of these the energy is conserved, by", "(7)", "E(t) = E(0)", AFTER)["e"] == "1"
    )


def test_rows_of_one_display(tmp_path: Path) -> None:
    tex = DISPLAY.replace("equation", "align").replace("E(t)=E(0)", r"a\label{a}\\b\label{b}")
    page = (BEFORE, "a (5)", "b (6)", AFTER)
    assert labels(tex, tmp_path, *page) == {"e": "5", "a": "5", "b": "6"}


def test_a_group_of_equations_has_the_number_of_its_parts(tmp_path: Path) -> None:
    tex = DISPLAY.replace(r"\begin{equation}", r"\begin{subequations}\label{g}\begin{equation}")
    tex = tex.replace(r"\end{equation}", r"\end{equation}\end{subequations}")
    assert labels(tex, tmp_path, BEFORE, "E(t) = E(0) (3.2a)", AFTER) == {"g": "3.2", "e": "3.2a"}


@pytest.mark.parametrize(
    ("kind", "line", "number"),
    [("figure", "Figure A3: Energy of the", "A3"), ("table", "TABLE II", "II"), ("figure", "In Figure 3 the", "1")],
)
def test_a_caption_by_its_words(kind: str, line: str, number: str, tmp_path: Path) -> None:
    tex = rf"\begin{{{kind}}}\caption{{Energy of the solution over time}}\label{{f}}\end{{{kind}}}"
    page = (line, "solution over time") if "Energy" in line else (line, "Energy of the solution over time")
    assert labels(tex, tmp_path, *page) == {"f": number}


def test_captions_that_begin_alike(tmp_path: Path) -> None:
    captions = [f"A fragment of the rules that translate statements of the {n} topos" for n in ("first", "second")]
    tex = "".join(rf"\begin{{table}}\caption{{\label{{{n}}}{text}}}\end{{table}}" for n, text in enumerate(captions))
    page = [f"Table 4.{n} {text}" for n, text in enumerate(captions, 1)]
    assert labels(tex, tmp_path, *page) == {"0": "4.1", "1": "4.2"}


@pytest.mark.parametrize(("line", "number"), [("(iii) the energy is conserved", "iii"), ("3. the energy is", "i")])
def test_an_item_with_a_number_of_its_kind(line: str, number: str, tmp_path: Path) -> None:
    tex = r"\begin{enumerate}[label=(\roman*)]\item\label{i} the energy is conserved\end{enumerate}"
    assert labels(tex, tmp_path, line)["i"].strip("()") == number


LEMMA = r"\begin{lem}\label{l}Every solution of finite energy exists for all times $t$, and is unique there.\end{lem}"
BODY = "Every solution of finite energy exists for all times t, and is unique there."


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (("Lemma 4. " + BODY,), "4"),
        (("Lemma 4 (Existence). " + BODY,), "4"),
        (("Lemma 4. Something else.", BODY), "4"),
        (("Lemma 4. " + BODY, "Lemma 1. Something else."), "1"),
        (("Lemma 4. " + BODY, "Lemma 5. " + BODY), "1"),
        (("Lemma 4 shows that " + BODY,), "1"),
        (("by Lemma 4. " + BODY,), "1"),
        (("Lemma 4. No word of it.",), "1"),
    ],
)
def test_a_statement_by_its_words(page: tuple[str, ...], number: str, tmp_path: Path) -> None:
    assert labels(LEMMA, tmp_path, *page) == {"l": number}
