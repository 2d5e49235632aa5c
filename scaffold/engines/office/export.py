"""Exports a deck to PDF through headless LibreOffice.

What LibreOffice does that has to be guarded against (NOTES.md): it exits 0 without a file for corrupt input; two runs
on one profile get in each other's way; PDFs differ from run to run in dates and identifiers; native formulas are left
out. So it is given a copy in which pictures stand for formulas (`promote`), and pictures with a vector form are
stamped onto its pages afterwards (`stamp`).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import disk
from scaffold.engines import limits
from scaffold.engines.latex.packages import INSTALL_OFFICE, everywhere
from scaffold.errors import EngineFailed, EngineMissing

if TYPE_CHECKING:
    from scaffold.engines.office.promote import Prepared
    from scaffold.engines.office.stamp import Stamp

NAMES = ("soffice", "libreoffice")
_LOST = "{}: its formulas are missing in the PDF, as the deck holds no picture of them: save it in PowerPoint once"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeResult:
    """An export that succeeded: the PDF and its number of pages; lost says which formulas could not be shown at all."""

    pdf: Path
    pages: int
    lost: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.lost


def find_office() -> Path | None:
    """LibreOffice's program: on the path, or where macOS and Windows put it; None when it is not installed."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> list[Path]:
    if sys.platform == "darwin":
        app = Path("Applications/LibreOffice.app/Contents/MacOS/soffice")
        return [Path("/") / app, Path.home() / app]
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432")]
        # soffice.com waits for the end of the export, soffice.exe returns at once.
        return [Path(root) / "LibreOffice" / "program" / "soffice.com" for root in roots if root]
    return []


def export_pdf(
    pptx: Path, out: Path, *, slides: int | None = None, vectors: Path | None = None, timeout: float = 120.0
) -> OfficeResult:
    """Exports a .pptx to the PDF file out; timeout in seconds.

    vectors is the folder with the vector forms of its pictures (None: all stay as they are). slides is how many pages
    the PDF must have (None: as many as the deck has slides that are not hidden). The same deck gives the same bytes.
    Raises EngineMissing, EngineFailed (deck not there or unreadable, time limit, wrong number of pages) and
    DiskTrouble; an older file at out stays then.
    """
    office = find_office()
    if office is None:
        raise EngineMissing("LibreOffice is not installed", f"install it: {everywhere(INSTALL_OFFICE)}")
    if not pptx.is_file():
        raise EngineFailed(f"{pptx} is not there", "run the command in the project's folder")
    expected = shown_slides(pptx) if slides is None else slides
    prepared = _prepared(pptx, vectors)
    with limits.scratch() as folder:
        data = _export(office, prepared.deck, pptx, folder, timeout=timeout)
    pages = _pages(data, pptx)
    if pages != expected:
        raise EngineFailed(
            f"LibreOffice made {pages} pages of the {expected} slides in {pptx}", "open the deck and look for the rest"
        )
    drawn, extra = _formulas(prepared)
    disk.write(_finished(data, prepared, vectors, drawn, extra=extra), out)
    lost = () if extra else tuple(_LOST.format(it.slide) for it in prepared.lost)
    return OfficeResult(pdf=out, pages=pages, lost=lost)


def _prepared(pptx: Path, vectors: Path | None) -> Prepared:
    """The deck as LibreOffice is to have it; raises EngineFailed for one that cannot be read."""
    from lxml.etree import LxmlError
    from pptx.exc import PythonPptxError

    from scaffold.engines.office.promote import prepare
    from scaffold.engines.office.vectors import Vectors, load

    try:
        return prepare(pptx.read_bytes(), load(vectors) if vectors else Vectors())
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, LxmlError, PythonPptxError) as e:
        raise _damaged(pptx, e) from e


def shown_slides(pptx: Path) -> int:
    """Number of slides that a show presents: the hidden ones are not exported. Raises EngineFailed for no deck."""
    try:
        with zipfile.ZipFile(pptx) as deck:
            slides = [name for name in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
            listed = len(re.findall(rb"<p:sldId\s", deck.read("ppt/presentation.xml")))
            hidden = sum(
                re.search(rb"<p:sld\s[^>]*show=\"(?:0|false)\"", deck.read(name)) is not None for name in slides
            )
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error) as e:
        raise _damaged(pptx, e) from e
    return listed - hidden


def _damaged(pptx: Path, why: Exception) -> EngineFailed:
    return EngineFailed(
        f"{pptx} is not a PowerPoint deck, or is damaged ({why})",
        "restore it from a copy, or make it anew with scaffold init in another folder",
    )


def _export(office: Path, content: bytes, pptx: Path, folder: Path, timeout: float) -> bytes:
    """The PDF's bytes; LibreOffice gets a copy of the deck, so that it writes no lock file beside the student's."""
    deck = folder / "deck.pptx"
    disk.write(content, deck)
    argv = [
        str(office),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", "pdf:impress_pdf_Export", "--outdir", str(folder / "out"), str(deck)),
    ]
    # No memory limit: LibreOffice reserves far more address space than it uses.
    try:
        done = limits.run(argv, folder, limits.Limits(timeout, memory=None))
    except OSError as e:
        raise EngineFailed(f"cannot start {office}: {e.strerror}", "run: scaffold doctor") from e
    pdf = folder / "out" / "deck.pdf"
    if done.timed_out:
        raise EngineFailed(
            f"LibreOffice was stopped after {timeout:g} s on {pptx}", "try again, or use the Beamer slides"
        )
    if not pdf.is_file():
        said = done.output.strip().splitlines()
        raise EngineFailed(
            f"LibreOffice made no PDF of {pptx}: {said[-1] if said else 'it said nothing'}",
            "open the deck in PowerPoint or LibreOffice to see whether it can be read",
        )
    return pdf.read_bytes()


def _pages(data: bytes, pptx: Path) -> int:
    from scaffold.engines.pdf import count_pages

    return count_pages(data, f"the PDF that LibreOffice made of {pptx}")


def _formulas(prepared: Prepared) -> tuple[bytes, tuple[Stamp, ...]]:
    """The formulas of which the deck holds no picture, set by LaTeX; none where that cannot be done."""
    from scaffold.engines.office.formulas import rendered

    return rendered(prepared.lost, prepared.size) if prepared.lost else (b"", ())


def _finished(data: bytes, prepared: Prepared, vectors: Path | None, drawn: bytes, extra: tuple[Stamp, ...]) -> bytes:
    """The PDF with the vector forms on it; equal decks give equal files."""
    from pypdf.errors import PyPdfError

    from scaffold.engines.office.formulas import FILE
    from scaffold.engines.office.stamp import stamped

    names = {stamp.file for stamp in prepared.stamps}
    try:
        files = {name: (vectors / name).read_bytes() for name in sorted(names)} if vectors else {}
        return stamped(data, (*prepared.stamps, *extra), {**files, FILE: drawn}, prepared.size)
    except PyPdfError as e:
        raise EngineFailed(f"LibreOffice made a PDF that cannot be read back: {e}", "build it again") from e
