"""PostScript figures: they become PDF of their size, and their programs cannot access anything."""

from __future__ import annotations

import pytest

from scaffold.engines import limits, postscript

EPS = b"""%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 10 20 110 70
/Helvetica findfont 12 scalefont setfont 20 30 moveto (Letters) show
0 0 1 setrgbcolor 10 20 moveto 110 70 lineto stroke
showpage
"""


def words(pdf: bytes) -> str:
    import pypdfium2

    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


@pytest.mark.requires_ghostscript
def test_the_picture_keeps_its_size_and_letters_and_bytes() -> None:
    import pypdfium2

    made = postscript.to_pdf(EPS)
    assert made is not None
    assert pypdfium2.PdfDocument(made)[0].get_size() == (100, 50)
    assert "Letters" in words(made)
    assert postscript.to_pdf(EPS) == made


@pytest.mark.requires_ghostscript
def test_letters_whose_font_is_only_named_are_brought_along() -> None:
    import io

    import pypdf

    made = postscript.to_pdf(EPS.replace(b"Helvetica", b"Times-Italic"))
    assert made is not None
    fonts = pypdf.PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    kept = [set(f.get_object()["/FontDescriptor"]) & {"/FontFile", "/FontFile2", "/FontFile3"} for f in fonts]
    assert kept
    assert all(kept)


@pytest.mark.requires_ghostscript
@pytest.mark.parametrize(
    "program",
    [
        b"(/etc/hostname) (r) file pop",
        b"(%pipe%touch pwned) (w) file pop",
        b"(outside.txt) (w) file closefile",
        b"/x where { pop } if undefinedname",
    ],
    ids=["reads", "starts", "writes", "fails"],
)
def test_a_program_that_reaches_out_gives_no_picture(program: bytes) -> None:
    assert postscript.to_pdf(EPS.replace(b"showpage", program + b" showpage")) is None


@pytest.mark.requires_ghostscript
def test_a_program_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postscript, "_LIMITS", limits.Limits(1.0))
    assert postscript.to_pdf(EPS.replace(b"showpage", b"{ } loop")) is None


def test_what_is_no_postscript_and_a_machine_without_ghostscript_give_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert postscript.to_pdf(b"<svg/>") is None
    monkeypatch.setattr(limits, "which", lambda name: None)
    assert postscript.find_ghostscript() is None
    assert postscript.to_pdf(EPS) is None
