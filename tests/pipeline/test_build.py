"""`scaffold build`: a project becomes two PDFs, with real engines."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from scaffold.engines.pdf import pdf_pages
from tests.engines.vector_decks import resaved
from tests.pipeline.checked import warned
from tests.pipeline.conftest import Run, printed


@pytest.fixture
def project(drafted: Path, desk: Path) -> Path:
    """A project of the example paper, made without LaTeX."""
    return Path(shutil.copytree(drafted / "paper", desk / "here"))


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_a_fresh_project_builds(built: Path, scaffold: Run, desk: Path) -> None:
    assert "report compiles, 5 pages" in printed(built, "init")[1]
    project = Path(shutil.copytree(built / "paper", desk / "here"))
    made = project / "build"
    assert pdf_pages(made / "report.pdf") == 5
    assert pdf_pages(made / "slides.pdf") == pdf_pages(made / "slides-beamer.pdf") > 15
    for name in ("report.pdf", "slides.pdf", "slides-beamer.pdf"):
        assert name in printed(built, "build")[0]
    size = r"\d+ slides for 30 minutes, \d+ backup"
    counted = {re.findall(size, printed(built, name)[0])[0] for name in ("init", "build")}
    counted |= {re.findall(size, scaffold(name, cwd=project).stdout)[0] for name in ("talk", "check")}
    assert len(counted) == 1
    assert sum(map(int, re.findall(r"(\d+) (?:slides|backup)", counted.pop()))) == pdf_pages(made / "slides.pdf")
    exported, twin = shown(made / "slides.pdf"), shown(made / "slides-beamer.pdf")
    assert sum(pictures for _, pictures in exported) == sum(pictures for _, pictures in twin)
    deck = project / "slides" / "slides.pptx"
    deck.write_bytes(resaved(deck.read_bytes()))
    assert scaffold("build", "--slides", cwd=project).returncode == 0
    assert shown(made / "slides.pdf") == exported


def shown(pdf: Path) -> list[tuple[list[str], int]]:
    """The words of every page, in any order, and how many raster pictures it has."""
    from pypdf import PdfReader

    return [(sorted((page.extract_text() or "").split()), len(page.images)) for page in PdfReader(pdf).pages]


@pytest.mark.requires_latex
def test_a_mistake_is_shown_where_it_is(scaffold: Run, project: Path) -> None:
    summary = project / "report" / "summary.tex"
    summary.write_text(summary.read_text(encoding="utf-8") + "\nA bound on \\nosuchmacro.\n", encoding="utf-8")
    line = len(summary.read_text(encoding="utf-8").splitlines())
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 21
    assert f"summary.tex:{line}" in run.stderr
    assert "\\nosuchmacro" in run.stderr


@pytest.mark.requires_latex
def test_every_mistake_is_shown_and_the_log_is_kept(scaffold: Run, project: Path) -> None:
    summary, review = project / "report" / "summary.tex", project / "report" / "review.tex"
    summary.write_text("A \\emph{bound.\n\n" + summary.read_text(encoding="utf-8"), encoding="utf-8")
    macros = "\n\n".join(f"\\nosuch{c} and \\nosuch." for c in "abcdefgh")
    review.write_text(macros + "\n\n" + review.read_text(encoding="utf-8"), encoding="utf-8")
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 21
    shown = warned(run)[1:]
    assert shown[0].startswith("  report/summary.tex:1: the brace in “\\emph{bound.” is never closed")
    named = [line.split(": ")[2].removesuffix(" is not defined") for line in shown[1:10]]
    assert named == ["\\nosucha", "\\nosuch", *(f"\\nosuch{c}" for c in "bcdefgh")]
    assert "  report/review.tex:1, 3, 5, 7, 9, 11, 13, 15: Undefined control sequence: \\nosuch is" in run.stderr
    assert shown[-1] == f"  all that LaTeX wrote: {Path('build') / 'report.log'}"
    assert "\\nosuchh" in (project / "build" / "report.log").read_text(encoding="utf-8")
    data = json.loads(scaffold("build", "--report", "--json", cwd=project).stdout)
    (made,) = data["outputs"]
    assert (data["schema"], made["ok"], made["pdf"], made["log"]) == (1, False, "build/report.pdf", "build/report.log")
    first = made["errors"][0]
    assert (first["file"], first["line"], first["code"]) == ("report/summary.tex", 1, "unclosed")
    assert len(made["errors"]) == 17


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", ["summary.tex", "further.tex"])
def test_a_dollar_too_many_is_shown_in_the_file_that_has_it(scaffold: Run, project: Path, name: str) -> None:
    with (project / "report" / "summary.tex").open("a", encoding="utf-8") as summary:
        summary.write("\\input{further}\n")
    (project / "report" / "further.tex").write_text("Words.\n", encoding="utf-8")
    file = project / "report" / name
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\nIt costs 5$ here.\n", encoding="utf-8")
    line = len(file.read_text(encoding="utf-8").splitlines())
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 21
    assert f"{name}:{line}: the $ in “5$ here.” has no partner" in run.stderr
    assert "report.tex:" not in run.stderr


@pytest.mark.requires_latex
def test_lengths_of_all_parts_come_first_and_what_is_cut_is_counted(scaffold: Run, project: Path) -> None:
    summary = project / "report" / "summary.tex"
    wide = "\n\n".join(rf"\noindent\hbox to {n + 200}mm{{a\hfil b}}" for n in range(7))
    summary.write_text(f"{summary.read_text(encoding='utf-8')}\n\n{wide}\n\n", encoding="utf-8")
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 0
    lengths = " ".join(run.stdout.split("\n", 1)[1].split())
    checked = json.loads(scaffold("check", "--json", cwd=project).stdout)["checks"]
    measured = [m[0] for c in checked if c["name"] == "parts" and (m := re.match(r".*? pages", c["message"]))]
    assert len(measured) == 3
    assert lengths == "; ".join(measured)
    assert "pt too wide" in run.stderr
    assert run.stderr.splitlines()[-1] == "  … and 3 more warnings: scaffold doctor log"


@pytest.mark.requires_latex
def test_warnings_about_which_a_student_can_do_nothing_are_not_printed(scaffold: Run, project: Path) -> None:
    (name,) = re.findall(
        r"\\paperstatement\{(theorem[^}]+)\}", (summary := project / "report/summary.tex").read_text(encoding="utf-8")
    )[:1]
    summary.write_text(f"{summary.read_text(encoding='utf-8')}\nBy~\\ref{{nowhere}}.\n", encoding="utf-8")
    statement = project / "report" / "generated" / "statements" / f"{name}.tex"
    grumbles = r"$\large x$$\LARGE x$$\small x$$\tiny x$$\huge x$$\Huge x$"
    statement.write_text(f"{grumbles}\n{statement.read_text(encoding='utf-8')}", encoding="utf-8")
    run = scaffold("build", "--report", cwd=project)
    assert "Reference `nowhere' on page" in run.stderr
    assert "invalid in math mode" not in run.stderr
    assert "invalid in math mode" in scaffold("build", "--report", "--json", cwd=project).stdout


@pytest.mark.requires_latex
def test_without_office_the_twin_is_the_deck(
    scaffold: Run, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only = tmp_path / "bin"
    only.mkdir()
    for name in ("pdflatex", "bibtex", "kpsewhich"):
        found = shutil.which(name)
        assert found
        (only / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(only))
    run = scaffold("build", cwd=project)
    assert run.returncode == 0, run.stderr
    assert "from the Beamer slides" in run.stdout
    assert (project / "build" / "slides.pdf").is_file()


@pytest.mark.requires_office
def test_without_latex_the_deck_still_builds(
    scaffold: Run, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from scaffold.engines.office.export import find_office

    only = tmp_path / "bin"
    only.mkdir()
    office = find_office()
    assert office
    (only / "soffice").symlink_to(office)
    for tool in ("dirname", "basename", "uname", "grep", "sed", "ls", "readlink", "expr", "sh", "env", "cat"):
        for place in ("/usr/bin", "/bin"):
            if (Path(place) / tool).exists() and not (only / tool).exists():
                (only / tool).symlink_to(Path(place) / tool)
    monkeypatch.setenv("PATH", str(only))
    run = scaffold("build", cwd=project)
    assert run.returncode == 20
    assert "install" in run.stderr
    assert (project / "build" / "slides.pdf").is_file()
    assert not (project / "build" / "report.pdf").exists()


@pytest.mark.requires_latex
def test_the_ledger_is_a_line_of_the_review(scaffold: Run, project: Path) -> None:
    settings = project / "scaffold.toml"
    entries = '"Theorem 5.4" = "checked"\n"Lemma 99" = "skimmed"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + entries, encoding="utf-8")
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 0, run.stderr
    assert "Warning: scaffold.toml: [ledger] names 'Lemma 99', but the paper has no result" in run.stderr
    line = (project / "report" / "generated" / "ledger.tex").read_text(encoding="utf-8")
    assert "checked: \\paperref{theorem-5.4}" in line


@pytest.mark.parametrize("options", [["--slides"], ["--slides", "--quiet"]])
def test_a_project_without_a_deck(scaffold: Run, project: Path, options: list[str]) -> None:
    shutil.rmtree(project / "slides")
    run = scaffold("build", *options, cwd=project)
    assert run.returncode == 34
    assert "has no deck: neither slides/slides.pptx nor slides/slides.tex exists" in run.stderr


def test_a_folder_that_is_no_project(scaffold: Run, desk: Path) -> None:
    run = scaffold("build", cwd=desk)
    assert run.returncode == 32
    assert "scaffold.toml" in run.stderr


def test_settings_that_cannot_be_read(scaffold: Run, project: Path) -> None:
    (project / "scaffold.toml").write_text("[talk\n", encoding="utf-8")
    run = scaffold("build", cwd=project)
    assert run.returncode == 32
    assert "scaffold.toml" in run.stderr
