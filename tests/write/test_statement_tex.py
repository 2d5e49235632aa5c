"""The body of a statement as the deck's LaTeX sets it."""

from __future__ import annotations

import re

import pytest

from scaffold.model import Paper, Source, Statement
from scaffold.write.latex import statement_tex
from tests.macros import macro


def _body(standalone: str) -> str:
    statement = Statement(
        id="theorem-1", kind="theorem", heading="Theorem", number="1", body=standalone, standalone=standalone
    )
    return statement_tex.body(Paper(source=Source(kind="tex"), statements=(statement,)), statement)


def test_a_tag_on_a_line_of_its_own_leaves_no_empty_line() -> None:
    body = _body("Then\n\\begin{equation}\na \\leq b\n\\tag{4}\n.\n\\end{equation}\n")
    assert r"\tag{4}" in body
    display = re.search(r"\\begin\{equation\*\}(.*)\\end\{equation\*\}", body, re.S)
    assert display
    assert "\n\n" not in display[1]
    assert re.sub(r"\s", "", r"a \leq b .") in re.sub(r"\s", "", display[1])


def test_the_pages_of_a_clip_share_one_scale() -> None:
    tex = statement_tex.clipped("c.pdf", [(400, 60), (200, 80)], 10.0)
    assert re.findall(r"\\sfclippage\{([\d.]+)\}\{(\d)\}", tex) == [("1.0000", "1"), ("0.5000", "2")]
    assert tex.startswith(r"\sfclip{40.000}{")


def test_a_line_broken_within_a_formula_of_words_goes_on() -> None:
    assert _body(r"Let $C = \{a,\\ \ldots\}$ be.") == r"Let $C = \{a,  \ldots\}$ be."


@pytest.mark.parametrize("end", [r"\\[5pt]", r"\\", r"\\*", r"\\ [-1ex]", r"\newline"])
def test_a_display_that_ends_like_a_row_is_a_display(end: str) -> None:
    for begin, close in ((r"\[", r"\]"), (r"\begin{equation*}", r"\end{equation*}"), ("$$", "$$")):
        body = _body(rf"Let {begin}x = \frac{{a}}{{b}}.{end} {close} be.")
        assert r"\fitdisplay{x = \frac{a}{b}.}" in body


def test_rows_that_may_be_too_wide_come_as_a_box_too() -> None:
    assert r"\fitrows{\begin{align*}a &= b \tag{2}\end{align*}}" in _body(r"\begin{align*}a &= b \tag{2}\end{align*}")
    assert r"{\begin{aligned}a &= b \qquad\text{(2)}\end{aligned}}" in _body(
        r"\begin{align*}a &= b \tag{2}\end{align*}"
    )


@pytest.mark.parametrize(
    ("tag", "beside"),
    [(r"\tag 1", "(1)"), (r"\tag{\text{TB}}", r"(\text{TB})"), (r"\tag*{$*$}", "$*$"), (r"\tag*{2'}", "2'")],
)
def test_tags_of_one_sign_with_braces_and_with_stars(tag: str, beside: str) -> None:
    assert rf"\fitdisplay{{a = b}}{tag}\end" in _body(rf"\begin{{align*}}a = b {tag}\end{{align*}}")
    rows = _body(rf"\begin{{align*}}a &= b {tag}\end{{align*}}")
    assert rf"{{\begin{{aligned}}a &= b \qquad\text{{{beside}}}\end{{aligned}}}}" in rows


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        (r"\condition{for all $x$}", r",\quad\text{for all $x$}"),
        (r"\condition*{x>0}", r",\quad{x>0}"),
        (r"\condition[;]{if $x$}", r";\quad\text{if $x$}"),
        (r"\condition[]{if $x$}", r"\quad\text{if $x$}"),
    ],
)
def test_conditions_of_breqn_have_a_sign_before_them(condition: str, shown: str) -> None:
    assert f"a = b {shown}" in _body(rf"\begin{{dmath*}} a \hiderel{{=}} b {condition} \end{{dmath*}}")


def test_what_a_statement_makes_of_labels_is_the_option_of_its_lists() -> None:
    own = r"{\renewcommand{\theenumi}{\roman{enumi}}\renewcommand{\labelenumi}{(\theenumi)}\begin{enumerate}\item a"
    assert r"\begin{enumerate}[label=(\roman*)]\item a" in _body(own + r"\end{enumerate}}")


def test_what_the_paper_squeezes_has_its_space() -> None:
    assert _body(r"Let $\smash[b]{\sup_{x} f}$ be.") == r"Let ${\sup_{x} f}$ be."


def test_an_empty_line_before_a_display_begins_no_paragraph() -> None:
    written = _body("Then\n\n  \\[ a = b. \\]\n\nMore.\n\n\\begin{align} a &= b \\end{align}")
    assert "Then\n\\begin{equation*}" in written
    assert "More.\n\\fitrows" in written
    assert "\n\nMore." in written


def test_letters_after_the_number_of_an_equation_are_not_counted() -> None:
    rows = r"\begin{align}a&=b\tag{2a}\end{align}"
    assert "subequations" not in _body(rf"\begin{{subequations}}[eq:all] Let {rows}\end{{subequations}}")
    assert "eq:all" not in _body(rf"\begin{{subequations}}[eq:all]{rows}\end{{subequations}}")


def test_rows_that_are_one_are_a_display() -> None:
    cases = r"\begin{cases}1&a\\2&b\end{cases}"
    assert _body(rf"\begin{{align*}}x={cases}\end{{align*}}").count("align") == 0
    assert "align" in _body(r"\begin{align*}x&=1\end{align*}")
    assert "align" in _body(r"\begin{align*}x\\y\end{align*}")
    assert "align" in _body(rf"\begin{{align*}}{cases}\\ {cases}\end{{align*}}")


def test_a_list_at_the_top_has_no_empty_line_above_it() -> None:
    listed = "\\begin{enumerate}\n\\item One.\n\\end{enumerate}"
    for strut in ("\\mbox{}\n\n", "\\leavevmode\n", "\\hfill \\\\\n", "~\n", "\\ \\\\[-1.2em]"):
        assert _body(strut + listed) == listed
    assert _body("\\mbox{} Let it be.").startswith("\\mbox{} Let")


def test_words_that_are_a_script_are_in_braces() -> None:
    assert _body(r"Let $x^\textup{op}_\textrm{a}$ be.") == r"Let $x^{\textup{op}}_{\textrm{a}}$ be."


CAT = macro(r"\cat", r"\newcommand\cat{\mathbf}")


def test_a_command_of_the_paper_that_is_a_script_is_in_braces() -> None:
    paper = Paper(source=Source(kind="tex"), macros=(macro(r"\tr", r"\newcommand\tr{\mkern-1.5mu\mathsf{T}}"), CAT))
    statement = Statement(
        id="lemma-1",
        kind="lemma",
        heading="Lemma",
        number="1",
        body="",
        standalone=r"$A^\tr B^ \tr x_\infty\tr_\cat C$",
    )
    assert statement_tex.source(paper, statement) == r"$A^{\tr} B^{\tr} x_\infty\tr_\cat C$"


@pytest.mark.parametrize(
    ("tex", "moved"),
    [
        (r"\begin{description} First: \item[(A)] x\end{description}", True),
        (r"\begin{enumerate}[(i)]\setlength{\itemsep}{0pt}\itemsep0em \item x\end{enumerate}", False),
        (r"\begin{itemize}\item x: \begin{itemize} so \item y\end{itemize}\end{itemize}", True),
    ],
)
def test_words_before_the_first_item_stand_before_the_list(tex: str, moved: bool) -> None:
    made = _body(tex)
    assert (made != tex) is moved
    assert not moved or re.search(r"(?:First:|so)\n\\begin\{\w+\}\n\\item", made)


@pytest.mark.parametrize(
    ("caption", "shown", "cut"),
    [
        ("Bounds.", r"\caption{Bounds.}", False),
        ("Bounds of $n$. " + "It is long. " * 30, r"\caption{Bounds of $n$. …}", True),
        ("Bounds that " + "go on and " * 40 + "end.", "", True),
    ],
)
def test_a_table_on_a_slide_has_the_first_sentence_of_a_long_caption(caption: str, shown: str, cut: bool) -> None:
    """And nothing pulls up what follows it."""
    tex = rf"\begin{{table}}\caption{{{caption}}}\begin{{tabular}}{{l}}a\end{{tabular}}\vspace*{{-2em}}\end{{table}}"
    table = Statement(id="table-1", kind="table", heading="Table", number="1", body=tex, standalone=tex)
    paper = Paper(source=Source(kind="tex"), referents=(table,))
    made = statement_tex.body(paper, table)
    assert rf"\begin{{table}}{shown}\begin{{tabular}}{{l}}a\end{{tabular}}\end{{table}}" in made
    assert statement_tex.is_cut(paper, table) == cut
