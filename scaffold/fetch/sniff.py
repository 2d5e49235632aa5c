"""Detects the type of a file from its bytes, independent of headers and suffixes."""

from __future__ import annotations

import re
import tarfile
from typing import Literal

from scaffold.fetch.names import shown

Content = Literal["gzip", "zip", "tar", "pdf", "ps", "html", "empty", "unknown"]

HEAD = 65536
"""How many bytes from the beginning the functions here need."""

_LATEX = re.compile(rb"\\(?:documentclass|documentstyle)\b|\\begin\s*\{document\}")


def sniff(head: bytes) -> Content:
    """The type of a file that begins with these bytes; "unknown" may be a plain .tex file."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "empty"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _is_tar(head):  # before PDF: the first member of a tar may be a figure
        return "tar"
    if is_pdf(head):
        return "pdf"
    if start.startswith(b"%!PS"):
        return "ps"
    return "html" if _is_html(start) else "unknown"


def is_pdf(head: bytes) -> bool:
    """Whether this is the beginning of a PDF: readers allow up to 1024 bytes before its header."""
    before, found, _ = head[:1024].partition(b"%PDF-")
    return bool(found) and b"\\" not in before


def looks_like_latex(head: bytes) -> bool:
    """Whether these bytes contain the beginning of a LaTeX document: old e-prints have no suffix."""
    return b"\0" not in head and _LATEX.search(head) is not None


def html_says(head: bytes) -> str:
    """The title or first heading of a web page, on one line; "" if it has none."""
    text = head.decode("utf-8", "replace")
    for tag in ("h1", "title", "h2", "p"):
        match = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", text, re.IGNORECASE | re.DOTALL)
        plain = " ".join(re.sub(r"<[^>]*>", " ", match[1]).split()) if match else ""
        if plain:
            return shown(plain[:120])
    return ""


def _is_tar(head: bytes) -> bool:
    """Whether the first block is a tar header, by its checksum: old archives have no "ustar" mark."""
    if len(head) < 512:
        return False
    try:
        tarfile.TarInfo.frombuf(head[:512], "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _is_html(start: bytes) -> bool:
    begin = start[:1024].lower()
    return begin.startswith(b"<") and any(t in begin for t in (b"<!doctype html", b"<html", b"<head", b"<body"))
