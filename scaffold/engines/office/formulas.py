"""Typesets native formulas without a picture in the deck: pandoc converts them to LaTeX, LaTeX sets them in their box.

Decks from pandoc (an empty Fallback) and from other programs have no pictures; after an edit in a program that does not
update the picture, it is outdated. In both cases the PDF would lose the formula or show a wrong one.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from scaffold.engines.latex.compile import render_pages
from scaffold.engines.office.promote import Lost
from scaffold.engines.office.stamp import Stamp
from scaffold.engines.pandoc import find_pandoc, run_pandoc
from scaffold.errors import EngineMissing
from scaffold.ooxml import A14, NAMESPACES, A, declarations

__all__ = ["FILE", "rendered"]

FILE = "formulas"
"""The name by which stamps refer to the PDF made here."""

_MARK = "SCAFFOLDPIECE"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{NAMESPACES["ct"]}"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{NAMESPACES["rel"]}"><Relationship '
    f'Id="rId1" Type="{NAMESPACES["r"]}/officeDocument" Target="word/document.xml"/></Relationships>',
}
_DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{lmodern}\usepackage[scaled]{helvet}
\usepackage{amsmath,amssymb,graphicx}
\renewcommand{\familydefault}{\sfdefault}
\usepackage[paperwidth=%(width)sbp,paperheight=%(height)sbp,margin=0pt]{geometry}
\parindent0pt \parskip6bp \hoffset-1in \voffset-1in \pagestyle{empty}
\newcommand\piece[4]{\setbox0\vbox{\hsize#1bp\linewidth\hsize\fontsize{#3bp}{\dimexpr#3bp*12/10\relax}\selectfont
  \raggedright#4\par}%%
  \shipout\vbox{\hbox{\ifdim\dimexpr\ht0+\dp0\relax>#2bp\resizebox{!}{#2bp}{\box0}\else\box0\fi}}}
\begin{document}
%(pieces)s
\end{document}
"""


def rendered(lost: Sequence[Lost], size: tuple[float, float]) -> tuple[bytes, tuple[Stamp, ...]]:
    """A PDF with a page for each formula, and the stamps that place them; b"" and no stamps if that fails.

    size is a slide's width and height in points. All or none: an error in one formula may affect those after it.
    """
    sized = all(w > 0 and h > 0 for _, _, w, h in (it.rect for it in lost))
    tex = _latex(lost) if sized and find_pandoc() is not None else []
    if not tex or len(tex) != len(lost):
        return b"", ()
    pieces = "\n".join(
        rf"\piece{{{it.rect[2]:.2f}}}{{{it.rect[3]:.2f}}}{{{_size(it.choice):g}}}{{{text}}}"
        for it, text in zip(lost, tex, strict=True)
    )
    values = {"width": f"{size[0]:g}", "height": f"{size[1]:g}", "pieces": pieces}
    try:
        result = render_pages(_DOCUMENT % values)
    except EngineMissing:
        return b"", ()
    if not result.ok or result.pages != len(lost):
        return b"", ()
    return result.data, tuple(_stamp(n, it, size) for n, it in enumerate(lost))


def _stamp(n: int, lost: Lost, size: tuple[float, float]) -> Stamp:
    _, _, w, h = lost.rect
    return Stamp(page=lost.page, file=FILE, source_page=n, box=(0.0, size[1] - h, w, size[1]), rect=lost.rect)


def _latex(lost: Sequence[Lost]) -> list[str]:
    """The words and formulas of each shape as LaTeX; empty if pandoc cannot read them."""
    body = "".join(_word_paragraph(_MARK) + "".join(_paragraph(p) for p in it.choice.iter(f"{A}p")) for it in lost)
    names = declarations("w", "m")
    document = f"<w:document {names}><w:body>{body}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in {**_PARTS, "word/document.xml": document}.items():
            packed.writestr(name, content)
    made, _ = run_pandoc(["-f", "docx", "-t", "latex", "--wrap=preserve"], out.getvalue())
    # An empty line in the argument of \piece ends a paragraph, as it should.
    return [text.strip() for text in (made or b"").decode("utf-8").split(_MARK)[1:]]


def _paragraph(paragraph: Any) -> str:
    pieces = []
    for child in paragraph:
        if child.tag in (f"{A}r", f"{A}fld"):
            pieces.append(_run(child.findtext(f"{A}t") or ""))
        elif child.tag == f"{A14}m":
            pieces.extend(_formula(math) for math in child)
    return f"<w:p>{''.join(pieces)}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _word_paragraph(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def _formula(math: Any) -> str:
    """OMML without drawing properties, which have no meaning in a Word document."""
    from lxml import etree

    bare = copy.deepcopy(math)
    for element in list(bare.iter()):
        if isinstance(element.tag, str) and element.tag.startswith(A) and element.getparent() is not None:
            element.getparent().remove(element)
    bare.tail = None
    return str(etree.tostring(bare, encoding="unicode"))


def _size(choice: Any) -> float:
    """The font size in points: the first one that is set, otherwise 18, PowerPoint's default."""
    found = next((e.get("sz") for e in choice.iter(f"{A}rPr") if re.fullmatch(r"\d+", e.get("sz") or "")), None)
    return int(found) / 100 if found else 18.0
