"""`--theme`: which theme is for which deck, checked before anything is downloaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import BadTheme

if TYPE_CHECKING:
    from scaffold.write.pptx.theme import Theme

_POWERPOINT = (".pptx", ".potx")
_HINT = "give a .pptx or .potx file, a beamertheme….sty file, or the name of an installed Beamer theme such as Madrid"


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a project's decks.

    deck is the content of a PowerPoint file and deck_name its path. beamer is the name of a Beamer theme; beamer_files
    are its files (name, content) if a file was given. None and "" mean scaffold's own theme.
    """

    deck: bytes | None = None
    deck_name: str = ""
    beamer: str = ""
    beamer_files: tuple[tuple[str, bytes], ...] = ()

    def on_slides(self) -> Theme:
        """The theme of the PowerPoint deck; raises BadTheme."""
        from scaffold.write.pptx import theme

        return theme.ours() if self.deck is None else theme.load(self.deck, self.deck_name)


def chosen(given: Sequence[str], slides: str) -> Themes:
    """The themes given with --theme, for the decks chosen with --slides; raises BadTheme."""
    decks = [name for name in given if Path(name).suffix.lower() in _POWERPOINT]
    twins = [name for name in given if name not in decks]
    for kind, names, other in (("PowerPoint", decks, "beamer"), ("Beamer", twins, "pptx")):
        if len(names) > 1:
            raise BadTheme(
                f"two themes for the {kind} deck: {' and '.join(names)}",
                "give at most one PowerPoint theme and one Beamer theme",
            )
        if names and slides == other:
            raise BadTheme(
                f"{names[0]} is a {kind} theme, but --slides {slides} makes no {kind} deck",
                "omit --slides or the theme",
            )
    themes = Themes(_content(decks[0]), decks[0]) if decks else Themes()
    if twins:
        themes = Themes(themes.deck, themes.deck_name, *_beamer(twins[0]))
    if decks:
        themes.on_slides()
    return themes


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as e:
        raise BadTheme(f"cannot read the theme {name}: {e.strerror}", "check this path") from e


def _beamer(given: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The name of a Beamer theme and, if a file was given, its files."""
    from scaffold.engines.latex.kpathsea import find

    stem = Path(given).name.removesuffix(".sty")
    name = stem.removeprefix("beamertheme")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name):
        raise BadTheme(f"{given} is not a known kind of theme", _HINT)
    if given.endswith(".sty"):
        if stem == name:
            raise BadTheme(f"{given} is not a Beamer theme: its file name must be beamertheme….sty", _HINT)
        return name, tuple(_with_dependencies(Path(given)).items())
    if find(f"beamertheme{name}.sty") is False:
        raise BadTheme(f"no Beamer theme called {name} is installed", _HINT)
    return name, ()


_THEMES = re.compile(r"\\use(|color|font|inner|outer)theme\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_PICTURES = re.compile(
    r"\\(?:includegraphics|pgfdeclareimage)\s*(?:\[[^\]]*\])?\s*(?:\{[^{}]*\}\s*(?=\{))?\{([^{}\\]*)\}"
)
_ENDINGS = ("", ".pdf", ".png", ".jpg")


def _with_dependencies(path: Path) -> dict[str, bytes]:
    """A theme's file and the files next to it that it uses: further themes and pictures."""
    files = {path.name: _content(str(path))}
    waiting = [path]
    while waiting:
        text = files[waiting.pop().name].decode("utf-8", errors="replace")
        parts = [f"beamer{kind}theme{n.strip()}.sty" for kind, names in _THEMES.findall(text) for n in names.split(",")]
        drawn = [name + end for name in _PICTURES.findall(text) for end in _ENDINGS]
        for name in (*parts, *drawn):
            near = path.parent / name
            if name not in files and Path(name).name == name and near.is_file():
                files[name] = _content(str(near))
                waiting += [near] if name.endswith(".sty") else []
    return files
