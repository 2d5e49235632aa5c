"""The results of `check` as JUnit XML, which GitHub and GitLab show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from scaffold import disk

if TYPE_CHECKING:
    from scaffold.check.result import Check

__all__ = ["write", "written"]

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(checks: Sequence[Check], path: Path) -> None:
    """Writes the results into a file. Raises DiskError."""
    disk.write(written(checks), path)


def written(checks: Sequence[Check]) -> bytes:
    """The results as XML: a test case for each, failed or skipped (it could not be measured) with its reason."""
    counts = {"tests": len(checks), "failures": _count(checks, "fail"), "errors": 0}
    counts["skipped"] = _count(checks, "unknown")
    numbers = {name: str(n) for name, n in counts.items()}
    suites = Element("testsuites", {"name": "scaffold check", **numbers})
    suite = SubElement(suites, "testsuite", {"name": "scaffold check", **numbers})
    for c in checks:
        _case(suite, c)
    indent(suites)
    content: bytes = tostring(suites, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _count(checks: Sequence[Check], verdict: str) -> int:
    return sum(c.verdict == verdict for c in checks)


def _case(suite: Element, c: Check) -> None:
    message = _text(c.message)
    place = re.match(r"([\w./-]+\.\w+)(?::(\d+))?", c.where)
    name = message if c.verdict == "pass" else f"{message} ({_text(c.where)})" if c.where else message
    case = SubElement(suite, "testcase", {"classname": f"scaffold.{c.name}", "name": name, "time": "0"})
    if place:
        case.set("file", place[1])
        if place[2]:
            case.set("line", place[2])
    if c.verdict != "pass":
        kind = "failure" if c.verdict == "fail" else "skipped"
        found = SubElement(case, kind, {"message": message})
        found.text = "\n".join(filter(None, (message, _text(c.where), _text(c.next))))


def _text(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
