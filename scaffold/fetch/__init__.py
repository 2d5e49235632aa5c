"""Network, cache and archives: the only room on the network.

`fetch` is the way in; identifiers, client, versions, cache and unpack can be used alone. Importing this package is
cheap: requests and arxiv are loaded when the first request is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffold.fetch.client import Client
    from scaffold.fetch.facade import Fetched, fetch, fetch_pdf

__all__ = ["Client", "Fetched", "fetch", "fetch_pdf"]

_HOMES = {"Client": "client", "Fetched": "facade", "fetch": "facade", "fetch_pdf": "facade"}


def __getattr__(name: str) -> Any:
    """Loads the public names when they are first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
