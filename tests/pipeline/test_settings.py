"""Settings are followed or refused: on the command line of `init`, in scaffold.toml, in profiles and review forms."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from scaffold.fetch.progress import quiet
from scaffold.pipeline import settings, updating
from scaffold.project import state
from scaffold.resources import template
from tests.loopback import Loopback
from tests.pipeline.conftest import ID, SMALL, Run


@pytest.fixture
def project(drafted_small: Path, desk: Path) -> Path:
    return Path(shutil.copytree(drafted_small / "paper", desk / "paper"))


def warned(run: CompletedProcess[str]) -> list[dict[str, str]]:
    """The warnings of check --json on settings, without the one on slides that LaTeX did not set."""
    return [warning for warning in json.loads(run.stdout)["warnings"] if warning["setting"] != "slides"]


def edited(project: Path, *pairs: tuple[str, str]) -> int:
    """scaffold.toml with these lines replaced; returns the number of the first one."""
    path = project / state.FILE
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text[: text.index(pairs[0][1])].count("\n") + 1


# --- scaffold.toml --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("minutes = 25", "minuts = 20", "talk has no setting 'minuts' (did you mean 'minutes'?)"),
        ("[talk]", "[talkk]", "the file has no setting 'talkk' (did you mean 'talk'?)"),
        ("minutes = 25", 'minutes = "20"', "talk.minutes is '20': it must be a whole number"),
        ('slides = "both"', 'slides = "beemer"', "it must be one of beamer, both, pptx (did you mean 'beamer'?)"),
        ('name = ""', "name = 3", "student.name is 3: it must be text in quotes"),
        ("# due = 2027-06-01", 'due = "June"', "seminar.due is 'June': it must be a date"),
    ],
)
def test_a_setting_that_is_not_understood_is_refused_with_its_line(
    old: str, new: str, says: str, scaffold: Run, project: Path
) -> None:
    line = edited(project, (re.sub(r"^# due = .*", _due_line(project), old), new))
    run = scaffold("check", cwd=project)
    assert run.returncode == 32
    assert says in run.stderr
    assert f"scaffold.toml:{line} is not valid: " in run.stderr


@pytest.mark.parametrize("command", ["build", "talk", "plan", "graph"])
def test_every_command_of_a_project_refuses_such_a_setting(command: str, scaffold: Run, project: Path) -> None:
    line = edited(project, ("minutes = 25", "minuts = 20"))
    run = scaffold(command, cwd=project)
    assert run.returncode == 32
    assert f"scaffold.toml:{line} is not valid: " in run.stderr


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_slides_that_latex_did_not_set_are_named_with_what_sets_them(project: Path, built: Path, desk: Path) -> None:
    (found,) = (str(p) for p in settings.problems(project) if p.code == "not-set-by-latex")
    assert found.endswith(
        "so statements are plain text, and none is verified: run scaffold update --tex, which keeps your text"
    )
    assert not settings.problems(project, updated=True)
    with_equations = Path(shutil.copytree(built / "paper", desk / "with-equations"))
    assert not settings.problems(with_equations)
    notes = updating.update(with_equations, tex=False, dry_run=True, progress=quiet).notes
    assert [note for note in notes if "scaffold update --tex brings them back" in note] == list(notes)[:1]
    assert not updating.update(project, tex=False, dry_run=True, progress=quiet).notes


def _due_line(project: Path) -> str:
    text = (project / state.FILE).read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if line.startswith("due = "))


def test_what_a_running_project_cannot_follow_is_said(scaffold: Run, drafted: Path, desk: Path) -> None:
    project = Path(shutil.copytree(drafted / "paper", desk / "paper"))
    edited(
        project,
        ("main = []", 'main = ["Theorem 1.1", "Theorem 5.99"]'),
        ('name = ""', 'name = "Ada Lovelace"'),
        (_due_line(project), "due = 2031-02-03"),
        ("minutes = 25", "minutes = 15"),
        ('slides = "both"', 'slides = "pptx"'),
        ('# review = "theory"', 'review = "icml"'),
    )
    warnings = {w["setting"]: w["message"] for w in warned(scaffold("check", "--json", cwd=project))}
    assert list(warnings) == [
        *("[student] name", "[seminar] due", "[report] review", "[report] main", "[talk] slides", "[talk] minutes")
    ]
    assert "slides/slides.tex:14 has another: run scaffold update" in warnings["[student] name"]
    assert "report/report.tex:15 has another: run scaffold update" in warnings["[seminar] due"]
    assert "are those of another form: run scaffold update" in warnings["[report] review"]
    assert "(did you mean 'Theorem 5.9'?)" in warnings["[report] main"]
    assert "slides/slides.tex too: delete it" in warnings["[talk] slides"]
    assert "the slides take 25" in warnings["[talk] minutes"]
    restated = "[report] main says Theorem 1.1, but the report restates Theorem 5.4, Theorem 5.9"
    for command in (["check"], ["build", "--report"]):
        said = scaffold(*command, cwd=project).stderr
        assert restated in said
        assert all(f"Warning: scaffold.toml: {setting} " in said for setting in warnings)


def test_who_follows_the_advice_is_not_warned_again(scaffold: Run, project: Path) -> None:
    edited(project, ('name = ""', 'name = "Ada Lovelace"'), (_due_line(project), "due = 2031-02-03"))
    for path, command, value in (
        ("report/report.tex", "student", "Ada Lovelace"),
        ("report/report.tex", "handedin", "3 February 2031"),
        ("slides/slides.tex", "author", "Ada Lovelace"),
    ):
        text = (project / path).read_text(encoding="utf-8")
        (project / path).write_text(re.sub(rf"\\{command}\{{.*\}}", rf"\\{command}{{{value}}}", text), encoding="utf-8")
    assert warned(scaffold("check", "--json", cwd=project)) == []


def test_a_deck_is_not_taken_for_a_report_that_is_missing(scaffold: Run, project: Path) -> None:
    (project / "report" / "report.tex").unlink()
    said = scaffold("build", "--report", cwd=project).stderr
    assert "[report] class" not in said
    assert ".scaffold/base/report/report.tex is as scaffold wrote it" in said


def test_the_same_day_in_another_language_is_no_other_day(scaffold: Run, project: Path) -> None:
    edited(project, ('# language = "de"', 'language = "de"'))
    assert [w["setting"] for w in warned(scaffold("check", "--json", cwd=project))] == ["[seminar] language"]


def test_another_profile_is_compared_with_the_report(scaffold: Run, project: Path) -> None:
    edited(project, ('profile = "theory"', 'profile = "mine.toml"'))
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8")
    (project / "mine.toml").write_text(rules.replace("pages = 1", "pages = 1.5"), encoding="utf-8")
    warnings = warned(scaffold("check", "--json", cwd=project))
    assert [w["message"].split(", and")[0] for w in warnings] == ["[seminar] profile gives part review 1.5 pages"]
    edited(project, ('profile = "mine.toml"', 'profile = "essay-9"'))
    assert "has others: run scaffold update" in scaffold("check", cwd=project).stderr


def test_another_version_of_the_paper_needs_an_update(scaffold: Run, drafted: Path, desk: Path) -> None:
    project = Path(shutil.copytree(drafted / "paper", desk / "paper"))
    edited(project, ("version = 2", "version = 1"))
    assert "is 1, but the project was made from 2: run scaffold update" in scaffold("check", cwd=project).stderr


def test_a_project_as_init_makes_it_follows_its_settings(scaffold: Run, desk: Path) -> None:
    options = ["--student", "Đỗ & Søn", "--due", "2031-02-03", "--main-result", "Theorem 1.1", "--minutes", "20"]
    run = scaffold("init", ID, "here", "--no-tex", "--review", "icml", "--slides", "beamer", *options)
    assert run.returncode == 0, run.stderr
    assert json.loads(scaffold("check", "--json", cwd=desk / "here").stdout)["warnings"] == []


def test_check_measures_in_the_language_that_the_report_has(scaffold: Run, project: Path) -> None:
    before = json.loads(scaffold("check", "--json", cwd=project).stdout)["checks"]
    edited(project, ('# language = "de"', 'language = "de"'))
    after = scaffold("check", "--json", cwd=project)
    assert json.loads(after.stdout)["checks"] == before
    assert any(
        "but the report is in en: run scaffold update" in w["message"] for w in json.loads(after.stdout)["warnings"]
    )


def test_authors_without_any_parts_are_one_warning(scaffold: Run, project: Path) -> None:
    path = project / state.FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\n[[authors]]\nname = "Ada"\n[[authors]]\nname = "Ben"\n', encoding="utf-8")
    (about,) = re.findall(r"\[\[authors\]\] part .*", scaffold("check", cwd=project).stderr)
    assert about.startswith(
        "[[authors]] part is missing for Ada, Ben: write one of summary, review, proofs; nobody has"
    )


def test_authors_without_parts_and_parts_without_authors_are_said(scaffold: Run, project: Path) -> None:
    path = project / state.FILE
    authors = '\n[[authors]]\nname = "Ada"\npart = "sumary"\n[[authors]]\nname = "Ben"\npart = "proofs"\n'
    path.write_text(path.read_text(encoding="utf-8") + authors, encoding="utf-8")
    warned = " ".join(scaffold("check", cwd=project).stderr.split())
    assert "[[authors]] part is 'sumary' for Ada" in warned
    assert "did you mean 'summary'?" in warned
    assert "[[authors]] part gives nobody the part summary, review" in warned
    assert "[[authors]] name has Ada, who is not in report/report.tex: run scaffold update" in warned
    edited(project, ("sumary", "summary"))
    updated = scaffold("update", cwd=project)
    assert updated.returncode == 0, updated.stderr
    report = (project / "report" / "report.tex").read_text(encoding="utf-8")
    assert "\\reportauthor{Ada}{}{Summary}\n\\reportauthor{Ben}{}{Summary of the proofs}\n" in report
    assert "\\partauthor{summary}{Ada}\n\\partauthor{proofs}{Ben}\n" in report


def test_a_backup_slide_of_no_statement_is_said(scaffold: Run, project: Path) -> None:
    edited(project, ('# backup = ["Lemma 4.2"]', 'backup = ["Lemma 1.1", "Theorm 1.2"]'))
    warned = " ".join(scaffold("check", cwd=project).stderr.split())
    assert "[talk] backup names 'Theorm 1.2', but the paper has no statement with this name" in warned
    assert "did you mean 'Theorem 1.2'?" in warned
    assert "'Lemma 1.1'" not in warned


# --- options of init ------------------------------------------------------------------------------------------------


def test_main_results_are_those_that_are_named(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "here", "--no-tex", "--main-result", "Theorem 5.8", "--main-result", "lemma 4.5")
    assert run.returncode == 0, run.stderr
    assert "main results: Lemma 4.5, Theorem 5.8" in run.stdout
    summary = (desk / "here" / "report" / "summary.tex").read_text(encoding="utf-8")
    assert r"\paperstatement{theorem-5.8}" in summary
    assert state.load(desk / "here").main == ("Theorem 5.8", "lemma 4.5")
    assert "Lemma 4.5" in scaffold("plan", cwd=desk / "here").stdout


def test_a_main_result_that_the_paper_does_not_have(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "here", "--no-tex", "--main-result", "Theorem 5.44")
    assert run.returncode == 19
    assert "no statement called 'Theorem 5.44'" in run.stderr
    assert re.search(r"most like it are .*Theorem 5\.4\b", run.stderr)
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--due", "1.6.2027"], 2),
        (["--version", "two"], 10),
        (["--seminar", "own.toml"], 33),
        (["--review", "own.toml"], 33),
        (["--theme", "nowhere.pptx"], 35),
        (["--main", "main.tex", "--from", "pdf"], 17),
    ],
)
def test_options_are_checked_before_anything_is_fetched(
    options: list[str], code: int, scaffold: Run, arxiv: Loopback, desk: Path
) -> None:
    (desk / "own.toml").write_text('titel = "Mine"\n', encoding="utf-8")
    run = scaffold("init", ID, "here", *options)
    assert run.returncode == code, run.stderr
    assert "own.toml" not in options or "own.toml:1 is not valid: the file has no setting 'titel'" in run.stderr
    assert arxiv.paths == []


def test_the_form_of_a_profile_is_checked_before_anything_is_fetched(
    scaffold: Run, arxiv: Loopback, desk: Path
) -> None:
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8")
    (desk / "mine.toml").write_text(rules.replace('review = "theory"', 'review = "theori"'), encoding="utf-8")
    run = scaffold("init", ID, "here", "--seminar", "mine.toml")
    assert run.returncode == 33
    assert "no review form 'theori' (did you mean 'theory'?)" in run.stderr
    assert arxiv.paths == []


@pytest.mark.parametrize("by", ["option", "profile"])
def test_a_form_of_ones_own_is_copied(by: str, scaffold: Run, desk: Path) -> None:
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8")
    form = template("reviews", "theory.toml").read_text(encoding="utf-8").replace("Contribution", "My question")
    (desk / "rules").mkdir()
    (desk / "rules" / "my.toml").write_text(form, encoding="utf-8")
    (desk / "rules" / "mine.toml").write_text(rules.replace('review = "theory"', 'review = "my.toml"'), "utf-8")
    options = {"option": ["--review", "rules/my.toml"], "profile": ["--seminar", "rules/mine.toml"]}[by]
    run = scaffold("init", str(SMALL), "here", "--no-tex", *options)
    assert run.returncode == 0, run.stderr
    shutil.rmtree(desk / "rules")
    assert (desk / "here" / "review.toml").read_text(encoding="utf-8") == form
    assert state.load(desk / "here").review == "review.toml"
    assert "My question" in (desk / "here" / "report" / "review.tex").read_text(encoding="utf-8")
    run = scaffold("check", "--json", cwd=desk / "here")
    assert [c["verdict"] for c in json.loads(run.stdout)["checks"] if c["check"] == "review"] == ["fail"]
    assert warned(run) == []


@pytest.mark.parametrize(("minutes", "advice"), [(45, "there is time for more"), (10, "shows what to skip")])
def test_the_advice_on_minutes_fits_the_slides(minutes: int, advice: str, scaffold: Run, project: Path) -> None:
    edited(project, ("minutes = 25", f"minutes = {minutes}"))
    (warning,) = warned(scaffold("check", "--json", cwd=project))
    assert advice in warning["message"]
    assert ("skip" in warning["message"]) == (minutes == 10)
