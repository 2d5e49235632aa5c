r"""Package apxproof: theorems, proofs and text that go to an appendix which it makes at the end of the document."""

from __future__ import annotations

import contextlib

from scaffold.read.latex.commands import postponing, theorems
from scaffold.read.latex.drafts import ProofDraft, SectionDraft
from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens
from scaffold.tex.arguments import CannotExpand, expansion

__all__ = ["before_appendix", "begun", "moved"]

_PLACE = "apxproof"
_PROOFS = frozenset(("proof", "claimproof"))
_FORMAT = "appendixsectionformat"


@command("newtheoremrep")
def new_theorem_rep(engine: Engine, _: str) -> None:
    """\\newtheoremrep{theorem}…: theorem, and theoremrep that is repeated in the appendix."""
    numbered = not engine.star()
    env, like, heading, within = engine.argument(), engine.option(), engine.argument(), engine.option()
    if env and heading:
        theorems.declare(engine, env, heading, like=like, within=within, numbered=numbered)
        theorems.declare(engine, env + "rep", heading, like=env, numbered=numbered)
        engine.postponed.repeated.add(env.strip() + "rep")


def _mode(engine: Engine) -> str:
    """Where the package puts the appendix: "append", "inline" or "strip"; "" without the package."""
    options = engine.notes.packages.get("apxproof")
    return "" if options is None else tokens.key_values(options).get("appendix") or "append"


def begun(engine: Engine, name: str) -> None:
    """A statement began: one that is repeated is noted for the appendix."""
    if name in engine.postponed.repeated and _mode(engine) == "append":
        _head(engine)
        postponing.repeat(engine, engine.notes.statements[-1], _PLACE)


def moved(engine: Engine, name: str) -> bool:
    """Whether the environment that begins here is printed elsewhere or nowhere; it is left then."""
    waits = name in _PROOFS and _mode(engine) in ("append", "strip") and _follows_repeated(engine)
    if not waits and name not in ("toappendix", "appendixproof"):
        return False
    mode, end = _mode(engine), postponing.end_of(engine, name)
    if end is None or mode not in ("append", "strip"):
        return False
    if mode == "strip":
        _strip(engine, name, end)
        return True
    if name != "toappendix" or not _begins_section(engine):
        _head(engine)
    engine.postponed.headed = _section(engine)
    owner = engine.notes.statements[-1] if name == "appendixproof" and engine.notes.statements else None
    repeated = owner is not None and owner.env in engine.postponed.repeated
    postponing.postpone(engine, _PLACE, end, None if repeated else owner)
    engine.postponed.decided = engine.notes.order
    return True


def _follows_repeated(engine: Engine) -> bool:
    """Whether a repeated statement comes before this proof, and after it neither a proof of it nor its other form."""
    postponed, decided = engine.postponed, engine.postponed.decided
    plain = {env.removesuffix("rep") for env in postponed.repeated}
    for draft in reversed(engine.notes.statements):
        if draft.order <= decided:
            break
        if draft.env in postponed.repeated or draft.env in plain:
            postponed.decided = engine.notes.order
            return draft.env in postponed.repeated
    postponed.decided = engine.notes.order
    return False


def _strip(engine: Engine, name: str, end: int) -> None:
    """Leave out what is not printed; a proof is noted, as the source has it."""
    frame, notes = engine.frames[-1], engine.notes
    if name != "toappendix" and notes.statements:
        body = frame.buffer.raw[frame.pos : end - len(f"\\end{{{name}}}")]
        span = engine.span()
        draft = ProofDraft(head="", file=span.file, line=span.line, order=notes.next_order(), section=-1, body=body)
        draft.owners, draft.found_by = [notes.statements[-1]], "not in the compiled paper"
        draft.leftover, draft.end_order = True, notes.next_order()
        notes.proofs.append(draft)
    frame.pos = end


def _begins_section(engine: Engine) -> bool:
    frame = engine.frames[-1]
    return frame.text.startswith("\\section", tokens.skip_blank(frame.text, frame.pos))


def _section(engine: Engine) -> SectionDraft | None:
    return next((s for s in reversed(engine.notes.sections) if s.level == 1), None)


def _head(engine: Engine) -> None:
    """Give the appendix a heading for the section that is open, unless it has one."""
    section = _section(engine)
    if section is None or section is engine.postponed.headed:
        return
    engine.postponed.headed = section
    number = section.number or engine.counters.print("section")
    title = tokens.without_comments(section.title_tex).strip()
    macro, made = engine.macros.current.get(_FORMAT), rf"Proofs for Section~{number} ({title})"
    with contextlib.suppress(CannotExpand):
        made = expansion(macro, [number, title]) if macro else made
    engine.postponed.add(_PLACE, rf"\section{{{made}}}")


@command("nosectionappendix")
def no_heading(engine: Engine, _: str) -> None:
    """\\nosectionappendix: no heading in the appendix for this section."""
    engine.postponed.headed = _section(engine)


@command("noproofinappendix")
def no_proof(engine: Engine, _: str) -> None:
    """\\noproofinappendix: the next proof stays where it is."""
    engine.postponed.decided = engine.notes.order


def before_appendix(engine: Engine) -> None:
    """At the end of the document: \\appendix comes before what was moved there."""
    pieces = engine.postponed.waiting.get(_PLACE)
    if pieces:
        pieces.insert(0, "\\appendix ")
