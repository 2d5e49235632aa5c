"""Which proof belongs to which statement: by its heading, by the section's heading, or by what it follows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

from scaffold.read.kinds import KIND_WORDS, NOT_PROVED
from scaffold.read.latex import plain_text
from scaffold.read.latex.drafts import Notes, ProofDraft, SectionDraft, StatementDraft
from scaffold.read.latex.paper.uses import Names, first_form, is_range
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_REF = re.compile(r"\\[A-Za-z]*ref(?:range)?\*?\s*(?:\[[^\[\]]*\])?\s*\{([^{}]*)\}(?:\s*\{([^{}]*)\})?")
_LINK = re.compile(r"\\hyperref\s*\[([^\[\]]*)\]")
_TYPED = re.compile(
    r"(?:^|\n[ \t]*\n|\\(?:par|(?:small|med|big)(?:skip|break))\b|\\\\)\s*"
    r"(?:\\(?:noindent|(?:small|med|big)skip)\b\s*|\{\s*)*"
    r"(?:\\text(?:bf|sc|it|sl)\s*\{|\\(?:bf|sc|it|bfseries|scshape|itshape)\b)\s*(?:\\[a-z]+shape\s*)?"
    r"(?:([^\W\d]+)[\s~]*)?\\(?:auto|[cC])?ref\*?\s*\{([^{},]*)\}"
)
_LONGEST_RESTATED = 4000
_STUB = re.compile(
    r"appendix|supplement|deferred|postpone|section~?\s*\\?ref|omitted|full version|see section|later", re.I
)
_STUB_LENGTH = 350
_HEADING = re.compile(
    r"(?i)^\W*(?:sketch of (?:the )?|(?:missing|omitted|deferred|full|detailed) )?"
    r"(proofs?|beweis|preuve|démonstration)\b"
)
_OPENING = re.compile(
    r"(?:\s|\\noindent\b|\\par\b)*"
    r"((?:\\(?:text(?:bf|it|sc|sl|up)|emph|underline)\s*\{\s*|\{\s*\\(?:bf|it|em|sc|sl|bfseries|itshape)\b\s*|\()+"
    r"|\(?\s*of\s+)"
)
_NAMING = re.compile(
    r"(?i)[(\s]*(?:proofs? of |of )?(?:the )?(?:[^\W\d]+ ){0,2}[\dA-Z][\w.']*"
    r"(?:(?:, and|,| and|–|-| &) ?(?:[^\W\d]+ )?[\dA-Z][\w.']*)*\s*(?:\([^)]*\))?[\s).:]*"
)
_SENTENCE_END = re.compile(r"[.:)](?=\s|$)|\n\s*\n")
_MAX_HEAD = 160
_MEANS = re.compile(r"[\s~](?:assuming|given|using|via|modulo|based on|from)[\s~]")
_NUMBERED = re.compile(r"\\[A-Za-z]*ref\b|\d")


def is_stub(body: str) -> bool:
    """Whether a proof only refers to the place of the real proof."""
    return len(body) < _STUB_LENGTH and bool(_STUB.search(body))


def find_owners(engine: Engine, drafts: list[StatementDraft], names: Names, opened: Callable[[str], str]) -> Owners:
    """Give every proof its owners: first by name, then by position."""
    found = Owners(engine, drafts, names, opened)
    found.assign()
    return found


class Owners:
    """The statements that each proof proves; every query takes constant or logarithmic time."""

    def __init__(
        self, engine: Engine, drafts: list[StatementDraft], names: Names, opened: Callable[[str], str]
    ) -> None:
        """opened: LaTeX with the paper's own commands for references replaced by what they stand for."""
        self.engine = engine
        self._opened = opened
        self.notes: Notes = engine.notes
        self.drafts = drafts
        self._names = names
        self._proofs_of: dict[int, list[ProofDraft]] = {}
        self._index_drafts()
        self._index_sections()
        self.headings = {
            n: self.named(s.title_tex, s.order)
            for n, s in enumerate(self.notes.sections)
            if self._is_proof_heading(n, s)
        }

    def _index_drafts(self) -> None:
        groups: dict[int | None, list[StatementDraft]] = {None: []}
        by_kind: dict[str, list[StatementDraft]] = {}
        self._titled: dict[str, StatementDraft] = {}
        bare: dict[str, list[StatementDraft]] = {}
        for d in self.drafts:
            groups.setdefault(id(d.inside) if d.inside else None, []).append(d)
            by_kind.setdefault(d.kind, []).append(d)
            titles = (plain_text.text(d.name or "", self.engine.name_of).lower(), d.heading.lower())
            for title in titles:
                if title not in KIND_WORDS:
                    self._titled.setdefault(title, d)
                elif not d.number:
                    bare.setdefault(title, []).append(d)
        self._groups = {key: _Ordered(group) for key, group in groups.items()}
        self._kinds = {kind: _Ordered(group) for kind, group in by_kind.items()}
        self._bare = {title: _Ordered(group) for title, group in bare.items()}
        self._all = _Ordered(self.drafts)

    def _index_sections(self) -> None:
        """For every heading: the heading above it, and the order at which its text ends."""
        sections = self.notes.sections
        self._above: list[int] = []
        self._ends = [self.notes.order + 1] * len(sections)
        open_: list[int] = []
        for n, s in enumerate(sections):
            while open_ and sections[open_[-1]].level >= s.level:
                self._ends[open_.pop()] = s.order
            self._above.append(open_[-1] if open_ else -1)
            open_.append(n)

    def _is_proof_heading(self, n: int, s: SectionDraft) -> bool:
        """Whether a heading is "Proof of …", or is only "Theorem 3" within a section of proofs."""
        words = plain_text.text(s.title_tex, self.engine.name_of, refs=lambda name, keys: "1")
        if _HEADING.match(words):
            return True
        above = self._above[n]
        return (
            above >= 0 and bool(_NAMING.fullmatch(words)) and self._is_proof_heading(above, self.notes.sections[above])
        )

    def section_end(self, n: int) -> int:
        """Order of the next heading of the same or a higher level."""
        return self._ends[n]

    def own(self, proof: ProofDraft, owners: list[StatementDraft], found_by: str) -> None:
        """Record that a proof proves these statements, and those that they say again in other words."""
        again = [first_form(o.rewords) for o in owners if o.rewords is not None]
        owners = [*owners, *(o for o in again if not any(o is other for other in owners))]
        proof.owners, proof.found_by = owners, found_by
        for o in owners:
            self._proofs_of.setdefault(id(o), []).append(proof)

    def proofs_of(self, statement: StatementDraft) -> list[ProofDraft]:
        """The proofs found so far."""
        return self._proofs_of.get(id(statement), [])

    def unproved(self, statement: StatementDraft) -> bool:
        """Whether no proof is known, or only a reference to one."""
        return all(is_stub(p.body) for p in self.proofs_of(statement))

    # --- by name

    def assign(self) -> None:
        """Find the owners of all recorded proofs."""
        bare: list[ProofDraft] = []
        for proof in self.notes.proofs:
            if proof.owners:
                self.own(proof, proof.owners, proof.found_by)
                continue
            named = self.named(proof.head, proof.order) if proof.head else []
            named = named or (self._opening(proof) if not proof.leftover else [])
            if named:
                self.own(proof, named, "not in the compiled paper" if proof.leftover else "names it")
            elif not proof.leftover:
                bare.append(proof)
        bare.sort(key=lambda p: p.order)
        for n, proof in enumerate(bare):
            self._by_place(proof, bare[n + 1] if n + 1 < len(bare) else None)

    def named(self, head: str, order: int) -> list[StatementDraft]:
        """The statements that a heading names: by reference, by a label, or by words and number."""
        found: list[StatementDraft] = []
        head = _without_means(self._opened(head))
        for m in _LINK.finditer(tokens.mask(head)):
            target = self.notes.labels.get(m[1].strip())
            if target and target.statement is not None:
                found.append(first_form(target.statement))
        found += self._referred(tokens.mask(head))
        bare = self.notes.labels.get(head.strip())
        if bare and bare.statement is not None:
            found.append(first_form(bare.statement))
        if not found:
            words = plain_text.text(head, self.engine.name_of)
            found = [first_form(d) for d in self._names.in_words(words)] or self._by_name(words.lower(), order)
        return list({id(d): d for d in found}.values())

    def _referred(self, head: str) -> list[StatementDraft]:
        """The statements that a heading refers to, with those between the ends of a range."""
        found: list[StatementDraft] = []
        before: re.Match[str] | None = None
        for m in _REF.finditer(head):
            ranged = m[2] is not None or (
                before is not None and is_range(head[: before.start()], head[before.end() : m.start()])
            )
            for n, key in enumerate((m[1] + "," + (m[2] or "")).split(",")):
                target = self.notes.labels.get(key.strip())
                if target and target.statement is not None:
                    named = first_form(target.statement)
                    found += (
                        self._names.between(found[-1], named) if ranged and found and n == (m[2] is not None) else []
                    )
                    found.append(named)
            before = m
        return found

    def in_words(self, text: str) -> list[StatementDraft]:
        """The statements that a text names by words and number."""
        return self._names.in_words(text)

    def _by_name(self, words: str, order: int) -> list[StatementDraft]:
        """ "Proof of the Main Theorem" by heading or name; "Proof of the theorem" is the last one's.

        Of several kinds of theorems, it is the one just before, otherwise the one that is printed without a number.
        """
        m = re.search(r"\b(?:of|for)\s+(?:the\s+)?(.+?)\W*$", words)
        if not m:
            return []
        wanted = m[1].strip()
        if titled := self._titled.get(wanted):
            return [first_form(titled)]
        last = self._kinds.get(KIND_WORDS.get(wanted, ""), _Ordered([])).before(order)
        if last is not self._all.before(order):
            last = self._bare.get(wanted, _Ordered([])).before(order) or last
        return [first_form(last)] if last else []

    def _opening(self, proof: ProofDraft) -> list[StatementDraft]:
        """A proof that begins with "(Theorem \\ref{x})", "\\textbf{Theorem 3}" or "of Theorem 3." names its owner."""
        body = tokens.mask(proof.body[: 2 * _MAX_HEAD])
        m = _OPENING.match(body)
        if not m:
            return []
        head = _first_piece(body, m)
        if not head or not _NAMING.fullmatch(plain_text.text(head, self.engine.name_of, refs=lambda name, keys: "1")):
            return []
        return self.named(head, proof.order)

    # --- by position

    def _by_place(self, proof: ProofDraft, following: ProofDraft | None) -> None:
        """By the hand-typed proof that it continues, the heading above, or the statement before.

        "Proof of (i)" typed in a proof that states nothing before it is a part of that proof, and not one more.
        """
        if proof.by_hand and proof.inside is not None and not self._stated_within(proof):
            return
        continued = self._continued(proof)
        if continued:
            self.own(proof, continued, "part")
            return
        n = self._heading_above(proof)
        owners = self.headings[n] if n is not None else []
        since = self.notes.sections[n].order if n is not None and owners else 0
        before = self._statement_before(proof, since)
        if n is not None and owners and (before is None or self._is_headings(proof, before, n, following)):
            self.own(proof, owners, "section")
            return
        before = before or self._statement_before(proof, 0)
        typed = self._typed_before(proof, before)
        if typed is not None:
            self.own(proof, [typed], "names it")
        elif before is not None:
            self.own(proof, [first_form(before)], "follows")

    def _stated_within(self, proof: ProofDraft) -> bool:
        """Whether something is stated before it in the proof that it stands in."""
        return bool(self._groups.get(id(proof.inside), _Ordered([])).last(1, 0, proof.order))

    def _typed_before(self, proof: ProofDraft, before: StatementDraft | None) -> StatementDraft | None:
        """What a paragraph before the proof repeats by hand: "\\textbf{Theorem~\\ref{x}.} …"."""
        buffer = proof.buffer
        if buffer is None or not buffer.is_file or proof.inside is not None:
            return None
        start = max(0, proof.start - _LONGEST_RESTATED)
        if before is not None and before.buffer is buffer:
            start = max(start, before.end)
        section = self.notes.sections[proof.section] if 0 <= proof.section < len(self.notes.sections) else None
        if section is not None and section.buffer is buffer:
            start = max(start, section.end)
        found = list(_TYPED.finditer(self._opened(buffer.text[start : proof.start])))
        if not found or (found[-1][1] or "").lower() not in (*KIND_WORDS, ""):
            return None
        target = self.notes.labels.get(found[-1][2].strip())
        return first_form(target.statement) if target and target.kind == "theorem" and target.statement else None

    def _continued(self, proof: ProofDraft) -> list[StatementDraft]:
        """Owners of the hand-typed proof without end mark that continued up to this heading ("Proof of Fact 1")."""
        cut = proof.continues
        return cut.owners if cut is not None and cut.section == proof.section else []

    def _is_headings(self, proof: ProofDraft, before: StatementDraft, n: int, following: ProofDraft | None) -> bool:
        """Whether a proof after a statement under "Proof of X" is X's: the last one there, and X has none yet."""
        owners = self.headings[n]
        if any(first_form(before) is o for o in owners):
            return True
        if proof.inside is not None and before.inside is proof.inside:
            return False
        if self.unproved(before) and _adjacent(before, proof):
            return False
        if following is not None and following.order < self._ends[n] and following.inside is proof.inside:
            return False
        return all(self.unproved(o) for o in owners)

    def _heading_above(self, proof: ProofDraft) -> int | None:
        """The innermost heading "Proof of …" above a proof."""
        n = proof.section
        while 0 <= n < len(self._above):
            if n in self.headings:
                return n
            n = self._above[n]
        return None

    def _statement_before(self, proof: ProofDraft, since: int) -> StatementDraft | None:
        """The last statement before a proof: not a definition if a result is close before it."""
        inside = id(proof.inside) if proof.inside else None
        earlier = self._groups.get(inside, _Ordered([])).last(3, since, proof.order)
        if not earlier and proof.inside is not None:
            earlier = self._all.last(3, since, proof.order)
        if not earlier:
            return None
        earlier = [_around(d, proof.order) for d in earlier]
        provable = [d for d in earlier if d.kind not in NOT_PROVED]
        if not provable or provable[-1].section != earlier[-1].section or self.proofs_of(first_form(provable[-1])):
            return earlier[-1]
        return provable[-1]


class _Ordered:
    """Statements in reading order, searched by bisection."""

    def __init__(self, drafts: list[StatementDraft]) -> None:
        self._drafts = sorted(drafts, key=lambda d: d.order)
        self._orders = [d.order for d in self._drafts]

    def last(self, count: int, since: int, before: int) -> list[StatementDraft]:
        """The last few between two places."""
        end = bisect_left(self._orders, before)
        return [d for d in self._drafts[max(0, end - count) : end] if d.order > since]

    def before(self, order: int) -> StatementDraft | None:
        """The last one before a place."""
        found = self.last(1, -1, order)
        return found[0] if found else None


def _around(statement: StatementDraft, order: int) -> StatementDraft:
    """The statement, or the outermost one around it that ended before this place."""
    while statement.within is not None and 0 < statement.within.end_order < order:
        statement = statement.within
    return statement


def _without_means(head: str) -> str:
    """A heading without what the proof is made from: "Proof of Theorem 1 assuming Lemma 2"."""
    found = _MEANS.search(head)
    return head[: found.start()] if found and _NUMBERED.search(head[: found.start()]) else head


def _adjacent(statement: StatementDraft, proof: ProofDraft) -> bool:
    """Whether there is only space between a statement and a proof."""
    buffer = statement.buffer
    if buffer is None or buffer is not proof.buffer or not statement.end <= proof.start:
        return False
    return not buffer.text[statement.end : proof.start].strip()


def _first_piece(body: str, m: re.Match[str]) -> str:
    """The separate phrase at the beginning of a proof: a group, a parenthesis, or "of …" up to a full stop."""
    pos = m.end()
    if "{" in m[1]:
        end = tokens.close_brace(body, m.start(1) + m[1].index("{") + 1)
    elif m[1].startswith("("):
        end = body.find(")", pos)
    else:
        stop = _SENTENCE_END.search(body, pos)
        pos, end = m.start(1), stop.start() if stop else -1
    return body[pos:end] if 0 <= end - pos <= _MAX_HEAD else ""
