"""A small paper in several layouts, our setting of its statements, and single faults planted into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

STATEMENTS = (
    r"""Let $f\colon X\to\mathbb{R}$ be $L$-Lipschitz and let $\varepsilon\in(0,1)$. Then, for every $n\geq 2$,
\[ \Pr\bigl[\,|f(x)-\mathbb{E} f|\leq\varepsilon\,\bigr]\geq 1-2\exp\Bigl(-\frac{n\varepsilon^2}{2L^2}\Bigr). \]
The constant $2$ cannot be replaced by $1$.""",
    r"""For $\phi\neq\varphi$ in $\mathcal{G}$ there is a map $\Gamma\colon\mathfrak{g}\to G$ with
\begin{align*} \Gamma(x+y)&=\Gamma(x)\Gamma(y),\\ \Gamma(0)&=1,\\
\sum_{i=1}^{n}\lambda_i\Gamma(x_i)&<\infty. \end{align*}
In particular, $\ker\Gamma\subseteq\mathfrak{g}$ is closed.""",
    r"""The following are equivalent for a ring $R$ and an ideal $I\subset R$:
\begin{enumerate}\item[(i)] $R/I$ is a field; \item[(ii)] $I$ is maximal;
\item[(iii)] for all $a\notin I$ there is $b\in R$ with $ab-1\in I$.\end{enumerate}""",
    r"""Suppose that $A\in\mathbb{C}^{m\times n}$ has rank $r$. Then $A=U\Sigma V^{*}$, where
$\sigma_1\geq\dots\geq\sigma_r>0$ and $\|A\|_2=\sigma_1$, and by Lemma 3
and equation (7) we have $\int_0^\infty e^{-t\sigma_r}\,dt=\sigma_r^{-1}$.""",
    r"""There is an algorithm that solves the problem in time $O(n\log^2 n)$ with probability at least $1-\delta$,
provided that $m\leq\sqrt{n}$ and $\alpha+\beta\equiv 0\pmod p$. It needs $\ell(w)$ bits, and no other one
needs fewer than $L(w)/4$.""",
    r"""If $\hat\theta_n$ is the estimator of Theorem 2, then $\hat\theta_n\to\theta$ almost surely, and
$$ \sqrt{n}\,(\hat\theta_n-\theta)\xrightarrow{d}\mathcal{N}\bigl(0,\mathcal{I}(\theta)^{-1}\bigr). $$
The same holds for $\tilde\theta_n=\hat\theta_n+o(n^{-1/2})$, but not for $\bar\theta_n$.""",
    r"""Let $(M,g)$ be a complete manifold with $\mathrm{Ric}\geq -\kappa^2 g$ and let $u$ be a positive
solution of $\Delta u=0$. Then \[ \sup_{x\in B(x_0,1)} |\nabla\log u|\leq C(n)\,(1+\kappa), \]
where $C(n)$ is the constant of Lemma 7. It is not known whether the bound is sharp
for $n\geq 3$ and $\kappa\to\infty$.""",
    r"""Let $P$ be a set of $n$ points in the plane. There is a partition of $P$ into at most
$\lceil n\alpha\rceil+1$ sets, such that the convex hull
of every set is disjoint from the others and
$\sum_{i} |P_i|\leq 2n-\lambda$; the sets are found in time
$\Theta(n\log n)$ and space $O(n)$.""",
)

_FAULTS = (
    (r"\\varepsilon", r"\\epsilon "), (r"\\phi", r"\\varphi "), (r"\\varphi", r"\\phi "),
    (r"\\mathcal\{(\w)\}", r"{\1}"), (r"\\mathbb\{(\w)\}", r"\\mathcal{\1}"), (r"\\mathfrak\{(\w)\}", r"{\1}"),
    (r"\\Gamma", r"\\Lambda "), (r"\\geq", "> "), (r"\\leq", "< "), (r"\\neq", "= "), (r"\\notin", r"\\in "),
    (r"\\subseteq", r"\\supseteq "), (r"-", "+"), (r"\+", "-"), (r"\b2\b", "3"), (r"\b1\b", "0"), (r"\b7\b", "6"),
    (r"\\sigma", r"\\tau "), (r"\\lambda", r"\\mu "), (r"\\theta", r"\\vartheta "), (r"\\sum", r"\\prod "),
    (r"\\infty", r"\\ell "), (r"\\to(?!p)", r"\\gets "), (r"\\ell", "l"), (r"\\log", r"\\exp "), (r"<", r"\\not< "),
    (r"\\alpha", "{a}"), (r"\\int", r"\\sum "), (r"(?s)\\\[.*?\\\]", " "), (r"(?s)\$\$.*?\$\$", " "),
    (r"\\\\ ?\\Gamma\(0\).*?,", ""), (r"(?s)\\item\[\(ii\)\].*?;", ""), (r"\bnot\b ?", ""), (r"\bclosed\b", "open"),
    (r"\bfor every\b", "for some"), (r"\bfield\b", "ring"), (r"\bLemma\b", "Theorem"), (r"\bcannot\b", "can"),
    (r"\bat least\b", "at most"), (r"\bfewer\b", "more"), (r" The same holds.*", ""), (r"In particular, ", ""),
    (r"\\equiv", r"\\not\\equiv "), (r"\$R/I\$", "$I/R$"),
    (r"(?<![\\a-z])n(?![a-z])", "k"), (r"(?<![\\a-z])x(?![a-z])", "y"),
    (r"(?<![\\A-Za-z{])([A-Z])(?![A-Za-z])", r"B\1"), (r"\bthere is\b", "there is no"), (r"\bthe\b", "a"),
    (r"\bLet\b", "If"), (r"\band\b", "or"), (r"\bis\b", "is not"),
    (r"\\bigl\[", r"\\bigl("), (r"\\Bigl\(", r"\\Bigl["), (r"\\bigr\)", r"\\bigr]"), (r"\\lceil", r"\\lfloor "),
    (r"(?<!\\log)\((?=[0-9A-Za-z\\])(?!i)", "["), (r"(?<=[0-9A-Za-z])\)(?=[ ,$.])", "]"), (r"(?<=\d),(?=\d)", ";"),
    (r",(?= and)", ";"), (r"(?<=[a-z]);(?= the)", "."), (r"\\\|A", "|A"), (r"\|f", "f"), (r"(?<=\w):(?=\n)", "."),
)  # fmt: skip
"""What is planted: a pattern and its replacement, at each place where it occurs, one at a time."""


def planted() -> Iterator[tuple[int, str, str]]:
    """Number and text of each statement with one fault, and the fault in words."""
    for n, text in enumerate(STATEMENTS):
        for pattern, replacement in _FAULTS:
            for m in re.finditer(pattern, text):
                faulty = text[: m.start()] + m.expand(replacement) + text[m.end() :]
                if faulty != text:
                    yield n, faulty, f"{m[0][:30]} → {replacement} at {m.start()} in statement {n + 1}"


LAYOUTS = {
    "one column": (r"\documentclass{article}", ""),
    "two columns, Times": (r"\documentclass[twocolumn]{article}\usepackage{mathptmx}", ""),
    "numbered lines": (r"\documentclass{article}\usepackage[left]{lineno}\linenumbers", ""),
    "small pages": (
        r"\documentclass[12pt]{article}\usepackage[paperheight=9cm,paperwidth=12cm,margin=15mm]{geometry}",
        "",
    ),
    "footnotes": (r"\documentclass{article}", r"\footnote{A note that stands below the text, with $x=2$ in it.}"),
    "fonts without Unicode": (r"\documentclass{article}\pdfgentounicode=0 \usepackage{amssymb}", ""),
    "another text font": (r"\documentclass{article}\usepackage{mathpazo}\usepackage[T1]{fontenc}", ""),
}
"""Preambles of papers, and what is added to each statement."""

_PACKAGES = r"\usepackage{amsmath,amssymb,amsthm}\newtheorem{theorem}{Theorem}"


def paper(layout: str) -> str:
    """The paper: between its statements stands text that mentions them, and equations with numbers."""
    head, added = LAYOUTS[layout]
    between = r"By Theorem %d we know what follows, and $a+b=c$. \begin{equation} a^2+b^2=c^2 \end{equation} So it is."
    proof = r"\begin{proof}Clear.\end{proof}"
    parts = (
        rf"{between % (n + 1)}\begin{{theorem}}[A name]{_noted(text, added)}\end{{theorem}}{proof}"
        for n, text in enumerate(STATEMENTS)
    )
    return f"{head}{_PACKAGES}\\begin{{document}}{' '.join(parts)}\\end{{document}}"


def _noted(text: str, added: str) -> str:
    """A statement with a footnote after its first word."""
    first, rest = text.split(" ", 1)
    return f"{first}{added} {rest}"


def ours(texts: list[str]) -> str:
    """Our setting: a page for each text, in another font and width."""
    pages = "\\newpage\n".join(f"\\noindent {text}\n" for text in texts)
    head = r"\documentclass{article}\usepackage[paperwidth=16cm,paperheight=20cm,margin=8mm]{geometry}\pagestyle{empty}"
    font = r"\usepackage{lmodern}\renewcommand\familydefault{\sfdefault}"
    return rf"{head}{font}{_PACKAGES}\begin{{document}}{pages}\end{{document}}"
