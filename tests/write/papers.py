"""A paper of our own as the readers would return it, for the tests of all writers.

It holds what makes restating hard: macros that clash with LaTeX's own commands or lean on packages that a small TeX
Live lacks, a display too wide for the page, numbered equations, citations with and without BibTeX, unnumbered and
named statements.
"""

# ruff: noqa: E501  (the LaTeX is quoted as papers write it: one sentence a line)

from __future__ import annotations

from typing import Any

from scaffold.model import Label, Package, Paper, Proof, Reference, Section, Source, Statement
from scaffold.plans import Item, ReportPart, ReportPlan, RoadMap, RoadNode
from tests.macros import macro

MACROS = (
    macro("\\R", r"\newcommand{\R}{\mathbb{R}}"),
    macro("\\E", r"\DeclareMathOperator*{\E}{\mathbb{E}}"),
    macro("\\P", r"\renewcommand{\P}{\mathbb{P}}"),
    macro("\\v", r"\renewcommand{\v}[1]{\mathbf{#1}}"),
    macro("\\norm", r"\newcommand{\norm}[1]{\left\lVert #1 \right\rVert}"),
    macro("\\ip", r"\DeclarePairedDelimiterX{\ip}[2]{\langle}{\rangle}{#1,#2}"),
    macro("\\ind", r"\newcommand{\ind}[1]{\mathbbm{1}\{#1\}}"),
    macro("\\cH", r"\def\cH{\mathcal{H}}"),
    macro("\\Rad", r"\providecommand{\Rad}{\mathfrak{R}}"),
    macro("\\sign", r"\newcommand\sign{\operatorname{sign}}"),
    macro("\\risk", "\\newcommand{\\risk}[1][D]{%  the risk under a law\n  L_{#1}}"),
    macro("\\marg@n", r"\def\marg@n{\gamma}"),
    macro("\\margin", r"\newcommand{\margin}{\marg@n}", needs=("\\marg@n",)),
    macro("\\epsilon", r"\let\epsilon\varepsilon"),
    macro("\\beq", r"\def\beq{\begin{equation}}"),
    macro("\\eeq", r"\def\eeq{\end{equation}}"),
    macro("steps", r"\newenvironment{steps}{\begin{enumerate}[label=(\roman*)]}{\end{enumerate}}"),
)

_DEFINITION = r"""For a sample $S=\{(\v x_i,y_i)\}_{i=1}^m\subset\R^d\times\{\pm1\}$ and a unit vector $\v w$, the \emph{margin} of $\v w$ on $S$ is
\[ \margin_S(\v w) = \min_{i\le m}\; y_i \ip{\v w}{\v x_i}. \]
The sample is \emph{separable} if $\margin_S(\v w)>0$ for some $\v w$."""

_PERCEPTRON = r"""Let $S$ be separable with margin $\margin$ and let $\norm{\v x_i}\le \rho$ for every $i$. Then the perceptron, run on $S$ until it makes no mistake, updates its weights at most
\beq \left(\frac{\rho}{\margin}\right)^{2} \tag{2}\eeq
times, whatever the order of the examples \citep{rosenblatt58,novikoff}."""

_BOUND = r"""Let $D$ be a law on $\{\v x:\norm{\v x}\le\rho\}\times\{\pm1\}$ and let $\delta\in(0,1)$. With probability at least $1-\delta$ over a sample $S\sim D^m$, every unit vector $\v w$ and every $\margin>0$ satisfy
\begin{align}
\risk(\v w) &\le \frac1m\sum_{i=1}^m \ind{y_i\ip{\v w}{\v x_i}\le\margin} + \frac{4\rho}{\margin\sqrt m} + \sqrt{\frac{\log\log_2(4\rho/\margin)}{m}} + \sqrt{\frac{\log(2/\delta)}{2m}}, \tag{5}\\
\E_{S}\,\risk(\v w) &\le \P_{(\v x,y)\sim D}\bigl[y\ip{\v w}{\v x}\le\margin\bigr] + \epsilon .
\end{align}
The dimension $d$ does not appear."""

_CONTRACTION = r"""Let $\phi:\R\to\R$ be $L$-Lipschitz and let $\cH$ be a class of functions on a set of $m$ points. Then
$$ \Rad_m(\phi\circ\cH) \le L\,\Rad_m(\cH) . $$
See \cite[Theorem~4.12]{ledoux talagrand}."""

_LINEAR = r"""The class $\cH=\{\v x\mapsto\ip{\v w}{\v x}:\norm{\v w}\le1\}$ on points with $\norm{\v x_i}\le\rho$ satisfies
\begin{equation}
\Rad_m(\cH)=\frac1m\E_{\sigma}\sup_{\norm{\v w}\le1}\sum_{i=1}^m\sigma_i\ip{\v w}{\v x_i}\le\frac1m\E_\sigma\norm{\sum_{i=1}^m\sigma_i\v x_i}\le\frac1m\Bigl(\sum_{i=1}^m\norm{\v x_i}^2\Bigr)^{1/2}\le\frac{\rho}{\sqrt m},\qquad\text{and hence}\quad \Rad_m(\sign\circ\cH)\le 1.
\end{equation}"""

_SHATTER = r"""The following hold for the class of half-spaces with margin $\margin$ in the ball of radius $\rho$:
\begin{steps}
\item it shatters at most $\lfloor\rho^2/\margin^2\rfloor$ points;
\item for $d\ge\rho^2/\margin^2$ this is attained.
\end{steps}"""


def _statement(id: str, kind: str, number: str | None, body: str, macros: str, **more: Any) -> Statement:
    names = tuple(m if m == "steps" else f"\\{m}" for m in macros.split())
    fields = {"heading": kind.capitalize(), "macros": names, "standalone": body, "file": "main.tex", **more}
    return Statement(id=id, kind=kind, number=number, body=body, **fields)


def margins() -> Paper:
    """Six statements on margins: definition 1.1, theorems 2.1 and 3.1, lemmas A.1 and A.2, proposition 3.2."""
    statements = (
        _statement("definition-1.1", "definition", "1.1", _DEFINITION, "v R margin ip", name="Margin", section="1",
                   page=2, confidence="confirmed"),
        _statement("theorem-2.1", "theorem", "2.1", _PERCEPTRON, "margin norm v beq eeq", name="Novikoff", section="2",
                   page=4, main=True, rank=0.7),
        _statement("theorem-3.1", "theorem", "3.1", _BOUND, "v norm risk ind ip margin E P epsilon", section="3", page=5,
                   name=r"Margin bound; \emph{simplified}", main=True, rank=0.9, uses=("lemma-A.1", "lemma-A.2"),
                   proofs=(Proof(body="Combine both lemmas.", file="main.tex", line=210, uses=("lemma-A.1", "lemma-A.2")),)),
        _statement("proposition-3.2", "proposition", "3.2", _SHATTER, "margin steps", section="3", page=6),
        _statement("lemma-A.1", "lemma", "A.1", _CONTRACTION, "R cH Rad", name="Contraction", section="A",
                   appendix=True, page=9),
        _statement("lemma-A.2", "lemma", "A.2", _LINEAR, "cH Rad E v ip norm sign", section="A", appendix=True, page=10),
    )  # fmt: skip
    sections = (
        Section(number="1", title="Introduction & setting", title_tex="Introduction \\& setting", level=1, page=1),
        Section(number="2", title="Online learning", title_tex="Online learning", level=1, page=3),
        Section(number="3", title="A bound that does not see the dimension", title_tex="…", level=1, page=5),
        Section(number="3.1", title="Comparison with VC theory", title_tex="…", level=2, page=6),
        Section(number="4", title="Discussion", title_tex="Discussion", level=1, page=8),
        Section(number="A", title="Deferred proofs", title_tex="Deferred proofs", level=1, appendix=True, page=9),
    )
    references = (
        Reference(key="rosenblatt58", label="Rosenblatt, 1958", entry_type="article", fields=(
            ("author", "Frank Rosenblatt"), ("title", "The perceptron: a probabilistic model of 100% storage & recall"),
            ("journal", "Psychological Review"), ("volume", "65"), ("year", "1958"), ("pages", "386--408"),
        ), cited=True),
        Reference(key="novikoff", label=None, entry_type="misc", fields=(), text=r"A.~B.~J. Novikoff. \newblock On convergence proofs for perceptrons."
                  r" \newblock In {\em Symp. Math. Theory of Automata}, 1962.", cited=True),
        Reference(key="ledoux talagrand", label="LT91", entry_type="book", fields=(
            ("author", "Michel Ledoux and Michel Talagrand"), ("title", "Probability in {Banach Spaces"),
            ("publisher", "Springer"), ("year", "1991"),
        ), cited=True),
        Reference(key="unused", label=None, entry_type="article", fields=(("title", "Never cited"),)),
    )  # fmt: skip
    labels = (Label("eq:mistakes", "2", "equation", "theorem-2.1"), Label("thm:bound", "3.1", "theorem", "theorem-3.1"))
    return Paper(
        source=Source(kind="tex", main_file="main.tex", sha256="0" * 64, arxiv_id="2001.01234", version=2),
        title="Margins, Perceptrons & the Dimension That Does Not Matter",
        authors=("Élodie Müller", "Çağlar Őrsi", "Jan Novák"),
        abstract="Margins control generalisation.",
        year=2020,
        pages=14,
        document_class="article",
        sections=sections,
        statements=statements,
        references=references,
        macros=MACROS,
        packages=(Package("amsmath"), Package("bbm"), Package("mathtools"), Package("enumitem")),
        labels=labels,
    )


def roadmap() -> RoadMap:
    """Both theorems and what they use."""
    nodes = (
        RoadNode(id="theorem-3.1", label="Theorem 3.1", layer=0, page=5, main=True),
        RoadNode(id="theorem-2.1", label="Theorem 2.1", layer=0, page=4, main=True),
        RoadNode(id="proposition-3.2", label="Proposition 3.2", layer=1, page=6),
        RoadNode(id="lemma-A.1", label="Lemma A.1", layer=1, page=9, heavy=True),
        RoadNode(id="lemma-A.2", label="Lemma A.2", layer=2, page=10, heavy=True),
    )
    edges = (
        ("theorem-3.1", "lemma-A.1"), ("theorem-3.1", "proposition-3.2"), ("theorem-3.1", "lemma-A.2"),
        ("proposition-3.2", "lemma-A.2"), ("lemma-A.1", "lemma-A.2"), ("theorem-2.1", "proposition-3.2"),
    )  # fmt: skip
    return RoadMap(nodes, edges, folded=3)


def report_plan() -> ReportPlan:
    """Two pages of summary, one of review, two of proofs."""
    summary = (
        Item("section-map"),
        Item("prompt", text="What was known before, and what did it cost in the dimension d?"),
        Item("statement", "definition-1.1"),
        Item("statement", "theorem-2.1"),
        Item("prompt", text="Theorem 2.1 asks for a separable sample: what happens to the bound without it?"),
        Item("statement", "theorem-3.1"),
        Item("prompt", text="Which term of Theorem 3.1 dominates for m = 10 000, and why is d absent?"),
    )
    proofs = (
        Item("statement", "lemma-A.2"),
        Item("prompt", text="Lemma A.2 carries three later results: what is its idea?"),
        Item("statement", "lemma-A.1"),
        Item("prompt", text="Where does the proof of Theorem 3.1 use that the loss is Lipschitz?"),
    )
    return ReportPlan(
        parts=(
            ReportPart(key="summary", title="Summary", pages=2, form="summary", items=summary),
            ReportPart(key="review", title="Review", pages=1, form="review"),
            ReportPart(
                key="proofs",
                title="Summary of the proofs",
                pages=2,
                form="proofs",
                items=proofs,
                cited=("proposition-3.2",),
            ),
        ),
        roadmap=roadmap(),
    )
