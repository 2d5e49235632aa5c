"""The course of a proof on slides: its most telling steps, each with the formula that it reaches.

Nothing is reworded. A step of a LaTeX proof keeps its formulas; of a proof read from pages, which hold no formula that
could be set, only the words before the first formula are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffold.planning import proof_steps
from scaffold.planning.slide_lines import FULL, SlideRuler
from scaffold.plans import ProofGlance, ProofStep

__all__ = ["on_slides", "quoted"]

_STEPS, _FEWEST = 8, 2
"""Most steps of a proof on its slides; the fewest that show its course."""

_FORMULA = 5.0
"""Most lines of a formula on such a slide."""

_FULLER = 1.08 * FULL
"""Lines of such a slide in smaller type, where that saves the last one, on which a step or two would be alone."""

_BRIEF = 5
"""Words below which a quotation says little."""

_MATHEMATICS = re.compile(
    r"[=<>≤≥≪≫≈≡∇∥‖∑∏∫√±×·∗∘∈∉⊂⊆∪∩∀∃→←↦⇒⇔∞∂^_{}|\\]|[\u0370-\u03ff\U0001d400-\U0001d7ff]|(?<![A-Za-z])[B-HJ-Zb-hj-z](?![A-Za-z'’.])"
    r"|[a-z]\d|\d[a-z]{2,}|[a-z][A-Z]|^\W*(?!An|As|At|Be|By|Do|If|In|It|No|Of|On|Or|So|To|Up|We)[A-Z][a-z]\W*$"
)
"""A piece of a page's text that belongs to a formula."""


def on_slides(glance: ProofGlance, ruler: SlideRuler, slides: int) -> tuple[tuple[ProofStep, ...], ...]:
    """The steps of a LaTeX proof for each of at most that many slides; () where fewer than two can be shown.

    A display that would take one slide more belongs to the step before it.
    """
    every, short = (_on_slides(g, ruler, slides) for g in (glance, _joined(glance)))
    return every if not short or len(every) <= len(short) else short


def _joined(glance: ProofGlance) -> ProofGlance:
    """The glance with each step that only reaches a further display as a part of the step before it."""
    out: list[ProofStep] = []
    for step in glance.steps:
        if step.kind == "formula" and out:
            last = out[-1]
            uses = tuple(dict.fromkeys((*last.uses, *step.uses)))
            works = tuple(dict.fromkeys((*last.works, *step.works)))
            out[-1] = replace(last, formula=step.formula, number=step.number, uses=uses, works=works)
        else:
            out.append(step)
    return replace(glance, steps=tuple(out))


def _on_slides(glance: ProofGlance, ruler: SlideRuler, slides: int) -> tuple[tuple[ProofStep, ...], ...]:
    fitting = tuple(_fitting(step, ruler) for step in glance.steps)
    whole = replace(glance, steps=tuple(s for s in fitting if s.formula or s.uses or len(s.words.split()) >= _BRIEF))
    for most in range(_STEPS, _FEWEST - 1, -1):
        steps = proof_steps.chosen(whole, most).steps
        if len(steps) < _FEWEST:
            break
        packed = _packed(steps, ruler)
        if len(packed) <= slides:
            return packed
    return ()


def _fitting(step: ProofStep, ruler: SlideRuler) -> ProofStep:
    """The step without a formula that would take most of a slide."""
    return step if ruler.formula(step) <= _FORMULA else replace(step, formula="", number="")


def _packed(steps: Sequence[ProofStep], ruler: SlideRuler) -> tuple[tuple[ProofStep, ...], ...]:
    """The steps over as few slides as hold them, as evenly as possible."""
    deep = [ruler.step(s) for s in steps]
    count, fewer = (len(list(_cut(deep, lines))) for lines in (FULL, _FULLER))
    full, count = (_FULLER, fewer) if fewer < count else (FULL, count)
    for tenths in range(3, 11):
        cuts = list(_cut(deep, full * tenths / 10))
        if len(cuts) == count:
            break
    ends = [*cuts[1:], len(steps)]
    return tuple(tuple(steps[a:b]) for a, b in zip(cuts, ends, strict=True))


def _cut(deep: Sequence[float], limit: float) -> Iterator[int]:
    """Where each slide begins if none is fuller than the limit, except for a single step."""
    taken = 0.0
    for n, lines in enumerate(deep):
        if n == 0 or taken + lines > limit:
            yield n
            taken = 0.0
        taken += lines


def quoted(glance: ProofGlance, most: int) -> tuple[ProofStep, ...]:
    """The steps of a proof read from pages, each up to its first formula; () where fewer than two say something."""
    whole = tuple(s for s in map(_before_mathematics, glance.steps) if s is not None)
    steps = proof_steps.chosen(replace(glance, steps=whole), most).steps
    return steps if len(steps) >= _FEWEST else ()


def _before_mathematics(step: ProofStep) -> ProofStep | None:
    """The step quoted up to the first piece of a formula; None if that leaves hardly a word."""
    pieces = step.words.split()
    end = next((n for n, p in enumerate(pieces) if p != "…" and _MATHEMATICS.search(p)), len(pieces))
    words = " ".join(pieces[:end]).rstrip(" ,:;")
    if end < len(pieces):
        words += " …"
    return replace(step, words=words) if end >= _BRIEF else None
