"""`--theme`: which files or names are for which deck, checked before anything is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import BadTheme

if TYPE_CHECKING:
    from scaffold.write.theme import Theme

_POWERPOINT = (".pptx", ".potx")
_HINT = "give a .pptx or .potx file, a beamertheme….sty file, or the name of an installed Beamer theme such as Madrid"


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a project's decks.

    deck is the content of a PowerPoint file and deck_name its path; beamer a Beamer theme's name, with its file where
    one was given. None and "" stand for ours.
    """

    deck: bytes | None = None
    deck_name: str = ""
    beamer: str = ""
    beamer_file: bytes | None = None

    def on_slides(self) -> Theme:
        """The master to write a PowerPoint deck on; raises BadTheme."""
        from scaffold.write import theme

        return theme.ours() if self.deck is None else theme.load(self.deck, self.deck_name)


def chosen(given: Sequence[str], slides: str) -> Themes:
    """The themes that --theme names, for the decks that --slides asks for; raises BadTheme."""
    decks = [name for name in given if Path(name).suffix.lower() in _POWERPOINT]
    twins = [name for name in given if name not in decks]
    for kind, names, other in (("PowerPoint", decks, "beamer"), ("Beamer", twins, "pptx")):
        if len(names) > 1:
            raise BadTheme(f"two themes for the {kind} deck: {' and '.join(names)}", "give one of each kind")
        if names and slides == other:
            raise BadTheme(
                f"{names[0]} is a {kind} theme, and no {kind} deck is made", "leave out --slides, or the theme"
            )
    themes = Themes(_content(decks[0]), decks[0]) if decks else Themes()
    if twins:
        name, file = _beamer(twins[0])
        themes = Themes(themes.deck, themes.deck_name, name, file)
    themes.on_slides()
    return themes


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as e:
        raise BadTheme(f"cannot read the theme {name}: {e.strerror}", "check the path given to --theme") from e


def _beamer(given: str) -> tuple[str, bytes | None]:
    """Name and, where it is a file, content of a Beamer theme."""
    from scaffold.build.kpathsea import find

    stem = Path(given).name.removesuffix(".sty")
    name = stem.removeprefix("beamertheme")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name):
        raise BadTheme(f"{given} is no theme that is known", _HINT)
    if given.endswith(".sty"):
        if stem == name:
            raise BadTheme(f"{given} is no Beamer theme: their files are called beamertheme….sty", _HINT)
        return name, _content(given)
    if find(f"beamertheme{name}.sty") is False:
        raise BadTheme(f"no Beamer theme called {name} is installed", _HINT)
    return name, None
