"""arXiv's metadata and version histories: which question is asked, and whether the answer belongs to it.

Metadata comes through the `arxiv` package, which builds the query and parses the feed. Its session, delay and retries
are replaced by ours, so that all requests share one rate limit and "Rate exceeded." is not read as an empty feed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scaffold.errors import BadDownload, PaperNotFound
from scaffold.fetch import addresses
from scaffold.fetch.identifiers import ArxivId
from scaffold.fetch.metadata import Metadata, from_result
from scaffold.fetch.sniff import HEAD, html_says, sniff
from scaffold.fetch.versions import History, parse_history

if TYPE_CHECKING:
    import arxiv

    from scaffold.fetch.http import Http

EXPORT = "https://export.arxiv.org"
_OAI = "https://oaipmh.arxiv.org/oai"
_LATER = "try again later"


def latest(http: Http, base: str | None, paper: ArxivId) -> Metadata:
    """The metadata of the latest version. base: the server to ask, None for arXiv.

    Raises PaperNotFound, BadDownload (also if the answer is about another paper), and the errors of Http.get.
    """
    import arxiv

    session = _Session(http)
    results = _results(session, base, arxiv.Search(id_list=[paper.id], max_results=1), paper.id)
    found = from_result(results[0]) if results else None
    if found is None:
        session.check_feed(paper.id)
        raise PaperNotFound(
            f"arXiv has no paper {paper.id}", "check the digits: the identifier is on the paper's first page"
        )
    if found.id != paper.id:
        raise BadDownload(f"arXiv answered with the metadata of {found.id} instead of {paper.id}", _LATER)
    return found


def search(http: Http, base: str | None, words: Sequence[str], most: int) -> tuple[Metadata, ...]:
    """The latest versions of at most that many papers whose titles contain all the words, the best match first.

    Raises BadDownload and the errors of Http.get.
    """
    import arxiv

    session = _Session(http)
    query = " AND ".join(f"ti:{word}" for word in words)
    results = _results(session, base, arxiv.Search(query=query, max_results=most), "a search")
    if not results:
        session.check_feed("a search")
    return tuple(found for result in results if (found := from_result(result)) is not None)


def history(http: Http, base: str | None, paper: ArxivId) -> History:
    """The versions of a paper; empty if arXiv gives none. Raises the errors of Http.get."""
    ask = {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": f"oai:arXiv.org:{paper.id}"}
    url = f"{base}/oai" if base else _OAI
    answer = http.get(f"{url}?{urlencode(ask)}")
    return parse_history(answer.body, paper.id) if answer.status == 200 else History()


def _results(session: _Session, base: str | None, search: arxiv.Search, what: str) -> list[Any]:
    """The entries of the feed that answers a search; none if arXiv answers with an error."""
    import arxiv

    api = arxiv.Client(page_size=search.max_results or 1, delay_seconds=0, num_retries=0)
    api.query_url_format = f"{base or EXPORT}/api/query?{{}}"
    own: Any = session
    api._session = own
    try:
        return list(api.results(search))
    except arxiv.ArxivError:
        return []
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as e:
        # The package reads the feed as arXiv writes it; another feed ends in whatever it stumbles over.
        raise BadDownload(f"arXiv's metadata of {what} cannot be read: {e}", _LATER) from e


class _Session:
    """The part of requests.Session that `arxiv.Client` uses, on our connection; stores the response for check_feed."""

    def __init__(self, http: Http) -> None:
        self._http, self._body = http, b""

    def get(self, url: str, headers: object = None) -> _Reply:
        answer = self._http.get(url)
        self._body = answer.body
        return _Reply(answer.status, answer.body)

    def check_feed(self, what: str) -> None:
        """Raises BadDownload if the last response was not a feed; an empty feed means that there is no such paper."""
        if b"<feed" not in self._body:
            title = html_says(self._body[:HEAD])
            quoted = f": “{title}”" if title else ""
            hint = addresses.ASK_AGAIN if sniff(self._body[:HEAD]) == "html" else _LATER
            raise BadDownload(f"arXiv sent something other than the metadata of {what}{quoted}", hint)


@dataclass(frozen=True, slots=True)
class _Reply:
    status_code: int
    content: bytes
