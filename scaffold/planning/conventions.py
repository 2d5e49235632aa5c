"""The sentences that say what the main results are about, for a paper whose results name no definition of theirs.

Such a sentence introduces something ("Let", "we denote", "we assume", "is called") and shares words with a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from scaffold.model import Passage
from scaffold.planning import page_formulas, proof_steps
from scaffold.planning.material import Material
from scaffold.planning.phrases import ITEM
from scaffold.planning.proof_sentences import sentences
from scaffold.planning.words import plain, stems

__all__ = ["conventions"]

_INTRODUCES = re.compile(
    r"^\W*(?:Let|Throughout|Suppose|Assume|Denote|Given|Fix|Recall that) "
    r"|\bwe (?:\w+ )?(?:denote|write|let|assume|suppose|consider|call|say that|use the (?:notation|convention))\b"
    r"|\bdenotes?\b|\b(?:is|are) (?:called|said to be|denoted|defined|given by)\b"
    r"|\bby an? \w+ we mean\b|\bstands? for\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:proof|contradiction|figure|table|without loss|as above|the former|the latter|section|appendix"
    r"|theorem|lemma|proposition|corollary|wlog|(?:will|we) (?:show|prove|want))\b|\bw\.\s?l\.\s?o\.\s?g\b",
    re.IGNORECASE,
)
"""What belongs to an argument or leads to another place, and explains nothing by itself."""

_DANGLING = re.compile(
    r"\W*(?:This|These|Those|It|They|Such|Hence|Thus|Therefore|But|Then|So|Here|However|Moreover|Though|Although|While)\b"
)
_PARTS = ("text", "introduction", "contributions", "example")
_ITEM = re.compile(rf"\A\s*{ITEM}")
_FEWEST, _MOST = 8, 45
"""Words of a sentence."""

_SHARED = 2
"""Words that a sentence has in common with the main results at least."""


def conventions(m: Material, most: int) -> tuple[Passage, ...]:
    """At most so many sentences with their places, in the paper's order; () if none is surely about a main result."""
    about = stems(" ".join(plain(f"{s.name or ''} {s.body}") for s in m.mains))
    best = sorted(_found(m, about.keys()), key=lambda c: (-c[0], c[1]))[:most]
    return tuple(found for _, _, found in sorted(best, key=lambda c: c[1]))


def _found(m: Material, about: Set[str]) -> Iterator[tuple[int, int, Passage]]:
    """How many words each sentence that introduces something shares with the main results, its place, and itself."""
    seen = set[str]()
    appendices = {s.number for s in m.paper.sections if s.appendix}
    parts = (
        p for p in m.paper.passages if p.kind in _PARTS and p.section not in appendices and p.confidence != "conflict"
    )
    every = ((p, s) for p in parts for s in sentences(p.body, latex=p.form == "latex"))
    for place, (passage, sentence) in enumerate(every):
        words = _ITEM.sub("", sentence.quoted(_MOST, 300))
        shared = len(about & stems(sentence.words).keys())
        whole = passage.form == "latex" or page_formulas.clear(page_formulas.marked(words))
        plain_enough = whole and not proof_steps.laid_out(words)
        if shared >= _SHARED and words not in seen and _clear(sentence.head, words) and plain_enough:
            seen.add(words)
            yield shared, place, replace(passage, body=words)


def _clear(head: str, words: str) -> bool:
    """Whether a sentence introduces something, is whole, and can be understood without the one before it."""
    whole = "…" not in words and _FEWEST <= len(words.split()) <= _MOST and words.rstrip().endswith((".", ".''", ".”"))
    return whole and bool(_INTRODUCES.search(head)) and not _ELSEWHERE.search(head) and not _DANGLING.match(head)
