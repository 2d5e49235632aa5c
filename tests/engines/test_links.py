"""Decks with links: what LibreOffice gets leads nowhere, and the user is told what was left out."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from scaffold.engines import limits
from scaffold.engines.office import export
from scaffold.engines.office.promote import Prepared, prepare
from scaffold.engines.office.svg import without_links
from scaffold.engines.office.vectors import Vectors
from tests.engines import linked_decks as decks


class Server:
    """A server on loopback that remembers what was asked for."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(decks.PNG)

            do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.asked = asked
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def prepared(content: bytes) -> Prepared:
    return prepare(content, Vectors())


@pytest.mark.parametrize("form", decks.FORMS)
@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "file:///etc/x.png", "https://example.org/x.png", "x.png"]
)
def test_every_form_is_taken_out_and_named(form: str, address: str) -> None:
    result = prepared(decks.deck(decks.FORMS[form], address))
    assert decks.external(result.deck) == []
    assert result.left_out
    with zipfile.ZipFile(io.BytesIO(result.deck)) as packed:
        media = [packed.read(name) for name in packed.namelist() if "media" in name or "vba" in name]
    assert not any(address.encode() in content for content in media)
    places = (
        "slide 1 (Results)",
        "the layout 'Title Only'",
        "the slide master",
        "the theme",
        "the presentation",
        "the file",
    )
    assert all(it.message.startswith((*places, "the notes of slide 1 (Results)")) for it in result.left_out)


def test_what_the_page_lacks_is_told_apart() -> None:
    def seen(form: str) -> set[bool]:
        return {it.seen for it in prepared(decks.deck(decks.FORMS[form], "http://127.0.0.1:9/x.png")).left_out}

    assert seen("linked_picture") == seen("svg") == {True}
    assert seen("linked_and_stored") == seen("film") == seen("template") == seen("hover") == {False}
    assert True in seen("ole_without_picture")


def test_links_that_a_reader_clicks_stay_if_they_lead_to_the_web() -> None:
    made = decks.blank()
    addresses = [
        "https://example.org/a?b#c",
        "mailto:ada@example.org",
        "HTTP://example.org",
        "file:///etc/passwd",
        "a.pptx",
    ]
    for address in addresses:
        box = made.slides[0].shapes.add_textbox(0, 0, 9, 9)
        box.text_frame.text = "x"
        box.text_frame.paragraphs[0].runs[0].hyperlink.address = address
    result = prepared(decks.saved(made))
    assert sorted(decks.external(result.deck)) == sorted(addresses[:3])
    assert [it.message.split(" is left")[0] for it in result.left_out] == [
        "slide 1 (Results): a link to file:///etc/passwd",
        "slide 1 (Results): a link to a.pptx",
    ]


def test_a_deck_without_links_is_not_touched() -> None:
    made = decks.blank()
    decks.picture(made.slides[0].shapes)
    assert prepared(decks.saved(made)).left_out == ()


def test_an_embedded_object_is_shown_by_its_picture() -> None:
    result = prepared(decks.deck(decks.ole_embedded, "http://127.0.0.1:9/x.png"))
    assert result.left_out == ()
    (slide,) = pptx.Presentation(io.BytesIO(result.deck)).slides
    shown = slide.shapes[-1]
    assert (shown.shape_type, shown.width, shown.height) == (MSO_SHAPE_TYPE.PICTURE, 999999, 999999)
    with zipfile.ZipFile(io.BytesIO(result.deck)) as packed:
        assert not [name for name in packed.namelist() if "embeddings" in name]


@pytest.mark.parametrize(
    "text",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="#b"/><rect fill="url(#c)"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,iVBORw0KGgoAAAA="/></svg>',
        "not a picture",
    ],
)
def test_a_picture_without_links_is_not_touched(text: str) -> None:
    assert without_links(text.encode()) == (text.encode(), ())


@pytest.mark.parametrize(
    "content",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect>',
        '<?xml version="1.0" encoding="utf-16"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///x"/></svg>'.encode(
            "utf-16"
        ),
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x "file:///x">]><svg xmlns="http://www.w3.org/2000/svg"><image href="&x;"/></svg>',
        b'<?xml-stylesheet href="file:///x"?><s:svg xmlns:s="http://www.w3.org/2000/svg"><s:image href="file:///x"/></s:svg>',
    ],
)
def test_pictures_that_are_replaced_or_cleaned(content: bytes) -> None:
    cleaned, links = without_links(content)
    assert links
    assert b"file:" not in cleaned.replace(b"\0", b"")
    assert b"passwd" not in cleaned


@pytest.mark.requires_office
class TestLibreOffice:
    def test_no_request_is_made(self, tmp_path: Path, server: Server) -> None:
        source = tmp_path / "slides.pptx"
        source.write_bytes(decks.everything(server.url))
        result = export.export_pdf(source, tmp_path / "slides.pdf")
        assert server.asked == []
        assert len((*result.lost, *result.warnings)) > 20
        assert not result.ok

    def test_it_would_ask(self, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        """The same deck as it is: the test above can fail."""
        monkeypatch.setenv("SCAFFOLD_SANDBOX", "none")  # which has no network
        office = export.find_office()
        assert office is not None
        content = decks.everything(server.url)
        with limits.scratch() as folder:
            export._export(office, content, tmp_path / "slides.pptx", folder, timeout=120)
        assert server.asked

    def test_no_file_of_the_computer_is_shown(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.png"
        secret.write_bytes(decks.PNG)
        made = decks.blank()
        for form in ("linked_picture", "embedded_outside", "background", "on_master", "svg_alone", "in_theme"):
            decks.FORMS[form](made, secret.as_uri())
        source = tmp_path / "slides.pptx"
        source.write_bytes(decks.saved(made))
        export.export_pdf(source, tmp_path / "slides.pdf")
        assert [list(page.images) for page in PdfReader(tmp_path / "slides.pdf").pages] == [[]]

    def test_a_chart_keeps_its_columns(self, tmp_path: Path) -> None:
        source = tmp_path / "slides.pptx"
        source.write_bytes(decks.deck(decks.chart, "http://127.0.0.1:9/book.xlsx"))
        export.export_pdf(source, tmp_path / "slides.pdf")
        text = PdfReader(tmp_path / "slides.pdf").pages[0].extract_text()
        assert {"x", "y"} <= set(text.split())
