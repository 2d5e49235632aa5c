"""Texts of mails from templates: plain text with a subject, and {names} of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from scaffold.errors import BadProfile
from scaffold.spelling import meant

__all__ = ["VALUES", "composed", "read_template"]

VALUES = (
    "student",
    "seminar",
    "paper",
    "address",
    "partners",
    "meeting",
    "deregistration",
    "talks",
    "talk",
    "duties",
    "deliverables",
    "due",
    "due-day",
    "overdue",
    "command",
)
"""What a template may name."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")
_SUBJECT = "Subject: "
_LARGEST = 1 << 20


def read_template(path: Path) -> str:
    """The text of a template. Raises BadProfile: it cannot be read, has no subject, or names what is not known."""
    try:
        text = path.read_bytes()[:_LARGEST].decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as e:
        why = e.strerror if isinstance(e, OSError) else "it is no text in UTF-8"
        raise BadProfile(f"cannot read the template {path}: {why}", "give the path of a text file") from e
    if not text.startswith(_SUBJECT):
        raise BadProfile(f"{path}:1: no subject", f"begin the template with {_SUBJECT}and a text")
    for n, line in enumerate(text.splitlines(), 1):
        for name in _PLACE.findall(line):
            if name not in VALUES:
                choice = ", ".join(f"{{{value}}}" for value in VALUES)
                raise BadProfile(f"{path}:{n}: {{{name}}} is not known{meant(name, VALUES)}", f"choose from {choice}")
    return text


def composed(template: str, values: Mapping[str, str], to: str = "") -> str:
    """The mail: lines with a value that is missing or "" are left out, and so is a paragraph of which nothing is left.

    to is the address, "" if it is not known. A line that ends with a colon belongs to the one after it.
    """
    subject, _, body = template.partition("\n")
    head = [f"To: {to}"] if to else []
    paragraphs = ("\n".join(_lines(part.split("\n"), values)) for part in re.split(r"\n\s*\n", body.strip("\n")))
    return "\n".join((*head, _filled(subject, values), "", "\n\n".join(filter(None, paragraphs)), ""))


def _lines(lines: list[str], values: Mapping[str, str]) -> Iterator[str]:
    held = ""
    for line in lines:
        if line.endswith(":") and not _PLACE.search(line):
            held = line
        elif all(values.get(name) for name in _PLACE.findall(line)):
            yield from (held, _filled(line, values)) if held else (_filled(line, values),)
            held = ""


def _filled(line: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values.get(found[1], ""), line)
