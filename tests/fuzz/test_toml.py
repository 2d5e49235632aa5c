"""Any value in a profile, a review form or scaffold.toml is used or refused with the name of its setting."""

from __future__ import annotations

import json
import tempfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scaffold import forms, seminar, toml
from scaffold.project import starter_files, state
from scaffold.resources import template
from scaffold.write.pptx import deck
from scaffold.write.report import files
from tests.fuzz import examples, used_or_refused
from tests.fuzz.stages import planned
from tests.test_faulty_profiles import FULL
from tests.write.talks import PAPER

_SCALARS = (
    st.integers()
    | st.floats()
    | st.booleans()
    | st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
    | st.dates(min_value=date(1, 1, 1))
    | st.datetimes(min_value=datetime(1, 1, 1))
    | st.times()
)
VALUES = st.recursive(
    _SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text("ab.", max_size=2), v, max_size=2)
)


def written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{written(k)} = {written(v)}' for k, v in value.items())}}}"
    return repr(value)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a nest of tables and lists: what holds it, and its key there."""
    keys: Any = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


def changed(data: st.DataObject, text: str) -> str:
    """The TOML with the values of one or two of its places drawn anew, or gone."""
    table = toml.loads(text)
    for _ in range(data.draw(st.integers(1, 2))):
        if not (found := places(table)):
            break
        holder, key = data.draw(st.sampled_from(found))
        if isinstance(holder, dict) and data.draw(st.booleans()) and data.draw(st.booleans()):
            del holder[key]
        elif isinstance(holder, dict) and data.draw(st.booleans()) and data.draw(st.booleans()):
            holder[data.draw(st.sampled_from((f"{key}s", "max", "a.b", "a - at `$.report`", "")))] = holder.pop(key)
        else:
            holder[key] = data.draw(VALUES)
    return "".join(f"{written(k)} = {written(v)}\n" for k, v in table.items())


def kept(text: str, name: str, folder: str) -> Path:
    path = Path(folder, name)
    path.write_text(text, encoding="utf-8", newline="")
    return path


@examples(0.5)
@given(data=st.data(), name=st.sampled_from(seminar.shipped()))
def test_any_profile_is_used_or_refused(data: st.DataObject, name: str) -> None:
    text = changed(data, template("seminars", f"{name}.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = kept(text, "mine.toml", folder)
        profile = used_or_refused(lambda: seminar.load(str(path)), path.name)
    if profile is None:
        return
    ranked, report, talk = planned(PAPER)
    starter_files.files(ranked, profile, "both")
    if profile.review in forms.shipped():
        files.write(ranked, report, profile)
    deck.write(ranked, talk, profile, student="")


@given(data=st.data())
def test_any_change_of_a_profile_with_all_sections_is_used_or_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = kept(changed(data, FULL), "mine.toml", folder)
        used_or_refused(lambda: seminar.load(str(path)), path.name)


@given(data=st.data(), name=st.sampled_from(forms.shipped()))
def test_any_form_is_used_or_refused(data: st.DataObject, name: str) -> None:
    text = changed(data, template("reviews", f"{name}.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = kept(text, "mine.toml", folder)
        if used_or_refused(lambda: forms.load(str(path)), path.name) is None:
            return
        ranked, report, _ = planned(PAPER)
        files.write(ranked, report, seminar.load("theory"), review=str(path))


@given(data=st.data())
def test_any_settings_are_used_or_refused(data: st.DataObject) -> None:
    text = state.render(state.Settings(source="a", minutes=30, review="theory", main=("A",), ledger={"A": "checked"}))
    with tempfile.TemporaryDirectory() as folder:
        kept(changed(data, text), state.FILE, folder)
        settings = used_or_refused(lambda: state.load(Path(folder)), state.FILE)
    assert settings is None or toml.loads(state.render(settings))


@given(text=st.text(max_size=200))
def test_any_text_is_used_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = kept(text.encode("utf-8", "ignore").decode(), "mine.toml", folder)
        used_or_refused(lambda: seminar.load(str(path)), path.name)
        used_or_refused(lambda: forms.load(str(path)), path.name)
