"""Where the pages of a paper's PDF show what its LaTeX source says: statements, displays and figures, with regions.

To read pages by their layout takes memory that this process would not give back, so another process does it and passes
on the places alone. They are kept: reading takes longer than most of what `init` does besides.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from scaffold import model
from scaffold.model import Paper, Statement

__all__ = ["shown"]


def shown(pdf: Path) -> Paper:
    """What the pages of a PDF show, without its text; raises UnreadablePdf and OSError."""
    from scaffold.engines.workers import apart
    from scaffold.pipeline import measurements

    (line,) = measurements.kept(lambda: (apart(_read, pdf),), "places", pdf.read_bytes())
    return model.from_json(json.loads(line))


def _read(pdf: Path) -> str:
    """The places as JSON."""
    from scaffold.read.pdf import reader

    read = reader.read(pdf)
    found = Paper(
        source=read.source,
        statements=tuple(map(_place, read.statements)),
        displays=tuple(map(_place, read.displays)),
        referents=tuple(map(_place, read.referents)),
        figures=tuple(replace(f, caption="") for f in read.figures),
    )
    return json.dumps(model.to_json(found))


def _place(s: Statement) -> Statement:
    return replace(s, body="", standalone="", proofs=(), uses=())
