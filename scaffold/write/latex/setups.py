r"""What a paper says once for all its drawings, and its colours and fonts, as far as statements need them.

Libraries, layers and fonts are for the preamble. The rest holds in restated material only, so that the paper's styles
change no drawing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from scaffold.model import Paper, Setup
from scaffold.tex import tokens

__all__ = ["for_preamble", "for_statements", "needed"]

_CARRIES = {"tikz-cd": ("tikz", "tikz-cd")}
"""Package: those that are there when it is loaded."""


def needed(paper: Paper, packages: Iterable[str], texts: Iterable[str]) -> tuple[Setup, ...]:
    """In the paper's order, what it says to loaded packages, and the colours and fonts that this or a text names."""
    loaded = {part for package in packages for part in _CARRIES.get(package, (package,))}
    kept = {n for n, setup in enumerate(paper.setups) if setup.package in loaded}
    named = "\n".join([*texts, *(paper.setups[n].source for n in kept)])
    for n, setup in reversed(list(enumerate(paper.setups))):
        if setup.name and re.search(rf"(?<![A-Za-z0-9\\]){re.escape(setup.name)}(?![A-Za-z0-9])", named):
            kept.add(n)
            named += f"\n{setup.source}"
    return tuple(paper.setups[n] for n in sorted(kept))


def for_preamble(setups: Iterable[Setup]) -> list[str]:
    """The lines of what stands once, before the paper's macros."""
    return list(dict.fromkeys(setup.source for setup in setups if setup.once))


def for_statements(setups: Collection[Setup]) -> Sequence[str]:
    r"""The lines by which \scaffoldpaperscope says the rest, after the paper's macros.

    Their ends print no blanks: the scope may begin within a line.
    """
    said = [f"{tokens.without_comments(setup.source).rstrip()}%" for setup in setups if not setup.once]
    return [r"\g@addto@macro\scaffold@carried{%", *said, "}"] if said else []
