"""Whatever stands in a project's JSON files, they are used, refused with a name, or count as missing."""

from __future__ import annotations

import copy
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import model
from scaffold.errors import NotAProject
from scaffold.pipeline import planning
from scaffold.pipeline.planning import Subject
from scaffold.project import builds, layout
from scaffold.project.paper import paper_of
from scaffold.project.state import Settings
from scaffold.read.latex.reader import read
from tests.fuzz import examples, used_or_refused
from tests.fuzz.stages import planned
from tests.fuzz.test_toml import places
from tests.papers.extract_truth import EXAMPLE

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text("ab", max_size=2), v, max_size=2),
)
DEEP = "[" * 20_000


@cache
def example() -> str:
    """paper.json of the example paper, with a few statements of each kind."""
    data = model.to_json(read(EXAMPLE / "v2"))
    data["statements"] = data["statements"][:8]
    return json.dumps(data)


def changed(data: st.DataObject, value: Any) -> Any:
    """The value with one or two of its places drawn anew, or gone."""
    value = copy.deepcopy(value)
    for _ in range(data.draw(st.integers(1, 2))):
        if not (found := places(value)):
            break
        holder, key = data.draw(st.sampled_from(found))
        if isinstance(holder, dict) and data.draw(st.booleans()) and data.draw(st.booleans()):
            del holder[key]
        else:
            holder[key] = data.draw(VALUES)
    return value


def kept(text: str, name: str, folder: str) -> Path:
    path = Path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


@examples(0.5)
@given(data=st.data())
def test_any_paper_is_used_or_refused(data: st.DataObject) -> None:
    text = json.dumps(changed(data, json.loads(example())))
    with tempfile.TemporaryDirectory() as folder:
        kept(text, "paper/paper.json", folder)
        paper = used_or_refused(lambda: paper_of(Path(folder), Settings(source="a")), "paper.json cannot be read")
    if paper is not None:
        ranked, _, _ = planned(paper)
        planning.mapped(Subject(ranked), 30)


def test_a_paper_of_brackets_is_refused(tmp_path: Path) -> None:
    kept(DEEP, "paper/paper.json", str(tmp_path))
    with pytest.raises(NotAProject, match="nested too deeply"):
        paper_of(tmp_path, Settings(source="a"))


RECORD = {
    "sha256": "", "error": "", "overfull": ["line 3"], "parts": {"theorem-1": [1, 2]}, "sources": {"report/a.tex": "ab"}
}  # fmt: skip


@given(data=st.data(), deep=st.booleans())
def test_any_record_of_builds_is_used_or_missing(data: st.DataObject, deep: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pdf = kept("a pdf", "build/report.pdf", folder)
        record = changed(data, RECORD) | {"sha256": builds.hashed(pdf)}
        whole = {"build/report.pdf": record if data.draw(st.booleans()) else data.draw(VALUES)}
        kept(DEEP if deep else json.dumps(whole), ".scaffold/builds.json", folder)
        found = builds.recorded(Path(folder), "build/report.pdf")
        builds.record(Path(folder), pdf, found or builds.Built({}))
        assert builds.recorded(Path(folder), "build/report.pdf") == (found or builds.Built({}))


MANIFEST = {
    "manifest": 1, "scaffold": "0", "files": {"a": {"owner": "tool", "sha256": "ab"}}, "pictures": {"ab": ["Theorem"]}
}  # fmt: skip


@given(data=st.data(), deep=st.booleans())
def test_any_manifest_is_used_or_empty(data: st.DataObject, deep: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept(DEEP if deep else json.dumps(changed(data, MANIFEST)), layout.MANIFEST, folder)
        found = layout.read_manifest(Path(folder))
    assert all("sha256" in row for row in found["files"].values())
    assert all(isinstance(said, list) for said in found["pictures"].values())
