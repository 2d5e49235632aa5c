r"""Labels taken out of LaTeX, or replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from scaffold.tex import gaps, tokens

__all__ = ["keys", "replaced", "without_labels"]

_LINE = 200
_LABEL = re.compile(r"\\label(?![A-Za-z@])\s*(?:\[[^\[\]]*\]\s*)?\{([^{}]*)\}")


def keys(tex: str) -> list[str]:
    """The keys of the labels in the LaTeX."""
    return [m[1].strip() for m in _LABEL.finditer(tokens.mask(tex))]


def without_labels(tex: str, keys: Container[str] | None = None) -> str:
    """The LaTeX without the labels of these keys; None: without any."""
    return replaced(tex, lambda key, _: "" if keys is None or key in keys else None)


def replaced(tex: str, instead: Callable[[str, str], str | None]) -> str:
    r"""The LaTeX with every \label replaced by what is given for its key and the line before it; None: it stays."""
    if r"\label" not in tex:
        return tex
    done, at = "", 0
    for m in _LABEL.finditer(tokens.mask(tex)):
        made = instead(m[1].strip(), (done[-_LINE:] + tex[at : m.start()])[-_LINE:])
        if made is not None:
            done += tex[at : m.start()]
            glue, at = (made, m.end()) if made else gaps.closed(done, tex, m.end())
            done += glue
    return done + tex[at:]
