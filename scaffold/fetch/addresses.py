"""Which addresses scaffold asks: arXiv's own hosts over https, or the server that the user configured."""

from __future__ import annotations

import contextlib
import ipaddress
import math
import os
import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from scaffold.errors import BadDownload, NetworkError

DELAY = 3.0
"""Seconds between requests, required by arXiv's terms of use (https://info.arxiv.org/help/api/tou.html)."""
LONGEST_DELAY = 3600.0
"""Seconds; a longer delay is a typing mistake."""

ASK_AGAIN = "check whether your network requires a login; then run the same command again in a few minutes"
"""What to do if another server than arXiv may have answered."""


def checked_base(base: str) -> str:
    """The base URL; raises NetworkError if it is not an http URL."""
    parts = _split(base)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise NetworkError(f"SCAFFOLD_ARXIV_URL is “{base}”, which is not an http URL", "correct or unset it")
    return base


def is_loopback(base: str) -> bool:
    """Whether a URL points to this computer: a loopback address or "localhost", not a name that only resembles it."""
    parts = _split(base)
    host = (parts.hostname if parts else None) or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def allowed_delay(delay: float | None, loopback: bool) -> float:
    """Seconds between requests: any delay for this computer, at least arXiv's three seconds elsewhere.

    None: SCAFFOLD_ARXIV_DELAY, else three seconds. Raises NetworkError for anything but a number up to an hour.
    """
    given = os.environ.get("SCAFFOLD_ARXIV_DELAY", "").strip() if delay is None else str(delay)
    try:
        seconds = float(given or DELAY)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= LONGEST_DELAY:
        raise NetworkError(
            f"SCAFFOLD_ARXIV_DELAY is “{given[:40]}”, which is not a number of seconds from 0 to {LONGEST_DELAY:.0f}",
            "correct or unset it",
        )
    return seconds if loopback else max(DELAY, seconds)


def redirected(url: str, location: str, base: str | None) -> str:
    """The address to which the answer of url redirects; an http address of arXiv becomes its https address.

    base is the configured server, None for arXiv. Raises BadDownload if the redirect leads to another server.
    """
    parts = _split(_joined(url, location))
    if parts is not None and _is_arxiv(parts) and (base is None or _is_arxiv(_split(base))):
        return urlunsplit(parts._replace(scheme="https", netloc=parts.hostname or ""))
    if parts is not None and base is not None and _origin(parts) == _origin(urlsplit(base)):
        return urlunsplit(parts)
    where = f" to {_shown(parts.netloc)}" if parts is not None and parts.netloc else ""
    raise BadDownload(f"the request to {url} was redirected{where}, which is not arXiv", ASK_AGAIN)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    """The parts of a URL; None if it is not one, for instance because its port is not a number."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_arxiv(parts: SplitResult | None) -> bool:
    """Whether a URL belongs to arXiv, on the usual port of http or https, without a password."""
    if parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return False
    host = parts.hostname or ""
    return parts.port in (None, 80, 443) and (host == "arxiv.org" or host.endswith(".arxiv.org"))


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None, bool]:
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port, "@" in parts.netloc


def _shown(text: str) -> str:
    return re.sub(r"[^\w.:@\[\]-]", "\N{REPLACEMENT CHARACTER}", text[:80])
