r"""Words and commands that papers put around what they introduce, as parts of regular expressions.

Several modules read such sentences: what a sentence introduces (`introductions`), names in passing (`mentions`) or is
about (`conventions`), which terms a definition has (`words`), and what is shown of it (`excerpts`).
"""

from __future__ import annotations

import re

__all__ = ["DANGLING", "ITEM", "MARKS_TERM", "OLD_STYLE", "SMALL_WORDS"]

MARKS_TERM = (
    r"\\(?:emph|textit|textbf|textsl|textsc|defn?|dfn|term|defterm|define|defined|mdef|newterm|intro)(?![A-Za-z])"
)
"""A command that sets a term apart where it is introduced; some are papers' own."""

OLD_STYLE = r"\\(?:em|it|bf|sl|itshape|bfseries|slshape)(?![A-Za-z])"
"""A command that does so for the rest of its group."""

ITEM = r"\\item(?![A-Za-z])\s*(?:\[[^\[\]]*\]\s*)?"
"""The beginning of an item, with its label."""

SMALL_WORDS = "when|where|if|that|which|for|with|of|in|on|by|such|and|or|as|to|is|are|from"
"""Words that end the words of a noun: of "the number of arms K", they are "arms"."""

DANGLING = re.compile(r"\W*(?:This|These|Those|It|They|Such|In (?:this|that|such) case|The (?:former|latter))\b")
"""How a sentence begins whose subject is in the one before it."""
