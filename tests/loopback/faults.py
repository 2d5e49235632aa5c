"""What can go wrong at arXiv, to be switched on for a number of requests."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "400", "403", "404", "429", "500", "502", "503", "rate-exceeded", "html", "captcha", "truncated", "reset", "slow",
    "empty", "empty-feed", "error-entry", "pdf-for-source", "garbage", "content-encoding",
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
PDF = b"%PDF-1.5\n% a paper without a page\n%%EOF\n"


@dataclass
class Fault:
    """One fault: for requests whose path begins with `path`, `times` times after `after` good answers (None: always).

    retry_after is sent as-is; seconds is how long "slow" waits.
    """

    kind: str
    path: str = "/"
    times: int | None = 1
    after: int = 0
    retry_after: str | None = None
    seconds: float = 1.0

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
