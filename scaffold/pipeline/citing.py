"""What a new report prints, as far as it may cite works: its own text, with what it restates of the paper in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scaffold.tex import tokens

__all__ = ["printed"]

_SHOWN = re.compile(r"\\(input|paper(?:statement|named|figure|proof|quotes))\s*\{([^{}]*)\}")
_FACTS = re.compile(r"^\\scaffold(facts|figure)\{([^{}]*)\}(.*)$", re.MULTILINE)
"""The lines with the note in a statement's heading, and with a figure's caption."""


def printed(report: Mapping[str, bytes]) -> Iterator[str]:
    """The pieces of LaTeX that the report prints, in order; report holds its files by path within it.

    What macros print is not among them, nor what a generated file besides statements, figures and excerpts prints.
    """
    texts = {path: content.decode("utf-8", "replace") for path, content in report.items() if path.endswith(".tex")}
    listed = (texts.get(f"generated/{name}.tex", "") for name in ("statements", "figures"))
    facts = {(m[1], m[2]): m[3] for text in listed for m in _FACTS.finditer(text)}
    body = texts.get("report.tex", "").partition("\\begin{document}")[2]
    yield from _pieces(body, texts, facts)


def _pieces(text: str, texts: Mapping[str, str], facts: Mapping[tuple[str, str], str]) -> Iterator[str]:
    last, text = 0, tokens.mask(text)
    for m in _SHOWN.finditer(text):
        yield text[last : m.start()]
        last = m.end()
        if m[1] == "input":  # of the parts; no generated file loads another one
            yield from _pieces(texts.get(f"{m[2]}.tex", ""), texts, facts)
            continue
        fact, folder = _PLACES[m[1]]
        yield facts.get((fact, m[2]), "")
        yield texts.get(f"generated/{folder}/{m[2]}.tex", "")
    yield text[last:]


_PLACES = {
    "paperstatement": ("facts", "statements"),
    "papernamed": ("figure", "statements"),
    "paperfigure": ("figure", ""),
    "paperproof": ("", "proofs"),
    "paperquotes": ("", "quotes"),
}
"""Which line of facts each command prints, and the folder of the file that it loads."""
