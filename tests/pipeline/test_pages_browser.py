"""The page of a seminar in a real browser: it works, it is accessible, and it asks nobody for anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scaffold import languages
from scaffold.write.web import Day, Link, Listed, Person, Programmed, Site, page
from tests.conftest import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.requires_browser

TITLES = ("Margins", "<script>document.title = 'taken'</script>", "Ärger mit Kernen", "Zeros", "Random features", "All")
NOW = datetime(2027, 5, 20, 12, tzinfo=timezone.utc)


def site(*, private: bool = True, language: str = "en") -> Site:
    """A seminar of six papers, of one of which the length is not known."""
    papers = tuple(
        Listed(
            id=f"2401.0000{n}",
            title=title,
            topic=f"Topic {n // 2}",
            first=n % 2 == 0,
            arxiv=f"2401.0000{n}",
            pages=(9, 100, None, 12, 30, 7)[n],
            statements=n,
            proofs=n,
            taken=n % 2,
            who=("Noor Placeholder",) if n % 2 else (),
            files=(Link("slides.pdf", "./pdfs/slides.pdf"),) if n == 1 else (),
        )
        for n, title in enumerate(TITLES)
    )
    person = Person(name="Noor Placeholder", paper="1", title="Margins", mails=("n@example.org",), ask="Why?")
    measured = replace(person, handed_in="2027-06-01T12:00", late=0.5, pages=5, slides=20, minutes=30, checked=True)
    days = (
        Day(what="First meeting", day=date(2027, 4, 30), ends=NOW - timedelta(days=19), left=-20, over=True),
        Day(what="Report", day=date(2027, 6, 1), time="23:59 AoE", ends=NOW + timedelta(days=13), left=12),
        Day(what="Talks", day=date(2027, 6, 24), last=date(2027, 6, 26), ends=NOW + timedelta(days=37), left=35),
    )
    return Site(
        title="A seminar",
        language=languages.load(language),
        written=NOW,
        private=private,
        named=private,
        assigned=True,
        papers=papers,
        days=days,
        programme=(Programmed(day=date(2027, 6, 24), time="09:00–09:40", title="Margins", room="R 7"),),
        people=(person, replace(measured, failed=("fidelity",), unknown=("talk",))) if private else (),
        projects=3,
        handed_in=1,
    )


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@contextmanager
def shown(chromium: Browser, made: Site, folder: Path, **options: Any) -> Iterator[Page]:
    """The page in a window of its own; afterwards, nothing may have gone wrong or been asked for."""
    path = folder / "index.html"
    path.write_text(page(made), encoding="utf-8")
    context = chromium.new_context(**options)
    window = context.new_page()
    messages: list[str] = []
    asked: list[str] = []
    window.on("console", lambda message: messages.append(message.text))
    window.on("pageerror", lambda error: messages.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    window.clock.set_fixed_time(NOW)
    window.goto(path.as_uri())
    yield window
    assert messages == []
    assert set(asked) - {"data:,"} == {path.as_uri()}
    context.close()


def titles(window: Page) -> list[str]:
    """The first words of the papers that are visible, in their order."""
    rows = window.locator("section[aria-labelledby=papers] tbody tr:visible th a")
    return [text.split()[0] for text in rows.all_inner_texts()]


ORDER = [title.split()[0] for title in TITLES]


def test_sorting(chromium: Browser, tmp_path: Path) -> None:
    with shown(chromium, site(), tmp_path) as window:
        assert window.title() == "A seminar (Private)"
        papers = window.locator("section[aria-labelledby=papers]")
        by_pages = papers.get_by_role("button", name="Pages")
        head = papers.get_by_role("columnheader", name="Pages")
        assert titles(window) == ORDER
        by_pages.focus()
        window.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert titles(window) == ["All", "Margins", "Zeros", "Random", "<script>document.title", "Ärger"]
        window.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert titles(window) == ["<script>document.title", "Random", "Zeros", "Margins", "All", "Ärger"]
        papers.get_by_role("button", name="Paper", exact=True).click()
        assert titles(window)[1:4] == ["All", "Ärger", "Margins"]
        assert window.locator("[aria-sort]").count() == 1
        window.keyboard.press("Enter")
        window.keyboard.press("Enter")
        assert titles(window) == ORDER
        assert window.locator("[aria-sort]").count() == 0


def test_filters(chromium: Browser, tmp_path: Path) -> None:
    with shown(chromium, site(private=False), tmp_path) as window:
        box = window.get_by_label("Filter papers")
        box.fill("topic KERNEN ")
        assert titles(window) == ["Ärger"]
        assert window.get_by_role("status").inner_text() == "1 of 6 shown"
        box.fill("no such paper")
        assert titles(window) == []
        box.fill("")
        assert titles(window) == ORDER


def test_days_are_counted_from_today(chromium: Browser, tmp_path: Path) -> None:
    with shown(chromium, site(), tmp_path, timezone_id="Europe/Berlin") as window:
        left = window.locator("[data-begins]")
        assert left.all_inner_texts() == ["over", "in 12 days", "in 35 days"]
        for moment, texts, shown_day in (
            (datetime(2027, 5, 31, 10, tzinfo=timezone.utc), ["over", "in 1 day", "in 24 days"], "31 May 2027"),
            (datetime(2027, 6, 2, 11, tzinfo=timezone.utc), ["over", "now", "in 22 days"], "2 June 2027"),
            (datetime(2027, 6, 25, 22, 30, tzinfo=timezone.utc), ["over", "over", "now"], "26 June 2027"),
        ):
            window.clock.set_fixed_time(moment)
            window.reload()
            assert left.all_inner_texts() == texts
            assert window.locator("[data-counted]").inner_text() == shown_day
        window.goto("about:blank")
        window.clock.set_fixed_time(NOW)


def test_without_scripts_all_is_visible(chromium: Browser, tmp_path: Path) -> None:
    with shown(chromium, site(), tmp_path, java_script_enabled=False) as window:
        assert titles(window) == ORDER
        assert window.locator("[data-begins]").all_inner_texts() == ["over", "in 12 days", "in 35 days"]
        assert window.get_by_role("button").count() == 0


def test_the_keyboard_reaches_the_content_first(chromium: Browser, tmp_path: Path) -> None:
    with shown(chromium, site(), tmp_path) as window:
        window.keyboard.press("Tab")
        skip = window.get_by_role("link", name="Skip to the content")
        assert skip.evaluate("link => document.activeElement === link")
        box = skip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        window.keyboard.press("Enter")
        assert window.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_stops_at_tables_that_are_too_wide(chromium: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    with shown(chromium, site(), tmp_path, viewport={"width": 1280, "height": 900}) as window:
        people = window.locator(".frame[aria-labelledby=people]")
        expect(people).not_to_have_attribute("tabindex", "0", timeout=30_000)
        window.set_viewport_size({"width": 800, "height": 900})
        expect(people).to_have_attribute("tabindex", "0", timeout=30_000)
        window.set_viewport_size({"width": 390, "height": 900})
        expect(window.locator(".frame[tabindex]")).to_have_count(0, timeout=30_000)


def test_what_a_title_brings_is_not_run(chromium: Browser, tmp_path: Path) -> None:
    hostile = page(site()).replace("Ärger mit Kernen", "<script>document.title = 'taken'</script><img src=x.png>")
    path = tmp_path / "hostile.html"
    path.write_text(hostile, encoding="utf-8")
    window = chromium.new_page()
    refused: list[str] = []
    window.on("console", lambda message: refused.append(message.text))
    window.goto(path.as_uri())
    assert window.title() == "A seminar (Private)"
    assert len([text for text in refused if "Content Security Policy" in text]) == 2
    window.close()


@pytest.mark.parametrize(
    ("private", "scheme", "width", "language"),
    [(True, "light", 1280, "en"), (True, "dark", 390, "en"), (False, "dark", 1280, "de"), (False, "light", 320, "de")],
)
def test_it_is_accessible(
    chromium: Browser, tmp_path: Path, private: bool, scheme: str, width: int, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    made, view = site(private=private, language=language), {"width": width, "height": 900}
    with shown(chromium, made, tmp_path, color_scheme=scheme, viewport=view) as window:
        found = Axe().run(window).response
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
        assert len(found["passes"]) > 20
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_wrong_would_be_found(chromium: Browser, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with shown(chromium, site(), tmp_path) as window:
        window.evaluate("document.documentElement.style.setProperty('--quiet', '#bbbbbb')")
        window.evaluate("document.querySelector('label').remove()")
        found = {v["id"] for v in Axe().run(window).response["violations"]}
        assert {"color-contrast", "label"} <= found
