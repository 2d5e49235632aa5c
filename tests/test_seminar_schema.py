"""The JSON schema of profiles: it accepts what is read, refuses what is not, and knows every setting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from scaffold import seminar, toml
from scaffold.errors import BadProfile
from scaffold.pipeline.seminars import json_schema as schema
from scaffold.resources import template
from tests.conftest import ROOT

SHIPPED = [template("seminars", f"{name}.toml") for name in seminar.shipped()]
OTHERS = [ROOT / "examples" / "seminar" / "seminar.toml", *sorted((ROOT / "tests" / "seminars").glob("*.toml"))]
BASE = """title = "T"
[report]
parts = [{ key = "a", title = "A", pages = 1 }]
[talk]
minutes = 5
"""


def valid(text: str) -> bool:
    """Whether the schema accepts a profile, with dates as texts."""
    data = json.loads(json.dumps(toml.loads(text), default=str))
    try:
        fastjsonschema.compile(schema())(data)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


def is_read(text: str, folder: Path) -> bool:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    try:
        seminar.load(str(folder / "mine.toml"))
    except BadProfile:
        return False
    return True


@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS], ids=lambda p: p.stem)
def test_shipped_profiles_are_valid(path: Path) -> None:
    assert valid(path.read_text(encoding="utf-8"))


PLACES = {
    (): "",
    ("report",): "[report]\n",
    ("report", "page"): "[report.page]\n",
    ("report", "references"): "[report.references]\n",
    ("report", "limits"): "[[report.limits]]\nmax = 3\n",
    ("report", "parts"): "[[report.parts]]\n",
    ("talk",): "[talk]\n",
    ("header",): "[header]\n",
    ("declaration",): "[declaration]\n",
    ("events",): '[[events]]\nwhat = "x"\nfirst = 2027-01-01\n',
    ("block",): "[block]\n",
    ("block", "breaks"): '[[block.breaks]]\nat = "10:00"\nminutes = 5\n',
    ("grading",): "[grading]\n",
    ("grading", "parts"): '[[grading.parts]]\nwhat = "x"\nweight = 100\ncriteria = ["a"]\n',
    ("deliverables",): '[[deliverables]]\nwhat = "x"\ndate = 2027-01-01\n',
}
"""How each table of a profile begins."""


def tables(found: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """The settings of each table of the schema."""
    yield path, set(found["properties"])
    for name, inner in found["properties"].items():
        inner = inner.get("items", inner)
        if "properties" in inner:
            yield from tables(inner, (*path, name))


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_the_settings_of_each_table_are_those_that_are_read(place: tuple[str, ...], tmp_path: Path) -> None:
    known = dict(tables(schema()))
    assert set(known) == set(PLACES)
    odd = "nonsense = 1\n"
    head = PLACES[place]
    if not place:
        text = odd + BASE
    elif head in BASE:
        text = BASE.replace(head, head + odd)
    elif place == ("report", "parts"):
        text = BASE.replace("pages = 1", "pages = 1, nonsense = 1")
    else:
        text = BASE + head + odd
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadProfile) as caught:
        seminar.load(str(path))
    choice = caught.value.message.partition("(choose from ")[2].rstrip(")")
    assert set(choice.split(", ")) == known[place]
    assert not valid(text)


@pytest.mark.parametrize(
    "change",
    [
        ("minutes = 5", "minutes = 0"),
        ("minutes = 5", "minutes = 601"),
        ("minutes = 5", "minutes = 5\ntarget = 5"),
        ("minutes = 5", 'minutes = "5"'),
        ("minutes = 5", "questions = 5"),
        ("pages = 1", "pages = 0"),
        ("pages = 1", "pages = 51"),
        ("pages = 1", 'pages = 1, form = "sumary"'),
        ('key = "a"', 'key = "A"'),
        ("[report]", "[report]\noverlap = 6"),
        ("[report]", '[report]\nclass = "my class"'),
        ("[report]", '[report]\nuncounted = ["title"]'),
        ("[report]", "[report]\npage = { font_size = 13 }"),
        ("[report]", "[report]\npage = { margin = 9 }"),
        ("[report]", '[report]\npage = { paper = "a5" }'),
        ("[report]", '[report]\nreferences = { engine = "bibtex" }'),
        ('title = "T"', 'title = "T"\ndue = "6-1"'),
        ('title = "T"', 'title = "T"\nlanguage = "xx"'),
        ("minutes = 5", 'minutes = 5\n[[deliverables]]\nwhat = "x"'),
        ("minutes = 5", 'minutes = 5\n[[deliverables]]\nwhat = "x"\ndate = "06-01"\ntime = "25:00"'),
        ("minutes = 5", 'minutes = 5\n[declaration]\nai = "some"'),
        ('title = "T"', ""),
    ],
    ids=lambda pair: pair[1].replace("\n", " "),
)
def test_what_is_refused_is_not_valid(change: tuple[str, str], tmp_path: Path) -> None:
    text = BASE.replace(*change)
    assert text != BASE
    assert (is_read(text, tmp_path), valid(text)) == (False, False)


MORE = """
[header]
fields = ["Adviser"]
title_page = true
[declaration]
ai = "disclose"
[[deliverables]]
what = "x"
days_before_talk = 3
time = "23:59"
zone = "AoE"
[[events]]
what = "x"
first = "06-01"
last = 2027-06-03
"""


def test_what_is_read_is_valid(tmp_path: Path) -> None:
    more = '[report]\nclass = "ours/"\nclass_options = ["11pt"]\nlimits = [{ of = "a", unit = "words", max = 900 }]'
    text = BASE.replace("[report]", more) + MORE.replace('first = "06-01"', "first = 2027-06-01")
    assert (is_read(text, tmp_path), valid(text)) == (True, True)
    assert is_read(BASE, tmp_path)
    assert valid(BASE)
