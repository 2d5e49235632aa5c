"""What is due next."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold import clock, dates
from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.result import Check, passed

__all__ = ["check"]


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
