"""The arXiv client: metadata, version histories, sources and PDFs, from the cache where possible.

Metadata comes through the `arxiv` package, which builds the query and parses the feed. Its session, delay and retries
are replaced by ours, so that all requests share one rate limit and "Rate exceeded." is not read as an empty feed.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

from scaffold.errors import BadDownload, NetworkError, PaperNotFound, ScaffoldError
from scaffold.fetch.cache import Cache, Stored, What
from scaffold.fetch.identifiers import ArxivId
from scaffold.fetch.metadata import Metadata, from_json, from_result, to_json
from scaffold.fetch.progress import Progress, quiet, size
from scaffold.fetch.sniff import HEAD, html_says, sniff
from scaffold.fetch.versions import History, parse_history

if TYPE_CHECKING:
    from scaffold.fetch.http import Http

DELAY = 3.0
"""Seconds between requests to the real arXiv; this cannot be lowered."""
RECORD_AGE = 24 * 3600.0
"""Seconds after which cached metadata expires: arXiv announces new versions once a day."""

LARGEST_CHECKED = 1024 * 2**20
"""Unpacked bytes of a gzip file after which its checksum is not verified: larger than any paper."""

_EXPORT = "https://export.arxiv.org"
_OAI = "https://oaipmh.arxiv.org/oai"


@dataclass(frozen=True, slots=True)
class Download:
    """A source or PDF in the cache."""

    path: Path
    sha256: str
    size: int


class Client:
    """Fetches from arXiv, or from base_url (default: SCAFFOLD_ARXIV_URL) instead.

    offline: use only the cache. refresh: download again what is cached. delay: seconds between requests (default:
    SCAFFOLD_ARXIV_DELAY); less than 3 only if base_url is this computer. timeout in seconds.
    """

    def __init__(
        self,
        base_url: str | None = None,
        cache: Cache | None = None,
        *,
        offline: bool = False,
        refresh: bool = False,
        delay: float | None = None,
        progress: Progress | None = None,
        timeout: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        base = (base_url or os.environ.get("SCAFFOLD_ARXIV_URL") or "").rstrip("/")
        self._base = _checked(base) if base else None
        self.cache = cache or Cache.default(urlsplit(base).netloc or "arxiv.org")
        self.offline, self.refresh = offline, refresh
        self.progress = progress or quiet
        self._loopback = self._base is not None and _is_loopback(self._base)
        self.delay = _allowed_delay(delay, self._loopback)
        self._timeout, self._sleep = timeout, sleep
        self._http: Http | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the client can still be used."""
        if self._http is not None:
            self._http.close()

    def metadata(self, paper: ArxivId) -> Metadata:
        """The metadata of the latest version; from the cache if offline or saved within a day.

        Raises PaperNotFound, NetworkError, Throttled, BadDownload.
        """
        known = self._saved(paper)
        if known is not None:
            return known
        self._stage("metadata", f"asking arXiv for the metadata of {paper.id}")
        metadata = self._query(paper)
        self.cache.save_record(paper, to_json(metadata))
        return metadata

    def with_history(self, paper: ArxivId, metadata: Metadata) -> Metadata:
        """The metadata with its version history; unchanged if arXiv gives none, which is not an error."""
        if metadata.history or self.offline:
            return metadata
        self._stage("metadata", f"asking arXiv for the versions of {paper.id}")
        try:
            metadata = metadata.with_history(self._history(paper))
        except ScaffoldError:
            return metadata
        if metadata.history:
            self.cache.save_record(paper, to_json(metadata))
        return metadata

    def source(self, paper: ArxivId) -> Download | None:
        """The source of that version as arXiv sends it; None if arXiv has none (404).

        paper must have a version. Raises NetworkError, Throttled, BadDownload, DiskError.
        """
        return self._download(paper, "source", f"/src/{quote(str(paper))}")

    def pdf(self, paper: ArxivId) -> Download | None:
        """The PDF of that version; None if arXiv has none (404). Raises the same errors as source."""
        return self._download(paper, "pdf", f"/pdf/{quote(str(paper))}")

    def _saved(self, paper: ArxivId) -> Metadata | None:
        if self.refresh and not self.offline:
            return None
        row = self.cache.load_record(paper, None if self.offline else RECORD_AGE)
        if row is not None:
            try:
                return from_json(row)
            except (KeyError, TypeError, ValueError):
                pass
        if self.offline:
            raise _not_cached(f"the metadata of {paper.id}")
        return None

    def _query(self, paper: ArxivId) -> Metadata:
        import arxiv

        logging.getLogger("arxiv").addHandler(logging.NullHandler())
        api = arxiv.Client(page_size=1, delay_seconds=0, num_retries=0)
        api.query_url_format = f"{self._base or _EXPORT}/api/query?{{}}"
        session: Any = _Session(self._connection())
        api._session = session
        try:
            results = list(api.results(arxiv.Search(id_list=[paper.id], max_results=1)))
        except arxiv.ArxivError:
            results = []
        except ValueError as e:
            raise BadDownload(f"arXiv's metadata of {paper.id} cannot be read: {e}", "try again later") from e
        found = from_result(results[0]) if results else None
        if found is None:
            session.check_feed(paper)
            raise PaperNotFound(
                f"arXiv has no paper {paper.id}", "check the digits: the identifier is on the paper's first page"
            )
        return found

    def _history(self, paper: ArxivId) -> History:
        ask = {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": f"oai:arXiv.org:{paper.id}"}
        url = f"{self._base}/oai" if self._base else _OAI
        answer = self._connection().get(f"{url}?{urlencode(ask)}")
        return parse_history(answer.body) if answer.status == 200 else History()

    def _download(self, paper: ArxivId, what: What, path: str) -> Download | None:
        name = "source" if what == "source" else "PDF"
        if self.offline or not self.refresh:
            kept = self.cache.find(paper, what)
            if kept is not None:
                self.progress(what, f"{name} {size(kept.size)}, cached", kept.size, kept.size)
                return Download(kept.path, kept.sha256, kept.size)
        if self.offline:
            others = ", ".join(f"{paper.id}v{n}" for n in self.cache.versions(paper) if n != paper.version)
            raise _not_cached(f"the {name} of {paper}", f"; the cache contains {others}" if others else "")
        self._stage(what, f"{name} of {paper}")
        url = f"{self._base or _EXPORT}{path}"
        try:
            with self.cache.writing(paper, what, url) as file:
                status = self._connection().download(url, file, lambda done, total: self._moved(what, done, total))
                if status != 200:
                    raise _Missing
                _check(file, paper, what)
        except _Missing:
            return None
        stored = self.cache.find(paper, what)
        if stored is None:
            raise BadDownload(
                f"the {name} of {paper} changed on disk while scaffold saved it", "run the same command again"
            )
        return _fresh(stored)

    def _moved(self, what: What, done: int, total: int | None) -> None:
        name = "source" if what == "source" else "PDF"
        self.progress(what, f"{name} {size(done)}", done, total)

    def _stage(self, stage: str, detail: str) -> None:
        self.progress(stage, detail, None, None)
        self._connection().notify = lambda text: self.progress(stage, text, None, None)

    def _connection(self) -> Http:
        if self._http is None:
            from scaffold.fetch.http import Http

            self._http = Http(self.delay, direct=self._loopback, timeout=self._timeout, sleep=self._sleep)
        return self._http


class _Missing(Exception):
    """arXiv has no such file; the cache stays unchanged."""


class _Session:
    """The part of requests.Session that `arxiv.Client` uses, on our connection; stores the response for check_feed."""

    def __init__(self, http: Http) -> None:
        self._http, self._body = http, b""

    def get(self, url: str, headers: object = None) -> _Reply:
        answer = self._http.get(url)
        self._body = answer.body
        return _Reply(answer.status, answer.body)

    def check_feed(self, paper: ArxivId) -> None:
        """Raises BadDownload if the last response was not a feed; an empty feed means that there is no such paper."""
        if b"<feed" not in self._body:
            title = html_says(self._body[:HEAD])
            quoted = f": “{title}”" if title else ""
            raise BadDownload(f"arXiv sent something other than the metadata of {paper.id}{quoted}", "try again later")


@dataclass(frozen=True, slots=True)
class _Reply:
    status_code: int
    content: bytes


def _check(file: BinaryIO, paper: ArxivId, what: What) -> None:
    """Raises BadDownload if the bytes cannot be the requested file; a PDF instead of a source is valid."""
    file.seek(0)
    head = file.read(HEAD)
    kind = sniff(head)
    name = "source" if what == "source" else "PDF"
    if kind == "html":
        raise BadDownload(f"arXiv sent a web page instead of the {name} of {paper}{_meaning(head)}", _later(paper))
    if kind == "empty":
        raise BadDownload(f"arXiv sent an empty {name} of {paper}", _later(paper))
    if what == "pdf" and kind != "pdf":
        raise BadDownload(f"the file that arXiv sent as the PDF of {paper} is not a PDF", _later(paper))
    if what == "source" and kind == "unknown" and (b"\0" in head or b"\\" not in head):
        raise BadDownload(
            f"the file that arXiv sent as the source of {paper} is not an archive, LaTeX or a PDF", _later(paper)
        )
    if kind == "gzip":
        _check_gzip(file, f"the {name} of {paper}", _later(paper))


def _check_gzip(file: BinaryIO, what: str, hint: str) -> None:
    """Raises BadDownload if the checksum is missing or wrong; zip bombs are refused later, while unpacking."""
    import gzip
    import zlib

    file.seek(0)
    left = LARGEST_CHECKED
    try:
        with gzip.GzipFile(fileobj=file) as opened:
            while left > 0 and (chunk := opened.read(2**18)):
                left -= len(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        raise BadDownload(f"the download of {what} is damaged: {e}", hint) from e


def _meaning(head: bytes) -> str:
    """The probable meaning of a web page instead of a file."""
    title = html_says(head)
    lower = head.lower()
    if b"captcha" in lower or b"automated" in lower or b"denied" in lower:
        meaning = "arXiv considers this computer a bot"
    elif b"withdrawn" in lower:
        meaning = "this version was withdrawn"
    elif b"unavailable" in lower or b"not available" in lower or b"being generated" in lower:
        meaning = "the file is not ready or not available"
    else:
        meaning = "probably an error at arXiv, or your network requires a login"
    return f" (“{title}”): {meaning}" if title else f": {meaning}"


def _later(paper: ArxivId) -> str:
    return f"check https://arxiv.org/abs/{paper}; if it works there, run the same command again in a few minutes"


def _fresh(stored: Stored) -> Download:
    return Download(stored.path, stored.sha256, stored.size)


def _not_cached(what: str, others: str = "") -> NetworkError:
    hint = f"run once without --offline{others}"
    return NetworkError(f"{what} is not in the cache, and --offline forbids downloads", hint)


def _checked(base: str) -> str:
    """The base URL; raises NetworkError if it is not an http URL."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise NetworkError(f"SCAFFOLD_ARXIV_URL is “{base}”, which is not an http URL", "correct or unset it")
    return base


def _is_loopback(base: str) -> bool:
    """Whether a URL points to this computer: a loopback address or "localhost", not a name that only resembles it."""
    host = urlsplit(base).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _allowed_delay(delay: float | None, loopback: bool) -> float:
    """Seconds between requests: any delay for this computer, at least arXiv's three seconds elsewhere."""
    if delay is None:
        try:
            delay = float(os.environ.get("SCAFFOLD_ARXIV_DELAY", ""))
        except ValueError:
            delay = DELAY
    return max(0.0, delay) if loopback else max(DELAY, delay)
