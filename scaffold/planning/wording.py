"""Questions that the wording of one statement raises, and the conditions that it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from scaffold.languages import Language
from scaffold.model import Statement
from scaffold.planning.words import plain, plain_part, uncommented
from scaffold.tex.environments import DISPLAYS

__all__ = [
    "General",
    "bounds",
    "conditions",
    "conditions_of",
    "hides_constants",
    "listed",
    "name_in_words",
    "reading",
    "title_of",
    "unnumbered",
]

_OPENS = rf"\\\[|\$\$|\\begin\{{(?:{'|'.join(DISPLAYS)})"
_DISPLAYED = rf"(?:{_OPENS})(?:(?!{_OPENS}|\\\]|\\end\{{).)*?"

_SMALL_CASE = "reading.smallest"

_SIGNS: tuple[tuple[str, str], ...] = (
    (r"\bif and only if\b|\biff\b|\\iff\b|are equivalent", "reading.direction"),
    (
        r"with (?:high )?(?:confidence|probability)|almost surely|\bw\.h\.p|in expectation",
        "reading.random",
    ),
    (
        r"\bO\b\}?\s*(?:\\left|\\[bB]igg?l?)?\s*\([^()]{0,60}(?:\\log|\\ln|\\sqrt|\\[dt]?frac|/|\^|\\(?:var)?epsilon|\\delta)"
        r"|\\(?:wide)?tilde\s*\{?\s*(?:\\mathcal\s*)?\{?\s*O\b|\\lesssim|\\gtrsim",
        "reading.constants",
    ),
    (r"sufficiently (?:large|small)|(?:large|small) enough", "reading.enough"),
    (
        r"(?:\A\s*|[.,;:]\s+|\b[Tt]hen,?\s+)[Tt]here (?:exists?|is an?|are)\b",
        "reading.constructs",
    ),
    (
        r"\\poly\b|(?<!non-)(?<!non)\bpolynomial(?:ly)?[\s~]+(?:in|time|size|many)\b",
        "reading.polynomial",
    ),
    (r"\bisomorphi|\bequivalence of\b", "reading.map"),
    (r"\bunique\b", "reading.unique"),
    (r"\bconverge", "reading.convergence"),
    (r"\blower[- ]bound", "reading.upper-bound"),
    (
        r"\bat most\b|\bupper[- ]bound|\bbounded (?:from )?(?:above )?by\b|"
        + _DISPLAYED
        + r"\\le(?:q|qslant|qq)?(?![a-z])",
        "reading.sharp",
    ),
    (
        r"\bfor (?:all|any|every|each)\b|\\forall\b",
        _SMALL_CASE,
    ),
)
"""Patterns in a statement's text and the keys of the questions they raise, which assume only what the text says."""

_BOUND = next(pattern for pattern, question in _SIGNS if question == "reading.sharp")

_GIVEN = re.compile(
    r"(?:\A|(?<=[.;:(])|\n\s*\n)\s*(?:\\item\s*)?"
    r"(?:(?:Let|Suppose|Assume|If|Given|Consider|For (?:any|every|all|each|an?))\b"
    r"(?:(?!\bthen\b|\.\s|\\\[|\\begin)[\s\S])*|Under\b(?:(?!\.\s)[^,])*)"
)
"""What a statement assumes: a sentence such as "Let ...", up to "then", or "Under ...", up to a comma."""

_CONDITIONS = re.compile(
    r"""(?<!\w)(?<!\w-)(?:
    (?:strongly|strictly|locally|uniformly|geometrically|algebraically|finitely|absolutely|jointly)[ -]
    (?:convex|concave|compact|monotone|continuous|Lipschitz|integral|closed|generated|bounded|integrable|presented)
    |(?:twice[ ]|continuously[ ])?differentiable|non-?degenerate|non-?negative|positive[ ](?:semi-?)?definite
    |sub-?[gG]aussian|i\.i\.d\.|Lipschitz|Noetherian|noetherian|Artinian|Hausdorff|Cohen-Macaulay|Markovian
    |compact|complete|separable|smooth|convex|bounded|(?<!-)finite|reduced|irreducible|connected|independent(?![ ]of)
    |continuous|measurable(?![ ](?:spaces?|sets?)\b)|orthogonal|orthonormal|perfect|projective|flat|invertible|symmetric
    |ergodic|stationary|synchronous|honest|collision-resistant|regular|abelian|commutative|cyclic|solvable|analytic
    |normal(?![ ](?:densit|distribut|random|variable|form|approx))|integrable|monotone|irreversible|reversible
    |homogeneous|isotropic|deterministic|acyclic|simple|torsion-free|simply[ ]connected
    )(?![-\w])""",
    re.VERBOSE,
)
"""Words that restrict what a statement is about; a question can ask about each."""


class General(str):
    """A question that fits many papers: it is asked only where this paper gives too few reasons for others."""

    __slots__ = ()


def listed(names: Sequence[str], language: Language, most: int = 2) -> str:
    """ "A", "A and B", "A, B and 3 others"; names that are the same are counted, as "the 2 statements called “A”"."""
    names = [_counted(name, n, language) for name, n in Counter(names).items()]
    if len(names) > most + 1:
        return language("names.others", names=", ".join(names[:most]), n=len(names) - most)
    return language("names.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def _counted(name: str, count: int, language: Language) -> str:
    """A name that so many statements have; with a number, it is one statement that the paper repeats."""
    found = unnumbered(language).fullmatch(name) if count > 1 else None
    if found is None:
        return name
    key = "names.called-named" if found["named"] else "names.called"
    return language(key, n=count, name=found["named"] or found["bare"])


def title_of(s: Statement, language: Language) -> str:
    """What to call a statement within a sentence: "Theorem 3.1", "the Main Theorem", "the Lemma “Small steps”"."""
    heading = plain(s.heading) or s.kind.capitalize()
    if s.number:
        return f"{heading} {plain(s.number) or s.number}"
    name = plain(s.name or "") if s.form == "latex" else s.name
    if name:
        return language("names.named", heading=language("names.quoted", heading=heading, name=name))
    if _LABELLED.search(heading):
        return heading
    return language("names.bare", heading=heading)


_LABELLED = re.compile(r"\w [A-Z]['*]?$")
"""A heading that ends with a letter, as "Condition A", has it for a number."""


def name_in_words(s: Statement) -> str:
    """The name of a statement as plain text; "" if it has none, or formulas or references in it, which are no words."""
    name = (s.name or "").replace("\\-", "")
    if s.form == "latex" and re.search(r"[$?]|\\[(\[]|ref\b", name):
        return ""
    return (plain(name) if s.form == "latex" else name).strip(" ,;:")


@lru_cache(maxsize=8)
def unnumbered(language: Language) -> re.Pattern[str]:
    """Names of statements without a number, as `title_of` writes them: groups named and bare."""
    heading = r"[A-ZÀ-ÞА-Я]\w*(?: [A-ZÀ-ÞА-Я]\w*)*"
    quoted = re.escape(language("names.quoted", heading="H", name="N")).replace("H", heading).replace("N", "[^”“]*")
    named = re.escape(language("names.named", heading="H")).replace("H", f"(?P<named>{quoted})")
    bare = re.escape(language("names.bare", heading="H")).replace("H", f"(?P<bare>{heading})")
    return re.compile(rf"(?<!\w)(?:{named}|{bare}(?! [\d.]*\d))")


def reading(s: Statement, language: Language) -> tuple[str, ...]:
    """Questions that the wording of one statement raises, the most specific first."""
    body, title = uncommented(s.body), title_of(s, language)
    found = (question for pattern, question in _SIGNS if _has(pattern, body))
    return tuple((General if q == _SMALL_CASE else str)(language(q, t=title)) for q in found)


@lru_cache(maxsize=2048)
def _has(pattern: str, body: str) -> bool:
    return re.search(pattern, body, re.DOTALL) is not None


def conditions(s: Statement) -> tuple[str, ...]:
    """The words by which the statement restricts what it is about, as written ("compact").

    A word that the statement also claims, such as "convex" in "then the sum is convex", restricts nothing.
    """
    return conditions_of(uncommented(s.body))


@lru_cache(maxsize=256)
def conditions_of(body: str) -> tuple[str, ...]:
    """The same for the cleaned body of a statement."""
    granted = dict.fromkeys(m[0] for m in _GIVEN.finditer(body))
    claimed = plain_part(_GIVEN.sub(" ", body)).lower()
    words = dict.fromkeys(m[0] for given in granted for m in _CONDITIONS.finditer(plain_part(given)))
    return tuple(word for word in words if not re.search(rf"(?<!\w){re.escape(word.lower())}", claimed))


def hides_constants(s: Statement) -> bool:
    """Whether the statement hides constants or logarithms, as in O(log n)."""
    return any(_has(p, uncommented(s.body)) for p, q in _SIGNS if q == "reading.constants")


def bounds(s: Statement) -> bool:
    """Whether the statement bounds something from above."""
    return _has(_BOUND, uncommented(s.body))
