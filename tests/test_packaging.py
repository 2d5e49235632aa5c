"""What a wheel holds: every room of the package, and the templates."""

from __future__ import annotations

import configparser

from scaffold.resources import templates
from tests.conftest import ROOT


def test_every_room_is_packaged() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    rooms = {".".join(p.parent.relative_to(ROOT).parts) for p in (ROOT / "scaffold").rglob("__init__.py")}
    assert listed - {"scaffold._templates"} == rooms


def test_the_templates_are_found() -> None:
    assert (templates() / "seminars" / "theory-2020.toml").is_file()
    assert (templates() / "report" / "scaffold-report.sty").is_file()
