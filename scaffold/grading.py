"""How a seminar grades: parts with weights and criteria, a bonus, and when somebody has passed. Data of the profile.

Nothing here judges: points are what an instructor enters.
"""

from __future__ import annotations

from dataclasses import dataclass

from scaffold import toml
from scaffold.languages import Language

__all__ = ["MOST_DAYS", "MOST_POINTS", "WHOLE", "Assessed", "Grading", "grading", "usual"]

WHOLE = 100
"""Percent: the sum of the weights."""

MOST_POINTS = 1000
MOST_DAYS = 100


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


def grading(row: toml.Table, language: Language) -> Grading:
    """The grading of a profile; without parts, the report counts 40 percent and the talk 60. Raises BadSetting."""
    row.only("parts pass bonus most_bonus missed")
    default = usual(language)
    parts = tuple(map(_part, row.tables("parts"))) if "parts" in row else default.parts
    if len({part.what for part in parts}) != len(parts) or not parts:
        raise row.wrong("parts", "grading.parts must not be empty, and must have different names")
    if abs(sum(part.weight for part in parts) - WHOLE) > 1e-6:
        shown = " + ".join(f"{part.weight:g}" for part in parts)
        raise row.wrong("parts", f"the weights of grading.parts are {shown}: their sum must be {WHOLE}")
    missed = row.whole("missed") if "missed" in row else None
    if missed is not None and not 0 <= missed <= MOST_DAYS:
        raise row.wrong("missed", f"grading.missed must be from 0 to {MOST_DAYS} days")
    return Grading(
        parts=parts,
        needed=_percent(row, "pass", default.needed),
        bonus=_percent(row, "bonus", default.bonus),
        most_bonus=_percent(row, "most_bonus", default.most_bonus),
        missed=missed,
    )


def _part(row: toml.Table) -> Assessed:
    row.only("what weight criteria points least")
    what, criteria, points = row.text("what"), row.texts("criteria"), row.whole("points", 10)
    if not criteria or len(set(criteria)) != len(criteria) or "" in criteria:
        raise row.wrong("criteria", f"{row.name}.criteria must not be empty, and must be different texts")
    if not 1 <= points <= MOST_POINTS:
        raise row.wrong("points", f"{row.name}.points must be from 1 to {MOST_POINTS}")
    if not row.number("weight") > 0:
        raise row.wrong("weight", f"{row.name}.weight must be above 0")
    weight, least = _percent(row, "weight"), _percent(row, "least", 0.0)
    return Assessed(what=what, weight=weight, criteria=criteria, points=points, least=least)


def _percent(row: toml.Table, key: str, *default: float) -> float:
    value = row.number(key, *default)
    if not 0 <= value <= WHOLE:
        raise row.wrong(key, f"{row.name}.{key} is {value:g}: it must be from 0 to {WHOLE} percent")
    return value


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
