"""The paper's notation: each symbol and term of its main results with the very sentence that introduces it.

Only a phrase that surely introduces something counts; where there is none, it is unknown how a symbol is introduced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scaffold import languages
from scaffold.model import Paper, Passage, Section, Statement
from scaffold.planning.formula_symbols import Formulas, Symbol
from scaffold.planning.introductions import Phrases, bare, flat
from scaffold.planning.kinds import ASSUMED, SETTING
from scaffold.planning.material import Material, material
from scaffold.planning.places import Place, Places
from scaffold.planning.proof_sentences import Sentence, sentences
from scaffold.planning.words import plain, stems
from scaffold.plans import Notation
from scaffold.tex import tokens

__all__ = ["ledger", "needed", "notation"]

_KEYS = 6
"""Most key lemmas whose symbols are sought besides those of the main results."""

_WORDS, _LETTERS = 45, 300
"""Words and characters of an excerpt at most."""

_LONGEST = 6000
"""Characters of a statement that are read, as of a passage."""

_TELLING = 12
"""Words of the beginning of a sentence at least: before a display, fewer say nothing without it."""

_SHORT, _LONGEST_TERM = 3, 6
"""Letters of a stem that says nothing by itself; most words of a term."""

_OF_OTHERS = frozenset(("introduction", "contributions", "related", "abstract"))
"""Parts of a paper that speak of other works, whose letters are not this paper's."""

_CUE = re.compile(
    r"[Ll]et\b|enot|efin|[Ww]rit|where|[Hh]ere\b|[Uu]s(?:e|ing)\b|[Cc]onsider|call|refer|[Ff]ix|said|term|known|set\b|put\b"
    r"|stand|with\b|\\emph|\\textit|\\textbf|\\em\b|\\defn?\b|:\s*=|\\coloneqq|\\triangleq"
)
"""What a passage has that may introduce something."""

_COUNTERS = frozenset("ijkl")
_TRIED = re.compile(r"\b(?:experiment|simulation|numerical|empirical|implementation|benchmark)", re.IGNORECASE)
"""What the heading says over text that sets values for a single try."""

_DANGLING = re.compile(r"\W*(?:This|These|Those|It|They|Such|In (?:this|that|such) case|The (?:former|latter))\b")
_NUMBER_OF = re.compile(r"\s(?:is|are|denotes?)\s+the\s+(?:\w+\s+)?(?:number|size|dimension|length|sample)\b")
_OPENS = re.compile(r"\W*(?:Given|For (?:any|an?|every|each|all)|If|Suppose|Consider (?:any|an?))\b")
_GENERIC = re.compile(r"\b(?:[Ll]et|[Cc]onsider|[Gg]iven|[Ff]or (?:any|every|each|all))\b")
_FOOTNOTE = re.compile(r"\\footnote\s*(?=\{)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end|item|footnote|cite|label)(?![A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a sentence or statement is: its order in the paper, its top heading and whether that is in the appendix."""

    order: tuple[int, int, int]
    top: tuple[Section, ...]
    place: Place

    @property
    def appendix(self) -> bool:
        return "appendix" in self.place.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A sentence that introduces a symbol (by its key) or a term, at the clause that begins at a place in it."""

    name: str
    symbol: Symbol | None
    sentence: Sentence
    at: int
    where: _Place
    source: Passage | Statement

    @property
    def statement(self) -> Statement | None:
        """The definition or assumption that the sentence is in; None for running text."""
        return self.source if isinstance(self.source, Statement) else None


def ledger(paper: Paper) -> tuple[Notation, ...]:
    """The notation of main results and key lemmas; () without main results, or for a paper read from its pages."""
    return notation(material(paper, languages.load(languages.DEFAULT)))


def notation(m: Material) -> tuple[Notation, ...]:
    """The same for a paper whose main results are known: those that are introduced for sure, then the unknown ones."""
    reader = _Reader(m.paper)
    rows: dict[tuple[str, int], Notation] = {}
    for s in dict.fromkeys((*m.mains, *m.keys[:_KEYS])):
        for key, row in reader.rows(s) if s.form == "latex" else ():
            old = rows.get(key)
            rows[key] = replace(old, used=(*old.used, s.id)) if old else row
    return tuple(sorted(rows.values(), key=lambda row: not row.sentence))


def needed(m: Material) -> tuple[Notation, ...]:
    """What a document of ours can show: the rows of the main results that have an excerpt."""
    mains = {s.id for s in m.mains}
    return tuple(row for row in notation(m) if row.words and mains & set(row.used))


class _Reader:
    """What one paper introduces, and where."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.phrases = Phrases(Formulas(paper.macros))
        self.places = Places(paper)
        self.files = {file: n for n, file in enumerate(dict.fromkeys(p.file for p in paper.passages))}
        self.symbols: dict[str, list[_Found]] = {}
        self.terms: dict[tuple[str, ...], list[_Found]] = {}
        for found in sorted((*self._in_text(), *self._in_statements()), key=lambda f: f.where.order):
            if found.symbol is not None:
                self.symbols.setdefault(found.name, []).append(found)
            elif any(len(stem) > _SHORT for stem in _sequence(found.name)):
                self.terms.setdefault(_sequence(found.name), []).append(found)

    def _where(self, section: str | None, appendix: bool, file: str, line: int) -> _Place:
        place = self.places.at(section, appendix, file, line)
        order = (self.places.index(section, appendix, file, line), self.files.get(file, 0), line)
        return _Place(order=order, top=place.headings[:1], place=place)

    def _in_text(self) -> Iterator[_Found]:
        seen: set[str] = set()
        for p in self.paper.passages:
            if p.form != "latex" or p.kind == "example" or p.confidence == "conflict" or not _CUE.search(p.body):
                continue
            where = self._where(p.section, False, p.file, p.line)
            if any(_TRIED.search(h.printed) for h in where.place.headings):
                continue
            for s in sentences(p.body, latex=True):
                if s.source not in seen and _CUE.search(s.source):
                    seen.add(s.source)
                    index, file, line = where.order
                    yield from self._of(s, p, replace(where, order=(index, file, line + s.line)))

    def _in_statements(self) -> Iterator[_Found]:
        for t in self.paper.statements:
            if t.kind in SETTING and t.form == "latex":
                where = self._where(t.section, t.appendix, t.file, t.line)
                for s in sentences(_without_footnotes(t.body[:_LONGEST]), latex=True):
                    yield from self._of(s, t, where)

    def _of(self, s: Sentence, source: Passage | Statement, where: _Place) -> Iterator[_Found]:
        """What a sentence introduces and is not only of its own formula, of another work or of a definition's own."""
        statement = isinstance(source, Statement)
        if statement or not _DANGLING.match(s.head):
            for term in self.phrases.terms(s, definition=statement):
                yield _Found(name=term, symbol=None, sentence=s, at=0, where=where, source=source)
        cited = "\\cite" in s.source and not statement and source.kind in _OF_OTHERS
        for x in self.phrases.introduced(s, assumed=statement and source.kind in ASSUMED):
            own = x.at > 0 and bool(_OPENS.match(s.head))
            own = own or (source.kind == "definition" and (x.at > 0 or bool(_GENERIC.search(s.head.split("\x01")[0]))))
            if not (x.symbol.plain and (cited or own)):
                yield _Found(name=x.symbol.key, symbol=x.symbol, sentence=s, at=x.at, where=where, source=source)

    def rows(self, s: Statement) -> Iterator[tuple[tuple[str, int], Notation]]:
        """The terms and symbols of a statement, each with what tells it from others of the same name."""
        where = self._where(s.section, s.appendix, s.file, s.line)
        for found in self._terms_of(s, where):
            yield (found.name, id(found.sentence)), self._row(found.name, found, s)
        for symbol, shown in self._symbols_of(s):
            chosen = self._chosen(symbol, where)
            if chosen is not None or not symbol.known:
                yield (symbol.key, id(chosen.sentence) if chosen else 0), self._row(shown, chosen, s, symbol)

    def _symbols_of(self, s: Statement) -> Iterator[tuple[Symbol, str]]:
        """The symbols that a statement does not introduce itself, each once, as it writes them."""
        parts = sentences(s.body[:_LONGEST], latex=True)
        own = self.phrases.local(parts)
        for part in parts:
            for start, end in flat(part).formulas:
                formula = bare(part.source[start:end])
                for x in self.phrases.formulas.read(formula).symbols:
                    if x.key not in own and x.family not in own and not x.numbers and x.nucleus not in _COUNTERS:
                        own.add(x.key)
                        yield x, formula[x.start : x.end]

    def _chosen(self, symbol: Symbol, used: _Place) -> _Found | None:
        """The introduction that holds where a symbol is used: the nearest above in its section, else the first.

        A single letter that several sentences introduce may stand for any of it; what follows only counts for results
        that the paper states before its setting.
        """
        rows = self.symbols.get(symbol.key) or self.symbols.get(symbol.family) or []
        rows = [f for f in rows if used.appendix or not f.where.appendix]
        above = [f for f in rows if f.where.order < used.order]
        near = [f for f in above if f.where.top == used.top]
        if near:
            return near[-1]
        early = bool(used.place.parts & {"introduction", "results"})
        left = above or (rows if early else [])
        if symbol.plain and len({f.sentence.words for f in left}) > 1:
            return next((f for f in above[:1] if _NUMBER_OF.search(f.sentence.words)), None)
        return next(iter(left), None)

    def _terms_of(self, s: Statement, used: _Place) -> Iterator[_Found]:
        """The terms of a statement, without those within longer ones."""
        words = _sequence(plain(f"{s.name or ''} {s.body}"))
        found: dict[tuple[str, ...], _Found] = {}
        for n in range(len(words)):
            for length in range(1, _LONGEST_TERM + 1):
                rows = self.terms.get(words[n : n + length], ())
                rows = [f for f in rows if f.source is not s and (used.appendix or length > 1 or not f.where.appendix)]
                if rows and len(words[n : n + length]) == length:
                    best = next((f for f in rows if f.statement), rows[0])
                    found.setdefault(words[n : n + length], best)
        yield from (f for term, f in found.items() if not any(_within(term, other) for other in found))

    def _row(self, name: str, found: _Found | None, s: Statement, symbol: Symbol | None = None) -> Notation:
        if found is None:
            return Notation(kind="symbol", name=" ".join(name.split()), used=(s.id,))
        pages, source = self._pages(found), found.source
        return Notation(
            kind="symbol" if symbol else "term",
            name=" ".join((name if symbol else plain(name)).split()),
            words=self._excerpt(found, symbol),
            sentence=" ".join(found.sentence.source[found.sentence.start :].split()),
            pages=pages,
            section=source.section,
            statement=found.statement.id if found.statement else "",
            used=(s.id,),
            file=source.file,
            line=source.line + (0 if found.statement else found.sentence.line),
        )

    def _pages(self, found: _Found) -> tuple[int, int] | None:
        if isinstance(found.source, Passage):
            return found.source.pages
        return (found.source.page, found.source.page) if found.source.page else None

    def _excerpt(self, found: _Found, symbol: Symbol | None) -> str:
        """What a table can show of the sentence: all of it, the clause that introduces the symbol, or its beginning.

        A display of one row stands in the line; "" where none of these can.
        """
        s = found.sentence
        for start in (s.start, max(found.at, s.start)):
            text = " ".join(_in_line(s, start).split()).strip(" ,;")
            lead = "… " if start > s.start and not text[:1].isupper() else ""
            if len(text) <= _LETTERS and len(text.split()) <= _WORDS and _sound(text):
                return lead + text if start > s.start or _begins(text) else ""
        return self._cut(found, symbol)

    def _cut(self, found: _Found, symbol: Symbol | None) -> str:
        """The beginning of a long sentence, if that has the symbol or term."""
        s = found.sentence
        text = s.quoted(_WORDS, _LETTERS)
        if len(text.split()) < _TELLING:
            return ""
        end = s.start + len(text)
        if symbol is None:
            shown = found.name in text
        else:
            inside = (bare(s.source[a:b]) for a, b in flat(s).formulas if b <= end)
            shown = any(symbol.key == x.key for tex in inside for x in self.phrases.formulas.read(tex).symbols)
        return text if shown and _sound(text) and _begins(text) else ""


def _in_line(s: Sentence, start: int) -> str:
    """A sentence from a place on, with its displays of one row set in the line."""
    out: list[str] = []
    at = start
    for a, b in flat(s).formulas:
        if s.masked[a] == "\x02" and a >= start:
            tex = re.sub(r"\\(?:nonumber|notag)(?![A-Za-z])", "", bare(s.source[a:b])).strip()
            stop = re.search(r"\s*(?:\\[,;: ])*([.,;])\Z", tex)
            body = tex[: stop.start()] if stop else tex
            rows = "\\\\" in body or "&" in body or "\\text" in body
            out += (s.source[at:a], s.source[a:b] if rows else f"${body.strip()}${stop[1] if stop else ''}")
            at = b
    return "".join((*out, s.source[at:]))


def _sound(text: str) -> bool:
    """Whether an excerpt is whole: without displays of several rows, lists and open braces."""
    first = re.sub(r"\A\\item(?:\s*\[[^\[\]]*\])?\s*", "", text)
    return not _ENVIRONMENT.search(first) and "$$" not in text and text.count("{") == text.count("}")


def _begins(text: str) -> bool:
    return not _DANGLING.match(text) and bool(
        re.match(r"(?:\\item(?:\s*\[[^\[\]]*\])?\s*)?(?:\\[a-z]+\s*\{)?[^\w\\]*(?:[A-Z]|\$)", text)
    )


def _sequence(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order."""
    return tuple(stem for word in re.findall(r"[^\W\d_]{2,}", text) for stem in stems(word))


def _within(term: Sequence[str], other: Sequence[str]) -> bool:
    longer = len(other) > len(term)
    return longer and any(tuple(other[i : i + len(term)]) == tuple(term) for i in range(len(other)))


def _without_footnotes(body: str) -> str:
    """A definition without its footnotes, in one pass."""
    out, at = list[str](), 0
    for m in _FOOTNOTE.finditer(body):
        end = tokens.close_brace(body, m.end() + 1) if m.start() >= at else -1
        if end > 0:
            out.append(body[at : m.start()])
            at = end + 1
    return "".join((*out, body[at:]))
