"""Environments of statements and proofs: numbers, notes, bodies, restatements."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scaffold.read.kinds import NOT_PROVED, PROOF_WORDS
from scaffold.read.latex import plain_text
from scaffold.read.latex.commands import branches, handmade, proof_macros, unended
from scaffold.read.latex.drafts import ProofDraft, StatementDraft, Target
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env, Frame, Spec
from scaffold.tex import tokens

PROOF_ENVS = (
    "proof", "proof*", "IEEEproof", "pf", "Proof", "prf", "Beweis", "beweis", "claimproof", "appendixproof",
    "proofsketch", "sketch",
    "proofof", "subproof", "innerproof", "nestedproof", "demo", "proofEnd", "pf*", "skproof", "inlineproof", "bproof",
    "myproof",
)  # fmt: skip
_OPENS = re.compile(r"\\(?:begin|end|[a-z]*group|if[a-z]*|else|fi)(?![A-Za-z])")
"""What is not whole in the first part of an environment."""

_SPACE_LAST = re.compile(r"(?:\s|\\(?:noindent|par|newline|hfill|(?:small|med|big)skip|\\)(?![A-Za-z]))*\Z")
_PROOF_OF = re.compile(r"\bof\b|\bfor\b|\\")
"""Found in the heading of a proof that names its statement (elsarticle's \\newproof{x}{Proof of Theorem \\ref{y}})."""

_KEYS = ("name", "restate", "label", "continues", "title", "note", "store", "store*", "counter", "qed",
         "short-note", "shortname", "listhack")  # fmt: skip


def begin_statement(engine: Engine, spec: Spec, env_name: str) -> None:
    """\\begin of a theorem environment: count it, read the note, open it."""
    unended.finish(engine)
    heading = heading_text(engine, spec.heading)
    if _is_proof_heading(heading):
        if spec.counter:
            engine.counters.step(spec.counter)
        begin_proof(engine, env_name, heading if _PROOF_OF.search(heading) else "")
        return
    number = None
    if spec.counter:
        engine.counters.step(spec.counter)
        number = engine.counters.print(spec.env)
    note = _note(engine, spec)
    if note.continues:
        number = _suspended(engine, spec, note.continues)
    hidden = spec.style in ("silent", "bare", "noted")
    draft = _draft(engine, spec.env, heading, None if hidden else number, note=note.text)
    draft.restate_key = note.restate
    if spec.style in ("bare", "noted") and note.text:
        draft.heading, draft.declared = "", heading
        draft.name = note.text if spec.style == "bare" else f"{heading} {note.text}"
    if spec.lead:
        engine.leave_finished()
        engine.push_text(spec.lead)
    open_statement(engine, draft, env_name, tail=spec.tail)
    if engine.target is not None and number and not note.continues:
        engine.target.number = engine.counters.referred(spec.counter or spec.env, number)
    for label in filter(None, (note.label, note.own_label)):
        engine.label(label)


def _suspended(engine: Engine, spec: Spec, key: str) -> str:
    """A statement that continues or repeats a labelled one prints its number and is not counted."""
    if spec.counter:
        engine.counters.set(spec.counter, engine.counters.value(spec.counter) - 1)
    return rf"\ref{{{key}}}"


def heading_text(engine: Engine, heading: str) -> str:
    """The printed heading, \\ref kept: macros and babel's names replaced."""
    return plain_text.text(heading, engine.name_of, keep_refs=True).strip().rstrip(".:")


def _is_proof_heading(heading: str) -> bool:
    return heading.lower().split(" ")[0] in PROOF_WORDS


def _draft(engine: Engine, env: str, heading: str, number: str | None, note: str | None) -> StatementDraft:
    span, notes = engine.span(), engine.notes
    draft = StatementDraft(
        env=env,
        heading=heading,
        number=number,
        name=note,
        file=span.file,
        line=span.line,
        order=notes.next_order(),
        section=len(notes.sections) - 1,
        macros_at=len(engine.macros.events),
    )
    draft.within = engine.statement()
    proof = engine.inside("proof")
    draft.inside = proof.data if proof and isinstance(proof.data, ProofDraft) else None
    frame = engine.frames[-1]
    draft.buffer, draft.start = frame.buffer, _begin_of(frame)
    notes.statements.append(draft)
    return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """The arguments of an environment: the note, and thmtools' keys."""

    text: str | None = None
    restate: str | None = None
    label: str | None = None
    own_label: str | None = None
    """That of tcolorbox's options, beside the one that is an argument."""
    continues: str | None = None


def _begin_of(frame: Frame) -> int:
    """The position of the \\begin that is being processed."""
    return frame.text.rfind("\\begin", max(0, frame.start - 20), frame.pos)


def _note(engine: Engine, spec: Spec) -> _Note:
    """The note and the keys from the arguments."""
    engine.overlay()
    if spec.style.startswith("tcb"):
        keys = tokens.key_values(engine.option() or "")
        title = engine.argument()
        label = engine.argument() if spec.style != "tcb*" else None
        prefix = spec.style.partition(":")[2]
        given = f"{prefix}:{label}" if prefix and label else label
        return _Note(text=title or None, label=given or None, own_label=keys.get("label"))
    note = _keyed(engine.option())
    engine.overlay()
    if spec.style == "end":
        engine.option()
    return note


def _keyed(option: str | None) -> _Note:
    """An optional argument: keys if all of it is keys, otherwise a note."""
    if option is None:
        return _Note()
    keys = tokens.key_values(option)
    if not keys or not set(keys) <= set(_KEYS) or "=" not in option:
        return _Note(text=option.strip() or None)
    note = keys.get("name") or keys.get("title") or keys.get("note")
    restate = keys.get("restate") or keys.get("store") or keys.get("store*")
    return _Note(
        text=note or None,
        restate=restate,
        label=keys.get("label") or None,
        continues=keys.get("continues") or None,
    )


def open_statement(
    engine: Engine, draft: StatementDraft, env_name: str, env: Env | None = None, *, tail: str = ""
) -> None:
    """Enter a statement; its body starts here. env: an environment already open that turned out to be one.

    tail: what every such statement prints after its body.
    """
    engine.leave_finished()
    if env is None:
        env = engine.open(Env(name=env_name))
    env.kind, env.data = "statement", draft
    engine.target = Target(number=draft.number or "", kind="theorem", statement=draft)
    begun = _begun(engine)

    def close() -> None:
        lead, frame, start = _continued(engine, begun)
        own = _without_proof(draft, body_of(engine, frame, start), frame, start)
        draft.body = tokens.joined(lead, frame.kept(start, own, engine.begun_in(frame)), tail)
        draft.buffer, draft.end = frame.buffer, frame.pos
        draft.end_order = engine.notes.next_order()
        if draft.restate_key:
            restatable(engine, draft.restate_key, draft)

    env.close = close


def _without_proof(draft: StatementDraft, body: str, frame: Frame, start: int) -> str:
    """The body up to a proof within the statement's environment, if all that follows belongs to proofs."""
    inner = [p for p in draft.proofs if p.buffer is frame.buffer and p.start >= start]
    if not inner or draft.kind in NOT_PROVED:
        return body
    after = frame.buffer.text[inner[-1].end : start + len(body)]
    stated = frame.buffer.text[start : inner[0].start]
    return body if after.strip() or not stated.strip() else _SPACE_LAST.sub("", body[: inner[0].start - start])


_Begun = list[tuple[Frame, int]]
"""Texts being read, and how far: macros within macros, and the file below them."""


def _begun(engine: Engine) -> _Begun:
    """Where a body begins: in the text that is read, or after it in the one that it comes from."""
    out: _Begun = []
    for frame in reversed(engine.frames):
        out.append((frame, frame.pos))
        if frame.buffer.is_file:
            break
    return out


def _continued(engine: Engine, begun: _Begun) -> tuple[str, Frame, int]:
    """The text in which a body ends and where it begins there, and what comes before from macros that are at an end.

    That is the rest of an environment's first part: \\newenvironment{a}{\\begin{thm}\\itshape}{\\end{thm}}.
    """
    at = next((n for n, (frame, _) in enumerate(begun) if frame in engine.frames), len(begun) - 1)
    rests = (
        branches.decided(engine, frame.kept(start, frame.buffer.raw[start : frame.end])) for frame, start in begun[:at]
    )
    return "".join(rest for rest in rests if not _OPENS.search(rest)), *begun[at]


def body_of(engine: Engine, frame: Frame, start: int) -> str:
    """The text from the start up to the \\end that is being processed."""
    if frame in engine.frames:
        return frame.buffer.raw[start : frame.start]
    return frame.buffer.raw[start : frame.end]


def begin_handmade(engine: Engine, env: Env, counter: str) -> bool:
    """An environment that counts and prints its own heading ("1.2. Lemma."): a statement; False when it prints none."""
    frame = engine.frames[-1]
    text = proof_macros.SILENT.sub(" ", engine.counters.render_in(branches.decided(engine, frame.text[: frame.end])))
    printed = plain_text.text(text, engine.name_of, keep_refs=True)
    number = engine.counters.print(counter)
    words = re.sub(r"(?<![\w.])" + re.escape(number) + r"(?![\w])\.?", " ", printed, count=1)
    m = re.match(r"\W*([^\W\d][^\d.:()\[\]\\]{1,50}?)\s*(?:[].:]|\((.*)\)|$)", words.strip())
    if not m or number not in printed:
        return False
    frame.pos = frame.end
    draft = _draft(engine, env.name, m[1].strip(), number, note=m[2])
    open_statement(engine, draft, env.name, env)
    return True


# --- restatements


def begin_headed(engine: Engine, env: Env, heading: str, number: str | None, *, note: str | None) -> None:
    """An environment already open that prints a heading first which nothing counts, such as "Theorem \\ref{x}"."""
    draft = _draft(engine, env.name, heading, number, note=note)
    code, env.end_code = env.end_code, None
    target = engine.target
    open_statement(engine, draft, env.name, env)
    env.end_code, engine.target = code, target


def restatable(engine: Engine, key: str, draft: StatementDraft) -> None:
    """Let \\key and \\key* repeat a statement (thm-restate)."""

    def repeat(engine: Engine, how: str) -> None:
        starred = how == "getkeytheorem" or engine.star()
        spec = engine.theorems.get(draft.env)
        later = engine.notes.labels.get(_later(key))
        number = later.number if later is not None else draft.number
        if not starred and spec and spec.counter:
            engine.counters.step(spec.counter)
            number = engine.counters.print(spec.env)
            engine.notes.labels.setdefault(_later(key), Target(number=number, kind="restatable"))
            _move_labels(engine, draft, number)
        again = _draft(engine, draft.env, draft.heading, number, note=draft.name)
        again.body, again.restates = draft.body, draft
        again.end_order = engine.notes.next_order()

    engine.commands[key] = repeat


def _move_labels(engine: Engine, draft: StatementDraft, number: str) -> None:
    """\\key without a star reads the statement's labels again: they name its new number."""
    labels = engine.notes.labels
    for key in draft.labels:
        labels[key] = replace(labels[key], number=number)


@command("getkeytheorem")
def get_key_theorem(engine: Engine, how: str) -> None:
    """keytheorems' \\getkeytheorem{key}: what [store=key] kept, under its own number."""
    engine.option()
    repeat = engine.commands.get((engine.argument() or "").strip())
    if repeat is not None and repeat.__name__ == "repeat":
        repeat(engine, how)


def _later(key: str) -> str:
    """The label of the place where \\key, without a star, is numbered; restatable* prints that number earlier."""
    return f"restatable {key}"


@begins("restatable", "restatable*", "restate*")
def begin_restatable(engine: Engine, env_name: str) -> None:
    """\\begin{restatable}[note]{theorem}{key}."""
    unended.finish(engine)
    note = engine.option()
    env, key = engine.argument(), engine.argument()
    spec = engine.theorems.get(env or "")
    if spec is None or key is None:
        engine.open(Env(name=env_name))
        return
    heading = heading_text(engine, spec.heading)
    number = None
    if spec.counter and env_name == "restatable*":
        number = rf"\ref{{{_later(key.strip())}}}"
    elif spec.counter:
        engine.counters.step(spec.counter)
        number = engine.counters.print(spec.env)
    keyed = _keyed(note)
    draft = _draft(engine, spec.env, heading, number, note=keyed.text)
    draft.restate_key = key.strip()
    open_statement(engine, draft, env_name)
    if keyed.label:
        engine.label(keyed.label)


# --- proofs


@begins(*PROOF_ENVS)
def begin_proof_env(engine: Engine, env_name: str) -> None:
    """\\begin{proof}[Proof of …]."""
    begin_proof(engine, env_name)


def begin_proof(engine: Engine, env_name: str, head: str = "") -> None:
    """Enter a proof; an optional argument is its heading."""
    unended.finish(engine)
    frame = engine.frames[-1]
    begin = _begin_of(frame) if frame.text.startswith("\\begin", frame.start) else frame.start
    engine.overlay()
    option = engine.option()
    if env_name in engine.proofs_at_end:
        option = None
    if env_name.startswith(("proofof", "Proofof")) and not option and not head:
        option = engine.argument() if engine.groups(1) else None
    head = option if option is not None else head
    engine.leave_finished()
    span, notes = engine.span(), engine.notes
    draft = ProofDraft(
        head=head.strip(),
        file=span.file,
        line=span.line,
        order=notes.next_order(),
        section=len(notes.sections) - 1,
    )
    _place(engine, draft, (id(frame.buffer), frame.start))
    notes.proofs.append(draft)
    draft.buffer, draft.start = engine.frames[-1].buffer, begin if frame is engine.frames[-1] else -1
    env = engine.open(Env(name=env_name, kind="proof", data=draft))
    begun = _begun(engine)

    def close() -> None:
        lead, frame, start = _continued(engine, begun)
        body = tokens.joined(lead, frame.kept(start, body_of(engine, frame, start), engine.begun_in(frame)))
        whole = body.startswith("{") and tokens.close_brace(body, 1) == len(body) - 1
        draft.body = body[1:-1].strip() if whole else body
        draft.end_order = engine.notes.next_order()
        draft.end = frame.pos

    env.close = close


def _place(engine: Engine, draft: ProofDraft, place: tuple[int, int]) -> None:
    """Notes what a new proof is part of, and whose it is if it was moved to this place."""
    outer = engine.inside("proof")
    draft.inside = outer.data if outer and isinstance(outer.data, ProofDraft) else None
    if not draft.head and (owner := engine.postponed.owners.get(place)) is not None:
        draft.owners, draft.found_by = [owner], "follows"
    around = engine.envs[-1] if engine.envs else None
    if around is not None and isinstance(around.data, StatementDraft):
        around.data.proofs.append(draft)


@command("proof", "pf")
def bare_proof(engine: Engine, name: str) -> None:
    """\\proof … \\endproof, as in old files; without an end it is only a word."""
    frame = engine.frames[-1]
    if frame.find("\\end" + name) >= 0:
        begin_proof(engine, name)


@command("endproof", "endpf")
def bare_proof_end(engine: Engine, name: str) -> None:
    """\\endproof."""
    engine.shut(name.removeprefix("end"))


@command("qed", "QED", "qeds", "eop", "blacksquare", "Box", "square")
def end_mark(engine: Engine, name: str) -> None:
    """An end mark typed by hand; a square in a formula does not count."""
    frame = engine.frames[-1]
    if name in ("blacksquare", "Box", "square") and frame.text[max(0, frame.start - 1) : frame.start] in "^_{(":
        return
    handmade.runs_to_mark(engine)
