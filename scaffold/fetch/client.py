"""The arXiv client: metadata, version histories, sources and PDFs, from the cache where possible."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from scaffold.errors import BadDownload, NetworkError, ScaffoldError
from scaffold.fetch import addresses, api
from scaffold.fetch.cache import Cache, Damaged, Stored, What
from scaffold.fetch.identifiers import ArxivId
from scaffold.fetch.metadata import Metadata, from_json, to_json
from scaffold.fetch.patience import Patience
from scaffold.fetch.progress import Progress, quiet, size
from scaffold.fetch.turns import Turns
from scaffold.fetch.verify import check_download

if TYPE_CHECKING:
    from scaffold.fetch.http import Http

RECORD_AGE = 24 * 3600.0
"""Seconds after which cached metadata expires: arXiv announces new versions once a day."""


class Client:
    """Fetches from arXiv, or from base_url (default: SCAFFOLD_ARXIV_URL) instead.

    offline: use only the cache. refresh: download again what is cached. delay: seconds between requests (default:
    SCAFFOLD_ARXIV_DELAY); less than 3 only if base_url is this computer. timeout: seconds between two bytes;
    patience: how long a request may take as a whole. warnings: sentences to show, about damaged files in the cache.
    Raises NetworkError for an address or a delay that cannot be used.
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
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        base = (base_url or os.environ.get("SCAFFOLD_ARXIV_URL") or "").rstrip("/")
        self._base = addresses.checked_base(base) if base else None
        self.cache = cache or Cache.default(urlsplit(base).netloc or "arxiv.org")
        self.offline, self.refresh = offline, refresh
        self.progress = progress or quiet
        self.warnings: list[str] = []
        self._loopback = self._base is not None and addresses.is_loopback(self._base)
        self.delay = addresses.allowed_delay(delay, self._loopback)
        self._timeout, self._patience, self._sleep = timeout, patience, sleep
        self._turns = Turns(self.cache.root, self.delay, sleep=sleep, notify=self._notify)
        self._stage_name, self._swept = "metadata", False
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

        Raises PaperNotFound, NetworkError, Throttled, BadDownload, DiskError.
        """
        self._sweep()
        known = self._saved(paper)
        if known is not None:
            return known
        with self._turns.taken():
            # Another process may have asked while this one waited for its turn.
            return self._saved(paper) or self._asked(paper)

    def with_history(self, paper: ArxivId, metadata: Metadata) -> Metadata:
        """The metadata with its version history; unchanged if arXiv gives none, which is not an error."""
        if metadata.history or self.offline:
            return metadata
        self._stage("metadata", f"asking arXiv for the versions of {paper.id}")
        with self._turns.taken():
            try:
                metadata = metadata.with_history(api.history(self._connection(), self._base, paper))
            except ScaffoldError:
                return metadata
            if metadata.history:
                self.cache.save_record(paper, to_json(metadata))
        return metadata

    def search(self, words: Sequence[str], most: int) -> tuple[Metadata, ...]:
        """At most that many papers whose titles contain all the words. Raises NetworkError, Throttled, BadDownload."""
        self._stage("metadata", "asking arXiv for papers with these words in their titles")
        with self._turns.taken():
            return api.search(self._connection(), self._base, words, most)

    def source(self, paper: ArxivId) -> Stored | None:
        """The source of that version as arXiv sends it; None if arXiv has none (404).

        paper must have a version. Raises NetworkError, Throttled, BadDownload, DiskError.
        """
        return self._file(paper, "source", f"/src/{quote(str(paper))}")

    def pdf(self, paper: ArxivId) -> Stored | None:
        """The PDF of that version; None if arXiv has none (404). Raises the same errors as source."""
        return self._file(paper, "pdf", f"/pdf/{quote(str(paper))}")

    def forget(self, paper: ArxivId, what: What) -> None:
        """Removes a file that turned out to be unusable, so that the next command downloads it; no-op if offline."""
        if not self.offline:
            with self._turns.taken():
                self.cache.drop(paper, what)

    def _saved(self, paper: ArxivId) -> Metadata | None:
        """The cached metadata; None if it must be requested."""
        if self.refresh and not self.offline:
            return None
        what = f"metadata of {paper.id}"
        try:
            row = self.cache.load_record(paper, None if self.offline else RECORD_AGE)
            found = _from_record(row, paper) if row is not None else None
        except Damaged:
            self._damaged(what)
            return None
        if found is None and self.offline:
            raise _not_cached(f"the {what}")
        return found

    def _asked(self, paper: ArxivId) -> Metadata:
        """The metadata from arXiv, which is then in the cache."""
        self._stage("metadata", f"asking arXiv for the metadata of {paper.id}")
        metadata = api.latest(self._connection(), self._base, paper)
        self.cache.save_record(paper, to_json(metadata))
        return metadata

    def _file(self, paper: ArxivId, what: What, path: str) -> Stored | None:
        self._sweep()
        kept = self._kept(paper, what)
        if kept is None and self.offline:
            others = ", ".join(f"{paper.id}v{n}" for n in self.cache.versions(paper) if n != paper.version)
            raise _not_cached(f"the {_name(what)} of {paper}", f"; the cache contains {others}" if others else "")
        if kept is not None:
            return kept
        with self._turns.taken():
            return self._kept(paper, what) or self._downloaded(paper, what, path)

    def _kept(self, paper: ArxivId, what: What) -> Stored | None:
        """The file in the cache; None if it must be downloaded. Raises NetworkError if it is damaged and offline."""
        if self.refresh and not self.offline:
            return None
        try:
            kept = self.cache.find(paper, what)
        except Damaged:
            self._damaged(f"{_name(what)} of {paper}")
            return None
        if kept is not None:
            self.progress(what, f"{_name(what)} {size(kept.size)}, cached", kept.size, kept.size)
        return kept

    def _damaged(self, what: str) -> None:
        """Says that a cached file is damaged; raises NetworkError if it cannot be downloaded again."""
        if self.offline:
            hint = "run once without --offline, which downloads it again"
            raise NetworkError(f"the cached {what} is damaged, and --offline forbids downloads", hint)
        warning = f"the cached {what} was damaged: scaffold downloaded it again"
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _downloaded(self, paper: ArxivId, what: What, path: str) -> Stored | None:
        self._stage(what, f"{_name(what)} of {paper}")
        url = f"{self._base or api.EXPORT}{path}"
        try:
            with self.cache.writing(paper, what, url) as file:
                got = self._connection().download(url, file, lambda done, total: self._moved(what, done, total))
                if got.status != 200:
                    raise _Missing
                check_download(file, paper, what, got)
        except _Missing:
            return None
        try:
            stored = self.cache.find(paper, what)
        except Damaged:
            stored = None
        if stored is None:
            raise BadDownload(
                f"the {_name(what)} of {paper} changed on disk while scaffold saved it", "run the same command again"
            )
        return stored

    def _moved(self, what: What, done: int, total: int | None) -> None:
        self.progress(what, f"{_name(what)} {size(done)}", done, total)

    def _stage(self, stage: str, detail: str) -> None:
        self._stage_name = stage
        self.progress(stage, detail, None, None)

    def _sweep(self) -> None:
        """Removes what a killed process left in the cache, once; nothing while another process is downloading."""
        if self._swept or not self.cache.unfinished():
            return
        self._swept = True
        with self._turns.if_free() as free:
            for path in self.cache.unfinished() if free else ():
                with contextlib.suppress(OSError):
                    path.unlink()

    def _notify(self, text: str) -> None:
        self.progress(self._stage_name, text, None, None)

    def _connection(self) -> Http:
        if self._http is None:
            from scaffold.fetch.http import Http

            self._http = Http(
                self._turns,
                base=self._base,
                direct=self._loopback,
                timeout=self._timeout,
                patience=self._patience,
                sleep=self._sleep,
                notify=self._notify,
            )
        return self._http


class _Missing(Exception):
    """arXiv has no such file; the cache stays unchanged."""


def _name(what: What) -> str:
    return "source" if what == "source" else "PDF"


def _from_record(row: dict[str, Any], paper: ArxivId) -> Metadata:
    """The metadata in a cached record; raises Damaged if it is not that of this paper."""
    try:
        found = from_json(row)
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise Damaged from e
    if found.id != paper.id:
        raise Damaged
    return found


def _not_cached(what: str, others: str = "") -> NetworkError:
    hint = f"run once without --offline{others}"
    return NetworkError(f"{what} is not in the cache, and --offline forbids downloads", hint)
