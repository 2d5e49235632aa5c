"""PDFs of any number of pages, written without TeX: python -m tests.read.paged PAGES FILE."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["paper_pdf"]

_FONTS = {b"R": b"Times-Roman", b"B": b"Times-Bold", b"I": b"Times-Italic"}
_LINES = 40
_WORDS = "every bounded sequence of real numbers has a subsequence that converges to a point of the set".split()


def paper_pdf(pages: int) -> bytes:
    """A paper with a heading on every fifth page, a theorem with a proof on every page, and text around them."""
    fonts = [b"<< /Type /Font /Subtype /Type1 /BaseFont /%s >>" % name for name in _FONTS.values()]
    resources = b" ".join(b"/%s %d 0 R" % (name, 3 + n) for n, name in enumerate(_FONTS))
    first = 3 + len(fonts)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 612 792] /Resources << /Font << %s >> >> >>"
        % (pages, kids, resources),
        *fonts,
    ]
    for n in range(pages):
        content = b"\n".join(_content(n))
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (first + 2 * n + 1))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _content(page: int) -> Iterator[bytes]:
    """The commands of a page, which counts from 0."""
    yield b"BT"
    if page % 5 == 0:
        yield _line(0, (b"B", 14, f"{page // 5 + 1} Bounds"))
    for at in range(2, _LINES):
        if at == 8:
            yield _line(at, (b"B", 10, f"Theorem {page + 1}. "), (b"I", 10, _words(page + at, 12)))
        elif at == 12:
            yield _line(at, (b"I", 10, "Proof. "), (b"R", 10, f"By Theorem {max(1, page)}, {_words(page + at, 10)}."))
        else:
            yield _line(at, (b"I" if at in (9, 10) else b"R", 10, _words(page + at, 15)))
    yield b"ET"


def _line(at: int, *parts: tuple[bytes, int, str]) -> bytes:
    shown = [b"/%s %d Tf (%s) Tj" % (font, size, text.encode()) for font, size, text in parts]
    return b"1 0 0 1 100 %d Tm " % (700 - 14 * at) + b" ".join(shown)


def _words(start: int, count: int) -> str:
    return " ".join(_WORDS[(start * 7 + n) % len(_WORDS)] for n in range(count))


def _file(objects: list[bytes]) -> bytes:
    pieces, places, at = [b"%PDF-1.5\n"], [], len(b"%PDF-1.5\n")
    for n, content in enumerate(objects, 1):
        places.append(at)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (n, content))
        at += len(pieces[-1])
    pieces += [b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1), *(b"%010d 00000 n \n" % p for p in places)]
    pieces.append(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at))
    return b"".join(pieces)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(paper_pdf(int(sys.argv[1])))
