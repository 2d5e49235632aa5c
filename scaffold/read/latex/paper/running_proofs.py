"""Proofs that are running text: under "Proof of X", in sections a stub refers to, and in sentences that prove."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from scaffold.read.kinds import NOT_PROVED
from scaffold.read.latex.commands.handmade import last_mark, text_end
from scaffold.read.latex.commands.statements import PROOF_ENVS
from scaffold.read.latex.drafts import ProofDraft, RefUse, StatementDraft
from scaffold.read.latex.paper import derived
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
_SENTENCE = re.compile(
    r"[.!?]\s+(?=[A-Z\\$])|\n[ \t]*\n"
    r"|\\(?:begin|end)\s*\{(?!(?:equation|align|alignat|flalign|gather|multline|eqnarray|split)\*?\})[^{}]*\}"
)
_BEGIN = re.compile(r"\\begin\s*\{([^{}]*)\}")
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
    _stated_after(owners)


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
            text = use.buffer.text
            start, end = _sentence_before(use.buffer, use.start), _sentence_end(text, use.start)
            given = derived.premises(text[start : use.start], text[use.start : end]) - {key}
            _own_sentence(owners, d, refs[max(0, i - 20) : i + 20], place=(use.buffer, start, end), given=given)


def _stated_after(owners: Owners) -> None:
    """ "This follows from Lemma 1" right after a statement that has no other proof."""
    refs = owners.notes.refs
    orders = [r.order for r in refs]
    for d in owners.drafts:
        buffer = d.buffer
        if buffer is None or not buffer.is_file or d.kind in NOT_PROVED or not owners.unproved(d):
            continue
        end = _sentence_end(buffer.text, d.end)
        named, given = derived.of_this(buffer.text[d.end : end])
        if named and first_form(d) not in owners.named(named, d.end_order):
            continue
        i = bisect_left(orders, d.end_order)
        place = buffer, d.end, end
        done = _own_sentence(owners, first_form(d), refs[i : i + 20], place=place, given=derived.keys(given))
        if not done and owners.in_words(given):
            _own_text(owners, first_form(d), (d.end_order, d.end_order, d.section), place)


def _own_sentence(
    owners: Owners,
    d: StatementDraft,
    near: list[RefUse],
    *,
    place: tuple[tokens.Buffer, int, int],
    given: set[str],
) -> bool:
    """Let the paragraph from a sentence on prove the statement, if references of it name what it is proved from."""
    buffer, start, end = place
    uses = [r for r in near if r.buffer is buffer and start <= r.start < end and r.plain and given & set(r.keys)]
    if uses:
        _own_text(owners, d, (uses[0].order - 1, uses[-1].order + 1, uses[0].section), place)
    return bool(uses)


def _own_text(
    owners: Owners, d: StatementDraft, orders: tuple[int, int, int], place: tuple[tokens.Buffer, int, int]
) -> None:
    """Let the paragraph from a sentence on prove the statement.

    orders: of its first and last reference, and its section. place: the sentence.
    """
    buffer, start, end = place
    begins = _BEGIN.finditer(buffer.text, end - 1, end + _LOOK_ON)
    ends = [m.start() for m in begins if _is_result(owners, m[1])][:1]
    ends += [n for n in (buffer.text.find("\n\n", end - 1, end + _LOOK_ON),) if n >= 0]
    draft = ProofDraft(
        head="",
        file=buffer.file,
        line=buffer.line_at(tokens.skip_blank(buffer.text, start)),
        order=orders[0],
        section=orders[2],
        end_order=orders[1],
        body=buffer.raw[start : text_end(buffer.text, start, min(ends, default=end + _LOOK_ON))].strip(),
        by_hand=True,
    )
    owners.notes.proofs.append(draft)
    owners.own(draft, [d], "running text")


def _is_result(owners: Owners, env: str) -> bool:
    return env in owners.engine.theorems or env in PROOF_ENVS


def _sentence_before(buffer: tokens.Buffer, pos: int) -> int:
    """Where the sentence around a position begins."""
    start = max(0, pos - _LOOK_BACK)
    ends = [m.end() for m in _SENTENCE.finditer(buffer.text, start, pos)]
    return ends[-1] if ends else start


def _sentence_end(text: str, pos: int) -> int:
    """Where the sentence at a position ends; blank lines before it are passed over."""
    pos = tokens.skip_blank(text, pos)
    found = _SENTENCE.search(text, pos, pos + _LOOK_BACK)
    return found.start() + 1 if found else min(len(text), pos + _LOOK_BACK)
