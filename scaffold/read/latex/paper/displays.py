r"""Displays outside statements as statements of their own: a result that refers to one can be shown with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from scaffold.read.latex.drafts import DisplayDraft, StatementDraft, Target

__all__ = ["body_of", "displays"]

_CLOSING = re.compile(r"\\(?:end\s*\{[^{}]*\}|\]|[A-Za-z@]+)\s*\Z")
_OWN_OPTIONS = ("empheq", "numcases", "dgroup")
"""Displays whose arguments are read before what they hold, so that they cannot be put together again."""

_LONGEST = 4_000


def displays(drafts: Iterable[DisplayDraft], labels: Mapping[str, Target]) -> Iterator[StatementDraft]:
    """The displays that have a number and a label, under the heading "Equation", with their labels in the body."""
    for d in drafts:
        numbers = dict.fromkeys(labels[key].number for key in d.labels if key in labels and labels[key].number)
        body = body_of(d)
        if numbers and body:
            yield StatementDraft(
                env=d.name,
                heading="Equation" if len(numbers) == 1 else "Equations",
                number="–".join(dict.fromkeys((next(iter(numbers)), list(numbers)[-1]))),
                name=None,
                file=d.at.buffer.file,
                line=d.at.buffer.line_at(d.at.start),
                order=d.order,
                section=d.section,
                body=body,
                labels=list(dict.fromkeys(d.labels)),
                tags=d.tags,
                macros_at=d.macros_at,
            )


def body_of(d: DisplayDraft) -> str:
    """The display with \\begin and \\end of the environment that sets it; "" if it cannot be put together."""
    inside = _CLOSING.sub("", d.at.buffer.text[d.at.start : d.at.end]).strip()
    if not inside or len(inside) > _LONGEST or d.name.startswith(_OWN_OPTIONS):
        return ""
    return f"\\[{inside}\\]" if d.name == "[" else f"\\begin{{{d.name}}}\n{inside}\n\\end{{{d.name}}}"
