"""HTTP by arXiv's terms of use: one request every three seconds, one connection, an honest User-Agent, Retry-After.

https://info.arxiv.org/help/api/tou.html. This module decides which requests to retry, which redirects to follow and
how long to wait; turns.py keeps requests apart, client.py interprets the responses.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import requests
import urllib3

from scaffold import __version__
from scaffold.errors import BadDownload, NetworkError, ScaffoldError, Throttled
from scaffold.fetch import addresses
from scaffold.fetch.patience import Count, Patience, TooSlow, limited
from scaffold.fetch.progress import size
from scaffold.fetch.turns import Turns

if TYPE_CHECKING:
    from requests import Response

ATTEMPTS = 4
REDIRECTS = 5
"""How many redirects of one request are followed."""
LONGEST_WAIT = 120.0
"""Seconds; if arXiv asks for a longer wait, scaffold stops with an error instead of waiting."""
LARGEST_ANSWER = 16 * 2**20
LARGEST_DOWNLOAD = 512 * 2**20

_CHUNK = 65536
_MOVED = (301, 302, 303, 307, 308)
_CENTURY = 100 * 365 * 86400.0
_USER_AGENT = f"scaffold/{__version__} (seminar report and slides from one arXiv paper) python-requests"
_LATER = "wait a few minutes and run the same command again; --offline uses only the cache"
_PROXY = "check what HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is set to, or unset it; --offline uses only the cache"
_LOGIN = 511
"""The status by which a network says that it wants a login first (RFC 6585)."""
_DOWN = "check your connection (and SCAFFOLD_ARXIV_URL if set); --offline uses only the cache"

T = TypeVar("T")
Receive = Callable[["Response", Count], T]
"""Reads the body of a response, and counts it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete response: its status and its body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """A download: its status, the address that answered, and the file name that the server gave it ("" if none).

    sized: whether the server announced the length of the body, and the body has it.
    """

    status: int
    url: str
    name: str = ""
    sized: bool = False


class _Redirect(Exception):
    """The server redirects to another address."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class _Session(requests.Session):
    """A session that never follows a redirect by itself, nor reads the body of one."""

    def get_redirect_target(self, resp: Response) -> str | None:
        """None: `Http` follows redirects, because each of them is a request of its own."""
        return None


class _Retry(Exception):
    """The request may be retried: error is raised after the last attempt, wait is the server's Retry-After (s)."""

    def __init__(self, error: ScaffoldError, wait: float | None = None, attempts: int = ATTEMPTS) -> None:
        super().__init__(error.message)
        self.error, self.wait, self.attempts = error, wait, attempts


class Http:
    """The only connection to arXiv. direct: never through a proxy (for the loopback arXiv). timeout in seconds.

    base: the configured server, None for arXiv: redirects to other servers are errors.
    """

    def __init__(
        self,
        turns: Turns,
        *,
        base: str | None = None,
        direct: bool = False,
        timeout: float = 60.0,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        notify: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._turns, self._base, self._direct, self._timeout = turns, base, direct, timeout
        self._patience = patience or Patience()
        self._sleep, self._notify = sleep, notify
        self._session = _session(direct)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def get(self, url: str) -> Answer:
        """The complete response; its status is 200, 400, 404 or 410. Raises Throttled, NetworkError or BadDownload."""
        return self._ask(url, _whole)

    def download(self, url: str, sink: BinaryIO, moved: Callable[[int, int | None], None]) -> Received:
        """What was received; if its status is 200, the unchanged body is in sink. Calls moved(done, total) meanwhile.

        Raises the errors of get, and BadDownload if the body is shorter than announced.
        """
        identity = {"Accept-Encoding": "identity"}
        return self._ask(url, lambda response, count: _drain(response, sink, _counted(moved, count)), identity)

    def _ask(self, url: str, receive: Receive[T], headers: dict[str, str] | None = None) -> T:
        attempt = 0
        with self._turns.taken():
            while True:
                try:
                    return self._following(url, receive, headers)
                except _Retry as retry:
                    attempt += 1
                    if attempt >= retry.attempts or (retry.wait or 0.0) > LONGEST_WAIT:
                        raise retry.error from retry
                    self._back_off(attempt, retry)

    def _following(self, url: str, receive: Receive[T], headers: dict[str, str] | None) -> T:
        """The response to a request and the redirects that follow; each of them waits for its turn."""
        at = url
        for _ in range(REDIRECTS + 1):
            self._turns.wait()
            try:
                return self._once(at, receive, headers)
            except _Redirect as moved:
                at = addresses.redirected(at, moved.location, self._base)
        raise BadDownload(f"{url} was redirected more than {REDIRECTS} times", _LATER)

    def _once(self, url: str, receive: Receive[T], headers: dict[str, str] | None) -> T:
        def work(count: Count) -> T:
            with self._session.get(url, headers=headers, stream=True, timeout=self._timeout) as response:
                self._turns.stamp()
                _check_status(response)
                return receive(response, count)

        try:
            return limited(work, self._patience)
        except TooSlow as e:
            self._turns.stamp()
            self._session = _session(self._direct)
            raise _too_slow(url, e) from e
        except (requests.RequestException, urllib3.exceptions.HTTPError) as e:
            self._turns.stamp()
            raise _error_for(url, e) from e

    def _back_off(self, attempt: int, retry: _Retry) -> None:
        wait = max(retry.wait or 0.0, self._turns.delay * 2**attempt)
        self._notify(f"{retry.error.message}; retrying in {wait:.0f} s")
        if wait > 0:
            self._sleep(wait)


def _session(direct: bool) -> requests.Session:
    """A session with one connection and our User-Agent."""
    session = _Session()
    session.trust_env = not direct
    session.headers["User-Agent"] = _USER_AGENT
    adapter = requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=1)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _counted(moved: Callable[[int, int | None], None], count: Count) -> Callable[[int, int | None], None]:
    """The function moved, which also counts what was received."""

    def counted(done: int, total: int | None) -> None:
        count.add(done - count.received)
        moved(done, total)

    return counted


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header (a number or a date); None if it is missing or invalid."""
    text = (value or "").strip()
    if re.fullmatch(r"\d+", text, re.ASCII):
        return min(float(text), _CENTURY)
    try:
        date = parsedate_to_datetime(text)
        date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
        seconds = (date - (now or datetime.now(timezone.utc))).total_seconds()
    except (TypeError, ValueError, IndexError, OverflowError):  # a year, a day or a zone out of range
        return None
    return min(max(0.0, seconds), _CENTURY)


def _check_status(response: Response) -> None:
    """Raises an error for every status except 200, 400, 404 and 410, and _Redirect for a redirect."""
    status = response.status_code
    if status in (200, 400, 404, 410):
        return
    if status in _MOVED:
        raise _Redirect(response.headers.get("Location", ""))
    wait = retry_after(response.headers.get("Retry-After"))
    if status in (429, 503):
        asked = f" and asks scaffold to wait {wait:.0f} s" if wait else ""
        raise _Retry(Throttled(f"arXiv is too busy (HTTP {status}){asked}", _LATER), wait)
    if status == _LOGIN:
        raise NetworkError(f"your network requires a login (HTTP {status})", "open any web page, and log in there")
    if status >= 500:
        raise _Retry(NetworkError(f"arXiv has a server error (HTTP {status})", _LATER), wait)
    raise NetworkError(f"arXiv refused {response.url} (HTTP {status})", _LATER)


def _whole(response: Response, count: Count) -> Answer:
    body = b""
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        count.add(len(chunk))
        if len(body) > LARGEST_ANSWER:
            raise BadDownload(f"arXiv's response to {response.url} is too long", _LATER)
    _check_rate_limit(body)
    return Answer(response.status_code, body)


def _drain(response: Response, sink: BinaryIO, moved: Callable[[int, int | None], None]) -> Received:
    if response.status_code != 200:
        return Received(response.status_code, response.url)
    sink.seek(0)
    sink.truncate()
    length = response.headers.get("Content-Length", "")
    total = int(length) if re.fullmatch(r"\d{1,15}", length, re.ASCII) else None
    done, head = 0, b""
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        done += len(chunk)
        head = (head + chunk)[:64] if len(head) < 64 else head
        if done > LARGEST_DOWNLOAD:
            raise BadDownload(
                f"{response.url} is larger than {LARGEST_DOWNLOAD // 2**20} MB",
                "download it in a browser and give the file",
            )
        sink.write(chunk)
        moved(done, total)
    _check_rate_limit(head)
    if total is not None and done != total:
        raise _Retry(_cut_short(response.url, f"received {done} of {total} bytes"), attempts=2)
    return Received(200, response.url, response.headers.get("Content-Disposition", ""), total is not None)


def _check_rate_limit(head: bytes) -> None:
    """Raises if the body is "Rate exceeded." in plain text; arXiv's front end sometimes sends it with status 200."""
    if head.lstrip()[:13].lower() == b"rate exceeded":
        raise _Retry(Throttled("arXiv replied “Rate exceeded.”: too many requests from your network", _LATER))


def _error_for(url: str, error: Exception) -> Exception:
    """The error for a failed request, as _Retry if another attempt may help."""
    host = urllib3.util.parse_url(url).host or url
    links = (error, error.__cause__, *error.args, *(getattr(error.args[0], "args", ()) if error.args else ()))
    if any(isinstance(link, urllib3.exceptions.IncompleteRead) for link in links):
        return _Retry(_cut_short(url, "the connection ended early"), attempts=2)
    if isinstance(error, (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)):
        return _Retry(NetworkError(f"cannot reach {host}{_by_proxy(url)}: {_reason(error)}", _PROXY), attempts=2)
    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return _Retry(NetworkError(f"{host} did not answer in time", _DOWN), attempts=2)
    if isinstance(error, requests.exceptions.SSLError):
        return NetworkError(f"no secure connection to {host}: {_reason(error)}", _DOWN)
    if _never_reached(error):
        return _Retry(NetworkError(f"cannot reach {host}: {_reason(error)}", _DOWN), attempts=2)
    if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)) or not isinstance(
        error, requests.RequestException
    ):
        return _Retry(NetworkError(f"the connection to {host} was interrupted", _DOWN))
    return NetworkError(f"cannot request {url}: {_reason(error)}", _DOWN)


def _by_proxy(url: str) -> str:
    """Through which proxy, without its password."""
    given = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""
    try:
        parts = urllib3.util.parse_url(given)
    except urllib3.exceptions.LocationParseError:
        return " through the proxy"
    return f" through the proxy {':'.join(filter(None, (parts.host, str(parts.port or ''))))}".rstrip()


def _never_reached(error: Exception) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _reason(error: Exception) -> str:
    """The last part of a nested exception's message, which is the part that users understand."""
    if isinstance(
        getattr(error.args[0], "reason", None) if error.args else None, urllib3.exceptions.NameResolutionError
    ):
        return "the host name cannot be resolved"
    last = str(error).rsplit(": ", 1)[-1].strip("\"')( ")
    return re.sub(r"^\[Errno -?\d+\] ", "", last) or type(error).__name__


def _too_slow(url: str, slow: TooSlow) -> NetworkError:
    """The error for a request that was given up."""
    took = f"{slow.seconds:.0f} seconds" if slow.seconds >= 1 else "too long"
    return NetworkError(f"gave up {url} after {took}: only {size(slow.received)} arrived", _LATER)


def _cut_short(url: str, what: str) -> BadDownload:
    return BadDownload(f"the download of {url} is incomplete: {what}", "run the same command again")
