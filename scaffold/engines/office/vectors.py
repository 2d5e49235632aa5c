"""Vector versions of a deck's pictures: which page of which PDF shows the same as a PNG in the deck.

They are found by content. A picture's key is the SHA-256 of its PNG, so that a picture that was moved, resized, cropped
or copied to another slide keeps its vector version, and an edited or replaced one has none. A native formula's key is
its fingerprint (`natives`), since PowerPoint replaces its fallback picture with its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scaffold import disk
from scaffold.engines.office.fingerprints import fingerprint, has_formula
from scaffold.ooxml import EMU, MC, A, R

__all__ = [
    "FILE",
    "FallbackPicture",
    "Vector",
    "Vectors",
    "digest",
    "embedded",
    "index",
    "load",
    "outdated",
    "stale_slides",
]

FILE = "vectors.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A page (from 0) of a PDF file next to the index, cropped to a box.

    box is left, bottom, right, top in points of that page; width and height are its size on the slide as written, in
    points of the slide.
    """

    file: str
    page: int
    box: tuple[float, float, float, float]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FallbackPicture:
    """The key of a native formula's fallback picture, and the formula's box as written, in points."""

    picture: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vector versions by the picture's key; natives are the fallback pictures by the formula's fingerprint."""

    pictures: Mapping[str, Vector] = field(default_factory=dict)
    natives: Mapping[str, tuple[FallbackPicture, ...]] = field(default_factory=dict)

    def stale(self, key: str, found: str) -> bool:
        """Whether a picture was made for native formulas, but not for those with the fingerprint `found`."""
        made_for = {name for name, forms in self.natives.items() if any(form.picture == key for form in forms)}
        return bool(made_for) and found not in made_for


def digest(content: bytes) -> str:
    """The key of a picture."""
    return hashlib.sha256(content).hexdigest()


def index(deck: bytes, pictures: Mapping[str, Vector]) -> bytes:
    """The content of FILE for a new deck and the vector versions of its pictures by key."""
    natives: dict[str, list[FallbackPicture]] = {}
    for found, picture in _natives(deck):
        if picture.picture in pictures and picture not in natives.setdefault(found, []):
            natives[found].append(picture)
    data = {
        "vectors": 1,
        "pictures": {key: asdict(vector) for key, vector in sorted(pictures.items())},
        "natives": {found: list(map(asdict, forms)) for found, forms in sorted(natives.items()) if forms},
    }
    return (json.dumps(data, indent=1) + "\n").encode("utf-8")


def _natives(deck: bytes) -> Iterator[tuple[str, FallbackPicture]]:
    """The fingerprint and the fallback picture of every native formula."""
    import io

    from pptx import Presentation

    for slide in Presentation(io.BytesIO(deck)).slides:
        for alternate in slide._element.iter(f"{MC}AlternateContent"):
            choice, fallback = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
            if choice is not None and fallback is not None and has_formula(choice):
                size = choice.find(f".//{A}xfrm/{A}ext")
                wide, high = (int(size.get(side)) / EMU for side in ("cx", "cy")) if size is not None else (0.0, 0.0)
                for blip in fallback.iter(f"{A}blip"):
                    yield fingerprint(choice), FallbackPicture(digest(embedded(slide.part, blip)), wide, high)


def outdated(part: Any, choice: Any, fallback: Any, vectors: Vectors) -> bool:
    """Whether the fallback picture is from `init` and the formulas have changed since; part is the slide's part."""
    found = fingerprint(choice)
    return any(vectors.stale(digest(embedded(part, blip)), found) for blip in fallback.iter(f"{A}blip"))


def stale_slides(deck: Path, vectors: Vectors) -> tuple[int, ...]:
    """The numbers of slides with an outdated picture. Raises the errors of python-pptx and lxml for an invalid deck."""
    from pptx import Presentation

    found = []
    for number, slide in enumerate(Presentation(str(deck)).slides, 1):
        for alternate in slide._element.iter(f"{MC}AlternateContent"):
            choice, fallback = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
            both = choice is not None and fallback is not None
            if both and has_formula(choice) and outdated(slide.part, choice, fallback, vectors):
                found.append(number)
    return tuple(dict.fromkeys(found))


def embedded(part: Any, blip: Any) -> bytes:
    """The bytes of the picture in an a:blip of a slide's part; b"" if it is linked or missing."""
    name = blip.get(f"{R}embed")
    related = part.rels.get(name) if name else None
    return bytes(related.target_part.blob) if related is not None and not related.is_external else b""


def load(folder: Path) -> Vectors:
    """The vector versions stored in folder; none if the index is missing or unreadable."""
    try:
        data = disk.read_json(folder / FILE)
        pictures = {str(key): _vector(folder, row) for key, row in data["pictures"].items()}
        natives = {str(found): tuple(map(_fallback_picture, rows)) for found, rows in data["natives"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Vectors()
    return Vectors({key: vector for key, vector in pictures.items() if vector}, natives)


def _fallback_picture(row: Mapping[str, Any]) -> FallbackPicture:
    return FallbackPicture(str(row["picture"]), float(row["width"]), float(row["height"]))


def _vector(folder: Path, row: Mapping[str, Any]) -> Vector | None:
    """An entry of the index; None if its file is not in the folder."""
    root, path = folder.resolve(), (folder / str(row["file"])).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return None
    left, bottom, right, top = (float(v) for v in row["box"])
    box = (left, bottom, right, top)
    return Vector(
        file=str(row["file"]), page=int(row["page"]), box=box, width=float(row["width"]), height=float(row["height"])
    )
