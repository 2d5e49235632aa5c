"""The paper's notation: each symbol and term of its main results with the very sentence that introduces it.

What a statement introduces itself has its own sentence. Where no sentence introduces a symbol, it is unknown how the
paper does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scaffold import languages
from scaffold.model import Paper, Passage, Statement
from scaffold.once import for_last
from scaffold.planning import page_formulas
from scaffold.planning.excerpts import excerpt
from scaffold.planning.flat_sentences import bare, flat
from scaffold.planning.formula_items import Symbol
from scaffold.planning.introduced import LONGEST, Found, Grade, Index
from scaffold.planning.material import Material, material
from scaffold.planning.proof_sentences import Sentence, sentences
from scaffold.planning.words import as_latex, plain, sequence
from scaffold.plans import Notation

__all__ = ["ledger", "needed", "notation"]

_KEYS = 6
"""Most key lemmas whose symbols are sought besides those of the main results."""

_LONGEST_TERM = 6
"""Most words of a term."""

_COUNTERS = frozenset("ijkl")

_Key = tuple[str, str, str, int]
"""What tells the rows of a table apart: name, and sentence with its file and line."""


def ledger(paper: Paper) -> tuple[Notation, ...]:
    """The notation of main results and key lemmas; () without main results."""
    return notation(material(paper, languages.load(languages.DEFAULT)))


@for_last
def notation(m: Material) -> tuple[Notation, ...]:
    """The same for a paper whose main results are known: those that are introduced for sure, then the unknown ones.

    In the text of pages letters lose their places: only symbols and sentences that are surely whole count there.
    """
    rows: dict[_Key, Notation] = {}
    for s, found in _every_row(m.paper, tuple(dict.fromkeys((*m.mains, *m.keys[:_KEYS])))):
        for name, row in found:
            key = (name, row.sentence, row.file, row.line)
            old = rows.get(key)
            rows[key] = replace(old, used=(*old.used, s.id)) if old else row
    return tuple(sorted(_together(rows.values()), key=lambda row: not row.sentence))


def _every_row(paper: Paper, of: Sequence[Statement]) -> Iterator[tuple[Statement, Iterator[tuple[str, Notation]]]]:
    """The rows of each statement; those of a page's text as the page has them."""
    reader = _Reader(paper)
    yield from ((s, reader.rows(s)) for s in of if s.form == "latex")
    from_pages = [s for s in of if s.form == "text"]
    if from_pages and page_formulas.legible(paper):
        marked = page_formulas.with_formulas(paper)
        reader, by_id = _Reader(marked), {s.id: s for s in marked.statements}
        yield from ((s, _on_page(reader.rows(by_id[s.id]))) for s in from_pages)


def _on_page(rows: Iterable[tuple[str, Notation]]) -> Iterator[tuple[str, Notation]]:
    """The rows for simple symbols whose sentence the page's text has whole, with its words."""
    for name, row in rows:
        shown = page_formulas.begun(row.words)
        if row.kind == "symbol" and row.name in shown and page_formulas.simple(row.name) and page_formulas.clear(shown):
            words, sentence = (page_formulas.unmarked(text) for text in (shown, row.sentence))
            yield name, replace(row, name=page_formulas.in_latex(row.name), words=as_latex(words), sentence=sentence)


def _together(rows: Iterable[Notation]) -> Iterator[Notation]:
    """The rows, with the same words for those of one sentence where the first of them shows the others' symbols."""
    first: dict[str, str] = {}
    for row in rows:
        words = first.setdefault(row.sentence, row.words)
        yield replace(row, words=words) if row.name in words and row.kind == "symbol" else row


def needed(m: Material) -> tuple[Notation, ...]:
    """What a document of ours can show: rows of the main results with an excerpt from elsewhere than the result."""
    mains = {s.id for s in m.mains}
    return tuple(row for row in notation(m) if row.words and (mains - {row.statement}) & set(row.used))


class _Reader:
    """The rows of the statements of one paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.index = Index(paper)

    def rows(self, s: Statement) -> Iterator[tuple[str, Notation]]:
        """The terms and symbols of a statement, each with what tells it from others."""
        yield from ((term.name, self._row(term.name, term, s)) for term in self._terms_of(s))
        parts = sentences(s.body[:LONGEST], latex=True)
        own, named = self.index.own(parts, s), self.index.named(parts, s)
        for symbol, shown, free in self._symbols_of(parts):
            found: Found | None = _of_family(own, symbol) or self._elsewhere(symbol, s, named)
            if found is not None or (free and not symbol.known and symbol.nucleus not in _COUNTERS):
                yield symbol.key, self._row(shown, found, s, symbol)

    def _elsewhere(self, symbol: Symbol, s: Statement, named: dict[str, Found]) -> Found | None:
        """What introduces a symbol that a statement does not introduce by a phrase for that."""
        where, passing = self.index.spot(s), _of_family(named, symbol)
        if passing and symbol.plain and " " in passing.noun:
            return passing  # "where C is as in Lemma 2" says more of a letter than what other sentences do
        found = self.index.chosen(symbol, where, s, Grade.SURE)
        if found or symbol.known or (passing and passing.noun):
            return found or passing
        later = (self.index.chosen(symbol, where, s, grade) for grade in (Grade.RESULT, Grade.NAMED))
        return next(filter(None, later), passing)

    def _symbols_of(self, parts: Sequence[Sentence]) -> Iterator[tuple[Symbol, str, bool]]:
        """The symbols of a statement, each once, as it writes them, and whether no formula binds them."""
        read = self.index.formulas.read
        formulas = [bare(part.source[start:end]) for part in parts for start, end in flat(part).formulas]
        every = [(x, formula[x.start : x.end]) for formula in formulas for x in _visible(read(formula).symbols)]
        bound, free = ({x.key for x, _ in every if x.bound == b} for b in (True, False))
        seen: set[str] = set()
        for x, shown in every:
            if x.key not in seen and not x.numbers and (x.key not in bound or x.key in free):
                seen.add(x.key)
                yield x, shown, x.key not in bound

    def _terms_of(self, s: Statement) -> Iterator[Found]:
        """The terms of a statement, without those within longer ones."""
        words, used = sequence(plain(f"{s.name or ''} {s.body}")), self.index.spot(s)
        found: dict[tuple[str, ...], Found] = {}
        for n in (n for n, word in enumerate(words) if self.index.begins(word)):
            for length in range(1, min(_LONGEST_TERM, len(words) - n) + 1):
                term = words[n : n + length]
                if best := self.index.terms(term, s, used):
                    found.setdefault(term, best)
        yield from (f for term, f in found.items() if not any(_within(term, other) for other in found))

    def _row(self, name: str, found: Found | None, s: Statement, symbol: Symbol | None = None) -> Notation:
        if found is None:
            return Notation(kind="symbol", name=" ".join(name.split()), used=(s.id,))
        source, sentence = found.source, found.sentence
        name = name if symbol else plain(name)
        return Notation(
            kind="symbol" if symbol else "term",
            name=" ".join(name.split()),
            words=excerpt(
                sentence,
                found.at,
                found.name,
                found.symbol,
                formulas=self.index.formulas,
                passing=found.grade == Grade.NAMED,
            ),
            sentence=" ".join(sentence.source[sentence.start :].split()),
            pages=_pages(found),
            section=source.section,
            statement=found.statement.id if found.statement else "",
            used=(s.id,),
            file=source.file,
            line=source.line + (0 if found.statement else sentence.line),
        )


def _visible(symbols: Sequence[Symbol]) -> Iterator[Symbol]:
    """Those that the statement writes, without what a macro for a set of numbers has in its exponent."""
    sets = {(x.start, x.end) for x in symbols if x.numbers}
    yield from (x for x in symbols if x.numbers or (x.start, x.end) not in sets)


def _of_family(own: dict[str, Found], symbol: Symbol) -> Found | None:
    """What introduces a symbol, or the family that it is of."""
    return own.get(symbol.key) or own.get(symbol.family) or own.get(symbol.generic)


def _pages(found: Found) -> tuple[int, int] | None:
    if isinstance(found.source, Passage):
        return found.source.pages
    return (found.source.page, found.source.page) if found.source.page else None


def _within(term: Sequence[str], other: Sequence[str]) -> bool:
    longer = len(other) > len(term)
    return longer and any(tuple(other[i : i + len(term)]) == tuple(term) for i in range(len(other)))
