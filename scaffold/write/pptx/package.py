"""The .pptx file as a package: sections, document properties, and bytes that depend on the day only."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from scaffold import clock
from scaffold.model import Paper
from scaffold.ooxml import P, declarations
from scaffold.write.slides.compose import Deck

__all__ = ["link", "packed", "properties", "sections"]

_ZIP_WHEN = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def sections(file: Any, names: Sequence[str]) -> None:
    """Groups the slides, whose section names come in order, into PowerPoint's sections."""
    from pptx.oxml import parse_xml

    ids = [slide.slide_id for slide in file.slides]
    groups, at = [], 0
    for n, (name, run) in enumerate(groupby(names)):
        count = len(list(run))
        members = "".join(f'<p14:sldId id="{i}"/>' for i in ids[at : at + count])
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"scaffold section {n} {name}")).upper()
        groups.append(
            f'<p14:section name={quoteattr(name or "Slides")} id="{{{guid}}}"><p14:sldIdLst>'
            f"{members}</p14:sldIdLst></p14:section>"
        )
        at += count
    element = file.part._element
    for old in element.findall(f"{P}extLst"):
        element.remove(old)
    element.append(
        parse_xml(
            f'<p:extLst {declarations("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
            f"<p14:sectionLst {declarations('p14')}>{''.join(groups)}</p14:sectionLst></p:ext></p:extLst>"
        )
    )


def link(slide: Any, run: Any, target: Any) -> None:
    """Makes a click on a run of text of a slide lead to another slide of the file."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import parse_xml

    id = slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE)
    run._r.get_or_add_rPr().append(
        parse_xml(f'<a:hlinkClick {declarations("a", "r")} r:id="{id}" action="ppaction://hlinksldjump"/>')
    )


def properties(file: Any, deck: Deck, seminar: str, paper: Paper) -> None:
    """Title, author, subject and keywords, as file managers and screen readers show them."""
    core = file.core_properties
    core.title, core.author, core.last_modified_by = deck.title[:255], deck.student[:255], deck.student[:255]
    core.subject = deck.language("slides.subject", seminar=seminar)[:255]
    core.keywords = f"arXiv:{paper.source.arxiv_id}" if paper.source.arxiv_id else ""
    core.comments, core.category, core.language = "", "", deck.language.tag
    core.created = core.modified = datetime.combine(clock.today(), time())
    core.revision = 1


def packed(file: Any) -> bytes:
    """The file with its parts in order and without dates."""
    raw, out = io.BytesIO(), io.BytesIO()
    file.save(raw)
    with zipfile.ZipFile(raw) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda n: (n != _FIRST, n)):
            entry = zipfile.ZipInfo(name, _ZIP_WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            written.writestr(entry, read.read(name))
    return out.getvalue()
