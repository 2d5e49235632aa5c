"""Braces, arguments and environments: where they end."""

from __future__ import annotations

import pytest

from scaffold.tex import tokens


@pytest.mark.parametrize(
    ("tex", "rest"),
    [
        (r"\begin{a}x\begin{a}y\end{a}z\end{a} rest", " rest"),
        (r"\begin{a}\begin{b}\end{a} rest", " rest"),
        (r"\begin{a} never", None),
        (r"\begin{a}\begin{a}\end{a} once", None),
    ],
)
def test_an_environment_ends_at_its_own_end(tex: str, rest: str | None) -> None:
    end = tokens.close_environment(tex, len(r"\begin{a}"), "a")
    assert (tex[end:] if end >= 0 else None) == rest


@pytest.mark.parametrize(
    ("tex", "argument"),
    [("{a{b}c}d", "a{b}c"), (r"{a\}b}", r"a\}b"), (r" \alpha x", r"\alpha"), ("xy", "x"), ("{a", None), ("}", None)],
)
def test_an_argument_is_a_group_a_command_or_a_character(tex: str, argument: str | None) -> None:
    read = tokens.argument(tex, 0)
    assert (read[0] if read else None) == argument


@pytest.mark.parametrize(("tex", "deep"), [("a", 0), ("{a{b}}{c}", 2), (r"\{{", 1), ("}}{", 1)])
def test_how_deep_groups_are(tex: str, deep: int) -> None:
    assert tokens.nesting(tex) == deep


@pytest.mark.parametrize(("tex", "option"), [("[a{]}b]c", "a{]}b"), (" [a]", "a"), ("[a", None), ("{a}[b]", None)])
def test_an_option_ends_at_a_bracket_outside_of_braces(tex: str, option: str | None) -> None:
    read = tokens.option(tex, 0)
    assert (read[0] if read else None) == option


@pytest.mark.parametrize(
    ("tex", "spelled"),
    [
        (r"a \verb|x_1{%| b", r"a \texttt{x\_1\{\%} b"),
        (r"\verb*+\a^~+\spverb!&!", r"\texttt{\textbackslash{}a\textasciicircum{}\textasciitilde{}}\texttt{\&}"),
        (r"\lstinline[language=C]|x|", r"\texttt{x}"),
        ("% \\verb|x|\n\\verb|y|", "% \\verb|x|\n\\texttt{y}"),
        (r"\begin{verbatim}\verb|x|\end{verbatim}", r"\begin{verbatim}\verb|x|\end{verbatim}"),
        (r"\verb|never ends", r"\verb|never ends"),
        (r"\verb||", r"\texttt{}"),
    ],
)
def test_inline_verbatim_is_spelled_so_that_it_can_stand_anywhere(tex: str, spelled: str) -> None:
    assert tokens.spelled(tex) == spelled
    assert tokens.spelled(spelled) == spelled
