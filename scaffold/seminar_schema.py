"""The JSON schema of a seminar profile: editors such as VS Code complete settings with it, and mark mistakes.

It says what `seminar.load` accepts, except what a schema cannot say, such as that talk.min is not above talk.max; those
sentences are in `seminar`. Days are texts here: TOML's dates are read as texts by editors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold import block, classes, dates, formalities, forms, grading, languages, seminar

__all__ = ["schema"]

Schema = dict[str, Any]

_DAY = r"^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def schema() -> Schema:
    """The schema as plain JSON values."""
    properties = {
        "name": _text("A short name; the file's name if it is not set."),
        "title": _text("The title that is printed."),
        "language": _choice("The language of report and slides.", languages.shipped()),
        "review": _text(f"The review form: {', '.join(forms.shipped())}, or a .toml file."),
        "due": _day("The day on which report and slides are due."),
        "report": _report(),
        "talk": _talk(),
        "events": _list("A date of the seminar.", _event()),
        "deliverables": _list("What is handed in.", _deliverable()),
        "block": _block(),
        "grading": _grading(),
        "header": _header(),
        "declaration": _declaration(),
    }
    about = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Seminar profile of scaffold"}
    return about | _table("The rules of a seminar.", properties, ("title", "report", "talk"))


def _report() -> Schema:
    properties = {
        "count_references": _truth("Whether the bibliography counts as part of the page limit."),
        "uncounted": _texts("What does not count as pages, instead of count_references.", seminar.UNCOUNTED),
        "overlap": _whole("How many words in a row may be the paper's.", *seminar.OVERLAP),
        "class": {"type": "string", "pattern": classes.PATTERN, "description": f"The document class: {classes.NEEDS}."},
        "class_options": _texts("Options of the document class."),
        "page": _page(),
        "references": _table(
            "The bibliography.",
            {
                "engine": _choice("natbib or biblatex.", seminar.REFERENCE_ENGINES),
                "style": _text("A bibliography style, such as unsrtnat or numeric-comp."),
            },
        ),
        "limits": _list("A limit on pages or words.", _limit()),
        "parts": _list("A part of the report.", _part(), least=1),
    }
    return _table("The report.", properties, ("parts",))


def _page() -> Schema:
    margin = {"type": "number", "minimum": seminar.MARGINS[0], "maximum": seminar.MARGINS[1]}
    properties = {
        "paper": _choice("The paper size.", seminar.PAPERS),
        "font_size": {"enum": list(seminar.FONT_SIZES), "description": "Points of type."},
        "margin": margin | {"description": "Millimetres above and below the text."},
        "side_margin": margin | {"description": "Millimetres beside the text; if not set: as margin."},
        "columns": {"enum": [1, 2], "description": "Columns of text."},
    }
    return _table("The page, unless a document class decides.", properties)


def _limit() -> Schema:
    properties = {
        "of": _text(f"{seminar.TOTAL!r}, or the key of a part."),
        "unit": _choice("What is counted.", seminar.UNITS),
        "min": _number("The least."),
        "max": _number("The most."),
        "hard": _truth("false if the seminar only recommends it."),
    }
    return _table("A limit.", properties)


def _part() -> Schema:
    properties = {
        "key": {"type": "string", "pattern": seminar.KEY, "description": "The name of its file: a-z, digits, hyphens."},
        "title": _text("Its title; may be left out for the keys that the language knows."),
        "pages": {"type": "number", "exclusiveMinimum": 0, "maximum": seminar.MAX_PAGES, "description": "Its pages."},
        "form": _choice("What init puts into it.", seminar.FORMS),
    }
    return _table("A part.", properties, ("key", "pages"))


def _talk() -> Schema:
    most = seminar.MAX_MINUTES
    properties = {
        "target": _whole("The minutes of the talk that are planned.", 1, most),
        "minutes": _whole("The same as target.", 1, most),
        "min": _whole("The least minutes that it may take.", 0, most),
        "max": _whole("The most minutes that it may take.", 1, most),
        "questions": _whole("Minutes of questions after it.", 0, most),
    }
    either = {"oneOf": [{"required": ["target"]}, {"required": ["minutes"]}]}
    return _table("The talk.", properties) | either


def _event() -> Schema:
    days = {"first": _day("Its day, or the first of its days."), "last": _day("The last of its days.")}
    kind = _choice("What it is to the commands for instructors.", ("", *dates.EVENT_KINDS))
    return _table("An event.", {"what": _text("What happens."), **days, "kind": kind}, ("what", "first"))


def _block() -> Schema:
    pause = {
        "at": _time("When it begins."),
        "minutes": _whole("How long it is.", 1, block.LONGEST),
        "what": _text("What the programme calls it."),
    }
    properties = {
        "start": _time("When the first talk begins."),
        "end": _time("When the last talk is over."),
        "breaks": _list("A break.", _table("A break.", pause, ("at", "minutes"))),
        "room": _text("Where it is."),
    }
    return _table("A day of talks.", properties)


def _grading() -> Schema:
    part = {
        "what": _text("What is graded, such as the report."),
        "weight": _percent("Its share of the total."),
        "criteria": _texts("What is judged, a column each.") | {"minItems": 1},
        "points": _whole("The most points of a criterion.", 1, grading.MOST_POINTS),
        "least": _percent("How much of it is needed to pass."),
    }
    properties = {
        "parts": _list("A part of the grade.", _table("A part.", part, ("what", "weight", "criteria")), least=1),
        "pass": _percent("How much of the total is needed to pass."),
        "bonus": _percent("What a good question adds."),
        "most_bonus": _percent("What good questions add at most."),
        "missed": _whole("How many days of talks somebody may miss.", 0, grading.MOST_DAYS),
    }
    return _table("How to grade.", properties)


def _deliverable() -> Schema:
    properties = {
        "what": _text("What it is."),
        "files": _texts("The names of its files; {student}, {surname}, {arxiv} and header fields are filled in."),
        "stage": _choice("Whether it is a draft.", dates.STAGES),
        "date": _day("The day on which it is due."),
        "days_before_talk": _whole("Or how many days before the student's own talk.", 0, seminar.MAX_DAYS),
        "time": _time("Until."),
        "zone": _text('"AoE", or a name such as "Europe/Berlin".'),
    }
    either = {"oneOf": [{"required": ["date"]}, {"required": ["days_before_talk"]}]}
    return _table("A deliverable.", properties, ("what",)) | either


def _header() -> Schema:
    properties = {
        "fields": _texts('What else the head of the report names, such as "Adviser".'),
        "title_page": _truth("Whether there is a title page."),
    }
    return _table("The head of the report.", properties)


def _declaration() -> Schema:
    properties = {
        "authorship": _text("The text of the declaration."),
        "ai": _choice("What is said of AI tools.", ("", *formalities.AI)),
        "on_ai": _text("The sentence on AI tools."),
        "signature": _truth("Whether there is a line to sign on."),
    }
    return _table("The declaration after the report.", properties)


def _table(description: str, properties: Mapping[str, Schema], required: Sequence[str] = ()) -> Schema:
    """A table that has no other settings than these."""
    needs = {"required": list(required)} if required else {}
    fixed = {"type": "object", "description": description, "additionalProperties": False}
    return fixed | {"properties": dict(properties)} | needs


def _list(description: str, items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "description": description, "items": items} | ({"minItems": least} if least else {})


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _texts(description: str, choice: Sequence[str] = ()) -> Schema:
    return _list(description, {"enum": list(choice)} if choice else {"type": "string"})


def _choice(description: str, choice: Sequence[str]) -> Schema:
    return {"enum": list(choice), "description": description}


def _truth(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _whole(description: str, least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most, "description": description}


def _number(description: str) -> Schema:
    return {"type": "number", "minimum": 0, "description": description}


def _percent(description: str) -> Schema:
    return {"type": "number", "minimum": 0, "maximum": grading.WHOLE, "description": f"Percent. {description}"}


def _time(description: str) -> Schema:
    pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
    return {"type": "string", "pattern": pattern, "description": description}


def _day(description: str) -> Schema:
    more = 'A date without quotes, or month and day such as "06-01" for every year.'
    return {"type": "string", "pattern": _DAY, "description": f"{description} {more}"}
