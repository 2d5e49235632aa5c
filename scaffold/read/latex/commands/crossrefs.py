"""\\label, \\ref and \\cite: records targets and references."""

from __future__ import annotations

from scaffold.read.latex.commands.environments import Row
from scaffold.read.latex.commands.statements import body_of
from scaffold.read.latex.drafts import Known, RefUse
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens
from scaffold.tex.environments import INNER
from scaffold.tex.references import PAGES, RANGES, REFERENCES

_CITING = frozenset(("eqref", "refeq", "noeqref"))
"""Commands by which mathtools notes that an equation is cited."""


@command("label", "nllabel", "customlabel")
def label(engine: Engine, how: str) -> None:
    """\\label{key}; in a display, it is assigned to the number of the row. cleveref's \\label[type]{key} has a type."""
    called = engine.option()
    key = engine.argument()
    if not key or (how == "customlabel" and engine.argument() is None):
        return
    env = engine.envs[-1] if engine.envs else None
    row = env if env and env.kind == "equation" else engine.inside("equation") if _in_display(engine) else None
    if row and isinstance(row.data, Row):
        row.data.labels.append(key.strip())
    else:
        engine.label(key)
        engine.notes.labels[key.strip()].called = (called or "").strip()


def _in_display(engine: Engine) -> bool:
    """Whether the innermost environment is part of a display (split, aligned, cases)."""
    for env in reversed(engine.envs):
        if env.kind == "equation":
            return True
        if env.kind or env.name not in INNER:
            return False
    return False


@command(*(REFERENCES - RANGES - PAGES - {"hyperref"}), "cref*")
def ref(engine: Engine, how: str) -> None:
    """\\ref{a}, \\cref{a,b}."""
    engine.star()
    engine.option()
    keys = engine.argument()
    if keys:
        _use(engine, keys.split(","), how)


@command(*(RANGES - PAGES))
def ref_range(engine: Engine, how: str) -> None:
    """\\crefrange{a}{b}."""
    first, last = engine.argument(), engine.argument()
    if first and last:
        _use(engine, [first, last], how)


@command("hyperref")
def hyper_ref(engine: Engine, how: str) -> None:
    """\\hyperref[key]{text}: the text is read as usual."""
    key = engine.option()
    if key:
        _use(engine, [key], how)


def _use(engine: Engine, keys: list[str], how: str) -> None:
    named = tuple(k.strip() for k in keys if k.strip())
    if named and engine.in_document:
        notes, span = engine.notes, engine.span()
        plain = not any(env.kind in ("statement", "proof") for env in engine.envs)
        use = RefUse(
            keys=named,
            command=how,
            order=notes.next_order(),
            section=len(notes.sections) - 1,
            file=span.file,
            line=span.line,
            plain=plain,
        )
        use.abstract = engine.inside("abstract") is not None
        frame = engine.frames[-1]
        if frame.buffer.is_file:
            use.buffer, use.start = frame.buffer, frame.start
        notes.refs.append(use)


def known(engine: Engine) -> Known:
    """What the next reading of the document should know."""
    labels = engine.notes.labels
    return Known(_cited_equations(engine), {k: labels[k].number for k in engine.notes.asked if k in labels})


def _cited_equations(engine: Engine) -> frozenset[str] | None:
    """The labels of equations that have numbers, where the others have none (mathtools, autonum); None elsewhere."""
    if "autonum" in engine.notes.packages:
        return frozenset(key for use in engine.notes.refs for key in use.keys)
    if not engine.flags.get("\\showonlyrefs"):
        return None
    return frozenset(key for use in engine.notes.refs if use.command in _CITING for key in use.keys)


@command("mathtoolsset")
def set_mathtools(engine: Engine, _: str) -> None:
    """mathtools' \\mathtoolsset{showonlyrefs}: equations that \\eqref does not name have no number."""
    keys = tokens.key_values(engine.argument() or "")
    if "showonlyrefs" in keys:
        engine.flags["\\showonlyrefs"] = keys["showonlyrefs"].strip() != "false"


@command("cite", "citep", "citet", "citealt", "citealp", "citeauthor", "citeyear", "citeyearpar", "parencite",
         "textcite", "autocite",
         "footcite", "Citet", "Citep", "citenum", "shortcite", "citeN", "nocite", "fullcite", "smartcite", "cites",
         "onlinecite", "ocite", "ycite", "fullocite")  # fmt: skip
def cite(engine: Engine, _: str) -> None:
    """\\cite[…][…]{a,b}."""
    engine.star()
    engine.option()
    engine.option()
    for key in (engine.argument() or "").split(","):
        if key.strip():
            engine.notes.cites.setdefault(key.strip(), engine.notes.next_order())


@begins("thebibliography", "references", "biblist", "biblist*")
def begin_bibliography(engine: Engine, name: str) -> None:
    """A bibliography in the document itself: its text is kept as-is."""
    env = engine.open(Env(name=name, kind="bibliography"))
    frame, start = engine.frames[-1], engine.frames[-1].pos

    def close() -> None:
        engine.notes.bibliography += body_of(engine, frame, start)

    env.close = close


@command("bibselect")
def select_bibliography(engine: Engine, _: str) -> None:
    """amsrefs' \\bibselect{a}: the entries of a.ltb."""
    engine.star()
    for name in (engine.argument() or "").split(","):
        found = engine.tree.find(name, ("", engine.home().folder), (".ltb", ""))
        engine.notes.bibliography += engine.tree.text(found) if found else ""


@command("bibliography", "addbibresource")
def bibliography(engine: Engine, _: str) -> None:
    """\\bibliography{a,b}, \\addbibresource{a.bib}."""
    engine.option()
    for name in (engine.argument() or "").split(","):
        found = engine.tree.find(name, ("", engine.home().folder), (".bib", ""))
        if found:
            engine.notes.bibliographies.append(found)
