"""Finds what is installed and what is missing, and the exact command that installs what is missing.

The LaTeX packages are those that templates/ loads, read from the templates themselves: one that a template starts to
use is checked without further changes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from scaffold.engines import fonts, limits
from scaffold.engines.latex import packages
from scaffold.engines.office.export import find_office
from scaffold.engines.pandoc import find_pandoc
from scaffold.engines.sandbox import walls
from scaffold.languages import Language
from scaffold.resources import templates
from scaffold.spelling import meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked for.

    found is its version or path, None when it is missing. needed_for says what does not work without it. install is a
    command by platform ("debian", "macos", "windows"). group is "python", "tex", "office", "fonts" or "optional".
    wrong says what is wrong with it although it is there, "" if nothing is.
    """

    name: str
    found: str | None
    needed_for: str
    group: str
    required: bool = True
    install: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""

    @property
    def missing(self) -> bool:
        return self.found is None

    @property
    def command(self) -> str:
        """How to install it on this platform; "" when there is no command."""
        return self.install.get(packages.platform(), "")


PYTHON = {
    "arxiv": "asking arXiv for a paper",
    "click": "the command line",
    "filelock": "one download at a time",
    "icalendar": "the calendar file of the dates",
    "pdfplumber": "reading a paper's PDF",
    "pillow": "pictures",
    "platformdirs": "the cache of downloads",
    "pylatex": "writing the report",
    "pypdf": "the deck's PDF",
    "pypdfium2": "counting pages, pictures of pages",
    "python-pptx": "writing the deck",
    "requests": "downloading",
    "rich": "progress and tables",
    "watchfiles": "building whenever a file is saved",
}

EXTRAS = {
    "pypandoc-binary": "pandoc, which makes formulas in PowerPoint editable",
}

ALWAYS = {"beamer.cls": "slides", "lmodern.sty": "fonts", "cm-super-t1.enc": "fonts"}
"""LaTeX files that generated documents need, whatever the templates say, and for what."""

FONTS = {"Liberation Sans": ("Arial", "fonts-liberation", "the deck's text: same widths as Arial")}
"""By font: the font that it replaces, its Debian package, and what it is for."""


def examine(language: Language | None = None) -> tuple[Finding, ...]:
    """Everything the tool may need, in the order of the path from paper to PDF. Takes a second; never raises.

    language is that of the documents; None: the usual one.
    """
    return (*_python(), *_tex(), *_hyphenation(language), *_office(), *_fonts(), *_optional())


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when nothing required is missing, else 20 (that of a missing engine)."""
    return 20 if any(f.missing and f.required for f in findings) else 0


def one_command(findings: Iterable[Finding], *, optional: bool = False) -> str:
    """One line that installs all that is missing on this platform; "" when nothing is. optional: extras too."""
    missing = [f for f in findings if f.missing and (f.required or optional) and f.command]
    apt = [word for f in missing for word in _apt_words(f.command)]
    rest = [f.command for f in missing if not _apt_words(f.command)]
    parts = [f"sudo apt-get install --no-install-recommends -y {' '.join(dict.fromkeys(apt))}"] if apt else []
    pip = [c.split(" install ")[1] for c in rest if " -m pip install " in c]
    if pip:
        parts.append(f"{_pip()} {' '.join(dict.fromkeys(pip))}")
    parts += dict.fromkeys(c for c in rest if " -m pip install " not in c)
    return " && ".join(parts)


PROGRAMS = ("pdflatex", "xelatex", "lualatex", "tectonic", "bibtex", "biber", "gs")
"""Programs that are started by name; pandoc and LibreOffice are looked for in more places than the path."""


def programs() -> dict[str, str | None]:
    """The version of each program in one line, by name; None for one that is not installed."""
    paths = {name: limits.which(name) for name in PROGRAMS}
    paths |= {"pandoc": find_pandoc(), "LibreOffice": str(office) if (office := find_office()) else None}
    return {name: _first_line(path) if path else None for name, path in paths.items()}


def python_packages() -> dict[str, str | None]:
    """Versions of the Python packages that scaffold uses, extras included, by name; None for one that is missing."""
    return {name: _version(name) for name in sorted({*PYTHON, *_declared(), *EXTRAS})}


def _apt_words(command: str) -> list[str]:
    words = command.split()
    return [w for w in words[words.index("install") + 1 :] if not w.startswith("-")] if "apt-get" in words else []


def _pip() -> str:
    python = Path(sys.executable).as_posix()
    return f'"{python}" -m pip install' if " " in python else f"{python} -m pip install"


def _everywhere(command: str) -> dict[str, str]:
    return dict.fromkeys(packages.PLATFORMS, command)


def _python() -> list[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    found = [
        Finding(
            name="Python",
            found=version if sys.version_info >= (3, 10) else None,
            needed_for="everything",
            group="python",
        )
    ]
    for name in sorted({*PYTHON, *_declared()}):
        use = PYTHON.get(name, "scaffold itself")
        found.append(
            Finding(
                name=name, found=_version(name), needed_for=use, group="python", install=_everywhere(f"{_pip()} {name}")
            )
        )
    return found


def _declared() -> set[str]:
    """Names of the packages that this installation of scaffold declares as needed, extras left out."""
    try:
        rows = metadata.requires("scaffold") or []
    except metadata.PackageNotFoundError:
        return set()
    return {re.split(r"[^\w.-]", row)[0].lower() for row in rows if ";" not in row}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _tex() -> list[Finding]:
    use, pdflatex = "report.pdf, Beamer slides, pictures of formulas", limits.which("pdflatex")
    found = [
        Finding(
            name="pdflatex",
            found=_first_line(pdflatex) if pdflatex else None,
            needed_for=use,
            group="tex",
            install=packages.INSTALL_TEX,
        ),
        Finding(
            name="bibtex",
            found=limits.which("bibtex"),
            needed_for="the report's references",
            group="tex",
            install=packages.INSTALL_TEX,
        ),
    ]
    wanted = template_files()
    present = _kpsewhich(wanted)
    for file in sorted(wanted):
        where = ", ".join(sorted(wanted[file]))
        found.append(
            Finding(name=file, found=present.get(file), needed_for=where, group="tex", install=_install_file(file))
        )
    return found


def _hyphenation(language: Language | None) -> list[Finding]:
    """The patterns by which TeX hyphenates a language; none for those that every TeX has, and without TeX."""
    if language is None or not language.patterns or limits.which("kpsewhich") is None:
        return []
    install = {
        "debian": f"sudo apt-get install --no-install-recommends {language.package}",
        "macos": f"sudo tlmgr install {language.package.removeprefix('texlive-lang-')}",
    }
    return [
        Finding(
            name=hyphenation(language),
            found=_kpsewhich([language.patterns]).get(language.patterns),
            needed_for="hyphenating words in report and slides",
            group="tex",
            required=False,
            install=install,
        )
    ]


def hyphenation(language: Language) -> str:
    """What the patterns of a language are called among the findings."""
    return f"hyphenation ({language.babel})"


def _install_file(file: str) -> dict[str, str]:
    bundle = packages.package_with(file) or "texlive-latex-extra"
    stem = file.rsplit(".", 1)[0]
    return {
        "debian": f"sudo apt-get install --no-install-recommends {bundle}",
        "macos": f"sudo tlmgr install {stem}",
        "windows": f"miktex packages install {stem}",
    }


_LOADS = re.compile(
    r"\\(usepackage|RequirePackage|RequirePackageWithOptions|documentclass|LoadClass|LoadClassWithOptions|usetheme)"
    r"\s*(?:\[[^\]]*\])?\s*\{([^}#\\<]+)\}"
)


def template_files() -> dict[str, set[str]]:
    """The .sty and .cls files that the templates load, by the templates that load them; their own files left out."""
    root = templates()
    sources = [p for p in sorted(root.rglob("*")) if p.suffix in (".tex", ".sty", ".cls", ".jinja", ".tpl")]
    own = {p.name for p in sources}
    loaded: dict[str, set[str]] = {}
    for path in sources:
        text = re.sub(r"(?<!\\)%.*", "", path.read_text(encoding="utf-8", errors="replace"))
        for command, names in _LOADS.findall(text):
            for name in names.split(","):
                file = _file_of(command, name.strip())
                if file and file not in own and "/" not in file:
                    loaded.setdefault(file, set()).add(path.relative_to(root).as_posix())
    for file, use in ALWAYS.items():
        loaded.setdefault(file, set()).add(use)
    return loaded


def _file_of(command: str, name: str) -> str:
    if not name:
        return ""
    if command == "usetheme":
        return f"beamertheme{name}.sty"
    return f"{name}.cls" if "lass" in command else f"{name}.sty"


def _kpsewhich(files: Iterable[str]) -> dict[str, str]:
    """Paths of the LaTeX files that are installed, found in one run."""
    program = limits.which("kpsewhich")
    names = sorted(files)
    if program is None or not names:
        return {}
    output = _output([program, *names])
    return {Path(line).name: line for line in output.splitlines() if line.strip()}


def _first_line(path: str) -> str:
    """A program's version in one line; its path when it prints none."""
    lines = _output([path, "--version"]).splitlines()
    return lines[0].strip() if lines else path


def _output(argv: list[str]) -> str:
    try:
        with limits.scratch() as folder:
            return limits.run(argv, folder, limits.Limits(20.0)).output
    except OSError:
        return ""


def _office() -> list[Finding]:
    path = find_office()
    return [
        Finding(
            name="LibreOffice",
            found=str(path) if path else None,
            needed_for="slides.pdf",
            group="office",
            install=packages.INSTALL_OFFICE,
        )
    ]


def _fonts() -> list[Finding]:
    found = []
    for name, (replaced, package, use) in FONTS.items():
        install = {
            "debian": f"sudo apt-get install --no-install-recommends {package}",
            "macos": f"brew install --cask font-{name.lower().replace(' ', '-')}",
        }
        found.append(
            Finding(
                name=f"font {name}",
                found=_font((name, replaced)),
                needed_for=use,
                group="fonts",
                required=False,
                install=install,
            )
        )
    return found


def _font(names: tuple[str, ...]) -> str | None:
    """The first of the fonts that is installed; None when none is. macOS and Windows come with Arial."""
    if packages.platform() != "debian":
        return names[-1]
    known = {part.strip() for line in fonts.listed(":", "family") or () for part in line.split(",")}
    return next((name for name in names if name in known), None)


def _optional() -> list[Finding]:
    found = [
        Finding(
            name=name,
            found=_version(name) or find_pandoc(),
            needed_for=use,
            group="optional",
            required=False,
            install=_everywhere(f"{_pip()} {name}"),
        )
        for name, use in EXTRAS.items()
    ]
    ghostscript = {
        "debian": "sudo apt-get install --no-install-recommends ghostscript",
        "macos": "brew install ghostscript",
    }
    biber = {"debian": "sudo apt-get install --no-install-recommends biber", "macos": "sudo tlmgr install biber"}
    poppler = {
        "debian": "sudo apt-get install --no-install-recommends poppler-utils",
        "macos": "brew install poppler",
    }
    programs = (
        ("biber", "references with biblatex (without it, BibTeX is used)", biber),
        ("gs", "PostScript figures of papers", ghostscript),
        ("pdftoppm", "looking at pages from the shell", poppler),
    )
    found += [
        Finding(name=name, found=limits.which(name), needed_for=use, group="optional", required=False, install=how)
        for name, use, how in programs
    ]
    return [_sandbox(), *found]


def _sandbox() -> Finding:
    """Which sandbox confines the programs that read a paper; on macOS and Windows there is none to install."""
    name = walls.wall()
    found = name if name != "none" else None
    if not sys.platform.startswith("linux"):
        found = "none on this system, so only pdflatex and tectonic are used"
    elif walls.trusted():
        found = "off (SCAFFOLD_SANDBOX=none)"
    return Finding(
        name="sandbox",
        found=found,
        needed_for="keeping papers away from your files (without it, only pdflatex and tectonic are used)",
        group="optional",
        required=False,
        install={"debian": "sudo apt-get install --no-install-recommends bubblewrap"},
        wrong=_unknown_sandbox(name),
    )


def _unknown_sandbox(used: str) -> str:
    """What is wrong with SCAFFOLD_SANDBOX; "" if nothing is."""
    asked = walls.asked()
    if asked in ("", *walls.CHOICES):
        return ""
    choice = f"{', '.join(walls.CHOICES)}{meant(asked, walls.CHOICES)}"
    return f"SCAFFOLD_SANDBOX is {asked!r}, which is none of {choice}: it is ignored, and {used} is used"
