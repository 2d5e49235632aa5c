"""Parses what the user typed: an arXiv identifier or a local file or folder.

Identifier forms: https://info.arxiv.org/help/arxiv_identifier.html. Since April 2007 YYMM.NNNN, since January 2015
YYMM.NNNNN; before that archive/YYMMNNN; a subject class ("math.GT/0309136") is removed, as the API rejects it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from scaffold.errors import BadIdentifier
from scaffold.fetch.names import shown

LocalKind = Literal["folder", "archive", "tex", "pdf"]

ARCHIVES = frozenset(
    """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs
    dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics
    plasm-ph q-alg q-bio quant-ph solv-int supr-con""".split()
)
"""Archives with identifiers of the old form (until March 2007)."""

HINT = (
    "give an arXiv identifier (1905.03684, 1905.03684v2, hep-th/9711200), a URL "
    "(https://arxiv.org/abs/1905.03684), a DOI (10.48550/arXiv.1905.03684), "
    "a local folder, or a .tar.gz, .zip, .tex or .pdf file"
)

_SUFFIXES: dict[str, LocalKind] = {
    ".gz": "archive", ".tgz": "archive", ".tar": "archive", ".zip": "archive",
    ".tex": "tex", ".ltx": "tex", ".latex": "tex", ".pdf": "pdf",
}  # fmt: skip

_VERSION = r"(?:[vV](?P<version>[1-9]\d{0,2}))?"
_NEW = re.compile(rf"(?P<id>(?P<yy>\d\d)(?P<mm>\d\d)\.(?P<serial>\d{{4,5}})){_VERSION}", re.ASCII)
_OLD = re.compile(
    rf"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]{{2,}})?/(?P<serial>(?P<yy>\d\d)(?P<mm>\d\d)\d{{3}}){_VERSION}",
    re.ASCII | re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://)?(?:(?:www|export|browse|beta)\.)?(?:arxiv\.org|ar5iv\.(?:labs\.arxiv\.)?org|alphaxiv\.org)(?::\d+)?"
    r"/(?:abs|pdf|html|e-print|src|format|ps|overview)/(?P<rest>[^?#]+)",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.(?P<rest>[^?#\s]+)", re.IGNORECASE)
_STAMP = re.compile(r"arxiv:\s*(?P<rest>\S+)(?:\s+\[[\w.-]+\].*)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArxivId:
    """A paper on arXiv: id in arXiv's canonical form, without version; version is None if not given."""

    id: str
    version: int | None = None

    def __str__(self) -> str:
        return f"{self.id}v{self.version}" if self.version else self.id

    @property
    def folder(self) -> str:
        """The identifier as a folder name."""
        return self.id.replace("/", "_")


@dataclass(frozen=True, slots=True)
class Local:
    """A file or folder on this computer; "archive" includes a single gzipped file."""

    path: Path
    kind: LocalKind


def parse(text: str) -> ArxivId | Local:
    """The paper that text names; an identifier takes precedence over a file of that name ("./1905.03684" is the file).

    Raises BadIdentifier, whose message explains what is wrong with text.
    """
    wanted = text.strip().strip("<>").strip()
    if not wanted:
        raise BadIdentifier("no paper was given", HINT)
    bare = _bare(wanted)
    found = as_arxiv_id(bare if bare is not None else wanted)
    if found is not None:
        return found
    if bare is not None:
        raise BadIdentifier(
            f"{_quoted(wanted)} is an arXiv URL, but {_quoted(bare)} is not an identifier{_reason(bare)}", HINT
        )
    return _local(wanted)


def parse_version(text: str | int) -> int:
    """The number of "v2", "2" or 2; raises BadIdentifier."""
    match = re.fullmatch(r"[vV]?([1-9]\d{0,2})", str(text).strip(), re.ASCII)
    if match is None:
        raise BadIdentifier(f"{_quoted(str(text))} is not a version", "write versions as v1, v2, v3 …")
    return int(match[1])


def _bare(text: str) -> str | None:
    """The identifier in a URL, a DOI or a stamp such as "arXiv:1905.03684v2 [cs.LG] 3 Jun 2019"."""
    for pattern in (_URL, _DOI, _STAMP):
        match = pattern.fullmatch(re.split(r"[?#]", text)[0] if pattern is not _STAMP else text)
        if match is not None:
            rest = unquote(match["rest"]).strip().strip("/")
            rest = re.sub(r"^arxiv:", "", rest, flags=re.IGNORECASE)
            return re.sub(r"\.(?:pdf|ps|tar\.gz|gz)$", "", rest, flags=re.IGNORECASE)
    return None


def as_arxiv_id(text: str) -> ArxivId | None:
    """The identifier that text is; None if it is not one, or one that arXiv cannot have assigned."""
    match = _NEW.fullmatch(text)
    if match is not None and _dated(match["yy"], match["mm"]):
        if len(match["serial"]) != (5 if match["yy"] >= "15" else 4):
            return None
        return ArxivId(match["id"], _number(match["version"]))
    match = _OLD.fullmatch(text)
    if match is not None and match["archive"].lower() in ARCHIVES and "01" <= match["mm"] <= "12":
        return ArxivId(f"{match['archive'].lower()}/{match['serial']}", _number(match["version"]))
    return None


def _dated(year: str, month: str) -> bool:
    """Whether arXiv assigned identifiers of the new form in that month: they begin in April 2007."""
    return "01" <= month <= "12" and year + month >= "0704"


def _number(version: str | None) -> int | None:
    return int(version) if version else None


def _local(text: str) -> Local:
    """The file or folder of that name."""
    try:
        path = Path(text).expanduser()
        if path.is_dir():
            return Local(path, "folder")
        if path.is_file():
            return Local(path, _kind(path))
    except (OSError, ValueError, RuntimeError):
        path = Path()
    raise BadIdentifier(_no_such_source(text), HINT)


def _kind(path: Path) -> LocalKind:
    """The kind of a file by its suffix, or by its bytes if the suffix is unknown."""
    known = _SUFFIXES.get(path.suffix.lower())
    if known is not None:
        return known
    from scaffold.fetch.sniff import looks_like_latex, sniff

    with path.open("rb") as file:
        head = file.read(65536)
    kinds: dict[str, LocalKind] = {"gzip": "archive", "tar": "archive", "zip": "archive", "pdf": "pdf"}
    kind = kinds.get(sniff(head)) or ("tex" if looks_like_latex(head) else None)
    if kind is None:
        raise BadIdentifier(f"{_quoted(str(path))} is not an archive, LaTeX or a PDF", HINT)
    return kind


def _no_such_source(text: str) -> str:
    """Explains why text is neither an identifier nor an existing file."""
    shown = _quoted(text)
    if re.match(r"https?://|www\.", text, re.IGNORECASE):
        return f"{shown} is a URL, but not of a paper on arXiv"
    if Path(text).suffix.lower() in _SUFFIXES or re.match(r"[.~/\\]|[A-Za-z]:[\\/]", text):
        return f"no file or folder at {shown}"
    return f"{shown} is neither an arXiv identifier nor an existing file or folder{_reason(text)}"


def _reason(text: str) -> str:
    """What is wrong with a string that resembles an identifier, as the end of a sentence; "" if it does not."""
    match = re.fullmatch(r"(\d\d)(\d\d)\.(\d+)(v\d*)?", text, re.ASCII | re.IGNORECASE)
    if match is not None:
        if not "01" <= match[2] <= "12":
            return f": it must begin with year and month, and {match[2]} is not a month"
        if match[1] + match[2] < "0704":
            return ": identifiers of this form begin in April 2007 (0704)"
        digits = 5 if match[1] >= "15" else 4
        if len(match[3]) != digits:
            since = "since 2015" if digits == 5 else "before 2015"
            return f": {since} identifiers have {digits} digits after the dot, this one has {len(match[3])}"
        return f": {match[4]} is not a version; write v1, v2 …"
    match = re.fullmatch(r"([a-z.-]+)/\d{7}(?:v\d+)?", text, re.IGNORECASE)
    return f": arXiv has no archive {match[1]}" if match is not None else ""


def _quoted(text: str) -> str:
    """The text quoted for a message: on one line, printable, short."""
    plain = shown(text)
    return f"“{plain if len(plain) <= 80 else plain[:77] + '…'}”"
