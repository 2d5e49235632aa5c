"""What a proof relies on: references by label, equations inside statements, and statements named in words."""

from __future__ import annotations

import re

from scaffold.read.known import KIND_WORDS
from scaffold.read.records import Notes, ProofDraft, RefUse, StatementDraft
from scaffold.read.tokens import mask

_NUMBER = r"\(?[A-Z]?\.?\d+(?:\.\d+)*[a-z']?\)?|\(?[A-Z]\)?(?![A-Za-z])"
_NAMED = re.compile(
    r"\b("
    + "|".join(sorted({w.capitalize() for w in KIND_WORDS if w.isalpha() and len(w) > 3}, key=len, reverse=True))
    + r")(s|ta)?[\s~]+"
    rf"((?:{_NUMBER})(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*\\?&\s*|\s*[–-]{{1,2}}\s*)(?:{_NUMBER}))*)"
    r"(?!\s*(?:of|in|from)\s*(?:\\cite|~?\\cite|\[))",
    re.I,
)
_CITE = re.compile(r"\\[A-Za-z]*cite[A-Za-z]*\*?\s*(?:\[[^\]]*\]\s*){0,2}\{[^{}]*\}")
_ONE = re.compile(_NUMBER)


def named_in_words(text: str, drafts: list[StatementDraft]) -> list[StatementDraft]:
    """Statements that a text names as "Lemma 3" or "Theorems 3.1 and 3.2", in order."""
    by_name: dict[tuple[str, str], StatementDraft] = {}
    for d in drafts:
        if d.number:
            by_name.setdefault((d.heading.lower(), d.number.strip("()").rstrip(".")), d)
    found = []
    for m in _NAMED.finditer(text):
        for number in _ONE.findall(m[3]):
            named = by_name.get((m[1].lower(), number.strip("()").rstrip(".")))
            if named is not None:
                found.append(named)
    return found


class Uses:
    """Answers what each proof uses; what stands in a proof within it belongs to that one."""

    def __init__(self, notes: Notes, drafts: list[StatementDraft]) -> None:
        self._notes = notes
        self._drafts = drafts
        self._order = {id(d): n for n, d in enumerate(drafts)}

    def of(self, proof: ProofDraft) -> list[StatementDraft]:
        """The statements used, in order, each once; itself and what it restates are the caller's to leave out."""
        inner = [p for p in self._notes.proofs if p is not proof and proof.order < p.order and p.end_order <= proof.end_order
                 and not (set(map(id, p.owners)) & set(map(id, proof.owners)))]  # fmt: skip
        found: list[StatementDraft] = []
        for use in self._notes.refs:
            if proof.order < use.order < proof.end_order and not any(p.order < use.order < p.end_order for p in inner):
                found.extend(self.targets(use))
        text = _CITE.sub(" ", mask(proof.body))
        found.extend(named_in_words(text, self._drafts))
        return list({id(d): d for d in map(_first_form, found)}.values())

    def targets(self, use: RefUse) -> list[StatementDraft]:
        """The statements that a reference names; a range names all of its kind between its ends."""
        ends = [
            t.statement for k in use.keys if (t := self._notes.labels.get(k)) is not None and t.statement is not None
        ]
        if use.command.lower() == "crefrange" and len(ends) == 2:
            first, last = (self._order.get(id(d), 0) for d in ends)
            return [d for d in self._drafts[first : last + 1] if d.heading == ends[0].heading]
        return ends


def _first_form(d: StatementDraft) -> StatementDraft:
    return d.restates or d
