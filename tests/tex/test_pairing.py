"""Signs without their partners; what LaTeX says about them is in cases/mistakes.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.tex.pairing import unpaired

SIGNS = r"{|}|$|$$|\[|\]|\(|\)|\begin{align}|\end{align}|\begin{itemize}|\end{itemize}|\begin{document}|\end{document}"
PIECES = st.sampled_from(
    [*SIGNS.split("|"), "\n", "\n\n", " % {\n", "\\def\\x{", "\\newcommand{\\y}[1]{", "x", "\\{", "\\"]
)
WHOLE = st.recursive(
    st.sampled_from(["x", "$x$", "\\verb|{|", "% }\n", "\\$", "\n\n", "\\{", "\\newcommand{\\be}{\\begin{align}}"]),
    lambda inner: st.lists(inner, max_size=4).map(
        lambda texts: f"{{{''.join(texts)}}}\\begin{{itemize}}{''.join(texts)}\\end{{itemize}}"
    ),
    max_leaves=10,
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= found.since <= found.line <= lines for found in unpaired(text))


@given(WHOLE)
def test_what_is_whole_lacks_nothing(text: str) -> None:
    assert unpaired(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {b\n\\begin{center} } \\end{center}", [("open", "\\begin{center}", 2), ("closed", "\\end{center}", 2)]),
        ("\\text{if $x$} $a \\text{if $x$}$", []),
        ("$$a$$ $b$$c$ \\(d\\) \\\\[2pt]", []),
        ("\\(a\n\nb\\)", [("open", "\\(", 1), ("closed", "\\)", 3)]),
        ("\\begin{align}\na\n% no empty line\nb\n\\end{align}", []),
        ("$$\na\n\nc\n$$", [("empty line", "$$", 3)]),
        ("{ \\begin{document} } \\end{document} {", [("closed", "}", 1)]),
    ],
)
def test_pairs(text: str, found: list[tuple[str, str, int]]) -> None:
    assert [(u.kind, u.sign, u.line) for u in unpaired(text)] == found
