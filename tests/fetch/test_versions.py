"""The long version is chosen by evidence, and the reason names the evidence."""

from __future__ import annotations

from datetime import date

import pytest

from scaffold.fetch.versions import Version, choose, last_with_content, pages_in, parse_history
from tests.loopback import Paper
from tests.loopback import Version as Served
from tests.loopback.feeds import oai_error, oai_record


def sizes(*kilobytes: int) -> tuple[Version, ...]:
    return tuple(Version(n, None, kb) for n, kb in enumerate(kilobytes, 1))


@pytest.mark.parametrize(
    ("comment", "pages"),
    [
        (None, None),
        ("To appear in NeurIPS 2019", None),
        ("36 pages, 4 figures", 36),
        ("12 pages + 24 pages appendix", 36),
        ("9+27 pages", 36),
        ("36 pages (12 pages main text, 24 pages appendix)", 36),
        ("v1: 8 pages, v2: 40 pages", 40),
        ("10 pp., ICML 2019", 10),
        ("a 52-page paper", 52),
    ],
)
def test_pages_are_read_from_comments(comment: str | None, pages: int | None) -> None:
    assert pages_in(comment) == pages


@pytest.mark.parametrize(
    ("comment", "history", "version", "why"),
    [
        ("36 pages", sizes(30, 127), 2, "the long version; its comment says 36 pages"),
        ("Full version, with all proofs", sizes(30, 127), 2, "the long version"),
        ("Camera-ready, NeurIPS 2019", sizes(30, 127, 60), 2, "the latest, v3, is the short version"),
        ("10 pages, ICML", sizes(127, 126, 60), 2, "v2 is 2.1 × as large"),
        ("Short version; see full version on the authors' page", sizes(127, 60), 1, "the short version"),
        ("Camera-ready version of a paper at COLT", sizes(100, 95), 2, "the latest version"),
        ("40 pages, short version in COLT", sizes(127, 60), 2, "the long version"),
        ("14 pages, full version; v1: 8 pages, conference version", sizes(26, 88), 2, "the long version"),
        (None, sizes(300, 100), 2, "v1 is 3.0 × as large: check whether it is the long one"),
        (None, sizes(100, 101), 2, "the latest version"),
        (None, (), 2, "the latest version"),
        ("Camera-ready", (), 2, "the latest version"),
    ],
)
def test_the_long_version_is_chosen(comment: str | None, history: tuple[Version, ...], version: int, why: str) -> None:
    choice = choose(len(history) or 2, comment, history)
    assert choice.version == version
    assert why in choice.reason
    assert "\n" not in choice.reason


def test_a_withdrawn_version_is_no_rival() -> None:
    history = (Version(1, None, 90), Version(2, None, 0, "I"), Version(3, None, 50))
    assert choose(3, "camera-ready", history).version == 1
    assert last_with_content(history, 3) == history[0]
    assert last_with_content((), 3) is None


def test_a_record_of_arxivs_shape_is_read() -> None:
    paper = Paper("1905.03684", versions={1: Served(1, size="127kb"), 2: Served(2, withdrawn=True)})
    history = parse_history(oai_record(paper), paper.id)
    assert history.versions == (Version(1, date(2019, 5, 9), 127, ""), Version(2, date(2019, 5, 9), 0, "I"))
    assert [v.withdrawn for v in history.versions] == [False, True]
    assert history.license == "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>"""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Rate exceeded.",
        b"<html>",
        LAUGHS,
        oai_error("idDoesNotExist", "no"),
        b"\xff\xfe\x00",
        b"<?xml encoding='x'?>",
    ],
)
def test_anything_else_is_no_history(body: bytes) -> None:
    assert parse_history(body, "1905.03684").versions == ()
