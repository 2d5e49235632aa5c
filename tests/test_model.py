"""The paper as JSON: a file of an older version gives the same paper."""

from __future__ import annotations

from typing import Any

import pytest

from scaffold.model import Paper, Source, SourceKind, Statement, from_json, to_json


def kept(kind: SourceKind, **fields: Any) -> dict[str, Any]:
    return to_json(
        Paper(
            source=Source(kind=kind),
            statements=(Statement(id="lemma-1", kind="lemma", heading="Lemma", number="1", body="Text.", **fields),),
        )
    )


@pytest.mark.parametrize(("kind", "form", "shown_by"), [("tex", "latex", "source"), ("pdf", "text", "clip")])
def test_statements_that_do_not_say_what_they_are_follow_the_source(kind: SourceKind, form: str, shown_by: str) -> None:
    data = kept(kind)
    for key in ("form", "shown_by"):
        del data["statements"][0][key]
    (found,) = from_json(data).statements
    assert (found.form, found.shown_by) == (form, shown_by)


def test_statements_that_say_what_they_are_are_believed() -> None:
    (found,) = from_json(kept("pdf", form="latex", shown_by="source")).statements
    assert (found.form, found.shown_by) == ("latex", "source")
