"""BibTeX: what a document wants of it, and what the bibliography was made from, so that BibTeX runs only if needed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from scaffold.engines import results
from scaffold.engines.latex import kpathsea

__all__ = ["MARK", "made_from", "numbered", "styles", "wanted"]

MARK = ".made-from"
"""The suffix of the file beside a bibliography that tells what it was made from."""

_READ = re.compile(r"\\(?:citation|bibstyle|bibdata|@input)\{[^}]*\}")
"""What BibTeX reads of an .aux file."""


def wanted(folder: Path) -> bool:
    """Whether the document in folder cites, and one of its .bib files exists there."""
    text = _commands(folder)
    return r"\citation{" in text and any((folder / name).is_file() for name in _databases(text))


def made_from(folder: Path, program: str) -> str:
    """A hash of all that BibTeX would read now, and of BibTeX; "" if it reads .bib files of the TeX installation."""
    text = _commands(folder)
    if not all((folder / name).is_file() for name in _databases(text)):
        return ""
    own = [path for path in sorted(folder.rglob("*")) if path.suffix in (".bib", ".bst") and path.is_file()]
    known = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in own]
    hashes = [results.file_hash(path) for path in (Path(program), *styles(folder))]
    return hashlib.sha256(repr((_asked(text), known, hashes)).encode()).hexdigest()


def numbered(bibliography: str) -> str:
    """What natbib will write into the .aux file on the works of a .bbl file: the number, year and names of each."""
    found = _ITEM.finditer(bibliography)
    return "".join(_number(n, m["label"], m["key"]) for n, m in enumerate(found, start=1))


_GROUPS = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_ITEM = re.compile(rf"\\bibitem\[(?P<label>(?:[^\[\]{{}}]|{_GROUPS})*)\]\{{(?P<key>[^{{}}]*)\}}")


def _number(number: int, label: str, key: str) -> str:
    """A line of natbib on a work, whose label is "names(year)all names"."""
    label = re.sub(r"\\natexlab\{(\w*)\}", r"\1", " ".join(label.split()))
    names, _, rest = re.sub(r"(\\[A-Za-z]+) *", r"\1 ", label).partition("(")
    year, _, everybody = rest.partition(")")
    return rf"\bibcite{{{key}}}{{{{{number}}}{{{year}}}{{{{{_bare(names)}}}}}{{{{{_bare(everybody)}}}}}}}" + "\n"


def _bare(text: str) -> str:
    """The text without braces around all of it, which TeX removes."""
    return text[1:-1] if re.fullmatch(_GROUPS, text) else text


def _asked(text: str) -> tuple[list[str], list[str]]:
    """The works that these commands of an .aux file ask for, each once in order, and the other commands."""
    rows = text.splitlines()
    cited = [row for row in rows if row.startswith(_CITATION)]
    keys = (key.strip() for row in cited for key in row[len(_CITATION) : -1].split(","))
    return list(dict.fromkeys(keys)), [row for row in rows if not row.startswith(_CITATION)]


_CITATION = r"\citation{"


def styles(folder: Path) -> list[Path]:
    """The styles of the bibliography that are in the TeX installation."""
    names = dict.fromkeys(f"{name}.bst" for name in re.findall(r"\\bibstyle\{([^}]*)\}", _commands(folder)))
    found = (kpathsea.path_of(name) for name in names if not (folder / name).exists())
    return [path for path in found if path is not None]


def _commands(folder: Path) -> str:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.aux"))]
    return "\n".join(row for text in texts for row in _READ.findall(text))


def _databases(text: str) -> list[str]:
    rows = re.findall(r"\\bibdata\{([^}]*)\}", text)
    return [f"{name.strip().removesuffix('.bib')}.bib" for row in rows for name in row.split(",") if name.strip()]
