"""Whether the statements of a project print what the paper's pages print: when they were set, and in finished PDFs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffold.check.inputs import Inputs, Reprint
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, short, unknown

__all__ = ["printed"]

_NONE = (
    "no statement was compared with the paper's pages: that needs LaTeX when the project is made, and the paper's PDF "
    "or a source that compiles"
)


_PDF = "paper/paper.pdf"
_LONGEST = 40
"""Characters of a difference that are shown."""


@registered(
    "printed",
    what="statements print the same words, letters, signs, brackets, punctuation and numbers as the paper's own pages, "
    "or are clips of them: when they were set, and in the finished PDFs that LaTeX made",
    place=75,
)
def printed(inputs: Inputs) -> Iterator[Check]:
    """A line for those that agree or are clips, one for those that could not be compared, one for each that differs."""
    statements = inputs.paper.statements
    agreeing = sum(s.verified == "verified" for s in statements)
    clips = sum(s.verified == "clip" or (s.verified is None and s.shown_by == "clip") for s in statements)
    missed = [s.title for s in statements if s.verified == "unverified"]
    if agreeing or clips:
        yield passed(", ".join((*_counted(agreeing, clips), *_again(inputs))))
    elif not missed:
        yield unknown(_NONE, "paper", "compare the statements with the paper yourself")
    if missed:
        yield _unconfirmed(missed, (inputs.folder / _PDF).is_file())
    yield from _differing(inputs)


def _unconfirmed(titles: Sequence[str], compared: bool) -> Check:
    """The statements that were not seen on the paper's pages. compared: whether the project has the paper's PDF."""
    if compared:
        message = f"{len(titles)} could not be confirmed on the paper's pages: {short(', '.join(titles), 120)}"
        return unknown(message, _PDF, "compare them with the paper yourself")
    message = f"{len(titles)} statements were compared with no page, as the project has no PDF of the paper"
    return unknown(message, "paper", "compare those that you use with the paper yourself")


def _again(inputs: Inputs) -> Iterator[str]:
    """How many of them a finished PDF was seen to print."""
    for name, found in inputs.reprinted.items():
        if same := sum(not reprint.differs for reprint in found.values()):
            yield f"{same} of them also in {name}"


def _differing(inputs: Inputs) -> Iterator[Check]:
    """Signs printed for others fail; what is only there or only here may be furniture of a page."""
    for name, found in inputs.reprinted.items():
        for id, reprint in found.items():
            if reprint.differs:
                judged = failed if reprint.paper and reprint.finished else unknown
                message = f"{inputs.paper.statement(id).title} {_told(reprint)}, other than on the paper's page"
                yield judged(message, f"{name}, page {reprint.page}", "compare it with the paper")


def _told(reprint: Reprint) -> str:
    paper, finished = short(reprint.paper, _LONGEST), short(reprint.finished, _LONGEST)
    if not finished:
        return f"seems to leave out “{paper}”"
    return f"prints “{finished}” for “{paper}”" if paper else f"seems to add “{finished}”"


def _counted(agreeing: int, clips: int) -> Iterator[str]:
    if agreeing:
        yield f"{agreeing} statement{'s print' if agreeing > 1 else ' prints'} what the paper's pages print"
    if clips:
        yield f"{clips} {'are clips' if clips > 1 else 'is a clip'} of them"
