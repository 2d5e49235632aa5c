r"""Sources of a given size that repeat one thing: what doubles in size must not take four times the work."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

_HEAD = (
    r"\documentclass{article}\usepackage{amsthm,amsmath}\newtheorem{theorem}{Theorem}\newtheorem{lemma}[theorem]{Lemma}"
)


def document(body: str, title: str = "T") -> str:
    """A paper with that body."""
    return f"{_HEAD}\\title{{{title}}}\\begin{{document}}\n\\section{{S}}\n{body}\n\\end{{document}}\n"


def theorem(body: str) -> str:
    """A paper with one theorem."""
    return document(f"\\begin{{theorem}}{body}\\end{{theorem}}")


Shape = Callable[[int], str]


def _within(make: Callable[[str], str], piece: str, before: str = "", after: str = "", end: str = "") -> Shape:
    """The piece again and again, and as often what ends it."""

    def shape(size: int) -> str:
        count = size // (len(piece) + len(end)) + 1
        return make(before + piece * count + end * count + after)

    return shape


def _nested(opening: str, closing: str, inner: str = "x", dollar: str = "") -> Shape:
    def shape(size: int) -> str:
        count = size // (len(opening) + len(closing)) + 1
        return theorem(dollar + opening * count + inner + closing * count + dollar)

    return shape


def _repeated(piece: str, before: str = "x", after: str = "") -> Shape:
    return _within(theorem, piece, before, after)


SHAPES: dict[str, Shape] = {
    "words": _repeated("word "),
    "one word": _repeated("w"),
    "paragraphs": _repeated("x\n \n"),
    "blank lines": _repeated("\n \n"),
    "tabs and line ends": _repeated("\t\n"),
    "spaces": _repeated(" ", after="y"),
    "comments": _repeated("%a\n"),
    "comments and spaces": _repeated("% \n  "),
    "blank lines before the theorem": _within(document, "\n \n"),
    "blank lines in a proof": _within(
        document, "x\n \n", r"\begin{theorem}x\end{theorem}\begin{proof}", r"\end{proof}"
    ),
    "blank lines in the abstract": _within(document, "a\n \n", r"\begin{abstract}", r"\end{abstract}"),
    "spaces in the title": lambda size: document("", title="a" + " " * size + "b"),
    "braces in the title": lambda size: document("", title="{" * (size // 2) + "}" * (size // 2)),
    "braces": _nested("{", "}"),
    "braces, never closed": _repeated("{"),
    "braces of a heading": _within(document, "{a", r"\section{", "}", end="}"),
    "braces of a name": _within(document, "{x", r"\begin{theorem}[", r"]y\end{theorem}", end="}"),
    "bold braces of a proof": _within(document, "{", r"\textbf{Proof"),
    "brackets": _repeated("["),
    "fractions": _nested(r"\frac{1}{", "}", dollar="$"),
    "scripts": _nested("x^{", "}", dollar="$"),
    "roots": _nested(r"\sqrt{", "}", dollar="$"),
    "words in formulas": _nested(r"\text{a", "}", dollar="$"),
    "fences": _nested(r"\left(", r"\right)", dollar="$"),
    "smashed": _nested(r"\smash{", "}", dollar="$"),
    "emphasis": _nested(r"\emph{", "}"),
    "footnotes": _nested(r"\footnote{", "}"),
    "lists": _nested(r"\begin{enumerate}\item ", r"\end{enumerate}"),
    "theorems": _nested(r"\begin{theorem}", r"\end{theorem}"),
    "items": _repeated(r"\item x ", r"\begin{enumerate}", r"\end{enumerate}"),
    "rows": _repeated(r"a&b\\", r"\begin{align*}", r"\end{align*}"),
    "tags": _repeated(r"\tag{1} ", r"\begin{equation}a", r"\end{equation}"),
    "displays": _repeated(r"\[a\] "),
    "displays, never closed": _repeated(r"\["),
    "inline formulas, never closed": _repeated(r"\("),
    "dollars": _repeated("$ $ "),
    "pairs of dollars": _repeated("$$ $$ "),
    "equations, never ended": _repeated(r"\begin{equation}"),
    "alignments, never ended": _repeated(r"\begin{align}a"),
    "subequations, never ended": _repeated(r"\begin{subequations}"),
    "drawings, never ended": _repeated(r"\begin{tikzpicture}"),
    "matrices, never ended": _repeated(r"\begin{pmatrix}"),
    "tables, never ended": _repeated(r"\begin{tabular}{c}"),
    "ends without a beginning": _repeated(r"\end{x}"),
    "citations, never closed": _repeated(r"\cite["),
    "one long citation command": _repeated("cite", "\\"),
    "references, never closed": _repeated(r"\ref["),
    "addresses, never closed": _repeated(r"\url{"),
    "terms, never closed": _repeated(r"\term{ "),
    "accents, never closed": _repeated(r"\'{ "),
    "definitions, never closed": _repeated(r"\def\x{"),
    "verbatim, never closed": _repeated(r"\verb|a "),
    "conditionals": _within(document, r"\iffalse ", end=r"\fi "),
    "labels": lambda size: theorem("".join(rf"\label{{a{n}}} " for n in range(size // 12))),
    "backslashes": _repeated("\\"),
    "line breaks": _repeated(r"\\ "),
    "big O": _repeated("O("),
    "hyphens": _repeated("-"),
    "carets": _repeated("x^", "$", "$"),
    "ties": _repeated("~"),
    "macros used": _within(document, r"\R ", r"\newcommand{\R}{\mathbb{R}}\begin{theorem}", r"\end{theorem}"),
    "references by an own macro": _within(
        document, r"\fig{a} ", r"\newcommand{\fig}[1]{Figure~\ref{#1}}\begin{theorem}", r"\end{theorem}"
    ),
    "changes by an own macro": _within(
        document, r"\new{a} ", r"\newcommand{\new}[1]{\added{#1}}\begin{theorem}", r"\end{theorem}"
    ),
    "labels of equations": lambda size: document(
        "".join(rf"\[a\tag{{{n}}}\label{{e{n}}}\] " for n in range(size // 28))
        + r"\begin{theorem}\ref{e1}\end{theorem}"
    ),
    "ranges of references": _within(
        document, r"\cref{a,b} ", r"\begin{theorem}\label{a}", r"\end{theorem}\begin{lemma}\label{b}x\end{lemma}"
    ),
    "lines of pseudocode": _within(
        document,
        "x\\;\n",
        r"\usepackage[linesnumbered]{algorithm2e}\begin{algorithm}",
        r"\end{algorithm}",
    ),
    "blocks of pseudocode": _within(
        document, r"\If{a}{", r"\LinesNumbered\usepackage{algorithm2e}\begin{algorithm}", r"\end{algorithm}", end="}"
    ),
    "pseudocode, never ended": _within(
        document, r"\begin{algorithm}x\;", r"\usepackage[linesnumbered]{algorithm2e}", r"\end{algorithm}"
    ),
    "macros defined": lambda size: document(
        "".join(rf"\newcommand{{\a{'b' * (n % 30)}}}{{x}}" for n in range(size // 40))
        + r"\begin{theorem}\ab\end{theorem}"
    ),
    "aliases": lambda size: document("".join(rf"\let\a{'b' * (n % 30)}\section " for n in range(size // 30))),
    "headings": _within(document, r"\section{a}"),
    "statements": _within(document, "\\begin{lemma}x\\end{lemma}\n"),
    "proofs": _within(document, "\\begin{proof}\\ref{a}\\end{proof}\n", r"\begin{theorem}\label{a}x\end{theorem}"),
    "a chain of lemmas": lambda size: document(
        "".join(
            rf"\begin{{lemma}}\label{{l{n}}}x\end{{lemma}}\begin{{proof}}By \ref{{l{n + 1}}}.\end{{proof}}" + "\n"
            for n in range(size // 75)
        )
    ),
    "proofs by hand, never closed": _within(document, r"{\bf Proof "),
    "proofs by hand": _within(document, "{\\bf Proof.} x\n\n"),
    "figures": _within(document, "\\begin{figure}\\caption{a}\\end{figure}\n"),
    "references": _within(document, r"\bibitem{a} A, B. ", r"\begin{thebibliography}{9}", r"\end{thebibliography}"),
    "authors": _within(document, r"A \and ", r"\author{", "}"),
    "inputs": _within(document, r"\input{a}"),
}


def _multiplying() -> dict[str, str]:
    names = [rf"\m{chr(97 + n)}" for n in range(24)]
    each = "".join(names)
    circle = "".join(rf"\def{name}{{{each}}}" for name in names)
    return {
        "a reference by macros that use each other": circle + rf"\newcommand{{\fig}}[1]{{{each}\ref{{#1}}}}",
        "a redefined reference by macros that use each other": (
            circle + rf"\let\oldref\ref\renewcommand{{\ref}}[1]{{{each}\oldref{{#1}}}}"
        ),
        "a reference that uses itself": r"\def\ma{\ref{x}" + r"\ma" * 50 + "}",
        "a change that uses itself": r"\def\ma{\added{x}" + r"\ma" * 50 + "}",
        "arguments that double": "".join(
            rf"\newcommand{name}[1]{{{after}{{#1#1}}\ref{{x}}}}" for name, after in pairwise(names)
        ),
    }


MULTIPLYING = {
    name: document(rf"{macros}\begin{{theorem}}\ma{{x}}\ref{{x}}\fig{{x}}\end{{theorem}}")
    for name, macros in _multiplying().items()
}
"""Small sources in which each step makes many of the next one."""
