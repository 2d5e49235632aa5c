"""Makes the model from the drafts: ids, headings, statements with their proofs, figures, references."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import TYPE_CHECKING

from scaffold.ids import statement_id
from scaffold.model import (
    Figure,
    Label,
    Macro,
    Mention,
    Package,
    Paper,
    Passage,
    Reference,
    Section,
    Source,
    Statement,
)  # fmt: skip
from scaffold.read.latex import plain_text
from scaffold.read.latex.commands import modes
from scaffold.read.latex.drafts import Notes, SectionDraft, StatementDraft
from scaffold.read.latex.paper import amsrefs, displays, lists, marks, overlays, proofs, referents, titlepage
from scaffold.read.latex.paper.bibliography import read_references
from scaffold.read.latex.paper.editing_marks import EditingMarks
from scaffold.read.latex.paper.end_marks import without_end_mark
from scaffold.read.latex.paper.headings import resolve_headings
from scaffold.read.latex.paper.macro_needs import MacroNeeds
from scaffold.read.latex.paper.opening import opened
from scaffold.read.latex.paper.passages import passages_of
from scaffold.read.latex.paper.scopes import Scopes
from scaffold.read.latex.paper.standalone import Resolver
from scaffold.read.latex.paper.switches import Switches
from scaffold.read.latex.paper.uses import first_form
from scaffold.read.numbers import Numbers, Reading
from scaffold.spans import Span
from scaffold.tex import tokens
from scaffold.tex.definitions import names
from scaffold.tex.labels import without_labels

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

Enclosing = Callable[[int], "SectionDraft | None"]

_PARAGRAPH = 4
"""Level of \\paragraph, which readers do not use to name a place."""


def assemble(engine: Engine, main: str, numbers: Numbers) -> Reading:
    """Makes the model from the engine's drafts, with numbers in place of those that it computed."""
    found = marks.marks(engine.notes)
    words = marks.openings(engine.notes.statements)
    marks.renumber(engine.notes, numbers)
    resolver = Resolver(engine, _switches(engine), numbers.pages)
    paper = _paper(engine, main, resolver)
    return Reading(paper, found, words, marks.places(engine.notes, resolver.refs.paged))


def _switches(engine: Engine) -> Switches:
    """The paper's switches, for which its macros now ask by conditionals only."""
    notes = engine.notes
    switches = Switches(engine, [*(d.body for d in notes.statements), *map(displays.body_of, notes.displays)])
    engine.macros.rewrite(switches.with_conditionals)
    return switches


def _paper(engine: Engine, main: str, resolver: Resolver) -> Paper:
    notes, log = engine.notes, engine.log
    drafts = resolve_headings(notes, resolver, frozenset(n for n, s in engine.theorems.items() if s.style == "unique"))
    formulas = list(displays.displays(notes.displays, notes.labels))
    others, compared = referents.referents(notes, [*drafts, *formulas])
    outside = [*formulas, *others]
    ids = _ids(drafts, outside)
    usual = _usual(engine)
    shown = _standing_alone(drafts, outside, ids, resolver=resolver, usual=usual)
    scopes = _scoped(engine, drafts, outside, usual=usual, shown=shown)
    needs = MacroNeeds(engine, resolver.switches.last | scopes.switches, scopes.table)
    links = proofs.attach(engine, drafts, ids, resolver.opened)
    enclosing = _enclosing(notes.sections)
    statements = tuple(_statement(d, enclosing(d.section), ids, shown[id(d)], needs=needs, links=links) for d in drafts)
    references = read_references(engine, main)
    sections = tuple(map(_Headings(engine, resolver, references).section, notes.sections))
    passages = passages_of(engine, sections)
    return Paper(
        source=Source(kind="tex", main_file=main, sha256=hashlib.sha256(engine.tree.text(main).encode()).hexdigest()),
        title=plain_text.title(titlepage.unmarked(_opened(engine, notes.title)), engine.name_of, refs=resolver.printed),
        authors=titlepage.authors(engine),
        abstract=titlepage.abstract(engine),
        year=titlepage.year(notes.date),
        document_class=notes.document_class,
        sections=sections,
        statements=statements,
        displays=tuple(_outside(d, enclosing(d.section), ids, shown[id(d)], needs=needs) for d in formulas),
        referents=tuple(_outside(d, enclosing(d.section), ids, shown[id(d)], needs=needs) for d in others),
        comparison=ids.get(id(compared)),
        figures=_figures(notes, enclosing),
        references=references,
        macros=needs.all(),
        packages=tuple(Package(n, o) for n, o in notes.packages.items()),
        setups=tuple(notes.setups),
        labels=tuple(_labels(notes, ids)),
        printed=resolver.references(_quotable(statements, passages)),
        mentions=_mentions(links, enclosing, ids),
        passages=passages,
        diagnostics=tuple(log.entries),
    )


def _labels(notes: Notes, ids: dict[int, str]) -> Iterator[Label]:
    for key, target in notes.labels.items():
        yield Label(key, target.number, target.kind, ids.get(id(target.statement)) if target.statement else None)


def _quotable(statements: Iterable[Statement], passages: Iterable[Passage]) -> Iterator[str]:
    for s in statements:
        yield s.body
        yield from (p.body for p in s.proofs)
    yield from (p.body for p in passages)


def _usual(engine: Engine) -> Callable[[str], str]:
    """Writes LaTeX without what editors mark in it and what slides show only, and with citations that LaTeX knows."""
    steps: list[Callable[[str], str]] = [EditingMarks(engine).accepted]
    if amsrefs.PACKAGE in engine.notes.packages:
        steps.append(amsrefs.cited)
    if overlays.PACKAGE in engine.notes.packages:
        steps.insert(0, lambda tex: overlays.in_article(tex, lambda spec: modes.shown(engine, spec)))
    return lambda tex: reduce(lambda done, step: step(done), steps, tex)


def _scoped(
    engine: Engine,
    drafts: list[StatementDraft],
    formulas: list[StatementDraft],
    usual: Callable[[str], str],
    shown: dict[int, str],
) -> Scopes:
    """The meanings of macros; writes out, in shown and in names, those that mean something else there."""
    every = [*drafts, *formulas]
    scopes = Scopes(engine, drafts, {id(d): f"{shown[id(d)]}\n{d.name or ''}" for d in every}, formulas)
    for d in every:
        shown[id(d)] = scopes.written_out(d, shown[id(d)])
        d.name = scopes.written_out(d, usual(d.name)) if d.name else d.name
    return scopes


def _alone(d: StatementDraft, resolver: Resolver, usual: Callable[[str], str]) -> str:
    """The body as it can stand alone, with macros as they are written."""
    tex = resolver.spelled_out(usual(_unlabelled(d)), first_form(d).order)
    body = resolver.body(tex, first_form(d).tags, d.macros_at)
    return lists.written_out(without_end_mark(body, resolver.meaning), first_form(d).lists)


def _standing_alone(
    drafts: list[StatementDraft],
    formulas: list[StatementDraft],
    ids: dict[int, str],
    *,
    resolver: Resolver,
    usual: Callable[[str], str],
) -> dict[int, str]:
    """The bodies by the identity of their drafts, with a warning for each page that one names and nobody knows."""
    shown = {}
    displayed = {id(d) for d in formulas}
    for d in (*drafts, *formulas):
        resolver.refs.unknown_pages.clear()
        resolver.refs.varioref.own = d.labels
        shown[id(d)] = (
            resolver.body(usual(d.body), d.tags, d.macros_at) if id(d) in displayed else _alone(d, resolver, usual)
        )
        _warn_of_pages(d, ids[id(d)], resolver)
    return shown


def _warn_of_pages(d: StatementDraft, id: str, resolver: Resolver) -> None:
    for key in dict.fromkeys(resolver.refs.unknown_pages):
        message = (
            f"it names the page of “{key}” in the paper, which is not known: “??” stands for the number; "
            "look it up in the paper"
        )
        resolver.log.warn("unknown-page", id, Span(d.file, d.line), message)


def _ids(drafts: list[StatementDraft], others: list[StatementDraft]) -> dict[int, str]:
    """Identifiers by the identity of the draft: of statements, then of what is outside statements."""
    taken: dict[str, None] = {}
    out: dict[int, str] = {}
    kinds = [*((d, d.kind) for d in drafts), *((d, referents.kind_of(d.heading)) for d in others)]
    for d, kind in kinds:
        name = statement_id(kind, d.number, taken)
        taken[name] = None
        out[id(d)] = name
    return out


def _unlabelled(d: StatementDraft) -> str:
    """The body without the statement's own labels."""
    return without_labels(d.body, d.labels or first_form(d).labels).strip()


def _statement(d: StatementDraft, section: SectionDraft | None, ids: dict[int, str], standalone: str,
               needs: MacroNeeds, links: proofs.Links) -> Statement:  # fmt: skip
    return Statement(
        id=ids[id(d)],
        kind=d.kind,
        heading=d.heading,
        number=d.number or None,
        body=_unlabelled(d),
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
        standalone=standalone,
        macros=needs.of(standalone + (d.name or "")),
    )


def _outside(
    d: StatementDraft, section: SectionDraft | None, ids: dict[int, str], standalone: str, needs: MacroNeeds
) -> Statement:
    return Statement(
        id=ids[id(d)],
        kind=referents.kind_of(d.heading),
        heading=d.heading,
        number=d.number,
        body=d.body,
        env=d.env,
        labels=tuple(d.labels),
        section=section.number if section else None,
        appendix=section.appendix if section else False,
        file=d.file,
        line=d.line,
        standalone=standalone,
        macros=needs.of(standalone),
    )


def _enclosing(sections: list[SectionDraft]) -> Enclosing:
    """Looks up, by the number of headings so far, the innermost numbered heading, otherwise the last heading."""
    over: list[SectionDraft] = []
    open_: list[SectionDraft] = []
    for s in sections:
        while open_ and open_[-1].level >= s.level:
            open_.pop()
        open_.append(s)
        over.append(next((o for o in reversed(open_) if o.number and o.level < _PARAGRAPH), s))
    return lambda index: over[index] if 0 <= index < len(over) else None


class _Headings:
    """Headings of the model: a stable title with keys, and the title as printed."""

    def __init__(self, engine: Engine, resolver: Resolver, references: tuple[Reference, ...]) -> None:
        labels = {r.key: r.label for r in references if r.label}
        self._engine = engine
        self._named = plain_text.Manner(expand=engine.name_of, refs=_keys, cites=_keys, composed=False)
        self._printed = plain_text.Manner(
            expand=engine.name_of,
            refs=resolver.printed,
            cites=lambda _, keys: f"[{', '.join(labels.get(k) or k for k in keys)}]",
        )

    def section(self, s: SectionDraft) -> Section:
        """The heading's record."""
        tex = _opened(self._engine, s.title_tex)
        title, printed = (s.prefix + plain_text.made_plain(tex, manner) for manner in (self._named, self._printed))
        labels = tuple(dict.fromkeys(s.labels))
        return Section(
            number=s.number,
            title=title,
            title_tex=s.title_tex.strip(),
            level=s.level,
            appendix=s.appendix,
            labels=labels,
            page=None,
            file=s.file,
            line=s.line,
            printed=printed,
        )


_ACTS = frozenset("def edef gdef xdef let newcommand renewcommand csname begingroup bgroup @ifnextchar @ifstar".split())
"""Commands of a macro that does more than print."""


def _opened(engine: Engine, tex: str) -> str:
    """LaTeX without comments, with what macros with arguments stand for: plain text needs that."""
    macros = engine.macros

    def chosen(name: str) -> Macro | None:
        macro = macros.current.get(name)
        if macro is None or not macro.parameters or macro.end is not None:
            return None
        return None if any(n in _ACTS or (n.startswith("if") and n != "iff") for n in names(macro)) else macro

    return opened(tokens.mask(tex), chosen)


def _keys(_: str, keys: list[str]) -> str:
    return f"[{', '.join(keys)}]"


def _mentions(links: proofs.Links, enclosing: Enclosing, ids: dict[int, str]) -> tuple[Mention, ...]:
    """References to statements from running text."""
    out = []
    for use, d in links.mentions:
        section = enclosing(use.section)
        where = "abstract" if use.abstract else section.number if section else None
        out.append(Mention(ids[id(d)], where, use.file, use.line))
    return tuple(out)


def _figures(notes: Notes, enclosing: Enclosing) -> tuple[Figure, ...]:
    out = []
    for n, f in enumerate(notes.figures, 1):
        if f.files or f.caption:
            section = enclosing(f.section)
            out.append(
                Figure(
                    id=f"figure-{f.number or n}",
                    number=f.number,
                    caption=f.caption,
                    files=tuple(f.files),
                    labels=tuple(f.labels),
                    section=section.number if section else None,
                    page=None,
                    file=f.file,
                    line=f.line,
                )
            )
    return tuple(out)
