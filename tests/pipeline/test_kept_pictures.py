"""Pictures of statements are cut when a deck needs them, and not again for the same paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scaffold.pipeline import kept_pictures
from scaffold.write.slides import pictures
from scaffold.write.slides.pictures import Picture, Pictures, Request
from tests.write.decks import run_latex
from tests.write.talks import PAPER, PLAN, PROFILE

pytestmark = pytest.mark.requires_latex


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An entry for each bitmap that is made."""
    made: list[int] = []
    real = pictures._rendered

    def rendered(*args: Any) -> bytes:
        made.append(1)
        return real(*args)

    monkeypatch.setattr(pictures, "_rendered", rendered)
    return made


def statements() -> Pictures:
    return pictures.statements(PAPER, PLAN, PROFILE, run_latex, cutting=kept_pictures.cut)


def test_pictures_are_cut_when_they_are_asked_for_and_once(drawn: list[int]) -> None:
    made = statements()
    assert made.pages
    assert not drawn
    first = dict(made.by_key)
    count = len(drawn)
    assert count >= len(first) > 1
    assert dict(made.by_key) == first
    assert dict(statements().by_key) == first
    assert len(drawn) == count


def test_other_requests_are_cut_again() -> None:
    request = Request(key="a", statement="x", width=1.0, max_height=1.0, full_height=1.0, most=1)
    cut: list[str] = []

    def cutting(key: str) -> dict[str, Picture]:
        cut.append(key)
        return {}

    for key, log in (("one", ""), ("again", ""), ("another log", "SFBEGIN:0")):
        kept_pictures.cut(lambda key=key: cutting(key), b"%PDF", log, [request])  # type: ignore[misc]
    assert cut == ["one", "another log"]


def test_a_bitmap_is_compressed_without_a_copy_of_it() -> None:
    import pypdfium2

    class Page:
        """A page that remembers its last bitmap."""

        def render(self, **options: Any) -> Any:
            with pypdfium2.PdfDocument.new() as document:
                self.bitmap = document.new_page(40, 20).render(**options)
            return self.bitmap

    page = Page()
    assert pictures._rendered(page).startswith(b"\x89PNG")
    image = page.bitmap.to_pil()
    page.bitmap.buffer[0] = 7
    assert image.getpixel((0, 0))[0] == 7
