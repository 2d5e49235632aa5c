"""The page of a seminar: what its HTML promises, whatever the texts are."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import languages
from scaffold.resources import templates
from scaffold.write.web import Day, Link, Listed, Mark, Person, Programmed, Site, page

NOW = datetime(2027, 5, 31, 12, tzinfo=timezone.utc)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \" onclick='alert(1)' & {{ 7 * 7 }}"


def site(text: str = "A text", *, private: bool = True, language: str = "en") -> Site:
    """A page that has something in every place."""
    link = Link(text, f"./{text}")
    listed = Listed(id=text, title=text, topic=text, venue=text, note=text, who=(text,), taken=1, files=(link,))
    return Site(
        title=text,
        language=languages.load(language),
        written=NOW,
        private=private,
        named=True,
        assigned=True,
        papers=(
            listed,
            Listed(id="2", title="", arxiv="2401.00001v2", pages=12, statements=3, proofs=0, places=3, taken=1),
        ),
        days=(
            Day(what=text, day=date(2027, 6, 1), time="23:59", ends=NOW + timedelta(days=1), left=1),
            Day(what=text, day=date(2027, 5, 30), last=date(2027, 6, 2), ends=NOW + timedelta(days=3), left=-1),
            Day(what=text, day=date(2027, 5, 1), ends=NOW - timedelta(days=30), left=-30, over=True),
            Day(what=text, day=None, before_talk=14),
        ),
        programme=(
            Programmed(day=date(2027, 6, 24), time="09:00–09:40", title=text, who=text, room=text, others={text: text}),
            Programmed(day=date(2027, 6, 24), time="09:40–10:00", title="Break", talk=False),
        ),
        people=(
            Person(name=text, paper=text, title=text, numbers=(text,), problems=text, ask=text, files=(link,)),
            Person(name="D", paper="", marks=(Mark(text, 79.5, 81.5, "yes"), Mark(text, None, None, "unknown"))),
            Person(name="B", paper="", mails=("b@example.org",), handed_in="2027-06-03T10:00+02:00", late=1.5),
            Person(name="C", paper="", nothing=True, pages=4.5, parts={text: 1.0}, checked=True, failed=(text,)),
        ),
        projects=1,
        handed_in=1,
    )


class Elements(HTMLParser):
    """The elements of a page with their attributes, and which are not closed in order."""

    VOID = frozenset("meta link input br img".split())

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("language", languages.shipped())
def test_the_page_is_well_formed_and_its_parts_are_named(private: bool, language: str) -> None:
    html = page(site(private=private, language=language))
    found = Elements(html)
    assert found.open == []
    assert found.named("html")[0]["lang"] == languages.load(language).tag
    assert [len(found.named(tag)) for tag in ("h1", "main", "header", "nav", "footer")] == [1] * 5
    assert len(found.named("caption")) == len(found.named("table")) == 4
    assert {th["scope"] for th in found.named("th")} == {"col", "row"}
    assert {td["role"] for td in found.named("td")} == {"cell"}
    ids = [attributes["id"] for _, attributes in found.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {a[k] for _, a in found.found for k in ("aria-labelledby", "for") if k in a}
    targets = {(a.get("href") or "#")[1:] for a in found.named("a") if (a.get("href") or "").startswith("#")}
    assert named | targets <= set(ids)
    assert found.named("a")[0]["href"] == "#main"


def test_every_field_is_shown() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in (templates() / "web").glob("*.html"))
    named = {f.name for made in (Site, Listed, Day, Programmed, Person, Mark, Link) for f in fields(made)}
    assert {name for name in named - {"language"} if not re.search(rf"\.{name}\b", shown)} == set()


HREF = re.compile(r"#\w+|https://arxiv\.org/abs/[\w./%-]+|mailto:[^:/]+|\.\.?/[^:]*|data:,")
"""All that a link of the page may be."""


def is_only_text(text: str) -> None:
    plain, found = Elements(page(site())), Elements(page(site(text)))
    assert [tag for tag, _ in found.found] == [tag for tag, _ in plain.found]
    assert [set(a) for _, a in found.found] == [set(a) for _, a in plain.found]
    assert [a["href"] for _, a in found.found if a.get("href") and not HREF.fullmatch(a["href"] or "")] == []


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_no_text_becomes_an_element_or_an_address(text: str) -> None:
    is_only_text(text)


@pytest.mark.parametrize("text", [HOSTILE, "javascript:alert(1)", "data:text/html,x", "//example.org/x"])
def test_hostile_texts_are_texts(text: str) -> None:
    html = page(site(text))
    assert html.count("<script>") == 1
    is_only_text(text)


@pytest.mark.parametrize("private", [True, False])
def test_the_page_loads_nothing_and_its_policy_forbids_it(private: bool) -> None:
    html = page(site(private=private))
    found = Elements(html)
    assert not {"img", "iframe", "object", "embed", "form", "base", "video", "audio"} & {tag for tag, _ in found.found}
    assert [name for _, a in found.found for name in a if name in ("src", "srcset", "style") or name[:2] == "on"] == []
    assert [link["href"] for link in found.named("link")] == ["data:,"]
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert re.findall(r"https?:|//[a-z]|@import|url\(|fetch|XMLHttp|import\b", re.sub(r"// .*", "", content)) == []
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in html
    policy = next(m["content"] for m in found.named("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light and of the dark page by their names."""
    css = (templates() / "web" / "page.css").read_text(encoding="utf-8")
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    dark = dark[: dark.index("\n}")]
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for name, part in (("l", light), ("d", dark))}


@pytest.mark.parametrize("scheme", ["l", "d"])
def test_contrast_suffices(scheme: str) -> None:
    colours = schemes()[scheme]
    assert sorted(colours) == sorted(schemes()["l"])
    for name in ("ink", "quiet", "link", "good", "bad"):
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    assert contrast(colours["warn-ink"], colours["warn-paper"]) >= 4.5
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_the_black_and_white_of_the_measure() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_what_is_not_known_is_unknown() -> None:
    html = page(site())
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    (row,) = [row for row in rows if ">B<a" in row]
    assert row.count(">unknown<") == 5  # pages, slides, minutes, checks, total
    assert "2027-06-03 10:00" in row
    assert ">1.5<" in row


def test_papers_for_several_say_how_many_places_are_free() -> None:
    assert re.findall(r">(\d of \d places free)<", page(site())) == ["2 of 3 places free"]


def test_days_that_are_left_are_counted_from_a_day_that_is_shown() -> None:
    html = page(site())
    assert "<span data-counted>31 May 2027</span>" in html
    assert [*re.findall(r"data-ends=.*?>(.*?)</td>", html)] == ["in 1 day", "now", "over"]
    assert "14 days before the talk" in html
