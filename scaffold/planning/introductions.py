"""Sentences that introduce a symbol or a term, by the few phrases with which papers do so, and by no others.

"Let $X$ be", "we denote the risk by $R$", "we write $[n]$ for", "where $K$ is the number of arms", "$f := g$", "is
called \\emph{tame}". A phrase that may also only mention a symbol is none of them: it is better to miss one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.planning.flat_sentences import AND, ANY, DEFINED, FORMULA, FORMULAS, INSIDE, STRICT, TYPED, Reading, flat
from scaffold.planning.formula_items import Symbol
from scaffold.planning.formula_symbols import Formulas
from scaffold.planning.phrases import MARKS_TERM, OLD_STYLE, SMALL_WORDS
from scaffold.planning.proof_sentences import Sentence

__all__ = ["Introduced", "Phrases"]

_ADVERB = r"(?:(?:also|then|now|again|further|simply|just|first|next|often|always|usually|here|formally|instead),?\s+)?"
_ARTICLE = r"(?:the|an?|our|its|their|his|any|some|this|that|these|those|all|each|one|called|defined)\b"
_NOT_AS = r"(?!\s+(?:as|like)\s+(?:in|above|before|defined|given)\b)"
_NOUNS = (
    rf"(?:(?!(?:{SMALL_WORDS}|case|whose)\b)"
    r"[^\W\d_][\w'’-]*\s+){1,6}?"
)


_PHRASE = (
    rf"(?:(?!(?:{SMALL_WORDS}|whose)\b)"
    rf"(?:[^\W\d_][\w'’-]*|(?:{FORMULA}\s*-\s*)?\\[a-z]+\{{[^{{}}]*\}}|{FORMULA}(?:-[a-z]+)?)\s+){{1,7}}?"
)
"""Words and formulas without a preposition."""

_STARTS = rf"(?:\A|[,(;:]\s?|{FORMULA}\s?|[.]\s)"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase with a list of formulas f. relation: which formulas count, by what follows their first symbols.

    "any": all; "define": those that go on with an equality; "strict": those with nothing or an equality; "typed":
    those that go on with what the symbol is an element or a map of.
    """

    pattern: re.Pattern[str]
    relation: str = ANY
    clause: bool = False
    """Whether it begins a clause that can be quoted without what is before it."""

    made: bool = False
    """Whether it gives a name, also in a sentence that begins with what it supposes."""


def _phrase(pattern: str, relation: str = ANY, *, clause: bool = False, made: bool = False) -> _Phrase:
    return _Phrase(re.compile(pattern), relation, clause, made)


_PHRASES = (
    _phrase(
        rf"\b[Ll]et\s+{_ADVERB}(?:us\s+)?{FORMULAS}\s+{_ADVERB}(?:be|denotes?|stand|represent|designate)\b{_NOT_AS}"
    ),
    _phrase(rf"\b[Ll]et\s+{_ADVERB}{FORMULAS}", DEFINED),
    _phrase(rf"\b[Ll]et\s[^.;]*?\b(?:and|,)\s+{FORMULAS}\s+(?:be|denote)\s+{_ARTICLE}"),
    _phrase(rf"\bdenot(?:e|es|ed|ing)\s+(?:it\s+|them\s+|this\s+)?{_ADVERB}(?:by|as|with)\s+{FORMULAS}", STRICT),
    _phrase(
        rf"\b[Dd]enot(?:e|ed|ing)\s+(?:by\s+)?{_ARTICLE}\s+[^.;:]{{3,160}}?\s+(?:by|as|with)\s+{FORMULAS}(?!\s*-)",
        STRICT,
    ),
    _phrase(
        rf"\b[Dd]enote\b[^.;]*?\bby\s+{FORMULA}\s*(?:,|\band\b|,\s*and\b)\s+(?:the|an?|its)\s[^.;,]{{3,100}}?\sby\s+{FORMULAS}"
    ),
    _phrase(rf"\b[Dd]enote\b[^.;]*?\bby\s+{FORMULA}[^.;]*?\band\s+(?:the|an?|its)\s[^.;,]{{3,100}}?\sby\s+{FORMULAS}"),
    _phrase(rf"{FORMULAS}\s+{_ADVERB}(?:denotes?|stands?\s+for|designates?)\s+(?!by\b|as\b)"),
    _phrase(rf"\bwith\s+{FORMULAS}\s+(?:denoting|being)\s+{_ARTICLE}", clause=True),
    _phrase(
        rf"\b(?:[Ww]rite|[Uu]se|[Uu]sing|[Ww]riting)\s+{_ADVERB}(?:the\s+(?:notation|symbol|shorthand|abbreviation)s?\s+)?{FORMULAS}\s+"
        r"(?:for|to\s+(?:denote|mean|represent|refer|indicate)|as\s+(?:an?\s+)?(?:shorthand|abbreviation)|instead\s+of"
        r"|if|when|whenever)\b"
    ),
    _phrase(rf"\b(?:[Ww]e|[Uu]s|also|[Tt]hen)\s+{_ADVERB}(?:write|set|put)\s+{FORMULAS}", DEFINED),
    _phrase(rf"\b[Dd]efine[sd]?\s+{_ADVERB}(?:{_ARTICLE}\s+)?(?:{_NOUNS})?{FORMULAS}", DEFINED, made=True),
    _phrase(
        rf"\b[Dd]efine\s+{_ADVERB}(?:{_ARTICLE}\s+)?(?:{_NOUNS})?{FORMULAS}\s*,?\s*{_ADVERB}"
        r"(?:as|by|to\s+be|via|such\s+that|recursively|inductively|for)\b"
    ),
    _phrase(rf"{FORMULAS}\s+(?:is|are)\s+{_ADVERB}defined\s+{_ADVERB}(?:as|by|to\s+be|via|recursively|inductively)\b"),
    _phrase(
        rf"\b(?:[Tt]he|[Aa]n?)\s+{_NOUNS}{FORMULAS}\s+(?:of|on|in|for|from|to|between|at|with|over|associated)\b[^.;:]{{1,80}}?\s"
        r"(?:is|are)\s+(?:then\s+)?defined\s+(?:as|by|to\s+be)\b"
    ),
    _phrase(rf"\bdefined\s+(?:as|by|to\s+be|through|via)(?:\s+follows|\s+setting)?\s*[:,]?\s+{FORMULAS}", DEFINED),
    _phrase(
        rf"(?:{_STARTS}(?:where|wherein)|\b[Hh]ere,?)\s+{FORMULAS}\s+(?:is|are|denotes?|stands?\s+for|being)\s+{_ARTICLE}",
        clause=True,
    ),
    _phrase(rf"\b[Cc]onsider\s+(?:the|an?)\s+{_NOUNS}{FORMULAS}(?!\s*-)", STRICT),
    _phrase(rf"\b(?:[Ww]e|[Ll]et\s+us)\s+{_ADVERB}(?:call|name)\s+{FORMULAS}\s+(?:the|an?)\b"),
    _phrase(rf"\brefer\s+to\s+{FORMULAS}\s+as\b"),
    _phrase(rf"\b[Tt]hroughout\b[^.;]{{0,60}}?,\s+{FORMULAS}\s+(?:is|are|denotes?|will\s+be)\s+{_ARTICLE}"),
    _phrase(rf"{FORMULAS}\s*,?\s+(?:called|termed|known\s+as|referred\s+to\s+as)\s+(?:the|an?)\b"),
    _phrase(
        rf"\b(?:[Ff]ormally|(?:[Mm]ore\s+)?[Pp]recisely|[Ss]pecifically|[Ii]n\s+formulas?),?\s+{FORMULAS}", DEFINED
    ),
    _phrase(rf"{_STARTS}(?:where|wherein)\s+(?:{_NOUNS})?{FORMULAS}", DEFINED, clause=True),
    _phrase(rf"{_STARTS}(?:where|wherein)\s+{FORMULAS}", TYPED, clause=True),
    _phrase(rf"\b[Rr]ecall\s+(?:that\s+)?(?:{_ARTICLE}\s+)?(?:{_NOUNS})?{FORMULAS}\s+(?:is|are|denotes?)\s+{_ARTICLE}"),
    _phrase(
        rf"\A\W*(?:[Hh]ere,?\s+)?[Tt]he\s+{_PHRASE}{FORMULAS}\s+(?:indicates|represents|denotes|stands\s+for|measures|specifies|"
        r"corresponds\s+to|(?:is|are)\s+(?:the|an?)\b)"
    ),
    _phrase(rf"\b(?:we\s+are|is|are)\s+given\s+(?:{_ARTICLE}\s+)?(?:{_NOUNS})?{FORMULAS}", STRICT),
    _phrase(rf"\b(?:we|is|are|be)\s+{_ADVERB}denoted?\s+{_ADVERB}{FORMULAS}\s*(?:[,.;)]|\Z)", STRICT),
    _phrase(rf"\bwe\s+{_ADVERB}(?:call|name)\s+(?:it|this|them|these)\s+{FORMULAS}"),
    _phrase(rf"\A\W*(?:\\item\s*\[?\s*)\W*{FORMULAS}\W*\]?\s*(?::|---?|–|—)\s*(?={_ARTICLE}|[^\W\d_]{{4,}})"),
    _phrase(
        rf"\b[Ww]rit(?:e|ten|ing)\s+(?:{_ARTICLE}\s+)?[^.;:]{{0,60}}?\s*\b(?:as|in\s+the\s+form)\s+{FORMULAS}", DEFINED
    ),
    _phrase(rf"\b[Dd]efine\b[^.;:]{{0,80}}?\b(?:as|by|via)\s+{FORMULAS}", DEFINED, made=True),
    _phrase(
        rf"\b(?:[Uu]se|[Ww]rite)\s[^.;]*?(?:\band|,)\s+{FORMULAS}\s+(?:for|to\s+(?:denote|mean|represent|refer))\b",
        made=True,
    ),
    _phrase(
        rf"{_STARTS}(?:where|wherein)\s+{FORMULAS}\s+are\s+(?!(?:as|in|such|given|defined|chosen|related|equal|both|always|not)\b)",
        clause=True,
    ),
    _phrase(rf"\b[Rr]ecall\s+that\s+{FORMULAS}", DEFINED),
    _phrase(rf"\b[Bb]y\s+{FORMULAS}\s*,?\s+we\s+(?:mean|denote|understand)\b"),
    _phrase(rf"\b[Ff]ix\s+(?:once\s+and\s+for\s+all\s+)?(?:{_ARTICLE}\s+)?(?:{_NOUNS})?{FORMULAS}"),
)
_FURTHER = _phrase(rf"(?:,|\band)\s+{FORMULAS}\s+(?:is|are|denotes?)\s+{_ARTICLE}", clause=True)
_LED = re.compile(rf"(?:\A|[,(;]\s?|{FORMULA}\s?)(where|wherein|[Hh]ere)\b[^.;]*\Z")
"""What goes on with a list of meanings, and how such a list begins."""

_TITLED = re.compile(rf"(?:\\[a-z]+\*?(?:\{{[^{{}}()]*\}})?|\\text\w\w\{{|[\s(~])*{FORMULAS}\s*(?:---?|–|—|:)\s")

_EXISTS = (
    _phrase(rf"\b[Tt]here\s+exists?\s[^.;]*?\band\s+(?:{_NOUNS})?{FORMULAS}\s*,?\s+such\s+that\b"),
    _phrase(
        rf"\b[Tt]here\s+(?:exists?|is|are)\s+{_ADVERB}(?:an?\s+|some\s+|two\s+|constants?\s+)?"
        rf"(?:{_NOUNS})?{FORMULAS}"
    ),
)
"""How an assumption introduces what it is about."""

_LOCAL = (
    _phrase(
        r"\b(?:an?|[Aa]ny|[Aa]ll|[Ee]very|[Ee]ach|[Ss]ome|no|exists?|[Gg]iven|[Ll]et|[Ff]ix|[Cc]onsider|Set|[Ww]e set"
        r"|[Tt]ake|[Cc]hoose|[Pp]ick|[Dd]efine|[Dd]enote|[Ww]rite|where|two|there\s+are|[Ss]uppose\s+\w+)\s+"
        rf"(?:{_NOUNS})?{FORMULAS}(?!\s*-)"
    ),
    _phrase(rf"(?:\band|,)\s+{FORMULAS}\s+(?:its|their)\s"),
    _phrase(rf"\b(?:[Ss]uppose|[Aa]ssume|[Ii]f|[Ww]hen)\s+(?:that\s+)?{FORMULAS}\s+(?:is|are|be)\s+(?:an?|any|some|two)\b"),
    _phrase(rf"\b(?:[Ss]uppose|[Aa]ssume)\s+(?:that\s+)?(?:{_NOUNS})?{FORMULAS}", TYPED),
    _phrase(rf"\b[Ww]henever\s+{FORMULAS}"),
    _phrase(rf"\b(?:to\s+be|be\s+given\s+by)\s+{FORMULAS}", DEFINED),
    _phrase(rf"\b[Ww]ith\s+(?:{_NOUNS})?{FORMULAS}", INSIDE),
    _phrase(rf"\b(?:the|an?)\s+(?:{_NOUNS})?{FORMULAS}\s+defined\b"),
    _phrase(rf"{FORMULAS}\s*,\s+(?:the(?!\s+(?:following|same))|an?|its|their)\s"),
    _phrase(rf"\b(?:and|,)\s+{FORMULAS}\s+(?:be|denote)\b"),
    _phrase(
        rf"\b(?:[Ll]et|where)\s(?:(?!\b(?:be|denotes?|is|are)\b)[^.;])*?(?:\band|,)\s+(?:{_NOUNS})?{FORMULAS}", INSIDE
    ),
    _phrase(rf"\b[Ll]et\s[^.;]*?(?:\band|,)\s+(?:let\s+)?(?:an?|the)\s+(?:{_NOUNS})?{FORMULAS}", INSIDE),
    _phrase(rf"\b[Ll]et\s[^.;]*?(?:\band|,)\s+{FORMULAS}", TYPED),
    _phrase(rf"\b[Ll]et\s[^.;]*?(?:\band|,)\s+{FORMULAS}\s+(?:an?|the)\s"),
    _phrase(rf"\b[Ff]or\s+(?:{_NOUNS})?{FORMULAS}", TYPED),
    _phrase(rf"\b[Ff]or\s+(?P<f>{FORMULA}(?:{AND}{FORMULA})+)"),
)  # fmt: skip
"""Phrases by which a statement may speak of a symbol of its own: more than those that introduce one for sure."""

_WORD = re.compile(r"[A-Za-z]")
_CONSTANT = re.compile(r"\s+(?:\w+\s+){0,3}constants?\b(?!\s+(?:vector|matrix|matrices|function|map|parameter))")
_ONE_VALUE = re.compile(rf"(?i:any|all|every|each)\s+{FORMULA}")
"""What speaks of the values of a function rather than of the function: "any f(x)"."""

_ONE_OF_THEM = re.compile(rf"(?i:an?|any|all|every|each|some|no|two)\s+{FORMULA}")
"""What speaks of something that a name of several letters stands for: "a SAT oracle"."""

_ELSEWHERE_DEFINED = re.compile(
    r"\s+(?:(?:is|are|be)\s+)?(?:as\s+)?(?:(?:defined|given|introduced|described)\s+)?(?:as\s+)?(?:in|by|above|before)\s+"
    r"(?:(?:the\s+)?(?:[Ss]ection|[Aa]lgorithm|[Dd]efinition|[Ee]quation|[Pp]roposition|[Tt]heorem|[Ll]emma|Eq)|\\|\()"
)
_ELSEWHERE = re.compile(r"\b(?:[Ff]or (?:example|instance)|e\.g\.|[Ee]xample)|\?\W*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """A symbol that a sentence introduces. at is where in the sentence's source the clause begins that does it.

    made: by giving it a name, which holds for more than what the sentence supposes.
    """

    symbol: Symbol
    at: int = 0
    made: bool = False


_MARKED = (
    rf"(?:{MARKS_TERM}\s*\{{\s*(?:\\(?:emph|textit|textbf)\s*\{{)?"
    rf"|\{{\s*{OLD_STYLE}\s*)(?P<t>[A-Za-z][^{{}}]{{2,60}})\}}"
)
_SAYS = r"(?:said\s+to\s+(?:be|have|satisfy)|called|termed|known\s+as|referred\s+to\s+as|defined\s+(?:as|to\s+be))"
_TERMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_SAYS}\s+(?:\w+ly\s+)?(?:an?\s+|the\s+|to\s+be\s+)?{_MARKED}",
        rf"\b(?:[Ww]e|will|shall|[Ll]et\s+us|also)\s+(?:call|say|term|name)\b[^.;]{{0,90}}?\b(?:is|are|be|an?|the|has|have|to|satisfies|{FORMULA})\s+{_MARKED}",
        rf"\brefer\s+to\s[^.;]{{0,90}}?\s+as\s+(?:an?\s+|the\s+)?{_MARKED}",
        rf"\b(?:is|are)\s+(?:an?\s+|the\s+)?{_MARKED}[^.;]{{0,60}}?\b(?:if|when|whenever|provided)\b",
        rf"(?:\A|[.;]\s)(?:\\item\s+)?(?:An?|The)\s+{_MARKED}\s[^.;]{{0,60}}?\b(?:is|are)\s+(?:defined|an?|the)\b",
        rf"\b[Dd]efine\s+(?:an?\s+|the\s+){_MARKED}",
    )
)
_IN_DEFINITION = re.compile(_MARKED)

_ALSO = re.compile(
    r"\s*\((?:(?:in\s+|for\s+)?short|abbreviated|abbr\.|or\s+simply|or|also)[:,]?\s+"
    r"(?:\\emph\{)?([A-Za-z][\w -]{2,24})\}?\)"
)
"""Another name in brackets."""


def _word(text: str, at: int) -> int:
    """Where the first word from a place on begins."""
    m = _WORD.search(text, at)
    return m.start() if m else at


def _only_used(symbol: Symbol, phrase: str) -> bool:
    """Whether a phrase of a statement speaks of what the symbol is known to stand for."""
    name = symbol.word and ":" in symbol.nucleus
    return bool((symbol.applied and _ONE_VALUE.match(phrase)) or (name and _ONE_OF_THEM.match(phrase)))


class Phrases:
    """Finds what the sentences of one paper introduce."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas

    def titled(self, sentence: Sentence) -> tuple[Introduced, ...]:
        """The symbols that a statement has as its title: "(f -- a game)"."""
        reading = Reading(sentence, self.formulas)
        m = _TITLED.match(reading.flat.text)
        return tuple(Introduced(symbol=s, made=True) for s in reading.heads(m["f"], "")) if m else ()

    def introduced(self, sentence: Sentence, *, assumed: bool = False) -> tuple[Introduced, ...]:
        """The symbols that a sentence introduces, each once. assumed: also those that it says to exist."""
        reading = Reading(sentence, self.formulas)
        text = reading.flat.text
        if _ELSEWHERE.search(text):
            return ()
        found: dict[str, Introduced] = {}
        for phrase in (*_PHRASES, _FURTHER, *(_EXISTS if assumed else ())):
            for m in phrase.pattern.finditer(text):
                led = _LED.search(text, 0, m.start()) if phrase is _FURTHER else m
                if led is None or (phrase.clause and _CONSTANT.match(text, m.end())):
                    continue
                at = reading.flat.at[_word(text, led.start())] if phrase.clause else 0
                for symbol in reading.heads(m["f"], phrase.relation):
                    old = found.get(symbol.key)
                    if old is None or (at and not old.at):
                        made = phrase.made or (old is not None and old.made)
                        found[symbol.key] = Introduced(symbol=symbol, at=at, made=made)
        for letter in re.findall(FORMULA, text):
            for symbol in reading.formula(letter).rows:
                found.setdefault(symbol.key, Introduced(symbol=symbol, made=True))
        return tuple(found.values())

    def terms(self, sentence: Sentence, *, definition: bool = False) -> tuple[str, ...]:
        """The terms that a sentence introduces, as it writes them; in a definition, all that it sets apart."""
        text = flat(sentence).text
        if not definition and _ELSEWHERE.search(text):
            return ()
        found = [m for p in ((_IN_DEFINITION,) if definition else _TERMS) for m in p.finditer(text)]
        named = [m["t"] for m in found if text[m.start() - 1 : m.start()] != "-"]
        named += [short[1] for m in found if (short := _ALSO.match(text, m.end()))]
        return tuple(dict.fromkeys(t.strip() for t in named if not re.search(FORMULA, t)))

    def local(self, sentence: Sentence) -> Iterator[tuple[Symbol, int]]:
        """The symbols that a sentence of a statement introduces for the statement itself, with where that begins."""
        yield from ((x.symbol, x.at) for x in self.introduced(sentence, assumed=True))
        reading = Reading(sentence, self.formulas)
        for phrase in _LOCAL:
            for m in phrase.pattern.finditer(reading.flat.text):
                if not _ELSEWHERE_DEFINED.match(reading.flat.text, m.end()):
                    heads = reading.heads(m["f"], phrase.relation)
                    yield from ((s, 0) for s in heads if not _only_used(s, m[0]))
