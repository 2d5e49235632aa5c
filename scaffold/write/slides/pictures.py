"""Pictures of statements and figures: LaTeX's output, split into one picture per slide.

The code of the Beamer theme sets the statements, so a PowerPoint slide has the same line breaks as the Beamer slide.
The caller runs TeX: `statements` takes the function for it. A statement that LaTeX cannot set is left out and reported;
the others are not affected.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from scaffold import culprits
from scaffold.culprits import Verdict
from scaffold.model import Paper
from scaffold.plans import TalkPlan
from scaffold.resources import template
from scaffold.seminar import Profile
from scaffold.sheets import PDFIUM
from scaffold.write.clips.clips import sizes, type_size
from scaffold.write.latex.statement_tex import body, clipped, preamble
from scaffold.write.slides.blocks import StatementBlock
from scaffold.write.slides.compose import Page, compose
from scaffold.write.slides.space import OURS, Space
from scaffold.write.text.citations import labels

__all__ = [
    "MARGIN",
    "Cut",
    "Picture",
    "Pictures",
    "Request",
    "Run",
    "Sheet",
    "document",
    "figure",
    "key",
    "requests",
    "statements",
]

_BP = 6 * 25.4 / 72
"""Slide points per point of the PDF: 960 of them are 160 mm."""

_MARGIN = 1.0
"""Border around a piece in LaTeX points, so that overhanging glyphs are not cropped."""

MARGIN = _MARGIN * _BP
"""The same in slide points."""

_TEX_POINT = 72 / 72.27
_RESOLUTION = 200
_MOST_PARTS = 9
_ERROR = re.compile(r"^!|^[^\s:]+:\d+: ", re.MULTILINE)
_TRACE = re.compile(
    r"SF(BEGIN|END):(\d+)|SFPAGE:(\d+):([\d.]+)pt:([\d.]+)pt:(\d+)|^(?:! |[^\s:]+:\d+: )(.*)"
    r"|SFDRAWN:(\d+):(-?\d+):(-?\d+):([\d.]+)pt:([\d.]+)pt:([\d.]+)pt",
    re.MULTILINE,
)

Run = Callable[[str, Mapping[str, bytes]], tuple[bytes | None, str]]
"""Compiles a document, given with its other files by name: the PDF (None when there is none) and the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One picture: a PNG, its size on the slide in slide points, and the same as SVG or one-page PDF where made.

    size is the font size in slide points; 0.0 when it is unknown or not a usual one. page and box (left, bottom, right,
    top in points) locate its vector form: in `pdf`, or for a statement in Pictures.pdf. bands are the sheet split into
    text and drawings, from the top; () without drawings. drawing is the number of the drawing, if a band is one.
    """

    png: bytes
    width: float
    height: float
    svg: bytes | None = None
    pdf: bytes | None = None
    size: float = 0.0
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    bands: tuple[Sheet, ...] = ()
    drawing: int | None = None

    def offset(self, sheet: Sheet) -> float:
        """Distance in slide points of a band from the left edge of its sheet."""
        return (self.box[0] - sheet.box[0]) * _BP if self.box and sheet.box else 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """The pictures of one statement or figure: several sheets if it continues over several slides."""

    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A statement to set: width and maximal height in slide points; most is the number of slides it may take.

    full_height is the height of its parts before the last, below which there is no text.
    shown: whether the deck shows it; the others are set for the comparison with the paper's page alone.
    """

    key: str
    statement: str
    width: float
    max_height: float
    full_height: float
    most: int
    shown: bool = True


Cut = Callable[[], Mapping[str, Picture]]
"""Cuts the pictures of a deck's statements, by key, out of LaTeX's PDF."""

Cutting = Callable[[Cut, bytes, str, Sequence[Request]], Mapping[str, Picture]]
"""Is given how to cut, and what decides the pictures: the PDF, LaTeX's log and the requests. Returns them."""


class _Uncut(Mapping[str, Picture]):
    """Pictures that are cut when the first of them is asked for: some decks need none, others only after a while."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut

    @cached_property
    def _made(self) -> Mapping[str, Picture]:
        return self._cut()

    def __getitem__(self, key: str) -> Picture:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures by key, the ids of the statements that LaTeX could not set with their first errors, and LaTeX's PDF.

    pages are the PDF's pages (from 1) of each statement, also of those that the deck does not show.
    """

    by_key: Mapping[str, Picture]
    failed: Mapping[str, str] = field(default_factory=dict)
    pdf: bytes = b""
    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def key(page: Page, shown: StatementBlock) -> str:
    """The key of a place where a statement is shown; the same statement may be set at two widths."""
    return f"{page.id}/{shown.statement.id}"


def requests(paper: Paper, plan: TalkPlan, profile: Profile, space: Space = OURS) -> tuple[Request, ...]:
    """Every place of the deck where a statement is shown, in order; space is the space on its master."""
    found: list[Request] = []
    for page in compose(paper, plan, profile, student="", space=space).pages:
        for column, most in ((page.blocks, 1 if page.unbroken else _MOST_PARTS), (page.right, 1)):
            shown = [b for b in column if isinstance(b, StatementBlock)]
            found.extend(
                Request(
                    key=key(page, b),
                    statement=b.statement.id,
                    width=b.width,
                    max_height=b.max_height,
                    full_height=b.full_height,
                    most=most,
                )
                for b in shown
            )
    return tuple(found)


def statements(
    paper: Paper,
    plan: TalkPlan,
    profile: Profile,
    run: Run,
    clips: Mapping[str, bytes] | None = None,
    *,
    space: Space = OURS,
    ink: str = "",
    known: Mapping[str, str] | None = None,
    also: Sequence[str] = (),
    cutting: Cutting = lambda cut, *_: cut(),
) -> Pictures:
    """Pictures of all statements that the deck shows, set by `run`; those that fail are left out and reported.

    also are ids of statements that are set as well, to be compared with the paper; the deck's own count once.
    clips holds, by id, clips of the paper's PDF that are shown instead of a statement's text; ink is the text
    colour as RRGGBB ("": our own); known are statements that failed before, with the reasons: they are not tried again.
    The pictures are cut by cutting when they are asked for.
    """
    known = known or {}
    shown = requests(paper, plan, profile, space)
    wanted = [r for r in (*shown, *_further(shown, also, space)) if r.statement not in known]
    made: dict[tuple[str, ...], tuple[bytes, str]] = {}

    def trial(ids: tuple[str, ...]) -> Verdict:
        some = [r for r in wanted if r.statement in ids]
        pdf, log = run(*document(paper, some, clips, ink))
        said = _verdict(pdf, log, some)
        if said.ok and pdf is not None:
            made[ids] = pdf, log
        return said

    ids = tuple(dict.fromkeys(r.statement for r in wanted))
    failed = culprits.find(ids, trial)
    sound = tuple(id for id in ids if id not in failed)
    if sound not in made:
        return Pictures({}, {**known, **failed, **dict.fromkeys(sound, "LaTeX made no PDF")})
    well = [r for r in wanted if r.statement not in failed]
    return _of_run(*made[sound], well, failed={**known, **failed}, cutting=cutting)


def _of_run(pdf: bytes, log: str, done: Sequence[Request], *, failed: Mapping[str, str], cutting: Cutting) -> Pictures:
    """The pictures of the requests that were set in one run."""
    uncut = _Uncut(lambda: cutting(lambda: dict(_cut(pdf, log, done)), pdf, log, done))
    return Pictures(uncut, failed, pdf, _pages_of(log, done))


def _further(shown: Sequence[Request], also: Sequence[str], space: Space) -> Iterator[Request]:
    """Requests for the statements of also that the deck does not show."""
    there = {r.statement for r in shown}
    for id in dict.fromkeys(also):
        if id not in there:
            yield Request(
                key=id,
                statement=id,
                width=space.width,
                max_height=space.depth,
                full_height=space.depth,
                most=_MOST_PARTS,
                shown=False,
            )


def _pages_of(log: str, wanted: Sequence[Request]) -> dict[str, tuple[int, ...]]:
    """The pages of each statement, at its first place."""
    keys = [wanted[int(m[3])].key for m in _TRACE.finditer(log) if m[3] is not None]
    pages: dict[str, tuple[int, ...]] = {}
    for n, key in enumerate(keys, start=1):
        pages[key] = (*pages.get(key, ()), n)
    return {r.statement: pages[r.key] for r in reversed(wanted) if r.key in pages}


def document(
    paper: Paper, wanted: Iterable[Request], clips: Mapping[str, bytes] | None = None, ink: str = ""
) -> tuple[str, dict[str, bytes]]:
    """A document that sets each request on pages of its own, and its other files: one per statement."""
    wanted = list(wanted)
    ids = list(dict.fromkeys(r.statement for r in wanted))
    calls = "\n".join(
        rf"\sfrequest{{{n}}}{{{r.width:.2f}}}{{{r.max_height:.2f}}}{{{r.full_height:.2f}}}{{{r.most}}}"
        rf"{{s{ids.index(r.statement)}.tex}}"
        for n, r in enumerate(wanted)
    )
    works = sorted((k, v) for k, v in labels(paper).items() if v and _harmless(k.replace("_", "") + v))
    cited = "\n".join(rf"\paperwork{{{key}}}{{{label}}}" for key, label in works)
    values = {"preamble": preamble(paper, ids), "cited": cited, "calls": calls}
    values["ink"] = rf"\definecolor{{sfink}}{{HTML}}{{{ink}}}" if ink else ""
    source = _DOCUMENT % values
    files = {"beamerthemescaffold.sty": _theme()}
    for n, id in enumerate(ids):
        clip = (clips or {}).get(id)
        shown = clipped(f"c{n}.pdf", sizes(clip), type_size(clip)) if clip else body(paper, paper.statement(id))
        files[f"s{n}.tex"] = (shown + "\n").encode("utf-8")
        if clip:
            files[f"c{n}.pdf"] = clip
    return source, files


def figure(data: bytes, suffix: str) -> Picture | None:
    """A figure's file (.png, .jpg, .pdf; suffix in lower case) as a picture; None when it cannot be shown."""
    try:
        if suffix == ".pdf":
            return Picture((_pdf_figure(data),))
        if suffix in (".png", ".jpg", ".jpeg"):
            return Picture((_raster_figure(data),))
    except (ValueError, OSError, RuntimeError):
        return None
    return None


_DOCUMENT = r"""\documentclass[aspectratio=169,t,10pt]{beamer}
\usetheme{scaffold}
%(preamble)s
%(cited)s
%(ink)s
\makeatletter
\def\scf@drawnat#1{\edef\scf@report{\write-1{SFDRAWN:#1:\noexpand\the\pdflastxpos:\noexpand\the\pdflastypos
    :\the\wd\scf@drawn:\the\ht\scf@drawn:\the\dp\scf@drawn}}\hbox{\pdfsavepos\scf@report\box\scf@drawn}}
\def\sfrequest#1#2#3#4#5#6{\begingroup\immediate\write-1{}\immediate\write16{SFBEGIN:#1}%%
  \scf@full#4\sfpt\relax\sffit{#2\sfpt}{#3\sfpt}{#5}{\input{#6}}\endgroup\sfship{#1}{1}\immediate\write16{SFEND:#1}}
\def\sfship#1#2{\ifnum#2>\sfparts\else
  \immediate\write-1{SFPAGE:#1:\the\wd\scf@piece{#2}:\the\dimexpr\ht\scf@piece{#2}+\dp\scf@piece{#2}\relax:\scfchosen}%%
  \shipout\vbox{\kern1pt\hbox{\kern1pt\color{sfink}\copy\scf@piece{#2}}}%%
  \edef\scf@again{\noexpand\sfship{#1}{\number\numexpr#2+1\relax}}\expandafter\scf@again\fi}
\makeatother
\begin{document}
\hoffset-1in \voffset-1in
%(calls)s
\end{document}
"""


def _theme() -> bytes:
    return template("slides", "beamerthemescaffold.sty").read_bytes()


def _harmless(text: str) -> bool:
    return not re.search(r"[\\{}%#$&^_~]", text)


def _verdict(pdf: bytes | None, log: str, wanted: Sequence[Request]) -> Verdict:
    """What a run says about the statements: those with errors, and the one in which it stopped."""
    proven: dict[str, str] = {}
    current: int | None = None
    stopped = False
    for m in _TRACE.finditer(log):
        if m[1] == "BEGIN":
            current = int(m[2])
        elif m[1] == "END":
            current = None
        elif m[7] is not None and m[7].startswith("Interruption"):
            stopped = True
        elif m[7] is not None and current is not None and not stopped:
            proven.setdefault(wanted[current].statement, _in_words(m[7]))
    if proven or (pdf is not None and _pages(pdf) == sum(m[3] is not None for m in _TRACE.finditer(log))):
        return Verdict(ok=not proven, proven=proven)
    if not wanted:  # without pages, TeX makes no PDF
        return Verdict(ok=pdf is not None or not _ERROR.search(log))
    why = "LaTeX does not end in it" if stopped else "LaTeX makes no PDF with it"
    return Verdict(ok=False, why=why, suspects=() if current is None else (wanted[current].statement,))


def _pages(pdf: bytes) -> int:
    """Pages of a PDF; a statement that makes one of its own would shift those of the others."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _in_words(error: str) -> str:
    """An error of LaTeX as a reason for people; its message only where it holds no LaTeX."""
    message = re.sub(r"^LaTeX Error: ", "", error.strip()).rstrip(".")
    return "LaTeX cannot typeset it" + (f" ({message})" if message and _harmless(message) else "")


def _cut(pdf: bytes, log: str, wanted: Sequence[Request]) -> Iterator[tuple[str, Picture]]:
    """Pages of the PDF, cropped to the size reported in the log, grouped by request."""
    import pypdfium2

    sheets: dict[str, list[Sheet]] = {}
    pages: list[re.Match[str]] = []
    drawn: list[list[re.Match[str]]] = []
    for m in _TRACE.finditer(log):
        if m[3] is not None:
            pages.append(m)
            drawn.append([])
        elif m[8] is not None and drawn:
            drawn[-1].append(m)
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        if len(document) != len(pages):
            return
        for n, m in enumerate(pages):
            if not wanted[int(m[3])].shown:
                continue
            w, h = (float(m[i]) * _TEX_POINT + 2 * _MARGIN for i in (4, 5))
            page = document[n]
            wide, high = page.get_size()
            crop = (0.0, max(0.0, high - h), max(0.0, wide - w), 0.0)
            box = (0.0, crop[1], min(w, wide), high)
            bands = tuple(_bands(page, n, box, drawn[n]))
            sheets.setdefault(wanted[int(m[3])].key, []).append(
                Sheet(
                    png=_rendered(page, crop),
                    width=w * _BP,
                    height=min(h, high) * _BP,
                    size=float(m[6]),
                    page=n,
                    box=box,
                    bands=bands,
                )
            )
    for name, found in sheets.items():
        yield name, Picture(tuple(found))


def _bands(
    page: Any, number: int, box: tuple[float, float, float, float], drawn: Sequence[re.Match[str]]
) -> Iterator[Sheet]:
    """A sheet cut above and below each of its drawings; no bands when a drawing is not where it should be."""
    left, bottom, right, top = box
    edges = [(top, top, -1)]
    for m in drawn:
        y = float(m[10]) / 65536 * _TEX_POINT
        high, low = y + float(m[12]) * _TEX_POINT, y - float(m[13]) * _TEX_POINT
        edges.append((min(top, high + _MARGIN / 2), max(bottom, low - _MARGIN / 2), int(m[8])))
    if any(a[1] < b[0] or b[0] <= b[1] for a, b in pairwise(edges)):
        return
    for n, (_, low, id) in enumerate(edges):
        if n:
            yield from _band(page, number, (left, low, right, edges[n][0]), id)
        below = edges[n + 1][0] if n + 1 < len(edges) else bottom
        yield from _band(page, number, (left, below, right, low), None) if drawn else ()


def _band(page: Any, number: int, box: tuple[float, float, float, float], drawing: int | None) -> Iterator[Sheet]:
    """A part of a sheet; a drawing is also cropped at its sides. Nothing if the part is empty."""
    wide, high = page.get_size()
    if box[3] - box[1] < _MARGIN:
        return
    ink = page.render(scale=1, crop=(0, box[1], 0, high - box[3]), fill_color=(255, 255, 255, 0)).to_pil().getbbox()
    if ink is None:
        return
    if drawing is not None:
        box = (max(box[0], ink[0] - 2.0), box[1], min(box[2], ink[2] + 2.0), box[3])
    crop = (box[0], box[1], wide - box[2], high - box[3])
    width, height = (box[2] - box[0]) * _BP, (box[3] - box[1]) * _BP
    yield Sheet(png=_rendered(page, crop), width=width, height=height, page=number, box=box, drawing=drawing)


def _rendered(page: Any, crop: tuple[float, float, float, float] = (0, 0, 0, 0), scale: float = _BP) -> bytes:
    """A page as a PNG with transparent background; crop is what to remove at left, bottom, right and top."""
    # In the order of bytes that Pillow has, it takes the bitmap as it is: a copy would have ten megabytes.
    bitmap = page.render(scale=scale * _RESOLUTION / 72, crop=crop, fill_color=(255, 255, 255, 0), rev_byteorder=True)
    out = io.BytesIO()
    # A palette of 128 shades looks the same, at a third of the size and a tenth of the time.
    bitmap.to_pil().quantize(128, method=2, dither=0).save(out, "PNG")
    return out.getvalue()


def _pdf_figure(data: bytes) -> Sheet:
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(data) as document:
        page = document[0]
        width, height = page.get_size()
        fit = min(864 / width, 330 / height)
        box = page.get_cropbox() if not page.get_rotation() else None
        return Sheet(png=_rendered(page, scale=fit), width=width * fit, height=height * fit, pdf=data, box=box)


def _raster_figure(data: bytes) -> Sheet:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        image.load()
        width, height = image.size
        fit = min(864 / width, 330 / height)
        return Sheet(png=data, width=width * fit, height=height * fit)
