"""Where what can be fetched or made again is kept."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["base_folder"]


def base_folder() -> Path:
    """The folder of all caches: SCAFFOLD_CACHE if set, otherwise in the system's cache folder."""
    base = os.environ.get("SCAFFOLD_CACHE")
    if base:
        return Path(base).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("scaffold", appauthor=False)
