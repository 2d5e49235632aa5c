"""Recoverable problems as data: collected while reading, shown by the command line, never raised."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from scaffold.spans import Span

Severity = Literal["error", "warning", "info"]

MAX_PER_CODE = 200
"""Maximum number of diagnostics kept for one code: a damaged source can repeat the same one without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem of the input: a stable code, its subject, its place in the source, and a sentence."""

    severity: Severity
    code: str
    subject: str
    span: Span
    message: str

    def __str__(self) -> str:
        return f"{self.severity}:{self.code}:{self.subject} {self.span} {self.message}"


@dataclass(slots=True)
class Log:
    """Collects diagnostics in the order found; the same finding at the same place is kept once."""

    entries: list[Diagnostic] = field(default_factory=list)
    _seen: set[Diagnostic] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, severity: Severity, code: str, subject: str, span: Span, message: str) -> None:
        """Record a diagnostic; the first MAX_PER_CODE of each code are kept, then a note that there are more."""
        entry = Diagnostic(severity=severity, code=code, subject=subject, span=span, message=message)
        if entry in self._seen or self._counts.get(code, 0) > MAX_PER_CODE:
            return
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] > MAX_PER_CODE:
            entry = Diagnostic(
                severity="info", code=code, subject="", span=span, message="more of the same kind follow"
            )
        self._seen.add(entry)
        self.entries.append(entry)

    def forget_after(self, length: int) -> None:
        """Forget what was recorded after the first so many: it is found again, if it still holds."""
        del self.entries[length:]
        self._seen = set(self.entries)
        self._counts = dict(Counter(entry.code for entry in self.entries))

    def warn(self, code: str, subject: str, span: Span, message: str) -> None:
        """Record a warning: the reading may differ from what the author intended."""
        self.add("warning", code, subject, span, message=message)

    def info(self, code: str, subject: str, span: Span, message: str) -> None:
        """Record a decision worth explaining that needs no action."""
        self.add("info", code, subject, span, message=message)
