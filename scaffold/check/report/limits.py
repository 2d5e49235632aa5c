"""The limits of the seminar on pages and words, of the whole report and of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.check.inputs import Inputs, available, present
from scaffold.check.registry import registered
from scaffold.check.report import own_text, pages
from scaffold.check.result import Check, failed, passed, unknown
from scaffold.seminar import TOTAL, Limit

__all__ = ["check"]


@registered(
    "limits",
    what="pages and words of the report and its parts, if the seminar limits them by `report.limits`: words are yours, "
    "without formulas, statements of the paper and ratings",
    place=23,
)
def check(inputs: Inputs) -> Iterator[Check]:
    """Each limit with what was measured; a limit that is not hard passes with a note. Empty if there are none."""
    words = {part.key: count for part, count in own_text.counts(inputs) if count is not None}
    lengths = _pages(inputs)
    for limit in inputs.profile.limits:
        of = limit.of if limit.of != TOTAL else "report"
        where = inputs.report.path if limit.unit == "pages" else "report/report.tex"
        found = lengths.get(limit.of) if limit.unit == "pages" else _words(words, limit.of)
        if found is None:
            yield unknown(f"{of}: {limit.unit} cannot be measured", where, "run: scaffold build")
        else:
            yield _compared(limit, found, of, where)


def _words(words: dict[str, int], of: str) -> float | None:
    return float(sum(words.values())) if of == TOTAL and words else words.get(of)


def _pages(inputs: Inputs) -> dict[str, float]:
    """The pages of each part, and of all up to the last line that counts; empty if there is no PDF."""
    if not available(inputs, "report_pdf"):
        return {}
    found = pages.lengths(present(inputs.report_pdf), inputs.profile, inputs.files)
    whole = pages.whole(present(inputs.report_pdf), inputs.profile, found)
    total = {} if whole is None else {TOTAL: whole}
    return total | {length.part.key: length.pages for length in found}


def _compared(limit: Limit, found: float, of: str, where: str) -> Check:
    shown = f"{found:.2f}" if limit.unit == "pages" else f"{found:.0f}"
    message = f"{of}: {shown} of {limit}"
    over, under = limit.excess(found), limit.shortage(found)
    if not over and not under:
        return passed(message, where)
    if not limit.hard:
        return passed(f"{message}, {'more' if over else 'fewer'} than recommended", where)
    by = f"{over or under:.2f} pages" if limit.unit == "pages" else f"{over or under:.0f} words"
    file = "the report" if limit.of == TOTAL else f"report/{limit.of}.tex"
    return failed(message, where, f"shorten {file} by {by}" if over else f"write {by} more in {file}")
