"""Papers made by hand: `of` numbers, names and links statements, so that a test states only what it is about."""

from __future__ import annotations

from typing import Any

from scaffold.model import Figure, Label, Paper, Proof, Reference, Section, Source, Statement

__all__ = ["crowd", "of", "perceptron", "section", "statement"]


def section(number: str | None, title: str, level: int = 1, **fields: Any) -> Section:
    """A heading; its file is main.tex."""
    return Section(number=number, title=title, title_tex=title, level=level, **{"file": "main.tex", **fields})


def statement(title: str, body: str = "Something holds.", uses: tuple[str, ...] = (), **fields: Any) -> Statement:
    """A statement from "Theorem 3.1"; uses are titles, and become one proof; proof="…" is a proof without uses."""
    heading, _, number = title.partition(" ")
    kind = fields.pop("kind", heading.lower())
    proof = fields.pop("proof", "We argue. " * 20 if uses else None)
    proofs = fields.pop("proofs", ())
    if proof is not None and not proofs:
        proofs = (
            Proof(
                body=proof,
                file="main.tex",
                line=0,
                uses=tuple(_id(u) for u in uses),
                section=fields.pop("proof_section", None),
            ),
        )
    return Statement(
        id=_id(title), kind=kind, heading=heading, number=number or None, body=body, proofs=proofs, **fields
    )


def _id(title: str) -> str:
    return title.lower().replace(" ", "-")


def of(*statements: Statement, **fields: Any) -> Paper:
    """A paper of those statements."""
    return Paper(
        source=Source(kind="tex", main_file="main.tex"), **{"title": "A Paper", "statements": statements, **fields}
    )


def perceptron() -> Paper:
    """A small paper with everything in it: setting, informal theorem, lemmas, deferred proofs, corollary, figure."""
    return of(
        statement("Theorem 1", "Informally, few mistakes on separable data.", name="Informal", section="1", page=2),
        statement("Definition 2", "The \\emph{margin} of $w$ is $\\gamma$.", section="2", page=3),
        statement("Assumption 1", "All $\\|x_i\\| \\le R$.", labels=("as:norm",), section="2", page=3),
        statement("Definition 3", "A \\emph{tournament} is irrelevant here.", section="2", page=3),
        statement(
            "Theorem 4", "Under Assumption~\\ref{as:norm} data of margin $\\gamma$ give at most $R^2/\\gamma^2$ "
            "mistakes with probability one \\cite{novikoff}.", ("Lemma 6", "Lemma 5"), section="3", page=5,
            labels=("thm:mistakes",), proof_section="A",
        ),
        statement("Lemma 5", "The norm grows slowly.", ("Lemma 7",), section="3", page=5, labels=("lem:norm",)),
        statement("Lemma 6", "The inner product grows fast.", ("Lemma 7",), section="3", page=6),
        statement("Corollary 8", "Learning is possible.", ("Theorem 4",), section="3", page=6),
        statement("Lemma 7", "One step.", proof="Expand the square. " * 30, section="A", appendix=True, page=9),
        statement("Lemma 9", "Never used.", proof="Easy.", section="A", appendix=True, page=9),
        title="Margins and Mistakes",
        abstract="We bound the mistakes of the perceptron on data of a given margin.",
        sections=(
            section("1", "Introduction", page=1), section("2", "Preliminaries", page=3),
            section("3", "Main results", page=5), section("A", "Proofs", appendix=True, page=8),
        ),
        figures=(Figure(id="figure-1", number="1", caption="Mistakes.", files=("mistakes.pdf",), page=7),),
        references=(Reference(key="novikoff", label="1", cited=True), Reference(key="other", label="2")),
        labels=(Label("as:norm", "1", "assumption", "assumption-1"),),
        pages=10,
    )  # fmt: skip


def crowd(count: int) -> Paper:
    """A paper of very many statements, each resting on a few before it."""
    names = [f"{'Theorem' if n % 9 == 8 else 'Lemma' if n % 3 else 'Definition'} {n + 1}" for n in range(count)]
    rows = [
        statement(
            name, f"Fact number {n} about \\emph{{thing {n}}} and margins.", uses=tuple(names[n // 2 : n : 7][:4])
        )
        for n, name in enumerate(names)
    ]
    return of(*rows, title="Many margins", abstract="We collect facts about margins.")
