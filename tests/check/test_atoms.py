"""LaTeX as atoms, and the differences between two texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.check.fidelity import latex
from scaffold.check.fidelity.atoms import ANYTHING, Content, difference, make_content, of_text
from scaffold.model import Macro
from tests.macros import macro
from tests.stanzas import Stanza, params


def split(source: str) -> tuple[list[Macro], str]:
    """The definitions in the first lines, and the rest."""
    lines = source.splitlines()
    macros = []
    while lines and (m := re.match(r"\\(?:[A-Za-z]*command|let|Declare\w+|New\w+)\*?\s*\{?(\\[A-Za-z]+)", lines[0])):
        macros.append(macro(m[1], lines.pop(0)))
    return macros, "\n".join(lines)


def dump(found: Content) -> str:
    lines = ["".join("?" if s == ANYTHING else s for s in found.signs)]
    lines += [f"loose: {''.join(sorted(found.loose.elements()))}"] if found.loose else []
    lines += [f"odd: {found.odd}"] if found.odd else []
    return "\n".join(lines)


@pytest.mark.parametrize("stanza", params("check_atoms.md"))
def test_latex_as_atoms(stanza: Stanza) -> None:
    macros, tex = split(stanza.input)
    stanza.check(dump(latex.content(tex, macros)))


def plain(text: str) -> Content:
    return make_content(of_text(text))


def tex(text: str) -> Content:
    return latex.content(text, (), {"lee": "12"})


@pytest.mark.parametrize(
    ("source", "copy", "lost", "gained"),
    [
        (r"for all $\delta > 0$ we have $x$", "for all δ > 0 we have x", "", ""),
        (r"for all $\delta > 0$ we have $x$", "we have x", "for all δ > 0", ""),
        (r"$x^{2}_{i}$", "xi2", "", ""),
        (r"$a \leq b$", "a ≥ b", "≤", "≥"),
        (r"a constant $2$", "a constant 4", "2", "4"),
        (r"it converges", "it never converges", "", "never"),
        (r"\begin{itemize}\item one\item two\end{itemize}", "(i) one\n(ii) two", "", ""),
        (r"as in \cite{x}, finite", "as in [Lee et al., 2019], finite", "", ""),
        (r"as in \cite{lee}, finite", "as in [12], finite", "", ""),
        (r"as in \cite{lee}, finite", "as in [12], nowhere finite", "", "12 nowhere"),
        (r"\begin{equation}x = 1\tag{5}\end{equation}", "x = 1 (5)", "", ""),
        (r"\begin{equation}x = 1\tag{$\ddagger$}\end{equation} if", "x = 1 (‡) if", "", ""),
        (r"\begin{equation}x = 1\tag{$\star$}\end{equation} if", "x = 1 (⋆) if", "", ""),
        (r"\begin{equation}x = 1\end{equation} if", "x = 1 (‡) if", "x=1if", "x=1()if"),
        (r"$1-\delta$", "1δ", "−", ""),
    ],
)
def test_what_a_copy_lost_or_gained(source: str, copy: str, lost: str, gained: str) -> None:
    found = difference(tex(source), plain(copy))
    assert (found.lost, found.gained) == (lost, gained)


@pytest.mark.parametrize(
    ("changed", "reported"),
    [
        (r"for all $b \le a_1$ we have $f'(x) \in (0, 1]$ and $\hat x^2 \notin Y$", "b≤a"),
        (r"for all $a \le b_1$ we have $f(x) \in (0, 1]$ and $\hat x^2 \notin Y$", "f(x)"),
        (r"for all $a \le b_1$ we have $f'(x) \in (0, 1)$ and $\hat x^2 \notin Y$", "01)"),
        (r"for all $a \le b_1$ we have $f'(x) \in (0, 1]$ and $x^2 \notin Y$", "x^{2}"),
        (r"for all $a \le b_1$ we have $f'(x) \in (0, 1]$ and $\tilde x^2 \notin Y$", "\u0303x"),
        (r"for all $a \le b_1$ we have $f'(x) \in (0, 1]$ and $\hat x_2 \notin Y$", "_{2}"),
        (r"for all $a \le b_1$ we have $f'(x) \in (0, 1]$ and $\hat x^3 \notin Y$", "3"),
        (r"for all $a \le b_1$ we have $f'(x) \in (0, 1]$ and $\hat x^2 \in Y$", "∈"),
    ],
)
def test_order_brackets_primes_accents_and_scripts(changed: str, reported: str) -> None:
    source = r"for all $a \le b_1$ we have $f^{\prime}\left(x\right) \in (0, 1]$ and $\widehat{x}^{2} \notin Y$"
    same = r"for all $a \leq b_{1}$ we have $f'(x) \in \bigl(0, 1\bigr]$ and $\hat x^2 \not\in Y$"
    assert not difference(tex(source), tex(same))
    assert reported.replace(" ", "") in difference(tex(source), tex(changed)).gained.replace(" ", "")


@pytest.mark.parametrize("source", [r"$a \le \unheardof{b_1}$", r"$a \le b_1 \pmod 2$", r"$a \le \ifodd1 b_1\fi$"])
def test_the_order_is_unknown_after_an_unknown_command(source: str) -> None:
    assert tex(source).order == ()


def test_rows_that_are_set_one_way_or_the_other_are_read_once() -> None:
    rows = r"\fitrows{\begin{align*} a &= b^2 \end{align*}}{\begin{aligned} a &= b^2 \end{aligned}}"
    assert tex(rows).order == tex("$a = b^2$").order


def test_scripts_and_primes_in_either_order_are_the_same() -> None:
    rows = (r"$x'_i{}$", r"$x^{\prime}_{i}$", r"$x_i^{\prime}$", r"$x_i'$")
    assert len({tex(row).order for row in rows}) == 1
    assert tex(r"$x^2_i$").order == tex(r"$x_i^2$").order != tex(r"$x^i_2$").order


@given(st.text(alphabet="abc αβ ≤= 12 -", max_size=60))
def test_a_text_differs_from_itself_in_nothing(text: str) -> None:
    assert not difference(plain(text), plain(text))


@given(st.text(alphabet="abxyz12≤", min_size=2, max_size=40), st.data())
def test_every_letter_that_is_lost_is_found(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    assert difference(plain(text), plain(text[:at] + text[at + 1 :])).lost


@given(st.text(max_size=80))
def test_no_latex_stops_the_reader(text: str) -> None:
    found = latex.content(text, [macro("\\x", text)])
    assert all(a.sign for a in found.atoms)


def test_an_argument_is_taken_from_after_the_macro_whose_text_ends() -> None:
    macros = [macro(r"\twice", r"\newcommand\twice[1]{#1#1}"), macro(r"\t", r"\newcommand\t{\twice}")]
    macros += [macro(r"\frak", r"\let\frak\mathfrak"), macro(r"\opt", r"\newcommand\opt[2][n]{#1#2}")]
    macros += [macro(r"\o", r"\newcommand\o{\opt}")]
    assert latex.content(r"$\t{ab} \o[k]{c} \o d \frak{e}$", macros).signs == list("ababkcnde")
