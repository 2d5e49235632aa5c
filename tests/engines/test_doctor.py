"""The doctor looks for what is really used, and its commands are complete."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold import languages
from scaffold.cli import cli
from scaffold.engines import doctor
from scaffold.engines.doctor import Finding, examine, exit_code, one_command
from scaffold.engines.latex import packages
from scaffold.languages import Language
from scaffold.resources import templates
from tests.apt import apt_packages

ROOT = Path(__file__).resolve().parents[2]


def test_everything_it_names_has_a_use() -> None:
    findings = examine()
    assert {f.group for f in findings} >= {"python", "tex", "office", "optional"}
    assert all(f.needed_for and f.name for f in findings)
    assert all(f.command for f in findings if f.missing and f.required)


@pytest.mark.requires_latex
def test_patterns_of_the_projects_language_are_looked_for() -> None:
    def found(language: Language | None) -> list[Finding]:
        return [f for f in examine(language) if "hyphenation" in f.name]

    assert found(None) == found(languages.load("en")) == []
    german = languages.load("de")
    (there,) = found(replace(german, patterns="article.cls"))
    assert not there.missing
    (missing,) = found(replace(german, patterns="no-such-patterns.tex"))
    assert (missing.missing, missing.required, missing.name) == (True, False, "hyphenation (ngerman)")
    assert "texlive-lang-german" in missing.install["debian"]
    assert exit_code([missing]) == 0


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_a_machine_that_was_set_up_lacks_nothing() -> None:
    assert [f.name for f in examine() if f.missing and f.required] == []


def test_an_empty_machine_gets_one_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("scaffold.engines.office.export._usual_places", list)
    monkeypatch.setattr("sys.platform", "linux")
    findings = examine()
    command = one_command(findings)
    assert exit_code(findings) == 20
    assert command.startswith("sudo apt-get install --no-install-recommends -y ")
    for package in ("texlive-latex-extra", "texlive-science", "libreoffice-impress"):
        assert command.split().count(package) == 1


@pytest.mark.parametrize(("system", "word"), [("darwin", "brew install --cask"), ("win32", "winget install")])
def test_other_platforms_get_their_own_command(monkeypatch: pytest.MonkeyPatch, system: str, word: str) -> None:
    finding = Finding(name="pdflatex", found=None, needed_for="the report", group="tex", install=packages.INSTALL_TEX)
    monkeypatch.setattr("sys.platform", system)
    assert word in one_command([finding])


def test_python_packages_are_installed_together() -> None:
    findings = [
        Finding(name=n, found=None, needed_for="x", group="python", install=doctor._everywhere(f"{doctor._pip()} {n}"))
        for n in ("a", "b")
    ]
    assert one_command(findings).endswith("-m pip install a b")


def test_nothing_missing_is_no_command() -> None:
    found = [Finding(name="x", found="1.0", needed_for="x", group="tex")]
    assert (one_command(found), exit_code(found)) == ("", 0)


def test_optional_things_do_not_fail() -> None:
    assert exit_code([Finding(name="biber", found=None, needed_for="x", group="optional", required=False)]) == 0


def test_template_packages_are_read_from_the_templates() -> None:
    wanted = doctor.template_files()
    assert "lmodern.sty" in wanted
    own = {path.name for path in templates().rglob("*.sty")}
    assert not own & set(wanted)


def test_a_package_in_a_comment_is_not_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "\\documentclass[11pt]{article} % \\usepackage{commented}\n\\RequirePackage{one, two}\n"
    text += "\\usetheme{own}\n\\usepackage{generated/ours}\n"
    (tmp_path / "a.tex").write_text(text, encoding="utf-8")
    (tmp_path / "beamerthemeown.sty").write_text("", encoding="utf-8")
    monkeypatch.setattr(doctor, "templates", lambda: tmp_path)
    assert {"article.cls", "one.sty", "two.sty"} <= set(doctor.template_files())
    assert not {"commented.sty", "beamerthemeown.sty", "generated/ours.sty"} & set(doctor.template_files())


def test_dependencies_are_those_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda name: ["newlib>=2,<3", 'pytest>=8; extra == "dev"'])
    found = {f.name: f for f in examine()}
    assert found["newlib"].missing
    assert found["newlib"].required
    assert "pytest" not in found


def test_one_list_of_system_packages() -> None:
    listed = apt_packages()
    assert len(listed) == len(set(listed))
    for command in (packages.INSTALL_TEX["debian"], packages.INSTALL_OFFICE["debian"]):
        assert set(doctor._apt_words(command)) <= set(listed)


@pytest.mark.requires_latex
def test_the_list_installs_what_the_templates_load() -> None:
    """Each file's Debian package, where the table knows it, is on the list or comes with one that is."""
    implied = {"texlive-base", "texlive-latex-base", "texlive-latex-recommended"}
    listed = set(apt_packages()) | implied
    strays = {
        file: packages.package_with(file)
        for file in doctor.template_files()
        if packages.package_with(file) not in listed
    }
    assert {file: bundle for file, bundle in strays.items() if bundle} == {}


def test_readme_names_no_other_system_packages() -> None:
    rows = re.findall(r"apt-get install ([^\n`]*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    named = {word for row in rows for word in row.split() if re.match(r"[a-z]", word)}
    assert named <= {*apt_packages(), "biber", "python3-venv", "make", "git"}


@pytest.mark.parametrize(("asked", "words"), [("bubblewarp", "did you mean 'bubblewrap'?"), ("nonsense", "landlock")])
def test_a_sandbox_that_does_not_exist_is_reported(monkeypatch: pytest.MonkeyPatch, asked: str, words: str) -> None:
    monkeypatch.setenv("SCAFFOLD_SANDBOX", asked)
    shown = CliRunner().invoke(cli, ["doctor", "--missing"]).output
    (line,) = [line for line in shown.splitlines() if "SCAFFOLD_SANDBOX" in line]
    assert repr(asked) in line
    assert words in line


@pytest.mark.parametrize("asked", ["", "none"])
def test_a_sandbox_that_exists_is_not_reported(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("SCAFFOLD_SANDBOX", asked)
    assert [f.name for f in examine() if f.wrong] == []
