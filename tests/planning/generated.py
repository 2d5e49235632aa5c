"""Papers drawn by hypothesis: any kinds, dangling and cyclic uses, restatements, bodies of a line or a page."""

from __future__ import annotations

from hypothesis import strategies as st

from scaffold.ids import statement_id
from scaffold.model import Figure, Paper, Proof, Section, Source, Statement
from scaffold.part_forms import Form
from scaffold.seminar import Page, Part, Profile

FORMS: tuple[Form, ...] = ("summary", "review", "proofs", "free")

KINDS = ("theorem", "lemma", "proposition", "corollary", "definition", "assumption", "remark", "conjecture", "other")
BODIES = (
    "Let $f$ be given.",
    "A \\emph{margin} is a number \\cite{a}.",
    "\\begin{align*} a &= b \\\\ c &= \\frac{d}{e} \\end{align*}",
    "Words without end. " * 40,
    "\\begin{itemize}\\item one \\item two\\end{itemize} with high probability there exists a margin.",
    "\\[ x \\le y \\]" * 30,
    "",
)
TITLES = ("Introduction", "Main results", "Preliminaries", "Proof of Theorem 2", "Conclusion", "Experiments", "")


@st.composite
def papers(draw: st.DrawFn, most: int = 14) -> Paper:
    """A paper with at most this number of statements."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=most))
    ids: list[str] = []
    for n, kind in enumerate(kinds):
        ids.append(statement_id(kind, str(n + 1) if draw(st.booleans()) else None, ids))
    sections = tuple(
        Section(number=str(n + 1), title=title, title_tex=title, level=1, appendix=n > 2, page=n + 1)
        for n, title in enumerate(draw(st.lists(st.sampled_from(TITLES), max_size=5)))
    )
    numbers = [s.number for s in sections] or [None]
    pool = [*ids, "theorem-of-nowhere"]
    statements = tuple(
        Statement(
            id=id, kind=kind, heading=kind.capitalize(), number=id.partition("-")[2] or None,
            body=draw(st.sampled_from(BODIES)),
            name=draw(st.sampled_from((None, "Informal", "Main result", "\\cite{a}"))),
            section=draw(st.sampled_from(numbers)), appendix=draw(st.booleans()),
            page=draw(st.sampled_from((None, 1, 7))), restates=draw(st.sampled_from((None, None, None, *ids))),
            proofs=tuple(
                Proof(
                    body="We argue. " * draw(st.integers(0, 50)), file="main.tex", line=1, uses=tuple(uses),
                    section=numbers[-1],
                )
                for uses in draw(st.lists(st.lists(st.sampled_from(pool), max_size=3), max_size=2))
            ),
        )
        for id, kind in zip(ids, kinds, strict=True)
    )  # fmt: skip
    figures = draw(st.sampled_from(((), (Figure(id="figure-1", number="1", caption="A figure", files=("a.pdf",)),))))
    title, abstract = draw(st.sampled_from((("", ""), ("On Margins", "We bound the margin in words."))))
    return Paper(
        source=Source(kind="tex"),
        title=title,
        authors=(),
        abstract=abstract,
        year=None,
        pages=9,
        document_class="",
        sections=sections,
        statements=statements,
        figures=figures,
    )


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Rules of some seminar: one to five parts of any form and size."""
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=5))
    sizes = st.floats(0.2, 6, allow_nan=False)
    parts = tuple(Part(f"part-{n}", f"Part {n}", draw(sizes), form) for n, form in enumerate(forms))
    page = Page(
        paper=draw(st.sampled_from(("a4", "letter", "a3"))),
        font_size=draw(st.integers(9, 12)),
        side_margin=draw(st.floats(10, 60)),
        columns=draw(st.integers(1, 2)),
    )
    return Profile(
        name="any",
        title="Any seminar",
        parts=parts,
        page=page,
        count_references=False,
        minutes=draw(st.integers(5, 90)),
        questions=10,
        review="theory",
    )
