"""One call from what the user typed to files on disk: resolve, ask, download, unpack."""

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
    DiskTrouble,
    PaperNotFound,
    PaperWithdrawn,
    ScaffoldError,
    TargetNotEmpty,
    UnreadablePdf,
)
from scaffold.fetch import versions
from scaffold.fetch.cache import file_sha256
from scaffold.fetch.client import Client, Download
from scaffold.fetch.identifiers import ArxivId, Local, parse, parse_version
from scaffold.fetch.local import built_pdf, check_pdf, from_folder, from_tex, only_archive, only_pdf, pdf_beside, within
from scaffold.fetch.metadata import Metadata, says_withdrawn
from scaffold.fetch.progress import Progress, quiet, size
from scaffold.fetch.unpack import Unpacked, unpack
from scaffold.fetch.versions import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A paper on disk.

    kind "tex": source_dir holds its LaTeX, files says which; main_file is set when the user named it. kind "pdf":
    there is only pdf_path, and source_dir does not exist. arxiv_id, version and metadata are None for a local paper.
    reason says in one line why this version. sha256 is that of the source as it came, or of a folder's content.
    warnings are sentences to show.
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

    version ("v2", 2) wins over the choice by evidence. client: use this one, whose own offline and refresh then count.
    Raises any error of the exit codes 10 to 16, TargetNotEmpty, DiskTrouble; nothing is then left in `into`.
    """
    say = progress or quiet
    found = parse(source) if isinstance(source, str) else source
    wanted = parse_version(version) if version is not None else None
    with _undone(into):
        if isinstance(found, Local):
            result = _local(found, into, say)
            if wanted:
                result = replace(
                    result, warnings=(*result.warnings, "a local paper has no versions: --version ignored")
                )
            return result
        asked = _asked(found, wanted)
        if client is not None:
            return _remote(asked, into, client, say)
        with Client(offline=offline, refresh=refresh, progress=say) as own:
            return _remote(asked, into, own, say)


def fetch_pdf(fetched: Fetched, into: Path) -> Fetched:
    """A fetched paper of which the PDF is to be read: arXiv's, one that lies beside the source, or one within.

    Raises UnreadablePdf when there is none, or several that could be meant.
    """
    if fetched.kind == "pdf":
        return fetched
    pdf = fetched.pdf_path or within(fetched.source_dir, fetched.main_file)
    if pdf is None:
        hint = "name the PDF itself, or put it beside the source as paper.pdf; without --from pdf the LaTeX is read"
        raise UnreadablePdf("the paper came without a PDF that could be read instead of its LaTeX", hint)
    placed = pdf if pdf == into / "paper.pdf" else _place(pdf, into)
    return replace(fetched, kind="pdf", pdf_path=placed, main_file=None, sha256=file_sha256(placed))


def _asked(paper: ArxivId, wanted: int | None) -> ArxivId:
    if wanted and paper.version and wanted != paper.version:
        raise BadIdentifier(f"{paper} asks for v{paper.version}, --version for v{wanted}", "say it once")
    return ArxivId(paper.id, wanted or paper.version)


@contextlib.contextmanager
def _undone(into: Path) -> Iterator[None]:
    """Removes what was written to `into` when the block is left by any exception, Ctrl-C included."""
    existed = into.exists()
    for path in (into / "source", into / "paper.pdf"):
        if path.exists():
            raise TargetNotEmpty(f"{path} is already there", "choose another folder, or remove it")
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


def _remote(asked: ArxivId, into: Path, client: Client, say: Progress) -> Fetched:
    say("resolve", str(asked), None, None)
    metadata, choice = resolve(asked, client)
    paper = ArxivId(metadata.id, choice.version)
    say("resolve", f"{paper}: {choice.reason}", None, None)
    source = client.source(paper)
    warnings: list[str] = []
    unpacked = _unpacked(source, paper, into, warnings, say=say)
    try:
        pdf_path = _pdf(unpacked, client, paper, into, warnings=warnings)
    except _Nothing:
        raise _nothing(paper, client.with_history(paper, metadata)) from None
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
        warnings=tuple(warnings),
    )


def resolve(asked: ArxivId, client: Client) -> tuple[Metadata, Choice]:
    """What arXiv says of a paper and the version to take, with the reason.

    Raises PaperNotFound for a version that does not exist, PaperWithdrawn, and what Client.metadata raises.
    """
    metadata = client.metadata(ArxivId(asked.id))
    if asked.version is not None and asked.version > metadata.version:
        last = f"its latest version is v{metadata.version}"
        raise PaperNotFound(f"there is no {asked}: {last}", f"try {asked.id}v{metadata.version}")
    withdrawn = says_withdrawn(metadata)
    if metadata.version > 1 and (asked.version is None or (withdrawn and asked.version == metadata.version)):
        metadata = client.with_history(ArxivId(asked.id), metadata)
    gone = {v.number for v in metadata.history if v.withdrawn} | ({metadata.version} if withdrawn else set())
    if (asked.version or metadata.version) in gone:
        raise _withdrawn(ArxivId(asked.id, asked.version or metadata.version), metadata)
    if asked.version is not None:
        latest = "the latest" if asked.version == metadata.version else f"the latest is v{metadata.version}"
        return metadata, Choice(asked.version, f"asked for; {latest}")
    return metadata, versions.choose(metadata.version, metadata.comment, metadata.history)


def _withdrawn(paper: ArxivId, metadata: Metadata) -> PaperWithdrawn:
    said = f": “{metadata.comment[:120]}”" if metadata.comment and paper.version == metadata.version else ""
    last = versions.last_with_content(metadata.history, paper.version or 1)
    if last is not None:
        when = f" of {last.date}" if last.date else ""
        hint = f"v{last.number}{when} still has the text: use {paper.id}v{last.number}"
    elif paper.version and paper.version > 1 and not metadata.history:
        hint = f"an earlier version may still have the text: try {paper.id}v{paper.version - 1}"
    else:
        hint = "no version of it has a text on arXiv; ask your instructor for another paper"
    return PaperWithdrawn(f"{paper} (“{metadata.title}”) was withdrawn{said}", hint)


def _unpacked(
    source: Download | None, paper: ArxivId, into: Path, warnings: list[str], say: Progress
) -> Unpacked | None:
    """The source unpacked; None when arXiv has none, or only PostScript."""
    if source is None:
        warnings.append(f"arXiv has no source of {paper}: only its PDF can be read")
        return None
    say("unpack", f"source {size(source.size)}", None, None)
    unpacked = unpack(source.path, into / "source")
    warnings.extend(unpacked.warnings)
    if unpacked.kind == "tex":
        say("unpack", _counted(unpacked), None, None)
        return unpacked
    if unpacked.kind == "pdf":
        warnings.append(f"arXiv has a PDF as the source of {paper}, no LaTeX: only the PDF can be read")
        return unpacked
    shutil.rmtree(into / "source")
    warnings.append(f"arXiv has PostScript as the source of {paper}, no LaTeX: only its PDF can be read")
    return None


class _Nothing(Exception):
    """arXiv has neither a source nor a PDF."""


def _nothing(paper: ArxivId, metadata: Metadata) -> ScaffoldError:
    """What it means that there is neither a source nor a PDF: withdrawn, where the history says that it is empty."""
    if any(v.number == paper.version and (v.withdrawn or v.kilobytes == 0) for v in metadata.history):
        return _withdrawn(paper, metadata)
    return PaperNotFound(f"arXiv has neither a source nor a PDF of {paper}", "try another version, for instance v1")


def _pdf(unpacked: Unpacked | None, client: Client, paper: ArxivId, into: Path, warnings: list[str]) -> Path | None:
    """into/paper.pdf: the source itself where that is a PDF, else what arXiv serves."""
    if unpacked is None or unpacked.kind != "pdf":
        return _remote_pdf(client, paper, into, warnings, required=unpacked is None)
    placed = _place(into / "source" / unpacked.files[0], into)
    shutil.rmtree(into / "source")
    return placed


def _remote_pdf(client: Client, paper: ArxivId, into: Path, warnings: list[str], *, required: bool) -> Path | None:
    """into/paper.pdf; None with a warning when it cannot be had and the source suffices."""
    try:
        download = client.pdf(paper)
    except DiskTrouble:
        raise
    except ScaffoldError as e:
        if required:
            raise
        warnings.append(f"no PDF of {paper}, so numbers and pages cannot be compared with it: {e.message}")
        return None
    if download is None and required:
        raise _Nothing
    if download is None:
        warnings.append(f"arXiv has no PDF of {paper}, so numbers and pages cannot be compared with it")
        return None
    return _place(download.path, into)


def _required(path: Path | None) -> Path:
    assert path is not None
    return path


# --- from this computer -----------------------------------------------------------------------------------------------


def _local(found: Local, into: Path, say: Progress) -> Fetched:
    path = found.path
    say("resolve", f"{path}: a local {_KIND_WORDS[found.kind]}", None, None)
    reason = f"local {_KIND_WORDS[found.kind]} {path.name}"
    if found.kind == "folder":
        return _folder(path, into, say)
    if found.kind == "pdf":
        return _pdf_only(path, into, reason)
    if found.kind == "archive":
        return _archive(path, into, reason, say)
    unpacked = from_tex(path, into / "source")
    say("unpack", _counted(unpacked), None, None)
    return _from_source(unpacked, into, reason, built_pdf(path.parent, path.name), main=path.name)


def _folder(path: Path, into: Path, say: Progress) -> Fetched:
    archive, pdf = only_archive(path), only_pdf(path)
    if archive is not None:
        return _archive(archive, into, f"{archive.name}, the only archive in the local folder {path.name}", say)
    if pdf is not None:
        return _pdf_only(pdf, into, f"{pdf.name}, the only paper in the local folder {path.name}")
    unpacked = from_folder(path, into / "source")
    say("unpack", _counted(unpacked), None, None)
    return _from_source(unpacked, into, f"local folder {path.name}", built_pdf(path))


def _archive(path: Path, into: Path, reason: str, say: Progress) -> Fetched:
    unpacked = unpack(path, into / "source")
    if unpacked.kind != "tex":
        inside = into / "source" / unpacked.files[0]
        pdf = inside if unpacked.kind == "pdf" else pdf_beside(path)
        if pdf is None:
            raise BadArchive(f"{path} holds PostScript, no LaTeX", "give the PDF of the paper instead")
        result = _pdf_only(pdf, into, reason)
        shutil.rmtree(into / "source")
        return result
    say("unpack", _counted(unpacked), None, None)
    return replace(_from_source(unpacked, into, reason, pdf_beside(path)), sha256=file_sha256(path))


def _pdf_only(path: Path, into: Path, reason: str) -> Fetched:
    check_pdf(path)
    placed = _place(path, into)
    warning = f"{path.name} is a PDF, no LaTeX: only what the PDF shows can be read"
    return Fetched(
        kind="pdf",
        source_dir=into / "source",
        pdf_path=placed,
        sha256=file_sha256(placed),
        reason=reason,
        warnings=(warning,),
    )


def _from_source(unpacked: Unpacked, into: Path, reason: str, pdf: Path | None, main: str | None = None) -> Fetched:
    return Fetched(
        kind="tex",
        source_dir=into / "source",
        pdf_path=_place(pdf, into) if pdf is not None else None,
        sha256=_tree_sha256(into / "source", unpacked.files),
        reason=reason,
        main_file=main,
        files=unpacked.files,
        warnings=unpacked.warnings,
    )


_KIND_WORDS = {"folder": "folder", "archive": "archive", "tex": "LaTeX file", "pdf": "PDF"}


def _counted(unpacked: Unpacked) -> str:
    tex = sum(name.lower().endswith((".tex", ".ltx")) for name in unpacked.files)
    files = len(unpacked.files)
    return f"{files} file{'s' * (files != 1)}, {tex} of them LaTeX"


def _tree_sha256(folder: Path, files: tuple[str, ...]) -> str:
    """One hash of a folder's content: of its names and the hashes of its files, in order."""
    import hashlib

    digest = hashlib.sha256()
    for name in files:
        digest.update(f"{file_sha256(folder / name)}  {name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _place(path: Path, into: Path) -> Path:
    """A copy of the PDF as into/paper.pdf; raises DiskTrouble."""
    target = into / "paper.pdf"
    with disk.trouble(target), path.open("rb") as file, disk.atomic(target) as copy:
        shutil.copyfileobj(file, copy)
    return target
