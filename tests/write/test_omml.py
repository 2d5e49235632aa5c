"""Native equations: what pandoc makes of formulas, cleaned, checked against their source, with a fallback picture."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from scaffold.engines.pandoc import run_pandoc
from scaffold.model import Paper
from scaffold.write.equations.omml import Formula, Native, characters, native
from scaffold.write.pptx import deck
from scaffold.write.slides.pictures import Picture, Sheet
from scaffold.write.slides.printed import letters
from tests.write.talks import MACROS, PAPER, PLAN, PROFILE
from tests.write.test_pptx import png

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


pytestmark = pytest.mark.requires_pandoc


def paper_of(*bodies: str) -> Paper:
    shown = tuple(
        replace(PAPER.statement("lemma-2.2"), id=f"lemma-{n}", body=b, standalone=b) for n, b in enumerate(bodies)
    )
    return replace(PAPER, statements=shown)


def convert(*bodies: str) -> Native:
    return native(paper_of(*bodies), [f"lemma-{n}" for n in range(len(bodies))], run_pandoc)


def xml(body: str) -> str:
    made = convert(body)
    assert not made.failed
    return "".join(p.xml for q in made.by_id["lemma-0"] for p in q.pieces if isinstance(p, Formula))


def signs(body: str) -> str:
    return "".join(re.findall(r"<m:t[^>]*>([^<]*)</m:t>", xml(body)))


FORMULAS = (
    r"x", r"x_i^2", r"x_{i,j}^{(k)}", r"\frac{a+b}{c}", r"\tfrac12", r"\sqrt{x}", r"\sqrt[3]{x+y}",
    r"\sum_{i=1}^n x_i", r"\prod_{j\in J} p_j", r"\int_0^\infty e^{-t}\,dt", r"\sup_{h\in\mathcal H} L(h)",
    r"\lim_{n\to\infty} a_n", r"\argmin_{w\in\R^d} L(w)", r"\E[S]{f(S)}", r"\E{X}", r"\norm{x}_2",
    r"\left(\frac{a}{b}\right)", r"\bigl( a \bigr)", r"\Bigl[ b \Bigr]", r"\|w\|^2", r"|x|", r"\langle u,v\rangle",
    r"\lfloor n/2\rfloor", r"\hat f", r"\widetilde{\Phi}", r"\overline{AB}", r"\vec v", r"\dot x", r"\mathbb{R}^d",
    r"\mathcal{N}(0,\sigma^2 I)", r"\mathfrak R_n", r"\mathbf{w}", r"\mathrm{Var}(X)", r"\operatorname{rank}(A)",
    r"\sign(t)", r"\log\det A", r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"f(x)=\begin{cases} 1 & x>0 \\ 0 & \text{otherwise} \end{cases}", r"a \le b \ge c \ne d", r"A\subseteq B\cap C",
    r"\forall\eps>0\;\exists\delta", r"x\mapsto x^\top", r"\nabla_\theta \ell(\theta)", r"\partial_t u = \Delta u",
    r"\Omega(\sqrt d)", r"O(n\log n)", r"\binom nk", r"\underbrace{a+b}_{c}", r"x \coloneqq y", r"p(y\mid x)",
    r"\{x : x>0\}", r"u \otimes v \oplus w", r"A \succeq 0", r"\alpha\beta\gamma\lambda\mu",
    r"e^{-\eta\lambda_{\min}t}", r"\tilde{\mathcal{O}}\left(\frac{1}{\sqrt{n}}\right)", r"X_1,\dots,X_n",
    r"\mathbb{P}\left[X>t\right]", r"a'+b''", r"x\in[0,1]^{n\times m}",
)  # fmt: skip


def test_formulas_of_the_field_all_convert() -> None:
    made = convert(*(f"Let ${f}$ be." for f in FORMULAS))
    assert made.failed == {}
    for formula, shown in zip(FORMULAS, made.by_id.values(), strict=True):
        (found,) = (p for p in shown[0].pieces if isinstance(p, Formula))
        assert "\\" not in found.xml, formula
        assert "w:" not in found.xml, formula
        assert "Cambria Math" in found.xml


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"$\sqrt{ab}$", "ab"),
        (r"$\norm{xy}_2$", "xy2"),
        (r"$\mathbb{R}\mathcal{H}\mathbf{w}$", "ℝℋ𝐰"),
        (r"$\sum_{i=1}^n x_i$", "i=1nxi"),
        (r"$\operatorname{sign}(t)$", "sign(t)"),
        (r"$a \le b$ and $c$", "a≤bc"),
    ],
)
def test_nothing_in_a_formula_is_lost(tex: str, shown: str) -> None:
    assert re.sub(r"\s", "", signs(tex)) == shown


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"{\sc Name}($a$) and \mbox{a box of $x=1$}", "Name(a) and a box of x=1"),
        (r"\mbox{\boldmath$\bf s$} or {\boldmath $x$} or $\mbox{\boldmath$\bf s$}$", "𝐬 or 𝐱 or 𝐬"),
        (r"We\;have $\raisebox{1pt}{$x$}$ and \raisebox{2pt}{up}", "We have x and up"),
        (r"If\(\) it ${}$is $x$.", "If it is x."),
        (r"$\textrm{$\text{\underline{$T$}}/U$ proves $\sigma$}$, \mbox{\overline{$x+1$}}", "T/U proves σ, x+1"),
        ("\\begin{verbatim}\ndo x:\n  y(x)\n\\end{verbatim}", "do x:/y(x)"),
        (r"\begin{description} First \item[(Ab)] so.\end{description}", "First/(Ab)so."),
    ],
)
def test_words_in_boxes_and_other_forms_are_native(tex: str, shown: str) -> None:
    made = convert(tex)
    assert made.failed == {}
    assert "/".join(characters([p]) for p in made.by_id["lemma-0"]) == shown


def test_properties_stand_in_the_schemas_order() -> None:
    made = xml(r"$\begin{pmatrix} a & b \end{pmatrix} \text{ if } \mathrm{x}$")
    assert re.search(r"<m:mcPr><m:count [^>]*/><m:mcJc [^>]*/></m:mcPr>", made)
    assert "<m:nor/><m:sty" not in made
    assert re.search(r"<m:rPr><m:nor/></m:rPr><a:rPr", made)


def test_displays_lists_and_numbers_are_paragraphs() -> None:
    listed = r"\begin{enumerate}[label=(\roman*)]\item $c$ \item d\end{enumerate}"
    made = convert(r"If \begin{equation}\tag{7} a=b \end{equation} then " + listed)
    shown = made.by_id["lemma-0"]
    assert [p.display for p in shown] == [False, True, False, False, False]
    assert [p.bullet for p in shown] == ["", "", "", "(i)", "(ii)"]
    assert [p.number for q in shown for p in q.pieces if isinstance(p, Formula)] == ["7", ""]


@pytest.mark.parametrize(
    "body",
    [
        r"$\unheardof{x}$",
        r"\begin{tikzpicture}\draw (0,0);\end{tikzpicture}",
        r"$x_{$ is broken",
        r"\includegraphics{x}",
        r"\begin{tabular}{c} a \end{tabular}",
        "$" + r"\frac{1}{" * 300 + "}" * 300 + "$",
        "$" + r"\sqrt" * 300 + "x$",
        "{" * 1000 + "}" * 1000,
        r"\emph{" * 400 + "}" * 400,
    ],
    ids=lambda body: body[:20],
)
def test_what_is_not_faithful_is_refused_alone(body: str) -> None:
    made = convert("Good $x$.", body, "Good too $y$.")
    assert set(made.failed) == {"lemma-1"}
    assert set(made.by_id) == {"lemma-0", "lemma-2"}


def test_letters_that_differ_are_refused() -> None:
    def lossy(args: Any, data: bytes) -> tuple[bytes | None, str]:
        return run_pandoc(args, data.replace(b"y^2", b"y") if "docx" in args else data)

    made = native(paper_of("Let $x+y^2$."), ["lemma-0"], lossy)
    assert made.failed["lemma-0"].startswith("PowerPoint ")


def test_a_pandoc_that_fails_makes_every_statement_a_picture() -> None:
    made = native(paper_of("Let $x$."), ["lemma-0"], lambda args, data: (None, "out of order"))
    assert made.by_id == {}
    assert "out of order" in made.failed["lemma-0"]


def test_a_statement_is_native_with_its_picture_as_fallback() -> None:
    sheet = Sheet(png=png(800, 120), width=800.0, height=120.0, size=22.0)
    pictures = {"theorem-1.1/theorem-1.1": Picture((sheet,))}
    made = native(PAPER, ["theorem-1.1"], run_pandoc)
    data = deck.write(PAPER, PLAN, PROFILE, student="", pictures=pictures, native=made)
    (slide,) = slides_with_alternates(data)
    (alternate,) = slide.iter(f"{MC}AlternateContent")
    choice, fallback = alternate
    assert choice.get("Requires") == "a14 p14"
    assert {"a14", "p14"} <= set(choice.nsmap)
    (pic,) = fallback
    (shape,) = choice
    ours, theirs = (e.xpath(".//*[local-name()='cNvPr']")[0] for e in (shape, pic))
    assert ours.get("id") == theirs.get("id")
    assert ours.get("descr") == theirs.get("descr")
    assert ours.get("descr").startswith("Theorem 1.1")
    assert len(shape.xpath(".//*[local-name()='oMath']")) == 8
    assert "\\" not in "".join(shape.itertext())


def test_without_space_at_eighteen_points_it_stays_a_picture() -> None:
    sheet = Sheet(png=png(800, 220), width=800.0, height=218.0, size=18.0)
    pictures = {"theorem-1.1/theorem-1.1": Picture((sheet,))}
    made = native(PAPER, ["theorem-1.1"], run_pandoc)
    longer = replace(made, by_id={id: shown * 6 for id, shown in made.by_id.items()})
    data = deck.write(PAPER, PLAN, PROFILE, student="", pictures=pictures, native=longer)
    assert slides_with_alternates(data) == []


def test_a_statement_over_two_slides_is_native_on_both_divided_where_its_pictures_are() -> None:
    made = native(PAPER, ["theorem-1.1"], run_pandoc)
    whole = characters(made.by_id["theorem-1.1"])
    first, second = whole[: len(whole) // 2], whole[len(whole) // 2 :]
    place = "theorem-1.1/theorem-1.1"
    pictures = {place: Picture(tuple(Sheet(png=png(800, 120), width=800.0, height=120.0, size=18.0) for _ in range(2)))}
    made = replace(made, printed={place: (first, second)})
    data = deck.write(PAPER, PLAN, PROFILE, student="", pictures=pictures, native=made)
    slides = slides_with_alternates(data)
    shown = ["".join(shape_texts(next(slide.iter(f"{MC}Choice")))) for slide in slides]
    assert len(shown) == 2
    assert letters("".join(shown)) == letters(whole)
    assert sum((letters(shown[0]) - letters(first)).values()) <= 8


def shape_texts(element: Any) -> list[str]:
    return [e.text or "" for e in element.iter() if str(e.tag).endswith("}t")]


def slides_with_alternates(data: bytes) -> list[Any]:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]
        trees = [etree.fromstring(package.read(n)) for n in names]
    return [t for t in trees if next(t.iter(f"{MC}AlternateContent"), None) is not None]


def test_the_talks_own_macros_are_all_understood() -> None:
    assert native(PAPER, [s.id for s in PAPER.statements], run_pandoc).failed == {}
    assert len(MACROS) == 6
