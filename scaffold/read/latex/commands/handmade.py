"""Proofs without an environment: headings typed by hand ("{\\bf Proof of Theorem 3.}"), ended by a mark or new text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffold.read.latex.commands import proof_macros
from scaffold.read.latex.commands.proof_macros import ProofHead
from scaffold.read.latex.drafts import ProofDraft, StatementDraft
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine
    from scaffold.read.latex.stack import Env, Frame

_HEAD = re.compile(
    r"(?:\\(?:textbf|textit|emph|textsc|textsl|underline|noindent|par[a-z]{2}|subsubparagraph|mathbf)\s*(?:\\noindent\s*)?\{|\{)"
    r"\s*(?:\\[A-Za-z]+\s*|\{){0,8}"
    r"((?:Sketch of (?:the )?)?(?:Proofs?|PROOFS?|Beweis|Preuve|Démonstration|Dimostrazione)\b)"
)
_SET_OFF = re.compile(r"(?:^|\n|\\\\|\\noindent|\\par|\\(?:small|med|big)skip|\\indent|\}|\\item|\$)[ \t{]*$")
_QED = re.compile(
    r"(?<![\^_{(])\\(?:qed|QED|qeds|qedsymbol|Box|square|blacksquare|eop|endproof|QEDA|qedhere)(?![A-Za-z])(?:\s*\$)?"
)
_STOP = re.compile(
    r"\\(?:chapter|section|subsection|subsubsection|appendix|bibliography|printbibliography|end\s*\{document\}|begin\s*\{thebibliography\})(?![A-Za-z])"
)
_BEGIN = re.compile(r"\s*(?:\\[a-z]+skip\s*|\\noindent\s*|\\par\s*|\$\s*|\}\s*)*\\begin\s*\{([A-Za-z*]+)\}")


def mark_heads(engine: Engine, frame: Frame) -> None:
    """Marks every proof heading typed by hand from here on in this file, so that the engine records a proof there."""
    heads = sorted((*_typed(frame), *_by_macro(engine, frame)), key=lambda head: head.start)
    limit, ends = frame.end, proof_macros.end_marks(engine) if heads else frozenset[str]()
    for head in reversed(heads):  # the last first: marks are kept in that order
        _mark(engine, frame, head, limit=limit, ends=ends)
        limit = head.start


def _typed(frame: Frame) -> Iterator[ProofHead]:
    text = frame.text
    if "roof" not in text and "PROOF" not in text and "Beweis" not in text and "Preuve" not in text:
        return
    for m in _HEAD.finditer(text, frame.pos, frame.end):
        brace = m.end(0) - len(m[0]) + m[0].index("{") + 1
        end = tokens.close_brace(text, brace)
        if end < 0 or end - m.start() > 400 or "\\begin" in text[m.start() : end] or not _set_off(text, m.start()):
            continue
        yield ProofHead(m.start(), end + 1, frame.buffer.raw[brace:end])


def _by_macro(engine: Engine, frame: Frame) -> Iterator[ProofHead]:
    for head in proof_macros.heads(engine, frame):
        if _set_off(frame.text, head.start):
            yield head


def _set_off(text: str, start: int) -> bool:
    """Whether a heading may stand here: at the beginning of a line or paragraph."""
    return _SET_OFF.search(text[max(0, start - 40) : start]) is not None


def _mark(engine: Engine, frame: Frame, head: ProofHead, *, limit: int, ends: frozenset[str]) -> None:
    start, after = head.start, head.after

    def note() -> None:
        if frame.pos >= after or not engine.in_document:
            return
        within = next((e for e in engine.envs if e.kind == "statement"), None)
        if within is not None and (within is not engine.envs[-1] or within.frame is not frame):
            return
        outer = engine.inside("proof")
        closing = frame.text.find(f"\\end{{{within.name}}}", after) if within else -1
        if within is not None and closing < 0:
            return
        edge = min(limit, closing if within is not None else _closing(frame, outer, after))
        notes, stop = engine.notes, head.stop
        if stop is None:
            stop = _proof_end(engine, frame.text, after, edge, own=ends)
        raw, file, line = frame.buffer.raw, frame.buffer.file, frame.buffer.line_at(start)
        draft = ProofDraft(
            head=head.tex, file=file, line=line, order=notes.next_order(), section=len(notes.sections) - 1
        )
        draft.body, draft.by_hand = raw[after:stop].strip(), True
        draft.inside = outer.data if outer and isinstance(outer.data, ProofDraft) else None
        draft.buffer, draft.start, draft.end = frame.buffer, start, stop
        if within is not None and isinstance(within.data, StatementDraft):
            within.data.proofs.append(draft)
        before = notes.proofs[-1] if notes.proofs else None
        if before is not None and before.by_hand and frame.proof_end == start:
            draft.continues = before
        notes.proofs.append(draft)
        frame.proof_end = limit if stop == limit else -1
        frame.pos = max(frame.pos, after)

        def close() -> None:
            draft.end_order = notes.next_order()

        frame.mark(stop, close)

    frame.mark(start, note)


def _closing(frame: Frame, outer: Env | None, start: int) -> int:
    """Where the environment ends in which the heading stands; the end of the file if it stands in none of this file."""
    found = frame.text.find(f"\\end{{{outer.name}}}", start) if outer is not None and outer.frame is frame else -1
    return found if found >= 0 else frame.end


def _proof_end(engine: Engine, text: str, start: int, limit: int, *, own: frozenset[str]) -> int:
    """The end of such a proof: an end mark before a new result or the end of the text, otherwise the next heading."""
    hard = text_end(text, start, limit)
    for pos in _marks(text, start, hard, own):
        following = _BEGIN.match(text, pos)
        if following and _is_result(engine, following[1]):
            return pos
    return max(_marks(text, start, hard, own), default=hard)


def text_end(text: str, start: int, limit: int) -> int:
    """The end of running text: the next heading, the bibliography, or the end of the document."""
    stop = _STOP.search(text, start, limit)
    return stop.start() if stop else min(limit, len(text))


def last_mark(text: str, start: int, end: int) -> int:
    """The position after the last end mark; `end` if there is none."""
    return max(_marks(text, start, end), default=end)


def _marks(text: str, start: int, end: int, own: frozenset[str] = frozenset()) -> list[int]:
    """The positions after every end mark, also of the paper's own names, and after a formula that is only the mark."""
    found = [m.end() for m in _QED.finditer(text, start, end)]
    if own:
        named = re.compile(r"\\(?:" + "|".join(map(re.escape, sorted(own))) + r")(?![A-Za-z@])")
        found = sorted({*found, *(m.end() for m in named.finditer(text, start, end))})
    return found


def _is_result(engine: Engine, env: str) -> bool:
    spec = engine.theorems.get(env)
    return spec is not None and not spec.heading.lower().startswith(("claim", "fact", "remark", "case", "step"))


def runs_to_mark(engine: Engine) -> None:
    """At an end mark outside every proof: the text since the last statement is its proof, if it is uninterrupted."""
    notes, frame = engine.notes, engine.frames[-1]
    if not engine.in_document or any(e.kind in ("proof", "statement") for e in engine.envs) or not notes.statements:
        return
    last = notes.statements[-1]
    if last.buffer is not frame.buffer or not last.end or _interrupted(engine, last):
        return
    body = frame.buffer.raw[last.end : frame.start].strip()
    if body:
        draft = ProofDraft(
            head="",
            file=last.file,
            line=frame.buffer.line_at(last.end),
            order=last.end_order,
            section=last.section,
            end_order=notes.next_order(),
            body=body,
            inside=last.inside,
            owners=[last],
            found_by="runs to its end mark",
            by_hand=True,
        )
        notes.proofs.append(draft)


def _interrupted(engine: Engine, last: StatementDraft) -> bool:
    """Whether a heading or a proof began after the statement."""
    notes = engine.notes
    later = [s.order for s in notes.sections[-1:]] + [p.order for p in notes.proofs[-3:]]
    return any(order > last.end_order for order in later) or any(p.order == last.end_order for p in notes.proofs[-3:])
