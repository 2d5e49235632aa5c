"""Mistakes of a student, as LaTeX reports them: cases/mistakes.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.engines.latex.compile import compile_tex
from tests.stanzas import Stanza, params

MAIN = r"""\documentclass{article}
\usepackage{amsmath,amssymb,enumitem}
\begin{document}
\input{part}
\input{other}
\end{document}
"""


@pytest.mark.requires_latex
@pytest.mark.parametrize("stanza", params("mistakes.md"))
def test_each_mistake_is_named_once_where_it_was_made(stanza: Stanza, tmp_path: Path) -> None:
    for name, text in {"main": MAIN, "part": stanza.input, "other": "Well: $x$, \\emph{y}.\n"}.items():
        (tmp_path / f"{name}.tex").write_text(text, encoding="utf-8")
    result = compile_tex(tmp_path / "main.tex", tmp_path / "out")
    stanza.check("\n".join(map(str, result.errors)))
