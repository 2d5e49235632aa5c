"""LaTeX source to a Paper: the walk through the source, then everything that can only be said at its end."""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path

from scaffold.diagnostics import Log
from scaffold.ids import statement_id
from scaffold.model import Figure, Label, Package, Paper, Section, Source, Statement
from scaffold.read import (
    conditionals,
    crossrefs,
    definitions,
    environments,
    handmade,
    main_file,
    plain,
    proofs,
    structure,
    theorems,
    tokens,
    unread,
)
from scaffold.read.bibliography import read_references
from scaffold.read.engine import Engine
from scaffold.read.known import kind_of
from scaffold.read.needs import MacroNeeds
from scaffold.read.records import Notes, SectionDraft, StatementDraft
from scaffold.read.source import Tree
from scaffold.read.standalone import Resolver, without_labels

_HANDLERS = (conditionals, crossrefs, definitions, environments, theorems)
"""Imported for what they register with the engine."""


def read(root: Path, main: str | None = None) -> Paper:
    """The paper in the folder root. main names its main file (None: chosen, and the choice explained).

    Raises NoMainFile when no file is a LaTeX document; odd input never raises, it is told in diagnostics.
    """
    log = Log()
    tree = Tree(root)
    name = main_file.find_main(tree, main, log)
    engine = walk(tree, name, log)
    return assemble(engine, name)


def walk(tree: Tree, main: str, log: Log) -> Engine:
    """Read the main file and all it inputs."""
    engine = Engine(tree, log)
    buffer = tokens.Buffer(tree.text(main), main)
    engine.in_document = "\\begin{document}" not in buffer.text.replace(" ", "")
    structure.set_up_counters(engine, False)
    engine.counters.set("secnumdepth", 3)
    frame = engine.push(buffer, posixpath.dirname(main))
    if frame:
        handmade.mark_heads(engine, frame)
    engine.run()
    while engine.envs:
        env = engine.envs.pop()
        if env.close:
            env.close()
    unread.read_leftover_proofs(engine)
    return engine


def assemble(engine: Engine, main: str) -> Paper:
    """The model from what was noted."""
    notes, log = engine.notes, engine.log
    resolver = Resolver(engine)
    drafts = settle_headings(notes, resolver)
    ids = _ids(drafts)
    needs = MacroNeeds(engine)
    links = proofs.attach(engine, drafts, ids)
    statements = tuple(_statement(engine, d, drafts, ids, resolver, needs, links) for d in drafts)
    references = read_references(engine, main)
    return Paper(
        source=Source("tex", main, hashlib.sha256(engine.tree.text(main).encode()).hexdigest()),
        title=plain.text(_without_notes(notes.title), engine.name_of, refs=resolver.print),
        authors=_authors(engine),
        abstract=notes.abstract,
        year=_year(notes.date),
        document_class=notes.document_class,
        sections=tuple(_section(engine, s, resolver) for s in notes.sections),
        statements=statements,
        figures=_figures(notes),
        references=references,
        macros=needs.all(),
        packages=tuple(Package(n, o) for n, o in notes.packages.items()),
        labels=tuple(
            Label(k, t.number, t.kind, ids.get(id(t.statement)) if t.statement else None)
            for k, t in notes.labels.items()
        ),
        diagnostics=tuple(log.entries),
    )


def settle_headings(notes: Notes, resolver: Resolver) -> list[StatementDraft]:
    """Statements in reading order; "Theorem \\ref{x}" in a heading becomes heading, number and what it restates."""
    for draft in notes.statements:
        draft.number = resolver.text(draft.number) if draft.number else draft.number
        m = re.match(r"(.*?)[\s~]*\\[A-Za-z]*ref\*?\{([^{}]*)\}\s*(.*)$", draft.heading, re.S)
        if m:
            _restated(notes, draft, m[1].strip(), m[2], m[3], resolver)
    return notes.statements


def _restated(notes: Notes, draft: StatementDraft, heading: str, key: str, rest: str, resolver: Resolver) -> None:
    target = notes.labels.get(key)
    original = target.statement if target and target.kind == "theorem" else None
    draft.heading = heading or (original.heading if original else "Statement")
    draft.number = draft.number or resolver.print(key)
    if rest and not draft.name:
        draft.name = rest.strip("() ")
    if original is not None and original is not draft:
        draft.restates = original


def _ids(drafts: list[StatementDraft]) -> dict[int, str]:
    """Identifiers by the identity of the draft."""
    taken: dict[str, None] = {}
    out: dict[int, str] = {}
    for d in drafts:
        name = statement_id(kind_of(d.heading), d.number, taken)
        taken[name] = None
        out[id(d)] = name
    return out


def _statement(engine: Engine, d: StatementDraft, drafts: list[StatementDraft], ids: dict[int, str], resolver: Resolver,
               needs: MacroNeeds, links: proofs.Links) -> Statement:  # fmt: skip
    body = without_labels(d.body, d.labels).strip()
    section = _enclosing(engine.notes.sections, d.section)
    return Statement(
        id=ids[id(d)],
        kind=kind_of(d.heading),
        heading=d.heading,
        number=d.number or None,
        body=body,
        name=d.name,
        env=d.env,
        labels=tuple(d.labels),
        section=section.number if section else None,
        appendix=section.appendix if section else False,
        file=d.file,
        line=d.line,
        restates=ids[id(d.restates)] if d.restates else None,
        uses=links.uses_of(d),
        proofs=links.proofs_of(d),
        standalone=resolver.body(body),
        macros=needs.of(body + (d.name or "")),
    )


def _enclosing(sections: list[SectionDraft], index: int) -> SectionDraft | None:
    """The innermost numbered heading before a place; without one, the last heading."""
    level = 99
    for s in reversed(sections[: index + 1]):
        if s.level < level:
            if s.number and s.level < 4:
                return s
            level = s.level
    return sections[index] if 0 <= index < len(sections) else None


def _section(engine: Engine, s: SectionDraft, resolver: Resolver) -> Section:
    title = plain.text(_without_notes(s.title_tex), engine.name_of, refs=resolver.print)
    return Section(s.number, title, s.title_tex.strip(), s.level, s.appendix, tuple(s.labels), None, s.file, s.line)


def _without_notes(tex: str) -> str:
    return tokens.mask(tex)


def _figures(notes: Notes) -> tuple[Figure, ...]:
    out = []
    for n, f in enumerate(notes.figures, 1):
        if f.files or f.caption:
            section = _enclosing(notes.sections, f.section)
            out.append(Figure(f"figure-{f.number or n}", f.number, f.caption, tuple(f.files), tuple(f.labels),
                              section.number if section else None, None, f.file, f.line))  # fmt: skip
    return tuple(out)


_SEPARATORS = re.compile(r"\\(?:and|And|AND|quad|qquad|\\)(?![A-Za-z])(?:\s*\[[^\]]*\])?|,\s+(?:and\s+)?|\s+and\s+")
_NOT_A_NAME = re.compile(
    r"@|\d{3}|universit|institut|department|laborator|school|college|research|inc\.|google|microsoft|http|street|\beth\b",
    re.I,
)


def _authors(engine: Engine) -> tuple[str, ...]:
    """Names from \\author: what stands before the first line break of each, split at \\and and commas."""
    names: list[str] = []
    for raw in engine.notes.authors:
        for block in re.split(r"\\(?:and|And|AND)(?![A-Za-z])", tokens.mask(raw)):
            head = re.split(
                r"\\\\|\\(?:affil|address|thanks|email|texttt|institute|inst|footnote|IEEEauthorblockA)(?![A-Za-z])",
                block,
            )[0]
            for piece in _SEPARATORS.split(head):
                name = re.sub(r"\$[^$]*\$|[\d*†‡§¶∗]+$", "", piece)
                name = plain.text(name, engine.name_of).strip(" ,.;")
                if 3 <= len(name) <= 60 and not _NOT_A_NAME.search(name) and " " in name:
                    names.append(name)
    return tuple(dict.fromkeys(names))


def _year(date: str) -> int | None:
    m = re.search(r"\b(19|20)\d\d\b", date)
    return int(m[0]) if m else None
