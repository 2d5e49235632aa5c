r"""Sentences that prove: "With Lemmas 1 and 2 we prove Theorem 3", "Theorem 3 follows from Lemma 1"."""

from __future__ import annotations

import re

__all__ = ["keys", "of_this", "premises"]

_REF = re.compile(r"\\[A-Za-z]*ref(?:range)?\*?\s*(?:\[[^\[\]]*\]\s*)?\{([^{}]*)\}(?:\{([^{}]*)\})?")
_PREMISE = re.compile(r"(?i)\b(?:with|using|by|from|combining|together with|applying|via)\b")
_VERB = re.compile(r"(?i)\b(?:prov(?:e|es|ed|ing)|completes?|concludes?|establish(?:es)?)\b")
_HOW = (
    r"(?:(?:now|then|thus|also|hence|therefore|immediately|directly|easily|readily|clearly|trivially|simply|at once"
    r"|straightforwardly|right away)[\s~]+)*"
)
_LEAD = (
    r"(?:(?:clearly|now|then|hence|thus|therefore|finally|obviously|indeed|similarly|likewise|moreover|consequently"
    r"|in particular|note that|observe that|we note that|it is clear that|of course),?[\s~]+)*"
)
_NAMED = (
    r"(?:the[\s~]+(?:(?:proofs?|statements?|claims?|assertions?|validity|correctness)[\s~]+of[\s~]+(?:the[\s~]+)?)?)?"
    r"(?:[^\W\d_]+\.?[\s~]*)?[({]?\\[A-Za-z]*ref\*?\s*\{[^{}]*\}[)}]?"
)
_SUBJECT = rf"{_NAMED}(?:\s*,?\s*(?:and[\s~]+)?(?:both[\s~]+)?{_NAMED})*,?[\s~]+"
_FOLLOWS = (
    rf"{_HOW}(?:follows?[\s~]+{_HOW}(?:from|by|on|upon|via)"
    rf"|(?:is|are)[\s~]+{_HOW}(?:(?:an?[\s~]+)?(?:(?:immediate|direct|easy|simple|straightforward|obvious)[\s~]+)?"
    rf"(?:consequences?|corollar(?:y|ies)|special cases?)[\s~]+of|(?:immediate|obvious|clear)[\s~]+from))(?![A-Za-z])"
)
_IMPLIES = (
    rf"{_HOW}(?:impl(?:y|ies)|yields?|gives?)[\s~]+{_HOW}"
    r"(?:(?:the[\s~]+)?(?:claim|statement|assertion|conclusion)[\s~]+of[\s~]+)?(?:[^\W\d_]+\.?[\s~]*)?[({]?"
)
_WE_GET = re.compile(
    rf"(?i)\b(?:we|one)[\s~]+{_HOW}(?:can[\s~]+|may[\s~]+)?{_HOW}(?:obtains?|deduces?|derives?|gets?|infers?)[\s~]+{_HOW}"
    r"(?:[^\W\d_]+\.?[\s~]*)?[({]?\Z"
)
_FOLLOWING = re.compile(rf"(?i)\s*{_LEAD}(?P<subject>{_SUBJECT}){_FOLLOWS}(?P<premises>.*)", re.DOTALL)
_IMPLYING = re.compile(rf"(?i)\s*{_LEAD}(?P<premises>{_SUBJECT}){_IMPLIES}\Z")
_THIS = re.compile(
    rf"(?i)\s*{_LEAD}(?:this|(?:the|this)[\s~]+(?:claim|result|statement|assertion|theorem|lemma|corollary|proposition"
    rf"|proof)|(?P<subject>[^\W\d_]{{4,}}[\s~]+[\w.()]+))[\s~]+{_FOLLOWS}(?P<premises>.*)",
    re.DOTALL,
)


def premises(before: str, after: str) -> set[str]:
    r"""The keys of what a sentence proves a reference in it from; empty if it proves nothing.

    before: the sentence up to the reference; after: from there to its end.
    """
    if (follows := _FOLLOWING.match(before + after)) and follows.start("premises") > len(before):
        return keys(follows["premises"])
    if implies := _IMPLYING.match(before):
        return keys(implies["premises"])
    premise = _PREMISE.search(before)
    verb = (_VERB.search(before, premise.end()) or _WE_GET.search(before, premise.end())) if premise else None
    return keys(before[premise.end() : verb.start()]) if premise and verb else set()


def of_this(sentence: str) -> tuple[str, str]:
    """What "Theorem 3 follows from Lemma 1" names, and from what: "" for "This"; both are "" for other sentences."""
    this = _THIS.match(sentence)
    return (this["subject"] or "", this["premises"]) if this else ("", "")


def keys(text: str) -> set[str]:
    """The keys of the references in a text."""
    return {k.strip() for m in _REF.finditer(text) for keys in m.groups() for k in (keys or "").split(",")} - {""}
