"""The works a paper cites: from its .bbl, its thebibliography or amsrefs' list, or its .bib."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from scaffold.model import Reference
from scaffold.read.latex import plain_text
from scaffold.read.latex.paper import amsrefs, biblatex
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_CITED = re.compile(r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{([^{}]*)\}")
_BIBTEX = {"journaltitle": "journal", "location": "address"}
_YEAR = re.compile(r"\d{4}(?![\d/])")
_ITEM = re.compile(r"\\bibitem\b")
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*[{(]\s*([^\s,{}()]*)\s*,")
_FIELD = re.compile(r"\s*([A-Za-z][\w:-]*)\s*=\s*")
_STRING = re.compile(r"@\s*string\s*[{(]\s*([\w-]+)\s*=\s*", re.I)


def read_references(engine: Engine, main: str) -> tuple[Reference, ...]:
    """Printed entries first (.bbl or thebibliography), with their BibTeX fields where a .bib has them."""
    notes, tree = engine.notes, engine.tree
    bbl = [n for n in notes.bibliographies if n.endswith(".bbl")]
    own = posixpath.splitext(main)[0] + ".bbl"
    bbl += [n for n in (own,) if n in tree.files()] or [n for n in tree.files() if n.endswith(".bbl")][:1]
    fields: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    for name in dict.fromkeys(n for n in notes.bibliographies if n.endswith(".bib")):
        for key, entry in parse_bib(tree.text(name)).items():
            fields.setdefault(key, entry)
    printed: dict[str, tuple[str | None, str]] = {}
    for text in (notes.bibliography, *(tree.text(n) for n in dict.fromkeys(bbl))):
        for key, label, words in parse_items(text):
            printed.setdefault(key, (label, words))
        for work in (*biblatex.works(text), *amsrefs.works(text)):
            fields.setdefault(work.key, (work.kind, tuple(_for_bibtex(dict(work.fields)).items())))
            printed.setdefault(work.key, (work.label, ""))
    _note_heads(engine)
    keys = list(printed) or [k for k in notes.cites if k in fields]
    keys += [k for k in notes.cites if k in fields and k not in printed and printed]
    return tuple(_reference(engine, k, fields.get(k), printed.get(k)) for k in dict.fromkeys(keys))


def _note_heads(engine: Engine) -> None:
    """Counts citations in names of statements and in headings, which the engine does not walk through."""
    heads = [d.name or "" for d in engine.notes.statements] + [s.title_tex for s in engine.notes.sections]
    for m in (m for head in heads for m in _CITED.finditer(head)):
        for key in filter(None, (k.strip() for k in m[1].split(","))):
            engine.notes.cites.setdefault(key, engine.notes.next_order())


def _reference(engine: Engine, key: str, entry: tuple[str, tuple[tuple[str, str], ...]] | None,
               printed: tuple[str | None, str] | None) -> Reference:  # fmt: skip
    return Reference(
        key=key,
        label=printed[0] if printed else None,
        entry_type=entry[0] if entry else "misc",
        fields=entry[1] if entry else (),
        text=printed[1] if printed else "",
        cited=key in engine.notes.cites or "*" in engine.notes.cites,
    )


def parse_items(text: str) -> list[tuple[str, str | None, str]]:
    """Key, printed label and text of every \\bibitem, in order."""
    text = tokens.mask(text)
    starts = [m.end() for m in _ITEM.finditer(text)]
    out: list[tuple[str, str | None, str]] = []
    for n, start in enumerate(starts, 1):
        option = tokens.option(text, start)
        key = tokens.group(text, option[1] if option else start)
        if not key:
            continue
        stop = text.find("\\bibitem", key[1])
        stop = len(text) if stop < 0 else stop
        end = text.find("\\end{thebibliography}", key[1], stop)
        entry = re.sub(r"\s+", " ", text[key[1] : end if end >= 0 else stop].replace("\\newblock", " ")).strip()
        out.append((key[0].strip(), _label(option[0]) if option else str(n), entry))
    return out


def _label(option: str) -> str:
    """What a citation prints: natbib's "Du et al.(2019)Du, Lee" is "Du et al., 2019"."""
    text = plain_text.text(option.replace("\\protect", "").replace("\\citename", "").replace("\\citeauthoryear", ""))
    m = re.match(r"(.*?)\s*\((\d{4}\w?|[^()]{0,20})\)", text)
    return f"{m[1]}, {m[2]}" if m and m[1] else text


def parse_bib(text: str) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Entries of a .bib by key: type and fields, values without outer braces or quotes.

    Broken entries keep what was read.
    """
    strings = {m[1].lower(): _value(text, m.end(), {})[0] for m in _STRING.finditer(text)}
    out: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    for m in _ENTRY.finditer(text):
        kind = m[1].lower()
        if kind in ("string", "comment", "preamble") or not m[2]:
            continue
        out.setdefault(m[2], (kind, _fields(text, m.end(), strings)))
    return out


def _fields(text: str, pos: int, strings: dict[str, str]) -> tuple[tuple[str, str], ...]:
    fields: dict[str, str] = {}
    while m := _FIELD.match(text, pos):
        value, pos = _value(text, m.end(), strings)
        fields.setdefault(m[1].lower(), re.sub(r"\s+", " ", value).strip())
        pos = tokens.skip_blank(text, pos)
        if text[pos : pos + 1] != ",":
            break
        pos += 1
    return tuple(_for_bibtex(fields).items())


def _for_bibtex(fields: dict[str, str]) -> dict[str, str]:
    """biblatex's date, journaltitle and location under the names that BibTeX's styles print."""
    named = {_BIBTEX[k] if _BIBTEX.get(k) not in (*fields, None) else k: v for k, v in fields.items()}
    if "year" not in fields and (year := _YEAR.match(fields.get("date", ""))):
        named = {("year" if k == "date" else k): (year[0] if k == "date" else v) for k, v in named.items()}
    return named


def _value(text: str, pos: int, strings: dict[str, str]) -> tuple[str, int]:
    """A field's value, pieces joined by # included, and the position after it."""
    parts: list[str] = []
    while True:
        pos = tokens.skip_blank(text, pos)
        piece, pos = _piece(text, pos, strings)
        parts.append(piece)
        after = tokens.skip_blank(text, pos)
        if text[after : after + 1] != "#":
            return "".join(parts), pos
        pos = after + 1


def _piece(text: str, pos: int, strings: dict[str, str]) -> tuple[str, int]:
    if text[pos : pos + 1] == "{":
        end = tokens.close_brace(text, pos + 1)
        return (text[pos + 1 : end], end + 1) if end >= 0 else ("", len(text))
    if text[pos : pos + 1] == '"':
        end, depth = pos + 1, 0
        while end < len(text) and (text[end] != '"' or depth > 0):
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        return text[pos + 1 : end], end + 1
    m = re.compile(r"[\w.:+/-]+").match(text, pos)
    return (strings.get(m[0].lower(), m[0]), m.end()) if m else ("", pos)
