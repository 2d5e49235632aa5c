r"""Lists: which items count, what they print, and what a paper says of its lists as a whole (enumitem, paralist)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scaffold.read.latex import plain_text
from scaffold.read.latex.counters import roman
from scaffold.read.latex.drafts import ListUse, MarkDraft, ReferentDraft, Target
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

LISTS = (
    "enumerate itemize description compactenum compactitem inparaenum enumerate* asparaenum enuma easylist tasks"
).split()
_LETTERED = {
    "alphlist": "alph", "romanlist": "roman", "arabiclist": "arabic", "Alphlist": "Alph", "Romanlist": "Roman",
}  # fmt: skip
"""Lists of World Scientific's classes, whose option is only a width; they print the number in brackets."""

NUMBERS = {
    "enumi": r"\arabic{enumi}", "enumii": r"\alph{enumii}", "enumiii": r"\roman{enumiii}", "enumiv": r"\Alph{enumiv}",
}  # fmt: skip
r"""\the<counter> of an enumerate, by level."""

_LABELS = {"ams": "(%s)", "IEEEtran": "%s)", "ws-": "(%s)"}
r"""Beginnings of classes, and how their \labelenumi sets a number; amsart.cls, IEEEtran.cls and ws-rv9x6.cls say so."""

_STYLE_OF = {"A": "Alph", "a": "alph", "I": "Roman", "i": "roman", "1": "arabic"}
_STARRED = re.compile(r"\\(arabic|roman|Roman|alph|Alph)\*")
_NUMBER = re.compile(r"\\(?:arabic|roman|Roman|alph|Alph)\{\w+\}")
_BY_PATTERN = frozenset(("enumerate", "paralist"))
_PATTERN = re.compile(r"\\[A-Za-z@]+|\\.|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|([AaIi1])", re.DOTALL)
_LEVELS = 4
_OUTER = {
    "enumii": r"\theenumi",
    "enumiii": r"\theenumi(\theenumii)",
    "enumiv": r"\theenumi(\theenumii)\theenumiii",
}
r"""\p@<counter>, what a reference to an item of an inner list prints before it."""

_USUAL = ("%s.", "(%s)", "%s.", "%s.")
r"""\labelenumi to \labelenumiv of LaTeX's classes."""


@begins(*LISTS, *_LETTERED, "itemize*", "description*")
def begin_list(engine: Engine, name: str) -> None:
    """A list; the items of an enumerate are counted and can be labelled."""
    option = engine.option() or ""
    kind = engine.lists.kinds.get(name, name)
    counted = kind.startswith(("enum", "compactenum", "inparaenum", "asparaenum")) or name in _LETTERED
    level = 1 + sum(_family(engine, e.name) == _family(engine, name) for e in engine.envs if e.kind == "enumerate")
    depth = 1 + sum(e.kind in ("enumerate", "list") for e in engine.envs)
    env = engine.open(Env(name=name, kind="enumerate" if counted else "list"))
    if counted and level <= _LEVELS:
        _count(engine, env, option, level, given=engine.lists.of(name, level, depth))
    elif kind != name:
        _note(engine, name, "")
    else:
        _note(engine, name, None)


def _family(engine: Engine, name: str) -> str:
    """What the names of a list's counters begin with: lists share those of enumerate, or have their own."""
    return name if name in engine.lists.kinds else "enum"


def _count(engine: Engine, env: Env, option: str, level: int, *, given: Mapping[str, str]) -> None:
    """Count the items of a list; given are the keys that hold for it besides its option."""
    own = engine.lists.keys(option)
    counter = _family(engine, env.name) + roman(level)
    all_keys = {**given, **own}
    series = next((all_keys[key] or counter for key in ("resume", "resume*") if key in all_keys), None)
    if "resume*" in own:
        option = engine.lists.series.get(series or "", "")
        own = engine.lists.keys(option) | own
    engine.counters.set(counter, _before(engine, own.get("start") or given.get("start", ""), series))
    start = engine.counters.value(counter) + 1
    by_itself = _lettered(env.name, counter) or _pattern(engine, option, counter) or _label(own, option, counter)
    label = by_itself or _label(given, "", counter)
    _refer(engine, env, counter, _reference(engine, own | {"label": label}, given, option))

    def close() -> None:
        _end_item(engine, env)
        _end(engine, counter, own.get("series"), option)

    env.close = close
    shown = label or _usual(engine, counter, level)
    styled = not engine.lists.styles.keys().isdisjoint(tokens.key_values(option))
    if _is_of_class(engine, env.name):
        shown = f"({by_itself})"
    changed = styled or _kind(engine, env.name) != env.name or series is not None or (shown and not by_itself)
    _note(engine, env.name, _written(shown, counter, start) if changed else None)


def _is_of_class(engine: Engine, name: str) -> bool:
    """Whether a list is one of World Scientific's, and not the paper's own of that name."""
    return name in _LETTERED and engine.notes.document_class.startswith("ws-")


def _kind(engine: Engine, name: str) -> str:
    """The environment of LaTeX that a list is."""
    return "enumerate" if _is_of_class(engine, name) else engine.lists.kinds.get(name, name)


def _lettered(name: str, counter: str) -> str:
    return rf"\{_LETTERED[name]}{{{counter}}}" if name in _LETTERED else ""


def _reference(engine: Engine, own: Mapping[str, str], given: Mapping[str, str], option: str) -> str:
    """What a reference to an item prints of it, if that is not its number: the packages enumerate and paralist
    print the number alone."""
    if reference := own.get("ref") or given.get("ref"):
        return reference
    alone = _NUMBER.search(own["label"]) if _by_pattern(engine, option) else None
    return alone[0] if alone else "?" if own["label"] and _by_pattern(engine, option) else own["label"]


def _by_pattern(engine: Engine, option: str) -> bool:
    packages = engine.notes.packages
    return "=" not in option and not _BY_PATTERN.isdisjoint(packages) and "enumitem" not in packages


def _refer(engine: Engine, env: Env, counter: str, reference: str) -> None:
    r"""Let \the<counter> be the reference until the list ends, and its items print it after what LaTeX puts before."""
    the, before = engine.counters.the, engine.counters.the.get(counter, "")
    whole = reference and not _NUMBER.fullmatch(reference)
    env.data = (counter, ("" if whole else _OUTER.get(counter, "")) + rf"\the{counter}")
    if reference:
        the[counter] = _of(counter, reference)
        env.undo.append(lambda: the.update({counter: before}))


def _before(engine: Engine, start: str, series: str | None) -> int:
    """The number before a list's first: 0, or where the list that it resumes has ended."""
    if series is not None:
        return engine.lists.ended.get(series, 0)
    return int(start) - 1 if start.strip().isdecimal() else 0


def _end(engine: Engine, counter: str, series: str | None, option: str) -> None:
    """The end of a counted list, which another may resume: by its series anywhere, by its counter in the same group."""
    ended, before = engine.lists.ended, engine.lists.ended.get(counter, 0)
    for key in filter(None, (counter, series)):
        ended[key] = engine.counters.value(counter)
        engine.lists.series[key] = option
    engine.local(lambda: ended.update({counter: before}))


def _of(counter: str, label: str) -> str:
    """A label of enumitem's with the name of the counter in place of the stars."""
    return _STARRED.sub(rf"\\\1{{{counter}}}", label)


def _pattern(engine: Engine, option: str, counter: str) -> str:
    """The template that the packages enumerate and paralist make of (i): signs in braces or in names do not count.

    enumerate, unlike paralist, does not see braces around the whole. The last of several signs says how all count.
    """
    if not _by_pattern(engine, option):
        return ""
    if "paralist" not in engine.notes.packages and option[:1] == "{":
        option = option[1:-1] if tokens.close_brace(option, 1) == len(option) - 1 else option
    pieces, at, style = list[str](), 0, ""
    for m in _PATTERN.finditer(option):
        if m[1]:
            pieces.append(option[at : m.start()])
            at, style = m.end(), _STYLE_OF[m[1]]
    return rf"\{style}{{{counter}}}".join([*pieces, option[at:]])


def _label(keys: Mapping[str, str], option: str, counter: str) -> str:
    """The template of an item's label: enumitem's label=(\\roman*), or enumerate's (i); "" where none is given."""
    if label := keys.get("label") or keys.get("label*"):
        return _of(counter, label)
    short = re.search(r"(?<![A-Za-z\\{])([AaIi1])(?![A-Za-z])", option.split(",")[0])
    if "=" in option or not short:
        return ""
    return option[: short.start()] + rf"\{_STYLE_OF[short[1]]}{{{counter}}}" + option[short.end() :].split(",")[0]


def _usual(engine: Engine, counter: str, level: int) -> str:
    r"""The template of a label without options, where paper or class print another than LaTeX does; else ""."""
    number = engine.counters.the.get(counter, "")
    label = engine.macros.parameterless(f"label{counter}")
    if label is None:
        frame = next((f for c, f in _LABELS.items() if engine.notes.document_class.startswith(c)), None)
        if counter not in NUMBERS or (frame is None and number == NUMBERS[counter]):
            return ""
        label = (frame or _USUAL[level - 1]) % rf"\the{counter}"
    return re.sub(rf"\{{?\\the{counter}(?![A-Za-z])\}}?", lambda _: number, label)


def _written(label: str, counter: str, start: int) -> str:
    """The option that gives a list this label and its first number, as enumitem reads it."""
    number = rf"\\@?(arabic|roman|Roman|alph|Alph)\s*(?:\{{{counter}\}}|\\c@{counter}(?![A-Za-z]))"
    label = re.sub(number, r"\\\1*", label).strip()
    guarded = f"{{{label}}}" if re.search(r"[,=\[\]]", label) else label
    keys = [f"label={guarded}"] * ("*" in label) + [f"start={start}"] * (start > 1)
    return f"[{','.join(keys)}]" if keys else ""


def _note(engine: Engine, name: str, option: str | None) -> None:
    """Records a list of a statement, if it stands in its body."""
    draft, buffer = engine.statement(), engine.frames[-1].buffer
    if draft is not None and (buffer.is_file or buffer is draft.buffer):
        draft.lists.append(ListUse(name, _kind(engine, name), option))


@command("item")
def item(engine: Engine, _: str) -> None:
    """\\item[label]."""
    env = engine.envs[-1] if engine.envs else None
    if env is None or not isinstance(env.data, tuple):
        return
    _end_item(engine, env)
    option = engine.option()
    counter, template = env.data
    if option is None:
        engine.counters.set(counter, engine.counters.value(counter) + 1)
        number = engine.counters.render(template)
    else:
        number = plain_text.text(option, engine.name_of)
    inner = sum(e.kind == "enumerate" for e in engine.envs) > 1  # a reference has the outer number, the page has not
    mark = engine.mark("item", number, engine.here()) if option is None and not inner else None
    if option is None:  # otherwise a label names what was counted before
        engine.target = Target(number=number, kind="item", statement=engine.statement(), mark=mark)
    _note_item(engine, env, number, mark)


def _note_item(engine: Engine, env: Env, number: str, mark: MarkDraft | None) -> None:
    """Notes an item outside statements and floats, which statements may refer to; it ends where the next one begins."""
    apart = any(e.kind in ("statement", "proof") or e.kind.startswith("float:") for e in engine.envs)
    if apart or not engine.in_document or not number:
        return
    env.item = ReferentDraft(
        kind="item",
        heading="Item",
        number=number,
        at=engine.here(),
        order=engine.notes.next_order(),
        section=len(engine.notes.sections) - 1,
        macros_at=len(engine.macros.events),
        mark=mark,
    )
    engine.notes.referents.append(env.item)


def _end_item(engine: Engine, env: Env) -> None:
    item, env.item = env.item, None
    if item is not None and engine.frames and engine.home().buffer is item.at.buffer:
        item.at.end = engine.home().start


# --- what holds for lists as a whole


@command("newlist", "renewlist")
def new_list(engine: Engine, _: str) -> None:
    """enumitem's \\newlist{name}{enumerate}{levels}."""
    name, kind = engine.argument(), engine.argument()
    engine.argument()
    if name and kind:
        engine.lists.kinds[name.strip()] = kind.strip()
        for level in range(1, _LEVELS + 1):
            engine.counters.new(name.strip() + roman(level))


@command("setlist", "setenumerate", "setitemize", "setdescription")
def set_list(engine: Engine, how: str) -> None:
    """enumitem's \\setlist[names,levels]{keys}, and its older forms for one kind of list."""
    added = engine.star()
    where, keys = engine.option() or "", engine.argument()
    if keys is None:
        return
    before = dict(engine.lists.given)
    kind = how.removeprefix("set")
    engine.lists.give(where if kind == "list" else f"{kind},{where}", keys, added=added)

    def undo() -> None:
        engine.lists.given = before

    if engine.in_document:
        engine.local(undo)


@command("SetEnumitemKey")
def set_key(engine: Engine, _: str) -> None:
    """enumitem's \\SetEnumitemKey{name}{keys}."""
    name, keys = engine.argument(), engine.argument()
    if name and keys is not None:
        engine.lists.styles[name.strip()] = keys


@command("setdefaultenum")
def set_patterns(engine: Engine, _: str) -> None:
    """paralist's \\setdefaultenum{(i)}{(a)}{}{}."""
    for level in range(1, _LEVELS + 1):
        counter = f"enum{roman(level)}"
        label = _label({}, engine.argument() or "", counter)
        for name in filter(None, (label and "enumerate", label and "compactenum")):
            engine.lists.give(f"{name},{level}", f"label={{{label}}}", added=True)
