"""Regions in PDFs without source against hyperref's destinations: tests.benchmarks.pdf_destinations [PAPER...].

A destination shows where a statement's head is: the first line below it that begins with its kind and number. The true
box goes from the top of that line's ink to the last row of ink above the next line that begins with "Proof" or with a
head at a destination. Only unambiguous statements are judged: one page, and italics down to its last line, so that
no paragraph is in between. The measure is intersection over union of the heights. --sheet FILE draws found and true.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scaffold.model import Statement
from scaffold.read.pdf.reader import read
from tests.benchmarks.pdf_table import CORPUS

_HEAD = re.compile(
    r"(?:(Theorem|Lemma|Proposition|Corollary|Claim)\s*([A-Z]?\.?\d[\d.]*)|(\d[\d.]*)\s*(Theorem|Lemma|Proposition|Corollary|Claim))",
    re.I,
)
_SCALE = 3
_MOST = 12
"""Statements of one paper that are judged."""


def _destinations(pdf: Path) -> dict[int, list[float]]:
    """Tops of named destinations by page, from 1, in PDF units from the bottom."""
    import pypdf

    reader = pypdf.PdfReader(pdf)
    out: dict[int, list[float]] = {}
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        if place.top is not None and number is not None and not re.match(r"cite|equation|page|Item|Hfoot", name):
            out.setdefault(number + 1, []).append(float(place.top))
    return out


def _italic(line: dict[str, Any]) -> bool:
    letters = [c for c in line["chars"] if c["text"].isalpha() and not re.search(r"CMMI|MI\d|Math", c["fontname"])]
    slanted = sum(bool(re.search(r"TI\d|Ital|SL\d|ti\d|-It|Obl", c["fontname"])) for c in letters)
    return len(letters) > 8 and slanted > 0.6 * len(letters)


def _prose(line: dict[str, Any]) -> bool:
    return len(re.findall(r"[A-Za-z]{3,}", line["text"])) > 2


def _true(page: Any, tops: Sequence[float], ink: Any) -> Iterator[tuple[str, float, float]]:
    """Heads at destinations on a page, with top and bottom of their statements."""
    lines = page.extract_text_lines(return_chars=True)
    heads = [n for n, x in enumerate(lines) if (_HEAD.match(x["text"])
             and any(-3 < x["bottom"] - (float(page.height) - t) < 40 for t in tops))]  # fmt: skip
    for at in heads:
        stops = (n for n in range(at + 1, len(lines)) if n in heads or re.match(r"Proof\b", lines[n]["text"]))
        stop = next(stops, None)
        prose = [x for x in lines[at + 1 : stop] if _prose(x)]
        if stop is not None and prose and all(map(_italic, prose)):
            m = _HEAD.match(lines[at]["text"])
            key = f"{m[1] or m[4]} {(m[2] or m[3]).rstrip('.')}".lower() if m else ""
            first, last = lines[at]["chars"][0], lines[stop - 1]
            top = ink(first["bottom"] - 0.4 * first["size"], lines[at]["x0"], lines[at]["x0"] + 40, False)
            yield key, top, ink(last["bottom"], last["x0"], last["x1"], True)


def _ink(drawn: Any) -> Any:
    def to(y: float, x0: float, x1: float, dark: bool) -> float:
        """The next row upwards that has ink, or has none, between two places."""
        row = int(y * _SCALE)
        while row > 0:
            pixels = drawn.crop((int(x0 * _SCALE), row, int(x1 * _SCALE), row + 1)).getextrema()[0]
            if (pixels < 160) == dark:
                return (row + 1) / _SCALE
            row -= 1
        return 0.0

    return to


def judged(pdf: Path) -> Iterator[tuple[Statement, float, float, float, Any]]:
    """Statements with the true top and bottom, the share of agreement, and the picture of their page."""
    import pdfplumber
    import pypdfium2

    found = {f"{s.heading} {s.number}".lower(): s for s in read(pdf).statements if len(s.regions) == 1}
    tops = _destinations(pdf)
    count = 0
    with pypdfium2.PdfDocument(pdf) as document, pdfplumber.open(pdf) as text:
        for number in sorted(tops):
            drawn = document[number - 1].render(scale=_SCALE, grayscale=True).to_pil()
            for key, top, foot in _true(text.pages[number - 1], tops[number], _ink(drawn)):
                s = found.get(key)
                if s is not None and s.regions[0].page == number and count < _MOST and foot > top:
                    _, a, _, b = s.regions[0].box
                    count += 1
                    yield s, top, foot, max(0.0, min(b, foot) - max(a, top)) / (max(b, foot) - min(a, top)), drawn


def _drawn(s: Statement, top: float, foot: float, page: Any) -> Any:
    from PIL import ImageDraw

    picture, (x0, a, x1, b) = page.convert("RGB"), s.regions[0].box
    pen = ImageDraw.Draw(picture)
    pen.rectangle([v * _SCALE for v in (x0, a, x1, b)], outline=(255, 0, 0), width=3)
    pen.rectangle([v * _SCALE for v in (x0 - 3, top, x1 + 3, foot)], outline=(0, 0, 255), width=2)
    cut = picture.crop((0, int((min(a, top) - 25) * _SCALE), picture.width, int((max(b, foot) + 30) * _SCALE)))
    return cut.resize((cut.width // 2, cut.height // 2))


def _sheet(pictures: Sequence[Any], target: Path) -> None:
    from PIL import Image

    columns, width = 3, max(p.width for p in pictures) + 8
    feet = [0] * columns
    places = []
    for p in pictures:
        column = feet.index(min(feet))
        places.append((column * width, feet[column]))
        feet[column] += p.height + 8
    sheet = Image.new("RGB", (columns * width, max(feet)), (210, 240, 210))
    for p, place in zip(pictures, places, strict=True):
        sheet.paste(p, place)
    sheet.save(target)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("papers", nargs="*")
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print("the corpus of real papers is not here: nothing to measure")
        return
    every: list[float] = []
    pictures: list[Any] = []
    for pdf in sorted(CORPUS.glob("*/paper.pdf")):
        if options.papers and pdf.parent.name not in options.papers:
            continue
        shares = []
        for s, top, foot, share, page in judged(pdf):
            shares.append(share)
            if options.sheet:
                pictures.append(_drawn(s, top, foot, page))
            if share < 0.9:
                print(f"  {s.title} p. {s.page} {share:.2f}")
        if shares:
            print(f"{pdf.parent.name:30s} n {len(shares):3d}  mean {sum(shares) / len(shares):.4f}", flush=True)
        every += shares
    if every:
        print(f"all: n {len(every)}, mean {sum(every) / len(every):.4f}, "
              f">= 0.9 {sum(v >= 0.9 for v in every) / len(every):.3f}")  # fmt: skip
    if pictures:
        _sheet(pictures, options.sheet)


if __name__ == "__main__":
    main(sys.argv[1:])
