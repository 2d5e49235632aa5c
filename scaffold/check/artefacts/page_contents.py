"""Hashes of all that a page of a PDF is drawn from, by which a page is known again in another PDF.

The numbers of objects do not count, since an edit of one page changes those of all others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Contents"]

_ELSEWHERE = ("Parent", "Annots")
"""What a page refers to and is not drawn from: other pages, links."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The objects of one file that are known so far: hash by number, None while it is being made."""

    known: dict[int, bytes | None] = field(default_factory=dict)

    def of(self, number: int, page: Any) -> str:
        """The hash of pdfminer's page with that number; "" if it has none, as the objects of a damaged file."""
        attributes = {name: value for name, value in page.attrs.items() if name not in _ELSEWHERE}
        shared = [page.mediabox, page.cropbox, page.rotate, page.resources, list(page.contents)]
        try:
            return self._hash([number, attributes, *shared]).hex()
        except Exception:  # the errors that damaged files cause in the library, and objects that hold themselves
            return ""

    def _hash(self, value: Any) -> bytes:
        from pdfminer.pdftypes import PDFObjRef

        if isinstance(value, PDFObjRef):
            return self._object(value)
        digest = hashlib.sha256(type(value).__name__.encode())
        for part in self._parts(value):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.digest()

    def _parts(self, value: Any) -> Iterator[bytes]:
        from pdfminer.pdftypes import PDFStream

        if isinstance(value, PDFStream):
            yield self._hash(value.attrs)
            raw = value.get_rawdata()  # None once it is decoded
            yield value.get_data() if raw is None else raw
        elif isinstance(value, dict):
            for name in sorted(value):
                yield name.encode()
                yield self._hash(value[name])
        elif isinstance(value, (list, tuple)):
            yield from map(self._hash, value)
        else:
            yield repr(value).encode()

    def _object(self, reference: Any) -> bytes:
        """The hash of an object; raises ValueError if it holds itself."""
        number = reference.objid
        if number not in self.known:
            self.known[number] = None
            self.known[number] = self._hash(reference.resolve())
        if (found := self.known[number]) is None:
            raise ValueError(f"object {number} holds itself")
        return found
