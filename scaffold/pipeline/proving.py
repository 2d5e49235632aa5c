"""What `proof` shows: the steps of a paper's proofs, in plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scaffold import languages
from scaffold.errors import NoSuchStatement
from scaffold.model import Paper, Statement
from scaffold.pipeline.planning import Subject
from scaffold.plans import ProofGlance, ProofStep
from scaffold.spelling import nearest
from scaffold.tex.environments import DISPLAYS

__all__ = ["Proved", "ShownStep", "checked_names", "proved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """A step with its words and its formula in plain text; uses are titles, works what citations of them print."""

    step: ProofStep
    words: str
    formula: str
    uses: tuple[str, ...]
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """A statement, its proof at a glance, and the same steps in plain text."""

    statement: Statement
    glance: ProofGlance
    steps: tuple[ShownStep, ...]

    @property
    def expected(self) -> bool:
        """Whether a statement of this kind is proved."""
        from scaffold.read.kinds import NOT_PROVED

        return self.statement.kind not in NOT_PROVED

    @property
    def used_in(self) -> Mapping[str, tuple[int, ...]]:
        """The titles of the results and assumptions that the proof uses, each with the numbers of the steps."""
        found: dict[str, list[int]] = {}
        for n, shown in enumerate(self.steps, start=1):
            for title in shown.uses:
                found.setdefault(title, []).append(n)
        return {title: tuple(numbers) for title, numbers in found.items()}


def checked_names(paper: Paper, names: Sequence[str]) -> tuple[str, ...]:
    """Ids of the statements with these names. Raises NoSuchStatement for a name that the paper does not have."""
    from scaffold.planning import rank

    ids = []
    for name in names:
        id = rank.named(paper, name)
        if id is None:
            titles = [s.title for s in paper.statements]
            near = nearest(name, titles, most=4) or titles[:4]
            choice = f"the names most like it are {', '.join(near)}" if near else "it has none with a name"
            raise NoSuchStatement(
                f"the paper has no statement called {name!r}", f"{choice}; scaffold inspect SOURCE lists all"
            )
        ids.append(id)
    return tuple(ids)


def proved(subject: Subject, names: Sequence[str] = ()) -> tuple[Proved, ...]:
    """The proofs of the statements with these names; without names, of the main results and then of the key lemmas.

    Raises NoSuchStatement for a name that the paper does not have.
    """
    from scaffold.planning import proof_steps
    from scaffold.planning.material import material

    paper = subject.paper
    if names:
        ids = checked_names(paper, names)
    else:
        found = material(paper, languages.load(languages.DEFAULT))
        ids = tuple(s.id for s in (*found.mains, *found.keys) if s.main or s.proofs)
    by_id = {s.id: s for s in paper.statements}
    glances = proof_steps.glances(paper, ids)
    return tuple(Proved(by_id[g.id], g, tuple(_shown(paper, by_id, by_id[g.id], x) for x in g.steps)) for g in glances)


def _shown(paper: Paper, by_id: Mapping[str, Statement], s: Statement, step: ProofStep) -> ShownStep:
    from scaffold.write.slides.wording import readable
    from scaffold.write.text.citations import labels

    known = labels(paper)
    return ShownStep(
        step=step,
        words=readable(paper, step.words) if s.form == "latex" else step.words,
        formula=_formula(paper, step.formula),
        uses=tuple(by_id[id].title for id in step.uses),
        works=tuple(known.get(key) or key for key in step.works),
    )


def _formula(paper: Paper, tex: str) -> str:
    """A displayed formula on one line, or where it has no plain text, its LaTeX without what surrounds a formula."""
    from scaffold.write.text import plain

    try:
        return " ".join(" ".join(p.text for p in plain.paragraphs(tex, paper.macros)).split())
    except plain.NoPlainText:
        return " ".join(_AROUND.sub(" ", tex).split())


_AROUND = re.compile(
    rf"\\(?:begin|end)\{{(?:{'|'.join(DISPLAYS)})\*?\}}|\\[\[\]]|\$\$"
    r"|\\label\{[^{}]*\}|\\(?:nonumber|notag|qquad|quad)(?![A-Za-z])"
)
"""What a display has around its formula and between its parts."""
