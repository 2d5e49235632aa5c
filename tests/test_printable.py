"""Nothing of a paper commands a terminal or damages XML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scaffold.model import Label, Source
from scaffold.printable import printable, printable_values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b]0;b\x07c", "a ]0;b c"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x9bb\x00c\x7f", "a b c "),
        ("\ud800\uffff", "  "),
        ("naïve\tשלום\n日本 e\u0301 👩\u200d🔬", "naïve\tשלום\n日本 e\u0301 👩\u200d🔬"),
    ],
)
def test_control_characters(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(text=st.text())
def test_xml_takes_everything_printable(text: str) -> None:
    etree.Element("a").text = printable(text)


def test_values_that_need_no_change_are_the_same_objects() -> None:
    plain = {"a": (Label("k", "1", "section"), [Source(kind="tex")])}
    assert printable_values(plain)["a"] is plain["a"]
    assert printable_values((Label("k\x1b", "1", "section"), 3)) == (Label("k ", "1", "section"), 3)
