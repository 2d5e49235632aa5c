"""Text for LaTeX: plain text escaped, and characters that pdfLaTeX cannot print written as commands.

`tex` uses the tables for plain text, `source` for LaTeX of the paper.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import zip_longest

from scaffold.tex.environments import FORMULA
from scaffold.tex.unicode_math import MATH, accented, command

__all__ = ["balanced", "beyond_pdflatex", "bibtex", "scripted", "source", "tex"]

_SCRIPT = re.compile(r"(?<=\w)([_^])(\w)(?![\w^_+−-])")
"""A script of one sign in plain text. One of several signs shows no end there."""

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "[": "{[}", "]": "{]}",
}  # fmt: skip
"""Brackets are put in braces: otherwise they would end an optional argument, or start one after a line break."""

_LATIN_1 = frozenset(c for c in map(chr, range(0xC0, 0x100)) if c.isalpha())
"""Letters that inputenc knows and all text fonts of LaTeX have."""


def tex(text: str) -> str:
    """Plain text as LaTeX that prints it: special characters escaped, others written as commands where needed.

    Control characters and line ends become spaces. Letters of Latin-1 stay, so that a student can read what is in the
    file. Letters that pdfLaTeX cannot print stay as well, those that are written from right to left in \\RL:
    generated/letters.tex prints them with XeLaTeX.
    """
    return _written(text, _LATIN_1)


def scripted(text: str) -> str:
    """The same, with a script of one sign after a letter as a script."""
    pieces = _SCRIPT.split(text)
    scripts = {"^": r"\textsuperscript", "_": r"\textsubscript"}
    made = (f"{scripts[way]}{{{tex(sign)}}}" for way, sign in zip(pieces[1::3], pieces[2::3], strict=True))
    return "".join(piece for pair in zip_longest(map(tex, pieces[::3]), made, fillvalue="") for piece in pair)


def bibtex(text: str) -> str:
    """Plain text for a .bib file: as `tex` with all accents as commands, since BibTeX sorts and shortens bytes."""
    return _written(text, frozenset())


def _written(text: str, kept: Collection[str]) -> str:
    pieces = _pieces(unicodedata.normalize("NFC", text), kept)
    return _RIGHT_TO_LEFT.sub(lambda m: rf"\RL{{{m[0]}}}", "".join(pieces))


def beyond_pdflatex(latex: str) -> set[str]:
    """The characters of a text or LaTeX source that need XeLaTeX."""
    text = unicodedata.normalize("NFC", latex)
    greek = bool(_GREEK.search(text))
    return {c for cluster in _CLUSTER.findall(text) if _is_raw(cluster, greek) for c in cluster}


def _pieces(text: str, kept: Collection[str]) -> Iterator[str]:
    greek, clusters = bool(_GREEK.search(text)), _CLUSTER.findall(text)
    latin = any(_is_raw(c, greek) and _is_latin(c) for c in clusters)
    for cluster in clusters:
        letter = cluster[0]
        if cluster in kept or _is_raw(cluster, greek) or (latin and _is_latin(letter) and not letter.isascii()):
            yield cluster  # a word of Latin letters is printed in one font
        elif len(cluster) > 1:
            yield accented(unicodedata.normalize("NFC", cluster[:2])) or _SPECIAL.get(letter) or _as_latex(letter)
        else:
            yield _SPECIAL.get(letter) or _as_latex(letter)


def _is_latin(cluster: str) -> bool:
    return unicodedata.name(cluster[0], "").startswith("LATIN")


def _is_raw(cluster: str, greek: bool) -> bool:
    """Whether only XeLaTeX prints a letter with its marks; greek: whether Greek letters are words and not symbols."""
    letter, marks = cluster[0], cluster[1:]
    if letter.isascii():
        return letter.isalpha() and len(marks) > 1
    if greek and unicodedata.name(letter, "").startswith("GREEK"):
        return True
    known = command(letter) is not None
    return not known or (bool(marks) and letter.isalpha() and letter not in MATH)


def source(text: str) -> str:
    r"""LaTeX source with its markup kept; characters that pdfLaTeX cannot print are written as commands.

    Those without a command stay, in a formula within \\text: generated/letters.tex prints them with XeLaTeX. What could
    not be decoded becomes "?".
    """
    if _PLAIN.fullmatch(text):
        return text
    clusters = _CLUSTER.findall(unicodedata.normalize("NFC", text))
    spelt = "".join(c if _stays(c) else "".join(map(_in_source, c)) for c in clusters)
    return FORMULA.sub(_worded, spelt) if any(map(_stays, clusters)) else spelt


_PLAIN = re.compile(r"[\n\t -~]*")
"""Text of which every character is LaTeX as it is: nearly all sources."""


def _stays(cluster: str) -> bool:
    return cluster[0] not in "\n\t\ufffd" and _is_raw(cluster, greek=False)


def _in_source(char: str) -> str:
    return char if char in "\n\t" else _as_latex(char)


def _worded(formula: re.Match[str]) -> str:
    """A formula in which words that only XeLaTeX prints are set as text: in formulas it has no letters for them."""
    pieces, run = [], ""
    for cluster in [*_CLUSTER.findall(formula[0]), "\n"]:
        if _stays(cluster):
            run += cluster
            continue
        pieces += [rf"\text{{{run}}}"] if run else []
        pieces.append(cluster)
        run = ""
    return "".join(pieces)[:-1]


def balanced(latex: str) -> bool:
    """Whether all braces match, ignoring escaped ones and comments."""
    depth = 0
    for token in re.findall(r"\\.|%[^\n]*|[{}]", latex, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0


_CLUSTER = re.compile(r".[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094d\u0e31"
                      r"\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d\u3099\u309a]*", re.DOTALL)  # fmt: skip
"""A character with the marks and joiners after it."""

_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{3}|[\u0386-\u038f\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fff]")
"""Greek words: three letters beside each other, or a letter with an accent, which no formula has."""

_RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(rf"[{_RTL}](?:[{_RTL}\u200c\u200d .-]*[{_RTL}])?")


def _as_latex(char: str) -> str:
    spelt = command(char)
    return "?" if spelt is None else spelt
