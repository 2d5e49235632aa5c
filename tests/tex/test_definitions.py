r"""Definitions of LaTeX: parsed to what LaTeX makes of them, and to what was written."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import model
from scaffold.check.fidelity import latex
from scaffold.engines.latex.compile import compile_tex
from scaffold.model import Macro, Paper, Parameter, Source
from scaffold.read.latex import reader
from scaffold.tex.definitions import completed, meanings, parse, to_latex
from scaffold.write.text.expand import expand
from tests.stanzas import CASES, Stanza, load, params

_PACKAGES = "amsmath amssymb mathtools bm xparse xargs etoolbox environ algorithm2e"
_HEAD = (
    "\\documentclass{article}\n" + "".join(f"\\usepackage{{{name}}}\n" for name in _PACKAGES.split())
    + "\\usepackage[noTeX]{mmap}\\usepackage[T1]{fontenc}\\pagestyle{empty}\\makeatletter\n"
)  # fmt: skip


_PLAIN = str.maketrans("∗−⧸", "*-/")


def parts(stanza: Stanza) -> tuple[str, str]:
    """The definitions and the use of a case."""
    *definitions, use = stanza.input.splitlines()
    return "\n".join(definitions), use


def macros(stanza: Stanza) -> list[Macro]:
    """What is parsed, in the order of the definitions."""
    return [made for text in re.split(r"\n(?! )", parts(stanza)[0]) if (made := parse(text)) is not None]


def meaning(macro: Macro) -> tuple[object, ...]:
    """What a definition says, whoever wrote it down."""
    return macro.parameters, macro.body, macro.end, macro.fence, macro.final


def letters(text: str) -> str:
    """A text without spaces, its signs and letters as those of upright words."""
    return unicodedata.normalize("NFKC", re.sub(r"\s+|\N{VARIATION SELECTOR-1}", "", text)).translate(_PLAIN)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What LaTeX prints for the use of each case, and for our expansion of it: two pages for each, in one run."""
    import pypdfium2

    folder = tmp_path_factory.mktemp("definitions")
    stanzas = load(CASES / "definitions.md")
    pages = [text for s in stanzas for text in (parts(s)[1], expand(parts(s)[1], macros(s)))]
    tex = _HEAD + "\n".join(parts(s)[0] for s in stanzas) + "\n\\begin{document}\n"
    tex += "\n\\newpage\n".join(f"\\noindent {page}" for page in pages) + "\n\\end{document}\n"
    (folder / "main.tex").write_text(tex, encoding="utf-8")
    result = compile_tex(folder / "main.tex", folder / "out")
    assert not result.errors, result.errors
    document = pypdfium2.PdfDocument(folder / "out" / "main.pdf")
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert len(texts) == len(pages)
    return {s.title: (texts[2 * n], texts[2 * n + 1]) for n, s in enumerate(stanzas)}


@pytest.mark.requires_latex
@pytest.mark.parametrize("stanza", params("definitions.md"))
def test_a_use_becomes_what_latex_prints(stanza: Stanza, printed: dict[str, tuple[str, str]]) -> None:
    theirs, ours = printed[stanza.title]
    assert letters(theirs) == letters(stanza.expected), "the case says something else than LaTeX"
    assert ours == theirs


@pytest.mark.parametrize("stanza", params("definitions.md"))
def test_reader_writer_and_checker_agree(stanza: Stanza, tmp_path: Path) -> None:
    definitions, use = parts(stanza)
    text = f"{_HEAD}{definitions}\n\\newtheorem{{thm}}{{Theorem}}\\begin{{document}}\n\\begin{{thm}}{use}\\end{{thm}}\n"
    (tmp_path / "main.tex").write_text(text + "\\end{document}\n", encoding="utf-8")
    paper = reader.read(tmp_path)
    parsed, read = meanings(tuple(macros(stanza))), meanings(paper.macros)
    assert {name: meaning(m) for name, m in read.items()} == {name: meaning(m) for name, m in parsed.items()}
    if r"\begin" in use:
        return  # the checker passes over the paper's own environments
    written = latex.content(expand(use, paper.macros))
    checked = latex.content(use, paper.macros)
    assert (checked.signs, checked.odd) == (written.signs, "")


def test_every_name_is_defined_in_one_case() -> None:
    found: dict[str, str] = {}
    for stanza in load(CASES / "definitions.md"):
        for macro in macros(stanza):
            assert found.setdefault(macro.name, stanza.title) == stanza.title


_NAMES = st.text(alphabet="abcXYZ@", min_size=1, max_size=6)
_BODIES = st.lists(st.sampled_from(["x", "#1", "#2", "{y}", r"\alpha ", "+", "[", "]"]), max_size=6).map("".join)


@given(name=_NAMES, count=st.integers(2, 9), default=st.none() | st.sampled_from(["", "n", "{]}"]), body=_BODIES)
def test_newcommand_is_parsed_to_what_was_written(name: str, count: int, default: str | None, body: str) -> None:
    option = "" if default is None else f"[{default}]"
    made = parse(rf"\newcommand*{{\{name}}}[{count}]{option}{{{body}}}")
    first = Parameter() if default is None else Parameter(kind="o", default=default, opens="[", closes="]")
    assert made is not None
    assert (made.name, made.body, made.parameters) == ("\\" + name, body, (first, *(Parameter(),) * (count - 1)))


_SPECS: dict[str, dict[str, Any]] = {
    "m": {"kind": "m"}, "s": {"kind": "s", "opens": "*"}, "t+": {"kind": "s", "opens": "+"}, "v": {"kind": "v"},
    "o": {"kind": "d", "opens": "[", "closes": "]"}, "O{x}": {"kind": "d", "opens": "[", "closes": "]", "default": "x"},
    "d()": {"kind": "d", "opens": "(", "closes": ")"}, "g": {"kind": "d", "opens": "{", "closes": "}"},
    "R<>{}": {"kind": "d", "opens": "<", "closes": ">", "default": ""}, "e^": {"kind": "e", "opens": "^"},
    "u;": {"kind": "u", "closes": ";"}, r">{\TrimSpaces}m": {"kind": "m", "processors": (r"\TrimSpaces",)},
    "!o": {"kind": "d", "opens": "[", "closes": "]", "tight": True}, "+m": {"kind": "m"},
}  # fmt: skip


@given(letters=st.lists(st.sampled_from(sorted(_SPECS)), max_size=9), space=st.sampled_from(["", " ", "  "]))
def test_an_argument_specification_is_parsed_to_what_was_written(letters: list[str], space: str) -> None:
    made = parse(rf"\NewDocumentCommand\x{{{space.join(letters)}}}{{body}}")
    wanted: list[dict[str, Any]] = [_SPECS[letter] for letter in letters]
    assert made is not None
    assert made.parameters == tuple(Parameter(**values) for values in wanted)


@given(letters=st.lists(st.sampled_from(sorted(_SPECS)), max_size=9))
def test_a_definition_that_is_spelt_out_means_the_same(letters: list[str]) -> None:
    made = parse(rf"\NewDocumentCommand\x{{{' '.join(letters)}}}{{body}}")
    again = made and parse(to_latex(made))
    assert made
    assert again
    assert (again.name, again.body, again.parameters) == (made.name, made.body, made.parameters)


def test_a_name_that_no_control_word_has_is_built() -> None:
    made = parse(r"\@namedef{align*}#1{(#1)}")
    assert made is not None
    assert to_latex(made) == r"\expandafter\def\csname align*\endcsname#1{(#1)}"
    assert meaning(parse(to_latex(made)) or made) == meaning(made)


def test_a_paper_that_was_kept_without_meanings_is_completed() -> None:
    kept = Paper(
        source=Source(kind="tex"),
        macros=(
            Macro(name=r"\E", definition=r"\newcommand{\E}[2][x]{E_{#1}#2}", needs=("\\x",), file="main.tex", line=7),
        ),
    )
    data = model.to_json(kept)
    for key in ("form", "parameters", "body", "end", "fence", "final"):
        del data["macros"][0][key]
    (macro,) = completed(model.from_json(data)).macros
    assert (macro.needs, macro.file, macro.line, macro.body) == (("\\x",), "main.tex", 7, "E_{#1}#2")
    assert model.from_json(model.to_json(Paper(source=Source(kind="tex"), macros=(macro,)))).macros == (macro,)


@pytest.mark.parametrize(
    "definition",
    ["", "x", r"\newcommand", r"\newcommand{\x}", r"\NewDocumentCommand\x{m}", r"\def\x#1", r"\let\x", r"\let\x{"],
)
def test_what_is_cut_short_defines_nothing(definition: str) -> None:
    assert parse(definition) is None


@pytest.mark.parametrize(
    "definition",
    [r"\DeclareMathSymbol{\x}{\mathrel}{symbols}{3}", r"\newsavebox\x", r"\newcommand\x[1]{#2}",
     r"\NewDocumentCommand\x{Q}{a}", r"\DeclareMathAlphabet\x{U}{strange}{m}{n}"],
)  # fmt: skip
def test_what_cannot_be_followed_has_no_body(definition: str) -> None:
    made = parse(definition)
    assert made is not None
    assert (made.name, made.body) == (r"\x", None)
