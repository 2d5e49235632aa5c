"""The constants of Office files, compared with files from other programs."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections import defaultdict
from pathlib import Path

import pptx
import pytest
from pptx.util import Pt

from scaffold import ooxml


def declared(package: bytes) -> dict[str, set[str]]:
    """The namespaces that a package's parts declare, by prefix; "" for those that are declared as the default."""
    found: dict[str, set[str]] = defaultdict(set)
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                for prefix, address in re.findall(r'xmlns(?::(\w+))?="([^"]*)"', parts.read(name).decode("utf-8")):
                    found[prefix].add(address)
    return found


def test_a_template_by_powerpoint_declares_these_namespaces() -> None:
    template = Path(pptx.__file__).with_name("templates") / "default.pptx"
    found = declared(template.read_bytes())
    assert {prefix: found[prefix] for prefix in ("a", "p", "r", "p14")} == {
        prefix: {ooxml.NAMESPACES[prefix]} for prefix in ("a", "p", "r", "p14")
    }
    assert {ooxml.NAMESPACES["ct"], ooxml.NAMESPACES["rel"]} <= found[""]


@pytest.mark.requires_pandoc
@pytest.mark.parametrize(("kind", "prefixes"), [("docx", "w m r a"), ("pptx", "a p r m mc a14")])
def test_pandocs_files_declare_these_namespaces(kind: str, prefixes: str) -> None:
    from scaffold.engines.pandoc import find_pandoc

    command = [str(find_pandoc()), "-f", "markdown", "-t", kind, "-o", "-"]
    made = subprocess.run(command, input=b"# A\n\n$x^2$\n", capture_output=True, check=True)
    found = declared(made.stdout)
    for prefix in prefixes.split():
        assert found[prefix] == {ooxml.NAMESPACES[prefix]}, prefix


def test_a_point_is_that_of_python_pptx() -> None:
    assert Pt(1) == ooxml.EMU


def test_declarations_stand_in_the_order_given() -> None:
    assert ooxml.declarations("p", "a") == (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
