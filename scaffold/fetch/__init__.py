"""Network, cache and archives: the only folder that uses the network.

In: what the user typed. Out: `Fetched`, a paper on disk. Importing this package is cheap: requests and arxiv are
loaded when the first request is made.

facade.py                  the entry: `fetch`
identifiers.py             arXiv identifiers and addresses, local files
client.py                  from the cache or from arXiv; api.py: metadata and histories; verify.py: checks of downloads
http.py                    requests; turns.py: one every three seconds; patience.py: how long one may take
addresses.py               which servers are asked
metadata.py, versions.py   metadata on arXiv; choosing the long version
cache.py                   the cache of downloads; inventory.py: what is in it
sniff.py                   detects the type of a file from its bytes
unpack.py, zips.py         archives; sink.py: limits on what they write; names.py: which file names are safe
local.py                   folders and files on this computer
progress.py                progress reports
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffold.fetch.client import Client
    from scaffold.fetch.facade import Fetched, fetch, fetch_pdf, resolve

__all__ = ["Client", "Fetched", "fetch", "fetch_pdf", "resolve"]

_HOMES = {"Client": "client", **dict.fromkeys(("Fetched", "fetch", "fetch_pdf", "resolve"), "facade")}


def __getattr__(name: str) -> Any:
    """Loads the public names on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
