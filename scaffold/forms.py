"""Review forms: the questions, ratings and choices for a reviewer, as dated data files in templates/reviews."""

from __future__ import annotations

import re
from pathlib import Path

from scaffold import toml
from scaffold.errors import BadProfile
from scaffold.languages import Language
from scaffold.plans import QuoteKind
from scaffold.printable import printable_values
from scaffold.resources import templates
from scaffold.spelling import meant
from scaffold.typed import files, types
from scaffold.typed.types import Date, Wrong

__all__ = ["Choice", "Confidence", "Form", "Rating", "Section", "load", "shipped"]


class Section(types.Section, frozen=True):
    """A heading of the review and the questions to answer under it.

    quotes: which kinds of sentences of the authors help to answer them.
    """

    heading: str
    questions: tuple[str, ...]
    quotes: tuple[QuoteKind, ...] = ()


class Rating(types.Section, frozen=True):
    """A rating: scale holds its values as printed, each a number and its meaning.

    reason_for: the numbers that demand a reason.
    """

    name: str
    scale: tuple[str, ...]
    reason_for: tuple[int, ...] = ()


class Choice(types.Section, frozen=True):
    """One of several options that are no scale, such as yes and no. reason_for: those that demand a reason."""

    name: str
    options: tuple[str, ...]
    reason_for: tuple[str, ...] = ()


class Confidence(types.Section, frozen=True, kw_only=True):
    """The highest value that the proof ledger allows for the rating of this name.

    It depends on how many proofs of restated results the student read. nothing: none was read; some: at least one was
    skimmed or checked; half: at least half were checked; all: all were checked.
    """

    rating: str
    nothing: int
    some: int
    half: int
    all: int

    def __post_init__(self) -> None:
        figures = [self.nothing, self.some, self.half, self.all]
        if figures != sorted(figures):
            raise Wrong("nothing, some, half and all must be whole numbers that never decrease")


class Form(types.Section, frozen=True, kw_only=True):
    """A review form; dated is the date of its source, confidence is None if the form has no such rating.

    ai_statement: what the reviewer must say about the use of AI; "" if the form does not ask.
    """

    title: str
    dated: Date
    source: str
    sections: tuple[Section, ...]
    ratings: tuple[Rating, ...] = ()
    confidence: Confidence | None = None
    choices: tuple[Choice, ...] = ()
    ai_statement: str = ""

    def __post_init__(self) -> None:
        names = [*(r.name for r in self.ratings), *(c.name for c in self.choices)]
        if len(set(names)) != len(names):
            raise Wrong("the names of ratings and choices must be distinct", "ratings" if self.ratings else "choices")
        if self.confidence and self.confidence.rating not in (given := [r.name for r in self.ratings]):
            near = meant(self.confidence.rating, given)
            raise Wrong(f"the form has no rating of that name{near}", "confidence", "rating")
        self._check_reasons()

    def _check_reasons(self) -> None:
        """Raises Wrong for a reason that is asked for what nobody can answer."""
        for n, rating in enumerate(self.ratings, 1):
            values = {int(m[0]) for value in rating.scale if (m := re.match(r"\d{1,9}", value))}
            if strange := [value for value in rating.reason_for if value not in values]:
                raise Wrong(f"{strange[0]} is not on the scale", "ratings", n, "reason_for")
        for n, choice in enumerate(self.choices, 1):
            if len(set(choice.options)) < 2:
                raise Wrong("there must be at least two different ones", "choices", n, "options")
            if unknown := [name for name in choice.reason_for if name not in choice.options]:
                near = meant(unknown[0], choice.options)
                raise Wrong(f"{unknown[0]!r} is no option{near}", "choices", n, "reason_for")

    @property
    def answers(self) -> tuple[Choice, ...]:
        """All that is filled in, in the order of the review: the choices, then the ratings as choices of values."""
        return (*self.choices, *(Choice(r.name, r.scale, _with_numbers(r.scale, r.reason_for)) for r in self.ratings))


def _with_numbers(scale: tuple[str, ...], numbers: tuple[int, ...]) -> tuple[str, ...]:
    """The values of a scale that begin with one of the numbers."""
    return tuple(value for value in scale if (m := re.match(r"\d+", value)) and int(m[0]) in numbers)


def shipped() -> tuple[str, ...]:
    """Names of the built-in forms."""
    return tuple(sorted(path.stem for path in (templates() / "reviews").glob("*.toml") if "." not in path.stem))


def load(name_or_path: str, language: Language | None = None) -> Form:
    """The built-in form of that name, or the form in that TOML file; raises BadProfile.

    A built-in form is in that language if there is one, such as theory.de.toml; those of conferences are as they are.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = templates() / "reviews" / f"{name_or_path}.toml"
        own = path.with_suffix(f".{language.code}.toml") if language else path
        path = own if own.is_file() else path
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return files.read(printable_values(toml.loads(text)), Form)
    except OSError as e:
        choice = ", ".join(shipped())
        near = "" if Path(name_or_path).suffix == ".toml" else meant(name_or_path, shipped())
        message = f"no review form {name_or_path!r}{near}"
        raise BadProfile(message, f"choose one of {choice}, or give a .toml file") from e
    except ValueError as e:
        raise BadProfile(
            toml.explained(path.name, text, e, "the review form "),
            "correct it there; docs/settings.md explains the keys",
        ) from e
