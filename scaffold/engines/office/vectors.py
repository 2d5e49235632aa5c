"""The vector forms of a deck's pictures: which page of which PDF shows what a PNG in the deck shows.

They are found by content. A picture's key is the SHA-256 of its PNG, so that one that was moved, resized, cropped or
copied to another slide still has its vector form, and one that was edited or replaced has none. A native formula's key
is its fingerprint (`fingerprints`), since PowerPoint replaces the picture behind it by one of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scaffold.engines.office.fingerprints import fingerprint, has_formula
from scaffold.ooxml import EMU, MC, A, R

__all__ = ["FILE", "Behind", "Vector", "Vectors", "digest", "embedded", "index", "load", "outdated", "stale_slides"]

FILE = "vectors.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A page (from 0) of a PDF file beside the index, cut to a box.

    box is left, bottom, right, top in points of that page; width and height are its size on the slide as written, in
    points of the slide.
    """

    file: str
    page: int
    box: tuple[float, float, float, float]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Behind:
    """The picture, by its key, that stands behind a native formula, and the formula's box as written, in points."""

    picture: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vector forms by key of the picture; natives says, by fingerprint, what was made for a native formula."""

    pictures: Mapping[str, Vector] = field(default_factory=dict)
    natives: Mapping[str, tuple[Behind, ...]] = field(default_factory=dict)

    def stale(self, key: str, found: str) -> bool:
        """Whether a picture was made for native formulas that are not those with the fingerprint `found`."""
        made_for = {name for name, forms in self.natives.items() if any(form.picture == key for form in forms)}
        return bool(made_for) and found not in made_for


def digest(content: bytes) -> str:
    """The key of a picture."""
    return hashlib.sha256(content).hexdigest()


def index(deck: bytes, pictures: Mapping[str, Vector]) -> bytes:
    """The text of FILE for a deck as it was written, whose pictures have vector forms by key."""
    natives: dict[str, list[Behind]] = {}
    for found, behind in _natives(deck):
        if behind.picture in pictures and behind not in natives.setdefault(found, []):
            natives[found].append(behind)
    data = {
        "vectors": 1,
        "pictures": {key: asdict(vector) for key, vector in sorted(pictures.items())},
        "natives": {found: list(map(asdict, forms)) for found, forms in sorted(natives.items()) if forms},
    }
    return (json.dumps(data, indent=1) + "\n").encode("utf-8")


def _natives(deck: bytes) -> Iterator[tuple[str, Behind]]:
    """The fingerprint of every native formula, and the picture behind it."""
    import io

    from pptx import Presentation

    for slide in Presentation(io.BytesIO(deck)).slides:
        for alternate in slide._element.iter(f"{MC}AlternateContent"):
            choice, fallback = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
            if choice is not None and fallback is not None and has_formula(choice):
                size = choice.find(f".//{A}xfrm/{A}ext")
                wide, high = (int(size.get(side)) / EMU for side in ("cx", "cy")) if size is not None else (0.0, 0.0)
                for blip in fallback.iter(f"{A}blip"):
                    yield fingerprint(choice), Behind(digest(embedded(slide.part, blip)), wide, high)


def outdated(part: Any, choice: Any, fallback: Any, vectors: Vectors) -> bool:
    """Whether the picture behind native formulas is ours, and the formulas on the slide of that part others by now."""
    found = fingerprint(choice)
    return any(vectors.stale(digest(embedded(part, blip)), found) for blip in fallback.iter(f"{A}blip"))


def stale_slides(deck: Path, vectors: Vectors) -> tuple[int, ...]:
    """The numbers of the slides with such a picture. Raises what python-pptx and lxml raise for what is no deck."""
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
    """The bytes of the picture that an a:blip of a slide's part shows; b"" for one that is linked or not there."""
    name = blip.get(f"{R}embed")
    related = part.rels.get(name) if name else None
    return bytes(related.target_part.blob) if related is not None and not related.is_external else b""


def load(folder: Path) -> Vectors:
    """The vector forms kept in folder; none where there is no index, or none that can be read."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        pictures = {str(key): _vector(folder, row) for key, row in data["pictures"].items()}
        natives = {str(found): tuple(map(_behind, rows)) for found, rows in data["natives"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Vectors()
    return Vectors({key: vector for key, vector in pictures.items() if vector}, natives)


def _behind(row: Mapping[str, Any]) -> Behind:
    return Behind(str(row["picture"]), float(row["width"]), float(row["height"]))


def _vector(folder: Path, row: Mapping[str, Any]) -> Vector | None:
    """A row of the index; None when its file is not in the folder."""
    root, path = folder.resolve(), (folder / str(row["file"])).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return None
    left, bottom, right, top = (float(v) for v in row["box"])
    box = (left, bottom, right, top)
    return Vector(
        file=str(row["file"]), page=int(row["page"]), box=box, width=float(row["width"]), height=float(row["height"])
    )
