"""What the sentences of a paper introduce, and which of them holds where a symbol or term is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from scaffold.model import Paper, Passage, Section, Statement
from scaffold.planning.formula_items import Symbol
from scaffold.planning.formula_symbols import Formulas
from scaffold.planning.introductions import Phrases
from scaffold.planning.kinds import ASSUMED, RESULTS, SETTING
from scaffold.planning.mentions import Mentions
from scaffold.planning.phrases import DANGLING, MARKS_TERM, OLD_STYLE
from scaffold.planning.places import Place, Places
from scaffold.planning.proof_sentences import Sentence, sentences
from scaffold.planning.words import sequence
from scaffold.tex import tokens

__all__ = ["LONGEST", "Found", "Grade", "Index", "Spot"]

LONGEST = 6000
"""Characters of a statement that are read, as of a passage."""

_SHORT = 3
"""Letters of a stem that says nothing by itself."""

_AGREED = 0.5
"""Share of the sentences that name a letter in passing which must call it the same."""

_OPENING = 3
"""First sections of a paper that set it up."""

_OF_OTHERS = frozenset(("introduction", "contributions", "related", "abstract"))
"""Parts of a paper that speak of other works, whose letters are not this paper's."""

_CUE = re.compile(
    r"[Ll]et\b|enot|efin|[Ww]rit|where|[Hh]ere\b|[Uu]s(?:e|ing)\b|[Cc]onsider|call|refer|[Ff]ix|said|term|known|set\b|put\b"
    rf"|stand|with\b|{MARKS_TERM}|{OLD_STYLE}|:\s*=|\\coloneqq|\\triangleq|[Rr]ecall|given|ormally|recisely|pecifically"
    r"|The\b|\\item"
)
"""What a passage has that may introduce something."""

_ASIDE = frozenset(("example", "remark"))
"""Kinds of statements whose letters are their own."""

_TRIED = re.compile(r"\b(?:experiment|simulation|numerical|empirical|implementation|benchmark)", re.IGNORECASE)
"""What the heading says over text that sets values for a single try."""

_NUMBER_OF = re.compile(r"\s(?:is|are|denotes?)\s+the\s+(?:\w+\s+)?(?:number|size|dimension|length|sample)\b")
_OPENS = re.compile(r"\W*(?:Given|For (?:any|an?|every|each|all)|If|Suppose|Consider (?:any|an?))\b")
_GENERIC = re.compile(r"\b(?:[Ll]et|[Cc]onsider|[Gg]iven|[Ff]or (?:any|every|each|all))\b")
_FOOTNOTE = re.compile(r"\\footnote\s*(?=\{)")


class Grade(IntEnum):
    """How surely a sentence introduces a symbol: by a phrase for it, within another result, or in passing."""

    SURE = 0
    RESULT = 1
    NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a sentence or statement is: its order in the paper, its top heading and whether that is in the appendix."""

    order: tuple[int, int, int]
    top: tuple[Section, ...]
    place: Place
    opening: bool = False
    """Whether it is in one of the first sections, which set the paper up."""

    @property
    def appendix(self) -> bool:
        return "appendix" in self.place.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sentence that introduces a symbol (by its key) or a term, at the clause that begins at a place in it.

    noun is what a sentence calls a symbol that it only names in passing.
    """

    name: str
    symbol: Symbol | None
    sentence: Sentence
    at: int
    where: Spot
    source: Passage | Statement
    grade: Grade = Grade.SURE
    noun: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is about a plain letter."""
        return self.symbol is not None and self.symbol.plain

    @property
    def statement(self) -> Statement | None:
        """The statement that the sentence is in; None for running text."""
        return self.source if isinstance(self.source, Statement) else None


class Index:
    """What one paper introduces, and where."""

    def __init__(self, paper: Paper) -> None:
        self.formulas = Formulas(paper.macros)
        self.phrases, self.mentions = Phrases(self.formulas), Mentions(self.formulas)
        self._paper, self._places = paper, Places(paper)
        top = min((s.level for s in paper.sections), default=0)
        self._opening = [s for s in paper.sections if s.level == top][:_OPENING]
        self._files = {file: n for n, file in enumerate(dict.fromkeys(p.file for p in paper.passages))}
        self._symbols: dict[str, list[Found]] = {}
        self._terms: dict[tuple[str, ...], list[Found]] = {}
        for found in sorted((*self._in_text(), *self._in_statements()), key=lambda f: f.where.order):
            if found.symbol is not None:
                self._symbols.setdefault(found.name, []).append(found)
            elif any(len(stem) > _SHORT for stem in sequence(found.name)):
                self._terms.setdefault(sequence(found.name), []).append(found)
        self._first_words = {term[0] for term in self._terms}

    def spot(self, s: Statement) -> Spot:
        """Where a statement is."""
        return self._spot(s.section, s.appendix, s.file, s.line)

    def _spot(self, section: str | None, appendix: bool, file: str, line: int) -> Spot:
        place = self._places.at(section, appendix, file, line)
        order = (self._places.index(section, appendix, file, line), self._files.get(file, 0), line)
        top = place.headings[:1]
        return Spot(order=order, top=top, place=place, opening=not top or top[0] in self._opening)

    def _in_text(self) -> Iterator[Found]:
        seen: set[str] = set()
        for p in self._paper.passages:
            if p.form != "latex" or p.kind == "example" or p.confidence == "conflict":
                continue
            where = self._spot(p.section, False, p.file, p.line)
            if any(_TRIED.search(h.printed) for h in where.place.headings):
                continue
            for s in sentences(p.body, latex=True):
                if s.source not in seen:
                    seen.add(s.source)
                    index, file, line = where.order
                    yield from self._of(s, p, replace(where, order=(index, file, line + s.line)))

    def _in_statements(self) -> Iterator[Found]:
        for t in self._paper.statements:
            if t.form == "latex" and t.kind not in _ASIDE:
                where = self.spot(t)
                for s in sentences(_without_footnotes(t.body[:LONGEST]), latex=True):
                    yield from self._of(s, t, where) if t.kind in SETTING else self._of_other(s, t, where)

    def _of(self, s: Sentence, source: Passage | Statement, where: Spot) -> Iterator[Found]:
        """What a sentence introduces and is not only of its own formula, of another work or of a definition's own."""
        statement = isinstance(source, Statement)
        cited = "\\cite" in s.source and not statement and source.kind in _OF_OTHERS
        if not statement and not cited and source.kind != "related":
            for m in self.mentions.named(s):
                yield _found(m.symbol, s, where, source, at=m.at, grade=Grade.NAMED, noun=m.noun)
        if not _CUE.search(s.source):
            return
        if statement or not DANGLING.match(s.head):
            for term in self.phrases.terms(s, definition=statement):
                yield Found(name=term, symbol=None, sentence=s, at=0, where=where, source=source)
        for x in self.phrases.introduced(s, assumed=statement and source.kind in ASSUMED):
            own = x.at > 0 and bool(_OPENS.match(s.head))
            own = own or (source.kind == "definition" and (x.at > 0 or bool(_GENERIC.search(s.head.split("\x01")[0]))))
            if not (x.symbol.plain and (cited or (own and not x.made))):
                yield _found(x.symbol, s, where, source, at=x.at)

    def _of_other(self, s: Sentence, source: Statement, where: Spot) -> Iterator[Found]:
        """What a result, game or algorithm defines for the rest of the paper: no letters, and nothing it supposes."""
        for x in self.phrases.titled(s) if source.kind not in RESULTS - {"other"} else ():
            yield _found(x.symbol, s, where, source)
        if _CUE.search(s.source):
            supposed = _GENERIC.search(s.head.split("\x01")[0])
            for x in self.phrases.introduced(s):
                if not x.symbol.plain and (x.made or not supposed):
                    yield _found(x.symbol, s, where, source, at=x.at, grade=Grade.RESULT)

    def own(self, parts: Sequence[Sentence], s: Statement) -> dict[str, Found]:
        """What a statement of these sentences introduces itself, by key."""
        where, found = self.spot(s), dict[str, Found]()
        for part in parts:
            for symbol, at in self.phrases.local(part):
                found.setdefault(symbol.key, _found(symbol, part, where, s, at=at))
        return found

    def named(self, parts: Sequence[Sentence], s: Statement) -> dict[str, Found]:
        """What a statement names in passing, by key; noun is "" where it says nothing of what a symbol is."""
        where, found = self.spot(s), dict[str, Found]()
        for part in parts:
            for m in self.mentions.own(part):
                row = _found(m.symbol, part, where, s, grade=Grade.NAMED, noun=m.noun)
                found.setdefault(m.symbol.key, row)
        return found

    def chosen(self, symbol: Symbol, used: Spot, by: Statement, grade: Grade) -> Found | None:
        """The introduction of a grade outside a statement that holds where a symbol is used; None where none does."""
        for key in dict.fromkeys((symbol.key, symbol.family, symbol.generic, symbol.derived)):
            rows = [f for f in self._symbols.get(key, ()) if f.source is not by and f.grade == grade]
            if found := _holding(symbol, used, rows):
                return found
        return None

    def begins(self, word: str) -> bool:
        """Whether a term begins with the stem."""
        return word in self._first_words

    def terms(self, words: tuple[str, ...], s: Statement, used: Spot) -> Found | None:
        """The introduction of a term of a statement, given by its stems; one in a definition is preferred."""
        rows = self._terms.get(words, ())
        rows = [f for f in rows if f.source is not s and (used.appendix or len(words) > 1 or not f.where.appendix)]
        return next((f for f in rows if f.statement), rows[0]) if rows else None


def _found(
    symbol: Symbol,
    s: Sentence,
    where: Spot,
    source: Passage | Statement,
    *,
    at: int = 0,
    grade: Grade = Grade.SURE,
    noun: str = "",
) -> Found:
    return Found(name=symbol.key, symbol=symbol, sentence=s, at=at, where=where, source=source, grade=grade, noun=noun)


def _holding(symbol: Symbol, used: Spot, rows: list[Found]) -> Found | None:
    """The nearest above in the section where it is used, else the first.

    A single letter that several sentences introduce may stand for any of it; what follows only counts for results
    that the paper states before its setting, and for names of several letters.
    """
    main = [f for f in rows if used.appendix or not f.where.appendix]
    rows = main or (rows if symbol.word else [])
    above = [f for f in rows if f.where.order < used.order]
    near = [f for f in above if f.where.top == used.top]
    early = bool(used.place.parts & {"introduction", "results"})
    left = above or (rows if early or symbol.word else [])
    if rows and rows[0].grade == Grade.NAMED:
        return _agreed(near, left) if symbol.plain or symbol.letter else next(iter(left), None)
    if near:
        return near[-1]
    if symbol.plain and len({f.sentence.words for f in left}) > 1:
        return next((f for f in above[:1] if _NUMBER_OF.search(f.sentence.words)), None)
    return next(iter(left), None)


def _agreed(near: list[Found], left: list[Found]) -> Found | None:
    """The first sentence that names a letter as most others do, of those of its section or else of all.

    A letter that only one sentence of another section names has its meaning from there if that sets the paper up.
    """
    for rows in (near, left):
        if rows:
            noun, count = Counter(f.noun for f in rows).most_common(1)[0]
            first = next(f for f in rows if f.noun == noun)
            known = count > 1 or rows is near or first.where.opening or not first.plain
            if count >= _AGREED * len(rows) and known:
                return first
    return None


def _without_footnotes(body: str) -> str:
    """A definition without its footnotes, in one pass."""
    out, at = list[str](), 0
    for m in _FOOTNOTE.finditer(body):
        end = tokens.close_brace(body, m.end() + 1) if m.start() >= at else -1
        if end > 0:
            out.append(body[at : m.start()])
            at = end + 1
    return "".join((*out, body[at:]))
