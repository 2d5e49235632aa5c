"""What the wording of one statement gives ground to ask: signs in its text, and the conditions that it puts."""

from __future__ import annotations

import re

from scaffold.model import Statement
from scaffold.planning.words import plain, uncommented
from scaffold.tex.environments import DISPLAYS

__all__ = ["bounds", "condition", "reading", "title_of"]

_DISPLAYED = rf"(?:\\\[|\$\$|\\begin\{{(?:{'|'.join(DISPLAYS)}))(?:(?!\\\]|\$\$|\\end\{{).)*?"

_SIGNS: tuple[tuple[str, str], ...] = (
    (r"\bif and only if\b|\biff\b|\\iff\b|are equivalent", "Which direction of {t} is the harder one, and why?"),
    (
        r"with (?:high )?(?:confidence|probability)|almost surely|\bw\.h\.p|in expectation",
        "Over which randomness does {t} hold, and who draws it?",
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
        "Polynomial in {t}: of which degree, and in which quantities?",
    ),
    (r"\bisomorphi|\bequivalence of\b", "Can you write down explicitly the map that {t} speaks of?"),
    (r"\bunique\b", "What would go wrong without uniqueness in {t}?"),
    (r"\bconverge", "In which sense does the convergence of {t} take place, and how fast?"),
    (r"\blower[- ]bound", "Does an upper bound match the lower bound of {t}?"),
    (
        r"\bat most\b|\bupper[- ]bound|\bbounded (?:from )?(?:above )?by\b|"
        + _DISPLAYED
        + r"\\le(?:q|qslant|qq)?(?![a-z])",
        "Is the inequality in {t} sharp: what do the authors say about it?",
    ),
    (r"\bfor (?:all|any|every|each)\b|\\forall\b", "For which smallest interesting case can you check {t} by hand?"),
)
"""What in a statement's wording raises which question. Each asks about what stands there and assumes nothing else."""

_BOUND = next(pattern for pattern, question in _SIGNS if question.startswith("Is the inequality"))

_GIVEN = re.compile(
    r"(?:\A|(?<=[.;:(])|\n\s*\n)\s*(?:\\item\s*)?"
    r"(?:Let|Suppose|Assume|If|Given|Consider|For (?:any|every|all|each|an?)|Under)\b"
    r"(?:(?!\bthen\b|\.\s|\\\[|\\begin)[\s\S])*"
)
"""What a statement starts from: a sentence that grants something, up to "then"."""

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
"""Words that restrict what a statement speaks of; each can be asked about by itself."""


def title_of(s: Statement) -> str:
    """What to call a statement within a sentence: "Theorem 3.1", "the Main Theorem", "the Lemma “Small steps”"."""
    heading = plain(s.heading) or s.kind.capitalize()
    if s.number:
        return f"{heading} {plain(s.number) or s.number}"
    name = plain(s.name or "")
    return f"the {heading} “{name}”" if name else f"the {heading}"


def reading(s: Statement) -> tuple[str, ...]:
    """Questions that the wording of one statement raises, the most telling first."""
    body = uncommented(s.body)
    found = (question for pattern, question in _SIGNS if re.search(pattern, body, re.DOTALL))
    return tuple(q.format(t=title_of(s)) for q in found)


def condition(s: Statement) -> str:
    """A word by which the statement restricts what it speaks of, as it stands there ("compact"); "" when none is."""
    for granted in _GIVEN.finditer(uncommented(s.body)):
        if found := _CONDITIONS.search(plain(granted[0])):
            return found[0]
    return ""


def bounds(s: Statement) -> bool:
    """Whether the statement bounds something from above."""
    return re.search(_BOUND, uncommented(s.body), re.DOTALL) is not None
