"""What the paper prints for its references, command by command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.read.latex.drafts import Target
from scaffold.read.latex.paper.cleveref import MISSING, Clever
from scaffold.read.latex.paper.varioref import Varioref
from scaffold.tex.references import AUTOREF_NAMES, JMLR, JMLR_PLURALS, PRETTYREF, RANGES, VARIOREF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scaffold.read.latex.engine import Engine

__all__ = ["PrintedRefs"]

_REF = re.compile(r"\\([A-Za-z]*ref)\*?\s*\{([^{}]*)\}")
_NUMBER_ONLY = frozenset(("ref", "refeq"))
_HEADED = frozenset("thmref thref lemref".split())
_CLEVER = {"cref": "cref", "Cref": "Cref", "labelcref": "labelcref", "zcref": "cref", "fref": "cref", "Fref": "Cref",
           "secref": "cref"}  # fmt: skip
_NAMES_ALONE = frozenset("namecref nameCref lcnamecref namecrefs nameCrefs lcnamecrefs".split())
_CLEVER_PAGES = {"cpageref": "cref", "Cpageref": "Cref", "autopageref": "cref"}
_CLEVER_PAGE_RANGES = {"cpagerefrange": "cref", "Cpagerefrange": "Cref"}
_TITLES = frozenset("nameref Nameref titleref".split())
_PART = re.compile(r"\(?([A-Za-z])\)?$")


class PrintedRefs:
    """Prints references as the paper's own PDF does."""

    def __init__(self, engine: Engine, pages: Mapping[str, str]) -> None:
        """The engine has read the whole paper. pages: the page numbers that are known, by label."""
        self._engine = engine
        self._pages = pages
        self._amsthm = "amsthm" in engine.notes.packages or engine.notes.document_class.startswith("ams")
        self.tag_form = "(#1)"
        """What is printed for the number of an equation, by \\eqref and beside it."""
        self.paged: dict[str, None] = {}
        """The labels of the paper whose pages were to be printed."""
        self.unknown_pages: list[str] = []
        """Those for which nothing could be printed, each time."""
        self._labels = engine.notes.labels
        self._clever = Clever(engine, self.number)
        self._clever_pages = Clever(engine, self.page)
        self.varioref = Varioref(self._numbered, self._page_if_known, engine.notes.language)

    def number(self, key: str) -> str:
        """The number that \\ref{key} prints; "??" for an unknown one."""
        target = self._labels.get(key.strip())
        if target is None:
            return MISSING
        return re.sub(r"\\ref\{([^{}]*)\}", lambda m: self._plain(m[1]), target.number)

    def _plain(self, key: str) -> str:
        target = self._labels.get(key)
        return target.number if target and "\\ref" not in target.number else MISSING

    def page(self, key: str) -> str:
        """The page number that \\pageref{key} prints; "??" for an unknown one."""
        if (key := key.strip()) in self._labels:
            self.paged[key] = None
            if key not in self._pages:
                self.unknown_pages.append(key)
        return self._pages.get(key, MISSING)

    def _page_if_known(self, key: str) -> str:
        if key in self._labels:
            self.paged[key] = None
        return self._pages.get(key, "")

    def _numbered(self, command: str, key: str) -> str:
        """What varioref prints before the page: with cleveref, the name too."""
        if "cleveref" in self._engine.notes.packages and command in ("vref", "Vref"):
            return self._clever.many("Cref" if command == "Vref" else "cref", [key])
        return self.number(key)

    def of(self, command: str, keys: list[str], options: Sequence[str] = ()) -> str:
        """What a command prints for its labels; those of a range are its ends. options: its optional arguments."""
        if command in VARIOREF:
            return self._near(command, keys, options)
        if command in _CLEVER_PAGE_RANGES:
            return self._clever_pages.pages_between(_CLEVER_PAGE_RANGES[command], keys[0], keys[-1])
        if command in RANGES:
            return self._clever.between(command, keys[0], keys[-1])
        if command in _CLEVER:
            return self._clever.many(_CLEVER[command], keys)
        if command in _NAMES_ALONE:
            return self._clever.name(command, keys[0]) if keys else ""
        if command in _NUMBER_ONLY:
            return ", ".join(map(self.number, keys))
        if command in JMLR:
            return self._named(command, keys)
        if command == "noeqref":
            return ""
        if command in _CLEVER_PAGES:
            return self._clever_pages.pages(_CLEVER_PAGES[command], keys)
        return ", ".join(self._one(command, key) for key in keys)

    def _named(self, command: str, keys: Sequence[str]) -> str:
        """jmlrutils' name for one label or several, and the numbers; those of equations are in brackets."""
        one, several, word = JMLR[command]
        name = self._engine.macros.parameterless(several if len(keys) > 1 else one)
        if name is None:
            name = word if len(keys) == 1 else JMLR_PLURALS.get(word, f"{word}s")
        numbers = [f"({self.number(key)})" if command == "equationref" else self.number(key) for key in keys]
        return f"{name}~{' and '.join(filter(None, (', '.join(numbers[:-1]), numbers[-1])))}"

    def _near(self, command: str, keys: list[str], options: Sequence[str]) -> str:
        """What a command of varioref prints; its label is an unknown page if nothing stands for that."""
        printed = self.varioref.of(command, keys, options)
        if printed.endswith(f"~{MISSING}"):
            self.unknown_pages += [key for key in keys if key in self._labels and key not in self._pages]
        return printed

    def _one(self, command: str, key: str) -> str:
        if command == "pageref":
            return self.page(key)
        if command == "prettyref":
            return self._pretty(key)
        if command == "autoref":
            return self._auto(key)
        if command in _TITLES:
            return self._title(key)
        if command == "subref":
            part = _PART.search(self.number(key))
            return part[1] if part else self.number(key)
        if command in _HEADED:
            target = self._labels.get(key)
            heading = target.statement.heading if target is not None and target.statement is not None else ""
            return f"{heading}~{self.number(key)}" if heading else self.number(key)
        return self.tag_form.replace("#1", self.number(key)) if command == "eqref" else f"({self.number(key)})"

    def _pretty(self, key: str) -> str:
        """prettyref's format for what stands before the colon of a key; a key without one is printed by \\ref."""
        kind = key.partition(":")[0]
        own = self._engine.notes.ref_formats.get(("newrefformat", kind))
        form = own[0] if own else PRETTYREF.get(kind, r"\ref{#1}")
        return self.text(form.replace("#1", key))

    def text(self, text: str) -> str:
        """A number, a heading or a format with the references in it printed."""
        return _REF.sub(lambda m: self.of(m[1], [m[2].strip()]), text)

    def _auto(self, key: str) -> str:
        """hyperref's name of the counter and the number; the number alone where the counter has no name."""
        target = self._labels.get(key)
        if target is None:
            return MISSING
        word = self._auto_name(target)
        return f"{word}~{self.number(key)}" if word else self.number(key)

    def _auto_name(self, target: Target) -> str:
        counter = self._counter(target)
        for name in (f"{counter}autorefname", f"{counter}name"):
            if (own := self._engine.macros.parameterless(name)) is not None:
                return own
        if counter in AUTOREF_NAMES:
            return AUTOREF_NAMES[counter]
        named = target.statement is not None and "thmtools" in self._engine.notes.packages
        return target.statement.heading if target.statement is not None and named else ""

    def _counter(self, target: Target) -> str:
        """The counter that hyperref sees: that of the environment, "appendix" for the sections of one."""
        if target.kind == "theorem" and target.statement is not None:
            spec = self._engine.theorems.get(target.statement.env)
            return spec.counter or spec.env if spec else target.statement.env
        if target.kind in ("section", "chapter") and target.section is not None and target.section.appendix:
            return "appendix"
        return "enumi" if target.kind == "item" else target.kind

    def _title(self, key: str) -> str:
        """The note of the statement, the caption or the title of the section in which the label is.

        amsthm gives a statement without a note an empty name; in others the section's remains.
        """
        target = self._labels.get(key)
        if target is None:
            return MISSING
        if (statement := target.statement) is not None and (statement.name or self._amsthm):
            return statement.name or ""
        if target.figure is not None and target.figure.caption:
            return target.figure.caption.strip()
        sections = self._engine.notes.sections
        section = target.section or (sections[target.heading] if target.heading >= 0 else None)
        return section.title_tex.strip() if section is not None else ""
