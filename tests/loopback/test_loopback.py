"""The loopback arXiv answers in arXiv's shapes, and the `arxiv` package reads them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import arxiv
import pytest
import requests

from tests.loopback import Loopback, tar_gz
from tests.loopback.faults import KINDS, parse

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "eprints"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(EXAMPLES) as server:
        server.add("hep-th/9711200", archive=tar_gz({"a.tex": b"x"}), title="Large N & <small> n " * 6, version=2)
        yield server


def ask(server: Loopback, *ids: str) -> list[arxiv.Result]:
    client = arxiv.Client(page_size=10, delay_seconds=0, num_retries=0)
    client.query_url_format = server.url + "/api/query?{}"
    try:
        return list(client.results(arxiv.Search(id_list=list(ids), max_results=10)))
    finally:
        client._session.close()


def test_the_arxiv_package_reads_its_feed(server: Loopback) -> None:
    first, second = ask(server, "2401.00001v1", "hep-th/9711200")
    assert first.get_short_id() == "2401.00001v1"
    assert first.comment == "8 pages, conference version"
    assert [a.name for a in first.authors] == ["Ada Example", "Ben Sample"]
    assert second.get_short_id() == "hep-th/9711200v2"
    assert second.title == ("Large N & <small> n " * 6).strip()


def test_titles_are_wrapped_as_arxiv_wraps_them(server: Loopback) -> None:
    body = requests.get(server.url + "/api/query?id_list=hep-th/9711200", timeout=5).text
    assert "&lt;small&gt;" in body
    assert "\n  " in body.split("<title>")[2].split("</title>")[0]


def test_what_arxiv_does_not_know(server: Loopback) -> None:
    assert ask(server, "2401.99999") == []
    with pytest.raises(arxiv.HTTPError, match="400"):
        ask(server, "banana")


@pytest.mark.parametrize("path", ["/src/2401.00001v2", "/e-print/2401.00001v2", "/src/2401.00001"])
def test_a_folder_of_sources_is_packed_the_same_every_time(server: Loopback, path: str) -> None:
    first, second = (requests.get(server.url + path, timeout=5).content for _ in range(2))
    assert first[:2] == b"\x1f\x8b"
    assert first == second


def test_a_pdf_submission_has_the_pdf_as_its_source(server: Loopback) -> None:
    server.add("2401.00002", pdf=b"%PDF-1.5\n")
    assert requests.get(server.url + "/src/2401.00002v1", timeout=5).content == b"%PDF-1.5\n"


@pytest.mark.parametrize("path", ["/src/2401.00001v9", "/pdf/2401.99999", "/src/banana", "/", "/oai/x"])
def test_what_is_not_there_is_404(server: Loopback, path: str) -> None:
    assert requests.get(server.url + path, timeout=5).status_code == 404


def test_faults_strike_as_often_as_asked(server: Loopback) -> None:
    server.fault("503", "/pdf", times=2, after=1, retry_after="7")
    answers = [requests.get(server.url + "/pdf/2401.00001v1", timeout=5) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 503, 503, 200]
    assert answers[1].headers["Retry-After"] == "7"


def test_faults_are_read_from_the_command_line() -> None:
    assert (parse("503:/src:2").path, parse("503:/src:2").times) == ("/src", 2)
    assert (parse("html").path, parse("html").times) == ("/", None)
    assert "truncated" in KINDS
    with pytest.raises(ValueError, match="no fault"):
        parse("flood")


def test_the_command_serves_a_folder() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.loopback", str(EXAMPLES), "--fault", "503:/oai"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        assert "2401.00001v2" in process.stdout.readline()
        assert requests.get(url + "/pdf/2401.00001v1", timeout=5).content.startswith(b"%PDF-")
        assert requests.get(url + "/oai", timeout=5).status_code == 503
    finally:
        process.terminate()
        process.communicate(timeout=10)
