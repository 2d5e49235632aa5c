"""Pandoc's OMML, changed to what PowerPoint accepts: schema order, fonts, mathematical alphabets, no Word elements.

The Open XML SDK's validator rejects some of what pandoc 3 writes: properties of Word, a style next to m:nor, m:mcJc
before m:count. Styled letters become Unicode characters, which every office program shows in the same way.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from scaffold.ooxml import NAMESPACES, A, M, W
from scaffold.tex.symbols import ALPHABETS

__all__ = ["cleaned"]

_STRUCTURES = (
    "acc bar box borderBox d eqArr f func groupChr limLow limUpp m nary phant rad sPre sSub sSubSup sSup".split()
)
_SCRIPTS = {
    "script": "mathcal", "double-struck": "mathbb", "fraktur": "mathfrak", "sans-serif": "mathsf",
    "monospace": "mathtt",
}  # fmt: skip
_BOLD_GREEK = dict(zip("ϵϑϰϕϱϖ∂∇", map(chr, (*range(0x1D750, 0x1D756), 0x1D74F, 0x1D6C1)), strict=True))
_SIGNS = {"∥": "‖", "∣": "|"}


def cleaned(document: bytes) -> list[str | None]:
    """The formula of each paragraph of a Word document as XML without namespace declarations.

    None for a paragraph that contains anything else; an empty list if the document is nested too deeply for XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        body = etree.fromstring(document, parser).find(f"{W}body")
    except etree.XMLSyntaxError:
        return []
    return [_formula(paragraph) for paragraph in body.findall(f"{W}p")]


def _formula(paragraph: Any) -> str | None:
    from lxml import etree

    found = [child for child in paragraph if child.tag != f"{W}pPr"]
    own = len(found) == 1 and found[0].tag == f"{M}oMathPara"
    if own:
        found = found[0].findall(f"{M}oMath")
    if len(found) != 1 or found[0].tag != f"{M}oMath" or not len(found[0]):
        return None
    formula = copy.deepcopy(found[0])
    for element in list(formula.iter()):
        if element.tag.startswith(f"{W}") and element.getparent() is not None:
            element.getparent().remove(element)
    for run in list(formula.iter(f"{M}r")):
        _run(run)
    for name in _STRUCTURES:
        for structure in list(formula.iter(f"{M}{name}")):
            _control(structure, name)
    _normalized(formula, own=own)
    _merged(formula)
    etree.cleanup_namespaces(formula, top_nsmap={"m": NAMESPACES["m"], "a": NAMESPACES["a"]})
    text = str(etree.tostring(formula, encoding="unicode", with_tail=False))
    return re.sub(r' xmlns:\w+="[^"]*"', "", text)


def _normalized(formula: Any, *, own: bool) -> None:
    """Puts limits at the side in running text, unifies fence characters, and sorts column properties for the schema."""
    for location in formula.iter(f"{M}limLoc"):
        location.set(f"{M}val", location.get(f"{M}val") if own else "subSup")
    for sign in formula.iter(*(f"{M}{name}" for name in ("begChr", "sepChr", "endChr"))):
        value = sign.get(f"{M}val", "")
        sign.set(f"{M}val", _SIGNS.get(value, value))
    for properties in formula.iter(f"{M}mcPr"):
        properties[:] = sorted(properties, key=lambda e: e.tag != f"{M}count")


def _run(run: Any) -> None:
    """Replaces styled letters by Unicode characters; sets a run in italics where LaTeX sets a variable."""
    properties = run.find(f"{M}rPr")
    text = run.find(f"{M}t")
    if text is None or text.text is None:
        run.getparent().remove(run)
        return
    script, style, normal = "", "", False
    if properties is not None:
        script = _value(properties, "scr")
        style = _value(properties, "sty")
        normal = properties.find(f"{M}nor") is not None
        run.remove(properties)
    text.text = _lettered(text.text.replace("∥", "‖"), script, style)
    upright = normal or style == "p" or script or style in ("b", "bi")
    _set_style(run, "nor" if normal else ("p" if upright else ""))


def _set_style(run: Any, style: str) -> None:
    """Adds the math properties, then the DrawingML text properties, before the text."""
    from lxml import etree

    at = 0
    if style:
        properties = etree.Element(f"{M}rPr")
        child = etree.SubElement(properties, f"{M}{'nor' if style == 'nor' else 'sty'}")
        if style != "nor":
            child.set(f"{M}val", style)
        run.insert(0, properties)
        at = 1
    run.insert(at, _drawing(italic=not style))


def _drawing(*, italic: bool) -> Any:
    from lxml import etree

    properties = etree.Element(f"{A}rPr", lang="en-GB")
    if italic:
        properties.set("i", "1")
    etree.SubElement(properties, f"{A}latin", typeface="Cambria Math")
    return properties


def _control(structure: Any, name: str) -> None:
    """Sets the font of a structure's own characters."""
    from lxml import etree

    properties = structure.find(f"{M}{name}Pr")
    if properties is None:
        properties = etree.Element(f"{M}{name}Pr")
        structure.insert(0, properties)
    for old in properties.findall(f"{M}ctrlPr"):
        properties.remove(old)
    control = etree.SubElement(properties, f"{M}ctrlPr")
    control.append(_drawing(italic=True))
    if name == "rad" and structure.find(f"{M}deg") is None:
        structure.insert(1, etree.Element(f"{M}deg"))


def _merged(formula: Any) -> None:
    """Merges neighbouring runs of the same style, so that a name stays one word."""
    for run in list(formula.iter(f"{M}r")):
        before = run.getprevious()
        if before is None or before.tag != run.tag or _look(before) != _look(run):
            continue
        text, more = before.find(f"{M}t"), run.find(f"{M}t")
        if "&" in (text.text + more.text):
            continue
        more.text = text.text + more.text
        run.getparent().remove(before)
    for text in formula.iter(f"{M}t"):
        if text.text != text.text.strip():
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _look(run: Any) -> tuple[tuple[str, str], ...]:
    return tuple((e.tag, e.get(f"{M}val") or e.get("i") or "") for e in run.iter() if e.tag != f"{M}t")


def _value(properties: Any, name: str) -> str:
    found = properties.find(f"{M}{name}")
    return found.get(f"{M}val", "") if found is not None else ""


def _lettered(text: str, script: str, style: str) -> str:
    if script in _SCRIPTS:
        return "".join(ALPHABETS[_SCRIPTS[script]].get(c, c) for c in text)
    if style in ("b", "bi"):
        return "".join(_bold(c) for c in text)
    return text


def _bold(c: str) -> str:
    """A character as its bold form: Latin upright as with \\mathbf, lower-case Greek slanted as with \\boldsymbol."""
    if "α" <= c <= "ω":
        return chr(0x1D736 + ord(c) - ord("α"))
    if "Α" <= c <= "Ω":
        return chr(0x1D6A8 + ord(c) - ord("Α"))
    return _BOLD_GREEK.get(c) or ALPHABETS["mathbf"].get(c, c)
