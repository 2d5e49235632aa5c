"""What is due next, and what its files are called."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold import clock, dates
from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed

__all__ = ["check", "file_names"]


@registered("due", what="what is handed in next, and in how many days; nothing that is over", place=95)
def check(inputs: Inputs) -> Iterator[Check]:
    """Says when the deliverables of the seminar are due; it never fails. Empty if nothing is due any more."""
    now = clock.now()
    for d in inputs.profile.deliverables:
        if d.day is None:
            yield passed(f"{d.what}: {dates.due(d, now)}: set when under [talk] in scaffold.toml", "scaffold.toml")
        elif not dates.is_over(d, now):
            stage = " (draft)" if d.stage == "draft" else ""
            yield passed(f"{d.what}{stage}: {dates.due(d, now)}", "scaffold.toml")


@registered("file names", what="the names that the seminar gives the files of a submission can be filled in", place=96)
def file_names(inputs: Inputs) -> tuple[Check, ...]:
    """Fails for a pattern that is no name, for which `submit` would stop. Empty if the seminar names no files."""
    fix = "correct files under [[deliverables]] in the profile, or tell your instructor"
    wrong = [failed(message, "scaffold.toml", fix) for message in inputs.misnamed]
    return findings_or(wrong, passed(", ".join(inputs.handed_in), "scaffold.toml")) if wrong or inputs.handed_in else ()
