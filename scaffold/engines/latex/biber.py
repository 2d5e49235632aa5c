"""Checks the control file of Biber, which makes biblatex's bibliography, before Biber runs.

Biber is written in Perl, and a control file (.bcf) can make it run code: it evaluates replacements in source maps,
patterns can contain code, sort fields and collation options become part of evaluated code, a data source can be a URL.
A restated theorem could write that file. So scaffold reads the control file first and refuses it if it contains more
than biblatex writes for a list in order of citation; NOTES.md has examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

__all__ = ["arguments", "errors", "refusal"]

_LARGEST = 4_000_000
_HARMLESS = re.compile(r"[\w\s()*+,./:=?|;&'!#%<>-]*", re.ASCII)
"""The characters that biblatex writes and citation keys use: no braces, quotes, dollars, backslashes, backticks."""

_WORD = re.compile(r"[A-Za-z0-9_.,+-]*")
_MAP_STEPS = frozenset(
    """map_field_set map_field_value map_field_source map_field_target map_null map_type_source map_type_target
    map_final""".split()
)
_PATTERNS = frozenset("nosort nonamestring noinit nolabel nolabelwidthcount translit transliteration".split())
_ORDER = frozenset(("citeorder", "intciteorder"))


def arguments(path: str, stem: str) -> list[str]:
    """The command line to run Biber at path for a document, without any configuration file."""
    return [path, "--noconf", "--nolog", stem]


def refusal(bcf: Path) -> str | None:
    """Why Biber must not run on this control file; None if it contains nothing unusual."""
    text = bcf.read_bytes()[:_LARGEST].decode("utf-8", errors="replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "it declares entities"
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as e:
        return f"it is incomplete: {e}"
    return next(_objections(root, bcf.parent), None)


def _objections(root: ElementTree.Element, folder: Path) -> Iterator[str]:
    for element in root.iter():
        name = _name(element)
        values = [element.text or "", *element.attrib.values()]
        if bad := next((s for s in values if not _HARMLESS.fullmatch(s)), None):
            yield f"{name} contains {bad.strip()[:60]!r}"
        if name in _PATTERNS:
            yield f"it has patterns of its own ({name})"
        if name == "map_step" and (unknown := sorted(element.attrib.keys() - _MAP_STEPS)):
            yield f"its source map uses {unknown[0]}"
        if name == "datasource" and (why := _source(element, folder)):
            yield why
        if name == "options" and element.get("component") == "biber":
            yield from _unusual(element)
        if name == "sortingtemplate":
            yield from _unusual(element)
            if others := sorted({_text(e) for e in element.iter() if _name(e) == "sortitem"} - _ORDER):
                yield f"it sorts by {others[0]}; set sorting=none"


def _unusual(element: ElementTree.Element) -> Iterator[str]:
    """Values in an element that are not plain words: Biber evaluates some of them."""
    values = (v for e in element.iter() for v in (_text(e), *e.attrib.values()))
    return (f"{_name(element)} contains {v[:60]!r}" for v in values if not _WORD.fullmatch(v))


def _source(element: ElementTree.Element, folder: Path) -> str | None:
    """What is wrong with a source of entries: it must be a .bib file of this document."""
    name = PurePosixPath(_text(element))
    kinds = (element.get("type"), element.get("datatype"), element.get("glob", "false"))
    if kinds != ("file", "bibtex", "false") or name.is_absolute() or ".." in name.parts or ":" in str(name):
        return f"it reads {name}, which is not a .bib file in the folder of the document"
    return None if (folder / name).is_file() else f"it reads {name}, which does not exist"


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ElementTree.Element) -> str:
    return (element.text or "").strip()


def errors(output: str) -> tuple[str, ...]:
    """The errors in Biber's output."""
    return tuple(re.findall(r"^ERROR - (.+)$", output, re.MULTILINE))
