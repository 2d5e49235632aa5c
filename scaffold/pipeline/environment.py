"""What a bug report says of the machine, and how texts are made free of what is private."""

from __future__ import annotations

import contextlib
import getpass
import locale
import os
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold import __version__

_GENERIC = frozenset("root user admin administrator runner ubuntu debian vagrant docker nobody".split())
"""Names of accounts that identify nobody; they are also common words of code."""

_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_QUERY = re.compile(r"(://[^\s?#]*)[?#]\S+")
_VARIABLES = (
    "LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "PYTHONIOENCODING", "SOURCE_DATE_EPOCH",
    "SCAFFOLD_ARXIV_URL", "SCAFFOLD_ARXIV_DELAY", "SCAFFOLD_CACHE", "SCAFFOLD_CONFIG",
    "SCAFFOLD_SANDBOX",
)  # fmt: skip
"""Variables whose values are shown."""


def without_private(text: str, secrets: Sequence[str] = ()) -> str:
    """The text with the home directory as ~, and without the user's name, credentials in addresses and the secrets."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "<removed>", text)
    for home in _homes():
        text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
    for name in _account_names():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "<user>", text)
    return _QUERY.sub(r"\1?<removed>", _CREDENTIALS.sub("<removed>@", text))


def _homes() -> list[str]:
    """The home directory as it may be spelled, the longest spelling first; none where it is the root of the disk."""
    found = {os.environ.get("HOME", ""), os.environ.get("USERPROFILE", "")}
    with contextlib.suppress(RuntimeError, OSError):  # an account without a home directory
        found |= {str(Path.home()), str(Path.home().resolve())}
    spelled = {home.rstrip("/\\") for home in found}
    spelled |= {home.replace("\\", "/") for home in spelled} | {home.replace("\\", "\\\\") for home in spelled}
    return sorted((home for home in spelled if len(home) > 1), key=lambda home: (-len(home), home))


def _account_names() -> list[str]:
    """Names of the account: the user's, and that of the home directory."""
    found = {Path(home).name for home in _homes()}
    with contextlib.suppress(KeyError, OSError, ImportError):  # an account without a name
        found.add(getpass.getuser())
    return sorted(name for name in found if name and name.lower() not in _GENERIC)


def describe(project: str | None = None) -> str:
    """Versions, platform, encodings and the settings of scaffold in lines "name: value"; nothing private.

    project: a project's folder, whose settings are then added. Starts engines for their versions. Raises NotAProject.
    """
    folder = Path(project) if project is not None else None
    rows = [*_machine(), *_packages(), *_programs(), *_variables(), *(_project(folder) if folder else ())]
    return without_private("\n".join(f"{name}: {value}" for name, value in rows), _secrets(folder)) + "\n"


def _secrets(folder: Path | None) -> tuple[str, ...]:
    from scaffold.project import state

    return (state.load(folder).student,) if folder else ()


def _machine() -> Iterator[tuple[str, str]]:
    yield "scaffold", f"{__version__} in {Path(__file__).resolve().parents[1]}"
    yield "python", f"{platform.python_implementation()} {platform.python_version()}, {sys.executable}"
    yield "platform", platform.platform()
    yield "encoding", f"files {sys.getfilesystemencoding()}, output {getattr(sys.stdout, 'encoding', None)}"
    yield "locale", " ".join(part or "-" for part in locale.getlocale())


def _packages() -> Iterator[tuple[str, str]]:
    from scaffold.engines import doctor

    for name, version in doctor.python_packages().items():
        yield f"package {name}", version or "missing"


def _programs() -> Iterator[tuple[str, str]]:
    from scaffold.engines import doctor

    for name, version in doctor.programs().items():
        yield f"program {name}", version or "missing"


def _variables() -> Iterator[tuple[str, str]]:
    from scaffold.caches import base_folder

    for name in sorted(os.environ):
        if name in _VARIABLES:
            yield f"variable {name}", os.environ[name]
        elif name.startswith(("SCAFFOLD_", "TEX")):
            yield f"variable {name}", "(set)"
    yield "cache", str(base_folder())


def _project(folder: Path) -> Iterator[tuple[str, str]]:
    """A project's settings without the student's name, and which of its files are there."""
    from scaffold.project import state

    s = state.load(folder)
    paper = f"arXiv:{s.arxiv_id}v{s.version}" if s.arxiv_id else "a local paper"
    yield "project paper", f"{paper}, main file {s.main_file or '-'}, sha256 {s.sha256 or '-'}"
    yield "project profile", f"{s.seminar}, review {s.review or '-'}, minutes {s.minutes or '-'}, slides {s.slides}"
    yield "project main results", "chosen by the student" if s.main else "chosen by evidence"
    for name in _FILES:
        path = folder / name
        yield f"project {name}", f"{path.stat().st_size} bytes" if path.is_file() else "missing"


_FILES = (
    "paper/paper.json", "paper/paper.pdf", "report/report.tex", "slides/slides.pptx", "slides/slides.tex",
    "build/report.pdf", "build/slides.pdf", "build/slides-beamer.pdf",
)  # fmt: skip
