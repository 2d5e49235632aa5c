"""The Beamer deck: the same words as the PowerPoint deck, compiled by a real LaTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from scaffold import languages
from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.model import Paper
from scaffold.plans import Item, ProjectFile, Slide, TalkPlan
from scaffold.write.beamer import deck as beamer
from scaffold.write.pptx import deck as pptx
from scaffold.write.pptx.master import COLOURS
from tests.write.decks import beamer_notes, beamer_titles, opened, pptx_titles, typeset
from tests.write.talks import PAPER, PLAN, PROFILE, talk_of, tall


def files(paper: Paper = PAPER, plan: TalkPlan = PLAN, **more: Any) -> dict[str, ProjectFile]:
    return {f.path: f for f in beamer.write(paper, plan, PROFILE, student="Jane Doe", **more)}


def source(**more: Any) -> str:
    return files(**more)["slides/slides.tex"].content.decode("utf-8")


def compiled(folder: Path, paper: Paper = PAPER, plan: TalkPlan = PLAN, **more: Any) -> TexResult:
    for file in files(paper, plan, **more).values():
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return compile_tex(folder / "slides" / "slides.tex", folder / "build")


def test_only_the_slides_are_the_students() -> None:
    owners = {path: f.owner for path, f in files().items()}
    assert owners.pop("slides/slides.tex") == "student"
    assert set(owners.values()) == {"tool"}
    assert all(path.startswith("slides/generated/") for path in owners)
    assert {"beamerthemescaffold.sty", "macros.tex", "statements.tex", "roadmap.tex"} <= {Path(p).name for p in owners}


def test_every_statement_has_a_file_of_its_own() -> None:
    written = files()
    assert (
        written["slides/generated/statements/lemma-2.2.tex"].content.decode()
        == PAPER.statement("lemma-2.2").body + "\n"
    )
    assert (
        r"\paperstatement{lemma-2.2}{lemma-2.2.tex}{{\S} 2, p. 5}"
        in written["slides/generated/statements.tex"].content.decode()
    )


def test_equations_carry_the_papers_numbers() -> None:
    text = files()["slides/generated/statements/theorem-1.1.tex"].content.decode()
    assert r"\tag{2}" in text
    assert r"\label" not in text


def test_the_themes_colours_are_the_masters() -> None:
    theme = files()["slides/generated/beamerthemescaffold.sty"].content.decode()
    ours = dict(re.findall(r"\\definecolor\{sf(\w+)\}\{HTML\}\{(\w+)\}", theme))
    assert ours == {
        "ink": COLOURS["dk1"], "navy": COLOURS["dk2"], "panel": COLOURS["lt2"], "accent": COLOURS["accent1"],
        "light": COLOURS["accent2"], "muted": COLOURS["accent3"], "rule": COLOURS["accent4"],
    }  # fmt: skip


def test_the_same_plan_gives_the_same_files() -> None:
    assert files() == files()


def test_words_of_the_paper_are_escaped() -> None:
    slide = Slide(
        id="s",
        layout="text",
        title="100 % & more",
        section="A_B",
        seconds=60,
        items=(Item("prompt", text="Why 50 % of #1?"),),
        prompt="Say $5 {ok}.",
    )
    text = source(plan=TalkPlan(5, (slide,)))
    assert r"100 \% \& more" in text
    assert r"\prompt{Why 50 \% of \#1?}" in text
    assert r"\$5 \{ok\}" in text


def test_both_decks_say_the_same_titles_and_notes() -> None:
    """Parts of a split statement are counted by TeX, so they are compared after a run of TeX, below."""
    deck = opened(pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe"))
    first = [n for n, s in enumerate(deck.slides) if n == 0 or s.name != list(deck.slides)[n - 1].name]
    titles = [re.sub(r" \(\d/\d\)$", "", pptx_titles(deck)[n]) for n in first]
    notes = [list(deck.slides)[n].notes_slide.notes_text_frame.text.split("\n") for n in first]
    text = source()
    assert beamer_titles(text) == [re.sub(r"[^A-Za-z0-9.,:?()]", "", t) for t in titles]
    assert beamer_notes(text) == [[re.sub(r"[^A-Za-z0-9.,:?()]", "", line) for line in note] for note in notes]


@pytest.mark.requires_latex
def test_it_compiles_without_errors_slide_for_slide(tmp_path: Path) -> None:
    result = compiled(tmp_path)
    assert result.errors == ()
    deck = opened(pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe", pictures=typeset().by_key))
    titles = pptx_titles(deck)
    assert result.pages == len(titles)
    with pypdfium2.PdfDocument(result.data) as document:
        for page, title in zip(document, titles, strict=True):
            assert title.split()[0] in page.get_textpage().get_text_range()
            assert page.get_size() == pytest.approx((453.5, 255.1), abs=0.5)
    assert not [w for w in result.warnings if w.points and w.points > 1]


@pytest.mark.requires_latex
def test_slides_in_another_language_tell_latex_and_the_paper_keeps_its_own(tmp_path: Path) -> None:
    assert b"slidelanguages" not in files()["slides/generated/language.tex"].content
    german = replace(PROFILE, language=languages.load("de"))
    made = {f.path: f for f in beamer.write(PAPER, talk_of(), german, student="Jane Doe")}
    assert b"\\slidelanguages{de-DE}{ngerman}{" in made["slides/generated/language.tex"].content
    text = made["slides/slides.tex"].content.decode()
    shown = r"\makeatletter\let\tongue\scf@papertongue\makeatother"
    shown += r"\begin{frame}{Sprache}\languagename: \begingroup\tongue\languagename\endgroup\end{frame}"
    end = text.index(r"\end{document}")
    made["slides/slides.tex"] = replace(
        made["slides/slides.tex"], content=(text[:end] + shown + text[end:]).encode("utf-8")
    )
    for file in made.values():
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_bytes(file.content)
    result = compile_tex(tmp_path / "slides" / "slides.tex", tmp_path / "build")
    assert result.errors == ()
    with pypdfium2.PdfDocument(result.data) as document:
        last = document[len(document) - 1].get_textpage().get_text_range()
    assert "ngerman: " in last
    assert "english" in last.split("ngerman: ")[1]


@pytest.mark.requires_latex
def test_pictures_are_made_of_all_statements_and_fit_their_space() -> None:
    made = typeset()
    assert made.failed == {}
    assert len(made.by_key["b1/lemma-A.1"].sheets) == 2
    for name, picture in made.by_key.items():
        assert all(s.png.startswith(b"\x89PNG") for s in picture.sheets), name
        assert all(s.height <= 390 and s.width <= 830 for s in picture.sheets), name


@pytest.mark.requires_latex
def test_one_statement_that_fails_costs_only_itself(tmp_path: Path) -> None:
    from scaffold.write.slides import pictures
    from tests.write.decks import run_latex

    bad = replace(PAPER.statement("lemma-2.2"), standalone=r"Let $x_{$ be \end{nothing}", body="x")
    paper = replace(PAPER, statements=tuple(bad if s.id == bad.id else s for s in PAPER.statements))
    made = pictures.statements(paper, PLAN, PROFILE, run_latex)
    assert set(made.failed) == {"lemma-2.2"}
    assert made.failed["lemma-2.2"].startswith("LaTeX cannot typeset it")
    assert not set(made.failed["lemma-2.2"]) & set("\\{}$")
    assert len(made.by_key) == len(typeset().by_key) - 1
    result = compiled(tmp_path, paper, unset=made.failed)
    assert result.errors == ()


def each(folder: Path, bodies: Sequence[str]) -> tuple[TexResult, list[list[str]]]:
    """One deck of the paper's first statement with each of these bodies, and the words of the slides of each."""
    shown = tuple(
        replace(PAPER.statements[0], id=f"lemma-{n}", body=body, standalone=body) for n, body in enumerate(bodies)
    )
    slides = tuple(
        replace(talk_of().slides[0], id=s.id, title=f"Case {s.id}", items=(Item("statement", s.id),)) for s in shown
    )
    result = compiled(folder, replace(PAPER, statements=shown), TalkPlan(30, slides))
    found: list[list[str]] = [[] for _ in bodies]
    with pypdfium2.PdfDocument(result.data) as document:
        for page in document:
            text = page.get_textpage().get_text_range()
            (number,) = re.findall(r"Case lemma-(\d+)", text)
            found[int(number)].append(text)
    return result, found


HELD = (
    (r"\begin{enumerate}[label=(\roman*)]\item one\item two\end{enumerate}", ["(i)", "(ii)"]),
    (r"\begin{enumerate}[label=(i),leftmargin=1em]\item one\item two\end{enumerate}", ["(i)", "(i)"]),
    (r"\begin{enumerate}[(a)]\item one\item two\end{enumerate}", ["(a)", "(b)"]),
    (r"\begin{enumerate}[leftmargin=*,nosep]\item one\end{enumerate}", ["1."]),
    (r"\begin{itemize}\item one\end{itemize}", ["•"]),
    (r"see \cite[Thm.~2]{novikoff} and \citep{vc,own}", ["[1, Thm. 2]", "[2, 3]"]),
    (r"see \cite{never_heard}", ["[?]"]),
    (r"\begin{equation}a=b\end{equation} and \begin{eqnarray}c&=&d\end{eqnarray}", ["and"]),
    (r"\\ starts oddly", ["starts oddly"]),
    ("$a =\n\n b$ has an empty line", ["has an empty line"]),
    (r"\[ " + "a+" * 120 + r"z \] is wide", ["is wide"]),
    ("word " * 700, ["word"]),
)
"""What statements hold, and words that their slides show."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[TexResult, list[list[str]]]:
    """The deck of all, and the words of the slides of each."""
    return each(tmp_path_factory.mktemp("held"), [body for body, _ in HELD])


@pytest.mark.requires_latex
@pytest.mark.parametrize("number", range(len(HELD)), ids=lambda number: HELD[number][0][:40])
def test_what_statements_hold(held: tuple[TexResult, list[list[str]]], number: int) -> None:
    result, slides = held
    assert result.errors == ()
    text, (_, words) = " ".join(" ".join(slides[number]).split()), HELD[number]
    assert all(w in text for w in words), text
    assert not [w for w in result.warnings if w.points and w.points > 1]


def test_statements_beside_each_other_are_set_in_even_panels() -> None:
    assert re.search(r"\\evenpanels\{\\statement\[.*?\]\{definition-2\.1\}.*\n +\{\\statement", source(paper=tall()))
    assert re.search(r"\\statement\[.*?\]\{definition-2\.1\}\{.*?\}\n +\\vgap\{20\}\n +\\statement", source())


def test_a_theme_from_elsewhere_is_loaded_after_ours() -> None:
    text = source(theme="Madrid")
    assert "\\usetheme{scaffold}\n\\foreigntheme{Madrid}\n" in text
    assert re.search(r"\\title\[\{.{3,60}\}\]\{", text)


@pytest.mark.requires_latex
def test_a_theme_from_elsewhere_shows_where_the_talk_is(tmp_path: Path) -> None:
    slides = tuple(s for s in PLAN.slides if s.here)
    bare = tuple(replace(s, here="") for s in slides)
    lit = []
    for name, shown in (("with", slides), ("without", bare)):
        result = compiled(tmp_path / name, plan=replace(PLAN, slides=shown), theme="Madrid")
        assert result.errors == ()
        with pypdfium2.PdfDocument(result.data) as document:
            title = document[0].render(scale=3).to_pil().convert("RGB").crop((900, 0, 1361, 120))
        lit.append(title.tobytes().count(bytes((0xB4, 0x53, 0x0A))))
    assert lit[0] > 50
    assert lit[1] == 0


@pytest.mark.requires_latex
def test_links_lead_to_their_slides_in_a_theme_from_elsewhere(tmp_path: Path) -> None:
    (lemma,) = (s for s in PLAN.slides if s.id == "lemma-2.2")
    question = Item("link", ref=lemma.id, text="What is Lemma 2.2 for?")
    plan = replace(PLAN, slides=(replace(PLAN.slides[1], items=(question,)), replace(lemma, items=lemma.items[:1])))
    result = compiled(tmp_path, plan=plan, theme="Madrid")
    assert result.errors == ()
    assert not [w.text for w in result.warnings if "does not exist" in w.text]


@pytest.mark.requires_latex
def test_a_list_stays_with_the_words_that_announce_it(tmp_path: Path) -> None:
    item = (
        r"\item Some words of an item that are long enough to fill more than a line of the slide on which they stand."
    )
    last = rf"\item It succeeds if \begin{{enumerate}}{item * 6}\end{{enumerate}}\end{{enumerate}}"
    result, found = each(tmp_path, [rf"\begin{{enumerate}}{item * before}{last}" for before in (5, 6, 7)])
    assert result.errors == ()
    for slides in found:
        [announced] = [text for text in slides if "succeeds if" in text]
        assert "(a)" in announced


@pytest.mark.requires_latex
def test_no_statement_ends_in_a_line_of_one_short_word(tmp_path: Path) -> None:
    words = 2 * "Let every object of the elementary category that we speak of here be given together with a map".split()
    result, found = each(tmp_path, [" ".join(words[:count]) + "." for count in (31, 32, 33)])
    assert result.errors == ()
    for [text] in found:
        lines = text[text.index("Let") :].splitlines()
        last = next(line for line in lines if line.rstrip().endswith("."))
        assert len(last.split()) > 1, lines


def test_letters_of_formulas_in_words_are_those_of_mathematics() -> None:
    low = r"\textsubscript{\ensuremath{\mathcal{X}}}"
    assert beamer.tex("𝒞_𝒳 respects ℒ") == rf"\ensuremath{{\mathcal{{C}}}}{low} respects \ensuremath{{\mathcal{{L}}}}"
    assert beamer.tex("K\u0306ₑ") == r"{\u{K}}\textsubscript{e}"
    assert beamer.tex("𝔤\u0302 and X^n - 1") == r"\ensuremath{\hat{\mathfrak{g}}} and X\textsuperscript{n} - 1"
    assert beamer.tex("max_iter") == r"max\_iter"
