"""With what an engine is started: its variables, and how often it runs."""

from __future__ import annotations

from pathlib import Path

__all__ = ["EPOCH", "LINE_WIDTH", "MAX_RUNS", "settings"]

EPOCH = 946_684_800
"""1 January 2000, in seconds: the date in PDFs of single formulas and figures, which are the same on every day."""

MAX_RUNS = 4
"""Runs of the engine after which a document is left as it is."""

LINE_WIDTH = 2000
"""Characters of a line of the log: long lines are not broken."""


def settings(folder: Path, epoch: int) -> dict[str, str]:
    """Variables for the engine: files only in folder and in the TeX tree, a fixed date, long log lines."""
    return {
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "parse_first_line": "f",
        "TEXMFOUTPUT": str(folder),
        "SOURCE_DATE_EPOCH": str(epoch),
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
        "max_print_line": str(LINE_WIDTH),
        "error_line": "254",
        "half_error_line": "200",
    }
