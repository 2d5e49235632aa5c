"""The content of a wheel: every module of the package, every template, and nothing else."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from scaffold.resources import templates
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources of a wheel."""
    folder = tmp_path_factory.mktemp("checkout")
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("scaffold", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("setup.cfg", "setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


def members(checkout: Path) -> set[str]:
    """Names of the files in a wheel made of the checkout, without those that describe it."""
    wheels = checkout / "wheels"
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "-w", str(wheels), "."], cwd=checkout, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        return {name for name in wheel.namelist() if ".dist-info/" not in name}


def files(folder: Path, root: Path) -> set[str]:
    """The files below folder by their path from root."""
    return {p.relative_to(root).as_posix() for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}


@pytest.mark.slow
def test_a_wheel_holds_the_package_and_the_templates(checkout: Path) -> None:
    package = {name for name in files(ROOT / "scaffold", ROOT) if not name.endswith("NOTES.md")}
    data = {f"scaffold/_{name}" for name in files(ROOT / "templates", ROOT)}
    assert members(checkout) == package | data


def test_every_folder_with_modules_is_a_package() -> None:
    """A folder without __init__.py would be missing from the wheel."""
    rooms = {path.parent for path in (ROOT / "scaffold").rglob("*.py")}
    assert [str(room) for room in rooms if not (room / "__init__.py").is_file()] == []


def test_the_templates_are_found() -> None:
    assert (templates() / "seminars" / "theory.toml").is_file()
    assert (templates() / "report" / "scaffold-report.sty").is_file()


def test_lower_bounds_are_installed_versions_or_older() -> None:
    """A bound that nothing satisfies would make the package impossible to install."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    for line in config["options"]["install_requires"].split("\n"):
        match = re.match(r"([\w-]+) >= ([\d.]+)", line)
        if match and ";" not in line:
            found, least = (tuple(map(int, re.findall(r"\d+", v)[:3])) for v in (version(match[1]), match[2]))
            assert found >= least, line
