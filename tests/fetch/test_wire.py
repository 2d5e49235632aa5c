"""What a server may do to a download: cut it, garble it, send another one, lead elsewhere, take for ever."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scaffold.errors import BadDownload, NetworkError, PaperNotFound, ScaffoldError
from scaffold.fetch import Client, Fetched, fetch
from scaffold.fetch.addresses import redirected
from scaffold.fetch.cache import Cache
from scaffold.fetch.identifiers import ArxivId
from scaffold.fetch.patience import Patience
from tests.conftest import ROOT
from tests.fetch.conftest import ID, PDF, TEX, everything
from tests.loopback import Loopback, tar_gz

Connect = Callable[..., Client]
Get = Callable[..., Fetched]
PAPER = ArxivId(ID, 1)
OTHER = "2401.00001"
REAL = ROOT / "examples" / "eprints" / "2401.00001" / "v2.pdf"


# --- PDFs are read to their end ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["cut-unsized", "cut-chunked"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99, 0.9999])
def test_a_pdf_cut_without_a_length_is_not_kept(
    arxiv: Loopback, connect: Connect, cache: Cache, kind: str, share: float
) -> None:
    arxiv.add(ID, pdf=REAL)
    arxiv.fault(kind, "/pdf", share=share)
    with pytest.raises(BadDownload, match="damaged or incomplete: its end is missing"):
        connect().pdf(PAPER)
    assert everything(cache.root) == []
    kept = connect().pdf(PAPER)
    assert kept is not None
    assert kept.path.read_bytes() == REAL.read_bytes()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("garbage-pdf", "its end is missing"), ("empty-pdf", "it cannot be opened"), ("html", "web page")],
)
def test_a_pdf_that_cannot_be_opened_is_not_kept(
    arxiv: Loopback, connect: Connect, cache: Cache, kind: str, says: str
) -> None:
    arxiv.fault(kind, "/pdf")
    with pytest.raises(BadDownload, match=says):
        connect().pdf(PAPER)
    assert everything(cache.root) == []


def test_a_whole_pdf_without_a_length_is_kept(arxiv: Loopback, connect: Connect) -> None:
    arxiv.add(ID, pdf=REAL)
    arxiv.fault("cut-unsized", "/pdf", share=1.0)
    assert connect().pdf(PAPER) is not None


def test_a_cut_pdf_beside_a_source_is_a_warning(arxiv: Loopback, get: Get, cache: Cache) -> None:
    arxiv.add(ID, archive=tar_gz({"main.tex": TEX}), pdf=REAL)
    arxiv.fault("cut-unsized", "/pdf", times=None)
    found = get()
    assert found.pdf_path is None
    assert "its end is missing" in found.warnings[0]
    assert not (cache.root / ID / "v1" / "pdf").exists()


@pytest.mark.parametrize(
    ("source", "share", "sound"),
    [
        (TEX, 0.6, False),
        (TEX, 1.0, True),
        (b"\\input amstex Hello.\\bye\n", 1.0, True),
        (b"\\input amstex Hello.\\bye\n", 0.8, False),
        (b"%!PS-Adobe-2.0\nshowpage\n%%EOF\n", 1.0, True),
        (b"%!PS-Adobe-2.0\nshowpage\n%%EOF\n", 0.8, False),
    ],
)
def test_a_source_without_a_checksum_and_a_length_is_read_to_its_end(
    arxiv: Loopback, connect: Connect, source: bytes, share: float, sound: bool
) -> None:
    arxiv.add(ID, archive=source)
    arxiv.fault("cut-unsized", "/src", share=share)
    if sound:
        assert connect().source(PAPER) is not None
    else:
        with pytest.raises(BadDownload, match="its end is missing, and the server did not announce its length"):
            connect().source(PAPER)


@pytest.mark.parametrize(("kind", "says"), [("page-in-gz", "its content is html"), ("gz-in-gz", "its content is gzip")])
def test_what_is_inside_a_gzip_file_is_looked_at(
    arxiv: Loopback, connect: Connect, cache: Cache, kind: str, says: str
) -> None:
    arxiv.fault(kind, "/src")
    with pytest.raises(BadDownload, match=says):
        connect().source(PAPER)
    assert everything(cache.root) == []


def test_a_source_that_cannot_be_unpacked_is_asked_for_again(arxiv: Loopback, get: Get, cache: Cache) -> None:
    arxiv.fault("pdf-for-source", "/pdf", times=0)
    sound = arxiv.papers[ID].versions[1].source
    arxiv.add(ID, archive=tar_gz({"README": b"nothing here"}), pdf=PDF)
    with pytest.raises(ScaffoldError, match="contains no LaTeX file"):
        get()
    assert not (cache.root / ID / "v1" / "source").exists()
    arxiv.add(ID, archive=sound, pdf=PDF)
    assert get().kind == "tex"


# --- The answer belongs to the question -------------------------------------------------------------------------------


def test_metadata_of_another_paper_is_refused(arxiv: Loopback, get: Get, cache: Cache) -> None:
    arxiv.add(OTHER, archive=tar_gz({"main.tex": TEX}), pdf=PDF)
    arxiv.fault("other-paper", "/api", text=OTHER)
    with pytest.raises(BadDownload, match=rf"metadata of {OTHER} instead of {ID}"):
        get()
    assert everything(cache.root) == []
    assert get().arxiv_id == ID


def test_a_history_of_another_paper_is_ignored(arxiv: Loopback, connect: Connect) -> None:
    arxiv.add(ID, archive=tar_gz({"main.tex": TEX}), version=2)
    arxiv.add(OTHER, archive=tar_gz({"main.tex": TEX}), size="999kb")
    arxiv.fault("other-paper", "/oai", text=OTHER)
    client = connect()
    metadata = client.metadata(ArxivId(ID))
    assert client.with_history(ArxivId(ID), metadata).history == ()
    assert len(client.with_history(ArxivId(ID), metadata).history) == 2


@pytest.mark.parametrize("number", ["0", "9" * 20, "9" * 5000])
@pytest.mark.parametrize("path", ["/api", "/oai"])
def test_impossible_version_numbers_are_no_versions(
    arxiv: Loopback, connect: Connect, number: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv.add(ID, archive=tar_gz({"main.tex": TEX}), version=2)
    sound = arxiv.answer

    def answer(asked: str) -> Any:
        reply = sound(asked)
        if asked.startswith(path):
            reply.body = reply.body.replace(f"{ID}v2".encode(), f"{ID}v{number}".encode())
            reply.body = reply.body.replace(b'version="v2"', f'version="v{number}"'.encode())
            reply.body = reply.body.replace(b"0kb", number.encode() + b"kb")
        return reply

    monkeypatch.setattr(arxiv, "answer", answer)
    client = connect()
    if path == "/api":
        with pytest.raises(PaperNotFound):
            client.metadata(ArxivId(ID))
    else:
        assert [v.number for v in client.with_history(ArxivId(ID), client.metadata(ArxivId(ID))).history] == [1]


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("arXiv-1905.03684v1.tar.gz", True),
        ("1905.03684.pdf", True),
        ("arXiv-1905.03684v2.tar.gz", False),
        ("arXiv-2401.00001v1.tar.gz", False),
        ("paper.tar.gz", True),
    ],
)
def test_the_name_of_a_download_is_compared_with_what_was_asked(
    arxiv: Loopback, connect: Connect, name: str, sound: bool
) -> None:
    arxiv.fault("named", "/src", text=name)
    if sound:
        assert connect().source(PAPER) is not None
    else:
        with pytest.raises(BadDownload, match=rf"instead of the source of {ID}v1"):
            connect().source(PAPER)


def test_a_redirect_to_another_version_is_refused(arxiv: Loopback, connect: Connect) -> None:
    arxiv.add(ID, archive=tar_gz({"other.tex": TEX}), version=2)
    arxiv.fault("redirect", f"/src/{ID}v1", text=f"/src/{ID}v2")
    with pytest.raises(BadDownload, match=rf"arXiv sent {ID}v2 instead of the source of {ID}v1"):
        connect().source(PAPER)


# --- Redirects --------------------------------------------------------------------------------------------------------

ARXIV = "https://export.arxiv.org/src/1905.03684v1"
LOCAL = "http://127.0.0.1:4000/src/1905.03684v1"


@pytest.mark.parametrize(
    ("base", "location", "leads_to"),
    [
        (None, "/e-print/1905.03684v1", "https://export.arxiv.org/e-print/1905.03684v1"),
        (None, "https://arxiv.org/src/1905.03684v1", "https://arxiv.org/src/1905.03684v1"),
        (None, "http://arxiv.org/src/1905.03684v1", "https://arxiv.org/src/1905.03684v1"),
        (None, "//static.arxiv.org/x?y=1", "https://static.arxiv.org/x?y=1"),
        (None, "https://arxiv.org.example.org/", None),
        (None, "https://notarxiv.org/", None),
        (None, "https://user@arxiv.org/", None),
        (None, "https://arxiv.org@example.org/", None),
        (None, "https://arxiv.org:8443/", None),
        (None, "ftp://arxiv.org/", None),
        (None, "file:///etc/passwd", None),
        (None, "http://127.0.0.1:80/", None),
        (None, "http://169.254.169.254/latest", None),
        (None, "http://[::1", None),
        (None, "http://arxiv.org:99999999/", None),
        (None, "", ARXIV),
        ("http://127.0.0.1:4000", "/other", "http://127.0.0.1:4000/other"),
        ("http://127.0.0.1:4000", "http://127.0.0.1:4001/other", None),
        ("http://127.0.0.1:4000", "http://localhost:4000/other", None),
        ("http://127.0.0.1:4000", "https://arxiv.org/", None),
        ("http://127.0.0.1:4000", "http://[::1", None),
        ("https://export.arxiv.org", "https://arxiv.org/a", "https://arxiv.org/a"),
        ("https://mirror.example.org", "http://mirror.example.org/a", None),
    ],
)
def test_redirects_lead_to_arxiv_only(base: str | None, location: str, leads_to: str | None) -> None:
    url = LOCAL if base and "127" in base else ARXIV
    if leads_to is not None:
        assert redirected(url, location, base) == leads_to
        return
    with pytest.raises(BadDownload, match="which is not arXiv"):
        redirected(url, location, base)


@pytest.mark.parametrize("path", ["/api", "/src", "/pdf"])
def test_a_redirect_to_another_server_is_not_followed(arxiv: Loopback, connect: Connect, path: str) -> None:
    with Loopback() as other:
        arxiv.fault("redirect", path, times=None, text=f"{other.url}{path}")
        client = connect()
        call = {"/api": client.metadata, "/src": client.source, "/pdf": client.pdf}[path]
        with pytest.raises(BadDownload, match="which is not arXiv"):
            call(PAPER)
        assert other.requests == []


def test_a_redirect_of_arxivs_own_is_followed_in_turn(arxiv: Loopback, connect: Connect) -> None:
    slept: list[float] = []
    arxiv.fault("redirect", "/src", text=f"/e-print/{ID}v1")
    assert connect(delay=2.0, sleep=slept.append).source(PAPER) is not None
    assert arxiv.paths == [f"/src/{ID}v1", f"/e-print/{ID}v1"]
    assert slept[-1] > 0


@pytest.mark.parametrize("location", ["", "/src/1905.03684v1", "http://[::1"])
def test_redirects_in_a_circle_end(arxiv: Loopback, connect: Connect, location: str) -> None:
    arxiv.fault("redirect", "/src", times=None, text=location)
    with pytest.raises(BadDownload):
        connect().source(PAPER)
    assert len(arxiv.requests) <= 6


# --- Time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["drip", "drip-headers"])
@pytest.mark.parametrize("path", ["/api", "/src", "/pdf"])
def test_a_download_that_drips_is_given_up(
    arxiv: Loopback, connect: Connect, cache: Cache, kind: str, path: str
) -> None:
    arxiv.fault(kind, path, times=None, seconds=0.02)
    client = connect(patience=Patience(grace=0.15, rate=2048, total=60))
    call = {"/api": client.metadata, "/src": client.source, "/pdf": client.pdf}[path]
    with pytest.raises(NetworkError, match=r"gave up .* after"):
        call(PAPER)
    assert len(arxiv.requests) == 1
    assert everything(cache.root) == []
    arxiv.faults.clear()
    assert call(PAPER) is not None


def test_patience_has_an_end_however_much_arrives() -> None:
    patience = Patience(grace=10, rate=100, total=1000)
    assert patience.ends(0, 0) == 10
    assert patience.ends(10, 0) <= 0
    assert patience.ends(10, 5000) == 40
    assert patience.ends(1000, 10**9) == 0


def test_a_length_of_thousands_of_digits_is_no_length(arxiv: Loopback, connect: Connect) -> None:
    arxiv.fault("long-length", "/src", times=None)
    with pytest.raises((BadDownload, NetworkError)):
        connect(timeout=0.2).source(PAPER)


ASKS = """
import sys
from pathlib import Path
from scaffold.fetch.client import Client
from scaffold.fetch.cache import Cache
from scaffold.fetch.identifiers import ArxivId
with Client(sys.argv[1], Cache(Path(sys.argv[2])), delay=float(sys.argv[3])) as client:
    client.pdf(ArxivId("1905.03684", int(sys.argv[4])))
"""


@pytest.mark.slow
def test_requests_of_eight_processes_are_kept_apart(arxiv: Loopback, cache: Cache) -> None:
    """The shortest pause is asserted, which no load can shorten: a busy machine only makes pauses longer."""
    delay = 0.25
    for number in range(1, 9):
        arxiv.add(ID, pdf=PDF, version=number)
    words = [sys.executable, "-c", ASKS, arxiv.url, str(cache.root), str(delay)]
    running = [subprocess.Popen([*words, str(number)], cwd=ROOT) for number in range(1, 9)]
    assert [process.wait(timeout=120) for process in running] == [0] * 8
    times = sorted(request.time for request in arxiv.requests)
    assert len(times) == 8
    assert min(later - earlier for earlier, later in pairwise(times)) >= delay


@pytest.mark.slow
def test_processes_that_want_the_same_file_download_it_once(arxiv: Loopback, cache: Cache) -> None:
    words = [sys.executable, "-c", ASKS, arxiv.url, str(cache.root), "0", "1"]
    running = [subprocess.Popen(words, cwd=ROOT) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0] * 3
    assert arxiv.paths == [f"/pdf/{ID}v1"]


# --- What is in the cache ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["v1/source", "v1/pdf", "v1/source.json", "metadata.json"])
def test_a_damaged_file_in_the_cache_is_named_and_downloaded_again(
    arxiv: Loopback, connect: Connect, cache: Cache, tmp_path: Path, name: str
) -> None:
    fetch(ID, tmp_path / "a", client=connect())
    path = cache.root / ID / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    what = "metadata of 1905.03684" if "metadata" in name else f"{'PDF' if 'pdf' in name else 'source'} of {ID}v1"
    says = f"the cached {what} is damaged, and --offline forbids downloads"
    if name == "v1/pdf":
        assert says in fetch(ID, tmp_path / "o", client=connect(offline=True)).warnings[0]
    else:
        with pytest.raises(NetworkError, match=says):
            fetch(ID, tmp_path / "o", client=connect(offline=True))
    found = fetch(ID, tmp_path / "b", client=connect())
    assert found.warnings == (f"the cached {what} was damaged: scaffold downloaded it again",)
    assert fetch(ID, tmp_path / "c", client=connect(offline=True)).warnings == ()


def test_metadata_of_another_paper_in_the_cache_is_damage(arxiv: Loopback, connect: Connect, cache: Cache) -> None:
    arxiv.add(OTHER, archive=tar_gz({"main.tex": TEX}), pdf=PDF)
    connect().metadata(ArxivId(OTHER))
    (cache.root / ID).mkdir()
    (cache.root / OTHER / "metadata.json").rename(cache.root / ID / "metadata.json")
    client = connect()
    assert client.metadata(ArxivId(ID)).id == ID
    assert len(client.warnings) == 1


def test_what_a_killed_process_left_in_the_cache_is_removed(arxiv: Loopback, connect: Connect, cache: Cache) -> None:
    connect().source(PAPER)
    for name in (f"{ID}/v1/.part-99999-1-pdf", f"{ID}/.part-99999-1-metadata.json"):
        (cache.root / name).write_bytes(b"half")
    connect().pdf(PAPER)
    assert everything(cache.root) == [
        ID,
        f"{ID}/v1",
        *(f"{ID}/v1/{n}" for n in ("pdf", "pdf.json", "source", "source.json")),
    ]


@pytest.mark.parametrize("url", ["http://[::1", "http://:80", "ftp://x", "http://h:99999", "http://h:x", "http://"])
def test_an_address_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", url)
    with pytest.raises(NetworkError, match="which is not an http URL"):
        Client()


@pytest.mark.parametrize("delay", ["inf", "nan", "-1", "1e300", "soon"])
def test_a_delay_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, delay: str) -> None:
    monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", delay)
    with pytest.raises(NetworkError, match=f"SCAFFOLD_ARXIV_DELAY is “{delay}”"):
        Client()
