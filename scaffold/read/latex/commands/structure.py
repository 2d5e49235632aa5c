"""Commands for the structure of the document: classes, packages, headings, title matter, the appendix."""

from __future__ import annotations

import posixpath
import re

from scaffold.read.latex import known
from scaffold.read.latex.commands import apxproof, footnotes, handmade, lists, modes, postponing, theorems, unended
from scaffold.read.latex.commands.class_options import give, passed_to
from scaffold.read.latex.drafts import SectionDraft, Target
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

LEVELS = {
    "part": -1,
    "chapter": 0,
    "section": 1,
    "subsection": 2,
    "subsubsection": 3,
    "paragraph": 4,
    "subparagraph": 5,
}


_TYPED_NUMBER = re.compile(
    r"\s*(?:\\(?:ref)?stepcounter\s*\{(?P<steps>\w+)\}\s*)?(?:\\S(?![A-Za-z])[\s~]*)?\\the(?P<counter>[a-z]+)(?![A-Za-z])"
    r"(?:\s|[.:~]|\\(?:q?quad|enspace|enskip|thinspace)(?![A-Za-z])|\\[ ,;:]|\\hspace\*?\s*\{[^{}]*\})*"
)


def set_up_counters(engine: Engine, chapters: bool, style: str = "arabic") -> None:
    """The counters every class has; with \\chapter, sections, figures, tables and equations count within it."""
    c = engine.counters
    c.new("part", None, r"\Roman{part}")
    if chapters:
        c.new("chapter")
    c.new("section", "chapter" if chapters else None, r"\thechapter.\arabic{section}" if chapters else None)
    c.new("subsection", "section", r"\thesection.\arabic{subsection}")
    c.new("subsubsection", "subsection", r"\thesubsection.\arabic{subsubsection}")
    c.new("paragraph", "subsubsection", r"\thesubsubsection.\arabic{paragraph}")
    c.new("subparagraph", "paragraph", r"\theparagraph.\arabic{subparagraph}")
    if style in ("roman", "ieee"):
        c.the["section"] = r"\Roman{section}"
        c.the["subsection"] = r"\thesection-\Alph{subsection}" if style == "ieee" else r"\Alph{subsection}"
        c.the["subsubsection"] = (
            r"\thesubsection\arabic{subsubsection}" if style == "ieee" else r"\arabic{subsubsection}"
        )
    if style == "roman":
        c.formats["subsection"] = r"\thesection\,#1"
        c.formats["subsubsection"] = r"\thesection\,\thesubsection\,#1"
    c.the[theorems.IEEE_SECTION] = r"\arabic{section}"
    for name in ("equation", "figure", "table"):
        c.new(name, "chapter" if chapters else None, rf"\thechapter.\arabic{{{name}}}" if chapters else None)
    if style in ("roman", "ieee"):
        c.the["table"] = r"\Roman{table}"
    c.new("parentequation", None, r"\theequation")
    for name, the in lists.NUMBERS.items():
        c.new(name, None, the)
    for name in ("page", "algorithm", "secnumdepth", "tocdepth", "lstlisting", "listing"):
        if not c.knows(name):
            c.new(name)
    c.new("footnote", "chapter" if chapters else None)
    c.new("mpfootnote", None, r"\alph{mpfootnote}")


@command("documentclass", "LoadClass", "LoadClassWithOptions", "documentstyle")
def document_class(engine: Engine, how: str) -> None:
    """\\documentclass[options]{name}: its row in the table, otherwise the paper's own .cls."""
    options, name = engine.option() or "", (engine.argument() or "article").strip()
    engine.option()
    first = not engine.notes.document_class
    if first:
        engine.notes.document_class, engine.notes.class_options = name, options
    if name == "beamer":
        modes.make_commands(engine)
    row = known.known_class(name)
    asked = options if first or options else engine.notes.class_options
    given = tokens.key_values(f"{passed_to(engine, name + '.cls')},{asked}")
    _language(engine, list(given))
    own = None if row else engine.tree.find(name, ("", engine.frames[-1].folder), (".cls",))
    if row or not own:
        row = row or known.Known()
        sections = "arabic" if row.sections == "ieee" and "compsoc" in given else row.sections
        set_up_counters(engine, row.chapters, sections)
        engine.options["\\sections"] = row.sections
        engine.notes.language = engine.notes.language or row.language
        unnumbered = row.sections == "roman" and "prl" in given
        engine.counters.set("secnumdepth", LEVELS["part"] - 1 if unnumbered else row.secnumdepth)
        engine.options["\\appendix-section"] = row.appendix
        for option, counter in row.counted:
            if option not in given:
                engine.counters.reset_by(counter, "section")
                engine.counters.the[counter] = rf"\thesection.\arabic{{{counter}}}"
        if row.shared:
            engine.options["\\all-count"] = row.shared
        engine.notes.packages.update(dict.fromkeys(row.load, ""))
        theorems.declare_known(engine, row, given)
        for style in name_styles(engine, how, options):
            load_package(engine, style, "")
    else:
        set_up_counters(engine, False)
        engine.counters.set("secnumdepth", 3)
        _read_style(engine, own, options or ("" if first else engine.notes.class_options))


def name_styles(engine: Engine, how: str, options: str) -> list[str]:
    """LaTeX 2.09 gives packages as options of \\documentstyle."""
    return [o.strip() for o in options.split(",") if o.strip()] if how == "documentstyle" else []


def _language(engine: Engine, names: list[str]) -> None:
    for name in names:
        if name.lower() in known.BABEL:
            engine.notes.language = known.BABEL[name.lower()]


@command("usepackage", "RequirePackage", "RequirePackageWithOptions")
def use_package(engine: Engine, _: str) -> None:
    """\\usepackage[options]{a,b}."""
    options, names = engine.option() or "", engine.argument() or ""
    engine.option()
    for name in reversed([n.strip() for n in names.split(",") if n.strip()]):
        load_package(engine, name, options)


_CONFIGURED = frozenset(("acro",))
"""Packages that read a file of the paper's with their name: acro.cfg declares acronyms."""


def load_package(engine: Engine, name: str, options: str) -> None:
    """Record a package and what it declares; read it if it is the paper's own."""
    seen = posixpath.basename(name) in engine.notes.packages
    options = ",".join(filter(None, (passed_to(engine, name + ".sty"), options)))
    engine.notes.packages.setdefault(posixpath.basename(name), options)
    given = tokens.key_values(options)
    if name in ("babel", "polyglossia"):
        _language(engine, [key.replace("main=", "") for key in given] + ([given["main"]] if "main" in given else []))
    if name == "beamerarticle":
        modes.make_commands(engine)
    row = known.PACKAGES.get(name)
    if name in _CONFIGURED and not seen and (own := engine.tree.find(name, ("", engine.home().folder), (".cfg",))):
        _read_style(engine, own, options)
    if row:
        theorems.declare_known(engine, row, given)
        for p in row.load:
            engine.notes.packages.setdefault(p, "")
    elif not seen and name not in known.KNOWN_OWN:
        own = engine.tree.find(name, ("", engine.home().folder), (".sty",))
        if own:
            _read_style(engine, own, options)


def _read_style(engine: Engine, name: str, options: str) -> None:
    """Read a class or package of the paper's own under these options."""
    if any(f.buffer.file == name and f.buffer.is_file for f in engine.frames):
        return
    give(engine, name, options)
    engine.push(tokens.Buffer(engine.tree.text(name), name, at_letter=True), posixpath.dirname(name))


@command("setdefaultlanguage", "setmainlanguage", "selectlanguage")
def main_language(engine: Engine, _: str) -> None:
    """polyglossia's language."""
    engine.option()
    _language(engine, [(engine.argument() or "").strip()])


@command("addto", "newmdenv", "surroundwithmdframed", "pagestyle", "DeclareGraphicsRule")
def skipped(engine: Engine, how: str) -> None:
    """Commands whose arguments are not document text; \\addto\\captionsfrench{…} counts in the document's language."""
    if how == "addto":
        name, code = engine.control(), engine.argument()
        language = (name or "").removeprefix("captions").lower()
        if code and known.BABEL.get(language) == (engine.notes.language or "english"):
            engine.push_text(code)


@begins("document")
def begin_document(engine: Engine, _: str) -> None:
    """\\begin{document}."""
    if engine.in_document:
        return
    engine.in_document = True
    for frame in engine.frames:
        if frame.buffer.is_file:
            handmade.mark_heads(engine, frame)
    for code in reversed(engine.at_begin_document):
        engine.push_text(code, at_letter=True)


def end_document(engine: Engine) -> None:
    """\\end{document}: of the paper, or of a subfile."""
    home = engine.home()
    if engine.in_document and len([f for f in engine.frames if f.buffer.is_file]) > 1:
        home.end = home.pos
        return
    unended.finish_all(engine)
    apxproof.before_appendix(engine)
    if postponing.at_end(engine):
        return
    for frame in engine.frames:
        frame.end = frame.pos


# --- headings


@command(*LEVELS)
def heading(engine: Engine, name: str) -> None:
    """\\section*[short]{title}."""
    level = LEVELS[name]
    if engine.in_document and level < LEVELS["paragraph"]:
        unended.finish(engine)
    spec, starred = engine.overlay(), engine.star()
    spec = spec or engine.overlay()
    engine.option()
    title = engine.raw_group()
    if title is None or not engine.in_document or not modes.shown(engine, spec):
        return
    starred = starred or (level == 1 and engine.flags.get("\\unnumbered-sections", False))
    typed = _typed_number(engine, name, title) if starred else None
    numbered = not starred and level <= engine.counters.value("secnumdepth") and engine.counters.knows(name)
    if engine.flags.get("\\unnumbered") and level <= 0:
        numbered = False
    if numbered:
        engine.counters.step(name)
    number = engine.counters.print(name) if numbered else None
    if typed is not None:
        number, title = typed
    draft = _section(engine, number, title, level)
    if numbered and level == 1 and engine.options.get("\\appendix") == "named":
        draft.prefix, draft.number = f"{engine.name_of('appendixname')} {number}: ", None
    if numbered:
        engine.target = Target(number=engine.counters.referred(name, number or ""), kind=name, section=draft)
    for label in re.findall(r"\\label\s*\{([^{}]*)\}", title):
        engine.label(label)
        draft.labels.append(label)
    footnotes.count_marks(engine, title)


def _typed_number(engine: Engine, name: str, title: str) -> tuple[str, str] | None:
    r"""The number and the rest of a title that begins with its number: \section*{\thesection. Title}."""
    found = _TYPED_NUMBER.match(title)
    if found is None or found["counter"] != name:
        return None
    if found["steps"] == name:
        engine.counters.step(name)
    return engine.counters.print(name), title[found.end() :]


def _section(engine: Engine, number: str | None, title: str, level: int) -> SectionDraft:
    """Record a heading that ends at the current position."""
    span, notes = engine.span(), engine.notes
    draft = SectionDraft(
        number=number,
        title_tex=title,
        level=level,
        appendix=engine.appendix,
        file=span.file,
        line=span.line,
        order=notes.next_order(),
    )
    frame = engine.frames[-1]
    draft.buffer, draft.start, draft.end = frame.buffer, frame.start, frame.pos
    notes.sections.append(draft)
    return draft


@command("addpart", "addchap", "addsec")
def koma_heading(engine: Engine, name: str) -> None:
    """KOMA-Script's headings without a number; counters within them are reset."""
    counter = {"addpart": "part", "addchap": "chapter", "addsec": "section"}[name]
    engine.star()
    engine.option()
    title = engine.raw_group()
    if title is not None and engine.in_document:
        _section(engine, None, title, LEVELS[counter])
        engine.counters.reset(counter)


@command("frontmatter", "mainmatter", "backmatter")
def matter(engine: Engine, how: str) -> None:
    """Chapters of front and back matter have no number."""
    engine.flags["\\unnumbered"] = how != "mainmatter"


@begins("subappendices")
def begin_subappendices(engine: Engine, name: str) -> None:
    """Package appendix's subappendices: subsections (sections of a chapter) that start again and count in letters."""
    c = engine.counters
    counter, above = ("section", "chapter") if c.knows("chapter") else ("subsection", "section")
    before, was = c.the[counter], engine.appendix
    c.set(counter, 0)
    c.the[counter] = rf"\the{above}.\Alph{{{counter}}}"
    engine.appendix = True

    def restore() -> None:
        c.the[counter], engine.appendix = before, was

    engine.open(Env(name=name, kind="appendix")).undo.append(restore)


@command("appendix", "appendices")
@begins("appendices", "appendix")
def appendix(engine: Engine, name: str) -> None:
    """\\appendix: sections (or chapters) start again and count in letters."""
    c = engine.counters
    top = "chapter" if c.knows("chapter") else "section"
    before = c.value(top), c.the[top]
    engine.appendix = True
    c.set(top, 0)
    if top == "chapter":
        c.set("section", 0)
    else:
        c.set("subsection", 0)
    c.the[top] = rf"\Alph{{{top}}}"
    if top == "section":
        c.the[top] = engine.options.get("\\appendix-section", c.the[top])
    if engine.options.get("\\sections") == "ieee":
        c.the[theorems.IEEE_SECTION] = r"\Alph{section}"
        _ieee_appendix(engine, name)
    elif engine.options.get("\\sections") == "roman":
        _revtex_appendix(engine)
    frame = engine.frames[-1]
    if frame.text[: frame.pos].rstrip().endswith("}"):
        env = engine.open(Env(name=name, kind="appendix"))
        if name == "appendices" and "appendix" in engine.notes.packages:
            env.undo.append(lambda: _end_appendices(engine, top, *before))


def _end_appendices(engine: Engine, top: str, count: int, printed: str) -> None:
    """The end of package appendix's environment: sections count on from where they were before it."""
    engine.appendix = False
    engine.counters.set(top, count)
    engine.counters.the[top] = printed


def _revtex_appendix(engine: Engine) -> None:
    r"""revtex: equations count within the appendices and print their letter; \appendix* heads the only one."""
    c, alone = engine.counters, engine.star()
    c.the["section"] = "" if alone else c.the["section"]
    c.the["subsection"], c.the["subsubsection"] = r"\arabic{subsection}", r"\alph{subsubsection}"
    c.reset_by("equation", "section")
    c.the["equation"] = r"A.\arabic{equation}" if alone else r"\thesection\arabic{equation}"


def _ieee_appendix(engine: Engine, name: str) -> None:
    """IEEEtran: \\appendices heads sections "Appendix A: …"; \\appendix is itself the heading of the only one."""
    if name != "appendix":
        engine.options["\\appendix"] = "named"
        return
    word, title = engine.name_of("appendixname") or "Appendix", engine.option()
    engine.counters.step("section")
    engine.counters.the["subsection"] = r"\Alph{subsection}"
    draft = _section(engine, None, title or word, 1)
    draft.prefix = f"{word}: " if title else ""
    engine.target = Target(number="A", kind="section", section=draft)
    engine.flags["\\unnumbered-sections"] = True


# --- title matter


@command("title", "icmltitle", "mlsystitle", "aistatstitle", "jmlrtitle", "TITLE")
def title(engine: Engine, _: str) -> None:
    """\\title[short]{…}; Springer's \\title* is a chapter's."""
    engine.star()
    engine.option()
    text = engine.raw_group()
    if text and not engine.notes.title:
        engine.notes.title = text


@command("author", "authors", "icmlauthor", "mlsysauthor", "aistatsauthor", "coltauthor", "jmlrauthor", "Author",
         "AUTHOR", "AUTHORS")  # fmt: skip
def author(engine: Engine, _: str) -> None:
    """\\author[…]{…}, once or once each; Springer's \\author* is the corresponding one."""
    engine.star()
    engine.option()
    text = engine.raw_group()
    if text:
        engine.notes.authors.append(text)


@command("date")
def date(engine: Engine, _: str) -> None:
    """\\date{…}."""
    engine.notes.date = engine.raw_group() or ""


@command("abstract", "ABSTRACT")
def abstract_command(engine: Engine, _: str) -> None:
    """\\abstract{…} of some classes."""
    frame = engine.frames[-1]
    if tokens.group(frame.text, frame.pos):
        engine.notes.abstract = engine.notes.abstract or (engine.raw_group() or "").strip()


@begins("abstract", "Abstract", "abstract*")
def begin_abstract(engine: Engine, name: str) -> None:
    """\\begin{abstract}."""
    frame = engine.frames[-1]
    start = frame.pos
    env = engine.open(Env(name=name, kind="abstract"))

    def close() -> None:
        if not engine.notes.abstract and frame in engine.frames:
            engine.notes.abstract = frame.buffer.raw[start : frame.start].strip()

    env.close = close
