"""What our PDFs print against the paper's pages: real documents, and single faults planted into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.check.printed.signs import signs
from scaffold.check.printed.witness import Comparison, Shown, compare
from scaffold.engines.latex.compile import render_pages
from tests.check.printed_papers import LAYOUTS, STATEMENTS, ours, paper, planted

FAULTS = list(planted())


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Our setting: a page for each statement, and one for each fault."""
    made = render_pages(ours([*STATEMENTS, *(text for _, text, _ in FAULTS)]), timeout=120)
    assert made.errors == (), made.errors
    assert made.pages == len(STATEMENTS) + len(FAULTS)
    return made.data


@pytest.fixture(scope="module", params=LAYOUTS)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The paper in each layout."""
    made = render_pages(paper(request.param))
    assert made.data, made.errors
    path = tmp_path_factory.mktemp("paper") / "paper.pdf"
    path.write_bytes(made.data)
    return path


def judged(settings: bytes, page: Path, rows: list[tuple[int, int]]) -> list[Comparison]:
    """Comparisons of rows of statements and pages of ours, both from 0."""
    shown = [Shown(id=str(of_ours), title=f"Theorem {n + 1}", page=None, ours=(of_ours + 1,)) for n, of_ours in rows]
    return list(compare(shown, settings, page).values())


@pytest.mark.requires_latex
def test_the_same_statement_agrees_in_every_layout(settings: bytes, page: Path) -> None:
    found = judged(settings, page, [(n, n) for n in range(len(STATEMENTS))])
    assert [str(v) if v.differs else v.compared for v in found] == [True] * len(STATEMENTS)


@pytest.mark.requires_latex
def test_planted_faults_are_found(settings: bytes, page: Path) -> None:
    assert len(FAULTS) >= 250
    found = judged(settings, page, [(n, len(STATEMENTS) + at) for at, (n, _, _) in enumerate(FAULTS)])
    missed = [fault for (_, _, fault), comparison in zip(FAULTS, found, strict=True) if comparison.agrees]
    assert len(missed) <= len(FAULTS) * 0.02, missed


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("fi\ufb01ﬀ", "CMR10", "fififf"),
        ("ϕφ", "CMMI10", "ϕφ"),
        ("G", "ABCDEF+CMSY10", "cal:G"),
        ("G", "LMMathSymbols10-Regular", "cal:G"),
        ("G", "MSBM10", "bb:G"),
        ("ℝ𝔤𝒢", "LatinModernMath-Regular", "bb:Rfrak:gcal:G"),
        ("𝑥𝐱x", "LatinModernMath-Regular", "xxx"),
        ("𝜙𝜑𝜖𝜀𝛟", "CMMI10", "ϕφϵεϕ"),
        ("ℒℓ", "CMSY10", "cal:Lℓ"),
        ("∑\ufe01", "CMEX10", "∑"),
        ("∆", "CMR10", "Δ"),
        ("é¨", "CMR10", "e"),
        ("≠", "STIX", "\u0338="),
        ("X\x00h\x0c0", "CMEX10", "∑([\ufffc"),
        ("∩∑", "CMEX10", "⋂∑"),
        ("4", "CMSY10", "△"),
        ("a-\u00adb c", "CMR10", "abc"),
    ],
)
def test_signs(text: str, font: str, expected: str) -> None:
    assert "".join(signs(text, font)) == expected


def test_a_pdf_that_cannot_be_read_compares_nothing(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4 broken")
    shown = [Shown(id="theorem-1", title="Theorem 1", page=1, ours=(1,))]
    assert not compare(shown, b"", tmp_path / "paper.pdf")["theorem-1"].compared


@pytest.mark.requires_latex
def test_titles_that_slides_repeat_at_one_height_are_no_running_heads(tmp_path: Path) -> None:
    body = "Every sequence of {} has a subsequence that converges to a point of the space."
    kinds = ("the interval", "a compact space")
    texts = [body.format(kind) for kind in kinds]
    made = render_pages(ours(texts)).data
    deck = tmp_path / "slides.pdf"
    frames = [rf"\section*{{Theorem {n} of the talk}}{text}\newpage" for n, text in enumerate(texts, 1)]
    deck.write_bytes(render_pages(ours(["\n".join(frames)])).data)
    shown = [Shown(id=str(n), title=f"Theorem {n}", page=None, ours=(n,)) for n in (1, 2)]
    found = compare(shown, made, deck, whole=False)
    assert all(comparison.compared for comparison in found.values())
