"""What commands print, compared with LaTeX itself: every command is set on its own page, and the PDF's text is read.

A PDF cannot express every character: big operators have no name in it, and some signs are put together from pieces.
What LaTeX's PDFs have instead is written down here, and unicode-math's own table is the second witness.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from scaffold.tex import symbols

PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage{textcomp,amsmath,amssymb}
\usepackage[paperwidth=200pt,paperheight=100pt,margin=10pt]{geometry}
\input{glyphtounicode}\pdfgentounicode=1 \pagestyle{empty}
\begin{document}
"""

UNNAMED = set(
    "sum prod coprod int iint iiint oint bigcap bigcup bigsqcup biguplus bigwedge bigvee bigoplus bigotimes "
    "bigodot".split()
)
"""Big operators: the font for them names its characters by their sizes."""

PIECES = {
    "ldots": "...", "dots": "...", "dotsc": "...", "textellipsis": "...", "cdots": "···", "dotsb": "···",
    "vdots": "...", "ddots": "...", "ne": "\u0338=", "neq": "\u0338=", "cong": "∼=", "doteq": ".=", "notin": "∈/",
    "models": "|=", "bowtie": "▷◁", "longrightarrow": "−→", "longleftarrow": "←−", "longleftrightarrow": "←→",
    "Longrightarrow": "=⇒", "implies": "=⇒", "Longleftarrow": "⇐=", "impliedby": "⇐=", "Longleftrightarrow": "⇐⇒",
    "iff": "⇐⇒", "mapsto": "7→", "longmapsto": "7−→", "hookrightarrow": ",→", "hookleftarrow": "←-",
}  # fmt: skip
"""Signs that LaTeX puts together, as the pieces; the tail of an arrow is a 7 or a comma to its font."""

ALIKE = {
    "DJ": "Ð", "mu": "µ", "Delta": "∆", "Omega": "\u2126", "varkappa": "κ", "gimel": "ג", "mid": "|", "setminus": "\\",
    "circ": "◦", "bigcirc": "\u20dd", "lhd": "◁", "rhd": "▷", "vartriangleleft": "◁", "vartriangleright": "▷",
    "|": "∥", "Vert": "∥", "lVert": "∥", "rVert": "∥", "lll": "≪", "ggg": "≫", "lozenge": "♢", "Diamond": "♢",
    "blacklozenge": "♦", "bigstar": "⋆", "circlearrowright": "⟳", "circlearrowleft": "⟲", "rightrightarrows": "⇒",
    "leftleftarrows": "⇔",
}  # fmt: skip
"""Signs whose name in the font means another character that looks alike (and two names that are mixed up there)."""

OURS = {"imath": "ı", "jmath": "ȷ", "cdot": "·", "setminus": "∖", "perp": "⊥"}
"""Where unicode-math has a slanted letter, or a sign that few fonts have."""


def printed(pieces: Sequence[str], folder: Path) -> list[str]:
    """The text of each piece of LaTeX as its PDF says it, without white space."""
    (folder / "signs.tex").write_text(PREAMBLE + "\n\\newpage\n".join(pieces) + "\n\\end{document}\n", encoding="utf-8")
    command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", "signs.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    assert run.returncode == 0, (folder / "signs.log").read_text(errors="replace")[-2000:]
    with pypdfium2.PdfDocument(folder / "signs.pdf") as pdf:
        return ["".join(pdf[n].get_textpage().get_text_range().split()) for n in range(len(pdf))]


@pytest.mark.requires_latex
def test_latex_prints_the_signs_of_the_table(tmp_path: Path) -> None:
    table = {rf"\{name}": (name, sign) for name, sign in symbols.LETTERS.items()}
    table |= {rf"$\{name}$": (name, sign) for name, sign in symbols.SIGNS.items() if name not in UNNAMED}
    wanted = {name: PIECES.get(name) or ALIKE.get(name, sign) for name, sign in table.values()}
    got = dict(zip((name for name, _ in table.values()), printed(list(table), tmp_path), strict=True))
    assert got == wanted


@pytest.mark.requires_latex
def test_latex_prints_the_names_of_functions(tmp_path: Path) -> None:
    names = sorted(symbols.FUNCTIONS)
    assert printed([rf"$\{name}$" for name in names], tmp_path) == names


@pytest.mark.requires_latex
def test_latex_sets_the_accents_of_the_table(tmp_path: Path) -> None:
    letters = {"`": "a", "'": "a", "^": "a", "~": "n", "u": "a", ".": "z", '"': "a", "r": "a", "H": "o", "v": "c",
               "c": "c", "k": "a"}  # fmt: skip
    composed = [unicodedata.normalize("NFC", letter + symbols.TEXT_ACCENTS[name]) for name, letter in letters.items()]
    assert printed([rf"\{name}{{{letter}}}" for name, letter in letters.items()], tmp_path) == composed
    assert set(symbols.TEXT_ACCENTS) - set(letters) == set("=db"), "accents that no font for pdfLaTeX holds composed"


@pytest.mark.requires_latex
def test_latex_sets_the_accents_of_mathematics(tmp_path: Path) -> None:
    names = "grave acute hat tilde bar breve dot ddot mathring check".split()
    alone = {combining: accent for accent, combining in symbols.COMBINING.items()}
    got = printed([rf"$\{name}{{x}}$" for name in names], tmp_path)
    assert [text.replace("x", "") for text in got] == [alone[symbols.MATH_ACCENTS[name]] for name in names]


@pytest.mark.requires_latex
def test_unicode_math_has_the_same_signs() -> None:
    found = subprocess.run(["kpsewhich", "unicode-math-table.tex"], capture_output=True, text=True, check=False)
    if not found.stdout.strip():
        pytest.skip("unicode-math is not installed")
    text = Path(found.stdout.strip()).read_text(encoding="utf-8")
    rows = re.findall(r'\\UnicodeMathSymbol\{"([0-9A-F]+)\}\{\\(\w+)\s*\}', text)
    theirs = {name: chr(int(code, 16)) for code, name in rows if name in symbols.SIGNS and name not in OURS}
    assert len(theirs) > 200
    assert {name: symbols.SIGNS[name] for name in theirs} == theirs
    assert {name: symbols.SIGNS[name] for name in OURS} == OURS


def test_the_alphabets_have_the_letters_of_unicode() -> None:
    for command, alphabet in symbols.ALPHABETS.items():
        for letter, character in alphabet.items():
            assert unicodedata.normalize("NFKC", character) == letter, (command, letter)
            assert unicodedata.name(character), (command, letter)


def test_a_command_that_is_no_sign_prints_none() -> None:
    assert symbols.sign("alpha") == "α"
    assert symbols.sign("bigtriangleup") == "△", "pylatexenc's table is used after ours"
    assert symbols.sign("frac") is None
    assert symbols.sign("nosuchcommand") is None
