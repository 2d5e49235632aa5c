"""HTTP as arXiv asks for it: a request per three seconds, one connection, an honest name, patience when told to wait.

https://info.arxiv.org/help/api/tou.html. What makes a request worth repeating, and how long to wait, is all here; what
an answer means is the client's business.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, BinaryIO, ClassVar, TypeVar

import requests
import urllib3

from scaffold import __version__
from scaffold.errors import BadDownload, NetworkError, ScaffoldError, Throttled

if TYPE_CHECKING:
    from requests import Response

DELAY = 3.0
"""Seconds between requests that arXiv's terms ask for."""
ATTEMPTS = 4
LONGEST_WAIT = 120.0
"""Seconds; when arXiv asks for more, the user is told instead of kept waiting."""
LARGEST_ANSWER = 16 * 2**20
LARGEST_DOWNLOAD = 512 * 2**20

_CHUNK = 65536
_USER_AGENT = f"scaffold/{__version__} (seminar report and slides from one arXiv paper) python-requests"
_LATER = "wait a few minutes and run the same command again; --offline works from what is already cached"
_DOWN = "check your connection (and SCAFFOLD_ARXIV_URL if set); --offline works from what is already cached"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status and its body."""

    status: int
    body: bytes


class _Again(Exception):
    """Worth another try: error is what to raise when there is none left, wait the seconds the server asked for."""

    def __init__(self, error: ScaffoldError, wait: float | None = None, attempts: int = ATTEMPTS) -> None:
        super().__init__(error.message)
        self.error, self.wait, self.attempts = error, wait, attempts


class Http:
    """The one connection to arXiv. delay in seconds; direct: never through a proxy (the loopback arXiv)."""

    _last: ClassVar[float | None] = None

    def __init__(
        self,
        delay: float = DELAY,
        *,
        direct: bool = False,
        timeout: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        notify: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.notify = notify
        self._delay, self._timeout, self._sleep = delay, timeout, sleep
        self._session = requests.Session()
        self._session.trust_env = not direct
        self._session.headers["User-Agent"] = _USER_AGENT
        adapter = requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=1)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def get(self, url: str) -> Answer:
        """The answer, whole; statuses 200, 400, 404 and 410 only. Raises Throttled, NetworkError or BadDownload."""
        return self._ask(url, _whole)

    def download(self, url: str, sink: BinaryIO, moved: Callable[[int, int | None], None]) -> int:
        """The status; at 200 the body is in sink, byte for byte as sent. moved(done, total) is called as it comes.

        Raises as get does, and BadDownload when the body is shorter than announced.
        """
        return self._ask(url, lambda response: _drain(response, sink, moved), {"Accept-Encoding": "identity"})

    def _ask(self, url: str, receive: Callable[[Response], T], headers: dict[str, str] | None = None) -> T:
        attempt = 0
        while True:
            self._pace()
            try:
                return self._once(url, receive, headers)
            except _Again as trouble:
                attempt += 1
                if attempt >= trouble.attempts or (trouble.wait or 0.0) > LONGEST_WAIT:
                    raise trouble.error from trouble
                self._back_off(attempt, trouble)

    def _once(self, url: str, receive: Callable[[Response], T], headers: dict[str, str] | None) -> T:
        try:
            with self._session.get(url, headers=headers, stream=True, timeout=self._timeout) as response:
                _refuse(response)
                return receive(response)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as e:
            raise _trouble(url, e) from e

    def _pace(self) -> None:
        """Keeps all requests of this process apart, whichever client makes them."""
        if Http._last is not None:
            wait = Http._last + self._delay - time.monotonic()
            if wait > 0:
                self._sleep(wait)
        Http._last = time.monotonic()

    def _back_off(self, attempt: int, trouble: _Again) -> None:
        wait = max(trouble.wait or 0.0, self._delay * 2**attempt)
        self.notify(f"{trouble.error.message}; next try in {wait:.0f} s")
        if wait > 0:
            self._sleep(wait)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None without one, or with a garbled one."""
    text = (value or "").strip()
    if re.fullmatch(r"\d+", text, re.ASCII):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - (now or datetime.now(timezone.utc))).total_seconds())


def _refuse(response: Response) -> None:
    """Raises for every status that is not an answer."""
    status = response.status_code
    if status in (200, 400, 404, 410):
        return
    wait = retry_after(response.headers.get("Retry-After"))
    if status in (429, 503):
        asked = f" and asks to wait {wait:.0f} s" if wait else ""
        raise _Again(Throttled(f"arXiv is too busy for us (HTTP {status}){asked}", _LATER), wait)
    if status >= 500:
        raise _Again(NetworkError(f"arXiv has trouble of its own (HTTP {status})", _LATER), wait)
    raise NetworkError(f"arXiv refused {response.url} (HTTP {status})", _LATER)


def _whole(response: Response) -> Answer:
    body = b""
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise BadDownload(f"arXiv's answer to {response.url} never ends", _LATER)
    _refuse_body(body)
    return Answer(response.status_code, body)


def _drain(response: Response, sink: BinaryIO, moved: Callable[[int, int | None], None]) -> int:
    if response.status_code != 200:
        return response.status_code
    sink.seek(0)
    sink.truncate()
    length = response.headers.get("Content-Length", "")
    total = int(length) if length.isascii() and length.isdigit() else None
    done, head = 0, b""
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        done += len(chunk)
        head = (head + chunk)[:64] if len(head) < 64 else head
        if done > LARGEST_DOWNLOAD:
            raise BadDownload(f"{response.url} is larger than {LARGEST_DOWNLOAD // 2**20} MB", "download it by hand")
        sink.write(chunk)
        moved(done, total)
    _refuse_body(head)
    if total is not None and done != total:
        raise _Again(_short(response.url, f"{done} of {total} bytes came"), attempts=2)
    return 200


def _refuse_body(head: bytes) -> None:
    """arXiv's front end says "Rate exceeded." in plain text, sometimes with status 200."""
    if head.lstrip()[:13].lower() == b"rate exceeded":
        raise _Again(Throttled("arXiv says “Rate exceeded.”: too many requests from your network", _LATER))


def _trouble(url: str, error: Exception) -> Exception:
    """What a failed exchange means: worth another try, or not."""
    host = urllib3.util.parse_url(url).host or url
    links = (error, error.__cause__, *error.args, *(getattr(error.args[0], "args", ()) if error.args else ()))
    if any(isinstance(link, urllib3.exceptions.IncompleteRead) for link in links):
        return _Again(_short(url, "the connection ended early"), attempts=2)
    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return _Again(NetworkError(f"{host} did not answer in time", _DOWN), attempts=2)
    if isinstance(error, requests.exceptions.SSLError):
        return NetworkError(f"no safe connection to {host}: {_reason(error)}", _DOWN)
    if _never_reached(error):
        return _Again(NetworkError(f"cannot reach {host}: {_reason(error)}", _DOWN), attempts=2)
    if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)) or not isinstance(
        error, requests.RequestException
    ):
        return _Again(NetworkError(f"the connection to {host} broke off", _DOWN))
    return NetworkError(f"cannot ask {url}: {_reason(error)}", _DOWN)


def _never_reached(error: Exception) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _reason(error: Exception) -> str:
    """The last words of a nested exception, which are the ones that mean something to a reader."""
    if isinstance(
        getattr(error.args[0], "reason", None) if error.args else None, urllib3.exceptions.NameResolutionError
    ):
        return "its name cannot be resolved"
    last = str(error).rsplit(": ", 1)[-1].strip("\"')( ")
    return re.sub(r"^\[Errno -?\d+\] ", "", last) or type(error).__name__


def _short(url: str, what: str) -> BadDownload:
    return BadDownload(f"the download of {url} was cut short: {what}", "run the same command again")
