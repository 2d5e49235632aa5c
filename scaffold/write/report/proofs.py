"""The steps of a proof for the draft: a generated file that the part on proofs inputs."""

from __future__ import annotations

import re
from collections.abc import Collection

from scaffold.model import Paper
from scaffold.plans import ProofGlance, ProofStep
from scaffold.tex.labels import without_labels
from scaffold.write.latex import escape, shims
from scaffold.write.text import plain

__all__ = ["steps"]

_REFERENCE = re.compile(r"\\(eq|auto|c|C)?ref\*?\s*\{([^{}]*)\}")
_FORMULA = re.compile(r"((?<!\\)\$(?:[^$\\]|\\.)+\$|\\\((?:(?!\\[()]).)*\\\))", re.DOTALL)
_CONTROL = re.compile(r"\\([A-Za-z]+|[^A-Za-z,;:! {}|()])")
_ODD = re.compile(r"(?<!\\)[&#%]")
_KNOWN = shims.COMMON - frozenset("begin end item".split())
"""Commands that every report has."""


def steps(paper: Paper, glance: ProofGlance, carried: Collection[str] = ()) -> str:
    """generated/proofs/<id>.tex. carried are the paper's macros that the preamble defines for the statements.

    Formulas are set where LaTeX or those macros know all their commands, and are plain text otherwise: no quotation can
    keep the draft from compiling.
    """
    statement = paper.statement(glance.id)
    quote = _Quotes(paper, frozenset(name.lstrip("\\") for name in carried))
    words = quote.tex if statement.form == "latex" else escape.tex
    rows = "".join(_step(paper, step, words(step.words)) for step in glance.steps)
    return (
        "% Steps of a proof, in the paper's words. Generated: scaffold replaces this file.\n"
        f"\\scaffoldproof{{{escape.tex(statement.title)}}}{{%\n{rows}}}\n"
    )


def _step(paper: Paper, step: ProofStep, words: str) -> str:
    uses = ", ".join(paper.statement(id).title for id in step.uses)
    display = f"({step.number})" if step.number else ""
    fields = (_pages(step.pages), uses, display, ", ".join(step.trusts))
    return f"  \\scaffoldstep{{{words}}}" + "".join(f"{{{escape.tex(f)}}}" for f in fields) + "%\n"


class _Quotes:
    """Quotes a paper's LaTeX in a document of ours."""

    def __init__(self, paper: Paper, carried: frozenset[str]) -> None:
        self.macros, self.known = paper.macros, _KNOWN | carried
        self.numbers = {x.key: x.number for x in paper.labels}
        self.labels = {r.key: r.label for r in paper.references}

    def tex(self, words: str) -> str:
        """The words as LaTeX: formulas as they are where all their commands are known, all else as plain text."""
        words = _REFERENCE.sub(self._number, without_labels(words))
        pieces = _FORMULA.split(words)
        if not all(map(escape.balanced, pieces)):
            return escape.tex(self._plain(words))
        return "".join(self._formula(p) if i % 2 else self._text(p) for i, p in enumerate(pieces))

    def _number(self, m: re.Match[str]) -> str:
        number = self.numbers.get(m[2], "?")
        return f"({number})" if m[1] == "eq" else number

    def _formula(self, tex: str) -> str:
        sound = all(name in self.known for name in _CONTROL.findall(tex)) and not _ODD.search(tex)
        return escape.source(tex) if sound else escape.tex(self._plain(tex))

    def _text(self, tex: str) -> str:
        before, after = (" " * bool(re.search(edge, tex)) for edge in (r"\A[\s~]", r"[\s~]\Z"))
        plain_text = escape.tex(self._plain(tex))
        return f"{before}{plain_text}{after}" if plain_text else before

    def _plain(self, tex: str) -> str:
        return plain.text(tex, self.macros, self.labels)


def _pages(pages: tuple[int, int] | None) -> str:
    if pages is None:
        return ""
    first, last = pages
    return f"p. {first}" if first == last else f"pp. {first}–{last}"
