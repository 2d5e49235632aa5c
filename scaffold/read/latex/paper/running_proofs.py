"""Proofs that are running text: under "Proof of X", in sections a stub refers to, and in sentences that prove."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from scaffold.read.kinds import NOT_PROVED
from scaffold.read.latex.commands.handmade import last_mark, text_end
from scaffold.read.latex.drafts import ProofDraft, StatementDraft
from scaffold.read.latex.paper.uses import first_form
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.paper.proof_owners import Owners

_REF = re.compile(r"\\[A-Za-z]*ref\*?\s*\{([^{}]*)\}")
_SHORTEST = 40
_PARAGRAPH = 4
_LED_UP = re.compile(
    r"(?i)\bwe (?:have )?(?:thus |therefore |hence |just |now |then |already )*(?:proven|proved|shown|established) the"
    r" following[^.:]{0,60}[.:]?\s*$"
    r"|\b(?:record|summari[sz]e|collect|state) (?:this|these|the above)\b[^.]{0,60}\b(?:in|as|by) the following"
    r"[^.:]{0,60}[.:]?\s*$"
)
_PREMISE = re.compile(r"(?i)\b(?:with|using|by|from|combining|together with|applying|via)\b")
_VERB = re.compile(r"(?i)\b(?:prov(?:e|es|ed|ing)|completes?|concludes?|establish(?:es)?)\b")
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z\\$])|\n[ \t]*\n")
_LOOK_BACK, _LOOK_ON = 500, 4000


def add(owners: Owners) -> None:
    """Add proofs that have neither an environment nor a heading of their own."""
    for n, named in owners.headings.items():
        missing = [o for o in named if not _proved_under(owners, o, n)]
        if missing:
            _section_text(owners, n, missing, "section")
    for proof in [p for p in owners.notes.proofs if p.owners]:
        unproved = [o for o in proof.owners if owners.unproved(o)]
        if unproved:
            _deferred(owners, proof, unproved)
    _led_up_to(owners)
    _derived_in_sentences(owners)


def _proved_under(owners: Owners, statement: StatementDraft, n: int) -> bool:
    start, end = owners.notes.sections[n].order, owners.section_end(n)
    return any(start < p.order < end for p in owners.proofs_of(statement))


def _section_text(owners: Owners, n: int, owned: list[StatementDraft], found_by: str) -> None:
    """The text under a heading is the proof; a heading within a proof extends no further than that proof."""
    section, notes = owners.notes.sections[n], owners.notes
    buffer = section.buffer
    if buffer is None or not buffer.is_file:
        return
    end_order = owners.section_end(n)
    after = bisect_left([s.order for s in notes.sections[n : n + 200]], end_order) + n
    following = notes.sections[after] if after < len(notes.sections) else None
    stop = following.start if following and following.buffer is buffer else len(buffer.text)
    end = text_end(buffer.text, section.end, stop)
    if section.level >= _PARAGRAPH:
        end = last_mark(buffer.text, section.end, end)
    body = buffer.raw[section.end : end].strip()
    if len(body) > _SHORTEST:
        draft = ProofDraft(
            head=section.title_tex,
            file=section.file,
            line=section.line,
            order=section.order,
            section=n,
            end_order=end_order,
            body=body,
        )
        draft.by_hand = True
        notes.proofs.append(draft)
        owners.own(draft, owned, found_by)


def _deferred(owners: Owners, stub: ProofDraft, owned: list[StatementDraft]) -> None:
    """A stub that points to sections headed "Proof of …" (of no statement by name): their text is the proof's parts."""
    places = {id(s): n for n, s in enumerate(owners.notes.sections)}
    for key in (k.strip() for m in _REF.finditer(stub.body) for k in m[1].split(",")):
        target = owners.notes.labels.get(key)
        n = places.get(id(target.section)) if target and target.section else None
        if n is not None and owners.headings.get(n) == []:
            _section_text(owners, n, owned, "deferred")


def _led_up_to(owners: Owners) -> None:
    """ "… we have proven the following theorem." before a statement: the text that leads up to it is its proof."""
    last: StatementDraft | None = None
    for d in owners.drafts:
        previous, last = last, d
        buffer = d.buffer
        if buffer is None or not buffer.is_file or d.start < 0 or owners.proofs_of(d) or d.kind in NOT_PROVED:
            continue
        if not _LED_UP.search(buffer.text[max(0, d.start - 200) : d.start]):
            continue
        begin, order = _text_begin(owners, d, previous)
        body = buffer.raw[begin : d.start].strip()
        if begin <= d.start and len(body) > _SHORTEST:
            draft = ProofDraft(
                head="",
                file=d.file,
                line=buffer.line_at(begin),
                order=order,
                section=d.section,
                end_order=d.order,
                body=body,
                by_hand=True,
            )
            owners.notes.proofs.append(draft)
            owners.own(draft, [first_form(d)], "leads up to it")


def _text_begin(owners: Owners, d: StatementDraft, previous: StatementDraft | None) -> tuple[int, int]:
    """Where the text before a statement begins: after the previous statement or heading."""
    begin, order = 0, d.order
    if previous is not None and previous.buffer is d.buffer:
        begin, order = previous.end, previous.end_order
    section = owners.notes.sections[d.section] if 0 <= d.section < len(owners.notes.sections) else None
    if section is not None and section.buffer is d.buffer and section.end > begin:
        begin, order = section.end, section.order
    return begin, order


def _derived_in_sentences(owners: Owners) -> None:
    """ "With Lemmas 1 and 2 we prove Theorem 3": if Theorem 3 has no other proof, that paragraph is its proof."""
    refs = owners.notes.refs
    for i, use in enumerate(refs):
        if not use.plain or use.buffer is None:
            continue
        for key in use.keys:
            target = owners.notes.labels.get(key)
            d = first_form(target.statement) if target and target.kind == "theorem" and target.statement else None
            if d is None or use.order < d.order or d.kind in NOT_PROVED or not owners.unproved(d):
                continue
            sentence = _sentence_before(use.buffer, use.start)
            premises = _premises(use.buffer.text[sentence : use.start])
            ranks = [r.order for r in refs[max(0, i - 20) : i] if r.start >= sentence and premises & set(r.keys)]
            if ranks:
                blank = use.buffer.text.find("\n\n", use.start, use.start + _LOOK_ON)
                end = text_end(use.buffer.text, use.start, blank if blank >= 0 else use.start + _LOOK_ON)
                body = use.buffer.raw[sentence:end].strip()
                draft = ProofDraft(
                    head="",
                    file=use.file,
                    line=use.line,
                    order=ranks[0] - 1,
                    section=use.section,
                    end_order=ranks[-1] + 1,
                    body=body,
                )
                draft.by_hand = True
                owners.notes.proofs.append(draft)
                owners.own(draft, [d], "running text")


def _sentence_before(buffer: tokens.Buffer, pos: int) -> int:
    """Where the sentence around a position begins."""
    start = max(0, pos - _LOOK_BACK)
    ends = [m.end() for m in _SENTENCE.finditer(buffer.text, start, pos)]
    return ends[-1] if ends else start


def _premises(sentence: str) -> set[str]:
    """Keys referred to between "with", "by" … and "prove", "completes" …; empty if the sentence has no such phrase."""
    premise = _PREMISE.search(sentence)
    verb = _VERB.search(sentence, premise.end()) if premise else None
    if premise is None or verb is None:
        return set()
    return {k.strip() for m in _REF.finditer(sentence, premise.end(), verb.start()) for k in m[1].split(",")}
