"""The document class of a report that is not set on scaffold's own page: a class of TeX, or a chair's template folder.

Its margins, headings and fonts are those of the class. What it makes of a page is measured by running it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["FOLDER", "NEEDS", "OTHERS", "PATTERN", "DocumentClass", "TextBlock", "block", "named", "options"]

FOLDER = "template/"
"""The folder in report/ with the files of a chair's template."""

NEEDS = 'the name of a LaTeX class such as "llncs", or a folder such as "template/" (with a slash)'

PATTERN = r"^([A-Za-z][A-Za-z0-9-]*|.*[^/].*/)$"
"""What a profile can ask for: a name, or a folder."""

_PAPERS = {"a4": "a4paper", "letter": "letterpaper"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What is known of a class: options if none are given, those that it always needs, and its bibliography style.

    columns: options that mean two columns, which only \\maketitle would make. paper: whether it has options for it.
    """

    usual: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    style: str = ""
    columns: frozenset[str] = frozenset()
    paper: bool = True


_KNOWN: Mapping[str, _Kind] = MappingProxyType(
    {
        "acmart": _Kind(
            usual=("sigconf", "nonacm"),
            always=("acmthm=false", "balance=false"),
            style="ACM-Reference-Format",
            columns=frozenset(("sigconf", "sigplan", "acmengage")),
            paper=False,
        ),
        "elsarticle": _Kind(style="elsarticle-num-names"),
        "IEEEtran": _Kind(usual=("conference",), style="IEEEtranN"),
        "llncs": _Kind(always=("orivec",), style="splncs04"),
    }
)
"""Classes for which plain \\documentclass is not enough; all others are used as they are."""


OTHERS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("beamer", "powerdot", "prosper", "seminar", "slides", "ltx-talk"), "slides"),
        **dict.fromkeys(("a0poster", "baposter", "beamerposter", "sciposter", "tikzposter"), "posters"),
        **dict.fromkeys(("letter", "dinbrief", "g-brief", "lettre", "newlfm", "scrlettr", "scrlttr2"), "letters"),
        **dict.fromkeys(("moderncv", "europecv", "curve"), "curricula vitae"),
        "minimal": "tests, without headings and sizes of type",
        "standalone": "single pictures",
        "leaflet": "leaflets",
    }
)
"""Classes that a report cannot have, and what they are for. Also known where no LaTeX can try them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """What a class makes of a page, in millimetres: the paper, the block of the text, and its columns; points of type.

    If left and right pages differ, the block is what both have together.
    """

    paper: tuple[float, float]
    left: float
    top: float
    width: float
    height: float
    columns: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentClass:
    """A class as the profile or scaffold.toml asks for it: asked is its name, or a folder that ends with a slash.

    options are those of \\documentclass. name and style are the class and the package of a folder ("" for none),
    preamble whether it has a preamble.tex, and files its files; they are known once the folder has been read.
    """

    asked: str
    options: tuple[str, ...] = ()
    name: str = ""
    style: str = ""
    preamble: bool = False
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def folder(self) -> bool:
        """Whether it is a template folder."""
        return self.asked.endswith("/")

    def opening(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """The first lines of a report: the class with these options, and what else a template folder has."""
        given = f"[{','.join(options)}]" if options else ""
        lines = [rf"\makeatletter\def\input@path{{{{{FOLDER}}}}}\makeatother"] if self.folder else []
        lines += [rf"\documentclass{given}{{{self.name}}}"]
        lines += [rf"\usepackage{{{self.style}}}"] if self.style else []
        lines += [rf"\input{{{FOLDER}preamble}}"] if self.preamble else []
        return tuple(lines)

    @property
    def bibliography(self) -> str:
        """The style of the bibliography that goes with the class; "" if any does."""
        return _KNOWN[self.asked].style if self.asked in _KNOWN else ""


def named(asked: str, given: tuple[str, ...] = (), *, paper: str = "", usual: bool | None = None) -> DocumentClass:
    """A class with all its options. usual: whether those are added that it has if none are given (None: if so)."""
    kind = _KNOWN.get(asked, _Kind())
    wanted = (*(kind.usual if (usual if usual is not None else not given) else ()), *given)
    if kind.columns & set(wanted):
        wanted = (*wanted, "twocolumn")
    if kind.paper and not any("paper" in option for option in wanted) and not asked.endswith("/"):
        wanted = (*wanted, _PAPERS.get(paper, "a4paper"))
    return DocumentClass(asked=asked, options=tuple(dict.fromkeys((*wanted, *kind.always))))


def options(found: DocumentClass, block: TextBlock | None) -> dict[str, object]:
    """A class and its block as plain values, for a record that `block` reads."""
    rows = {} if block is None else {name: getattr(block, name) for name in TextBlock.__slots__}
    return {"class": found.asked, "options": list(found.options), "block": rows}


def _same(one: str, other: str) -> bool:
    """Whether two classes are the same; of a template folder, the project has one copy."""
    return one == other or (one.endswith("/") and other.endswith("/"))


def block(recorded: object, wanted: DocumentClass) -> TextBlock | None:
    """The block of a record, if it is of this class; otherwise None."""
    if not isinstance(recorded, dict) or not _same(str(recorded.get("class")), wanted.asked):
        return None
    rows = recorded.get("block")
    if recorded.get("options") != list(wanted.options) or not isinstance(rows, dict):
        return None
    try:
        width, height = map(float, rows["paper"])
        numbers = {name: float(rows[name]) for name in ("left", "top", "width", "height", "points")}
        return TextBlock(paper=(width, height), columns=int(rows["columns"]), **numbers)
    except (KeyError, TypeError, ValueError):
        return None
