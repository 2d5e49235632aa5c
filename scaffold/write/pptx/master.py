"""The 16:9 slide master as code, so that it can be reviewed: theme, master and nine layouts with real placeholders.

The template of python-pptx is 4:3 and its placeholders do not follow a change of size, so this module replaces every
visible part. All text uses the theme font Arial; Liberation Sans, its usual substitute, has the same character widths.
Lengths are points of a slide 960 x 540.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.ooxml import EMU, declarations
from scaffold.write.slides import blocks as geometry
from scaffold.write.slides.blocks import BOTTOM, COLUMN, HEIGHT, LEFT, RIGHT, TOP, WIDTH

__all__ = ["COLOURS", "LAYOUTS", "presentation"]

COLOURS = {
    "dk1": "1F2933", "lt1": "FFFFFF", "dk2": "12355B", "lt2": "F2F5F8", "accent1": "1F6391", "accent2": "B4530A",
    "accent3": "5A6875", "accent4": "CBD5DE", "accent5": "2C7A57", "accent6": "75509B", "hlink": "1F6391",
    "folHlink": "5A6875",
}  # fmt: skip
"""The theme: ink, paper, navy, panel; accent, highlight, muted, rule; two spares; links."""

LAYOUTS = ("title", "section", "statement", "text", "two-column", "figure", "roadmap", "references", "backup")
"""Layouts in the master's order, by the names the plan uses."""

_NAMES = ("Title", "Section", "Statement", "Text", "Two columns", "Figure", "Road map", "References", "Backup")
_NS = declarations("a", "p", "r")
_FOOT = 505.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holder:
    """A placeholder: kind is OOXML's type ("" for any content), hint the text PowerPoint shows while it is empty."""

    name: str
    kind: str
    idx: int
    box: tuple[float, float, float, float]
    hint: str
    size: float = 22.0
    bold: bool = False
    colour: str = "tx1"
    anchor: str = "t"
    align: str = "l"


def _held(name: str, kind: str, idx: int, box: tuple[float, float, float, float], **look: Any) -> _Holder:
    return _Holder(name=name, kind=kind, idx=idx, box=box, **look)


_TITLE = _held(
    "Title", "title", 0, (LEFT, 28, RIGHT - LEFT, 66), hint="Title", size=30, bold=True, colour="tx2", anchor="b"
)
_BODY = (LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP)
_INSIDE = (
    LEFT + geometry.BAR + geometry.PAD,
    TOP + geometry.PAD_TOP,
    RIGHT - LEFT - geometry.BAR - 2 * geometry.PAD,
    200.0,
)


def _statement_holders() -> tuple[_Holder, ...]:
    x, y, w, h = _INSIDE
    return (
        _TITLE,
        _held("Statement", "", 1, _INSIDE, hint="The statement"),
        _held(
            "Place in the paper",
            "body",
            14,
            (x, y + h, w, 20),
            hint="§, page",
            size=14,
            colour="accent3",
            anchor="ctr",
            align="r",
        ),
        _held("Text", "body", 13, (LEFT, y + h + 60, RIGHT - LEFT, 110), hint="What does it say?", size=20),
    )


def _title_holders() -> tuple[_Holder, ...]:
    return (
        _held(
            "Title",
            "ctrTitle",
            0,
            (LEFT, 84, RIGHT - LEFT, 150),
            hint="Title of the paper",
            size=40,
            bold=True,
            colour="bg1",
            anchor="b",
        ),
        _held(
            "Authors",
            "subTitle",
            1,
            (LEFT, 246, RIGHT - LEFT, 72),
            hint="Authors of the paper",
            size=20,
            colour="bg1",
        ),
        _held("Speaker", "body", 13, (LEFT, 364, RIGHT - LEFT, 96), hint="Speaker, seminar", size=20),
    )


def _section_holders() -> tuple[_Holder, ...]:
    return (
        _held(
            "Title",
            "title",
            0,
            (LEFT + 24, 170, RIGHT - LEFT - 24, 110),
            hint="Section",
            size=38,
            bold=True,
            colour="tx2",
            anchor="b",
        ),
        _held("Text", "body", 1, (LEFT + 24, 296, RIGHT - LEFT - 24, 120), hint="What comes next", size=22),
    )


def _holders() -> dict[str, tuple[_Holder, ...]]:
    x2 = LEFT + COLUMN + geometry.GUTTER
    tall = BOTTOM - TOP
    return {
        "title": _title_holders(),
        "section": _section_holders(),
        "statement": _statement_holders(),
        "text": (_TITLE, _held("Words", "", 1, _BODY, hint="Words")),
        "two-column": (
            _TITLE,
            _held("Left", "", 1, (LEFT, TOP, COLUMN, tall), hint="Left", size=20),
            _held("Right", "", 2, (x2, TOP, COLUMN, tall), hint="Right", size=20),
        ),
        "figure": (
            _TITLE,
            _held("Figure", "", 1, (LEFT, TOP, RIGHT - LEFT, tall - 60), hint="The figure"),
            _held("Caption", "body", 13, (LEFT, BOTTOM - 52, RIGHT - LEFT, 52), hint="Caption and source", size=18),
        ),
        "roadmap": (
            _TITLE,
            _held(
                "Legend",
                "body",
                13,
                (LEFT, BOTTOM - 26, RIGHT - LEFT, 24),
                hint="Legend",
                size=18,
                colour="accent3",
                anchor="ctr",
            ),
        ),
        "references": (_TITLE, _held("References", "body", 1, _BODY, hint="References", size=18)),
        "backup": _statement_holders(),
    }


def presentation() -> Any:
    """An empty python-pptx presentation with our master; its layouts are in the order of LAYOUTS."""
    from pptx import Presentation

    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = round(WIDTH * EMU), round(HEIGHT * EMU)
    _strip(deck)
    for layout in list(deck.slide_layouts)[len(LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _theme(master)
    _replace(master._element, _master_tree(), _master_styles())
    holders = _holders()
    for layout, key, name in zip(deck.slide_layouts, LAYOUTS, _NAMES, strict=True):
        _layout(layout, key, name, holders[key])
    return deck


def _strip(deck: Any) -> None:
    """Removes the printer settings and the preview image of the template."""
    for rels in (deck.part.rels, deck.part.package._rels):
        for rid, rel in list(rels.items()):
            if rel.reltype.endswith(("/printerSettings", "/thumbnail", "/extended-properties")):
                rels.pop(rid)


def _theme(master: Any) -> None:
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    part = master.part.part_related_by(RT.THEME)
    part._blob = _theme_xml().encode("utf-8")


def _replace(element: Any, tree: str, styles: str) -> None:
    """Replaces the shapes (and text styles) of a master or layout."""
    from lxml import etree

    common = element.find(_tag("p:cSld"))
    common.getparent().replace(common, etree.fromstring(tree, parser=_parser()))
    old = element.find(_tag("p:txStyles"))
    old.getparent().replace(old, etree.fromstring(styles, parser=_parser()))


def _layout(layout: Any, key: str, name: str, holders: Sequence[_Holder]) -> None:
    from lxml import etree

    element = layout._element
    kinds = {"title": "title", "section": "secHead", "two-column": "twoObj", "text": "obj"}
    element.attrib.pop("type", None)
    if key in kinds:
        element.set("type", kinds[key])
    else:
        element.set("userDrawn", "1")
    if key in ("title", "section"):
        element.set("showMasterSp", "0")
    decor = {"title": _TITLE_DECOR, "section": _SECTION_DECOR, "backup": _BACKUP_DECOR}.get(key, "")
    shapes = decor + "".join(_holder_xml(i, h) for i, h in enumerate(holders, 20)) + _feet()
    common = element.find(_tag("p:cSld"))
    common.getparent().replace(common, etree.fromstring(_tree(shapes, name), parser=_parser()))


def _parser() -> Any:
    from pptx.oxml import oxml_parser

    return oxml_parser


def _tag(name: str) -> str:
    from pptx.oxml.ns import qn

    tag: str = qn(name)
    return tag


def _tree(shapes: str, name: str = "", background: str = "") -> str:
    named = f' name="{name}"' if name else ""
    return (
        f'<p:cSld {_NS}{named}>{background}<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
        f"</p:nvGrpSpPr><p:grpSpPr/>{shapes}</p:spTree></p:cSld>"
    )


def _rect(id: int, name: str, box: tuple[float, float, float, float], colour: str) -> str:
    """A decorative rectangle without outline."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{colour}"/>'
        f"</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    f'{declarations("adec")} val="1"/></a:ext></a:extLst>'
)
"""Marks a shape as decorative, so that screen readers skip it."""


def _xfrm(box: tuple[float, float, float, float]) -> str:
    x, y, w, h = (round(v * EMU) for v in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _holder_xml(id: int, h: _Holder) -> str:
    kind = f' type="{h.kind}"' if h.kind else ""
    idx = f' idx="{h.idx}"' if h.idx else ""
    level = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{h.align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(h.size * 100)}" b="{int(h.bold)}"><a:solidFill><a:schemeClr val="{h.colour}"/>'
        f"</a:solidFill>"
        f"</a:defRPr></a:lvl1pPr>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{h.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{kind}{idx}/></p:nvPr></p:nvSpPr><p:spPr>{_xfrm(h.box)}</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{h.anchor}">'
        f"<a:noAutofit/></a:bodyPr>"
        f'<a:lstStyle>{level}</a:lstStyle><a:p><a:r><a:rPr lang="en-GB"/><a:t>{h.hint}</a:t></a:r></a:p>'
        f"</p:txBody></p:sp>"
    )


def _feet() -> str:
    """Footer and slide number, which every layout repeats."""
    return "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="{kind}" sz="quarter" idx="{idx}"/></p:nvPr></p:nvSpPr><p:spPr>{_xfrm(box)}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle>'
        f'<a:lvl1pPr algn="{align}">'
        f'<a:defRPr sz="1200"><a:solidFill><a:schemeClr val="accent3"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        f"</a:defRPr>"
        f"</a:lvl1pPr></a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
        for id, name, kind, idx, box, align, text in (
            (40, "Footer", "ftr", 11, (LEFT, _FOOT, 760, 18), "l", '<a:endParaRPr lang="en-GB"/>'),
            (41, "Slide number", "sldNum", 12, (RIGHT - 80, _FOOT, 80, 18), "r", NUMBER_FIELD),
        )
    )


NUMBER_FIELD = (
    '<a:fld id="{7C1F4C3E-0A53-4C2E-9F1B-5B7C8E5D1A01}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
)

_TITLE_DECOR = _rect(10, "Band", (0, 0, WIDTH, 330), "tx2") + _rect(11, "Edge", (0, 330, WIDTH, 6), "accent2")
_SECTION_DECOR = _rect(10, "Ground", (0, 0, WIDTH, HEIGHT), "bg2") + _rect(11, "Bar", (LEFT, 170, 6, 246), "accent1")
_BACKUP_DECOR = (
    f'<p:sp><p:nvSpPr><p:cNvPr id="10" name="Backup mark">{DECORATIVE}</p:cNvPr><p:cNvSpPr txBox="1"/><p:nvPr '
    f'userDrawn="1"/>'
    f'</p:nvSpPr><p:spPr>{_xfrm((RIGHT - 80, 12, 80, 16))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    f"<a:noFill/></p:spPr>"
    f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr><a:lstStyle/><a:p>'
    f'<a:pPr algn="r"/><a:r><a:rPr lang="en-GB" sz="1200"><a:solidFill><a:schemeClr val="accent3"/></a:solidFill>'
    f"</a:rPr>"
    f"<a:t>Backup</a:t></a:r></a:p></p:txBody></p:sp>"
)


def _master_tree() -> str:
    rules = _rect(10, "Rule", (LEFT, 101, RIGHT - LEFT, 1), "accent4") + _rect(
        11, "Mark", (LEFT, 99.5, 72, 3), "accent1"
    )
    body = _held("Body", "body", 1, _BODY, hint="Words")
    background = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    return _tree(rules + _holder_xml(2, _TITLE) + _holder_xml(3, body) + _feet(), background=background)


def _master_styles() -> str:
    def level(n: int, size: int, margin: int) -> str:
        return (
            f'<a:lvl{n}pPr marL="{margin * EMU}" indent="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" '
            f'latinLnBrk="0" hangingPunct="1">'
            f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
            f'<a:defRPr sz="{size}" kern="1200">'
            f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
            f'<a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>'
        )

    title = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef>'
        "<a:buNone/>"
        '<a:defRPr sz="3000" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin '
        'typeface="+mj-lt"/>'
        '<a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
    )
    body = "".join(level(n, 2200 if n == 1 else 2000, 20 * (n - 1)) for n in range(1, 10))
    other = "".join(level(n, 1800, 0) for n in range(1, 10))
    return (
        f"<p:txStyles {_NS}><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


def _theme_xml(colours: Mapping[str, str] = COLOURS) -> str:
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme {declarations("a")} name="Scaffold"><a:themeElements>'
        f'<a:clrScheme name="Scaffold">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Scaffold"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f"</a:fontScheme>"
        f'<a:fmtScheme name="Scaffold"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>'
        f"{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        f"</a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )
