"""The papers of a loopback arXiv, their versions, and the source of their bytes."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

DAY = datetime(2019, 5, 9, 16, 30, tzinfo=timezone.utc)
SOURCES = (".tar.gz", ".tgz", ".tar", ".gz", ".zip", ".tex")


@dataclass
class Version:
    """One version. source and pdf are bytes, files, or (source) a folder that is packed on request; None: 404."""

    number: int
    date: datetime = DAY
    source: bytes | Path | None = None
    pdf: bytes | Path | None = None
    comment: str | None = None
    size: str | None = None
    withdrawn: bool = False

    def source_bytes(self) -> bytes | None:
        """What /src sends; as on arXiv, a paper submitted as PDF has that PDF as its source."""
        if self.withdrawn:
            return None
        return _bytes(self.source) or _bytes(self.pdf)

    def pdf_bytes(self) -> bytes | None:
        """What /pdf sends."""
        return None if self.withdrawn else _bytes(self.pdf)

    def kilobytes(self) -> str:
        """The size as arXivRaw gives it: "127kb"."""
        return self.size or f"{len(self.source_bytes() or b'') // 1024}kb"


@dataclass
class Paper:
    """One paper with its versions, oldest first; comment and title are those of the latest."""

    id: str
    title: str = "A paper of no importance"
    authors: tuple[str, ...] = ("Ada Example",)
    abstract: str = "Nothing is shown."
    comment: str | None = None
    categories: tuple[str, ...] = ("cs.LG",)
    doi: str | None = None
    journal_ref: str | None = None
    license: str = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
    versions: dict[int, Version] = field(default_factory=dict)

    @property
    def latest(self) -> Version:
        """The version of the highest number."""
        return self.versions[max(self.versions)]


def load(folder: Path) -> list[Paper]:
    """The papers of a folder: FOLDER/<id, / as _>/metadata.json beside vN.tar.gz, vN.pdf or a folder vN of sources."""
    return [_paper(path.parent) for path in sorted(folder.glob("*/metadata.json"))]


def _paper(folder: Path) -> Paper:
    data = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    rows = data.get("versions") or [{"version": "v1", "date": data.get("published")}]
    versions = [_version(folder, row) for row in rows]
    categories = data.get("categories") or ["cs.LG"]
    return Paper(
        id=data.get("id") or folder.name.replace("_", "/"),
        title=data["title"],
        authors=tuple(data.get("authors", ())),
        abstract=data.get("abstract", ""),
        comment=data.get("comment"),
        categories=tuple(categories.split() if isinstance(categories, str) else categories),
        doi=data.get("doi"),
        journal_ref=data.get("journal_ref"),
        license=data.get("license") or Paper.license,
        versions={v.number: v for v in versions},
    )


def _version(folder: Path, row: dict[str, Any]) -> Version:
    number = int(str(row["version"]).lstrip("v"))
    stem = f"v{number}"
    packed = [folder / (stem + ending) for ending in SOURCES]
    source = next((p for p in [*packed, folder / stem] if p.exists()), None)
    pdf = folder / f"{stem}.pdf"
    return Version(
        number,
        date=_date(row.get("date")),
        source=source,
        pdf=pdf if pdf.is_file() else None,
        comment=row.get("comment"),
        size=row.get("size"),
        withdrawn=bool(row.get("withdrawn")) or row.get("source_type") == "I",
    )


def _date(text: str | None) -> datetime:
    if not text:
        return DAY
    if re.match(r"\d{4}-", text):
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    else:
        found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _bytes(source: bytes | Path | None) -> bytes | None:
    if isinstance(source, Path):
        return pack(source) if source.is_dir() else source.read_bytes()
    return source


def pack(folder: Path) -> bytes:
    """A folder as arXiv would send it: a gzipped tar, the same bytes every time."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return tar_gz(files)


def tar_gz(files: dict[str, bytes]) -> bytes:
    """A gzipped tar of these files, in this order, without times or owners."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)
