r"""The package amsrefs: the works of a list of \bib entries, and citations as LaTeX's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scaffold.read.latex.paper.biblatex import Work
from scaffold.tex import tokens

__all__ = ["PACKAGE", "cited", "works"]

PACKAGE = "amsrefs"

_CITE = re.compile(r"\\(?:fullo?|[oy])?cites?(?![A-Za-z])\s*(?=\{)")
_LIST = re.compile(r"\\citelist\s*(?=\{)")
_BIB = re.compile(r"\\bib\s*(?=\{)")
_SEVERAL = ("author", "editor", "translator")
"""Keys that are given once for each person."""

_NAMES = {"place": "address", "organization": "institution"}
_KINDS = {"report": "techreport", "thesis": "phdthesis", "miscellaneous": "misc", "collection": "book"}
_WITHIN = ("book", "conference")
"""Keys whose value is keys again: the volume in which an article appeared."""


def cited(tex: str) -> str:
    r"""The LaTeX with \cite{key}*{note} as \cite[note]{key}, and the citations of a \citelist one after the other."""
    tex = _each(tex)
    for m in reversed(list(_LIST.finditer(tex))):
        if group := tokens.group(tex, m.end()):
            inner = re.findall(r"\\cite(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\])?\{[^{}]*\}", group[0])
            tex = tex[: m.start()] + (", ".join(inner) or group[0]) + tex[group[1] :]
    return tex


def _each(tex: str) -> str:
    done, at = "", 0
    for m in _CITE.finditer(tex):
        keys = tokens.group(tex, m.end()) if m.start() >= at else None
        if keys:
            starred, after = tokens.star(tex, keys[1])
            note = tokens.group(tex, after) if starred else None
            shown = f"{{{note[0]}}}" if note and re.search(r"[\[\]]", note[0]) else note and note[0]
            done += tex[at : m.start()] + rf"\cite{f'[{shown}]' if note else ''}{{{keys[0]}}}"
            at = note[1] if note else keys[1]
    return done + tex[at:]


def works(text: str) -> Iterator[Work]:
    r"""Every \bib entry, in order; \bib* only declares what other entries refer to."""
    number = 0
    for m in _BIB.finditer(tokens.without_comments(text)):
        parts, at = list[str](), m.end()
        while len(parts) < 3 and (group := tokens.group(m.string, at)):
            parts.append(group[0].strip())
            at = group[1]
        if len(parts) == 3:
            number += 1
            fields = _fields(parts[2])
            yield Work(parts[0], _kind(parts[1], fields), fields.pop("label", str(number)), tuple(fields.items()))


def _kind(kind: str, fields: Mapping[str, str]) -> str:
    within = kind == "article" and "booktitle" in fields and "journal" not in fields
    return "incollection" if within else _KINDS.get(kind, kind)


def _fields(entry: str) -> dict[str, str]:
    """The keys of an entry under BibTeX's names, the persons of one key joined by "and"."""
    fields: dict[str, str] = {}
    for piece in tokens.split_top(entry, ","):
        for key, value in tokens.key_values(piece).items():
            name, value = _NAMES.get(key, key), re.sub(r"\s+", " ", value).strip()
            if key in _WITHIN and "=" in value:
                inner = _fields(value)
                fields = {"booktitle": inner.pop("title", "")} | inner | fields
            elif name in _SEVERAL and name in fields:
                fields[name] += f" and {value}"
            elif value:
                fields.setdefault(name, value)
    return fields
