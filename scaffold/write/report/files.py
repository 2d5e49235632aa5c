"""The report folder: the student's files, written once, and the generated files that they input.

All paths are relative to report/, so that the folder compiles anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from scaffold import clock, forms
from scaffold.diagnostics import Diagnostic, Log
from scaffold.model import Figure, Paper, Section, Statement
from scaffold.plans import Item, ProjectFile, ReportPart, ReportPlan
from scaffold.resources import template
from scaffold.seminar import Page, Profile, References
from scaffold.spans import Span
from scaffold.write.clips import clips as clips_
from scaffold.write.latex import bibliography, escape, macros, notation
from scaffold.write.report import figures as figures_
from scaffold.write.report import formalities, proofs, quotes, statements
from scaffold.write.report import ledger as ledger_
from scaffold.write.roadmap import tikz

__all__ = ["broken", "diagnostics", "generated", "replacement", "restated", "write"]

_PAPERS = {"a4": "a4paper", "letter": "letterpaper"}
_MANY = 10
"""Most authors in the head; of a longer list, two fewer and the number of the others."""

_SETTING = frozenset(("definition", "assumption", "notation", "condition", "axiom", "hypothesis"))
"""Kinds of statements that the student is not asked to put into words."""

_MAP_LENGTH = 14
"""Most sections in the section map; of more, subsections are omitted, then the rest is counted."""

# BibTeX reads an at sign as the beginning of an entry, in comments too.
_OWN_BIB = """\
% Works that you cite and that the paper does not: paste their BibTeX entries here, and cite them by their keys.
% The works that the paper cites are in generated/references.bib. This file is yours alone.
"""


def write(
    paper: Paper,
    plan: ReportPlan,
    profile: Profile,
    *,
    student: str | None = None,
    review: str | None = None,
    failed: Collection[str] = (),
    clips: Mapping[str, bytes] | None = None,
    figures: figures_.Files | None = None,
    ledger: Mapping[str, str] | None = None,
    venue: str = "",
    bibtex: bool = False,
    minimal: bool = False,
) -> tuple[ProjectFile, ...]:
    """All files of report/. review names a form (None: the profile's); raises BadProfile for an unknown one.

    failed holds ids of statements that do not compile outside the paper: a clip of the paper's PDF (clips, by id, from
    clips.clip) or a reference to the paper replaces them. A paper read from a PDF is shown in clips. figures holds the
    files of the figures that the plan shows, by id; for one that LaTeX cannot include, a to-do asks the student.
    ledger is what the student did with the proofs ("Lemma 4.2": "checked"), for a line of the review. venue is where
    the paper was published, as plain text. bibtex: biblatex, if the profile uses it, must work without Biber. minimal:
    only the packages and macros that the plan's statements need.
    """
    figures, ledger = figures or {}, ledger or {}
    form = forms.load(review or profile.review)
    return (
        *_students(paper, plan, profile, form, student=student, figures=figures, bibtex=bibtex),
        *generated(
            paper, plan, failed=failed, clips=clips, figures=figures, ledger=ledger, venue=venue, minimal=minimal
        ),
    )


def restated(plan: ReportPlan) -> tuple[str, ...]:
    """Ids of the statements in the student's files: those restated, then those that the parts only name."""
    named = [id for part in plan.parts for id in part.cited]
    return tuple(dict.fromkeys([*plan.statements(), *named]))


def generated(
    paper: Paper,
    plan: ReportPlan,
    *,
    failed: Collection[str] = (),
    clips: Mapping[str, bytes] | None = None,
    figures: figures_.Files | None = None,
    ledger: Mapping[str, str] | None = None,
    venue: str = "",
    minimal: bool = False,
) -> tuple[ProjectFile, ...]:
    """The generated files of report/, which an update replaces; not the student's. As for `write`.

    Every statement of the paper has a file, so that the student can restate any.
    """
    failed = {*failed, *broken(paper)}
    clipped = {*failed, *(s.id for s in paper.statements if s.shown_by == "clip")}
    shown = {id: clip for id, clip in sorted((clips or {}).items()) if id in clipped}
    figures, sound = figures or {}, [s.id for s in paper.statements if s.id not in failed]
    further, proved = _further(paper, plan), [s.id for s in statements.known(paper, restated(plan)) if s.proofs]
    files = {
        "scaffold-report.sty": template("report", "scaffold-report.sty").read_text(encoding="utf-8"),
        **_macros(paper, sound, figures_.captions(paper, plan), restated(plan) if minimal else None),
        "paper.tex": _paper(paper) + bibliography.names(paper, sound, further),
        "statements.tex": statements.facts(paper),
        "references.bib": bibliography.bib(paper, sound, further, venue),
        "sections.tex": _sections(paper),
        "roadmap.tex": tikz.picture(plan.roadmap),
        "figures.tex": figures_.facts(paper, plan, figures),
        "ledger.tex": ledger_.line(paper, ledger or {}, proved),
    }
    bodies = (_body(s, failed, shown.get(s.id)) for s in paper.statements)
    return (
        *(ProjectFile(f"report/generated/{name}", text.encode(), "tool") for name, text in files.items()),
        *(file for body in bodies for file in body),
        *figures_.files(paper, plan, figures),
        *_quoted(paper, plan, sound),
    )


def _quoted(paper: Paper, plan: ReportPlan, sound: Collection[str]) -> Iterator[ProjectFile]:
    """What the plan quotes: steps of proofs, and sentences of the authors about their paper."""
    if plan.proofs or plan.quotes:
        carried = macros.preamble(paper, [id for id in restated(plan) if id in sound]).carried
        for glance in plan.proofs:
            path = f"report/generated/proofs/{glance.id}.tex"
            yield ProjectFile(path, proofs.steps(paper, glance, carried).encode(), "tool")
        for name, text in quotes.files(paper, plan, carried):
            yield ProjectFile(f"report/generated/{name}", text.encode(), "tool")


def _further(paper: Paper, plan: ReportPlan) -> tuple[str, ...]:
    """Further LaTeX with citations: captions, and the works that the plan names."""
    named = (i.ref for part in plan.parts for i in part.items if i.kind == "reference")
    return (*figures_.captions(paper, plan), *(f"\\citet{{{key}}}" for key in named))


def _body(statement: Statement, failed: Collection[str], clip: bytes | None) -> tuple[ProjectFile, ...]:
    if clip is not None or statement.id in failed:
        return replacement(statement, clip)
    return (_statement_file(statement, statements.body(statement)),)


def replacement(statement: Statement, clip: bytes | None) -> tuple[ProjectFile, ...]:
    """The files of a statement that is not set from its source: a clip of the paper's PDF, or a reference to it."""
    if clip is None:
        return (_statement_file(statement, statements.fallback(statement)),)
    path = f"generated/clips/{statement.id}.pdf"
    return (
        _statement_file(statement, statements.clipped(statement, path, clips_.count(clip))),
        ProjectFile(f"report/{path}", clip, "tool"),
    )


def _statement_file(statement: Statement, text: str) -> ProjectFile:
    return ProjectFile(f"report/generated/statements/{statement.id}.tex", text.encode(), "tool")


def broken(paper: Paper) -> frozenset[str]:
    """Ids of the statements whose source is not complete LaTeX: they are replaced without compiling them."""
    return frozenset(s.id for s in paper.statements if not statements.well_formed(s))


def diagnostics(
    paper: Paper,
    plan: ReportPlan,
    figures: figures_.Files | None = None,
    ledger: Mapping[str, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """What the report could not copy unchanged: macros, statements, references, characters, figures."""
    ids = restated(plan)
    gone = broken(paper)
    log = Log(list(macros.preamble(paper, [id for id in ids if id not in gone]).diagnostics))
    for statement in statements.known(paper, ids):
        where = Span(statement.file, statement.line)
        if statement.id in gone:
            log.warn(
                "statement-replaced",
                statement.id,
                where,
                "its source is not complete LaTeX: a reference to the paper replaces it",
            )
    log.entries += bibliography.diagnostics(paper, ids, _further(paper, plan))
    log.entries += figures_.diagnostics(paper, plan, figures or {})
    log.entries += ledger_.diagnostics(paper, ledger or {})
    return tuple(log.entries)


def _macros(
    paper: Paper, ids: Collection[str], captions: Sequence[str], only: Collection[str] | None
) -> dict[str, str]:
    """generated/macros.tex, for the preamble, and generated/notation.tex, with the paper's other macros.

    only: the statements to which macros are limited; None: no limit.
    """
    if only is not None:
        sheet = macros.preamble(paper, [id for id in ids if id in only], captions)
        return {"macros.tex": _loaded(sheet.packages) + sheet.tex, "notation.tex": ""}
    sheet = macros.preamble(paper, ids, captions)
    other = notation.offered(paper, sheet)
    loaded = _loaded((*sheet.packages, *other.packages))
    return {"macros.tex": loaded + sheet.tex + other.announced, "notation.tex": other.tex}


def _loaded(packages: Sequence[str]) -> str:
    return "".join(f"\\usepackage{{{name}}}\n" for name in packages)


def _paper(paper: Paper) -> str:
    """generated/paper.tex: the facts for the head and the links."""
    arxiv, version = paper.source.arxiv_id, paper.source.version
    number = f"{arxiv}v{version}" if arxiv and version else arxiv or ""
    facts = [
        str(paper.year) if paper.year else "",
        f"{paper.pages} page{'s' * (paper.pages != 1)}" if paper.pages else "",
    ]
    fields = (
        escape.tex(paper.title),
        escape.tex(_authors(paper.authors)),
        f"arXiv:{escape.tex(number)}" if number else "",
        f"https://arxiv.org/pdf/{number}" if number else "",
        r"\enspace\textperiodcentered\enspace ".join(f for f in facts if f),
    )
    return (
        "% The paper. Generated: scaffold replaces this file.\n"
        + "\\scaffoldpaper\n"
        + "".join(f"  {{{f}}}%\n" for f in fields)
    )


def _authors(names: Sequence[str]) -> str:
    """All names, or the first eight of a long list and the number of the others."""
    if len(names) <= _MANY:
        return ", ".join(names)
    return ", ".join(names[: _MANY - 2]) + f" and {len(names) - _MANY + 2} more"


def _sections(paper: Paper) -> str:
    """generated/sections.tex: the sections of the paper with their pages, up to a readable number."""
    shown = [s for s in paper.sections if 0 <= s.level <= 2]
    if len(shown) > _MAP_LENGTH:
        shown = [s for s in shown if s.level <= 1]
    left = len(shown) - _MAP_LENGTH
    entries = [_section(s) for s in shown[:_MAP_LENGTH]]
    if left > 0:
        entries.append(f"and {left} more")
    lines = "\\scaffoldnextsection\n".join(f"  {e}" for e in entries)
    head = "% The paper's sections and their pages. Generated: scaffold replaces this file.\n"
    return head + (f"\\scaffoldsections{{%\n{lines}}}\n" if entries else "")


def _section(section: Section) -> str:
    number, title = escape.tex(section.number or ""), escape.tex(section.printed)
    return rf"\scaffoldsection{{{number}}}{{{title}}}{{{section.page or ''}}}"


def _students(
    paper: Paper,
    plan: ReportPlan,
    profile: Profile,
    form: forms.Form,
    student: str | None,
    figures: figures_.Files,
    bibtex: bool,
) -> tuple[ProjectFile, ...]:
    texts = {"report.tex": _report(plan, profile, student, bibtex), "own.bib": _OWN_BIB}
    if profile.declaration:
        texts["declaration.tex"] = formalities.declaration(profile.declaration)
    for part in plan.parts:
        texts[f"{part.key}.tex"] = _part(paper, plan, part, form, figures=figures)
    return tuple(ProjectFile(f"report/{name}", text.encode(), "student") for name, text in texts.items())


def _report(plan: ReportPlan, profile: Profile, student: str | None, bibtex: bool) -> str:
    from pylatex import Command, NoEscape
    from pylatex.base_classes import Environment

    class ScaffoldPart(Environment):  # type: ignore[misc]
        """A budgeted part of the report."""

        _latex_name = "scaffoldpart"
        content_separator = "\n"

    parts = []
    for part in plan.parts:
        arguments = [NoEscape(part.key), NoEscape(escape.tex(part.title)), NoEscape(f"{part.pages:g}")]
        block = ScaffoldPart(arguments=arguments)
        block.append(Command("input", NoEscape(part.key)))
        if profile.count_references and part is plan.parts[-1]:
            block.append(Command("scaffoldreferences"))
        parts.append(block.dumps())
    if not profile.count_references:
        parts.append(Command("scaffoldreferences").dumps())
    if profile.declaration:
        parts.append(Command("input", NoEscape("declaration")).dumps())
    fields = {
        "class": "article" if profile.page.font_size in (10, 11, 12) else "extarticle",
        "class_options": _class_options(profile.page),
        "style_options": _style_options(profile, bibtex),
        "student": escape.tex(student or ""),
        "seminar": escape.tex(profile.title),
        "fields": formalities.fields(profile),
        "head": formalities.head(profile),
        "due": clock.long_date(profile.due) if profile.due else r"\today",
        "parts": "\n".join(parts),
    }
    return _filled(template("report", "report.tex").read_text(encoding="utf-8"), fields)


def _style_options(profile: Profile, bibtex: bool) -> str:
    """Options of the style, without those at their defaults."""
    page, options, references = profile.page, [f"margin={profile.page.margin:g}mm"], profile.references
    if page.side_margin != page.margin:
        options.append(f"sidemargin={page.side_margin:g}mm")
    if references != References():
        options += [f"bib={references.engine}", f"bibstyle={references.style}"]
    if profile.limits:
        options.append("tight")
    if references.engine == "biblatex" and bibtex:
        options.append("bibbackend=bibtex")
    return ",".join(options)


def _class_options(page: Page) -> str:
    columns = ["twocolumn"] if page.columns == 2 else []
    return ",".join([f"{page.font_size}pt", _PAPERS.get(page.paper, "a4paper"), *columns])


def _filled(text: str, fields: Mapping[str, str]) -> str:
    for name, value in fields.items():
        text = text.replace(f"<<{name}>>", value)
    return text


def _part(paper: Paper, plan: ReportPlan, part: ReportPart, form: forms.Form, figures: figures_.Files) -> str:
    """The file of one part: instructions in comments, the paper's material, and questions; no prose."""
    pages = "1 page" if part.pages == 1 else f"{part.pages:g} pages"
    lines = [
        f"% {part.title}: {pages}. This file is yours; scaffold update keeps what you write.",
        "% \\question and \\towrite appear only in the draft; delete each when you are done with it.",
    ]
    if part.form == "review":
        asked = [line for item in part.items for line in _ITEMS[item.kind](paper, item)]
        return "\n".join([*lines, "", *asked, *_review(form, {q.kind for q in plan.quotes})]) + "\n"
    if part.form == "proofs":
        lines += ["", "\\paperroadmap"]
    for item in part.items:
        lines += ["", *(_figure(paper, item, figures) if item.kind == "figure" else _ITEMS[item.kind](paper, item))]
    if part is plan.parts[0] and (found := figures_.offered(paper, plan, figures)):
        lines += ["", _offer(found)]
    if part.cited:
        names = ", ".join(f"\\paperref{{{id}}}" for id in part.cited)
        lines += ["", f"\\towrite{{Write one sentence on each where you use it: {names}.}}"]
    return "\n".join(lines) + "\n"


def _statement(paper: Paper, item: Item) -> list[str]:
    statement = paper.statement(item.ref)
    lead = [f"\\subsection*{{{escape.tex(item.text)}}}"] if item.text else []
    ask = f"\\towrite{{In your own words: what does {escape.tex(statement.title)} say?}}"
    return [*lead, f"\\paperstatement{{{item.ref}}}", *([] if statement.kind in _SETTING else [ask])]


def _prompt(paper: Paper, item: Item) -> list[str]:
    return [f"\\question{{{escape.tex(item.text)}}}"]


def _text(paper: Paper, item: Item) -> list[str]:
    return [f"\\paperfact{{{escape.tex(item.text)}}}"]


def _figure(paper: Paper, item: Item, given: figures_.Files) -> list[str]:
    figure = next((f for f in paper.figures if f.id == item.ref), None)
    if figure and figures_.shown(figure, given):
        return [f"\\paperfigure{{{figure.id}}}", "\\towrite{Say in one sentence what the figure shows.}"]
    number = f"Figure {figure.number}" if figure and figure.number else "the figure"
    where = f" (p. {figure.page})" if figure and figure.page else ""
    return [f"\\towrite{{Would {escape.tex(number)} of the paper{where} help here? Redraw it, or describe it.}}"]


def _offer(found: Sequence[Figure]) -> str:
    """Which figures of the paper the student can add, and how."""
    named = (
        rf"\texttt{{\string\paperfigure\string{{{f.id}\string}}}}{f' (p. {f.page})' if f.page else ''}" for f in found
    )
    return f"\\towrite{{Would a figure of the paper help here? Ready to use: {', '.join(named)}.}}"


def _reference(paper: Paper, item: Item) -> list[str]:
    return [f"\\citet{{{bibliography.safe_key(item.ref)}}}"]


def _proof(paper: Paper, item: Item) -> list[str]:
    return [f"\\paperproof{{{item.ref}}}"]


def _quotes(paper: Paper, item: Item) -> list[str]:
    return [f"\\paperquotes{{{item.ref}}}"]


def _section_map(paper: Paper, item: Item) -> list[str]:
    return ["\\papersections"]


_ITEMS: Mapping[str, Callable[[Paper, Item], list[str]]] = {
    "statement": _statement,
    "prompt": _prompt,
    "text": _text,
    "reference": _reference,
    "section-map": _section_map,
    "proof": _proof,
    "quotes": _quotes,
}


def _review(form: forms.Form, quoted: Collection[str]) -> list[str]:
    """The form's headings with its questions and what the authors say, the proof ledger, the scales and choices.

    quoted: the kinds of sentences that the plan has.
    """
    source = f"{form.source}, {form.dated}"
    lines = [f"% The form: {form.title} ({source}).", "% A rating's second pair of braces is yours to fill in."]
    for section in form.sections:
        lines += ["", f"\\paragraph{{{escape.tex(section.heading)}.}}"]
        lines += [f"\\question{{{escape.tex(question)}}}" for question in section.questions]
        lines += [f"\\paperquotes{{{kind}}}" for kind in section.quotes if kind in quoted]
    lines += ["", "\\paperledger"]
    rows = [row for answer in form.answers for row in _row(answer)]
    lines += ["", "\\begin{ratings}", *rows, "\\end{ratings}"] if rows else []
    return [*lines, *(["", f"\\aistatement{{}}{{{escape.tex(form.ai_statement)}}}"] if form.ai_statement else [])]


def _row(answer: forms.Choice) -> Iterator[str]:
    """A rating or a choice to fill in, and its reason if some of the values demand one."""
    name, scale = escape.tex(answer.name), r" \textperiodcentered\ ".join(map(escape.tex, answer.options))
    yield rf"  \rating{{{name}}}{{}}{{{scale}}}"
    if answer.reason_for:
        some = answer.reason_for != answer.options
        which = f" for {' or '.join(map(escape.tex, answer.reason_for))}" if some else ""
        yield rf"  \reason{{{name}}}{{}}{{give a reason{which}}}"
