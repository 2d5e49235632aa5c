"""Pauses, retries and the server's Retry-After, over real HTTP."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import __version__
from scaffold.errors import BadDownload, NetworkError, Throttled
from scaffold.fetch.client import Client
from scaffold.fetch.http import ATTEMPTS, Http, retry_after
from scaffold.fetch.turns import Turns
from tests.fetch.conftest import ID
from tests.loopback import Loopback

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("-5", None),
        ("soon", None),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Thursday, 01-Jan-26 12:01:00 GMT", 60.0),
        ("Fri, 31 Dec 4000000000 23:59:59 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 100 * 365 * 86400.0),
        ("9" * 400, 100 * 365 * 86400.0),
    ],
)
def test_both_forms_of_retry_after_are_read(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.one_of(st.text(), st.from_regex(r"\A\w{3}, \d{1,4} \w{3} \d{1,12} \d\d:\d\d:\d\d [+-]?\w{1,5}\Z")))
def test_no_retry_after_escapes_as_an_exception(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds < 10**10


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def http(arxiv: Loopback, slept: list[float], tmp_path: Path) -> Iterator[Http]:
    turns = Turns(tmp_path / "cache", 0.5, sleep=slept.append)
    http = Http(turns, base=arxiv.url, direct=True, sleep=slept.append)
    yield http
    http.close()


def test_requests_are_kept_apart_and_say_who_asks(
    arxiv: Loopback, http: Http, slept: list[float], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Turns, "_last", None)
    other = Http(Turns(tmp_path / "other", 0.5, sleep=slept.append), direct=True)
    http.get(f"{arxiv.url}/pdf/{ID}")
    other.get(f"{arxiv.url}/oai")
    other.close()
    assert len(slept) == 1
    assert 0 < slept[0] <= 0.5
    assert all(f"scaffold/{__version__}" in r.headers["User-Agent"] for r in arxiv.requests)


def test_one_connection_serves_all_requests(arxiv: Loopback, http: Http) -> None:
    for _ in range(3):
        http.get(f"{arxiv.url}/pdf/{ID}")
    assert len(arxiv.requests) == 3
    assert len({r.peer for r in arxiv.requests}) == 1


@pytest.mark.parametrize("kind", ["429", "500", "502", "503", "reset", "rate-exceeded"])
def test_passing_trouble_passes(arxiv: Loopback, http: Http, slept: list[float], kind: str) -> None:
    arxiv.fault(kind, times=2)
    assert http.get(f"{arxiv.url}/pdf/{ID}").status == 200
    assert [s for s in slept if s > 0.5] == [1.0, 2.0]


@pytest.mark.parametrize("kind", ["429", "503"])
def test_what_retry_after_asks_is_waited(arxiv: Loopback, http: Http, slept: list[float], kind: str) -> None:
    arxiv.fault(kind, retry_after="20")
    assert http.get(f"{arxiv.url}/pdf/{ID}").status == 200
    assert 20.0 in slept


def test_too_long_a_wait_is_reported_instead_of_waited(arxiv: Loopback, http: Http, slept: list[float]) -> None:
    arxiv.fault("429", retry_after="3600")
    with pytest.raises(Throttled, match="asks scaffold to wait 3600 s"):
        http.get(f"{arxiv.url}/pdf/{ID}")
    assert len(arxiv.requests) == 1
    assert max(slept, default=0) <= 0.5


@pytest.mark.parametrize(
    ("kind", "error", "tries"),
    [
        ("429", Throttled, ATTEMPTS),
        ("503", Throttled, ATTEMPTS),
        ("rate-exceeded", Throttled, ATTEMPTS),
        ("500", NetworkError, ATTEMPTS),
        ("reset", NetworkError, ATTEMPTS),
        ("truncated", BadDownload, 2),
        ("403", NetworkError, 1),
    ],
)
def test_lasting_trouble_ends_after_bounded_tries(
    arxiv: Loopback, http: Http, kind: str, error: type[Exception], tries: int
) -> None:
    arxiv.fault(kind, times=None)
    with pytest.raises(error):
        http.download(f"{arxiv.url}/src/{ID}", io.BytesIO(), lambda done, total: None)
    assert len(arxiv.requests) == tries


def test_a_slow_answer_is_not_waited_for_for_ever(arxiv: Loopback, slept: list[float], tmp_path: Path) -> None:
    arxiv.fault("slow", times=None, seconds=0.5)
    http = Http(Turns(tmp_path, 0), direct=True, timeout=0.05, sleep=slept.append)
    with pytest.raises(NetworkError, match="did not answer in time"):
        http.get(f"{arxiv.url}/oai")
    http.close()


def test_bytes_are_kept_as_sent_whatever_the_encoding_header_says(arxiv: Loopback, http: Http) -> None:
    arxiv.fault("content-encoding")
    sink = io.BytesIO()
    assert http.download(f"{arxiv.url}/src/{ID}", sink, lambda done, total: None).status == 200
    assert sink.getvalue() == arxiv.answer(f"/src/{ID}").body


def test_a_second_try_does_not_append_to_the_first(arxiv: Loopback, http: Http) -> None:
    arxiv.fault("truncated")
    sink = io.BytesIO()
    http.download(f"{arxiv.url}/src/{ID}", sink, lambda done, total: None)
    assert sink.getvalue() == arxiv.answer(f"/src/{ID}").body


@pytest.mark.parametrize(
    ("url", "asked", "allowed"),
    [
        (None, 0.0, 3.0),
        ("https://export.arxiv.org", 0.1, 3.0),
        ("http://127.0.0.1.example.org", 0.1, 3.0),
        ("http://mirror.example.org", None, 3.0),
        ("https://export.arxiv.org", 10.0, 10.0),
        ("http://127.0.0.1:80", 0.1, 0.1),
        ("http://localhost:80", 0.0, 0.0),
        ("http://[::1]:80", 0.0, 0.0),
    ],
)
def test_the_pause_can_be_shortened_on_this_computer_alone(
    cache: object, url: str | None, asked: float | None, allowed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCAFFOLD_ARXIV_URL", raising=False)
    assert Client(url, cache, delay=asked).delay == allowed  # type: ignore[arg-type]
    if asked is not None:
        monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", str(asked))
        assert Client(url, cache).delay == allowed  # type: ignore[arg-type]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_that_does_not_answer_is_named_without_its_password(
    variable: str, slept: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv(variable, f"http://me:secret@127.0.0.1:{port}")
    http = Http(Turns(tmp_path / "cache", 0.0), sleep=slept.append)
    with pytest.raises(NetworkError) as caught:
        http.get("http://export.arxiv.org/api")
    http.close()
    begin, reason = f"cannot reach export.arxiv.org through the proxy 127.0.0.1:{port}: ", caught.value.message
    assert reason.startswith(begin)
    assert len(reason) > len(begin)
    assert "secret" not in reason
    assert "HTTPS_PROXY" in caught.value.hint
