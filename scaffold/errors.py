"""Fatal trouble: one tree, one exit code each, every message with a remedy. Only the command line renders these.

Exit codes: 1 a bug of ours, 2 wrong usage (click), 10-19 the source, 20-29 the engines, 30-39 the project folder.
40 and 41 are what `scaffold check` found; they are no errors.
"""

from __future__ import annotations


class ScaffoldError(Exception):
    """Base of all fatal errors: `message` names what failed and where, `hint` says what to do next."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadIdentifier(ScaffoldError):
    """The source is neither an arXiv identifier nor an existing file or folder."""

    exit_code = 10


class PaperNotFound(ScaffoldError):
    """arXiv knows no paper, or no such version, by this identifier."""

    exit_code = 11


class PaperWithdrawn(ScaffoldError):
    """The paper was withdrawn: arXiv serves no source and no PDF for this version."""

    exit_code = 12


class NetworkError(ScaffoldError):
    """No answer: network down, name not resolved, connection refused, time-out, or not cached while offline."""

    exit_code = 13


class Throttled(ScaffoldError):
    """arXiv asked us to slow down and still did after the allowed retries."""

    exit_code = 14


class BadDownload(ScaffoldError):
    """The bytes are not what was promised: HTML for an archive, or cut short."""

    exit_code = 15


class BadArchive(ScaffoldError):
    """The archive is damaged, unsafe, over the limits, or holds no LaTeX file."""

    exit_code = 16


class NoMainFile(ScaffoldError):
    """No file of the source has a \\begin{document}, or the one asked for is not there."""

    exit_code = 17


class UnreadablePdf(ScaffoldError):
    """The file is no PDF that can be read: damaged, locked with a password, or without pages."""

    exit_code = 18


class EngineMissing(ScaffoldError):
    """No engine for this output is installed."""

    exit_code = 20


class EngineFailed(ScaffoldError):
    """The engine ran and did not make the PDF: an error in the document, or a limit was hit."""

    exit_code = 21


class TargetNotEmpty(ScaffoldError):
    """The folder to create exists and holds files; nothing was written."""

    exit_code = 30


class DiskTrouble(ScaffoldError):
    """The disk is full, or may not be written to; what was begun was removed."""

    exit_code = 31


class NotAProject(ScaffoldError):
    """The folder has no scaffold.toml, or one that cannot be read."""

    exit_code = 32


class BadProfile(ScaffoldError):
    """A seminar profile or review form is missing or says something impossible."""

    exit_code = 33


class BadDeck(ScaffoldError):
    """The project has no deck, or one that cannot be read."""

    exit_code = 34


class BadTheme(ScaffoldError):
    """A theme for the slides is missing, of a kind that is not known, or lacks what slides need."""

    exit_code = 35
