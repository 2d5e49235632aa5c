"""Runs Biber, which makes biblatex's bibliography, on control files that ask for nothing but that.

Biber is Perl, and a control file (.bcf) can make it run code: replacements of source maps are evaluated, patterns may
hold code, sort fields and collation options are put into text that is evaluated, a data source may be an address.
Whatever a document restates could write that file. So a control file is read first, and one that says more than
biblatex itself says for a list in order of citation is refused; NOTES.md has the specimens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

__all__ = ["arguments", "errors", "refusal"]

_LARGEST = 4_000_000
_HARMLESS = re.compile(r"[\w\s()*+,./:=?|;&'!#%<>-]*", re.ASCII)
"""All that biblatex writes, and what keys of works may hold: no braces, quotes, dollars, backslashes or backticks."""

_WORD = re.compile(r"[A-Za-z0-9_.,+-]*")
_MAP_STEPS = frozenset(
    """map_field_set map_field_value map_field_source map_field_target map_null map_type_source map_type_target
    map_final""".split()
)
_PATTERNS = frozenset("nosort nonamestring noinit nolabel nolabelwidthcount translit transliteration".split())
_ORDER = frozenset(("citeorder", "intciteorder"))


def arguments(path: str, stem: str) -> list[str]:
    """How Biber at path is started for a document: no configuration from anywhere."""
    return [path, "--noconf", "--nolog", stem]


def refusal(bcf: Path) -> str | None:
    """Why Biber may not be run on this control file; None when it asks for nothing unusual."""
    text = bcf.read_bytes()[:_LARGEST].decode("utf-8", errors="replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "it declares entities"
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as e:
        return f"it is not whole: {e}"
    return next(_objections(root, bcf.parent), None)


def _objections(root: ElementTree.Element, folder: Path) -> Iterator[str]:
    for element in root.iter():
        name = _name(element)
        said = [element.text or "", *element.attrib.values()]
        if bad := next((s for s in said if not _HARMLESS.fullmatch(s)), None):
            yield f"{name} holds {bad.strip()[:60]!r}"
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
    """Values below an element that are no plain words: Biber evaluates some of them."""
    values = (v for e in element.iter() for v in (_text(e), *e.attrib.values()))
    return (f"{_name(element)} holds {v[:60]!r}" for v in values if not _WORD.fullmatch(v))


def _source(element: ElementTree.Element, folder: Path) -> str | None:
    """What is wrong with a source of entries: it must be a .bib file of this document."""
    name = PurePosixPath(_text(element))
    kinds = (element.get("type"), element.get("datatype"), element.get("glob", "false"))
    if kinds != ("file", "bibtex", "false") or name.is_absolute() or ".." in name.parts or ":" in str(name):
        return f"it reads {name}, which is no .bib file beside the document"
    return None if (folder / name).is_file() else f"it reads {name}, which is not there"


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ElementTree.Element) -> str:
    return (element.text or "").strip()


def errors(output: str) -> tuple[str, ...]:
    """What Biber says went wrong."""
    return tuple(re.findall(r"^ERROR - (.+)$", output, re.MULTILINE))
