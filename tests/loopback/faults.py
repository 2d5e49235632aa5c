"""What can go wrong at arXiv, to be switched on for a number of requests."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "400", "403", "404", "429", "500", "502", "503", "511", "rate-exceeded", "html", "captcha", "truncated", "reset",
    "slow", "empty", "empty-feed", "error-entry", "pdf-for-source", "garbage", "content-encoding",
    "cut-unsized", "cut-chunked", "garbage-pdf", "empty-pdf", "page-in-gz", "gz-in-gz",
    "redirect", "other-paper", "named", "drip", "drip-headers", "long-length",
)  # fmt: skip
"""A status; the plain body "Rate exceeded." with 200; a page for a file; a body cut short; a broken connection; …"""

PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>arXiv.org</title></head>
<body><h1>PDF unavailable for this paper</h1><p>We are trying again to generate it.</p></body></html>
"""
CAPTCHA = b"""<!DOCTYPE html>
<html lang="en"><head><title>arXiv reCAPTCHA</title></head>
<body><h1>Access Denied</h1><p>Sadly, your client does not supply a proper User-Agent.</p></body></html>
"""


def blank_pdf(pages: int = 1) -> bytes:
    """A whole PDF of so many blank pages."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(pages))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages
    body, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    rows = "".join(f"{at:010} 00000 n \n" for at in places)
    table = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>"
    )
    return body + f"{table}\nstartxref\n{len(body)}\n%%EOF\n".encode()


PDF = blank_pdf()


@dataclass
class Fault:
    """One fault: for requests whose path begins with `path`, `times` times after `after` good answers (None: always).

    retry_after is sent as-is; seconds is how long "slow" waits, and "drip" between two bytes. share: the share of the
    body that is sent when it is cut. text: where "redirect" leads, the paper that "other-paper" answers with, the name
    that "named" gives the file.
    """

    kind: str
    path: str = "/"
    times: int | None = 1
    after: int = 0
    retry_after: str | None = None
    seconds: float = 1.0
    share: float = 0.5
    text: str = ""

    def strikes(self, path: str) -> bool:
        """Whether it applies to this request; counts it."""
        if not path.startswith(self.path):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is None:
            return True
        self.times -= 1
        return self.times >= 0


def parse(text: str) -> Fault:
    """A fault as the command line gives it: KIND[:PATH[:TIMES]], for example 503:/src:2; raises ValueError."""
    kind, path, times = (*text.split(":"), "", "")[:3]
    if kind not in KINDS:
        raise ValueError(f"no fault {kind!r}; there are {', '.join(KINDS)}")
    return Fault(kind, path or "/", int(times) if times else None)
