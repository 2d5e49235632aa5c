"""The paper's macros, carried into a document of ours: the definitions that the restated statements need.

The sheet is LaTeX for a preamble, after amsmath, amssymb, mathtools, bm, graphicx and xcolor (BASE) and the packages
that it names. It never clashes: where the paper redefines a command of LaTeX's own (\\v, \\S, \\P …), the paper's
meaning holds in mathematics and after \\scaffoldpaperscope (inside restated material), LaTeX's in the student's text.
A control sequence that nothing defines prints its own name and warns, instead of stopping the run.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaffold.diagnostics import Diagnostic
from scaffold.model import Macro, Paper, Statement
from scaffold.resources import template
from scaffold.spans import Span
from scaffold.tex.packages import registry
from scaffold.write.latex import escape, setups, shims

__all__ = ["MacroSheet", "definition", "each", "is_ours", "preamble", "shims_for", "words"]

_WORD = re.compile(r"\\([A-Za-z@]+)")
_BEGIN = re.compile(r"\\begin\s*\{([A-Za-z*]+)\}")
_THEOREM = re.compile(r"\\(?:newtheorem|spnewtheorem|declaretheorem|newtcbtheorem|newmdtheoremenv|newaliascnt)\b")
_COLOUR = re.compile(r"\\(?:text|page|cell|row)?color(?:box)?\s*\{([A-Za-z][\w-]*)\}")
_CSNAME = re.compile(r"(?<!\\expandafter)(\\(?:(?:re)?newcommand|providecommand|[gex]?def|let)\s*(?=\\csname\b))")
_RENEWED = re.compile(r"\\renew(robustcmd|commandx|environmentx)(?![A-Za-z@])")
_DEFINED = re.compile(r"\\(?:(?:re|provide)?(?:new)?command|[gex]?def|let|DeclareMathOperator)\*?\s*\{?\\([A-Za-z@]+)")
_FLOATING = r"\@ifundefined{@captype}{\def\@captype{figure}}{}"
"""Parts of a figure that stands in a statement: there it does not float, and subcaption would refuse it."""

_ASKED_FOR = re.compile(r"\\ifdefined\s*\\([A-Za-z@]+)")


@dataclass(frozen=True, slots=True)
class MacroSheet:
    """Packages to load (beyond shims.BASE, in order), then tex, the lines of the preamble that define the macros.

    carried are the names of these macros, as in Macro.name.
    """

    packages: tuple[str, ...]
    tex: str
    carried: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()


def preamble(paper: Paper, statement_ids: Iterable[str], captions: Sequence[str] = ()) -> MacroSheet:
    """What the statements of these ids, and captions, need in a preamble; ids that the paper lacks are left out."""
    wanted = set(statement_ids)
    statements = [s for s in paper.restatable if s.id in wanted]
    texts = [*(_material(s) for s in statements), *captions]
    wanted_macros = {*(name for s in statements for name in s.macros), *_used(paper, texts)}
    carried, notes = _carried(paper, wanted_macros)
    notations = registry.used(paper, [*texts, *(m.definition for m in carried)])
    if notations:
        carried, notes = _carried(paper, wanted_macros | registry.declared(paper, notations))
    texts += [m.definition for m in carried]
    used = words(texts)
    defined = {m.name.lstrip("\\") for m in carried}
    foreign = used - (defined - _saved(carried))
    packages = _packages(paper, foreign)
    packages += tuple(n.package for n in notations if n.package not in packages)
    said = setups.needed(paper, packages, texts)
    head = template("report", "macros-head.tex").read_text(encoding="utf-8")
    tail = template("report", "macros-tail.tex").read_text(encoding="utf-8")
    lines = [
        head.rstrip(),
        *((r"\xyoption{all}\makeatletter",) if "xy" in packages else ()),  # xy makes @ a letter no more
        *setups.for_preamble(said),
        *(n.head for n in notations if n.head),
        *((_FLOATING,) if "subcaption" in packages else ()),
        *shims_for(foreign),
        *each("remember", _names(carried)),
        r"\scaffoldlenient",
        *(n.around[0] for n in notations if n.around[0]),
        *(definition(m) for m in carried),
        *(n.around[1] for n in notations if n.around[1]),
        r"\scaffoldstrict",
        *each("settle", _names(carried)),
        *setups.for_statements(said),
        *_nets(used - _within(packages), texts, defined),
        *_labels(paper, texts),
        tail.rstrip(),
    ]
    return MacroSheet(packages, "\n".join(lines) + "\n", frozenset(m.name for m in carried), tuple(notes))


def _saved(carried: Iterable[Macro]) -> set[str]:
    """Names whose meaning the paper saves by \\let before it gives them its own: that one must exist, too."""
    return {macro.body.lstrip("\\") for macro in carried if macro.final and macro.body}


def _material(statement: Statement) -> str:
    return f"{statement.heading} {statement.name or ''}\n{statement.standalone or statement.body}"


def _used(paper: Paper, texts: Sequence[str]) -> set[str]:
    """The paper's own commands in texts, including those that the reader did not find there."""
    used = {f"\\{word}" for word in words(texts)}
    return {m.name for m in paper.macros if m.name in used}


def _carried(paper: Paper, wanted: set[str]) -> tuple[list[Macro], list[Diagnostic]]:
    """The definitions to carry, in the paper's order, and what was left out and why."""
    names = _closure(paper, wanted)
    carried, notes = [], []
    for macro in paper.macros:
        if macro.name not in names or _THEOREM.search(macro.definition) or is_ours(macro.name):
            continue
        if escape.balanced(macro.definition):
            carried.append(macro)
        else:
            message = "its definition has unbalanced braces and was left out: its name is printed instead"
            notes.append(
                Diagnostic(
                    severity="warning",
                    code="macro-dropped",
                    subject=macro.name,
                    span=Span(macro.file, macro.line),
                    message=message,
                )
            )
    return carried, notes


def _within(packages: Iterable[str]) -> set[str]:
    """Commands that an environment of a package defines, which must be free there."""
    return {name for p in packages for name in shims.WITHIN.get(p, "").split()}


def definition(macro: Macro) -> str:
    """The definition, its \\csname built before the name is defined; what is renewed by a package may be new here."""
    text = _RENEWED.sub(r"\\new\1", escape.source(macro.definition.strip()))
    return _CSNAME.sub(r"\\expandafter\1", text)


def is_ours(name: str) -> bool:
    """Whether a redefinition of the name would change our document rather than the paper's mathematics."""
    return name[1:] in shims.KEPT_COMMANDS if name.startswith("\\") else name.rstrip("*") in shims.KEPT


def _closure(paper: Paper, names: set[str]) -> set[str]:
    """The names and all that their definitions use."""
    needs: dict[str, set[str]] = {}
    for macro in paper.macros:
        needs.setdefault(macro.name, set()).update(macro.needs)
    found, todo = set(), sorted(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(sorted(needs.get(name, set()) - found))
    return found


def words(texts: Iterable[str]) -> set[str]:
    """Control words and environments used."""
    joined = "\n".join(re.sub(r"(?<!\\)%[^\n]*", "", t) for t in texts)
    plain = joined.replace("\\\\", " ")
    return set(_WORD.findall(plain)) | set(_BEGIN.findall(plain))


def _packages(paper: Paper, words: set[str]) -> tuple[str, ...]:
    """Packages that the words call for: by a name that is theirs alone, or by one that the paper loads them for."""
    asked = {p.name for p in paper.packages}
    found = {shims.LOADED[w] for w in words if w in shims.LOADED}
    found |= {p for p, names in shims.ASKED.items() if p in asked and words & set(names.split())}
    return tuple(sorted(_algorithms(found, asked, words) - set(shims.BASE)))


def _algorithms(found: set[str], asked: set[str], words: set[str]) -> set[str]:
    """The packages with those for algorithms that the paper itself loads: STATE, State and KwIn are of three."""
    if "algorithm2e" in asked and words & {"algorithm", "algorithm2e"}:
        return found - {"algpseudocode"} | {"algorithm2e"}
    if "algpseudocode" in found and ("algorithmic" in asked or {"STATE", "REQUIRE"} & words):
        return found - {"algpseudocode"} | {"algcompatible" if "algcompatible" in asked else "algorithmic"}
    return found


def shims_for(words: set[str]) -> list[str]:
    return [shims.SHIMS[w] for w in sorted(words) if w in shims.SHIMS]


def _names(carried: Iterable[Macro]) -> list[str]:
    """Control sequences defined, without backslash, each once; an environment includes its end."""
    names: dict[str, None] = {}
    for macro in carried:
        for name in [macro.name[1:]] if macro.name.startswith("\\") else [macro.name, f"end{macro.name}"]:
            if re.fullmatch(r"[A-Za-z@*]+", name):
                names[name] = None
    return list(names)


def _nets(words: set[str], texts: Sequence[str], defined: set[str]) -> list[str]:
    """A safety net under every control word and environment that may turn out undefined."""
    environments = {e for t in texts for e in _BEGIN.findall(t)}
    known = {e for e in environments if e.rstrip("*") in shims.KEPT}
    lines = [rf"\scaffoldprovideenvironment{{{e}}}" for e in sorted(environments - known)]
    control = {w for t in texts for w in _WORD.findall(t.replace("\\\\", " ")) if "@" not in w}
    # A name that a body defines for itself, or that a test asks for, must stay free; a macro's own name may be void.
    control -= {w for t in texts for w in _ASKED_FOR.findall(t)}
    control -= {w for t in texts for w in _DEFINED.findall(t)} - defined
    colours = sorted({c for t in texts for c in _COLOUR.findall(t)})
    lines += [rf"\scaffoldprovidecolor{{{c}}}" for c in colours]
    return lines + each("provide", sorted((control & words) - shims.COMMON))


def each(command: str, names: Sequence[str]) -> list[str]:
    """One command for a list of names, wrapped to readable lines."""
    lines = textwrap.wrap(",".join(names).replace(",", ", "), 100)
    return [rf"\scaffold{command}{{%", *(f"  {line.replace(', ', ',')}%" for line in lines), "}"] if names else []


def _labels(paper: Paper, texts: Sequence[str]) -> list[str]:
    """What cross-references print that only a macro's expansion turns up: the labels whose keys the texts name."""
    joined = "\n".join(texts)
    found = [label for label in paper.labels if _plain(label.key) and label.key in joined]
    return [rf"\scaffoldlabel{{{label.key}}}{{{escape.tex(label.number)}}}" for label in found]


def _plain(key: str) -> bool:
    return bool(key) and not re.search(r"[\\{}%#~]", key)
