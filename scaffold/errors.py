"""Fatal errors: one class and exit code for each kind, a hint with every message. Only the command line prints them.

Exit codes: 1 a bug in scaffold, 2 wrong usage (click), 10-19 the source, 20-29 the engines, 30-39 the project folder.
40 and 41 are results of `scaffold check`, not errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ScaffoldError(Exception):
    """Base of all fatal errors: `message` names what failed and where, `hint` says what to do next."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Collected:
    """Errors of one kind, each from a step of its own, so that one run names them all."""

    def __init__(self) -> None:
        self._errors: list[ScaffoldError] = []

    @contextmanager
    def step(self, kind: type[ScaffoldError]) -> Iterator[None]:
        """Keeps an error of this kind instead of letting it stop the run."""
        try:
            yield
        except kind as e:
            self._errors.append(e)

    def raise_all(self) -> None:
        """Raises the errors that were kept as one, with a line and a hint of each; nothing if there are none."""
        if self._errors:
            messages = "\n".join(e.message for e in self._errors)
            raise type(self._errors[0])(messages, "; ".join(dict.fromkeys(e.hint for e in self._errors if e.hint)))


class BadIdentifier(ScaffoldError):
    """The source is neither an arXiv identifier nor an existing file or folder."""

    exit_code = 10


class PaperNotFound(ScaffoldError):
    """arXiv has no paper with this identifier, or no such version of it."""

    exit_code = 11


class PaperWithdrawn(ScaffoldError):
    """The paper was withdrawn: arXiv serves no source and no PDF for this version."""

    exit_code = 12


class NetworkError(ScaffoldError):
    """No answer: network down, name not resolved, connection refused, time-out, or not cached while offline."""

    exit_code = 13


class Throttled(ScaffoldError):
    """arXiv asked scaffold to slow down, and still did after all retries."""

    exit_code = 14


class BadDownload(ScaffoldError):
    """The download is not what it should be: HTML instead of an archive, or incomplete."""

    exit_code = 15


class BadArchive(ScaffoldError):
    """The archive is damaged, unsafe, over the limits, or contains no LaTeX file."""

    exit_code = 16


class NoMainFile(ScaffoldError):
    """No file of the source contains \\begin{document}, or the file given with --main does not exist."""

    exit_code = 17


class UnreadablePdf(ScaffoldError):
    """The PDF cannot be read: damaged, protected by a password, without pages, or missing.

    what follows name in the message: a copy of a file has another name than the file that the user knows.
    """

    exit_code = 18

    def __init__(self, what: str, hint: str = "", *, name: str = "") -> None:
        super().__init__(f"{name} {what}" if name else what, hint)
        self.what = what

    def of(self, name: str) -> UnreadablePdf:
        """The same of a file that is called so."""
        return UnreadablePdf(self.what, self.hint, name=name)


class NoSuchStatement(ScaffoldError):
    """The paper has no statement of the name that was given."""

    exit_code = 19


class EngineMissing(ScaffoldError):
    """No program that can make this output is installed."""

    exit_code = 20


class EngineFailed(ScaffoldError):
    """The program ran but made no PDF: an error in the document, or a limit was reached."""

    exit_code = 21


class TargetNotEmpty(ScaffoldError):
    """The folder to create exists and is not empty; nothing was written."""

    exit_code = 30


class DiskError(ScaffoldError):
    """The disk, the temporary folder or the output is full or not writable; partly written files were removed."""

    exit_code = 31


class NotAProject(ScaffoldError):
    """The folder has no scaffold.toml, or one that cannot be read or has a wrong setting."""

    exit_code = 32


class BadProfile(ScaffoldError):
    """A seminar profile or review form is missing or contains an impossible value."""

    exit_code = 33


class BadDeck(ScaffoldError):
    """The project has no deck, or one that cannot be read."""

    exit_code = 34


class BadTheme(ScaffoldError):
    """A theme for the slides is missing, of an unknown kind, or lacks something that the slides need."""

    exit_code = 35


class BadTable(ScaffoldError):
    """A table of the seminar, such as papers or wishes, cannot be read or contradicts itself."""

    exit_code = 36


class TooLate(ScaffoldError):
    """The last day for what was asked is over; nothing was changed."""

    exit_code = 37


class NoSlots(ScaffoldError):
    """The days of the talks do not hold all talks, or nobody is left for a duty; nothing was written."""

    exit_code = 38
