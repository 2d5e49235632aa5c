"""Whether the statements of a project print what the paper's pages print, as found when they were set."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.result import Check, passed, short, unknown

__all__ = ["printed"]

_NONE = (
    "no statement was compared with the paper's pages: that needs LaTeX when the project is made, and the paper's PDF "
    "or a source that compiles"
)


@registered(
    "printed",
    what="statements print the same words, letters, signs and numbers as the paper's own pages, or are clips of them",
    place=75,
)
def printed(inputs: Inputs) -> Iterator[Check]:
    """One line for those that agree or are clips, and one for those that could not be compared."""
    statements = inputs.paper.statements
    agreeing = sum(s.verified == "verified" for s in statements)
    clips = sum(s.verified == "clip" or (s.verified is None and s.shown_by == "clip") for s in statements)
    missed = [s.title for s in statements if s.verified == "unverified"]
    if agreeing or clips:
        yield passed(", ".join(_counted(agreeing, clips)))
    elif not missed:
        yield unknown(_NONE, "paper/paper.pdf", "compare the statements with the paper yourself")
    if missed:
        message = f"{len(missed)} could not be confirmed on the paper's pages: {short(', '.join(missed), 120)}"
        yield unknown(message, "paper/paper.pdf", "compare them with the paper yourself")


def _counted(agreeing: int, clips: int) -> Iterator[str]:
    if agreeing:
        yield f"{agreeing} statement{'s print' if agreeing > 1 else ' prints'} what the paper's pages print"
    if clips:
        yield f"{clips} {'are clips' if clips > 1 else 'is a clip'} of them"
