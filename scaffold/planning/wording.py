"""Questions that the wording of one statement raises, and the conditions that it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from scaffold.model import Statement
from scaffold.planning.words import plain, uncommented
from scaffold.tex.environments import DISPLAYS

__all__ = ["General", "bounds", "conditions", "hides_constants", "listed", "reading", "title_of"]

_OPENS = rf"\\\[|\$\$|\\begin\{{(?:{'|'.join(DISPLAYS)})"
_DISPLAYED = rf"(?:{_OPENS})(?:(?!{_OPENS}|\\\]|\\end\{{).)*?"

_SMALL_CASE = "What is the smallest interesting case of {t} that you can check by hand?"

_SIGNS: tuple[tuple[str, str], ...] = (
    (r"\bif and only if\b|\biff\b|\\iff\b|are equivalent", "Which direction of {t} is the harder one, and why?"),
    (
        r"with (?:high )?(?:confidence|probability)|almost surely|\bw\.h\.p|in expectation",
        "What is random in {t}, and where does the randomness come from?",
    ),
    (
        r"\bO\b\}?\s*(?:\\left|\\[bB]igg?l?)?\s*\([^()]{0,60}(?:\\log|\\ln|\\sqrt|\\[dt]?frac|/|\^|\\(?:var)?epsilon|\\delta)"
        r"|\\(?:wide)?tilde\s*\{?\s*(?:\\mathcal\s*)?\{?\s*O\b|\\lesssim|\\gtrsim",
        "Which constants and logarithms does {t} hide, and what do they depend on?",
    ),
    (r"sufficiently (?:large|small)|(?:large|small) enough", "How large or small is enough in {t}?"),
    (
        r"(?:\A\s*|[.,;:]\s+|\b[Tt]hen,?\s+)[Tt]here (?:exists?|is an?|are)\b",
        "Does the proof construct what {t} says exists?",
    ),
    (
        r"\\poly\b|(?<!non-)(?<!non)\bpolynomial(?:ly)?[\s~]+(?:in|time|size|many)\b",
        "“Polynomial” in {t}: of which degree, and in which quantities?",
    ),
    (r"\bisomorphi|\bequivalence of\b", "Can you write down the map in {t} explicitly?"),
    (r"\bunique\b", "What would go wrong without uniqueness in {t}?"),
    (r"\bconverge", "In which sense does {t} claim convergence, and how fast is it?"),
    (r"\blower[- ]bound", "Is there an upper bound that matches the lower bound in {t}?"),
    (
        r"\bat most\b|\bupper[- ]bound|\bbounded (?:from )?(?:above )?by\b|"
        + _DISPLAYED
        + r"\\le(?:q|qslant|qq)?(?![a-z])",
        "Is the inequality in {t} sharp: what do the authors say about it?",
    ),
    (
        r"\bfor (?:all|any|every|each)\b|\\forall\b",
        _SMALL_CASE,
    ),
)
"""Patterns in a statement's text and the questions they raise. Questions assume only what the text says."""

_BOUND = next(pattern for pattern, question in _SIGNS if question.startswith("Is the inequality"))

_GIVEN = re.compile(
    r"(?:\A|(?<=[.;:(])|\n\s*\n)\s*(?:\\item\s*)?"
    r"(?:Let|Suppose|Assume|If|Given|Consider|For (?:any|every|all|each|an?)|Under)\b"
    r"(?:(?!\bthen\b|\.\s|\\\[|\\begin)[\s\S])*"
)
"""What a statement assumes: a sentence such as "Let ...", up to "then"."""

_CONDITIONS = re.compile(
    r"""(?<!\w)(?<!\w-)(?:
    (?:strongly|strictly|locally|uniformly|geometrically|algebraically|finitely|absolutely|jointly)[ -]
    (?:convex|concave|compact|monotone|continuous|Lipschitz|integral|closed|generated|bounded|integrable|presented)
    |(?:twice[ ]|continuously[ ])?differentiable|non-?degenerate|non-?negative|positive[ ](?:semi-?)?definite
    |sub-?[gG]aussian|i\.i\.d\.|Lipschitz|Noetherian|noetherian|Artinian|Hausdorff|Cohen-Macaulay|Markovian
    |compact|complete|separable|smooth|convex|bounded|finite|reduced|irreducible|connected|independent|continuous
    |measurable|orthogonal|orthonormal|perfect|projective|flat|invertible|symmetric|ergodic|stationary|synchronous
    |honest|collision-resistant|normal|regular|abelian|commutative|cyclic|solvable|analytic|integrable|monotone
    |irreversible|reversible|homogeneous|isotropic|deterministic|acyclic|simple|torsion-free|simply[ ]connected
    )(?![-\w])""",
    re.VERBOSE,
)
"""Words that restrict what a statement is about; a question can ask about each."""


class General(str):
    """A question that fits many papers: it is asked only where this paper gives too few reasons for others."""

    __slots__ = ()


def listed(names: Sequence[str], most: int = 2) -> str:
    """ "A", "A and B", "A, B and 3 others"; names that are the same are counted, as "the 2 statements called “A”"."""
    names = [_counted(name, n) for name, n in Counter(names).items()]
    if len(names) <= most + 1:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
    return f"{', '.join(names[:most])} and {len(names) - most} others"


def _counted(name: str, count: int) -> str:
    """A name that so many statements have; with a number, it is one statement that the paper repeats."""
    bare = name.removeprefix("the ")
    if count == 1 or bare == name:
        return name
    return f"the {count} statements called {bare if '“' in bare else f'“{bare}”'}"


def title_of(s: Statement) -> str:
    """What to call a statement within a sentence: "Theorem 3.1", "the Main Theorem", "the Lemma “Small steps”"."""
    heading = plain(s.heading) or s.kind.capitalize()
    if s.number:
        return f"{heading} {plain(s.number) or s.number}"
    name = plain(s.name or "") if s.form == "latex" else s.name
    return f"the {heading} “{name}”" if name else f"the {heading}"


def reading(s: Statement) -> tuple[str, ...]:
    """Questions that the wording of one statement raises, the most specific first."""
    body = uncommented(s.body)
    found = (question for pattern, question in _SIGNS if re.search(pattern, body, re.DOTALL))
    return tuple((General if q == _SMALL_CASE else str)(q.format(t=title_of(s))) for q in found)


def conditions(s: Statement) -> tuple[str, ...]:
    """The words by which the statement restricts what it is about, as written ("compact").

    A word that the statement also claims, such as "convex" in "then the sum is convex", restricts nothing.
    """
    body = uncommented(s.body)
    granted = [m[0] for m in _GIVEN.finditer(body)]
    claimed = plain(_GIVEN.sub(" ", body)).lower()
    words = dict.fromkeys(m[0] for given in granted for m in _CONDITIONS.finditer(plain(given)))
    return tuple(word for word in words if not re.search(rf"(?<!\w){re.escape(word.lower())}", claimed))


def hides_constants(s: Statement) -> bool:
    """Whether the statement hides constants or logarithms, as in O(log n)."""
    return any(re.search(p, uncommented(s.body), re.DOTALL) for p, q in _SIGNS if q.startswith("Which constants"))


def bounds(s: Statement) -> bool:
    """Whether the statement bounds something from above."""
    return re.search(_BOUND, uncommented(s.body), re.DOTALL) is not None
