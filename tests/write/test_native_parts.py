"""Native statements on their slides: what is too wide for a line."""

from __future__ import annotations

import pytest

from scaffold.write.equations.extent import depth, widest
from scaffold.write.equations.omml import Formula, NativeParagraph
from scaffold.write.equations.parts import fitted
from scaffold.write.text.runs import Run

_TERMS = "".join(f"<m:r><m:t>a{n}+b{n}+</m:t></m:r>" for n in range(9))
FENCED = Formula(f"<m:oMath><m:d><m:e>{_TERMS}</m:e></m:d></m:oMath>")
MATRIX = Formula(f"<m:oMath><m:m><m:mr><m:e>{_TERMS}</m:e></m:mr></m:m></m:oMath>")


def set_out(formula: Formula, width: float) -> list[tuple[bool, str, bool]]:
    """Of each paragraph whether it is a display, its bullet, and whether it is smaller."""
    sentence = NativeParagraph(pieces=(Run("We have "), formula, Run(" always.")), bullet="•", inset=20.0)
    (form,) = fitted([[sentence]], 22.0, width, 376.0) or ()
    assert form.size == 22.0
    return [(p.display, p.bullet, p.scale < 1) for p in form.paragraphs]


def test_an_inline_formula_that_fits_stays_in_its_line() -> None:
    assert set_out(MATRIX, 2000.0) == [(False, "•", False)]


def test_one_that_is_too_wide_is_displayed_and_broken_between_its_signs() -> None:
    assert set_out(FENCED, 500.0) == [(False, "•", False), (True, "", False), (False, "", False)]


def test_one_that_cannot_be_broken_is_displayed_and_only_it_is_smaller() -> None:
    wide = next(w for w in range(400, 1500, 20) if fitted([[NativeParagraph(pieces=(MATRIX,))]], 22.0, w, 376.0))
    assert set_out(MATRIX, wide + 40.0) == [(False, "•", False), (True, "", True), (False, "", False)]


def test_what_would_be_smaller_than_14_points_is_refused() -> None:
    assert fitted([[NativeParagraph(pieces=(Run("A "), MATRIX))]], 22.0, 200.0, 376.0) is None


@pytest.mark.parametrize("size", [22.0, 18.0])
def test_words_are_never_smaller_for_a_wide_formula(size: float) -> None:
    (form,) = fitted([[NativeParagraph(pieces=(Run("Words "), FENCED))]], size, 500.0, 376.0) or ()
    assert form.size == size


def lines(paragraph: NativeParagraph, width: float) -> int:
    return round(depth([paragraph], 20.0, width) / 24)


def test_what_touches_a_formula_or_is_tied_to_it_stays_with_it() -> None:
    sign = Formula("<m:oMath><m:r><m:t>aaaa</m:t></m:r></m:oMath>")
    wide = widest(NativeParagraph(pieces=(sign,)), 20.0) + widest(NativeParagraph(pieces=(Run("Herewith"),)), 20.0)
    apart, tied, quoted = (
        NativeParagraph(pieces=(Run(words), sign, Run(after)))
        for words, after in (("Herewith ", ""), ("Herewith\u00a0", ""), ("Herewith \u201c", "\u201dx"))
    )
    room = wide + 12.0
    assert lines(apart, room) == lines(tied, room) == 1
    assert lines(NativeParagraph(pieces=(Run("See some "), *apart.pieces)), room) == 2
    assert lines(NativeParagraph(pieces=(Run("See "), *tied.pieces)), room) == 2
    assert lines(quoted, room) == 2
