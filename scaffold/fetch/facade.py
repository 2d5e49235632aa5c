"""From what the user typed to files on disk, in one call: resolve, query arXiv, download, unpack."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold import disk
from scaffold.errors import (
    BadArchive,
    BadIdentifier,
    DiskError,
    PaperNotFound,
    PaperWithdrawn,
    ScaffoldError,
    TargetNotEmpty,
    UnreadablePdf,
)
from scaffold.fetch import versions
from scaffold.fetch.cache import Stored, file_sha256
from scaffold.fetch.client import Client
from scaffold.fetch.identifiers import ArxivId, Local, parse, parse_version
from scaffold.fetch.local import (
    check_pdf,
    from_folder,
    from_tex,
    named_pdf,
    only_archive,
    only_pdf,
    pdf_beside,
    pdf_within,
)
from scaffold.fetch.metadata import Metadata, says_withdrawn
from scaffold.fetch.progress import Progress, quiet, size
from scaffold.fetch.sink import LOCAL_HINTS, Unpacked
from scaffold.fetch.unpack import unpack
from scaffold.fetch.verify import count_pages
from scaffold.fetch.versions import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A paper on disk.

    kind "tex": source_dir contains its LaTeX, files lists it; main_file is set if the user named it. kind "pdf":
    there is only pdf_path, and source_dir does not exist. arxiv_id, version and metadata are None for a local paper.
    reason says in one line why this version was chosen. sha256 is the hash of the original source file, or of the
    content of a folder. warnings are sentences to show. pdf_name is the name of the user's own PDF, which pdf_path is
    a copy of; "" for one from arXiv.
    """

    kind: str
    source_dir: Path
    pdf_path: Path | None
    sha256: str
    reason: str
    arxiv_id: str | None = None
    version: int | None = None
    metadata: Metadata | None = None
    main_file: str | None = None
    files: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pdf_name: str = ""


def fetch(
    source: str | ArxivId | Local,
    into: Path,
    *,
    version: str | int | None = None,
    offline: bool = False,
    refresh: bool = False,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Fetched:
    """The paper that source names, unpacked in into/source, its PDF as into/paper.pdf.

    version ("v2", 2) overrides scaffold's choice. client: use this client, with its own offline and refresh.
    Raises any error of the exit codes 10 to 16, TargetNotEmpty, DiskError; the new files in `into` are then removed.
    """
    progress = progress or quiet
    found = parse(source) if isinstance(source, str) else source
    wanted = parse_version(version) if version is not None else None
    with _removed_on_error(into):
        if isinstance(found, Local):
            result = _local(found, into, progress)
            if wanted:
                result = replace(
                    result, warnings=(*result.warnings, "a local paper has no versions: --version is ignored")
                )
            return result
        requested = _requested(found, wanted)
        if client is not None:
            return _remote(requested, into, client, progress)
        with Client(offline=offline, refresh=refresh, progress=progress) as own:
            return _remote(requested, into, own, progress)


def fetch_pdf(fetched: Fetched, into: Path) -> Fetched:
    """The fetched paper with its PDF as the file to read: from arXiv, next to the source, or inside it.

    Raises UnreadablePdf if there is none, or more than one candidate.
    """
    if fetched.kind == "pdf":
        return fetched
    pdf = fetched.pdf_path or pdf_within(fetched.source_dir, fetched.main_file)
    if pdf is None:
        hint = "give the PDF itself, put it into the folder of the source as paper.pdf, or omit --from pdf"
        raise UnreadablePdf("the paper has no PDF that could be read instead of its LaTeX", hint)
    placed = pdf if pdf == into / "paper.pdf" else _copy_pdf(pdf, into)
    return replace(fetched, kind="pdf", pdf_path=placed, main_file=None, sha256=file_sha256(placed))


def _requested(paper: ArxivId, wanted: int | None) -> ArxivId:
    if wanted and paper.version and wanted != paper.version:
        raise BadIdentifier(f"{paper} names v{paper.version}, but --version is v{wanted}", "give the version only once")
    return ArxivId(paper.id, wanted or paper.version)


@contextlib.contextmanager
def _removed_on_error(into: Path) -> Iterator[None]:
    """Removes the files written to `into` if any exception ends the block, including Ctrl-C."""
    existed = into.exists()
    for path in (into / "source", into / "paper.pdf"):
        if path.exists():
            raise TargetNotEmpty(f"{path} already exists", "choose another folder or remove it")
    try:
        yield
    except BaseException:
        shutil.rmtree(into / "source", ignore_errors=True)
        with contextlib.suppress(OSError):
            (into / "paper.pdf").unlink(missing_ok=True)
            if not existed:
                into.rmdir()
        raise


# --- from arXiv -------------------------------------------------------------------------------------------------------


def _remote(requested: ArxivId, into: Path, client: Client, progress: Progress) -> Fetched:
    progress("resolve", str(requested), None, None)
    metadata, choice = resolve(requested, client)
    paper = ArxivId(metadata.id, choice.version)
    progress("resolve", f"{paper}: {choice.reason}", None, None)
    source = client.source(paper)
    warnings: list[str] = []
    unpacked = _unpacked(source, client, paper, into, warnings=warnings, progress=progress)
    try:
        pdf_path = _pdf(unpacked, client, paper, into, warnings=warnings)
    except _NothingAvailable:
        raise _nothing_available(paper, client.with_history(paper, metadata)) from None
    kind = "tex" if unpacked is not None and unpacked.kind == "tex" else "pdf"
    return Fetched(
        kind=kind,
        source_dir=into / "source",
        pdf_path=pdf_path,
        sha256=source.sha256 if source else file_sha256(_required(pdf_path)),
        reason=choice.reason,
        arxiv_id=paper.id,
        version=paper.version,
        metadata=metadata,
        files=unpacked.files if unpacked and kind == "tex" else (),
        warnings=(*client.warnings, *warnings),
    )


def resolve(requested: ArxivId, client: Client) -> tuple[Metadata, Choice]:
    """A paper's metadata and the version to use, with the reason.

    Raises PaperNotFound for a version that does not exist, PaperWithdrawn, and the errors of Client.metadata.
    """
    metadata = client.metadata(ArxivId(requested.id))
    if requested.version is not None and requested.version > metadata.version:
        last = f"its latest version is v{metadata.version}"
        raise PaperNotFound(f"there is no {requested}: {last}", f"try {requested.id}v{metadata.version}")
    withdrawn = says_withdrawn(metadata)
    if metadata.version > 1 and (requested.version is None or (withdrawn and requested.version == metadata.version)):
        metadata = client.with_history(ArxivId(requested.id), metadata)
    unavailable = {v.number for v in metadata.history if v.withdrawn} | ({metadata.version} if withdrawn else set())
    if (requested.version or metadata.version) in unavailable:
        raise _withdrawn(ArxivId(requested.id, requested.version or metadata.version), metadata)
    if requested.version is not None:
        latest = "the latest" if requested.version == metadata.version else f"the latest is v{metadata.version}"
        return metadata, Choice(requested.version, f"requested; {latest}")
    choice = versions.choose(metadata.version, metadata.comment, metadata.history)
    return metadata, _compared(choice, requested, client)


def _compared(choice: Choice, paper: ArxivId, client: Client) -> Choice:
    """The choice after comparing the pages of two versions where comment and sizes leave a doubt.

    It stays as it is if one of the PDFs cannot be had. Raises DiskError.
    """
    if choice.rival is None:
        return choice
    try:
        pdfs = [client.pdf(ArxivId(paper.id, number)) for number in (choice.version, choice.rival)]
    except DiskError:
        raise
    except ScaffoldError:
        return choice
    pages = [count_pages(pdf.path) for pdf in pdfs if pdf is not None]
    return versions.by_pages(choice, pages[0], pages[1]) if len(pages) == 2 and all(pages) else choice


def _withdrawn(paper: ArxivId, metadata: Metadata) -> PaperWithdrawn:
    quote = f": “{metadata.comment[:120]}”" if metadata.comment and paper.version == metadata.version else ""
    last = versions.last_with_content(metadata.history, paper.version or 1)
    if last is not None:
        when = f" of {last.date}" if last.date else ""
        hint = f"v{last.number}{when} is still available: use {paper.id}v{last.number}"
    elif paper.version and paper.version > 1 and not metadata.history:
        hint = f"an earlier version may still be available: try {paper.id}v{paper.version - 1}"
    else:
        hint = "no version is available on arXiv; ask your instructor for another paper"
    return PaperWithdrawn(f"{paper} (“{metadata.title}”) was withdrawn{quote}", hint)


def _unpacked(
    source: Stored | None, client: Client, paper: ArxivId, into: Path, *, warnings: list[str], progress: Progress
) -> Unpacked | None:
    """The unpacked source; None if arXiv has none or only PostScript."""
    if source is None:
        warnings.append(f"arXiv has no source of {paper}: scaffold reads its PDF")
        return None
    progress("unpack", f"source {size(source.size)}", None, None)
    try:
        unpacked = unpack(source.path, into / "source")
    except BadArchive:
        client.forget(paper, "source")  # the next command gets what arXiv then sends
        raise
    warnings.extend(unpacked.warnings)
    if unpacked.kind == "tex":
        progress("unpack", _counted(unpacked), None, None)
        return unpacked
    if unpacked.kind == "pdf":
        warnings.append(f"the source of {paper} on arXiv is a PDF, not LaTeX: scaffold reads the PDF")
        return unpacked
    shutil.rmtree(into / "source")
    warnings.append(f"the source of {paper} on arXiv is PostScript, not LaTeX: scaffold reads its PDF")
    return None


class _NothingAvailable(Exception):
    """arXiv has neither a source nor a PDF."""


def _nothing_available(paper: ArxivId, metadata: Metadata) -> ScaffoldError:
    """The error if there is neither a source nor a PDF: withdrawn if the history shows an empty version."""
    if any(v.number == paper.version and (v.withdrawn or v.kilobytes == 0) for v in metadata.history):
        return _withdrawn(paper, metadata)
    return PaperNotFound(f"arXiv has neither a source nor a PDF of {paper}", "try another version, such as v1")


def _pdf(unpacked: Unpacked | None, client: Client, paper: ArxivId, into: Path, warnings: list[str]) -> Path | None:
    """into/paper.pdf: the source itself if it is a PDF, otherwise the PDF from arXiv."""
    if unpacked is None or unpacked.kind != "pdf":
        return _remote_pdf(client, paper, into, warnings, required=unpacked is None)
    placed = _copy_pdf(into / "source" / unpacked.files[0], into)
    shutil.rmtree(into / "source")
    return placed


def _remote_pdf(client: Client, paper: ArxivId, into: Path, warnings: list[str], *, required: bool) -> Path | None:
    """into/paper.pdf; None with a warning if it is not available and not required."""
    try:
        download = client.pdf(paper)
    except DiskError:
        raise
    except ScaffoldError as e:
        if required:
            raise
        warnings.append(f"no PDF of {paper}: numbers and pages are not checked against it ({e.message})")
        return None
    if download is None and required:
        raise _NothingAvailable
    if download is None:
        warnings.append(f"arXiv has no PDF of {paper}: numbers and pages are not checked against it")
        return None
    return _copy_pdf(download.path, into)


def _required(path: Path | None) -> Path:
    assert path is not None
    return path


# --- from this computer -----------------------------------------------------------------------------------------------


def _local(found: Local, into: Path, progress: Progress) -> Fetched:
    path = found.path
    progress("resolve", f"{path}: a local {_KIND_WORDS[found.kind]}", None, None)
    reason = f"local {_KIND_WORDS[found.kind]} {path.name}"
    if found.kind == "folder":
        return _folder(path, into, progress)
    if found.kind == "pdf":
        return _pdf_only(path, into, reason)
    if found.kind == "archive":
        return _archive(path, into, reason, progress)
    unpacked = from_tex(path, into / "source")
    progress("unpack", _counted(unpacked), None, None)
    warnings: list[str] = []
    pdf = named_pdf(path.parent, path.name, warnings)
    return _from_source(_with(unpacked, warnings), into, reason, pdf, main=path.name)


def _folder(path: Path, into: Path, progress: Progress) -> Fetched:
    archive, pdf = only_archive(path), only_pdf(path)
    if archive is not None:
        return _archive(archive, into, f"{archive.name}, the only archive in the local folder {path.name}", progress)
    if pdf is not None:
        return _pdf_only(pdf, into, f"{pdf.name}, the only paper in the local folder {path.name}")
    unpacked = from_folder(path, into / "source")
    progress("unpack", _counted(unpacked), None, None)
    warnings: list[str] = []
    pdf = named_pdf(path, None, warnings)
    return _from_source(_with(unpacked, warnings), into, f"local folder {path.name}", pdf)


def _archive(path: Path, into: Path, reason: str, progress: Progress) -> Fetched:
    unpacked = _own_unpacked(path, into / "source")
    if unpacked.kind != "tex":
        inside = into / "source" / unpacked.files[0]
        pdf = inside if unpacked.kind == "pdf" else pdf_beside(path, [])
        if pdf is None:
            raise BadArchive(f"{path} contains PostScript, not LaTeX", "give the PDF of the paper instead")
        result = _pdf_only(pdf, into, reason)
        shutil.rmtree(into / "source")
        return result
    progress("unpack", _counted(unpacked), None, None)
    warnings: list[str] = []
    pdf = pdf_beside(path, warnings)
    found = _from_source(_with(unpacked, warnings), into, reason, pdf)
    return replace(found, sha256=file_sha256(path))


def _own_unpacked(path: Path, into: Path) -> Unpacked:
    """The files of the user's own archive; an error names it, and advises nothing that is about arXiv."""
    try:
        return unpack(path, into)
    except BadArchive as e:
        raise BadArchive(f"{path.name}: {e.message}", LOCAL_HINTS.get(e.hint, e.hint)) from e


def _pdf_only(path: Path, into: Path, reason: str) -> Fetched:
    check_pdf(path)
    placed = _copy_pdf(path, into)
    warning = f"{path.name} is a PDF, not LaTeX: scaffold reads its pages"
    return Fetched(
        kind="pdf",
        source_dir=into / "source",
        pdf_path=placed,
        sha256=file_sha256(placed),
        reason=reason,
        warnings=(warning,),
        pdf_name=path.name,
    )


def _from_source(unpacked: Unpacked, into: Path, reason: str, pdf: Path | None, main: str | None = None) -> Fetched:
    return Fetched(
        kind="tex",
        source_dir=into / "source",
        pdf_path=_copy_pdf(pdf, into) if pdf is not None else None,
        pdf_name=pdf.name if pdf is not None else "",
        sha256=_tree_sha256(into / "source", unpacked.files),
        reason=reason,
        main_file=main,
        files=unpacked.files,
        warnings=unpacked.warnings,
    )


_KIND_WORDS = {"folder": "folder", "archive": "archive", "tex": "LaTeX file", "pdf": "PDF"}


def _with(unpacked: Unpacked, warnings: list[str]) -> Unpacked:
    """The same source with more warnings, each of them once."""
    return replace(unpacked, warnings=tuple(dict.fromkeys((*unpacked.warnings, *warnings))))


def _counted(unpacked: Unpacked) -> str:
    tex = sum(name.lower().endswith((".tex", ".ltx")) for name in unpacked.files)
    files = len(unpacked.files)
    if files == tex:
        return f"{tex} LaTeX file{'s' * (tex != 1)}"
    return f"{files} file{'s' * (files != 1)}, {tex} of them LaTeX"


def _tree_sha256(folder: Path, files: tuple[str, ...]) -> str:
    """One hash of a folder's content: the names and hashes of its files, in order."""
    import hashlib

    digest = hashlib.sha256()
    for name in files:
        digest.update(f"{file_sha256(folder / name)}  {name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _copy_pdf(path: Path, into: Path) -> Path:
    """A copy of the PDF as into/paper.pdf; raises DiskError."""
    target = into / "paper.pdf"
    with disk.report_errors(target), path.open("rb") as file, disk.atomic(target) as copy:
        shutil.copyfileobj(file, copy)
    return target
