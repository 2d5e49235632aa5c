"""OMML read back by a reader of our own: structure as one line of text, and the order that ECMA-376's schema requires.

    f(a / b)  a^{2}  x_{i}^{2}  sum[∑ i=1 .. n](x)  √(x)  √[3](x)  lim[max / x](f)  ⟨( a | b )⟩  rows{ a ; b }

The tables are those of the schema of shared mathematics (Part 1, 22.1): which children an element has, in which order.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NAMES = f'xmlns:m="{M[1:-1]}" xmlns:a="{A[1:-1]}"'

STRUCTURES: dict[str, tuple[str, ...]] = {
    "acc": ("accPr?", "e"), "bar": ("barPr?", "e"), "box": ("boxPr?", "e"), "borderBox": ("borderBoxPr?", "e"),
    "d": ("dPr?", "e+"), "eqArr": ("eqArrPr?", "e+"), "f": ("fPr?", "num", "den"), "func": ("funcPr?", "fName", "e"),
    "groupChr": ("groupChrPr?", "e"), "limLow": ("limLowPr?", "e", "lim"), "limUpp": ("limUppPr?", "e", "lim"),
    "m": ("mPr?", "mr+"), "mr": ("e+",), "nary": ("naryPr?", "sub", "sup", "e"), "phant": ("phantPr?", "e"),
    "rad": ("radPr?", "deg", "e"), "sPre": ("sPrePr?", "sub", "sup", "e"), "sSub": ("sSubPr?", "e", "sub"),
    "sSubSup": ("sSubSupPr?", "e", "sub", "sup"), "sSup": ("sSupPr?", "e", "sup"),
    "accPr": ("chr?", "ctrlPr?"), "barPr": ("pos?", "ctrlPr?"),
    "boxPr": ("opEmu?", "noBreak?", "diff?", "brk?", "aln?", "ctrlPr?"),
    "borderBoxPr": ("hideTop?", "hideBot?", "hideLeft?", "hideRight?", "strikeH?", "strikeV?", "strikeBLTR?",
                    "strikeTLBR?", "ctrlPr?"),
    "dPr": ("begChr?", "sepChr?", "endChr?", "grow?", "shp?", "ctrlPr?"),
    "eqArrPr": ("baseJc?", "maxDist?", "objDist?", "rSpRule?", "rSp?", "ctrlPr?"), "fPr": ("type?", "ctrlPr?"),
    "funcPr": ("ctrlPr?",), "groupChrPr": ("chr?", "pos?", "vertJc?", "ctrlPr?"), "limLowPr": ("ctrlPr?",),
    "limUppPr": ("ctrlPr?",),
    "mPr": ("baseJc?", "plcHide?", "rSpRule?", "cGpRule?", "rSp?", "cSp?", "cGp?", "mcs?", "ctrlPr?"),
    "mcs": ("mc+",), "mc": ("mcPr?",), "mcPr": ("count?", "mcJc?"),
    "naryPr": ("chr?", "limLoc?", "grow?", "subHide?", "supHide?", "ctrlPr?"),
    "phantPr": ("show?", "zeroWid?", "zeroAsc?", "zeroDesc?", "transp?", "ctrlPr?"), "radPr": ("degHide?", "ctrlPr?"),
    "sPrePr": ("ctrlPr?",), "sSubPr": ("ctrlPr?",), "sSubSupPr": ("alnScr?", "ctrlPr?"), "sSupPr": ("ctrlPr?",),
    "oMathPara": ("oMathParaPr?", "oMath+"), "oMathParaPr": ("jc?",), "ctrlPr": ("a:rPr?",),
}  # fmt: skip
"""Element: its children in order; ? optional, + one or more."""

_ARGUMENTS = frozenset("oMath e num den sub sup deg lim fName".split())
"""What holds any mathematics: structures and runs, and argPr first, ctrlPr last."""

_MATHS = frozenset(name for name in STRUCTURES if not name.endswith("Pr") and name not in ("mr", "mcs", "mc")) | {"r"}


def parsed(xml: str) -> Any:
    """The element of a formula's XML, which has no declarations of namespaces."""
    return etree.fromstring(f"<x {NAMES}>{xml}</x>")[0]


def faults(element: Any) -> list[str]:
    """What the schema refuses in this element and below, in words; [] when nothing."""
    found = []
    for node in element.iter(f"{M}*"):
        name, children = node.tag[len(M) :], [_name(child) for child in node]
        if name in STRUCTURES:
            found += _ordered(name, children, STRUCTURES[name])
        elif name in _ARGUMENTS:
            held = [c for n, c in enumerate(children) if c != "ctrlPr" and (c, n) != ("argPr", 0)]
            found += [f"{c} in {name}" for c in held if c not in _MATHS]
            found += [f"empty {name}"] if name == "oMath" and not children else []
        elif name == "r":
            found += _ordered(name, children, ("rPr?", "a:rPr?", "t+"))
        elif name == "rPr":
            form = ("nor",) if "nor" in children else ("lit?", "scr?", "sty?", "brk?", "aln?")
            found += _ordered(name, children, form)
        elif children:
            found.append(f"children in {name}")
    return found


def _name(element: Any) -> str:
    local: str = etree.QName(element).localname
    return f"a:{local}" if element.tag.startswith(A) else local


def _ordered(name: str, children: list[str], form: tuple[str, ...]) -> list[str]:
    at = 0
    for wanted in form:
        bare, start = wanted.rstrip("?+"), at
        while at < len(children) and children[at] == bare and (at == start or wanted.endswith("+")):
            at += 1
        if at == start and not wanted.endswith("?"):
            return [f"{name} without {bare}: {' '.join(children)}"]
    return [f"{children[at]} misplaced in {name}: {' '.join(children)}"] if at < len(children) else []


def structure(element: Any) -> str:
    """The formula in one line."""
    return "".join(_said(child) for child in element if child.tag != f"{M}ctrlPr").strip()


def _part(element: Any, name: str) -> str:
    part = element.find(f"{M}{name}")
    return structure(part) if part is not None else ""


def _value(element: Any, path: str, usual: str) -> str:
    found = element.find(path.replace("m:", M))
    return found.get(f"{M}val", "") if found is not None else usual


def _said(e: Any) -> str:
    name = etree.QName(e).localname
    if name.endswith("Pr"):
        return ""
    if name == "r":
        normal = e.find(f"{M}rPr/{M}nor") is not None
        text = e.findtext(f"{M}t") or ""
        return f'"{text}"' if normal else text.replace("\u200b", "")
    if name == "f":
        bar = _value(e, "m:fPr/m:type", "bar")
        return f"f({_part(e, 'num')} {'/' if bar != 'noBar' else '-'} {_part(e, 'den')})"
    if name in ("sSup", "sSub", "sSubSup"):
        low = f"_{{{_part(e, 'sub')}}}" if name != "sSup" else ""
        return _part(e, "e") + low + (f"^{{{_part(e, 'sup')}}}" if name != "sSub" else "")
    if name == "nary":
        sign = _value(e, "m:naryPr/m:chr", "∫")
        return f"{sign}[{_part(e, 'sub')} .. {_part(e, 'sup')}]({_part(e, 'e')})"
    if name in ("limLow", "limUpp"):
        return f"{'under' if name == 'limLow' else 'over'}[{_part(e, 'e')} ; {_part(e, 'lim')}]"
    if name == "rad":
        degree = _part(e, "deg")
        return f"√{f'[{degree}]' if degree else ''}({_part(e, 'e')})"
    return _grouped(e, name)


def _grouped(e: Any, name: str) -> str:
    if name == "d":
        begin, end = _value(e, "m:dPr/m:begChr", "("), _value(e, "m:dPr/m:endChr", ")")
        separator = _value(e, "m:dPr/m:sepChr", "|")
        return f"⟪{begin}{separator.join(structure(part) for part in e.findall(f'{M}e'))}{end}⟫"
    if name == "m":
        lines = (" & ".join(structure(cell) for cell in row) for row in e.findall(f"{M}mr"))
        return f"matrix{{{' ; '.join(lines)}}}"
    if name == "eqArr":
        return f"rows{{{' ; '.join(structure(row) for row in e.findall(f'{M}e'))}}}"
    if name in ("acc", "bar", "groupChr"):
        usual = {"acc": "\u0302", "bar": "bar", "groupChr": "⏟"}[name]
        sign = _value(e, f"m:{name}Pr/m:chr", usual)
        place = "below" if _value(e, f"m:{name}Pr/m:pos", "top" if name == "acc" else "bot") == "bot" else "above"
        return f"{place}<{sign}>({_part(e, 'e')})"
    if name == "func":
        return f"{_part(e, 'fName')} {_part(e, 'e')}"
    return f"{name}({_part(e, 'e')})"
