"""The steps of a proof for the draft: a generated file that the part on proofs inputs."""

from __future__ import annotations

from collections.abc import Collection

from scaffold.languages import Language
from scaffold.model import Paper
from scaffold.plans import ProofGlance, ProofStep
from scaffold.write.latex import escape
from scaffold.write.report.quoting import Quoting

__all__ = ["steps"]


def steps(paper: Paper, glance: ProofGlance, carried: Collection[str] = (), *, language: Language) -> str:
    """generated/proofs/<id>.tex. carried are the paper's macros that the preamble defines for the statements.

    Pages that are the same for all steps stand once, beside the heading.
    """
    statement = paper.statement(glance.id)
    quoting = Quoting(paper, carried)
    pages = {language.on(step.pages) for step in glance.steps}
    shared = pages.pop() if len(pages) == 1 and len(glance.steps) > 1 else ""
    rows = "".join(
        _step(paper, step, quoting.tex(step.words, statement.form), "" if shared else language.on(step.pages))
        for step in glance.steps
    )
    beside = f"[{escape.tex(shared)}]" if shared else ""
    return (
        "% Steps of a proof, in the paper's words. Generated: scaffold replaces this file.\n"
        f"\\scaffoldproof{beside}{{{escape.tex(statement.title)}}}{{%\n{rows}}}\n"
    )


def _step(paper: Paper, step: ProofStep, words: str, pages: str) -> str:
    uses = ", ".join(paper.statement(id).title for id in step.uses)
    display = f"({step.number})" if step.number else ""
    fields = (pages, uses, display, ", ".join(step.trusts))
    return f"  \\scaffoldstep{{{words}}}" + "".join(f"{{{escape.tex(f)}}}" for f in fields) + "%\n"
