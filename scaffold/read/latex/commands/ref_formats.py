"""How a paper wants its references printed: the formats of cleveref and prettyref, and documents of package xr."""

from __future__ import annotations

from scaffold.model import Macro, Parameter
from scaffold.read.latex.commands import definitions
from scaffold.read.latex.engine import Engine, command

_TAG_FORM = "\\newtagform:"

_ARGUMENTS = {
    **dict.fromkeys(("crefname", "Crefname"), 2),
    **dict.fromkeys(("crefformat", "Crefformat", "labelcrefformat", "creflabelformat"), 1),
    **dict.fromkeys(("crefrangeformat", "Crefrangeformat", "labelcrefrangeformat", "crefrangelabelformat"), 1),
    **dict.fromkeys(("crefmultiformat", "Crefmultiformat", "labelcrefmultiformat"), 4),
    **dict.fromkeys(("crefrangemultiformat", "Crefrangemultiformat", "labelcrefrangemultiformat"), 4),
    "crefalias": 1,
    "newrefformat": 1,
}
"""Arguments after the first, which is the type of the labels, or prettyref's prefix of their keys."""


@command(*_ARGUMENTS)
def ref_format(engine: Engine, how: str) -> None:
    """\\crefname{type}{name}{plural} and its kin: the last one for a type counts."""
    kind = engine.argument()
    given = [engine.raw_group() for _ in range(_ARGUMENTS[how])]
    if kind is not None and None not in given:
        engine.notes.ref_formats[how, kind.strip()] = tuple(text or "" for text in given)


@command("labelformat")
def label_format(engine: Engine, _: str) -> None:
    r"""\labelformat{counter}{(#1)}: what \ref prints for the numbers of a counter."""
    counter, form = engine.argument(), engine.raw_group()
    if counter is not None and form is not None:
        engine.counters.formats[counter.strip()] = form


@command("crefdefaultlabelformat")
def default_label(engine: Engine, how: str) -> None:
    """\\crefdefaultlabelformat{#2#1#3}."""
    text = engine.raw_group()
    if text is not None:
        engine.notes.ref_formats[how, ""] = (text,)


@command("newtagform", "renewtagform")
def tag_form(engine: Engine, _: str) -> None:
    r"""mathtools' \newtagform{name}[inner]{left}{right}: what stands around the number of an equation."""
    name, inner, left, right = engine.argument(), engine.option(), engine.argument(), engine.argument()
    if name is not None and left is not None and right is not None:
        number = f"{inner.strip()}{{#1}}" if inner and inner.strip() else "#1"
        engine.options[_TAG_FORM + name.strip()] = f"{left}{number}{right}"


@command("usetagform")
def use_tag_form(engine: Engine, _: str) -> None:
    r"""\usetagform{name}, up to the end of the group: "default" is LaTeX's own. That is a definition of \tagform@."""
    body = engine.options.get(_TAG_FORM + (engine.argument() or "").strip(), "(#1)")
    definitions.define(
        engine, Macro(name="\\tagform@", definition=rf"\def\tagform@#1{{{body}}}", parameters=(Parameter(),), body=body)
    )


@command("externaldocument", "externalcitedocument")
def external_document(engine: Engine, how: str) -> None:
    """\\externaldocument[prefix]{file}: the labels of another document, with the prefix before their keys."""
    prefix, name = engine.option() or "", engine.argument()
    if name and how == "externaldocument":
        engine.notes.external.append((prefix.strip(), name.strip(), engine.span()))
