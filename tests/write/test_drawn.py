"""Statements with drawings that only LaTeX can make: native words around pictures of their own."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest

from scaffold.engines.pandoc import run_pandoc
from scaffold.model import Package, Paper
from scaffold.write.equations import on_slides
from scaffold.write.pptx import deck as pptx
from scaffold.write.slides import pictures
from scaffold.write.slides.compose import compose
from scaffold.write.slides.printed import parts
from tests.write.decks import opened, run_latex
from tests.write.talks import PAPER, PLAN, PROFILE

pytestmark = [pytest.mark.requires_latex, pytest.mark.requires_pandoc]

ID = "lemma-A.2"
TALK = replace(PLAN, slides=tuple(s for s in PLAN.slides if ID in {item.ref for item in s.items}))
"""The slides that show it."""

WORDS = r"For every $x\in X$ the diagram %s commutes, and $\frac{1}{n}\le y$ holds."
SQUARE = r"\begin{tikzcd} Q \arrow[r,swap] & Z \end{tikzcd}"
LONG = " ".join([r"This part is long enough to fill a slide, with $a_i\le b_i$ for all of its indices."] * 9)


def paper(body: str) -> Paper:
    """The example paper with another body for one of its theorems."""
    changed = tuple(replace(s, body=body, standalone=body) if s.id == ID else s for s in PAPER.statements)
    return replace(PAPER, statements=changed, packages=(*PAPER.packages, Package("tikz-cd"), Package("booktabs")))


@lru_cache(maxsize=4)
def slides(body: str) -> tuple[pictures.Pictures, dict[str, str], list[Any]]:
    """LaTeX's pictures, the statements that are pictures in PowerPoint, and the slides of the theorem."""
    changed = paper(body)
    made = pictures.statements(changed, TALK, PROFILE, run_latex)
    native = on_slides.native(changed, TALK, made, run_pandoc)
    left = on_slides.pictured(changed, TALK, PROFILE, made, native)
    deck = opened(pptx.write(changed, TALK, PROFILE, student="", pictures=made.by_key, native=native))
    key = next(r.key for r in pictures.requests(changed, TALK, PROFILE) if r.statement == ID)
    page = next(p.id for p in compose(changed, TALK, PROFILE, student="").pages if key.startswith(f"{p.id}/"))
    return made, left, [slide for slide in deck.slides if slide.name == page]


def shown(slide: Any) -> list[tuple[str, float, float]]:
    """What a slide shows of the statement as PowerPoint draws it: kind, top and bottom in points, from the top."""
    found = []
    for element in slide.shapes._spTree.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        native = name == "sp" and element.getparent().tag.endswith("}Choice")
        drawn = name == "pic" and not element.getparent().tag.endswith("}Fallback")
        if native or drawn:
            off, ext = (element.find(f".//{{*}}xfrm/{{*}}{side}") for side in ("off", "ext"))
            top, high = int(off.get("y")) / 12700, int(ext.get("cy")) / 12700
            found.append(("native" if native else "drawing", top, top + high))
    return found


@pytest.mark.parametrize(
    "drawn",
    [
        rf"\[{SQUARE}\]",
        r"\begin{center}\begin{tabular}{c|c} $n$ & 1\\\hline $f$ & 2\end{tabular}\end{center}",
        r"\begin{figure}[h]\begin{tikzpicture}\draw (0,0)--(1,1);\end{tikzpicture}\caption{A line.}\end{figure}",
    ],
)
def test_words_are_native_and_the_drawing_a_picture_between_them(drawn: str) -> None:
    made, left, (slide,) = slides(WORDS % drawn)
    assert not made.failed
    assert ID not in left
    placed = shown(slide)
    assert [kind for kind, _, _ in placed] == ["native", "drawing", "native"]
    assert all(below[1] >= above[2] - 0.1 for above, below in pairwise(placed))
    picture = next(shape for shape in slide.shapes if shape.name == "Drawing")
    assert picture._element.xpath(".//p:cNvPr")[0].get("descr").startswith("Lemma A.2")


def test_the_letters_of_a_drawing_stand_in_its_picture_alone() -> None:
    _, _, (slide,) = slides(WORDS % rf"\[{SQUARE}\]")
    words = "".join(e.text or "" for e in slide.shapes._spTree.iter() if str(e.tag).endswith("}t"))
    assert "commutes" in words
    assert "Z" not in words


def test_a_statement_over_several_slides_keeps_its_drawing_whole() -> None:
    made, left, found = slides(f"{LONG} \\[{SQUARE}\\] {LONG}")
    (picture,) = [p for key, p in made.by_key.items() if key.endswith(ID)]
    assert len(picture.sheets) == len(found) > 1
    assert ID not in left
    assert sum(kind == "drawing" for slide in found for kind, _, _ in shown(slide)) == 1


def test_a_drawing_in_a_line_of_words_leaves_the_statement_a_picture() -> None:
    _, left, (slide,) = slides(f"The arrow {SQUARE} is injective for $x\\in X$.")
    assert ID in left
    assert [kind for kind, _, _ in shown(slide)] == ["drawing"]


def test_a_drawing_wider_than_the_line_is_made_smaller_and_not_the_words() -> None:
    wide = r" \arrow[r] & ".join(rf"A_{{{n}}}" for n in range(24))
    made, left, _ = slides(WORDS % rf"\[\begin{{tikzcd}}[column sep=large] {wide} \end{{tikzcd}}\]")
    (sheet,) = next(p.sheets for key, p in made.by_key.items() if key.endswith(ID))
    assert ID not in left
    assert sheet.size == 26.0


@pytest.mark.parametrize(
    ("package", "steps", "words"),
    [
        (
            "algorithmic",
            r"\begin{algorithmic}\REQUIRE $x$ \FOR{all $i$}\STATE add $i$\ENDFOR\end{algorithmic}",
            ("Require: x", "for all i do", "add i", "end for"),
        ),
        (
            "algpseudocode",
            r"\begin{algorithmic}\Require $x$ \For{all $i$}\State add $i$\EndFor\end{algorithmic}",
            ("Require: x", "for all i do", "add i", "end for"),
        ),
        (
            "algorithm2e",
            r"\begin{algorithm}[ht]\KwIn{$x$}\For{all $i$}{add $i$\;}\end{algorithm}",
            ("Input: x", "for all i do", "add i;", "end"),
        ),
    ],
)
def test_an_algorithm_is_set_by_the_package_that_the_paper_loads(package: str, steps: str, words: tuple[str]) -> None:
    changed = replace(paper(WORDS % steps), packages=(Package(package),))
    made = pictures.statements(changed, TALK, PROFILE, run_latex)
    assert not made.failed
    printed = next(v for k, v in parts(replace(made, by_key=unbanded(made))).items() if k.endswith(ID))
    assert all(step in " ".join("".join(printed).split()) for step in words)


def unbanded(made: pictures.Pictures) -> dict[str, pictures.Picture]:
    """The pictures with nothing cut out of them."""
    return {k: replace(p, sheets=tuple(replace(s, bands=()) for s in p.sheets)) for k, p in made.by_key.items()}


def test_a_figure_that_is_set_at_several_sizes_counts_its_parts_from_the_first() -> None:
    part = r"\begin{minipage}{.3\linewidth}\rule{9pt}{9pt}\subcaption{A part.}\end{minipage}"
    changed = paper(rf"{LONG} \begin{{figure}}[t]{part * 6}\end{{figure}} {LONG}")
    assert not pictures.statements(changed, TALK, PROFILE, run_latex).failed


def test_a_drawing_with_half_of_its_height_below_the_line_fits_the_slide() -> None:
    """As algorithms of algorithm2e have it: they would be cut at their left edge."""
    steps = r"\begin{algorithm}\KwIn{$x$}" + r"Add another of the many items to all those before.\;" * 22
    changed = replace(paper(steps + r"\end{algorithm}"), packages=(Package("algorithm2e"),))
    made = pictures.statements(changed, TALK, PROFILE, run_latex)
    sheets = [s for key, p in unbanded(made).items() if key.endswith(ID) for s in p.sheets]
    assert [s.size for s in sheets] == [24.0]
