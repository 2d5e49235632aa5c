"""What a proof uses: references by label, equations inside statements, and statements named in words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from scaffold.read.kinds import KIND_WORDS, NOT_PROVED, OTHER_WORK
from scaffold.read.latex.drafts import Notes, ProofDraft, RefUse, StatementDraft, Target
from scaffold.tex.tokens import mask

_NUMBER = r"\(?[A-Z]?\.?\d+(?:\.\d+)*[a-z']?\)?|\(?[A-Z]\)?(?![A-Za-z])"
_THROUGH = r"(?:(?:[\s~]|\\,)*(?:[–-]|--|\$-{1,2}\$)(?:[\s~]|\\,)*|[\s~]+(?:(?:up )?to|through)[\s~]+)"
"""What stands between the ends of a range."""

_WORDS = frozenset(w for w in KIND_WORDS if w.isalpha() and len(w) > 3)
_NAMED = re.compile(
    r"\b([^\W\d_]{4,})[\s~]+"
    rf"((?:{_NUMBER})(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*\\?&\s*|{_THROUGH})(?:{_NUMBER}))*)"
    rf"(?![\w.]*\s*(?:,|and\b|&|{_THROUGH})\s*(?:and\s+)?\(?[A-Z]?\.?\d)(?![\w]|\.\d)"
    rf"(?!{OTHER_WORK})",
    re.I,
)
_CITE = re.compile(r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{[^{}]*\}")
_OF_A_WORK = re.compile(r"\[\](?:'s?)?[\s~]+\Z")
"""A citation before "Theorem 3.1": the theorem is that work's."""

_ONE = re.compile(_NUMBER)
_RANGE = re.compile(_THROUGH)
_TO_ANOTHER = re.compile(r"[\s~]+(?:up )?to[\s~].*", re.DOTALL)
_REFERENCE = re.compile(r"\\[A-Za-z]+\*?\s*(?:\[[^\[\]]*\]\s*)?\{[^{}]*\}")
_TO_NEXT = re.compile(rf"[)}}]?({_THROUGH})(?:[^\W\d_]{{4,}}[\s~]*)?[({{]?")
_KIND_BEFORE = re.compile(r"([^\W\d_]{4,})[\s~]*[({]?\Z")
_LONGEST_RANGE = 30
_NEAR = 80
"""Characters between the ends of a range, and before it, that are read."""

Span = tuple[int, int]
"""A range of the reading order: first and last position."""


class Names:
    """Statements by their printed names."""

    def __init__(self, drafts: list[StatementDraft]) -> None:
        self._by_name: dict[tuple[str, str], StatementDraft] = {}
        self._by_heading: dict[str, list[StatementDraft]] = {}
        self._places: dict[int, int] = {}
        for d in drafts:
            if d.number:
                self._by_name.setdefault((d.heading.lower(), d.number.strip("()").rstrip(".")), d)
            if d.restates is None:
                same = self._by_heading.setdefault(d.heading, [])
                self._places[id(d)] = len(same)
                same.append(d)

    def in_words(self, text: str) -> list[StatementDraft]:
        """Statements that a text names as "Lemma 3", "Theorems 3.1 and 3.2" or "Lemmas 3 to 5", in order."""
        found: list[StatementDraft] = []
        text = _CITE.sub("[]", text)
        for m in _NAMED.finditer(text):
            if _OF_A_WORK.search(text[max(0, m.start() - 12) : m.start()]):
                continue
            word = _singular(m[1].lower())
            if word:
                found += self._numbered(word, m[2] if word != m[1].lower() else _TO_ANOTHER.sub("", m[2]))
        return found

    def _numbered(self, word: str, text: str) -> list[StatementDraft]:
        """The statements with the numbers of "3, 4 and 6--8", those between the ends of a range included."""
        out: list[StatementDraft] = []
        last: StatementDraft | None = None
        last_end = 0
        for m in _ONE.finditer(text):
            named = self._by_name.get((word, m[0].strip("()").rstrip(".")))
            if named is not None and last is not None and _RANGE.fullmatch(text[last_end : m.start()]):
                out += self.between(last, named)
            out += [named] if named is not None else []
            last, last_end = named, m.end()
        return out

    def between(self, first: StatementDraft, last: StatementDraft) -> list[StatementDraft]:
        """The statements of one heading between these two, without them; none if they are many."""
        first, last = first_form(first), first_form(last)
        start, end = (self._places.get(id(d), 0) for d in (first, last))
        if first.heading != last.heading or end - start > _LONGEST_RANGE:
            return []
        return self._by_heading[first.heading][start + 1 : end]


class Uses:
    """Finds what each proof uses; references in a nested proof belong to the nested one."""

    def __init__(self, notes: Notes, drafts: list[StatementDraft], names: Names) -> None:
        """Create it when all proofs have their owners; every query is then answered by bisection."""
        self._notes = notes
        self._names = names
        self._proofs = sorted(notes.proofs, key=lambda p: (p.order, -p.end_order))
        self._starts = [p.order for p in self._proofs]
        self._refs = sorted(notes.refs, key=lambda r: r.order)
        self._ref_orders = [r.order for r in self._refs]
        self._inside: dict[int, list[StatementDraft]] = {}
        for d in drafts:
            if d.inside is not None and d.restates is None and d.kind not in NOT_PROVED:
                self._inside.setdefault(id(d.inside), []).append(d)

    def of(self, proof: ProofDraft) -> list[StatementDraft]:
        """The statements used, in order, each once; the caller excludes the proof's own statement."""
        inner = self._inner(proof)
        found = list(self._inside.get(id(proof), ()))
        uses = self._between(proof.order, proof.end_order, spans([(p.order, p.end_order) for p in inner]))
        found.extend(d for _, d in self._targets(uses))
        found.extend(self._names.in_words(mask(_without(proof.body, inner))))
        return list({id(d): d for d in map(first_form, found)}.values())

    def _inner(self, proof: ProofDraft) -> list[ProofDraft]:
        """Proofs of other statements within this one; what no statement owns is this proof's own text."""
        first, last = bisect_right(self._starts, proof.order), bisect_left(self._starts, proof.end_order)
        owners = set(map(id, proof.owners))
        return [
            p
            for p in self._proofs[first:last]
            if p.owners and p.end_order <= proof.end_order and not owners & set(map(id, p.owners))
        ]

    def _between(self, start: int, end: int, left_out: list[Span]) -> list[RefUse]:
        first, last = bisect_right(self._ref_orders, start), bisect_left(self._ref_orders, end)
        return [r for r in self._refs[first:last] if not within(left_out, r.order)]

    def _targets(self, uses: list[RefUse]) -> Iterator[tuple[RefUse, StatementDraft]]:
        """The statements that references name, and those of the same kind between the ends of a range."""
        before: tuple[RefUse, Target] | None = None
        for use in uses:
            named = [t for k in use.keys if (t := self._notes.labels.get(k)) is not None]
            found = [t.statement for t in named if t.statement is not None]
            if use.command.lower() == "crefrange" and len(named) == 2:
                found[1:1] = self._between_ends(*named)
            if named and before is not None and _ends_range(before[0], use):
                found[:0] = self._between_ends(before[1], named[0])
            yield from ((use, d) for d in found)
            before = (use, named[-1]) if named else None

    def _between_ends(self, first: Target, last: Target) -> list[StatementDraft]:
        """The statements between two that labels name, not equations in them."""
        if first.statement is None or last.statement is None or {first.kind, last.kind} != {"theorem"}:
            return []
        return self._names.between(first.statement, last.statement)

    def mentions(self) -> list[tuple[RefUse, StatementDraft]]:
        """References to statements from running text: outside statements and every proof."""
        proofs = spans([(p.order, p.end_order) for p in self._proofs])
        running = [r for r in self._refs if r.plain and not within(proofs, r.order)]
        return [(r, first_form(d)) for r, d in self._targets(running)]


def _singular(word: str) -> str:
    """A kind's name in the singular; "" for any other word."""
    return next((w for w in (word, word.removesuffix("s"), word.removesuffix("ta")) if w in _WORDS), "")


def _ends_range(first: RefUse, last: RefUse) -> bool:
    """Whether a reference is the end of a range that the one before it begins."""
    if first.buffer is None or first.buffer is not last.buffer or not first.start < last.start < first.start + _NEAR:
        return False
    text = first.buffer.text
    found = _REFERENCE.match(text, first.start, last.start)
    before = text[max(0, first.start - _NEAR) : first.start]
    return found is not None and is_range(before, text[found.end() : last.start])


def is_range(before: str, between: str) -> bool:
    """Whether two references with this text between them are the ends of a range: "Lemmas \\ref{a}--\\ref{c}".

    "to" joins the ends after a plural only: one may apply Lemma 1 to Lemma 3.
    """
    joined = _TO_NEXT.fullmatch(between)
    if joined is None or not joined[1].strip(" ~\n\t").endswith("to"):
        return joined is not None
    word = _KIND_BEFORE.search(before)
    return word is not None and _singular(word[1].lower()) not in ("", word[1].lower())


def spans(given: list[Span]) -> list[Span]:
    """The ranges in order, without those inside another."""
    out: list[Span] = []
    for start, end in sorted(given, key=lambda s: (s[0], -s[1])):
        if not out or end > out[-1][1]:
            out.append((start, end))
    return out


def within(stretches: list[Span], order: int) -> bool:
    """Whether a position is inside one of the ranges that `spans` returned."""
    at = bisect_left(stretches, (order,)) - 1
    return any(start < order < end for start, end in stretches[max(0, at - 1) : at + 1])


def first_form(d: StatementDraft) -> StatementDraft:
    """The first form of a statement, if d repeats one; otherwise d."""
    for _ in range(5):
        if d.restates is None:
            break
        d = d.restates
    return d


def _without(body: str, inner: list[ProofDraft]) -> str:
    """The body without nested proofs, at most the first few: a proof with more is not a proof."""
    for p in inner[:50]:
        if len(p.body) > 20:
            body = body.replace(p.body, " ")
    return body
