"""How a seminar grades: parts with weights and criteria, a bonus, and when somebody has passed. Data of the profile.

Nothing here judges: points are what an instructor enters.
"""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.languages import Language

__all__ = ["WHOLE", "Assessed", "Grading", "usual"]

WHOLE = 100
"""Percent: the sum of the weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A part of the grade: weight in percent, points that each criterion has at most, least percent to pass."""

    what: str
    weight: float
    criteria: tuple[str, ...]
    points: int = 10
    least: float = 0.0

    def heading(self, criterion: str) -> str:
        """The heading of the column of a criterion, such as "Talk: slides (0-10)"."""
        return f"{self.what}: {criterion} (0-{self.points})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """How to grade. needed: percent of the total, without the bonus, with which somebody passes.

    bonus is how many percent a noted question adds, most_bonus how many all together add at most. missed is how many
    days of talks somebody may miss; None: presence is no condition.
    """

    parts: tuple[Assessed, ...]
    needed: float = 50.0
    bonus: float = 1.0
    most_bonus: float = 5.0
    missed: int | None = None


def usual(language: Language) -> Grading:
    """The grading of a profile that gives none."""
    report, talk = (
        Assessed(what=language(what), weight=weight, criteria=tuple(language(criteria).split("; ")))
        for what, criteria, weight in (
            ("grading.report", "grading.of-report", 40.0),
            ("grading.talk", "grading.of-talk", 60.0),
        )
    )
    return Grading(parts=(report, talk))
