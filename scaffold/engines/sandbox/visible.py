"""What a sandboxed program can read, and its environment: the system, the TeX installation, nothing of the user.

The user's home is left out, except for folders in which TeX and fontconfig look for packages and fonts. Variables are
passed on by name, so that no access token reaches a program that typesets a paper.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scaffold.once import once

__all__ = ["environment", "installed", "readable"]

_SYSTEM = (
    "/usr /bin /sbin /lib /lib32 /lib64 /libx32 /nix/store /gnu/store /run/current-system "
    "/etc/alternatives /etc/fonts /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/libpaper.d /etc/libreoffice "
    "/etc/locale.alias /etc/localtime /etc/papersize /etc/paperspecs /etc/texlive /etc/texmf "
    "/var/cache/fontconfig /var/lib/ghostscript /var/lib/libreoffice /var/lib/texlive /var/lib/texmf "
    "/var/spool/libreoffice"
).split()
"""Programs, libraries, fonts and TeX on Linux; of /etc only what configures them, so neither users nor hosts."""

_PROGRAMS = ("/usr/local/bin", "/usr/bin", "/bin", "/run/current-system/sw/bin")

_TEX_TREES = (
    "TEXMFROOT TEXMFDIST TEXMFMAIN TEXMFLOCAL TEXMFDEBIAN TEXMFSYSVAR TEXMFSYSCONFIG TEXMFVAR TEXMFCONFIG TEXMFHOME"
).split()
_OF_USER = ("TEXMFVAR", "TEXMFCONFIG", "TEXMFHOME")
"""Trees that TeX expects below HOME; as HOME is another folder in the sandbox, they are passed on by name."""

_PASSED = frozenset(
    """LANG LANGUAGE TZ OSFONTDIR FONTCONFIG_PATH FONTCONFIG_FILE PERL5LIB LD_LIBRARY_PATH DYLD_LIBRARY_PATH
    SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 PROGRAMDATA
    APPDATA LOCALAPPDATA USERPROFILE NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE __CF_USER_TEXT_ENCODING""".split()
)
_PASSED_PREFIXES = ("LC_", "TEXMF", "MIKTEX")
_NO_FONT_SCRIPTS = {"MKTEXTFM": "0", "MKTEXPK": "0", "MKTEXMF": "0", "MKTEXTEX": "0", "MKTEXFMT": "0"}
"""Otherwise TeX starts shell scripts for a font that it does not find, which take seconds and write below HOME."""


def environment(folder: Path, program: str) -> dict[str, str]:
    """The variables of a program that works in folder, which is also its home and temporary directory."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _PASSED or name.upper().startswith(_PASSED_PREFIXES)
    }
    own = {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP")} | {"PATH": _path(program)}
    trees = {name: str(_trees()[name]) for name in _OF_USER if name in _trees()}
    fonts = {"XDG_DATA_HOME": str(_fonts().parent)} if _fonts().is_dir() else {}
    cache = {"TEXMFCACHE": os.pathsep.join([*filter(None, [trees.get("TEXMFVAR")]), str(folder)])}
    return kept | trees | cache | fonts | _NO_FONT_SCRIPTS | own


def installed() -> bool:
    """Whether kpsewhich knows the trees of a TeX installation."""
    return bool(_trees())


def _path(program: str) -> str:
    """Where a program finds others: on Unix those of the system and those next to it, as PATH may name the user."""
    if os.name != "posix":
        return os.environ.get("PATH", "")
    near = [str(Path(program).parent), str(Path(program).resolve().parent)]
    return os.pathsep.join(dict.fromkeys([*near, *_PROGRAMS]))


def readable(program: str) -> list[Path]:
    """The existing files and folders that a program may read besides its own folder; none contains another."""
    found = {Path(name) for name in _SYSTEM} | set(_trees().values()) | {_fonts(), *_installation(program)}
    kept: list[Path] = []
    for path in sorted(p for p in found if p.exists()):
        if not any(path.is_relative_to(other) for other in kept) and not _holds_home(path):
            kept.append(path)
    return kept


def _installation(program: str) -> Iterator[Path]:
    """Where a program is: LibreOffice's whole folder, else the file alone, as it may be in a folder of the user."""
    resolved = Path(program).resolve()
    yield resolved.parent.parent if resolved.parent.name == "program" else resolved


def _holds_home(path: Path) -> bool:
    """Whether a folder contains the user's home: a tree such as TEXMFHOME=~ would show everything."""
    return Path.home().resolve().is_relative_to(path.resolve())


def _fonts() -> Path:
    """The user's folder of fonts, which a deck's design may need."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "fonts"


@once
def _trees() -> dict[str, Path]:
    """The existing trees of the TeX installation by the name of their variable, as kpsewhich says."""
    program = shutil.which("kpsewhich") or "/Library/TeX/texbin/kpsewhich"
    wanted = "\n".join(f"{name}=${name}" for name in _TEX_TREES)
    try:
        run = subprocess.run(
            [program, "--expand-var", wanted], capture_output=True, encoding="utf-8", errors="replace", timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    rows = (row.partition("=") for row in run.stdout.splitlines())
    trees = {name: Path(value) for name, _, value in rows if value and Path(value).is_absolute()}
    return {name: path for name, path in trees.items() if path.is_dir()}
