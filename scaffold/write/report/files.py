"""The report folder: the student's files, written once, and the generated files that they input.

All paths are relative to report/, so that the folder compiles anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold import classes, forms, languages
from scaffold.diagnostics import Diagnostic, Log
from scaffold.languages import Language
from scaffold.model import Figure, Paper, Section, Statement
from scaffold.plans import Item, ProjectFile, ReportPart, ReportPlan
from scaffold.resources import template
from scaffold.seminar import Profile, References
from scaffold.spans import Span
from scaffold.write.clips import clips as clips_
from scaffold.write.latex import bibliography, escape, macros, notation
from scaffold.write.report import figures as figures_
from scaffold.write.report import formalities, meanings, proofs, quotes, statements
from scaffold.write.report import ledger as ledger_
from scaffold.write.roadmap import tikz

__all__ = ["broken", "diagnostics", "generated", "language_file", "replacement", "restated", "restating", "write"]

_PAPERS = {"a4": "a4paper", "letter": "letterpaper"}
_MANY = 10
"""Most authors in the head; of a longer list, two fewer and the number of the others."""

_SETTING = frozenset(
    "definition assumption notation condition axiom hypothesis equation algorithm table drawing item".split()
)
"""Kinds of statements that the student is not asked to put into words."""

_ASIDE = re.compile(
    r"(?:abstract|references|bibliography|works cited|contents|table of contents|funding|acknowledge?ments?|index"
    r"|zusammenfassung|literatur(?:verzeichnis)?|inhalt(?:sverzeichnis)?|danksagung|r[eé]sum[eé]|bibliographie"
    r"|r[eé]f[eé]rences|remerciements|table des mati[eè]res)\W*",
    re.IGNORECASE,
)
"""Headings of what is no part of the paper's argument, which the section map leaves out."""

_MAP_LENGTH = 14
"""Most sections in the section map; of more, subsections are omitted, then the rest is counted."""


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
    form = forms.load(review or profile.review, profile.language)
    return (
        *_students(paper, plan, profile, form, student=student, figures=figures, bibtex=bibtex),
        *generated(
            paper,
            plan,
            profile,
            failed=failed,
            clips=clips,
            figures=figures,
            ledger=ledger,
            venue=venue,
            minimal=minimal,
        ),
    )


def restated(plan: ReportPlan) -> tuple[str, ...]:
    """Ids of the statements in the student's files: those restated, then those that the parts only name."""
    named = [id for part in plan.parts for id in part.cited]
    return tuple(dict.fromkeys([*plan.statements(), *named]))


def generated(
    paper: Paper,
    plan: ReportPlan,
    profile: Profile,
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
    failed, language = {*failed, *broken(paper)}, profile.language
    clipped = {*failed, *(s.id for s in paper.restatable if s.shown_by == "clip")}
    shown = {id: clip for id, clip in sorted((clips or {}).items()) if id in clipped}
    figures, sound = figures or {}, [s.id for s in paper.restatable if s.id not in failed]
    further, proved = _further(paper, plan), [s.id for s in statements.known(paper, restated(plan)) if s.proofs]
    files = {
        "scaffold-report.sty": template("report", "scaffold-report.sty").read_text(encoding="utf-8"),
        **_macros(paper, sound, figures_.captions(paper, plan), restated(plan) if minimal else None),
        "language.tex": language_file(language, languages.of_paper(paper) or language),
        "paper.tex": _paper(paper, language) + bibliography.names(paper, sound, further),
        "statements.tex": statements.facts(paper),
        "references.bib": bibliography.bib(paper, sound, further, venue),
        "sections.tex": _sections(paper, language),
        "roadmap.tex": tikz.picture(plan.roadmap, language, profile.page.text.width),
        "figures.tex": figures_.facts(paper, plan, figures, language),
        "ledger.tex": ledger_.line(paper, ledger or {}, proved, language=language),
    }
    bodies = (_body(s, failed, shown.get(s.id)) for s in paper.restatable)
    return (
        *(ProjectFile(f"report/generated/{name}", text.encode(), "tool") for name, text in files.items()),
        *(file for body in bodies for file in body),
        *figures_.files(paper, plan, figures),
        *_quoted(paper, plan, sound, language),
    )


def _quoted(paper: Paper, plan: ReportPlan, sound: Collection[str], language: Language) -> Iterator[ProjectFile]:
    """What the plan quotes: steps of proofs, sentences of the authors about their paper, and of its notation."""
    if plan.proofs or plan.quotes or plan.notation:
        carried = macros.preamble(paper, [id for id in restated(plan) if id in sound]).carried
        for glance in plan.proofs:
            path = f"report/generated/proofs/{glance.id}.tex"
            yield ProjectFile(path, proofs.steps(paper, glance, carried, language=language).encode(), "tool")
        text = meanings.table(paper, plan.notation, carried, language=language)
        if text:
            yield ProjectFile("report/generated/meanings.tex", text.encode(), "tool")
        for name, text in quotes.files(paper, plan, carried, language=language):
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
    return frozenset(s.id for s in paper.restatable if not statements.well_formed(s))


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


def _paper(paper: Paper, language: Language) -> str:
    """generated/paper.tex: the facts for the head and the links."""
    arxiv, version = paper.source.arxiv_id, paper.source.version
    number = f"{arxiv}v{version}" if arxiv and version else arxiv or ""
    facts = [
        str(paper.year) if paper.year else "",
        language.pages(paper.pages) if paper.pages else "",
    ]
    fields = (
        escape.scripted(paper.title),
        escape.tex(_authors(paper.authors, language)),
        f"arXiv:{escape.tex(number)}" if number else "",
        f"https://arxiv.org/pdf/{number}" if number else "",
        r"\enspace\textperiodcentered\enspace ".join(f for f in facts if f),
    )
    return (
        "% The paper. Generated: scaffold replaces this file.\n"
        + "\\scaffoldpaper\n"
        + "".join(f"  {{{f}}}%\n" for f in fields)
    )


def _authors(names: Sequence[str], language: Language) -> str:
    """All names, or the first eight of a long list and the number of the others."""
    if len(names) <= _MANY:
        return ", ".join(names)
    return language("report.authors", names=", ".join(names[: _MANY - 2]), n=len(names) - _MANY + 2)


def _sections(paper: Paper, language: Language) -> str:
    """generated/sections.tex: the sections of the paper with their pages, up to a readable number."""
    shown = [s for s in paper.sections if 0 <= s.level <= 2 and not _ASIDE.fullmatch(s.printed.strip())]
    if len(shown) > _MAP_LENGTH:
        shown = [s for s in shown if s.level <= 1]
    left = len(shown) - _MAP_LENGTH
    entries = [_section(s) for s in shown[:_MAP_LENGTH]]
    if left > 0:
        entries.append(language("report.sections", n=left))
    lines = "\\scaffoldnextsection\n".join(f"  {e}" for e in entries)
    head = "% The paper's sections and their pages. Generated: scaffold replaces this file.\n"
    return head + (f"\\scaffoldsections{{%\n{lines}}}\n" if entries else "")


def _section(section: Section) -> str:
    number, title = escape.tex(section.number or ""), escape.scripted(section.printed)
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
    texts = {
        "report.tex": _report(plan, profile, student, bibtex),
        "own.bib": profile.language.comment("comment.own-bib") + "\n",
    }
    if profile.declaration:
        texts["declaration.tex"] = formalities.declaration(
            profile.declaration, profile.language, max(1, len(profile.authors))
        )
    for part in plan.parts:
        texts[f"{part.key}.tex"] = _Part(paper, plan, profile.language, figures).file(part, form)
    contents = {name: text.encode() for name, text in texts.items()}
    if profile.document:
        contents |= {f"{classes.FOLDER}{name}": content for name, content in profile.document.files}
    return tuple(ProjectFile(f"report/{name}", content, "student") for name, content in contents.items())


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
    parts += _referred(plan, profile.language)
    if profile.declaration:
        parts.append(Command("input", NoEscape("declaration")).dumps())
    fields = {
        "comment": profile.language.comment("comment.report"),
        "class": "\n".join(_opening(profile)),
        "style_options": _style_options(profile, bibtex),
        "student": escape.tex(student or ""),
        "seminar": escape.tex(profile.title),
        "fields": formalities.authors(profile) + formalities.fields(profile),
        "head": formalities.head(profile),
        "due": profile.language.date(profile.due) if profile.due else r"\today",
        "parts": "\n".join(parts),
    }
    return _filled(template("report", "report.tex").read_text(encoding="utf-8"), fields)


def _referred(plan: ReportPlan, language: Language) -> Iterator[str]:
    """The pages after the draft with what its statements refer to."""
    if plan.referred:
        yield f"% {language('comment.referred')}"
        yield f"\\begin{{scaffoldreferred}}{{{language('report.referred')}}}"
        yield from (f"  \\papernamed{{{id}}}" for id in plan.referred)
        yield "\\end{scaffoldreferred}"


def _style_options(profile: Profile, bibtex: bool) -> str:
    """Options of the style, without those at their defaults."""
    page, references = profile.page, profile.references
    options = ["classlayout"] if profile.document else [f"margin={page.margin:g}mm"]
    if page.side_margin != page.margin and not profile.document:
        options.append(f"sidemargin={page.side_margin:g}mm")
    if references != References():
        options += [f"bib={references.engine}", f"bibstyle={references.style}"]
    if profile.limits:
        options.append("tight")
    if references.engine == "biblatex" and bibtex:
        options.append("bibbackend=bibtex")
    return ",".join(options)


def _opening(profile: Profile) -> tuple[str, ...]:
    """The lines with the document class."""
    page, found = profile.page, profile.document
    columns = ("twocolumn",) if page.columns == 2 else ()
    usual = (f"{page.font_size}pt", _PAPERS.get(page.paper, "a4paper"), *columns)
    if found is not None:
        return found.opening(found.options or (usual if found.style else ()))
    name = "article" if page.font_size in (10, 11, 12) else "extarticle"
    return (rf"\documentclass[{','.join(usual)}]{{{name}}}",)


def _filled(text: str, fields: Mapping[str, str]) -> str:
    for name, value in fields.items():
        text = text.replace(f"<<{name}>>", value)
    return text


@dataclass(frozen=True, slots=True)
class _Part:
    """Writes the files of the parts: instructions in comments, the paper's material, and questions; no prose."""

    paper: Paper
    plan: ReportPlan
    say: Language
    figures: figures_.Files

    def file(self, part: ReportPart, form: forms.Form) -> str:
        """The text of one file."""
        lines = [
            f"% {self.say('comment.part', title=part.title, pages=self.say.pages(part.pages))}",
            f"% {self.say('comment.guidance')}",
        ]
        if part.form == "review":
            asked = [line for item in part.items for line in self._item(item)]
            return "\n".join([*lines, "", *asked, *_review(form, self.say, _left(self.plan))]) + "\n"
        if part.form == "proofs":
            lines += ["", "\\paperroadmap"]
        for item in part.items:
            lines += ["", *self._item(item)]
        if part is self.plan.parts[0] and (found := figures_.offered(self.paper, self.plan, self.figures)):
            lines += ["", self._offer(found)]
        if part.cited:
            names = ledger_.some(part.cited, self.say)
            lines += ["", f"\\towrite{{{self.say('report.cited', names=names)}}}"]
        return "\n".join(lines) + "\n"

    def _item(self, item: Item) -> list[str]:
        if item.kind == "statement":
            return _statement(self.paper, item, self.say)
        if item.kind == "figure":
            return self._figure(item)
        if item.kind == "reference":
            return [f"\\citet{{{bibliography.safe_key(item.ref)}}}"]
        return [_ITEMS[item.kind].format(ref=item.ref, text=escape.tex(item.text))]

    def _figure(self, item: Item) -> list[str]:
        figure = next(f for f in self.paper.figures if f.id == item.ref)
        if figures_.shown(figure, self.figures):
            return [f"\\paperfigure{{{figure.id}}}", f"\\towrite{{{self.say('report.say-figure')}}}"]
        name = escape.tex(figures_.name_of(figure, self.say))
        key = "report.redraw-on" if figure.page else "report.redraw"
        return [f"\\towrite{{{self.say(key, figure=name, page=figure.page)}}}"]

    def _offer(self, found: Sequence[Figure]) -> str:
        """Which figures of the paper the student can add, and how."""
        pages = (self.say("report.page", page=f.page) if f.page else "" for f in found)
        named = (rf"\texttt{{\string\paperfigure\string{{{f.id}\string}}}}" for f in found)
        figures = ", ".join(f"{name}{page}" for name, page in zip(named, pages, strict=True))
        return f"\\towrite{{{self.say('report.offer', figures=figures)}}}"


def _left(plan: ReportPlan) -> Collection[str]:
    """The kinds of sentences of the authors that no part quotes beside its own questions."""
    shown = {item.ref for part in plan.parts for item in part.items if item.kind == "quotes"}
    return {q.kind for q in plan.quotes} - shown


def restating(paper: Paper, id: str, say: Language) -> str:
    """A statement with the question on it, as it stands in a part of the report."""
    return "\n".join(_statement(paper, Item("statement", id), say)) + "\n"


def _statement(paper: Paper, item: Item, say: Language) -> list[str]:
    statement = paper.statement(item.ref)
    lead = [f"\\subsection*{{{escape.tex(item.text)}}}"] if item.text else []
    ask = f"\\towrite{{{say('report.own-words', statement=escape.tex(statement.title))}}}"
    return [*lead, f"\\paperstatement{{{item.ref}}}", *([] if statement.kind in _SETTING else [ask])]


_ITEMS: Mapping[str, str] = {
    "prompt": "\\question{{{text}}}",
    "text": "\\paperfact{{{text}}}",
    "section-map": "\\papersections",
    "proof": "\\paperproof{{{ref}}}",
    "quotes": "\\paperquotes{{{ref}}}",
    "notation": "\\papernotation",
    "named": "\\papernamed{{{ref}}}",
}
"""How the other kinds of items are written."""


def _review(form: forms.Form, say: Language, quoted: Collection[str]) -> list[str]:
    """The form's headings with its questions and what the authors say, the ledger of the proofs, scales and choices.

    quoted: the kinds of sentences that the plan has.
    """
    lines = [f"% {say('comment.form', title=form.title, source=f'{form.source}, {form.dated}')}"]
    lines.append(f"% {say('comment.rating')}")
    for section in form.sections:
        lines += ["", f"\\paragraph{{{escape.tex(section.heading)}.}}"]
        lines += [f"\\question{{{escape.tex(question)}}}" for question in section.questions]
        lines += [f"\\paperquotes{{{kind}}}" for kind in section.quotes if kind in quoted]
    lines += ["", "\\paperledger"]
    rows = [row for answer in form.answers for row in _row(answer, say)]
    lines += ["", "\\begin{ratings}", *rows, "\\end{ratings}"] if rows else []
    return [*lines, *(["", f"\\aistatement{{}}{{{escape.tex(form.ai_statement)}}}"] if form.ai_statement else [])]


def _row(answer: forms.Choice, say: Language) -> Iterator[str]:
    """A rating or a choice to fill in, and its reason if some of the values demand one."""
    name, scale = escape.tex(answer.name), r" \textperiodcentered\ ".join(map(escape.tex, answer.options))
    yield rf"  \rating{{{name}}}{{}}{{{scale}}}"
    if answer.reason_for:
        values = say("report.or").join(map(escape.tex, answer.reason_for))
        some = answer.reason_for != answer.options
        why = say("report.reason-for", values=values) if some else say("report.reason")
        yield rf"  \reason{{{name}}}{{}}{{{why}}}"


def language_file(language: Language, papers: Language) -> str:
    """generated/language.tex: the words that the style prints, and the languages of the report and of the paper."""
    texts = {**dict(language.under("latex")), "decimal": language.decimal}
    for section in ("theorems", "cref"):
        texts |= {f"{section}.{key}": text for key, text in language.under(section)}
    words = [f"\\scaffoldword{_arguments(text)}{{{key}}}{{{text}}}%\n" for key, text in texts.items()]
    months = "".join(f"\\or {month}" for month in language.months)
    fields = {"day": r"\number\day", "month": rf"\ifcase\month{months}\fi", "year": r"\number\year"}
    today = language.texts["date"].replace(" ", r"\space ").format(**fields)
    return (
        "% The words of the report. Generated: scaffold replaces this file.\n"
        f"\\scaffoldlanguages{{{language.code}}}{{{language.babel}}}{{{papers.babel}}}%\n"
        f"\\def\\scaffold@today{{{today}}}%\n" + "".join(words)
    )


def _arguments(text: str) -> str:
    count = max(map(int, re.findall(r"#(\d)", text)), default=0)
    return f"[{count}]" if count else ""
