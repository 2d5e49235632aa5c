"""`update` and `undo` as a student runs them: settings and versions reach the project, and nothing of hers is lost."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from scaffold.errors import DiskError
from scaffold.fetch.progress import Progress
from scaffold.pipeline import updating
from scaffold.project import journal, state
from scaffold.resources import template
from tests.conftest import ROOT
from tests.pipeline.conftest import ID, SMALL, Run

pytestmark = pytest.mark.slow


@pytest.fixture
def project(drafted: Path, desk: Path) -> Path:
    return Path(shutil.copytree(drafted / "paper", desk / "paper"))


@pytest.fixture
def small(drafted_small: Path, desk: Path) -> Path:
    """A project of the small paper."""
    return Path(shutil.copytree(drafted_small / "paper", desk / "paper"))


def files(project: Path) -> dict[str, bytes]:
    return {p.relative_to(project).as_posix(): p.read_bytes() for p in project.rglob("*") if p.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def text(project: Path, name: str) -> str:
    return (project / name).read_text(encoding="utf-8")


def ran(scaffold: Run, project: Path, *words: str) -> str:
    run = scaffold(*words, cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


def test_an_update_with_nothing_to_do_changes_no_byte(scaffold: Run, small: Path) -> None:
    edit(small / "report" / "summary.tex", "\\question", "My words. \\question")
    (small / "report" / "notes.tex").write_text("mine", encoding="utf-8")
    before = files(small)
    assert "Everything is up to date." in ran(scaffold, small, "update")
    assert files(small) == before
    assert "There is no step to take back." in ran(scaffold, small, "undo")


def test_an_update_of_a_paper_read_from_its_pages_changes_no_byte(scaffold: Run, desk: Path) -> None:
    ran(scaffold, desk, "init", ID, "p", "--no-tex", "--from", "pdf", "--slides", "beamer")
    before = files(desk / "p")
    assert "Everything is up to date." in ran(scaffold, desk / "p", "update")
    assert files(desk / "p") == before


def test_settings_reach_report_and_slides_and_an_undo_takes_all_back(scaffold: Run, project: Path) -> None:
    asked = "\\towrite{In your own words: what does Theorem 5.4 say?}"
    edit(project / "report" / "summary.tex", asked, "My own words.")
    edit(
        project / "slides" / "slides.tex",
        "\\prompt{Which question is behind ``Margins, Mistakes and Dimension'', in one~sentence?}",
        "\\item They should.",
    )
    edit(project / state.FILE, "main = []", 'main = ["Theorem 5.4"] # as the adviser says')
    edit(project / state.FILE, "minutes = 25", "minutes = 15")
    edit(project / state.FILE, '# review = "theory"', 'review = "icml"')
    edit(project / state.FILE, 'name = ""', 'name = "Ada Lovelace"')
    before = files(project)

    said = ran(scaffold, project, "update", "--dry-run")
    assert files(project) == before
    for line in ("report/review.tex: replaced", "report/summary.tex: merged with your changes", "slides/slides.pptx: "):
        assert line in said
    assert "report/generated/roadmap.tex: replaced" in said
    assert "kept, as you changed it; the new form follows it as a comment" not in said

    ran(scaffold, project, "update")
    summary = text(project, "report/summary.tex")
    assert "My own words." in summary
    assert "theorem-5.9" not in summary
    assert "2 weak reject (could be accepted)" in text(project, "report/review.tex")
    assert "\\student{Ada Lovelace}" in text(project, "report/report.tex")
    slides = text(project, "slides/slides.tex")
    assert "\\item They should." in slides
    assert "\\author{Ada Lovelace}" in slides
    assert "15 min" in ran(scaffold, project, "talk") or "15:" in ran(scaffold, project, "talk")
    assert 'main = ["Theorem 5.4"] # as the adviser says' in text(project, state.FILE)
    assert "Warning: scaffold.toml" not in scaffold("check", cwd=project).stderr
    after = files(project)
    assert "Everything is up to date." in ran(scaffold, project, "update")
    assert files(project) == after

    edit(project / "report" / "proofs.tex", "\\paperroadmap", "\\paperroadmap\nWritten after the update.")
    assert "report/proofs.edited.tex" in ran(scaffold, project, "undo")
    edited = (project / "report" / "proofs.edited.tex").read_text(encoding="utf-8")
    assert "Written after the update." in edited
    (project / "report" / "proofs.edited.tex").unlink()
    assert files(project) == before


def test_another_language_reaches_report_and_slides_but_not_the_own_text(scaffold: Run, small: Path) -> None:
    edit(small / "scaffold.toml", '# language = "de"', 'language = "de"')
    review = small / "report" / "review.tex"
    review.write_text("Mine.\n\n" + review.read_text(encoding="utf-8"), encoding="utf-8")
    with (small / "report" / "own.bib").open("a", encoding="utf-8") as file:
        file.write("@book{mine, title={A book}}\n")
    ran(scaffold, small, "update", "--no-tex")
    assert text(small, "report/own.bib").endswith("Ihnen.\n\n@book{mine, title={A book}}\n")
    assert "\\begin{scaffoldpart}{review}{Gutachten}" in text(small, "report/report.tex")
    assert "Mine.\n" in text(small, "report/review.tex")
    assert "Korrektheit" in text(small, "report/review.tex")
    assert "\\question{Was war vor" in text(small, "report/summary.tex")
    assert "{Die Frage}" in text(small, "slides/slides.tex")


def test_another_version_of_the_paper_renumbers_what_the_student_wrote(scaffold: Run, desk: Path) -> None:
    ran(scaffold, desk, "init", f"{ID}v1", "p", "--no-tex", "--main-result", "Theorem 5.7")
    project = desk / "p"
    edit(project / state.FILE, '# "Lemma 4.2" = "checked"', '"Theorem 5.6" = "checked"')
    first = text(project, "report/summary.tex").splitlines(keepends=True)
    mine = "By \\paperref{theorem-5.6} and \\paperref{theorem-5.7}, all is well.\n\nTheorem~5.6 is mine, not 5.60.\n\n"
    (project / "report" / "summary.tex").write_text("".join([*first[:3], mine, *first[3:]]), encoding="utf-8")
    (project / "report" / "extra.tex").write_text("\\paperstatement*{remark-5.8}\n", encoding="utf-8")
    before = files(project)

    said = ran(scaffold, project, "update", "--version", "v2")
    assert f"{ID}v1 → {ID}v2" in said
    assert "Theorem 5.6 is now Theorem 5.7" in said
    assert "report/summary.tex:6 says Theorem 5.6, which is Theorem 5.7 now" in said
    assert said.count(", which is ") == 1
    assert re.search(r"added +Claim B.1", said)
    settings = state.load(project)
    assert (settings.version, settings.main, dict(settings.ledger)) == (2, ("Theorem 5.9",), {"Theorem 5.7": "checked"})
    assert "By \\paperref{theorem-5.7} and \\paperref{theorem-5.9}, all is well." in text(project, "report/summary.tex")
    assert text(project, "report/extra.tex") == "\\paperstatement*{remark-5.10}\n"
    assert "<<<<<<<" not in text(project, "report/summary.tex")
    assert (project / "paper" / "source" / "main.tex").read_bytes() != before["paper/source/main.tex"]
    assert "Everything is up to date." in ran(scaffold, project, "update", "--version", "v2")
    ran(scaffold, project, "undo")
    assert files(project) == before


def test_a_conflict_is_counted_and_named_by_every_command(scaffold: Run, project: Path) -> None:
    asked = "\\towrite{In your own words: what does Theorem 5.9 say?}"
    edit(project / "report" / "summary.tex", asked, "My own words.")
    edit(project / state.FILE, "main = []", 'main = ["Theorem 5.4"]')
    before = files(project)
    would = ran(scaffold, project, "update", "--dry-run")
    (place,) = re.findall(r"Conflict: report/summary\.tex:(\d+): .*: both versions would stand here", would)
    assert "A dry run. scaffold update would do this:" in would
    assert files(project) == before
    said = ran(scaffold, project, "update")
    (line,) = re.findall(r"Conflict: report/summary\.tex:(\d+): both versions of a text stand here", said)
    assert line == place
    assert "Updated with 1 conflict for you to settle." in said
    summary = text(project, "report/summary.tex")
    assert "My own words." in summary
    assert summary.splitlines()[int(line) - 1].startswith("<<<<<<<")
    for command in ("check", "build"):
        run = scaffold(command, cwd=project)
        assert run.returncode != 0
        assert f"report/summary.tex:{line}" in run.stdout + run.stderr
    after = files(project)
    again = ran(scaffold, project, "update")
    assert "Everything is up to date." in again
    assert re.search(rf"note +report/summary\.tex:{line}: both versions of a text stand here", again)
    assert files(project) == {**after, **{p: d for p, d in files(project).items() if p.startswith("build/")}}


def test_a_project_without_a_copy_of_what_scaffold_wrote_loses_nothing(scaffold: Run, project: Path) -> None:
    shutil.rmtree(project / ".scaffold" / "base")
    edit(project / "report" / "summary.tex", "\\question", "My words. \\question")
    mine = text(project, "report/summary.tex")
    edit(project / state.FILE, "main = []", 'main = ["Theorem 5.4"]')
    said = ran(scaffold, project, "update")
    assert "report/summary.tex: kept: scaffold has no copy of what it wrote, so the new form is in" in said
    assert "report/proofs.tex: replaced" in said
    assert text(project, "report/summary.tex") == mine
    assert "theorem-5.9" not in text(project, "report/summary.new.tex")


def test_a_paper_that_cannot_be_had_is_taken_from_the_project(scaffold: Run, project: Path, tmp_path: Path) -> None:
    for name in ("source", "source/figures"):
        shutil.rmtree(project / "paper" / name, ignore_errors=True)
    (project / "paper" / "paper.pdf").unlink(missing_ok=True)
    ran(scaffold, project, "update")
    assert (project / "paper" / "source" / "main.tex").is_file()
    shutil.rmtree(project / "paper" / "source")
    (project / "paper" / "paper.pdf").unlink()
    edit(project / state.FILE, f'arxiv = "{ID}"', f'arxiv = "{ID}"\nsource = "nowhere"')
    edit(project / state.FILE, "minutes = 25", "minutes = 15")
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    run = scaffold("update", "--version", "v7", cwd=project)
    assert run.returncode == 11
    assert "there is no" in run.stderr


def test_a_file_that_the_student_deleted_stays_away(scaffold: Run, project: Path) -> None:
    (project / "slides" / "slides.tex").unlink()
    edit(project / state.FILE, "minutes = 25", "minutes = 15")
    ran(scaffold, project, "update")
    assert not (project / "slides" / "slides.tex").exists()


def test_what_belongs_to_scaffold_is_restored(scaffold: Run, project: Path) -> None:
    before = files(project)
    edit(project / "report" / "generated" / "statements" / "theorem-5.9.tex", "8m", "9m")
    (project / "report" / "generated" / "references.bib").unlink()
    findings = scaffold("check", cwd=project).stdout
    assert findings.count("restore it: run scaffold update") == 2
    ran(scaffold, project, "update")
    assert {k: v for k, v in files(project).items() if not k.startswith(".scaffold/snapshots/")} == before


def test_a_text_in_another_encoding_is_not_merged(scaffold: Run, small: Path) -> None:
    report, proofs = small / "report" / "report.tex", small / "report" / "proofs.tex"
    report.write_bytes(text(small, "report/report.tex").encode("utf-16"))
    proofs.write_bytes(proofs.read_bytes() + "\nKurt Gödel\r\n".encode("latin-1"))
    before = files(small)
    edit(small / state.FILE, 'name = ""', 'name = "Ada Lovelace"')
    edit(small / state.FILE, "main = []", 'main = ["Lemma 1.1"]')
    said = ran(scaffold, small, "update")
    assert "report/report.tex: kept: it is saved as UTF-16" in said
    assert report.read_bytes() == before["report/report.tex"]
    assert "\\student{Ada Lovelace}" in text(small, "report/report.new.tex")
    assert "\nKurt Gödel\r\n".encode("latin-1") in proofs.read_bytes()
    assert "Everything is up to date." in ran(scaffold, small, "update")


def test_what_the_new_settings_do_not_reach_is_said(scaffold: Run, small: Path) -> None:
    edit(small / state.FILE, "main = []", 'main = ["Theorem 99"]')
    shutil.copyfile(ROOT / "tests" / "seminars" / "short-note.toml", small / "seminar.toml")
    edit(small / state.FILE, 'profile = "theory"', 'profile = "seminar.toml"')
    run = scaffold("update", cwd=small)
    assert run.returncode == 0
    assert re.search(r"due in scaffold.toml is 1 June 20\d\d, and the seminar says 1 December 20", run.stderr)
    assert "[report] main names 'Theorem 99', but the paper has no statement with this name" in run.stderr
    edit(small / state.FILE, '# theme = ["Madrid"]', 'theme = ["nothing.pptx"]')
    run = scaffold("update", cwd=small)
    assert run.returncode == 35
    assert "the theme is set in scaffold.toml under [talk]" in run.stderr


def test_links_and_what_is_no_file_stay_as_they_are(scaffold: Run, small: Path, desk: Path) -> None:
    report, elsewhere = small / "report", desk / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "figure.pdf").write_bytes(b"a figure")
    (report / "report.tex").rename(elsewhere / "report.tex")
    links = {"report.tex": "../../elsewhere/report.tex", "figure.pdf": "../../elsewhere/figure.pdf"}
    links |= {"figures": "../../elsewhere", "loop": ".", "lost.tex": "nowhere.tex"}
    for name, target in links.items():
        (report / name).symlink_to(target)
    os.mkfifo(report / "pipe")
    edit(small / state.FILE, 'name = ""', 'name = "Ada Lovelace"')

    said = ran(scaffold, small, "update")
    assert "report/report.tex: replaced" in said
    assert "removed" not in said
    assert {name: (report / name).readlink().as_posix() for name in links} == links
    assert "\\student{Ada Lovelace}" in (elsewhere / "report.tex").read_text(encoding="utf-8")
    assert (report / "pipe").is_fifo()
    assert "Restored" in ran(scaffold, small, "undo")
    assert {name: (report / name).readlink().as_posix() for name in links} == links
    assert "Ada Lovelace" not in (elsewhere / "report.tex").read_text(encoding="utf-8")


def test_what_is_saved_while_an_update_runs_is_not_lost(small: Path) -> None:
    edit(small / state.FILE, 'name = ""', 'name = "Ada Lovelace"')
    changed, other, new = (small / "report" / name for name in ("report.tex", "review.tex", "mine.tex"))
    before = files(small)

    def save(*edited: Path) -> Progress:
        def saved(stage: str, *_: object) -> None:
            if stage == "":  # files are merged, and not yet written
                for file in edited:
                    file.write_text("saved meanwhile", encoding="utf-8")

        return saved

    with pytest.raises(DiskError, match=r"report/report\.tex was saved while the update was running"):
        updating.update(small, progress=save(changed))
    assert files(small) == {**before, "report/report.tex": b"saved meanwhile"}
    changed.write_bytes(before["report/report.tex"])
    updating.update(small, progress=save(other, new))
    assert {file.read_bytes() for file in (other, new)} == {b"saved meanwhile"}
    assert "Ada Lovelace" in text(small, "report/report.tex")


def test_a_theme_given_as_a_file_is_kept_for_updates(scaffold: Run, desk: Path) -> None:
    (desk / "beamerthemeOurs.sty").write_text("\\ProvidesPackage{beamerthemeOurs}\n", encoding="utf-8")
    ran(scaffold, desk, "init", str(SMALL), "p", "--no-tex", "--slides", "beamer", "--theme", "beamerthemeOurs.sty")
    assert state.load(desk / "p").themes == ("theme/beamerthemeOurs.sty",)
    (desk / "beamerthemeOurs.sty").unlink()
    assert "Everything is up to date." in ran(scaffold, desk / "p", "update")
    edit(desk / "p" / state.FILE, 'theme = ["theme/beamerthemeOurs.sty"]', "theme = []")
    ran(scaffold, desk / "p", "update")
    assert "\\foreigntheme" not in text(desk / "p", "slides/slides.tex")


@pytest.mark.requires_latex
def test_another_class_of_the_report_keeps_the_own_text(scaffold: Run, small: Path) -> None:
    edit(small / "report" / "summary.tex", "\\question", "My words. \\question")
    edit(small / state.FILE, '# class = "llncs"', 'class = "no-such-class"')
    refused = scaffold("update", cwd=small)
    assert (refused.returncode, "no-such-class of the report is not installed" in refused.stderr) == (33, True)
    edit(small / state.FILE, 'class = "no-such-class"', 'class = "scrartcl"')
    warned = " ".join(scaffold("check", cwd=small).stderr.split())
    assert "[report] class is scrartcl, but report/report.tex has article: run scaffold update" in warned
    ran(scaffold, small, "update")
    assert "\\documentclass[a4paper]{scrartcl}\n\\usepackage[classlayout]{" in text(small, "report/report.tex")
    assert "My words." in text(small, "report/summary.tex")
    assert "[report] class" not in scaffold("check", cwd=small).stderr
    assert json.loads(text(small, ".scaffold/manifest.json"))["class"]["class"] == "scrartcl"
    edit(small / state.FILE, 'class = "scrartcl"', "")
    ran(scaffold, small, "update")
    assert "{article}" in text(small, "report/report.tex")


@pytest.mark.requires_latex
def test_a_template_of_the_chair_is_copied_and_kept_for_updates(scaffold: Run, desk: Path) -> None:
    (desk / "chair").mkdir()
    (desk / "chair" / "chair.cls").write_text("\\ProvidesClass{chair}\\LoadClass[a4paper]{article}\n", encoding="utf-8")
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8")
    rules = re.sub(r"^page = .*\n", "", rules, flags=re.MULTILINE).replace("[report]", '[report]\nclass = "chair/"')
    (desk / "rules.toml").write_text(rules, encoding="utf-8")
    ran(scaffold, desk, "init", str(SMALL), "p", "--no-tex", "--slides", "beamer", "--seminar", "rules.toml")
    assert state.load(desk / "p").document_class == "report/template/"
    assert "\\documentclass{chair}" in text(desk / "p", "report/report.tex")
    shutil.rmtree(desk / "chair")
    before = files(desk / "p")
    assert "Everything is up to date." in ran(scaffold, desk / "p", "update")
    assert files(desk / "p") == before
    edit(desk / "p" / "report" / "template" / "chair.cls", "{article}", "{article}\\def\\new{}")
    ran(scaffold, desk / "p", "update")
    assert "\\def\\new{}" in text(desk / "p", "report/template/chair.cls")


def test_versions_are_compared(scaffold: Run, project: Path, desk: Path) -> None:
    said = ran(scaffold, project, "diff", "v1", "v2")
    assert "Theorem 5.7 is now Theorem 5.9: it now has a proof" in said
    found = json.loads(scaffold("diff", "v1", "--json", cwd=project).stdout)
    assert {row["title"] for row in found["removed"]} >= {"Theorem 5.6", "Lemma C.2"}
    assert "no statement changed" in ran(scaffold, project, "diff")
    assert scaffold("diff", "v1", cwd=desk).returncode == 32
    assert "Lemma C.2" in ran(scaffold, desk, "diff", f"{ID}v1", f"{ID}v2")


def test_a_paper_that_is_not_from_arxiv_has_no_versions(scaffold: Run, desk: Path) -> None:
    (desk / "a.tex").write_text(LEMMAS.format(body=f"{FIRST} {SECOND}"), encoding="utf-8")
    ran(scaffold, desk, "init", "a.tex", "p", "--no-tex", "--slides", "beamer")
    run = scaffold("diff", "v1", "v3", cwd=desk / "p")
    assert run.returncode == 32
    assert "is not from arXiv, so it has no version v1" in run.stderr
    assert "scaffold diff OLD NEW" in run.stderr
    (desk / "p" / "v1").mkdir()
    (desk / "p" / "v1" / "a.tex").write_text(LEMMAS.format(body=FIRST), encoding="utf-8")
    assert "added" in ran(scaffold, desk / "p", "diff", "v1", "../a.tex")


LEMMAS = "\\documentclass{{article}}\n\\newtheorem{{lemma}}{{Lemma}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
FIRST = "\\begin{lemma} Every bounded sequence of reals has a convergent subsequence. \\end{lemma}"
SECOND = "\\begin{lemma} The sum of two even numbers is even, and so is their product $xy$. \\end{lemma}"
OTHER = "\\begin{lemma} A graph with no odd cycle can be coloured by at most two colours. \\end{lemma}"


def test_a_name_that_another_statement_has_now_is_said(scaffold: Run, desk: Path) -> None:
    """The student meant the lemma that is gone; the one of the same name is another."""
    (desk / "a.tex").write_text(LEMMAS.format(body=f"{FIRST} {SECOND}"), encoding="utf-8")
    ran(scaffold, desk, "init", "a.tex", "p", "--no-tex", "--slides", "beamer", "--main-result", "Lemma 2")
    project = desk / "p"
    edit(project / state.FILE, '# "Lemma 4.2" = "checked"', '"Lemma 2" = "checked"\n"lemma-1" = "skimmed"')
    (project / "paper" / "source" / "a.tex").write_text(LEMMAS.format(body=f"{FIRST} {OTHER}"), encoding="utf-8")
    said = scaffold("update", cwd=project)
    assert said.returncode == 0
    for place in ("[report] main", "[ledger]"):
        assert (
            f"{place} names Lemma 2, which is gone from the paper, and another statement has this name" in said.stderr
        )
    settings = state.load(project)
    assert (settings.main, dict(settings.ledger)) == ((), {"lemma-1": "skimmed"})
    assert "Everything is up to date." in ran(scaffold, project, "update")


@pytest.mark.parametrize("words", [("--version", "two"), ("--version", "v0")])
def test_wrong_usage(words: tuple[str, ...], scaffold: Run, small: Path) -> None:
    assert scaffold("update", *words, cwd=small).returncode == 2


def test_diff_takes_the_folder_of_a_project(scaffold: Run, desk: Path, project: Path) -> None:
    for words in (["paper", f"{ID}v1"], ["paper", "v1"], [f"{ID}v2", f"{ID}v1"]):
        said = ran(scaffold, desk, "diff", *words)
        assert "Theorem 5.7 is now Theorem 5.6" in said
    assert "Theorem 5.6 is now Theorem 5.7" in ran(scaffold, desk, "diff", f"{ID}v1", "paper")
    assert "is now" not in ran(scaffold, desk, "diff", "paper")


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"text", b"PK\x05\x06" + b"\0" * 18])
def test_a_damaged_deck_is_named_also_if_nothing_is_new_for_it(content: bytes, scaffold: Run, small: Path) -> None:
    (small / "slides" / "slides.pptx").write_bytes(content)
    run = scaffold("update", cwd=small)
    assert run.returncode == 34
    assert "slides/slides.pptx is not a PowerPoint file, or is damaged" in run.stderr
    assert ".scaffold/base/slides/slides.pptx is as scaffold wrote it" in run.stderr
    assert (small / "slides" / "slides.pptx").read_bytes() == content


def test_an_undo_of_a_step_that_changed_no_file_says_so(scaffold: Run, project: Path) -> None:
    journal.apply(
        project, {".scaffold/manifest.json": (project / ".scaffold" / "manifest.json").read_bytes()}, "update"
    )
    said = ran(scaffold, project, "undo")
    assert re.fullmatch(r"Took back the update of .*: it had changed no file, only what scaffold remembers .*\n", said)
    assert ran(scaffold, project, "undo") == "There is no step to take back.\n"
