"""The paper as values: readers make it; planners and writers use it and never see the source files.

It contains no layout: kind, number and name are fields, not bold text. The format of `to_json` is stable: keys are only
added, and `schema` is incremented for any breaking change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from scaffold.diagnostics import Diagnostic
from scaffold.spans import Span

SCHEMA = 1

SourceKind = Literal["tex", "pdf"]
Confidence = Literal["confirmed", "unconfirmed", "conflict"]
Form = Literal["latex", "text"]
ShownBy = Literal["source", "clip"]
Verified = Literal["verified", "clip", "unverified"]

KINDS = (
    "theorem", "lemma", "proposition", "corollary", "definition", "assumption", "claim", "fact", "conjecture",
    "remark", "example", "observation", "question", "problem", "exercise", "hypothesis", "condition", "notation",
    "axiom", "property", "algorithm", "note", "case", "equation", "table", "drawing", "item", "other",
)  # fmt: skip
"""English kinds of statements, used by the program; Statement.heading is what the paper prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the paper came from. arxiv_id and version are None for a local file.

    pdf: whether the paper's PDF came with it or was compiled from its source; None if there is none.
    """

    kind: SourceKind
    main_file: str = ""
    sha256: str = ""
    arxiv_id: str | None = None
    version: int | None = None
    pdf: Literal["given", "compiled"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading. level: 0 chapter, 1 section, 2 subsection, 3 subsubsection, 4 paragraph; -1 part.

    title is its plain name, with references and citations by their keys ("Proof of Theorem [thm:x]"): it stays the
    same if the paper is renumbered. printed is what the reader of the paper sees ("Proof of Theorem 3"); by default
    the title.
    """

    number: str | None
    title: str
    title_tex: str
    level: int
    appendix: bool = False
    labels: tuple[str, ...] = ()
    page: int | None = None
    file: str = ""
    line: int = 0
    printed: str = ""

    def __post_init__(self) -> None:
        """A heading made without `printed` prints its title."""
        if not self.printed:
            object.__setattr__(self, "printed", self.title)


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a page (from 1) of the paper's PDF, in points from the top left: x0, top, x1, bottom.

    holes: rectangles inside the box with glyphs of neighbouring text, because tall formulas overlap.
    """

    page: int
    box: tuple[float, float, float, float]
    holes: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof or part of one: body is the verbatim source; uses are statement ids; found_by: how it was found.

    found_by: "follows", "names it", "section" (a heading names it), "only one" …; complete is False for a sketch.
    """

    body: str
    file: str
    line: int
    uses: tuple[str, ...] = ()
    found_by: str = "follows"
    section: str | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A theorem-like statement.

    heading is what the reader of the paper sees, kind its English kind (one of KINDS), number exactly what LaTeX
    prints (None: unnumbered), name the optional note. body is the verbatim text between begin and end, without the
    label; standalone is the body with cross-references replaced by what the paper prints (citations stay \\cite), and
    with macros written out that mean something else here than in Paper.macros.
    macros names the paper's own macros that heading, name and body need, dependencies included.
    form: whether body, standalone and the proofs' bodies are LaTeX, or plain text from a PDF page. shown_by: whether
    report and slides show the source, set by LaTeX, or a clip of the paper's PDF (cut from regions). verified: whether
    what we print was compared with the paper's page and agrees, or is a clip of that page; None if it is not shown.
    """

    id: str
    kind: str
    heading: str
    number: str | None
    body: str
    name: str | None = None
    env: str = ""
    labels: tuple[str, ...] = ()
    section: str | None = None
    appendix: bool = False
    page: int | None = None
    file: str = ""
    line: int = 0
    restates: str | None = None
    uses: tuple[str, ...] = ()
    main: bool = False
    rank: float | None = None
    confidence: Confidence = "unconfirmed"
    regions: tuple[Region, ...] = ()
    proofs: tuple[Proof, ...] = ()
    standalone: str = ""
    macros: tuple[str, ...] = ()
    form: Form = "latex"
    shown_by: ShownBy = "source"
    verified: Verified | None = None

    @property
    def title(self) -> str:
        """The name that readers use: "Theorem 3.1", or "Main Theorem" when unnumbered."""
        return f"{self.heading} {self.number}" if self.number else self.heading


GRAPHICS = (".pdf", ".png", ".jpg", ".jpeg", ".eps", ".ps", ".pdf_tex")
"""File extensions of graphics that a project can show; PostScript is converted to PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure. files: the graphics it includes, relative to the source's root; existing files come first.

    regions: where the paper's PDF shows it without its caption, for a figure of a paper read from its PDF; a clip
    shows it. form: whether the caption is LaTeX, or plain text from a PDF page, up to its first formula.
    """

    id: str
    number: str | None
    caption: str
    files: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    section: str | None = None
    page: int | None = None
    file: str = ""
    line: int = 0
    regions: tuple[Region, ...] = ()
    form: Form = "latex"

    @property
    def drawable(self) -> bool:
        """Whether slides and reports can show it: by a clip, or a file of a format that they know.

        A name without extension was not found.
        """
        return bool(self.regions) or any(name.lower().endswith(GRAPHICS) for name in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A work of the bibliography.

    label: what a citation prints ("12", "Du et al., 2019"; None: unknown). fields: BibTeX fields in order, empty if
    there is only a \\bibitem. text: the LaTeX of the entry in the paper's bibliography, or "".
    """

    key: str
    label: str | None = None
    entry_type: str = "misc"
    fields: tuple[tuple[str, str], ...] = ()
    text: str = ""
    cited: bool = False


ParameterKind = Literal["m", "o", "d", "s", "e", "u", "l", "v", "b"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    r"""How a use of a macro gives one argument. Each kind but "l" is numbered, from #1.

    kind: "m" a group or one token; "o" optional, between `opens` and the first `closes` outside braces; "d" the same,
    where brackets within nest; "s" whether the token `opens` follows; "e" what follows the token `opens`, in any order
    among the "e" beside it; "u" everything before `closes`; "l" the literal text `opens`; "v" verbatim text; "b" the
    body of an environment, before `closes`.
    default: what an absent optional argument stands for, None for LaTeX's -NoValue-. tight: no space may come before.
    placeholder: what, where it is given, means the default. processors: xparse's, in the order in which they apply.
    """

    kind: ParameterKind = "m"
    default: str | None = None
    opens: str = ""
    closes: str = ""
    tight: bool = False
    placeholder: str | None = None
    processors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    r"""A definition of the paper's: definition is the source that defines it, needs other names it uses.

    name is a control sequence with its backslash, or the name of an environment without. form is the command that
    defines it ("newcommand", "let"). body is what a use stands for, its arguments as #1…; None where only LaTeX can
    follow the definition. end is what stands at the end of an environment, None for a command. fence is what a paired
    delimiter sets around the body: (before, left, right, after), #1 being the star and #2 the size. final: the body is
    one token, by \let, that keeps the meaning it had then.
    """

    name: str
    definition: str
    needs: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    form: str = field(default="", kw_only=True)
    parameters: tuple[Parameter, ...] = field(default=(), kw_only=True)
    body: str | None = field(default=None, kw_only=True)
    end: str | None = field(default=None, kw_only=True)
    fence: tuple[str, ...] = field(default=(), kw_only=True)
    final: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Package:
    """A package that the paper loads, with its options."""

    name: str
    options: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the paper says once for all its drawings, colours or fonts: source is that command.

    package is the one that must be loaded for it, "" for LaTeX itself. name is that of the colour or font that it
    declares, "" for others. once: it stands in the preamble, as a second time is an error or costs time.
    """

    package: str
    source: str
    name: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """What a cross-reference prints: kind is the counter ("theorem", "equation", "section" …).

    target: the id of the statement that the label names or is in; None outside statements.
    """

    key: str
    number: str
    kind: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedReference:
    """What a reference prints: source is the command with its labels as written, text is LaTeX without references."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A cross-reference to a statement from running text, outside statements and proofs. target: the statement's id.

    section: the number of the section it is in, as in Statement.section ("abstract" in the abstract).
    """

    target: str
    section: str | None = None
    file: str = ""
    line: int = 0


PassageKind = Literal[
    "abstract", "introduction", "contributions", "related", "example", "conclusion", "limitations", "open", "text"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph or an item of running text, outside statements and proofs.

    kind is what the heading over it says of the part of the paper: "text" if it names none in which authors speak of
    their work. body is verbatim, without comments, footnotes and floats, in the form of
    Statement.form; section is as there. pages are the first and the last page on which its words were found: None if
    there was no PDF. confidence: "conflict" where the pages print other words.
    """

    kind: PassageKind
    body: str
    form: Form = "latex"
    section: str | None = None
    pages: tuple[int, int] | None = None
    confidence: Confidence = "unconfirmed"
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. pages: the number of pages of its PDF; None if no PDF was read.

    displays: displayed formulas outside statements that the paper numbers and labels (of a paper without source:
    that statements refer to); each is restated like a statement, of kind "equation". referents: what statements refer
    to besides, restated like a statement, too: conditions under tags that the text types, items of lists, algorithms,
    tables, and figures that only LaTeX draws. comparison: the id of the referent that is a table in which the authors
    compare the paper with other works; None if there is none. printed: the references in statements, proofs and
    passages.
    """

    source: Source
    title: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""
    year: int | None = None
    pages: int | None = None
    document_class: str = ""
    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()
    displays: tuple[Statement, ...] = ()
    referents: tuple[Statement, ...] = ()
    comparison: str | None = None
    figures: tuple[Figure, ...] = ()
    references: tuple[Reference, ...] = ()
    macros: tuple[Macro, ...] = ()
    packages: tuple[Package, ...] = ()
    setups: tuple[Setup, ...] = ()
    labels: tuple[Label, ...] = ()
    printed: tuple[PrintedReference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    passages: tuple[Passage, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def restatable(self) -> tuple[Statement, ...]:
        """All that report and slides can restate: the statements, then the displays and the other referents."""
        return (*self.statements, *self.displays, *self.referents)

    def statement(self, id: str) -> Statement:
        """The statement, display or other referent of that id; raises KeyError."""
        for s in self.restatable:
            if s.id == id:
                return s
        raise KeyError(id)


def to_json(paper: Paper) -> dict[str, Any]:
    """The paper as plain JSON values, in a fixed order."""
    return {"schema": SCHEMA, **_plain(paper)}


def _plain(value: Any) -> Any:
    if isinstance(value, Diagnostic):
        at: Span = value.span
        return {
            "severity": value.severity, "code": value.code, "subject": value.subject,
            "file": at.file, "line": at.line, "message": value.message,
        }  # fmt: skip
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def from_json(data: dict[str, Any]) -> Paper:
    """The paper that `to_json` wrote; raises KeyError or TypeError for anything else."""
    if data.get("schema") != SCHEMA:
        raise KeyError(f"schema {data.get('schema')!r}: this version reads schema {SCHEMA}")

    def many(kind: Any, key: str, **nested: Any) -> tuple[Any, ...]:
        return tuple(_build(kind, row, nested) for row in data.get(key, ()))

    paper: Paper = _build(
        Paper, {k: v for k, v in data.items() if k not in _COLLECTIONS | {"schema"}}, {"source": Source}
    )
    rows = [{**_SHOWN.get(paper.source.kind, {}), **row} for row in data.get("statements", ())]
    return replace(
        paper,
        sections=many(Section, "sections"),
        statements=tuple(_build(Statement, row, {"regions": Region, "proofs": Proof}) for row in rows),
        displays=tuple(_build(Statement, row, {"regions": Region}) for row in data.get("displays", ())),
        referents=tuple(_build(Statement, row, {"regions": Region}) for row in data.get("referents", ())),
        figures=many(Figure, "figures", regions=Region),
        references=many(Reference, "references"),
        macros=many(Macro, "macros", parameters=Parameter),
        packages=many(Package, "packages"),
        setups=many(Setup, "setups"),
        labels=many(Label, "labels"),
        printed=many(PrintedReference, "printed"),
        mentions=many(Mention, "mentions"),
        passages=many(Passage, "passages"),
        diagnostics=tuple(_diagnostic(row) for row in data.get("diagnostics", ())),
    )


_SHOWN = {"tex": {"form": "latex", "shown_by": "source"}, "pdf": {"form": "text", "shown_by": "clip"}}
"""Defaults for a paper.json from before these keys existed, by the kind of the paper's source."""

_COLLECTIONS = frozenset(
    (
        "sections statements displays figures references macros packages setups labels printed mentions passages "
        "sections statements displays referents figures references macros packages setups labels mentions passages "
        "diagnostics"
    ).split()
)


def _build(kind: Any, row: dict[str, Any], nested: dict[str, Any]) -> Any:
    """A dataclass from its JSON object; lists become tuples."""
    values = {}
    for key, value in row.items():
        inner = nested.get(key)
        if inner is not None and isinstance(value, list):
            values[key] = tuple(_build(inner, v, {}) for v in value)
        elif inner is not None:
            values[key] = _build(inner, value, {})
        else:
            values[key] = _tuples(value)
        if key in _hints(kind) and not _fits(values[key], _hints(kind)[key]):
            raise TypeError(f"{key} of a {kind.__name__.lower()} is {_shown(value)}")
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value has the type that a dataclass of this module gives its field."""
    of, parts = get_origin(hint), get_args(hint)
    if of is Literal:
        return value in parts
    if of is tuple:
        if not isinstance(value, tuple):
            return False
        if parts[-1] is Ellipsis:
            return all(_fits(v, parts[0]) for v in value)
        return len(value) == len(parts) and all(map(_fits, value, parts))
    if parts:
        return any(_fits(value, part) for part in parts)
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, hint) and (hint is bool or not isinstance(value, bool))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST = 60
"""Characters of a wrong value that a message repeats."""


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def _diagnostic(row: dict[str, Any]) -> Diagnostic:
    span = _build(Span, {"file": row["file"], "line": row["line"]}, {})
    found: Diagnostic = _build(
        Diagnostic, {**{k: row[k] for k in ("severity", "code", "subject", "message")}, "span": span}, {}
    )
    return found
