r"""The paper's own macros around proofs: \prf, which only prints "Proof.", and \eprf, which only prints a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.model import Macro
from scaffold.read.kinds import PROOF_WORDS
from scaffold.read.latex import plain_text
from scaffold.read.latex.commands import branches
from scaffold.tex.arguments import CannotExpand, Cursor, expansion, take
from scaffold.tex.definitions import parse

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine
    from scaffold.read.latex.stack import Frame

__all__ = ["SILENT", "ProofHead", "end_marks", "heads"]


@dataclass(frozen=True, slots=True)
class ProofHead:
    """A heading in a file: from start to after, and its LaTeX. stop: where the proof ends, if it is an argument."""

    start: int
    after: int
    tex: str
    stop: int | None = None


_DIMEN = r"-?[\d.]+\s*(?:\\(?:p@|z@|[A-Za-z@]+(?:skip|sep))(?![A-Za-z@])|(?:pt|em|ex|mm|cm|in|sp|bp|fil+))"
_GLUE = rf"{_DIMEN}(?:\s*(?:\\@)?(?:plus|minus)\s*{_DIMEN})*"
SILENT = re.compile(
    rf"\\[A-Za-z@]+\s*=?\s*{_GLUE}|\\addvspace\s*\{{[^{{}}]*\}}|"
    r"\\(?:refstepcounter|stepcounter|label|addcontentsline|setcounter|hspace|vspace|hskip|vskip|begin|end)\*?\s*"
    r"(?:\{[^{}]*\}|[-\d.]+ *[a-z]{2})"
)
"""What an environment does before it prints its heading."""

_HEAD = re.compile(
    r"\W*(?i:(?:sketch\s+of\s+(?:the\s+)?)?(\w+))\b(?:\s+sketch|\s+(?:of|for)\b.{0,150}|\s*\([^()]{1,80}\))?[\W]*"
)
_SET = re.compile(
    r"[.:]|\\(?:noindent|par|[a-z]+skip|bf|it|sc|sl|em|text(?:bf|it|sc|sl)|emph|underline|[a-z]+(?:series|shape))"
)
"""What sets a heading off: a stop, the beginning of a paragraph, or another font."""

_RULE = r"\\rule\s*(?:\[[^\[\]]*\]\s*)?\{[^{}]*\}\s*\{[^{}]*\}|\\[hv]rule(?![A-Za-z])"
_RULES = re.compile(_RULE)
_BOX = re.compile(rf"{_RULE}|\\(?:qed|QED|qedsymbol|Box|square|blacksquare|openbox|qedbox)(?![A-Za-z])")
_FILLS = re.compile(rf"{_RULE}|\$|\\(?:qed|QED|hfill?|hskip|hspace|par|[a-z]+skip|q?quad|fill)(?![A-Za-z])")
"""What no operator of a formula has in it: a mark is set apart from the text."""

_CONDITIONAL = re.compile(r"\\[iI]f[A-Za-z@]*(?![A-Za-z@])")
_WORDS = re.compile("proof|" + "|".join(sorted(PROOF_WORDS)), re.IGNORECASE)
_WHOLE = "ScaffoldWholeProof"
"""Stands for the last argument of a macro, to see what is printed around it."""

_ARGUMENT = re.compile(r"\\(?!text|emph|[a-z]+(?:shape|series|size)|small|normal)[A-Za-z@]+\*?\s*\{\s*\Z")
_NAMES_NEXT = re.compile(r"\b(?:of|for)\W*\Z")
_LONGEST = 400
_DEFINED = re.compile(r"(?:def|command|let|\{)\s*\*?\s*\{?\s*\Z")
_DEFINES = re.compile(
    r"\\(?:g?def|(?:new|renew|provide)command\*?)(?![A-Za-z])(?=.{0,80}(?:roof|PROOF|eweis|reuve|imostra))"
)
_OWN_ENDS = frozenset(("proof", "pf"))
"""Commands that begin a proof as an environment does, where their \\end… follows."""


def heads(engine: Engine, frame: Frame) -> Iterator[ProofHead]:
    """The uses in a file of macros that print the heading of a proof, or a whole proof that is their argument."""
    ended = {name for name in _OWN_ENDS if frame.find(f"\\end{name}") >= 0}
    found = dict.fromkeys(_OWN_ENDS - ended) | {n: m for n, m in _head_macros(engine, frame) if n not in ended}
    uses = re.compile(r"\\(" + "|".join(map(re.escape, sorted(found))) + r")(?![A-Za-z@])") if found else None
    for use in uses.finditer(frame.text, frame.pos, frame.end) if uses else ():
        if _DEFINED.search(frame.text, max(0, use.start() - 20), use.start()):
            continue
        macro = found[use[1]]
        made = ProofHead(use.start(), use.end(), "") if macro is None else _used(engine, frame, macro, use)
        if made is not None:
            yield made


def _head_macros(engine: Engine, frame: Frame) -> Iterator[tuple[str, Macro]]:
    """The macros by name, also those that the file defines further on."""
    later = (parse(frame.text[m.start() : m.start() + _LONGEST]) for m in _DEFINES.finditer(frame.text, frame.pos))
    for macro in (*engine.macros.current.values(), *(made for made in later if made is not None)):
        if _may_print_head(engine, macro):
            yield macro.name[1:], macro


def _may_print_head(engine: Engine, macro: Macro) -> bool:
    """Whether a macro prints the heading of a proof and nothing else, as far as its uses do not decide that."""
    body = macro.body or ""
    if not macro.name.startswith("\\") or macro.end is not None or len(body) > _LONGEST or "\\begin" in body:
        return False
    if _WORDS.search(body) and (_CONDITIONAL.search(body) or macro.parameters) and _SET.search(body):
        return True
    return bool(_SET.search(body)) and not _CONDITIONAL.search(body) and _is_head(printed(engine, body))


def printed(engine: Engine, code: str) -> str:
    """What code prints, references as LaTeX."""
    return plain_text.text(SILENT.sub(" ", code), engine.name_of, keep_refs=True)


def _is_head(text: str) -> bool:
    found = _HEAD.fullmatch(text)
    return found is not None and found[1][:1].isupper() and found[1].lower() in PROOF_WORDS


def _used(engine: Engine, frame: Frame, macro: Macro, use: re.Match[str]) -> ProofHead | None:
    """The heading that a use prints, and the proof if that is its last argument; None if it prints something else."""
    cursor = Cursor(frame.text, use.end(), at_letter=frame.buffer.at_letter)
    try:
        values = take(macro.parameters[:-1], cursor)
        before = cursor.pos
        values = take(macro.parameters, again := Cursor(frame.text, use.end(), at_letter=frame.buffer.at_letter))
        if values and macro.parameters[-1].kind in "mu":
            code = branches.decided(engine, expansion(macro, [*values[:-1], _WHOLE]))
            if (head := _whole(engine, code)) is not None:
                start = frame.text.find(values[-1], before)
                return ProofHead(use.start(), start, head, start + len(values[-1]))
        shown = printed(engine, branches.decided(engine, expansion(macro, values)))
    except CannotExpand:
        return None
    return ProofHead(use.start(), again.pos, shown) if _is_head(shown) else None


def _whole(engine: Engine, code: str) -> str | None:
    """The heading that is printed before an argument that is a whole proof; None if it is none."""
    before, sign, after = code.partition(_WHOLE)
    if not sign or _WHOLE in after or "\\begin" in before or re.search(r"\w", printed(engine, _RULES.sub(" ", after))):
        return None
    head = printed(engine, before)
    if not _is_head(head) or _ARGUMENT.search(before):
        return None
    stops = re.search(r"[.:]\W*\Z", head) is not None
    return head if stops or (before.count("{") == before.count("}") and not _NAMES_NEXT.search(head)) else None


def end_marks(engine: Engine) -> frozenset[str]:
    r"""The names of macros without arguments that print the mark at the end of a proof, such as \hfill$\Box$."""
    return frozenset(name for name, macro in engine.macros.current.items() if _is_mark(engine, macro))


def _is_mark(engine: Engine, macro: Macro) -> bool:
    body = macro.body or ""
    if macro.parameters or macro.end is not None or len(body) > _LONGEST or not macro.name.startswith("\\"):
        return False
    if not (_BOX.search(body) and _FILLS.search(body)):
        return False
    return not re.search(r"\w", printed(engine, _RULES.sub(" ", body)))
