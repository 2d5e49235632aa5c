"""references.bib: the paper itself, and all works of its bibliography.

BibTeX and biblatex print those that the report cites.
Entries are repaired where that is safe (braces, keys, characters at which BibTeX or pdfLaTeX stops); other bad fields
are dropped; a \\bibitem becomes a @misc whose note holds its text. A key that the paper cites but does not list gets
an entry that says so, so that a report never has an undefined citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scaffold.diagnostics import Diagnostic, Log
from scaffold.model import Paper, Reference
from scaffold.spans import Span
from scaffold.write.latex import escape

__all__ = ["PAPER_KEY", "bib", "cited", "diagnostics", "names", "safe_cites", "safe_key"]

PAPER_KEY = "paper"
"""Key of the entry that stands for the paper itself; a work that the paper cites by this key gets another."""

_CITE = re.compile(
    r"(\\[A-Za-z]{0,20}[cC]ite(?:[a-zA-Z]{0,20})\*?(?:\s*\[[^\[\]]*\]){0,2}\s*\{)([^{}]*)(\})"
)  # \citep[see][p. 3]{a, b}
_LABEL = re.compile(r"([^\W\d_].*?)[,\s]+\(?((?:1[89]|20)\d\d[a-z]?)\)?")  # Du et al., 2019
_BAD_KEY = re.compile(r"[^A-Za-z0-9:._/+*@!?&;|=<>()'-]+")
_TYPES = frozenset(
    """
    article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings
    techreport unpublished
    """.split()
)
_DROPPED = frozenset("abstract keywords file note+ annote bdsk-url-1 bdsk-file-1 timestamp biburl bibsource".split())
_RAW = frozenset("url doi eprint".split())


def cited(paper: Paper, statement_ids: Iterable[str], texts: Sequence[str] = ()) -> tuple[str, ...]:
    """Keys that the restated statements and further texts cite, without duplicates; * (everything) is ignored."""
    wanted = set(statement_ids)
    restated = (f"{s.name or ''}\n{s.standalone or s.body}" for s in paper.restatable if s.id in wanted)
    keys = (key.strip() for text in (*restated, *texts) for m in _CITE.finditer(text) for key in m[2].split(","))
    return tuple(dict.fromkeys(k for k in keys if k and k != "*"))


def safe_key(key: str) -> str:
    """The key as BibTeX and LaTeX accept it: characters at which they stop become hyphens; never PAPER_KEY."""
    key = _BAD_KEY.sub("-", key.strip()) or "key"
    return f"{key}-cited" if key.lower() == PAPER_KEY else key


def safe_cites(tex: str) -> str:
    """LaTeX with the keys of its citations made safe, as `bib` writes them."""
    return _CITE.sub(lambda m: m[1] + ",".join(safe_key(k) for k in m[2].split(",") if k.strip()) + m[3], tex)


def bib(paper: Paper, statement_ids: Iterable[str], texts: Sequence[str] = (), venue: str = "") -> str:
    """The .bib file for a report that may restate these statements and cites in texts; the paper itself comes first.

    venue is where the paper was published, as plain text; "" when unknown.
    """
    entries = [_paper_entry(paper, venue), *(_entry(work) for work in _works(paper, statement_ids, texts))]
    head = "% The paper and the works of its bibliography. Generated: scaffold replaces this file; yours is own.bib.\n"
    return head + "\n" + "\n".join(entries)


def names(paper: Paper, statement_ids: Iterable[str], texts: Sequence[str] = ()) -> str:
    """The names that \\citet prints for a work that has only a \\bibitem: those of the paper's label, or none."""
    lines = []
    for work in _works(paper, statement_ids, texts):
        if not _named(work):
            label = _LABEL.fullmatch(work.label or "")
            who, year = (label[1], label[2]) if label else ("", "")
            lines.append(f"\\scaffoldauthor{{{safe_key(work.key)}}}{{{escape.tex(who)}}}{{{year}}}\n")
    return "".join(lines)


def _works(paper: Paper, statement_ids: Iterable[str], texts: Sequence[str]) -> list[Reference]:
    """The works of the bibliography, then those cited without an entry there; each key once."""
    works = [*paper.references, *(Reference(key=key) for key in cited(paper, statement_ids, texts))]
    once: dict[str, Reference] = {}  # BibTeX compares keys without regard to case
    for work in works:
        once.setdefault(safe_key(work.key).lower(), work)
    return list(once.values())


def diagnostics(paper: Paper, statement_ids: Iterable[str], texts: Sequence[str] = ()) -> tuple[Diagnostic, ...]:
    """What is missing from the bibliography, and what was repaired so that BibTeX can read it."""
    log, where = Log(), Span(paper.source.main_file)
    by_key = {r.key: r for r in paper.references}
    for key in cited(paper, statement_ids, texts):
        if key not in by_key:
            log.warn("reference-missing", key, where, "cited, but not in the bibliography")
        elif repairs := _repairs(by_key[key]):
            log.info("reference-mended", key, where, f"its entry was repaired: {', '.join(repairs)}")
    return tuple(log.entries)


def _repairs(reference: Reference) -> list[str]:
    """What `bib` repairs in an entry or drops from it, as far as it changes what is printed."""
    found = [f"braces of {name} balanced" for name, value in reference.fields if _balanced(value) != value]
    if safe_key(reference.key) != reference.key.strip():
        found.append(f"key now {safe_key(reference.key)}")
    if reference.fields and not _named(reference):
        found.append("neither author nor title: " + ("the printed text is used" if reference.text else "left empty"))
    return found


def _named(reference: Reference) -> bool:
    return any(name.lower() in ("title", "author", "editor") and value.strip() for name, value in reference.fields)


def _paper_entry(paper: Paper, venue: str) -> str:
    arxiv, version = paper.source.arxiv_id, paper.source.version
    number = f"{arxiv}v{version}" if arxiv and version else arxiv
    fields = [
        ("author", " and ".join(map(_author, paper.authors))),
        ("title", f"{{{escape.bibtex(paper.title)}}}"),
        ("year", str(paper.year or "")),
        (
            "howpublished",
            rf"arXiv:\href{{https://arxiv.org/abs/{number}}}{{{escape.bibtex(number)}}}" if number else "",
        ),
        ("note", escape.bibtex(venue)),
    ]
    return _format("misc", PAPER_KEY, fields)


def _author(name: str) -> str:
    """A name for BibTeX, which takes the beginning of d'Arle-Roux for a particle and drops the hyphen after it."""
    if " and " in name:
        return f"{{{escape.bibtex(name)}}}"
    words = name.split(" ")
    kept = [f"{{{escape.bibtex(w)}}}" if w[:1].islower() and "-" in w else escape.bibtex(w) for w in words]
    return " ".join(kept)


def _absent(key: str) -> str:
    note = f"Cited by the paper as \\texttt{{{escape.bibtex(key)}}}, but missing from its bibliography"
    return _format("misc", safe_key(key), [("note", note)])


def _entry(reference: Reference) -> str:
    """One work: from its fields if they identify it, else from the text that the paper prints, if there is any."""
    if not (reference.fields or reference.text):
        return _absent(reference.key)
    kind = reference.entry_type.lower()
    fields = [(name.lower(), _value(name.lower(), value)) for name, value in reference.fields]
    fields = [(n, v) for n, v in fields if v and n not in _DROPPED and re.fullmatch(r"[a-z][a-z0-9_-]*", n)]
    if not any(n in ("title", "author", "note", "howpublished") for n, _ in fields):
        fields, kind = [("note", _note(reference.text))], "misc"
    return _format(kind if kind in _TYPES else _standard(kind), safe_key(reference.key), fields)


def _standard(kind: str) -> str:
    """The BibTeX type closest to a type of biblatex."""
    near = {"online": "misc", "thesis": "phdthesis", "report": "techreport", "collection": "book", "mvbook": "book"}
    return near.get(kind, "misc")


def _value(name: str, value: str) -> str:
    """A field's value with its braces balanced, on one line, and safe for LaTeX."""
    value = _balanced(re.sub(r"\s+", " ", value).strip().strip(","))
    if name in _RAW:
        return re.sub(r"\\([_%#&])", r"\1", value) if name != "eprint" else value
    return _unmarked(escape.source(value))


def _note(text: str) -> str:
    """The text of a \\bibitem as the note of a @misc, without the markup of the style."""
    text = re.sub(r"(?<!\\)%[^\n]*\n?", "", text)
    text = re.sub(
        r"\\(?:newblock|urlstyle\s*\{[^{}]*\}|natexlab\s*\{[^{}]*\}|bibinfo\s*\{[^{}]*\}|BibitemOpen)", " ", text
    )
    text = re.sub(r"\\(?:bib(?:fnamefont|namefont|field)|enquote|href@noop|BibitemShut)\b(?:\s*\{\})?", " ", text)
    return _value("note", text).rstrip(" .") or "no text in the paper's bibliography"


def _unmarked(value: str) -> str:
    """The value with special characters of LaTeX escaped, except in formulas and URLs."""
    pieces = re.split(r"(\$[^$]*\$|\\(?:url|href|doi|path)\s*\{[^{}]*\})", value)
    if sum(p.count("$") - p.count(r"\$") for p in pieces) % 2:
        return re.sub(r"(?<!\\)([&#%_$])", r"\\\1", value).replace("^", r"\textasciicircum{}")
    for i in range(0, len(pieces), 2):
        pieces[i] = re.sub(r"(?<!\\)([&#%_])", r"\\\1", pieces[i])
        pieces[i] = re.sub(r"(?<!\\)\^", r"\\textasciicircum{}", pieces[i])
    return "".join(pieces)


def _balanced(value: str) -> str:
    """The value without stray braces: BibTeX counts every brace, escaped or not."""
    depth, kept = 0, []
    for char in value:
        if char == "}" and depth == 0:
            continue
        depth += {"{": 1, "}": -1}.get(char, 0)
        kept.append(char)
    return "".join(kept) + "}" * depth


def _format(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in dict(fields).items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])
