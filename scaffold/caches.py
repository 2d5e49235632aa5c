"""Where what can be fetched or made again is kept, and what is remembered of the user."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["base_folder", "config_file"]


def base_folder() -> Path:
    """The folder of all caches: SCAFFOLD_CACHE if set, otherwise in the system's cache folder."""
    base = os.environ.get("SCAFFOLD_CACHE")
    if base:
        return Path(base).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("scaffold", appauthor=False)


def config_file() -> Path:
    """What is filled in for the user: SCAFFOLD_CONFIG if set, otherwise a file in the system's folder for settings."""
    given = os.environ.get("SCAFFOLD_CONFIG")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_config_path

    return user_config_path("scaffold", appauthor=False) / "config.toml"
