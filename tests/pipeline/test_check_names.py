"""Every line that `scaffold check` prints begins with the name of a check that docs/checks.md explains."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.checked import warned
from tests.pipeline.forking import scaffold

TABLE = re.findall(r"^\| ([\w. -]+?) \|", (ROOT / "docs" / "checks.md").read_text(encoding="utf-8"), re.MULTILINE)


def explained(project: Path, *options: str) -> set[str]:
    """The names that a check prints; asserts that the table of the documentation has each."""
    lines = [line[2:] for line in scaffold("check", *options, cwd=project).stdout.splitlines() if line[:1] in "✓✗?"]
    names = {next((n for n in sorted(TABLE, key=len, reverse=True) if f"{line} ".startswith(f"{n} ")), line)
             for line in lines if line}  # fmt: skip
    assert names <= set(TABLE)
    found = json.loads(scaffold("check", "--json", *options, cwd=project).stdout)["checks"]
    assert {c["name"] for c in found} == {c["check"] for c in found} == names
    return names


@pytest.mark.parametrize("options", [[], ["--final"]])
def test_without_pdfs(drafted: Path, options: list[str]) -> None:
    names = explained(drafted / "paper", *options)
    assert {"pages", "fidelity", "deck fidelity", "Beamer fidelity"} <= names
    assert ("to-dos" in names) == ("--final" in options)


def test_entries_of_the_ledger_without_effect_are_named(drafted: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(drafted / "paper", tmp_path / "project"))
    before = scaffold("check", cwd=project)
    settings = project / "scaffold.toml"
    text = settings.read_text(encoding="utf-8")
    more = '"Lemma 99" = "checked"\n"theorem 5.4" = "cheked"\n"Theorm 5.9" = "checked"\n'
    settings.write_text(text + more, encoding="utf-8")
    after = scaffold("check", cwd=project)
    assert (after.returncode, after.stdout) == (before.returncode, before.stdout)
    (slides,) = warned(before)
    assert "scaffold update --tex" in slides
    assert warned(after) == [
        slides,
        "Warning: scaffold.toml: [ledger] names 'Lemma 99', but the paper has no result with this name",
        "Warning: scaffold.toml: [ledger] says 'cheked' of theorem 5.4, which is not one of checked, skimmed, not read "
        "(did you mean 'checked'?)",
        "Warning: scaffold.toml: [ledger] names 'Theorm 5.9', but the paper has no result with this name "
        "(did you mean 'Theorem 5.9'?)",
    ]


@pytest.mark.requires_latex
@pytest.mark.requires_office
@pytest.mark.requires_pandoc
def test_with_pdfs(built: Path) -> None:
    assert {"parts", "order", "page format", "to-dos"} <= explained(built / "paper", "--final")
