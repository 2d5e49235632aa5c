r"""Statements and proofs whose \end is missing: they end where the next one, a heading or the document's end begins.

The source does not say where such a statement ends, so it is taken to its first empty line; the text after it may
be no part of it.
"""

from __future__ import annotations

import re

from scaffold.read.latex import plain_text
from scaffold.read.latex.drafts import ProofDraft, StatementDraft
from scaffold.read.latex.engine import Engine
from scaffold.read.latex.limits import MAX_UNENDED
from scaffold.read.latex.stack import Env
from scaffold.spans import Span
from scaffold.tex import tokens

__all__ = ["finish", "finish_all", "finish_within"]

_EDGE = re.compile(r"\\(begin|end)\s*\{[^{}]*\}|\n[ \t]*\n")


def finish(engine: Engine) -> None:
    """End the innermost environment if it is a statement or proof that no \\end follows; something new begins here."""
    env = _open(engine)
    if env is not None and not _ends(engine, _ended_by(engine)):
        _finish(engine, env)


def finish_within(engine: Engine, name: str) -> None:
    """End the statements and proofs that are still open where an environment around them ends."""
    while (env := _open(engine)) is not None and name not in (env.name, _ended_by(engine)):
        _finish(engine, env)


def finish_all(engine: Engine) -> None:
    """End the statements and proofs that are open at the end of the document."""
    while (env := _open(engine)) is not None:
        _finish(engine, env)


def _open(engine: Engine) -> Env | None:
    """The innermost environment if it is a statement or proof of a file that is being read; otherwise None."""
    env = engine.envs[-1] if engine.envs else None
    if env is None or env.kind not in ("statement", "proof") or env.frame is None:
        return None
    return env if env.frame.buffer.is_file and env.frame in engine.frames else None


def _ended_by(engine: Engine) -> str:
    """The name whose \\end ends the innermost environment: that of the paper's own one that began it."""
    name = engine.envs[-1].name
    for outer in reversed(engine.envs[:-1]):
        if f"\\end{{{name}}}" in (outer.end_code or ""):
            name = outer.name
    return name


def _ends(engine: Engine, name: str) -> bool:
    """Whether an \\end of this name follows that no later \\begin takes, in what is read or in a macro's body."""
    if engine.unended >= MAX_UNENDED:
        return True
    own = re.escape(name)
    edge, depth = re.compile(rf"\\(?:(begin)|end)\s*\{{\s*{own}\s*\}}|\\end{own}(?![A-Za-z])"), 0
    for frame in reversed(engine.frames):
        for m in edge.finditer(frame.text, frame.pos, frame.end):
            depth += 1 if m[1] else -1
            if depth < 0:
                return True
    return any(f"\\end{{{name}}}" in (macro.body or "") for macro in engine.macros.current.values())


def _finish(engine: Engine, env: Env) -> None:
    engine.unended += 1
    draft, name = env.data, _ended_by(engine)
    engine.shut(name)
    if not isinstance(draft, StatementDraft | ProofDraft):
        return
    left = ""
    if isinstance(draft, StatementDraft):
        draft.body, left = _first_paragraph(draft.body)
    begun = Span(draft.file, draft.line)
    more = ", and the text after its first empty line is left out" if left else ""
    engine.log.warn(
        "no-end",
        name,
        begun,
        f"{_title(engine, draft)} begins here, but its \\end{{{name}}} is missing; it is taken to end before "
        f"line {engine.span().line}{more}",
    )


def _title(engine: Engine, draft: StatementDraft | ProofDraft) -> str:
    if isinstance(draft, ProofDraft):
        return "a proof"
    return " ".join(filter(None, (plain_text.text(draft.heading, engine.name_of), draft.number or "")))


def _first_paragraph(body: str) -> tuple[str, str]:
    """The body up to the first empty line outside of all environments in it, and what follows."""
    depth, masked = 0, tokens.mask(body)
    for m in _EDGE.finditer(masked):
        depth += {"begin": 1, "end": -1}.get(m[1] or "", 0)
        if m[1] is None and not depth and masked[: m.start()].strip():
            return body[: m.start()], body[m.end() :].strip()
    return body, ""
