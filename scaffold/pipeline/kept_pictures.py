"""Pictures of statements, kept by what they were cut from: a second `init` of the same paper draws none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffold.write.slides.pictures import Cut, Picture, Request, Sheet


def cut(cutting: Cut, pdf: bytes, log: str, requests: Sequence[Request]) -> Mapping[str, Picture]:
    """The pictures that cutting makes of a PDF, LaTeX's log and the requests; those of the same before are taken."""
    from scaffold.engines import results

    key = results.key("pictures of statements", pdf, log, tuple(requests))
    if files := results.find(key):
        return dict(_read(files))
    made = cutting()
    results.keep(key, _files(made))
    return made


_LIST = "pictures.json"


def _files(made: Mapping[str, Picture]) -> dict[str, bytes]:
    """The bitmaps in files of their own, and the list of all sheets with the names of these."""
    bitmaps: dict[str, bytes] = {}

    def facts(sheet: Sheet) -> dict[str, Any]:
        name = f"{len(bitmaps)}.png"
        bitmaps[name] = sheet.png
        return {**asdict(sheet), "png": name, "bands": [facts(band) for band in sheet.bands]}

    listed = {key: [facts(sheet) for sheet in picture.sheets] for key, picture in made.items()}
    return {_LIST: json.dumps(listed).encode(), **bitmaps}


def _read(files: Mapping[str, bytes]) -> Iterator[tuple[str, Picture]]:
    from scaffold.write.slides.pictures import Picture

    for key, sheets in json.loads(files[_LIST]).items():
        yield key, Picture(tuple(_sheet(facts, files) for facts in sheets))


def _sheet(facts: Mapping[str, Any], files: Mapping[str, bytes]) -> Sheet:
    from scaffold.write.slides.pictures import Sheet

    box = tuple(facts["box"]) if facts["box"] else None
    bands = tuple(_sheet(band, files) for band in facts["bands"])
    return Sheet(**{**facts, "png": files[facts["png"]], "box": box, "bands": bands})
