"""Which proof belongs to which statement: by its own heading, by the heading it stands under, by what it follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scaffold.model import Proof
from scaffold.read import plain, tokens
from scaffold.read.known import KIND_WORDS, kind_of
from scaffold.read.records import Notes, ProofDraft, SectionDraft, StatementDraft
from scaffold.read.uses import Uses, named_in_words

if TYPE_CHECKING:
    from scaffold.read.engine import Engine

_REF = re.compile(r"\\[A-Za-z]*ref(?:range)?\*?\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}(?:\s*\{([^{}]*)\})?")
_NOT_PROVED = frozenset(
    (
        "definition",
        "remark",
        "example",
        "assumption",
        "notation",
        "question",
        "problem",
        "condition",
        "note",
        "axiom",
        "hypothesis",
        "conjecture",
    )
)
_STUB = re.compile(
    r"appendix|supplement|deferred|postpone|section~?\s*\\?ref|omitted|full version|see section|later", re.I
)
_STUB_LENGTH = 350
_HEADING = re.compile(
    r"(?i)^\W*(?:sketch of (?:the )?|missing |omitted |deferred |full |detailed )?(proofs?|beweis|preuve|démonstration)\b"
)


@dataclass(slots=True)
class Links:
    """Proofs and uses by statement."""

    proofs: dict[int, list[Proof]] = field(default_factory=dict)
    uses: dict[int, list[str]] = field(default_factory=dict)

    def proofs_of(self, d: StatementDraft) -> tuple[Proof, ...]:
        """The statement's proofs in reading order."""
        return tuple(self.proofs.get(id(d), ()))

    def uses_of(self, d: StatementDraft) -> tuple[str, ...]:
        """Ids that its proofs use, each once."""
        return tuple(dict.fromkeys(self.uses.get(id(d), ())))


def attach(engine: Engine, drafts: list[StatementDraft], ids: dict[int, str]) -> Links:
    """Find the owners of every proof and what it uses."""
    notes = engine.notes
    _Attacher(engine, drafts).run()
    uses = Uses(notes, drafts)
    links = Links()
    for proof in sorted(notes.proofs, key=lambda p: (p.order, p.end_order)):
        for owner in proof.owners:
            used = tuple(ids[id(u)] for u in uses.of(proof) if not any(u is o for o in proof.owners))
            section = notes.sections[proof.section] if 0 <= proof.section < len(notes.sections) else None
            stub = len(proof.body) < _STUB_LENGTH and bool(_STUB.search(proof.body))
            record = Proof(
                proof.body.strip(),
                proof.file,
                proof.line,
                used,
                proof.found_by,
                section.number if section else None,
                not stub,
            )
            links.proofs.setdefault(id(owner), []).append(record)
            links.uses.setdefault(id(owner), []).extend(used)
    return links


class _Attacher:
    """Gives every proof its owners: first those that are named, then those that only position tells."""

    def __init__(self, engine: Engine, drafts: list[StatementDraft]) -> None:
        self.engine = engine
        self.notes: Notes = engine.notes
        self.drafts = drafts
        self.headings = [
            (s, self._named(s.title_tex, s.order)) for s in self.notes.sections if self._is_proof_heading(s)
        ]

    def run(self) -> None:
        """Owners for all proofs; then the text of headings that name a statement nobody has proved yet."""
        bare = []
        for proof in [p for p in self.notes.proofs if not p.owners]:
            proof.owners = self._named(proof.head, proof.order) if proof.head else []
            proof.found_by = "not in the compiled paper" if proof.leftover else "names it" if proof.owners else ""
            if not proof.owners and not proof.leftover:
                bare.append(proof)
        for proof in bare:
            self._by_place(proof, bare)
        for section, owners in self.headings:
            missing = [o for o in owners if not self._proved(o, section)]
            if missing:
                self._section_text(section, missing)

    def _is_proof_heading(self, s: SectionDraft) -> bool:
        return bool(_HEADING.match(plain.text(s.title_tex, self.engine.name_of)))

    def _named(self, head: str, order: int) -> list[StatementDraft]:
        """The statements that a heading names: by reference, by a bare label, or by words and number."""
        found: list[StatementDraft] = []
        for m in _REF.finditer(tokens.mask(head)):
            for key in (m[1] + "," + (m[2] or "")).split(","):
                target = self.notes.labels.get(key.strip())
                if target and target.statement is not None:
                    found.append(_original(target.statement))
        bare = self.notes.labels.get(head.strip())
        if bare and bare.statement is not None:
            found.append(_original(bare.statement))
        if not found:
            found = [_original(d) for d in named_in_words(plain.text(head, self.engine.name_of), self.drafts)]
        if not found:
            found = self._by_name(head, order)
        return list({id(d): d for d in found}.values())

    def _by_name(self, head: str, order: int) -> list[StatementDraft]:
        """ "Proof of the Main Theorem": by heading and name of an unnumbered or named statement; "of the theorem": the last one."""
        words = plain.text(head, self.engine.name_of).lower()
        m = re.search(r"\b(?:of|for)\s+(?:the\s+)?(.+?)\W*$", words)
        if not m:
            return []
        wanted = m[1].strip()
        for d in self.drafts:
            name = plain.text(d.name or "", self.engine.name_of).lower()
            if wanted in (d.heading.lower(), name) and (wanted not in KIND_WORDS or not d.number):
                return [_original(d)]
        if wanted in KIND_WORDS:
            earlier = [d for d in self.drafts if d.order < order and kind_of(d.heading) == KIND_WORDS[wanted]]
            return [_original(earlier[-1])] if earlier else []
        return []

    def _by_place(self, proof: ProofDraft, bare: list[ProofDraft]) -> None:
        """The heading above, or the statement before."""
        heading = self._heading_above(proof)
        before = self._statement_before(proof, heading[0].order if heading else 0)
        if heading and heading[1] and (before is None or self._belongs_to_heading(proof, before, heading, bare)):
            proof.owners, proof.found_by = heading[1], "section"
        elif before is not None:
            proof.owners, proof.found_by = [_original(before)], "follows"
        else:
            before = self._statement_before(proof, 0)
            if before is not None:
                proof.owners, proof.found_by = [_original(before)], "follows"

    def _belongs_to_heading(self, proof: ProofDraft, before: StatementDraft, heading: tuple[SectionDraft, list[StatementDraft]],
                            bare: list[ProofDraft]) -> bool:  # fmt: skip
        """Whether a proof after a statement under "Proof of X" is X's: it is the last one there and X has none yet."""
        section, owners = heading
        if any(_original(before) is o for o in owners):
            return True
        if proof.inside is not None and before.inside is proof.inside:
            return False
        end = self._section_end(section)
        later = [p for p in bare if proof.order < p.order < end and p.inside is proof.inside]
        return not later and not any(self._proved(o, None, full=True) for o in owners)

    def _heading_above(self, proof: ProofDraft) -> tuple[SectionDraft, list[StatementDraft]] | None:
        for section, owners in reversed(self.headings):
            if section.order < proof.order < self._section_end(section):
                return (section, owners) if owners else None
        return None

    def _section_end(self, section: SectionDraft) -> int:
        """Order of the next heading of the same or a higher level."""
        later = (s.order for s in self.notes.sections if s.order > section.order and s.level <= section.level)
        return next(later, self.notes.order + 1)

    def _statement_before(self, proof: ProofDraft, since: int) -> StatementDraft | None:
        """The last statement before a proof that can have one: not a definition when a result stands close before it."""
        earlier = [d for d in self.drafts if since < d.order < proof.order and d.inside is proof.inside]
        if not earlier and proof.inside is not None:
            earlier = [d for d in self.drafts if since < d.order < proof.order]
        if not earlier:
            return None
        provable = [d for d in earlier[-3:] if kind_of(d.heading) not in _NOT_PROVED]
        if not provable or provable[-1].section != earlier[-1].section or self._proved(_original(provable[-1]), None):
            return earlier[-1]
        return provable[-1]

    def _proved(self, statement: StatementDraft, section: SectionDraft | None, *, full: bool = False) -> bool:
        """Whether a proof is known: under this heading, or anywhere (full: a stub does not count)."""
        end = self._section_end(section) if section else 0
        for p in self.notes.proofs:
            if any(o is statement for o in p.owners):
                inside = section is not None and section.order < p.order < end
                if inside or section is None and not (full and len(p.body) < _STUB_LENGTH and _STUB.search(p.body)):
                    return True
        return False

    def _section_text(self, section: SectionDraft, owners: list[StatementDraft]) -> None:
        """The text under "Proof of X" is X's proof."""
        buffer = section.buffer
        if buffer is None or not buffer.is_file:
            return
        after = [
            s
            for s in self.notes.sections
            if s.order > section.order and s.level <= section.level and s.buffer is buffer
        ]
        stop = after[0].start if after else len(buffer.text)
        end = buffer.text.find("\\bibliography", section.end, stop)
        body = buffer.raw[section.end : end if end >= 0 else stop].strip()
        if len(body) > 40:
            self.notes.proofs.append(ProofDraft("", section.title_tex, section.file, section.line, section.order, self.notes.sections.index(section),
                                                self._section_end(section), body, None, owners, "section", True))  # fmt: skip


def _original(d: StatementDraft) -> StatementDraft:
    """The statement itself, where d repeats one."""
    seen = 0
    while d.restates is not None and seen < 5:
        d, seen = d.restates, seen + 1
    return d
