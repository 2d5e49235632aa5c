"""Review forms: the questions, ratings and choices for a reviewer, as dated data files in templates/reviews."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scaffold import toml
from scaffold.errors import BadProfile
from scaffold.languages import Language
from scaffold.printable import printable_values
from scaffold.resources import templates
from scaffold.spelling import meant

QUOTES = ("contributions", "limitations", "open", "comparison", "known")
"""What a section can quote of the paper, as plans.QuoteKind."""

__all__ = ["QUOTES", "Choice", "Confidence", "Form", "Rating", "Section", "load", "shipped"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the review and the questions to answer under it.

    quotes: which kinds of sentences of the authors help to answer them, of QUOTES.
    """

    heading: str
    questions: tuple[str, ...]
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating: scale holds its values as printed, each a number and its meaning.

    reason_for: the numbers that demand a reason.
    """

    name: str
    scale: tuple[str, ...]
    reason_for: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several options that are no scale, such as yes and no. reason_for: those that demand a reason."""

    name: str
    options: tuple[str, ...]
    reason_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """The highest value that the proof ledger allows for the rating of this name.

    It depends on how many proofs of restated results the student read. nothing: none was read; some: at least one was
    skimmed or checked; half: at least half were checked; all: all were checked.
    """

    rating: str
    nothing: int
    some: int
    half: int
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A review form; dated is the date of its source, confidence is None if the form has no such rating.

    ai_statement: what the reviewer must say about the use of AI; "" if the form does not ask.
    """

    title: str
    dated: date
    source: str
    sections: tuple[Section, ...]
    ratings: tuple[Rating, ...]
    confidence: Confidence | None = None
    choices: tuple[Choice, ...] = ()
    ai_statement: str = ""

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
        return printable_values(_form(toml.table(text)))
    except OSError as e:
        choice = ", ".join(shipped())
        near = "" if Path(name_or_path).suffix == ".toml" else meant(name_or_path, shipped())
        message = f"no review form {name_or_path!r}{near}"
        raise BadProfile(message, f"choose one of {choice}, or give a .toml file") from e
    except KeyError as e:
        raise BadProfile(
            f"the setting {e.args[0]!r} is missing in the review form {path.name}",
            "compare it with a built-in form in templates/reviews",
        ) from e
    except ValueError as e:
        raise BadProfile(
            f"the review form {toml.place(path.name, text, e)} is not valid: {e}",
            "compare it with a built-in form in templates/reviews",
        ) from e


def _form(data: toml.Table) -> Form:
    data.only("title dated source sections ratings choices ai_statement confidence")
    sections, rated, chosen = data.tables("sections"), data.tables("ratings", ()), data.tables("choices", ())
    for rows, names in (
        (sections, "heading questions quotes"),
        (rated, "name scale reason_for"),
        (chosen, "name options reason_for"),
    ):
        for row in rows:
            row.only(names)
    ratings, choices = tuple(map(_rating, rated)), tuple(map(_choice, chosen))
    given = [*(r.name for r in ratings), *(c.name for c in choices)]
    if len(set(given)) != len(given):
        raise data.wrong("ratings" if ratings else "choices", "the names of ratings and choices must be distinct")
    return Form(
        title=data.text("title"),
        dated=data.day("dated"),
        source=data.text("source"),
        sections=tuple(map(_section, sections)),
        ratings=ratings,
        confidence=_confidence(data.table("confidence"), ratings) if "confidence" in data else None,
        choices=choices,
        ai_statement=data.text("ai_statement", ""),
    )


def _section(row: toml.Table) -> Section:
    quotes = row.texts("quotes", ())
    if strange := [kind for kind in quotes if kind not in QUOTES]:
        choice = f"it must be one of {', '.join(QUOTES)}{meant(strange[0], QUOTES)}"
        raise row.wrong("quotes", f"sections.quotes has {strange[0]!r}: {choice}")
    return Section(row.text("heading"), row.texts("questions"), quotes)


def _rating(row: toml.Table) -> Rating:
    scale, reasons = row.texts("scale"), row.wholes("reason_for", ())
    values = {int(m[0]) for value in scale if (m := re.match(r"\d{1,9}", value))}
    if strange := [n for n in reasons if n not in values]:
        raise row.wrong("reason_for", f"{row.name}.reason_for has {strange[0]}, which is not on the scale")
    return Rating(row.text("name"), scale, reasons)


def _choice(row: toml.Table) -> Choice:
    options, reasons = row.texts("options"), row.texts("reason_for", ())
    if len(set(options)) < 2:
        raise row.wrong("options", f"{row.name}.options must have at least two different ones")
    if strange := [name for name in reasons if name not in options]:
        near = meant(strange[0], options)
        raise row.wrong("reason_for", f"{row.name}.reason_for has {strange[0]!r}, which is no option{near}")
    return Choice(row.text("name"), options, reasons)


def _confidence(row: toml.Table, ratings: tuple[Rating, ...]) -> Confidence:
    row.only("rating nothing some half all")
    bound = Confidence(
        rating=row.text("rating"),
        nothing=row.whole("nothing"),
        some=row.whole("some"),
        half=row.whole("half"),
        all=row.whole("all"),
    )
    figures = [bound.nothing, bound.some, bound.half, bound.all]
    if figures != sorted(figures):
        raise row.wrong("nothing", "confidence: nothing, some, half and all must be whole numbers that never decrease")
    if bound.rating not in {r.name for r in ratings}:
        near = meant(bound.rating, (r.name for r in ratings))
        raise row.wrong(
            "rating", f"confidence.rating is {bound.rating!r}, but the form has no rating of that name{near}"
        )
    return bound
