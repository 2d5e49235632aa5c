"""Exports a deck to PDF through headless LibreOffice.

LibreOffice has problems that this module works around (NOTES.md): it exits with 0 but writes no file for corrupt input;
two runs with one profile disturb each other; PDFs differ between runs in dates and identifiers; native formulas are
missing. So LibreOffice gets a copy with pictures instead of formulas (`promote`), and pictures with a vector version
are stamped onto its pages afterwards (`stamp`).
"""

from __future__ import annotations

import contextlib
import hashlib
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
from scaffold.engines.latex.packages import INSTALL_OFFICE, install_hint
from scaffold.engines.office import keeping
from scaffold.engines.office.keeping import Export
from scaffold.errors import EngineFailed, EngineMissing
from scaffold.originals import damaged_deck

if TYPE_CHECKING:
    from scaffold.engines.office.promote import Prepared
    from scaffold.engines.office.stamp import Stamp

NAMES = ("soffice", "libreoffice")
_STARTS = 2
_LOST = (
    "{}: its formulas are missing in the PDF, as the deck contains no picture of them; save the deck in PowerPoint once"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeResult:
    """A successful export: the PDF and its number of pages.

    lost are messages about formulas, pictures and objects that are missing; warnings are about what a reader does not
    miss, such as links to files.
    """

    pdf: Path
    pages: int
    lost: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.lost


def find_office() -> Path | None:
    """The LibreOffice program: on the PATH or in the usual places on macOS and Windows; None if not installed."""
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
        # soffice.com waits until the export ends, soffice.exe returns immediately.
        return [Path(root) / "LibreOffice" / "program" / "soffice.com" for root in roots if root]
    return []


def export_pdf(
    pptx: Path,
    out: Path,
    *,
    slides: int | None = None,
    vectors: Path | None = None,
    timeout: float = 120.0,
    fresh: bool = False,
) -> OfficeResult:
    """Exports a .pptx to the PDF file out; timeout in seconds.

    vectors is the folder with the vector versions of its pictures (None: all pictures stay as they are). slides is how
    many pages the PDF must have (None: the number of slides that are not hidden). A deck that was exported before on
    the same day, and has not changed, is not exported again, unless fresh; at the same time (`clock`), the same deck
    gives the same bytes at any rate. Raises EngineMissing, EngineFailed (deck missing, time limit, wrong number of
    pages), BadDeck and DiskError; an older file at out then stays.
    """
    office = find_office()
    if office is None:
        raise EngineMissing("LibreOffice is not installed", f"install it: {install_hint(INSTALL_OFFICE)}")
    if not pptx.is_file():
        raise EngineFailed(f"{pptx} does not exist", "run the command in the project folder")
    expected = shown_slides(pptx) if slides is None else slides
    kept = keeping.name(office, pptx.read_bytes(), vectors, expected)
    known = None if fresh else keeping.find(kept)
    if known is None:
        known = _exported(office, pptx, vectors, expected, timeout=timeout)
        if not known.lost:
            keeping.keep(kept, known)
    disk.write(known.pdf, out)
    return OfficeResult(pdf=out, pages=expected, lost=known.lost, warnings=known.warnings)


def key_of(pptx: Path, vectors: Path) -> str:
    """The key under which the export of a deck with all its pages is kept; "" if it cannot be known again.

    Raises BadDeck if it is not a deck.
    """
    office = find_office()
    return keeping.name(office, pptx.read_bytes(), vectors, shown_slides(pptx)) if office else ""


def _exported(office: Path, pptx: Path, vectors: Path | None, expected: int, timeout: float) -> Export:
    """The PDF with as many pages as expected; raises EngineFailed."""
    prepared = _prepared(pptx, vectors)
    with limits.scratch() as folder:
        data = _export(office, prepared.deck, pptx, folder, timeout=timeout)
    pages = _pages(data, pptx)
    if pages != expected:
        raise EngineFailed(
            f"LibreOffice made {pages} pages from the {expected} slides in {pptx}",
            "open the deck and check the missing slides",
        )
    drawn, extra = _formulas(prepared)
    pdf = _harmless(_finished(data, prepared, vectors, drawn, extra=extra), pptx)
    lost = () if extra else tuple(_LOST.format(it.slide) for it in prepared.lost)
    missing, warnings = (tuple(it.message for it in prepared.left_out if it.seen is seen) for seen in (True, False))
    return Export(pdf, (*lost, *missing), warnings)


def _prepared(pptx: Path, vectors: Path | None) -> Prepared:
    """The prepared copy of the deck; raises BadDeck if the deck cannot be read."""
    from lxml.etree import LxmlError
    from pptx.exc import PythonPptxError

    from scaffold.engines.office.promote import prepare
    from scaffold.engines.office.vectors import Vectors, load

    try:
        return prepare(pptx.read_bytes(), load(vectors) if vectors else Vectors())
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, LxmlError, PythonPptxError) as e:
        raise damaged_deck(pptx) from e


def shown_slides(pptx: Path) -> int:
    """Number of slides that are not hidden; hidden slides are not exported. Raises BadDeck if it is not a deck."""
    try:
        with zipfile.ZipFile(pptx) as deck:
            slides = [name for name in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
            listed = len(re.findall(rb"<p:sldId\s", deck.read("ppt/presentation.xml")))
            hidden = sum(
                re.search(rb"<p:sld\s[^>]*show=\"(?:0|false)\"", deck.read(name)) is not None for name in slides
            )
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error) as e:
        raise damaged_deck(pptx) from e
    return listed - hidden


def resaved(content: bytes) -> bytes | None:
    """The deck as LibreOffice saves it, to compare it with one that LibreOffice has saved; None if it cannot.

    Raises DiskError.
    """
    office = find_office()
    if office is None:
        return None
    try:
        with limits.scratch() as folder:
            return _converted(office, content, Path("deck.pptx"), folder, timeout=_RESAVING, kind=_SAVED)
    except EngineFailed:
        return None


_RESAVING = 120.0
"""Seconds after which LibreOffice is stopped."""

_PDF, _SAVED = "pdf:impress_pdf_Export", "pptx:Impress MS PowerPoint 2007 XML"
"""Endings and filters of what LibreOffice writes."""


def _export(office: Path, content: bytes, pptx: Path, folder: Path, timeout: float) -> bytes:
    """The PDF's bytes."""
    return _converted(office, content, pptx, folder, timeout=timeout, kind=_PDF)


def _converted(office: Path, content: bytes, pptx: Path, folder: Path, *, timeout: float, kind: str) -> bytes:
    """What LibreOffice makes of a copy of the deck, so that it writes no lock file next to the student's."""
    deck, name = folder / "deck.pptx", kind.partition(":")[0]
    disk.write_temporary(content, deck)
    profile = (folder / "profile").as_uri()
    argv = [
        str(office),
        f"-env:UserInstallation={profile}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", kind, "--outdir", str(folder / "out"), str(deck)),
    ]
    made = folder / "out" / f"deck.{name}"
    # LibreOffice starts twice, as it first makes a profile; where it may not remove its socket, the second start fails.
    for _ in range(_STARTS):
        done = _started(argv, folder, profile, timeout=timeout)
        if made.is_file() or done.timed_out:
            break
    if done.timed_out:
        raise EngineFailed(
            f"LibreOffice was stopped after {timeout:g} s on {pptx}", "try again, or use the Beamer slides"
        )
    if not made.is_file():
        lines = done.output.strip().splitlines()
        raise EngineFailed(
            f"LibreOffice made no {name.upper()} from {pptx}: {lines[-1] if lines else 'it printed no message'}",
            "check whether PowerPoint or LibreOffice can open the deck",
        )
    return made.read_bytes()


def _started(argv: list[str], folder: Path, profile: str, timeout: float) -> limits.Finished:
    # No memory limit: LibreOffice reserves far more address space than it uses.
    try:
        return limits.run(argv, folder, limits.Limits(timeout, memory=None), sockets=True)
    except OSError as e:
        raise EngineFailed(f"cannot start {argv[0]}: {e.strerror}", "run: scaffold doctor") from e
    finally:
        _remove_socket(profile)


def _remove_socket(profile: str) -> None:
    """Removes the socket that LibreOffice makes in /tmp to find itself; it stays there when LibreOffice is killed.

    Its name holds the MD5 of the profile's address in UTF-16, and the user's number where that is known
    (desktop/source/app/officeipcthread.cxx, sal/osl/unx/pipe.cxx).
    """
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest)
    for user in ("", f"{os.getuid()}_") if os.name == "posix" else ():
        with contextlib.suppress(OSError):
            Path("/tmp", f"OSL_PIPE_{user}{name}").unlink()


def _pages(data: bytes, pptx: Path) -> int:
    from scaffold.engines.pdf import count_pages

    return count_pages(data, f"the PDF that LibreOffice made from {pptx}")


def _formulas(prepared: Prepared) -> tuple[bytes, tuple[Stamp, ...]]:
    """The formulas without a picture in the deck, typeset by LaTeX; none if that fails."""
    from scaffold.engines.office.formulas import rendered

    return rendered(prepared.lost, prepared.size) if prepared.lost else (b"", ())


def _finished(data: bytes, prepared: Prepared, vectors: Path | None, drawn: bytes, extra: tuple[Stamp, ...]) -> bytes:
    """The PDF with the vector graphics stamped on; equal decks give equal files."""
    from pypdf.errors import PyPdfError

    from scaffold.engines.office.formulas import FILE
    from scaffold.engines.office.stamp import stamped

    names = {stamp.file for stamp in prepared.stamps}
    try:
        files = {name: (vectors / name).read_bytes() for name in sorted(names)} if vectors else {}
        return stamped(data, (*prepared.stamps, *extra), {**files, FILE: drawn}, prepared.size)
    except PyPdfError as e:
        raise EngineFailed(f"LibreOffice made a PDF that cannot be read back: {e}", "build it again") from e


def _harmless(data: bytes, pptx: Path) -> bytes:
    """The PDF, if it only shows pages and links to the web; raises EngineFailed."""
    from scaffold.engines.pdf_actions import findings

    for finding in findings(data):
        raise EngineFailed(f"the PDF made from {pptx} contains {finding.what}, so it was not kept", finding.remedy)
    return data
