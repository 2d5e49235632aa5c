"""What a proof uses: references by label, equations inside statements, and statements named in words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from scaffold.read.kinds import KIND_WORDS, NOT_PROVED, OTHER_WORK
from scaffold.read.latex.drafts import Notes, ProofDraft, RefUse, StatementDraft
from scaffold.tex.tokens import mask

_NUMBER = r"\(?[A-Z]?\.?\d+(?:\.\d+)*[a-z']?\)?|\(?[A-Z]\)?(?![A-Za-z])"
_WORDS = frozenset(w for w in KIND_WORDS if w.isalpha() and len(w) > 3)
_NAMED = re.compile(
    r"\b([^\W\d_]{4,})[\s~]+"
    rf"((?:{_NUMBER})(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*\\?&\s*|\s*[–-]{{1,2}}\s*)(?:{_NUMBER}))*)"
    r"(?![\w.]*\s*(?:,|and\b|&|[–-]{1,2})\s*(?:and\s+)?\(?[A-Z]?\.?\d)(?![\w]|\.\d)"
    rf"(?!{OTHER_WORK})",
    re.I,
)
_CITE = re.compile(r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{[^{}]*\}")
_OF_A_WORK = re.compile(r"\[\](?:'s?)?[\s~]+\Z")
"""A citation before "Theorem 3.1": the theorem is that work's."""

_ONE = re.compile(_NUMBER)
_RANGE = re.compile(r"\s*[–-]{1,2}\s*")
_LONGEST_RANGE = 30

Span = tuple[int, int]
"""A range of the reading order: first and last position."""


class Names:
    """Statements by their printed names."""

    def __init__(self, drafts: list[StatementDraft]) -> None:
        self._by_name: dict[tuple[str, str], StatementDraft] = {}
        for d in drafts:
            if d.number:
                self._by_name.setdefault((d.heading.lower(), d.number.strip("()").rstrip(".")), d)

    def in_words(self, text: str) -> list[StatementDraft]:
        """Statements that a text names as "Lemma 3" or "Theorems 3.1 and 3.2", in order."""
        found = []
        for m in _NAMED.finditer(text):
            if _OF_A_WORK.search(text[max(0, m.start() - 12) : m.start()]):
                continue
            word = _singular(m[1].lower())
            for number in _numbers(m[2]) if word else ():
                named = self._by_name.get((word, number))
                if named is not None:
                    found.append(named)
        return found


class Uses:
    """Finds what each proof uses; references in a nested proof belong to the nested one."""

    def __init__(self, notes: Notes, drafts: list[StatementDraft], names: Names) -> None:
        """Create it when all proofs have their owners; every query is then answered by bisection."""
        self._notes = notes
        self._drafts = drafts
        self._names = names
        self._order = {id(d): n for n, d in enumerate(drafts)}
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
        for use in self._between(proof.order, proof.end_order, spans([(p.order, p.end_order) for p in inner])):
            found.extend(self.targets(use))
        found.extend(self._names.in_words(_CITE.sub("[]", mask(_without(proof.body, inner)))))
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

    def targets(self, use: RefUse) -> list[StatementDraft]:
        """The statements that a reference names; a range names all of its kind between its ends."""
        named = (self._notes.labels.get(k) for k in use.keys)
        ends = [t.statement for t in named if t is not None and t.statement is not None]
        if use.command.lower() == "crefrange" and len(ends) == 2:
            first, last = (self._order.get(id(d), 0) for d in ends)
            return [d for d in self._drafts[first : last + 1] if d.heading == ends[0].heading]
        return ends

    def mentions(self) -> list[tuple[RefUse, StatementDraft]]:
        """References to statements from running text: outside statements and every proof."""
        proofs = spans([(p.order, p.end_order) for p in self._proofs])
        running = [r for r in self._refs if r.plain and not within(proofs, r.order)]
        return [(r, first_form(d)) for r in running for d in self.targets(r)]


def _singular(word: str) -> str:
    """A kind's name in the singular; "" for any other word."""
    return next((w for w in (word, word.removesuffix("s"), word.removesuffix("ta")) if w in _WORDS), "")


def _numbers(text: str) -> list[str]:
    """The numbers of "3, 4 and 6--8", those between the ends of a range included."""
    out: list[str] = []
    last_end = 0
    for m in _ONE.finditer(text):
        number = m[0].strip("()").rstrip(".")
        if out and _RANGE.fullmatch(text[last_end : m.start()]):
            out.extend(_between_numbers(out[-1], number))
        out.append(number)
        last_end = m.end()
    return out


def _between_numbers(first: str, last: str) -> list[str]:
    head, _, low = first.rpartition(".")
    same, _, high = last.rpartition(".")
    if not (low.isdigit() and high.isdigit() and same in (head, "")) or int(high) - int(low) > _LONGEST_RANGE:
        return []
    return [f"{head}.{n}" if head else str(n) for n in range(int(low) + 1, int(high))]


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
