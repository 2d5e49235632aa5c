"""What LaTeX printed, read back from its pictures, and the native form, which must have the same content."""

from __future__ import annotations

import pytest

from scaffold.engines.pandoc import run_pandoc
from scaffold.write.equations import on_slides
from scaffold.write.equations.omml import Native
from scaffold.write.slides import pictures, printed
from tests.write.decks import run_latex
from tests.write.talks import PAPER, PROFILE, talk_of, with_first

pytestmark = [pytest.mark.requires_latex, pytest.mark.requires_pandoc]

BODY = r"""For $f\colon x \mapsto \sum_{i=1}^n \mathcal{H}_i$ and $\mathbb{R} \ni \hat{\Delta}$, $\mathfrak{g}
\neq \bm{w}$,
\[ \prod_{j} \left( \frac{\Gamma_j}{2} \right) \le \int_0^1 \Bigl\{ \sqrt[3]{t} \Bigr\} \,dt . \tag{7} \]"""


def shown(standalone: str) -> tuple[pictures.Pictures, Native]:
    paper, plan = with_first(standalone, standalone), talk_of()
    made = pictures.statements(paper, plan, PROFILE, run_latex)
    return made, on_slides.native(paper, plan, made, run_pandoc)


def test_signs_and_arrows_are_not_taken_for_letters() -> None:
    made, native = shown(BODY)
    ((text,),) = printed.parts(made).values()
    wanted = "For f x i 1 n H i and R Δ g w j Γ j 2 0 1 3 t d t 7"
    assert printed.letters(text) == printed.letters(wanted)
    assert native.failed == {}


def test_a_native_form_with_other_content_is_refused() -> None:
    made, _ = shown(BODY)
    changed = BODY.replace("dt", "ds")
    paper, plan = with_first(changed, changed), talk_of()
    native = on_slides.native(paper, plan, made, run_pandoc)
    assert native.failed == {PAPER.statements[0].id: "PowerPoint would show other letters than the paper in it"}
    assert on_slides.pictured(paper, plan, PROFILE, made, native) == native.failed
