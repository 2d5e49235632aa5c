"""A talk made by hand: a paper of our own, and a plan that a planner could have made for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from scaffold.dates import Event
from scaffold.model import Figure, Label, Paper, Reference, Section, Source, Statement
from scaffold.plans import Item, Layout, RoadMap, RoadNode, Slide, TalkPlan
from scaffold.seminar import Page, Part, Profile
from tests.macros import macro

PROFILE = Profile(
    name="theory",
    title="Theory of Deep Learning",
    parts=(Part("summary", "Summary", 2.0, "summary"),),
    page=Page(),
    count_references=False,
    minutes=30,
    questions=10,
    review="theory",
    events=(Event("Talks", date(2020, 6, 24)),),
)

MACROS = (
    macro(r"\R", r"\newcommand{\R}{\mathbb{R}}"),
    macro(r"\E", r"\newcommand{\E}[2][]{\mathbb{E}_{#1}\left[#2\right]}"),
    macro(r"\norm", r"\newcommand{\norm}[1]{\left\lVert #1 \right\rVert}"),
    macro(r"\argmin", r"\DeclareMathOperator*{\argmin}{arg\,min}"),
    macro(r"\sign", r"\DeclareMathOperator{\sign}{sign}"),
    macro(r"\eps", r"\def\eps{\varepsilon}"),
)
NAMES = tuple(m.name for m in MACROS)

_MISTAKES = (
    r"Let $(x_1,y_1),\dots,(x_n,y_n) \in \R^d\times\{-1,1\}$ with $\norm{x_i}_2\le R$ for all $i$, and suppose that "
    r"some $w^\star$ with $\norm{w^\star}_2=1$ satisfies $y_i\langle w^\star,x_i\rangle\ge\gamma>0$ for all $i$. "
    r"Then the perceptron makes at most \begin{equation}\label{eq:mistakes} T \le \frac{R^2}{\gamma^2} \end{equation} "
    r"mistakes, whatever the order of the examples \cite{novikoff}."
)
_GENERAL = (
    r"Let $\mathcal H$ have VC dimension $d<\infty$ and let $S$ be a sample of size $n\ge d$. For every "
    r"$\delta\in(0,1)$, with probability at least $1-\delta$, every $h\in\mathcal H$ satisfies "
    r"\[ L(h)\le \hat L_S(h)+ C\sqrt{\frac{d\log(2n/d)+\log(1/\delta)}{n}}, \] where $C$ is a universal constant. "
    r"Moreover, if $\hat L_S(h)=0$ then \begin{align*} L(h) &\le C\,\frac{d\log(2n/d)+\log(1/\delta)}{n} \\ "
    r"&\le \eps \quad\text{as soon as } n\ge n_0(\eps,\delta). \end{align*}"
)
_LONG = (
    r"Suppose that all of the following hold. \begin{enumerate}[label=(\roman*), leftmargin=*] "
    + " ".join(
        rf"\item For $k={k}$ the map $x\mapsto f_{k}(x)$ is $L_{k}$-Lipschitz with respect to $\norm{{\cdot}}_2$, and its "
        rf"gradient satisfies $\norm{{\nabla f_{k}(x)-\nabla f_{k}(y)}}_2\le \beta_{k}\norm{{x-y}}_2$ for all $x,y\in\R^d$."
        for k in range(1, 9)
    )
    + r" \end{enumerate} Then gradient descent with step size $\eta\le 1/\max_k\beta_k$ satisfies "
    r"\begin{equation*} \min_{t\le T}\norm{\nabla F(w_t)}_2^2 \le \frac{2(F(w_0)-\inf F)}{\eta T}. \end{equation*}"
)
_WIDE = (
    r"With the notation above, \[ \E[S\sim D^n]{\sup_{h\in\mathcal H}\left(L(h)-\hat L_S(h)\right)} \le "
    r"2\,\E[S]{\mathfrak R_S(\mathcal H)} = \frac{2}{n}\,\E[S,\sigma]{\sup_{h\in\mathcal H}\sum_{i=1}^n\sigma_i "
    r"\ell(h(x_i),y_i)} \le \sqrt{\frac{2d\log(en/d)}{n}} + \frac{1}{n}\sum_{i=1}^n \norm{x_i}_2 + \argmin_{t} t. \]"
)


# ruff: noqa: E501  (the plan below is a table: one row a slide)


def statement(id: str, kind: str, body: str, **more: Any) -> Statement:
    number = id.split("-", 1)[1]
    base = {"heading": kind.title(), "number": number, "env": kind, "macros": NAMES, "standalone": body}
    return Statement(id=id, kind=kind, body=body, **{**base, **more})


PAPER = Paper(
    source=Source(kind="tex", main_file="main.tex", sha256="0" * 64, arxiv_id="2001.00001", version=2),
    title=r"Margins, Mistakes and $\ell_2$-Regularisation: What the Perceptron Knows about Dimension",
    authors=("Ada Example", "Bruno Beispiel", r"C\'eline Mod\`ele"),
    year=2020,
    pages=24,
    sections=(
        Section(number="1", title="Introduction", title_tex="Introduction", level=1, page=1),
        Section(number="2", title="Margins", title_tex="Margins", level=1, page=4),
        Section(number="3", title="Dimension", title_tex="Dimension", level=1, page=9),
        Section(number="A", title="Deferred proofs", title_tex="Deferred proofs", level=1, appendix=True, page=15),
    ),
    statements=(
        statement("theorem-1.1", "theorem", _MISTAKES, name="Mistake bound", section="1", page=3, main=True),
        statement("theorem-3.2", "theorem", _GENERAL, name="Generalisation", section="3", page=10, main=True),
        statement("definition-2.1", "definition", r"The \emph{margin} of $w\in\R^d$ with $\norm{w}_2=1$ on a labelled "
                  r"sample is $\gamma(w)=\min_i y_i\langle w,x_i\rangle$.", name="Margin", section="2", page=4),
        statement("definition-3.1", "definition", r"The \emph{VC dimension} of $\mathcal H$ is the largest $d$ for which "
                  r"some set of $d$ points is shattered.", section="3", page=9),
        statement("lemma-2.2", "lemma", r"After each mistake, $\langle w_{t+1},w^\star\rangle\ge\langle w_t,w^\star\rangle"
                  r"+\gamma$ and $\norm{w_{t+1}}_2^2\le\norm{w_t}_2^2+R^2$.", section="2", page=5),
        statement("lemma-A.1", "lemma", _LONG, name="Descent under many conditions", section="A", page=16, appendix=True),
        statement("lemma-A.2", "lemma", _WIDE, section="A", page=18, appendix=True),
    ),
    figures=(Figure(id="figure-1", number="1", caption=r"Mistakes against the margin $\gamma$: the bound $R^2/\gamma^2$ is dashed.",
                    files=("margin.png",), section="2", page=6),),
    references=(
        Reference(key="novikoff", label="1", entry_type="inproceedings", fields=(("author", "Novikoff, A. B. J."), ("title", "On convergence proofs "
                  "on perceptrons"), ("booktitle", "Symposium on the Mathematical Theory of Automata"), ("year", "1962")),
                  cited=True),
        Reference(key="vc", label="2", entry_type="article", fields=(("author", "Vapnik, V. N. and Chervonenkis, A. Ya."), ("title", "On the uniform "
                  "convergence of relative frequencies of events to their probabilities"), ("journal", "Theory of "
                  "Probability and its Applications"), ("year", "1971")), cited=True),
        Reference(key="own", label="3", entry_type="misc", fields=(), text=r"E.~Example. \emph{Notes on $\varepsilon$-nets}. 2019.", cited=True),
    ),
    macros=MACROS,
    labels=(Label("eq:mistakes", "2", "equation", "theorem-1.1"),),
)  # fmt: skip

ROADMAP = RoadMap(
    nodes=(
        RoadNode(id="theorem-1.1", label="Theorem 1.1", layer=0, page=3, main=True),
        RoadNode(id="theorem-3.2", label="Theorem 3.2", layer=0, page=10, main=True, heavy=True),
        RoadNode(id="lemma-2.2", label="Lemma 2.2", layer=1, page=5, heavy=True),
        RoadNode(id="lemma-A.1", label="Lemma A.1", layer=1, page=16),
        RoadNode(id="lemma-A.2", label="Lemma A.2", layer=1, page=18, heavy=True),
        RoadNode(id="proposition-3.4", label="Proposition 3.4", layer=1, page=11),
        RoadNode(id="lemma-A.3", label="Lemma A.3", layer=2, page=19),
        RoadNode(id="lemma-A.4", label="Lemma A.4", layer=2, page=19, heavy=True),
        RoadNode(id="fact-A.5", label="Fact A.5", layer=2, page=20),
        RoadNode(id="claim-A.6", label="Claim A.6", layer=3, page=21),
        RoadNode(id="claim-A.7", label="Claim A.7", layer=3, page=21),
        RoadNode(id="lemma-A.8", label="Lemma A.8", layer=3, page=22),
    ),
    edges=(
        ("theorem-1.1", "lemma-2.2"), ("theorem-3.2", "lemma-A.1"), ("theorem-3.2", "lemma-A.2"),
        ("theorem-3.2", "proposition-3.4"), ("lemma-A.1", "lemma-A.3"), ("lemma-A.2", "lemma-A.4"),
        ("lemma-A.2", "fact-A.5"), ("lemma-A.4", "claim-A.6"), ("lemma-A.4", "lemma-A.8"), ("fact-A.5", "claim-A.7"),
        ("theorem-3.2", "lemma-A.4"), ("theorem-1.1", "lemma-A.3"),
    ),
    folded=3,
)  # fmt: skip


def with_first(body: str, standalone: str = "") -> Paper:
    """The paper with another body for its first statement."""
    first = replace(PAPER.statements[0], body=body, standalone=standalone)
    return replace(PAPER, statements=(first, *PAPER.statements[1:]))


def statement_slide(id: str, *more: Item) -> Slide:
    """A slide of one minute that shows a statement of the paper, and more items below it."""
    title = PAPER.statement(id).title
    return Slide(id=id, layout="statement", title=title, section="", seconds=60, items=(_st(id), *more))


def tall() -> Paper:
    """The paper with definitions of several short paragraphs: too tall together for a slide, but not beside each other."""
    body = "\n\n".join(f"Let it hold for $n = {n}$." for n in range(1, 7))
    both = ("definition-2.1", "definition-3.1")
    return replace(
        PAPER, statements=tuple(replace(s, body=body, standalone=body) if s.id in both else s for s in PAPER.statements)
    )


def talk_of(id: str = PAPER.statements[0].id) -> TalkPlan:
    """A talk that shows one statement of the paper and nothing else."""
    return TalkPlan(30, (statement_slide(id),))


def _s(id: str, layout: Layout, title: str, section: str, seconds: int, *items: Item, **more: Any) -> Slide:
    return Slide(id=id, layout=layout, title=title, section=section, seconds=seconds, items=items, **more)


def _st(ref: str) -> Item:
    return Item("statement", ref)


def _ask(text: str) -> Item:
    return Item("prompt", text=text)


def _text(text: str) -> Item:
    return Item("text", text=text)


PLAN = TalkPlan(
    minutes=30,
    slides=(
        _s("title", "title", PAPER.title, "Opening", 60, _text("Ada Example, Bruno Beispiel, Céline Modèle"),
           _text("arXiv:2001.00001v2, 24 pages"), prompt="Who wrote it, and why was it chosen?"),
        _s("question", "text", "The question", "Opening", 120, _ask("What is the one question that the paper answers?"),
           _ask("Why should a listener care: what breaks without an answer?"),
           _ask("What would you have guessed before reading?"), prompt="Begin with an example.", page=1),
        _s("known", "text", "What was known before", "Opening", 120, _text("The paper cites 31 works, 6 in its introduction."),
           _ask("Which earlier bound is the one to beat?"), page=2, cut=2),
        _s("setting", "two-column", "Setting", "Setting", 120, _st("definition-2.1"), right=(_st("definition-3.1"),),
           prompt="Draw the margin on the board.", page=4),
        _s("part", "section", "Main results", "Results", 15, _text("Two theorems, one about mistakes, one about samples.")),
        _s("theorem-1.1", "statement", "Theorem 1.1 (Mistake bound)", "Results", 180, _st("theorem-1.1"),
           _ask("Say the bound in one sentence without symbols."), _ask("Where is it tight?"),
           prompt="Say why the bound does not see the dimension.", page=3),
        _s("theorem-3.2", "statement", "Theorem 3.2 (Generalisation)", "Results", 180, _st("theorem-3.2"),
           _ask("Which assumption would you drop first?"), prompt="Read the quantifiers aloud.", page=10),
        _s("figure", "figure", "What the bound looks like", "Results", 90, Item("figure", "figure-1"),
           _ask("What should the audience look at?"), page=6, cut=1),
        _s("compare", "two-column", "Before and after", "Results", 90, _ask("What did the earlier bound need?"),
           _ask("How does it scale in the dimension?"), right=(_ask("What does this paper need?"),
           _ask("What is the price of the improvement?"))),
        _s("roadmap", "roadmap", "How the proof hangs together", "Proof", 90, prompt="Follow the path.", page=5),
        _s("lemma-2.2", "statement", "Lemma 2.2", "Proof", 180, _st("lemma-2.2"), _ask("What is the idea of the proof?"),
           prompt="Prove both inequalities.", page=5, here="lemma-2.2"),
        _s("map", "text", "The paper on one slide", "Close", 60, Item("section-map")),
        _s("references", "references", "References", "Close", 0, Item("reference", "novikoff"), Item("reference", "vc"),
           Item("reference", "own")),
        _s("b1", "backup", "Lemma A.1 (Descent under many conditions)", "Backup", 0, _st("lemma-A.1"), page=16),
        _s("b2", "backup", "Lemma A.2", "Backup", 0, _st("lemma-A.2"), page=18),
    ),
    roadmap=ROADMAP,
)  # fmt: skip
