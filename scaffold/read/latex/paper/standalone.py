"""Bodies that stand alone: cross-references replaced by what the paper prints, labels taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from scaffold.model import Macro, PrintedReference
from scaffold.read.latex.macros import key_of
from scaffold.read.latex.paper import row_labels
from scaffold.read.latex.paper.inputs import Inputs
from scaffold.read.latex.paper.opening import DEEPEST, opened
from scaffold.read.latex.paper.printed_refs import PrintedRefs
from scaffold.read.latex.paper.switches import Switches, decided
from scaffold.tex import acronyms, labels, tokens
from scaffold.tex.arguments import CannotExpand, Cursor, expansion, substitute, take
from scaffold.tex.definitions import names
from scaffold.tex.environments import NUMBERED, NUMBERED_ROWS
from scaffold.tex.references import RANGES, REFERENCES

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_REFERENCE = re.compile(rf"\\({'|'.join(sorted(REFERENCES, key=len, reverse=True))})(?![A-Za-z])\s*\*?")
_ASKS = re.compile(r"\\IfRefUndefined(?:Expandable|Babel)(?![A-Za-z])")
_OPTIONS = {"vpageref": 2, "vpagerefrange": 2}
_OUTSIDE_ROWS = re.compile(r"\\begin\s*\{subequations\}\s*$")
_OWN_OPTION = re.compile(r"(\\begin\s*\{subequations\})\s*\[[^\[\]]*\]")
"""The option of a paper's own subequations is a label; LaTeX's have none, and would print it."""

_BEGIN = re.compile(r"\\begin\s*\{([^{}\\]+)\}")
_DISPLAY_ENDS = re.compile(rf"\\(begin|end)\s*\{{(?:{'|'.join((*NUMBERED, *NUMBERED_ROWS))})\*?\}}")
_COUNTED_TAG = re.compile(
    r"(?:\\(?:(?:ref)?stepcounter\s*\{\w+\}|addtocounter\s*\{\w+\}\s*\{[^{}]*\})\s*)*"
    r"\\tag\s*(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_TAG_FIRST = re.compile(
    r"(\\tag\*?\{[^{}]*\})((?:\s|~|\\[,;:!]|\\q?quad(?![A-Za-z]))*[.,;:]+)(?=\s*(?:\\\\|\\end(?![A-Za-z])|\\\]|\Z))"
)
"""A tag before the stop of its row, which is where the label was: on the page, numbers come after the stop."""

_EQNARRAY = re.compile(r"\\begin\{eqnarray\}(.*?)\\end\{eqnarray\}", re.DOTALL)
_EQNO = re.compile(
    r"(?:\$\$|\\\[)((?:(?!\$\$|\\[\[\]]).)*?)\\l?eqno(?![A-Za-z])\s*((?:(?!\$\$|\\[\[\]]).)*?)\s*(?:\$\$|\\\])",
    re.DOTALL,
)
_TAG = re.compile(r"\\tag\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_TAG_WORDS = re.compile(r"\\(?:maketag@@@|ignorespaces|unskip|@@italiccorr|hbox|m@th|normalfont)(?![A-Za-z@])\s*")
"""What amsmath's definition of \\tagform@ has around the number and its parentheses."""

_USUAL_TAG = "(#1)"
_PLAIN = re.compile(r"[\w().'*,~ -]*")
_SIGN = re.compile(r"\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\.|[{}&]", re.DOTALL)
_COUNTS = re.compile(r"\\(?:the[A-Za-z@]|arabic|[Rr]oman|[Aa]lph)")


class Resolver:
    """Prints references as the paper's own PDF does."""

    def __init__(self, engine: Engine, switches: Switches, pages: Mapping[str, str]) -> None:
        """pages: as in `PrintedRefs`."""
        self.switches = switches
        self.refs = PrintedRefs(engine, pages)
        self.log = engine.log
        self.meaning = engine.macros.parameterless
        self._labels = engine.notes.labels
        self._acronyms, self._known = engine.notes.acronyms, engine.notes.known_acronyms
        given = {*REFERENCES, "label"}
        renamed = {key_of(m): m for m in engine.macros.history if m.final and (m.body or "")[1:] in given}
        redefined = {key: m for m in engine.macros.history if (key := key_of(m)) in REFERENCES}
        self._macros = {**renamed, **redefined, **engine.macros.current}
        self._inputs = Inputs(engine.tree, self._macros)
        self._referring: dict[str, bool] = {}
        self._tag_forms = tuple((n, m) for n, (key, m) in enumerate(engine.macros.events) if key == "tagform@")

    def body(self, body: str, tags: Sequence[str], place: int) -> str:
        """The body with its switches decided, references printed, no label; a labelled display keeps its number.

        tags: what the tags in it print, in order. place: how many changes of macros come before it.
        """
        self.refs.tag_form = self._tag_form(place)
        body = decided(tokens.without_comments(tokens.spelled(self._inputs.placed(body))), self.switches.at(place))
        body = row_labels.moved(_tagged(self._asked(self.opened(self._labelled(body))), tags), self._passed_on)
        body = labels.replaced(body, self._tag)
        body = _EQNO.sub(_with_tag, self._resolved(_OWN_OPTION.sub(r"\1", body)))
        return self._with_form(_EQNARRAY.sub(_aligned, _TAG_FIRST.sub(r"\2 \1", body)).strip())

    def _tag_form(self, place: int) -> str:
        r"""What \tagform@ makes of a number after so many changes of macros; LaTeX's own if that is not understood."""
        made = next((m for n, m in reversed(self._tag_forms) if n < place), None)
        form = _TAG_WORDS.sub("", made.body or "").strip() if made is not None else ""
        whole = form.startswith("{") and tokens.close_brace(form, 1) == len(form) - 1
        form = form[1:-1].strip() if whole else form
        return form if form.count("#1") == 1 and "@" not in form else _USUAL_TAG

    def _with_form(self, body: str) -> str:
        """The body with the tags that the paper's own form of them makes."""
        form = self.refs.tag_form
        if form == _USUAL_TAG:
            return body
        return _TAG.sub(lambda m: rf"\tag*{{{form.replace('#1', m[1])}}}", body)

    def _asked(self, body: str) -> str:
        r"""The body with refcount's \IfRefUndefinedExpandable{key}{…}{…} decided: the paper's labels are known here."""
        pos = 0
        while found := _ASKS.search(body, pos):
            pos = found.end()
            if taken := tokens.groups(tokens.mask(body), pos, 3):
                key, without, given = (body[start:end] for start, end in taken)
                pos = found.start()
                chosen = given if key.strip() in self._labels else without
                body = tokens.joined(body[:pos], chosen, body[taken[-1][1] + 1 :])
        return body

    def spelled_out(self, tex: str, order: int) -> str:
        """The LaTeX, which stands at this place in the paper, with acronyms as they are printed there."""
        if not self._acronyms:
            return tex
        return acronyms.written(tex, self._acronyms, lambda key: self._known.get(key, order) < order, self._macros)

    def references(self, texts: Iterable[str]) -> tuple[PrintedReference, ...]:
        """What every reference in these texts prints, in order, each form once."""
        found: dict[str, str] = {}
        for text in texts:
            masked = tokens.mask(text)
            for m in _REFERENCE.finditer(masked):
                if done := self._one(masked, m):
                    found.setdefault(" ".join(text[m.start() : done[1]].split()), done[0])
        return tuple(PrintedReference(source, printed) for source, printed in found.items())

    def _resolved(self, body: str) -> str:
        """The body with its references printed, also those in the text of another."""
        out: list[str] = []
        pos = 0
        masked = tokens.mask(body)
        for m in _REFERENCE.finditer(masked):
            if m.start() < pos:
                continue
            done = self._one(masked, m)
            if done:
                out.append(body[pos : m.start()])
                out.append(done[0])
                pos = done[1]
        out.append(body[pos:])
        return "".join(out)

    def _labelled(self, body: str) -> str:
        r"""The body with the paper's own displays that make a label, \begin{eqn}{key}, as what they stand for."""
        pos, masked = 0, tokens.mask(body)
        while m := _BEGIN.search(masked, pos):
            pos, found = m.end(), self._macros.get(f":{m[1]}")
            if found is None or found.end is None or "label" not in names(found) or not _DISPLAY_ENDS.search(found.end):
                continue
            cursor = Cursor(masked, pos, at_letter=False)
            try:
                values = take(found.parameters, cursor)
                begin, end = expansion(found, values), substitute(found.end, values)
            except CannotExpand:
                continue
            after = tokens.close_environment(masked, cursor.pos, m[1])
            if after >= 0:
                inside = body[cursor.pos : masked.rindex("\\end", 0, after)]
                body = tokens.joined(body[: m.start()], begin, inside, end, body[after:])
                masked = tokens.mask(body)
        return body

    def opened(self, body: str) -> str:
        """The body with the paper's own commands for references (\\figref{x}) replaced by what they stand for."""
        return opened(body, lambda name: self._macros.get(name) if self._refers(name, 0) else None)

    def _refers(self, name: str, depth: int) -> bool:
        """Whether a macro of the paper's makes a reference, a tag, or a label, in whose place a number is printed.

        One that begins or ends a display is opened with them, so that the display is whole.
        """
        if name not in self._referring:
            found = self._macros.get(name)
            self._referring[name] = False
            if found is not None and depth < DEEPEST and not (name in REFERENCES and self._reaches(found, name)):
                used = names(found)
                own = not used.isdisjoint((*REFERENCES, "tag", "label")) or _halves_display(found)
                self._referring[name] = own or any(self._refers(n, depth + 1) for n in used)
        return self._referring[name]

    def _reaches(self, macro: Macro, name: str) -> bool:
        r"""Whether a macro comes to use the command that it redefines: \renewcommand\ref[1]{(\oldref{#1})}."""
        reached = set[str]()
        ahead = set(names(macro))
        while ahead and name not in reached:
            reached |= ahead
            found = (self._macros[n] for n in ahead if n in self._macros)
            ahead = {n for m in found for n in names(m)} - reached
        return name in reached

    def _one(self, text: str, m: re.Match[str]) -> tuple[str, int] | None:
        name, pos = m[1], m.end()
        options: list[str] = []
        while len(options) < _OPTIONS.get(name, 1) and (option := tokens.option(text, pos)):
            options.append(option[0])
            pos = option[1]
        arg = tokens.argument(text, pos)
        if arg is None:
            return None
        if name == "hyperref":
            return (self._resolved(arg[0]), arg[1]) if options else None
        if name in RANGES:
            second = tokens.argument(text, arg[1])
            ends = [arg[0].strip(), second[0].strip()] if second else []
            return (self.refs.of(name, ends, options), second[1]) if second else None
        keys = [k.strip() for k in arg[0].split(",") if k.strip()]
        return self.refs.of(name, keys, options), arg[1]

    def _tag(self, key: str, before: str) -> str:
        """In place of an equation's label: its printed number as a tag."""
        target = None if _OUTSIDE_ROWS.search(before) else self._labels.get(key)
        if target and target.kind == "equation" and target.number and not target.tagged:
            return rf"\tag{{{target.number}}}"
        return ""

    def _passed_on(self, key: str) -> str:
        """The number of an equation's label that another row prints."""
        target = self._labels.get(key)
        return target.number if target is not None and target.kind == "equation" else ""

    def printed(self, name: str, keys: list[str]) -> str:
        """What a reference command prints, ties as spaces."""
        return self.refs.of(name, keys).replace("~", " ")


def _halves_display(macro: Macro) -> bool:
    """Whether a macro begins a display that it does not end, or the other way round."""
    ends = _DISPLAY_ENDS.findall(macro.body or "")
    return ends.count("begin") != ends.count("end")


def _tagged(body: str, tags: Sequence[str]) -> str:
    """The body with numbers in tags of which each is a counter; the commands that step it are gone."""
    found = list(_COUNTED_TAG.finditer(body))
    if not any(_COUNTS.search(m[2]) for m in found) or len(found) != len(tags):
        return body
    pieces, pos = [], 0
    for m, number in zip(found, tags, strict=True):
        if _COUNTS.search(m[2]):
            pieces += [body[pos : m.start()], f"\\tag{m[1]}{{{number}}}"]
            pos = m.end()
    return "".join((*pieces, body[pos:]))


def _with_tag(display: re.Match[str]) -> str:
    r"""A display of plain TeX, whose \eqno amsmath's displays do not know, with a tag."""
    number = display[2] if _PLAIN.fullmatch(display[2]) else f"${display[2]}$"
    return rf"\[{display[1].rstrip()}\tag*{{{number}}}\]"


def _aligned(rows: re.Match[str]) -> str:
    """An eqnarray with tags, which amsmath refuses there, as align: a row's relation stands in its second column."""
    if r"\tag" not in rows[1]:
        return rows[0]
    made = []
    for row in _split(rows[1], r"\\"):
        cells = _split(row, "&")
        if len(cells) == 3:
            relation = cells[1].rstrip() if cells[1].strip("& \n") else r"&\quad"
            cells = [cells[0], relation + " ", cells[2][1:].lstrip()]
        made.append("".join(cells))
    return rf"\begin{{align}}{''.join(made)}\end{{align}}"


def _split(text: str, sign: str) -> list[str]:
    """The text cut before each such sign outside groups and environments."""
    pieces, start, depth = [], 0, 0
    for m in _SIGN.finditer(text):
        depth += (m[0] in ("{", r"\begin")) - (m[0] in ("}", r"\end"))
        if m[0] == sign and not depth:
            pieces.append(text[start : m.start()])
            start = m.start()
    return [*pieces, text[start:]]
