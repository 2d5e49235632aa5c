"""No answer of a server ends in anything but a value or an error of ours, and none is believed about another paper."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from scaffold.errors import ScaffoldError
from scaffold.fetch import api
from scaffold.fetch.http import Answer
from scaffold.fetch.identifiers import ArxivId, Local, parse
from scaffold.fetch.versions import parse_history
from tests.loopback.feeds import feed, oai_record
from tests.loopback.papers import Paper, Version

ID = "1905.03684"
PAPER = Paper(
    ID, "On margins", comment="12 pages", versions={1: Version(1, size="127kb"), 2: Version(2, withdrawn=True)}
)
FEED, RECORD = feed(ID, [(PAPER, PAPER.latest)]), oai_record(PAPER)

PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"", b"9" * 5000, b"v0", b"v9999", b"<", b"]]>", b"&x;", b"\x1b[2J", b"2019-99-99T00:00:00Z", b"\xc2\x85"]
    ),
)


@st.composite
def mutated(draw: st.DrawFn, sound: bytes) -> bytes:
    """The sound answer with up to three stretches replaced, perhaps cut."""
    data = sound
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        data = data[:start] + draw(PIECES) + data[start + draw(st.integers(0, 40)) :]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


class Says:
    """A connection on which every answer is this body."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def get(self, url: str) -> Answer:
        """The answer."""
        return Answer(200, self._body)


@given(mutated(FEED))
@example(FEED.replace(b"<published>", b"<published>x"))
@example(FEED.replace(b"<published>", b"<nothing>").replace(b"</published>", b"</nothing>"))
@example(FEED.replace(b"<title>On", b"<title>\xc2\x9b31m\xe2\x80\xaeOn"))
@example(FEED.replace(b"<author>", b"").replace(b"</author>", b""))
def test_no_feed_is_an_exception_or_another_paper(body: bytes) -> None:
    says: Any = Says(body)
    try:
        found = api.latest(says, None, ArxivId(ID))
    except ScaffoldError:
        return
    assert found.id == ID
    assert 1 <= found.version <= 999
    assert not set("\x1b\x9b\u202e") & set(f"{found.title}{found.comment}{found.authors}")


@given(mutated(RECORD))
@example(b"<a>" * 5000)
def test_no_record_is_an_exception(body: bytes) -> None:
    for version in parse_history(body, ID).versions:
        assert 1 <= version.number <= 999


@given(st.one_of(st.text(), st.from_regex(r"\A(arXiv:|https?://arxiv\.org/abs/)?[\w.-]{0,12}[./]?\d{3,8}(v\d*)?\Z")))
@example("http://[::1")
@example("1905.03684v" + "9" * 5000)
@example("\0")
def test_no_identifier_is_an_exception(text: str) -> None:
    try:
        found = parse(text)
    except ScaffoldError:
        return
    if not isinstance(found, Local):
        assert parse(str(found)) == found
        assert "/" not in found.folder


def test_control_characters_of_metadata_become_spaces() -> None:
    says: Any = Says(FEED.replace(b"On margins", "On\x9b margins\u202e".encode()))
    assert api.latest(says, None, ArxivId(ID)).title == "On margins"
