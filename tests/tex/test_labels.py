"""Labels taken out: words and commands stay apart, and blanks are those that LaTeX prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.engines.latex.compile import compile_tex
from scaffold.tex.labels import replaced, without_labels

CASES = [
    (r"We have\label{g} that", "We have that"),
    (r"We have \label{g} that", "We have that"),
    (r"We have \label{g}that", "We have that"),
    (r"We have\label{g}that", "We havethat"),
    ("We have\n\\label{g}\nthat", "We have\nthat"),
    ("We have\\label{g}\nthat", "We have\nthat"),
    ("We have \\label{g}%\n  that", "We have that"),
    ("One. \\label{g}\n\nTwo", "One. \n\nTwo"),
    ("One.\n\\label{g}\n\nTwo", "One.\n\n\nTwo"),
    (r"\label{g} Let", "Let"),
    (r"have\label{g} \label{h} that", "have that"),
    (r"have \label{g}\label{h} that", "have that"),
    (r"\leavevmode\label{a} Let", r"\leavevmode Let"),
    (r"\leavevmode\label{a}Let", r"\leavevmode Let"),
    ("\\leavevmode\\label{a}\nLet", "\\leavevmode\nLet"),
    (r"$y\ge\label{e}z$", r"$y\ge z$"),
    (r"$y\ge\label{e}2$", r"$y\ge2$"),
    (r"the \LaTeX\label{e} way", r"the \LaTeX{} way"),
    (r"the \LaTeX \label{e} way", r"the \LaTeX {} way"),
    (r"\item\label{i} one", r"\item one"),
    (r"\item\label{i}[x] one", r"\item{}[x] one"),
    (r"\item \label{i} one", r"\item one"),
    (r"\item[K]\label{i} one", r"\item[K] one"),
    (r"\\\label{i} [x]", r"\\{} [x]"),
    (r"\begin{equation}\label{e} x", r"\begin{equation} x"),
    (r"a \label[lemma]{e} b", "a b"),
    (r"\labelwidth{x} \verb|\label{x}| a", r"\labelwidth{x} \verb|\label{x}| a"),
]


@pytest.mark.parametrize(("tex", "without"), CASES)
def test_without_labels(tex: str, without: str) -> None:
    assert without_labels(tex) == without


def test_only_these_labels_or_others_instead() -> None:
    assert without_labels(r"a\label{x} b\label{y} c", ("x",)) == r"a b\label{y} c"
    assert replaced(r"a\label{x} b\label{y} c", lambda key, before: f"{key}{len(before)}") == "ax1 by5 c"


@pytest.mark.requires_latex
def test_latex_prints_the_same_without_them(tmp_path: Path) -> None:
    # LaTeX prints both blanks around two labels, the first of a paragraph none, and one after \leavevmode.
    apart = (r"\label{g} Let", r"}\label{h}", "item", "width", "leavevmode", "equation", "lemma", "\\\\")
    shown = [pair for pair in CASES if not any(word in pair[0] for word in apart)]
    boxes = (
        rf"\setbox0\hbox{{{tex}}}\setbox2\hbox{{{without}}}\typeout{{WIDTHS:\the\wd0:\the\wd2:}}"
        for tex, without in shown
    )
    text = "\\documentclass{article}\\begin{document}" + "\n".join(boxes) + "x\\end{document}"
    (tmp_path / "main.tex").write_text(text, encoding="utf-8")
    widths = re.findall(r"WIDTHS:([\d.]+)pt:([\d.]+)pt:", compile_tex(tmp_path / "main.tex", tmp_path / "out").log)
    assert [(*pair, *shown[n]) for n, pair in enumerate(widths) if pair[0] != pair[1]] == []
    assert len(widths) == len(shown)
