"""Where reading stops: damaged or endless sources must end in bounded time and memory."""

from __future__ import annotations

MAX_DEPTH = 120
"""Texts on the stack at most."""

FUEL = 3_000_000
"""Characters expanded between two control sequences of a file at most: beyond, a macro is calling itself."""

TOTAL_FUEL = 20_000_000
"""Characters expanded in a whole document at most, besides FUEL_PER_CHARACTER for each that is read of a file."""

FUEL_PER_CHARACTER = 20
CALL_COST = 150
"""What an expansion costs besides its length, in characters."""

MAX_ENVIRONMENTS = 80
"""Environments open at once: beyond, the oldest that nobody ended is given up."""

MAX_NAME = 500
"""Characters between \\csname and \\endcsname at most."""
