"""What a sentence says of a symbol in passing: "the step size $\\eta$", "$n$ independent walks", "$d$-dimensional".

Weaker than the phrases that introduce a symbol, and only for symbols that no such phrase introduces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scaffold.planning.flat_sentences import ANY, DEFINED, FORMULA, FORMULAS, INSIDE, SET, STRICT, TYPED, Reading, flat
from scaffold.planning.formula_items import Symbol
from scaffold.planning.formula_symbols import Formulas
from scaffold.planning.phrases import SMALL_WORDS
from scaffold.planning.proof_sentences import Sentence

__all__ = ["Mention", "Mentions"]

_WORD = r"[^\W\d_][\w'’-]*"
_SMALL = (
    rf"(?!(?i:{SMALL_WORDS}|case|whose|than|then|has|have"
    r"|was|were|be|at|into|over|under|not|we|it|let|via|this|these|its|their|our|any|all|every|each|some|the|an?|both|same"
    r"|since|because|so|thus|hence|but|only|does|do|can|may|will|must|holds?|satisf\w+|denot\w+|defin\w+|given|using"
    r"|setting|choosing|taking|consider|write|fix|get|gets|obtains?|gives?|yields?|implies|shows?|proves?|between|until"
    r"|up|per|above|below|about|around|least|most|exactly|almost|out|after|before|within|without|through|respect|according|suppose"
    r"|assume|whenever|there|exists?|take|choose|pick|set|put)\b)"
)
_NOUN = rf"(?P<n>{_SMALL}[^\W\d_]['’\w-]{{2,}})"
_LEAD = rf"(?:(?:\\[a-z]+\{{[^{{}}]*\}}|{_SMALL}(?:{FORMULA}\s*-\s*)?{_WORD})\s+){{0,4}}?"

_NAMED = re.compile(
    rf"\b(?:[Tt]he|[Oo]ur|[Ii]ts|[Aa]n?|some|fixed|[Gg]iven|[Cc]onsider)\s+{_LEAD}{_NOUN}\s+{FORMULAS}(?!\s*-)"
)
_AMONG = re.compile(
    rf"\b(?:number|set|class|sequence|family|pair|vector|total|collection)s?\s+of\s+{_LEAD}{_NOUN}\s+{FORMULAS}(?!\s*-)"
)
_PLURAL = re.compile(
    rf"\b(?:on|of|with|by|for|to|two|three)\s+{_LEAD}(?P<n>{_SMALL}[^\W\d_][\w-]{{2,}}(?<!s)s)\s+{FORMULAS}(?!\s*-)"
)
_BEFORE = re.compile(rf"\b{_NOUN}\s+{FORMULAS}(?!\s*-)")
_ACTS = frozenset(
    "captures outputs solves attacks uses selects returns contains satisfies admits generates computes finds defines"
    " induces produces runs takes requires achieves makes knows chooses controls sends receives gets holds needs"
    " has uses gives bounds minimizes maximizes recovers decides recognizes accepts rejects queries reaches preserves"
    " sends learns approximates updates respects covers exceeds dominates divides commutes".split()
)
"""Words that end in s and are rather what something does with a formula after them."""

_EQUALS = re.compile(
    rf"\b{_NOUN}(?:\s+of\s+[^.;:,]{{1,40}}?)?\s+(?:is|are|equals|reads|becomes|is\s+given\s+by|takes\s+the\s+form)\s+(?:then\s+)?"
    rf"{FORMULAS}"
)
_COUNTED = re.compile(
    rf"(?:\b(?:the|of|all|after|over|on|into|among|given|are|have|has|from|with|for|by|in|uses?|using"
    rf"|takes?|draws?|out\s+of)\s+){FORMULAS}\s+{_LEAD}"
    rf"(?P<n>{_SMALL}[^\W\d_][\w-]{{2,}}(?<!s)s)\b(?!\s+(?:{FORMULA}))"
)
_COUNTING = re.compile(rf"{FORMULAS}\s+{_LEAD}(?P<n>{_SMALL}[^\W\d_][\w-]{{2,}}(?<!s)s)\b")
_SHORT_FOR = re.compile(rf"\b{_NOUN}\s+\(\s*{FORMULAS}\s*\)")
_SIZED = re.compile(rf"{FORMULAS}\s*-\s*(?P<n>dimensional|fold|step|partite|qubit|output|party|sparse|layer)\b")
_ORDERED = re.compile(rf"\b(?P<n>(?:[Oo]rder|[Rr]ank|[Dd]egree|[Dd]epth|[Ww]idth|[Ll]ength|[Ll]evel))\s*-\s*{FORMULAS}")
_VALUE_OF = re.compile(rf"\b[Aa]n?\s+{_LEAD}(?P<n>value|level|budget|total|threshold|tolerance)\s+of\s+{FORMULAS}")
_PREFIXED = re.compile(rf"{FORMULAS}\s*-\s*[a-z]{{3,}}")
_POINTER = re.compile(rf"{FORMULAS}\s+(?P<n>(?:is|are|be)\s+(?:as\s+)?(?:defined\s+|given\s+)?in)\s+(?:\\|[A-Z(])")
_POINTING = re.compile(rf"\bwhere\s+{FORMULAS}\s+(?:is|are)\s+(?:as\s+)?(?:defined|given|in)\b")
_POINTED = re.compile(
    rf"\b(?:[Ff]or|[Ii]f|[Ll]et|[Ww]ith|[Ww]henever|[Ww]hen|[Pp]rovided\s+that|[Aa]ssume|[Ss]uppose|[Ff]ix|[Aa]s\s+long\s+as"
    rf"|setting|and|,|where|set|i\.e\.,?)\s+(?:that\s+)?{FORMULAS}"
)
_ALLOWED = re.compile(rf"\b(?:[Ff]or|[Ll]et|[Gg]iven|[Ww]ith|[Ff]ix)\s+(?:{_SMALL}{_WORD}\s+){{0,3}}?{FORMULAS}")
_SUBJECT = re.compile(
    rf"(?:\A|,\s|\b(?:[Tt]hen|and|that)\s+){FORMULAS}\s+(?:satisf\w+|governed|given|defined|generated|drawn)\b"
)
_INSIDE = re.compile(rf"\bin\s+{FORMULAS}")
_VAGUE = ((_POINTED, SET), (_INSIDE, TYPED), (_ALLOWED, INSIDE), (_SUBJECT, ANY), (_POINTING, ANY), (_PREFIXED, ""))
"""Phrases of a statement that say nothing of what a symbol is."""

_OWN = (
    *((_POINTER, ANY), (_BEFORE, ANY), (_EQUALS, DEFINED), (_COUNTING, ""), (_COUNTING, DEFINED)),
    *((_SIZED, ""), (_ORDERED, ""), (_VALUE_OF, "")),
)
"""Phrases of a statement that say what a symbol is."""

_NUMBERS = (_COUNTED, _COUNTING, _SIZED, _ORDERED)
"""Phrases that give a number, for which no name of several letters stands."""

_PARTICULAR = re.compile(
    r"\b(?:[Ii]n particular|[Ss]pecial cases?|[Cc]ases? (?:of|where|when|that)|[Ff]or (?:example|instance)|e\.g\.)"
)
"""What begins to speak of one case of many: the letters of that case are its own."""

_NORMAL = frozenset("N mathcal:N mathrm:N mathsf:N".split())
_NO_NAMES = frozenset(
    "theorem lemma proposition corollary section figure table eq eqs i.e e.g that namely particular also hand instance"
    " inequality equation equality".split()
)
"""Words before a formula that say nothing of what its symbols mean."""

_LOOSE = frozenset(
    "bound case fact condition conditions estimate display formula expression example step algorithm problem assumption"
    " event limit claim definition identity relation statement interval regime cases order term terms factor form"
    " choice constant constants absolute universal few several many".split()
)
"""More such words, in running text."""

_VERBS = frozenset(
    "is has was does holds tends goes satisfies denotes depends grows exists belongs lies maps contains equals gives"
    " implies this thus always times becomes converges acts takes means follows vanishes decreases increases stands"
    " leads appears comes remains plus minus runs varies consists represents has ranges his its".split()
)
"""Words that end in s and are no plural."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A symbol that a sentence names in passing; noun is the word that says what it is, in small letters.

    at is where in the sentence's source that begins.
    """

    symbol: Symbol
    noun: str
    at: int = 0


class Mentions:
    """Finds what the sentences of one paper say of symbols in passing."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas

    def named(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The symbols with a noun of their own in running text, each once: "the step size f", "f arms"."""
        line = flat(sentence)
        special = _PARTICULAR.search(line.text)
        end = line.at[special.start()] if special else len(sentence.source)
        named = self._found(sentence, ((_NAMED, STRICT), (_AMONG, STRICT), (_PLURAL, STRICT), (_EQUALS, DEFINED)))
        counted = self._found(sentence, ((_COUNTED, ""), (_SIZED, ""), (_ORDERED, ""), (_SHORT_FOR, "")))
        found = {m.symbol.key: m for m in (*counted, *named) if m in counted or m.noun not in _LOOSE}
        return tuple(m for m in found.values() if m.at < end)

    def own(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The same for a statement, whose own words always hold for it: also "if 2 < f" and "f satisfies"."""
        named = self._found(sentence, _OWN)
        found = {m.symbol.key: replace(m, noun="" if m.symbol.applied and " " not in m.noun else m.noun) for m in named}
        for m in (*self._sizes(sentence), *self._found(sentence, _VAGUE)):
            found.setdefault(m.symbol.key, m)
        return tuple(found.values())

    def _sizes(self, sentence: Sentence) -> Iterator[Mention]:
        """The sizes of matrices and vectors, and the parameters of what a noun before them names."""
        reading = Reading(sentence, self.formulas)
        for letter in re.findall(FORMULA, reading.flat.text):
            formula = reading.formula(letter)
            if formula.relation == "typed":
                yield from (Mention(symbol=symbol, noun="dimension") for symbol in formula.sizes)
            yield from (Mention(symbol=symbol, noun="") for symbol in (*formula.arguments, *formula.parts))
        for m in _BEFORE.finditer(reading.flat.text):
            formula = reading.formula(m["f"][0])
            if not formula.relation and formula.heads and formula.heads[0].nucleus in _NORMAL:
                yield from (Mention(symbol=symbol, noun=m["n"].lower()) for symbol in formula.symbols[1:])

    def _found(self, sentence: Sentence, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> tuple[Mention, ...]:
        reading = Reading(sentence, self.formulas)
        found: dict[str, Mention] = {}
        for pattern, relation in patterns:
            for m in pattern.finditer(reading.flat.text):
                noun = (m.groupdict().get("n") or "").lower()
                if noun not in _NO_NAMES | _VERBS | _ACTS:
                    letters = m["f"]
                    for symbol in reading.heads(letters, relation) if relation else _alone(reading, letters):
                        if symbol.word and pattern in _NUMBERS:
                            continue
                        at = reading.flat.at[m.start()]
                        mention = Mention(symbol=symbol, noun=noun.rstrip("s"), at=at)
                        found.setdefault(symbol.key, mention)
        return tuple(found.values())


def _alone(reading: Reading, letters: str) -> Iterator[Symbol]:
    """The symbols of formulas that are nothing else, or lists of them."""
    for letter in re.findall(FORMULA, letters):
        formula = reading.formula(letter)
        yield from formula.heads if not formula.relation else ()
