"""Limits of reading: damaged or endless sources must finish in bounded time and memory."""

from __future__ import annotations

MAX_DEPTH = 120
"""Maximum number of texts on the stack."""

FUEL = 3_000_000
"""Maximum number of characters expanded between two control sequences of a file; beyond it, a macro calls itself."""

TOTAL_FUEL = 20_000_000
"""Maximum number of characters expanded in a document, plus FUEL_PER_CHARACTER for each character of its files."""

FUEL_PER_CHARACTER = 20
CALL_COST = 150
"""The cost of an expansion in addition to its length, in characters."""

MAX_ENVIRONMENTS = 80
"""Maximum number of open environments; beyond it, the oldest is closed."""

MAX_STATEMENTS = 8
"""Maximum number of statements open within each other; beyond it, the outermost is closed: each holds the next."""

MAX_UNENDED = 100
"""Maximum number of statements and proofs without \\end that are ended where the next one begins."""

MAX_NAME = 500
"""Maximum number of characters between \\csname and \\endcsname."""
