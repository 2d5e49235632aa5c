"""Which statement a proof found in a PDF belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scaffold.model import Proof, Section, Statement
from scaffold.read.kinds import NOT_PROVED, PROOF_WORDS
from scaffold.read.pdf.structure.derived import Derived
from scaffold.read.pdf.structure.extents import Extent
from scaffold.read.pdf.structure.sections import Found
from scaffold.read.pdf.structure.uses import Names

_OF = re.compile(r"\b(?:of|for|von|du|de|des|der)\s+(?:(?:the|our|la|le)\s+)?(.+)$", re.I)
_NEAR = 60
"""Maximum number of lines between a statement and its proof, if the proof does not name it."""


_SHORTEST = 80
"""Minimum length in characters of a section that is a proof by its heading alone."""


def without_titles(proofs: Sequence[Extent]) -> list[Extent]:
    """The proofs; a line "Proof of Theorem 3" directly above "Proof." is not one, but the title of that proof."""
    out: list[Extent] = []
    for e in proofs:
        above = out[-1] if out else None
        bare = e.head.heading.lower() in PROOF_WORDS
        if above and bare and above.end == e.head.at == above.head.at + 1 and " " in above.head.heading:
            out[-1] = replace(e, head=replace(e.head, heading=above.head.heading))
        else:
            out.append(e)
    return out


@dataclass(slots=True, kw_only=True)
class Owners:
    """Statements in order with their lines; proofs are assigned one by one."""

    statements: Sequence[Statement]
    spans: Sequence[Extent]
    sections: Sequence[tuple[int, Section]]
    names: Names
    proved: dict[str, list[Proof]] = field(default_factory=dict)

    def give(self, extent: Extent, text: str, file: str, section: str | None) -> list[str]:
        """Assigns a proof; returns the ids of its statements."""
        owners, found_by = self._owners(extent)
        uses = tuple(u for u in self.names.within(text) if u not in owners)
        complete = not any(w in extent.head.heading.lower() for w in ("sketch", "idea", "outline"))
        for id in owners:
            proof = Proof(
                body=text,
                file=file,
                line=extent.head.at + 1,
                uses=uses,
                found_by=found_by,
                section=section,
                complete=complete,
            )
            self.proved.setdefault(id, []).append(proof)
        return owners

    def give_following(self, extent: Extent, text: str, file: str, section: str | None) -> None:
        """Assigns a proof without a head to the statement that it follows, if that has none and can have one."""
        above = next((n for n, e in enumerate(self.spans) if e.end == extent.head.at), None)
        if above is None or self.statements[above].kind in NOT_PROVED or len(text) < _SHORTEST:
            return
        id = self.statements[above].restates or self.statements[above].id
        if id not in self.proved:
            uses = tuple(u for u in self.names.within(text) if u != id)
            self.proved[id] = [
                Proof(body=text, file=file, line=extent.head.at + 1, uses=uses, found_by="follows", section=section)
            ]

    def give_section(self, heading: Found, text: str, file: str) -> None:
        """Assigns a section's text as the proof of the statements in its title that have at most a sketch of one.

        That it names one of them is no use: it proves them all.
        """
        if heading.title.split(" ")[0].lower() not in PROOF_WORDS or len(text) < _SHORTEST:
            return
        owners = self.names.within(heading.title, equations=False) or self._by_title(heading.title, heading.at)
        uses = tuple(u for u in self.names.within(text) if u not in owners)
        proof = Proof(body=text, file=file, line=heading.at + 1, uses=uses, found_by="section", section=heading.number)
        for id in owners:
            if all(not p.complete for p in self.proved.get(id, ())):
                self.proved.setdefault(id, []).append(proof)

    def give_sentence(self, sentence: Derived, file: str) -> None:
        """Assigns a sentence that proves to the statements before it that have no proof."""
        begun = {s.id: self.spans[n].head.at for n, s in enumerate(self.statements) if s.kind not in NOT_PROVED}
        for id in sentence.conclusions:
            if id not in self.proved and begun.get(id, sentence.at) < sentence.at:
                self.proved[id] = [
                    Proof(
                        body=sentence.text,
                        file=file,
                        line=sentence.at + 1,
                        uses=sentence.premises,
                        found_by="running text",
                    )
                ]

    def _by_title(self, words: str, at: int) -> list[str]:
        """The statement before a line that "Proof of the Main Theorem" means: by heading, if it has no number, or by
        name. Of several, the nearest without a proof."""
        m = _OF.search(words)
        wanted = _plain(m[1]) if m else ""
        before = [s for n, s in enumerate(self.statements) if self.spans[n].head.at < at and s.restates is None]
        fitting = [
            s for s in before
            if wanted and (wanted == _plain(s.name or "") or (not s.number and wanted == _plain(s.heading or "")))
        ]  # fmt: skip
        open_ = [s for s in fitting if s.id not in self.proved]
        return [(open_ or fitting)[-1].id] if fitting else []

    def _owners(self, extent: Extent) -> tuple[list[str], str]:
        named = self.names.within(extent.head.heading, equations=False)
        named = named or self._by_title(extent.head.heading, extent.head.at)
        if named:
            return named, "names it"
        before = [
            (n, s) for n, s in enumerate(self.statements)
            if self.spans[n].head.at < extent.head.at and s.kind not in NOT_PROVED
        ]  # fmt: skip
        above = next((s for at, s in reversed(self.sections) if at < extent.head.at), None)
        at = next((at for at, s in reversed(self.sections) if at < extent.head.at), 0)
        titled = self.names.within(above.title, equations=False) if above else []
        if before:
            n, last = before[-1]
            first = last.restates or last.id
            if extent.head.at - self.spans[n].end < _NEAR and self.spans[n].head.at >= at and first not in self.proved:
                return [first], "follows"
        if titled:
            return titled, "section"
        if before and extent.head.at - self.spans[before[-1][0]].end < 3:
            return [before[-1][1].restates or before[-1][1].id], "follows"
        return [], ""


def _plain(words: str) -> str:
    """Words for comparison: lower case, without citations and punctuation."""
    return " ".join(re.sub(r"\[[^\[\]]*\]|[^\w ]", " ", words).lower().split())
