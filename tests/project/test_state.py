"""scaffold.toml: what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.errors import NotAProject
from scaffold.project import state
from scaffold.project.state import Settings

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


@given(student=TEXT, source=TEXT.filter(bool), main=st.lists(TEXT, max_size=3), minutes=st.none() | st.integers(1, 90))
def test_round_trip(
    student: str, source: str, main: list[str], minutes: int | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(
        source=source, student=student, main=tuple(main), minutes=minutes, review="theory", ledger={student: source}
    )
    folder = tmp_path_factory.mktemp("project")
    (folder / state.FILE).write_text(state.render(settings), encoding="utf-8", newline="")
    assert state.load(folder) == settings


def test_suggested_settings_can_be_uncommented(tmp_path: Path) -> None:
    lines = state.render(Settings(source="paper.pdf")).splitlines()
    lines = [line.removeprefix("# ") if " = " in line else line for line in lines]
    (tmp_path / state.FILE).write_text("\n".join(lines), encoding="utf-8")
    found = state.load(tmp_path)
    assert (found.minutes, found.review, dict(found.ledger)) == (30, "theory", {"Lemma 4.2": "checked"})


def test_a_file_that_was_saved_on_windows(tmp_path: Path) -> None:
    text = state.render(Settings(source="paper.pdf", student="Ada", main_file="a.tex")).replace("\n", "\r\n")
    (tmp_path / state.FILE).write_bytes(text.encode("utf-8-sig"))
    assert state.load(tmp_path).student == "Ada"
    changed = state.updated("\ufeff" + text, {"main_file": "b.tex"}, {})
    assert changed == "\ufeff" + text.replace("a.tex", "b.tex")


def test_an_arxiv_paper(tmp_path: Path) -> None:
    settings = Settings(arxiv_id="math/0309136", version=3, sha256="ab" * 32, main_file="a b.tex", slides="pptx")
    (tmp_path / state.FILE).write_text(state.render(settings), encoding="utf-8")
    assert state.load(tmp_path) == settings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[talk]\nslides = 'keynote'\n", "keynote"),
        ("[talk]\nminutes = 0\n", "minutes"),
        ("[talk]\nminutes = 'thirty'\n", "minutes"),
        ("[talk]\nminutes = true\n", r"talk\.minutes is true: it must be a whole number"),
        ("[talk]\nslides = nan\n", r"talk\.slides is nan: it must be one of beamer, both, pptx"),
        ("[report]\nreview = nan\n", r"report\.review is nan: it must be text in quotes"),
        ("[report]\nmain = [3]\n", r"report\.main\[1\] is 3: it must be text in quotes, such as \"Theorem 3\""),
        ("[report]\nmain = 3\n", r"report\.main is 3: it must be a list of texts.*such as"),
        ("[paper]\narxiv = 2401.00001\n", r"paper\.arxiv is 2401\.00001: it must be text in quotes"),
        ("[paper]\narxiv = '2401.00001'\nversion = '1'\n", r"paper\.version is '1': it must be a whole number"),
        ("[ledger]\n'Lemma 1' = []\n", r"ledger\.Lemma 1 is \[\]: it must be text in quotes"),
        ("[[talk]]\n", r"it must be a section, \[talk\]"),
        ("[talk\n", r"not valid TOML: .*line 1"),
        ("talk = 3\n", r"talk is 3: it must be a section, \[talk\]"),
        ("", r"arxiv or source is missing in \[paper\]"),
        ("[paper]\nsource = ''\n", r"arxiv or source is missing in \[paper\]"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / state.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(NotAProject, match=message) as caught:
        state.load(tmp_path)
    assert caught.value.hint


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match=r"scaffold\.toml"):
        state.load(tmp_path)


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ([], "change to the folder that scaffold init created"),
        (["b"], "change to the project in it: b"),
        (["b", "a"], "change to one of the projects in it: a, b"),
        ([*"abcdef"], "change to the folder that scaffold init created"),
    ],
)
def test_projects_in_a_folder_that_is_none_are_named(names: list[str], hint: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / state.FILE).write_text("", encoding="utf-8")
    with pytest.raises(NotAProject) as caught:
        state.load(tmp_path)
    assert caught.value.hint.startswith(hint)


@given(
    student=TEXT,
    main=st.lists(TEXT, max_size=2),
    ledger=st.dictionaries(TEXT, TEXT, max_size=2),
    titles=st.dictionaries(TEXT, TEXT, max_size=3),
)
def test_a_new_version_of_the_paper_changes_nothing_else(
    student: str, main: list[str], ledger: dict[str, str], titles: dict[str, str]
) -> None:
    old = Settings(arxiv_id="2401.00001", version=1, sha256="a", student=student, main=tuple(main), ledger=ledger)
    text = state.updated(state.render(old), {"version": 2, "sha256": "b", "main_file": "new.tex"}, titles)
    found = state.parse(text, Path("scaffold.toml"))
    paper = (found.arxiv_id, found.version, found.sha256, found.main_file)
    assert paper == ("2401.00001", 2, "b", "new.tex")
    assert found.student == student
    kept = [name for name in main if name in titles or name not in titles.values()]
    assert found.main == tuple(titles.get(name, name) for name in kept)


NAMES = st.sampled_from([f"Lemma {n}" for n in "12345"])


@given(
    ledger=st.dictionaries(NAMES, st.sampled_from(("checked", "skimmed", "not read"))),
    titles=st.dictionaries(NAMES, NAMES),
    quote=st.sampled_from(('"', "'")),
)
def test_no_entry_of_the_ledger_is_lost_or_goes_to_another_statement(
    ledger: dict[str, str], titles: dict[str, str], quote: str
) -> None:
    lines = [f'{quote}{name}{quote} = "{word}"' for name, word in ledger.items()]
    text = "\n".join(('[paper]\nsource = "x"\n[ledger]', *lines, AUTHORS))
    made = state.updated(text, {}, titles)
    parsed = state.parse(made, Path("scaffold.toml"))
    assert [author.name for author in parsed.authors] == ["Ada Example", "Ben Sample"]
    found = dict(parsed.ledger)
    for line, (name, word) in zip(lines, ledger.items(), strict=True):
        kept = any(row.startswith("#") and row.endswith(line) for row in made.splitlines())
        assert kept or found.pop(titles.get(name, name)) == word
        assert kept or name in titles or name not in titles.values()
        assert not kept or name not in titles or len(set(titles.values())) < len(titles)
    assert found == {}


def test_an_entry_whose_name_another_statement_now_has_becomes_a_comment() -> None:
    text = '[paper]\nsource = "x"\n[ledger]\n"Lemma 2" = "checked" # all of it\n\'Lemma 1\' = "skimmed"\n'
    assert state.updated(text, {}, {"Lemma 1": "Lemma 2"}) == (
        '[paper]\nsource = "x"\n[ledger]\n# of an earlier version of the paper: "Lemma 2" = "checked" # all of it\n'
        '"Lemma 2" = "skimmed"\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('main = ["Lemma 2"] # "Lemma 2"', '{}"Lemma 2"\nmain = [] # "Lemma 2"'),
        ("main = 'Lemma 2'", "{}'Lemma 2'\nmain = []"),
        ('main = ["Lemma 2", "Lemma 4"]', '{}"Lemma 2"\nmain = ["Lemma 5"]'),
        ('main = ["Lemma 4", "Lemma 2" ]', '{}"Lemma 2"\nmain = ["Lemma 5"]'),
        ('main = ["Lemma 2", "Lemma 2"]', '{0}"Lemma 2"\n{0}"Lemma 2"\nmain = []'),
        ('main = [\n  "Lemma 2", # "x"\n  "Lemma 4",\n]', 'main = [\n  {}"Lemma 2"\n  # "x"\n  "Lemma 5",\n]'),
        ('main = ["Lemma 2"]\r', '{}"Lemma 2"\r\nmain = []\r'),
        ('# main = ["Lemma 2"]', '# main = ["Lemma 2"]'),
    ],
)
def test_a_main_result_that_is_gone_becomes_a_comment_where_another_statement_has_its_name(
    before: str, after: str
) -> None:
    text = '[paper]\nsource = "x"\n[report]\n'
    made = state.updated(f"{text}{before}\n", {}, {"Lemma 4": "Lemma 5"}, {"Lemma 2"})
    assert made == f"{text}{after.format('# of an earlier version of the paper: ')}\n"
    assert "Lemma 2" not in state.parse(made, Path("scaffold.toml")).main


def test_comments_and_the_order_of_lines_stay() -> None:
    text = (
        '# mine\n[report]\nmain = ["Theorem 5"] # "Theorem 5" it is\n[paper] # the paper\narxiv = "1"\n'
        "version = 1 # old\n"
    )
    assert state.updated(text, {"version": 2, "sha256": "b"}, {"Theorem 5": "Theorem 6"}) == (
        '# mine\n[report]\nmain = ["Theorem 6"] # "Theorem 6" it is\n[paper] # the paper\nsha256 = "b"\narxiv = "1"\n'
        "version = 2 # old\n"
    )


def test_an_entry_of_the_ledger_is_added_or_replaced() -> None:
    text = "[paper]\nsource = 'x'\n[ledger]\n'Lemma 1' = \"skimmed\" # so far\n[talk]\n"
    made = state.with_ledger(text, {"Lemma 1": "checked", "Lemma 2": "skimmed"})
    assert made == (
        '[paper]\nsource = \'x\'\n[ledger]\n"Lemma 2" = "skimmed"\n\'Lemma 1\' = "checked" # so far\n[talk]\n'
    )


def test_a_missing_ledger_is_added() -> None:
    made = state.with_ledger("[paper]\nsource = 'x'", {"Lemma 1": "checked"})
    assert made == '[paper]\nsource = \'x\'\n\n[ledger]\n"Lemma 1" = "checked"\n'
    assert state.parse(made, Path("scaffold.toml")).ledger == {"Lemma 1": "checked"}


AUTHORS = """
[[authors]]
name = "Ada Example"
part = "summary"
"Matriculation number" = "12"
[[authors]]
name = "Ben Sample"
part = ["review", "proofs"]
"""


def test_several_authors_are_read_and_written() -> None:
    text = state.render(state.Settings(source="paper.pdf")) + AUTHORS
    settings = state.parse(text, Path("scaffold.toml"))
    assert settings.student == "Ada Example, Ben Sample"
    assert [(a.name, a.parts) for a in settings.authors] == [
        ("Ada Example", ("summary",)),
        ("Ben Sample", ("review", "proofs")),
    ]
    assert [(f.name, f.value) for f in settings.authors[0].details] == [("Matriculation number", "12")]
    assert state.parse(state.render(settings), Path("scaffold.toml")) == settings


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Ada Example"\n', "", "authors[1]: the name is missing: write name"),
        ('part = "summary"', "part = 3", "authors[1].part is 3"),
        ('number" = "12"', 'number" = 12', "Matriculation number is 12: it must be text in quotes"),
    ],
)
def test_authors_that_are_none_are_refused(old: str, new: str, says: str) -> None:
    assert old in AUTHORS
    text = state.render(state.Settings(source="paper.pdf")) + AUTHORS.replace(old, new)
    with pytest.raises(NotAProject) as caught:
        state.parse(text, Path("scaffold.toml"))
    assert says in caught.value.message
