"""Signs of TeX's fonts in PDFs whose fonts say only codes, as arXiv's are."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from scaffold.check.printed.encodings import bare, swaps_phi, with_phi_swapped
from scaffold.check.printed.glyphs import glyphs
from scaffold.check.printed.signs import SOME_LARGE, signs
from tests.read.typeset import typeset


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


@pytest.mark.requires_latex
def test_the_names_of_package_cmap_are_those_of_the_fonts(tmp_path: Path) -> None:
    """It calls ϕ what TeX's fonts call φ, and names signs that are pieces, or have another name in Adobe's list."""
    read = []
    for package in ("", r"\usepackage{cmap}"):
        text = (
            rf"\documentclass{{article}}{package}\usepackage{{amssymb,bm}}\pagestyle{{empty}}\begin{{document}}"
            r"$\phi,\varphi,x\mapsto y,A\setminus B,f\circ g,a\diamond b,\bm\phi,\epsilon,\varrho,\Phi$\end{document}"
        )
        pdf = typeset(text, tmp_path / (package[-5:-1] or "none"))
        with pypdfium2.PdfDocument(pdf) as document:
            printed = "".join(glyph.sign for glyph in glyphs(document, [1]))
        assert swaps_phi(pdf.read_bytes()) is bool(package)
        read.append(with_phi_swapped(printed) if package else printed)
    assert read[0] == read[1] == "ϕ,φ,x→y,A\\B,f∘g,a⋄b,ϕ,ϵ,ϱ,Φ"


def test_the_fonts_of_the_ams_say_nothing_of_others() -> None:
    """Blanks that pdfium adds, and glyphs whose names are in no list, made φ of ϕ in the fonts beside them."""
    assert signs(" ", "MSAM10") == ()
    assert not bare("\x06", "msam10")
    assert not bare(" ", "cmmi10")
    assert bare("\x0e", "cmmi10")
