"""Signs of TeX's fonts in PDFs whose fonts say only codes, as arXiv's are."""

from __future__ import annotations

import pytest

from scaffold.check.printed.encodings import bare
from scaffold.check.printed.signs import SOME_LARGE, signs


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [
        ("\x60", "ABCDEF+CMMI10", "ℓ"),
        ("\x0f", "CMMI7", "ϵ"),
        ("0", "CMSY10", "′"),
        ("6", "XYZABC+CMSY10", "\u0338"),
        ("h", "CMSY5", "⟨"),
        ("k", "CMBSY10", "‖"),
        ("6", "MSAM10", "⩽"),
        ("(", "MSBM10", "⊊"),
        ("0", "CMR10", "0"),
        ("h", "CMMI10", "h"),
        ("∈", "CMSY10", "∈"),
        ("R", "MSBM10", "bb:R"),
        ("F", "CMSY10", "cal:F"),
        ("N", "HNYHGH+txsyb", "bb:N"),
        ("(", "txsyb", "⊊"),
        ("N", "VFHVCL+txsys", "cal:N"),
        ("N", "BOONDOXDoubleStruck-Regular", "bb:N"),
        ("N", "BOONDOXCalligraphic-Regular", "cal:N"),
        ("`", "NewTXMI7", "ℓ"),
        ("`", "txmiaX", "'"),
        ("]", "txsys", "]"),
        ("]", "CMSY10", "⊎"),
        ("Ö", "BCNJVH+txexs", SOME_LARGE),
    ],
)
def test_a_code_is_its_sign(code: str, font: str, sign: str) -> None:
    assert signs(code, font) == (sign,)


def test_the_fonts_of_the_ams_say_nothing_of_others() -> None:
    """Blanks that pdfium adds, and glyphs whose names are in no list, made φ of ϕ in the fonts beside them."""
    assert signs(" ", "MSAM10") == ()
    assert not bare("\x06", "msam10")
    assert not bare(" ", "cmmi10")
    assert bare("\x0e", "cmmi10")
