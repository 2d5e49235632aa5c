"""README.md, CONTRIBUTING.md and docs/ agree with the code: commands, settings, files, links."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import click
import pytest

from scaffold import errors, forms, part_forms, plans, seminar, toml
from scaffold.check import registry
from scaffold.cli import check, cli, papers, submit
from scaffold.dates import OwnTalk
from scaffold.project import state
from scaffold.resources import templates
from tests.conftest import ROOT
from tests.read.dump import dump, read_case
from tests.stanzas import load

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "examples/README.md",
        *(ROOT / "docs").glob("*.md"),
    )
}
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TOP = "scaffold tests templates examples docs .ci".split()
"""Folders whose files may be named in the text; every such name must exist."""

ARRIVING = frozenset(
    """
    scaffold/check/inputs.py scaffold/check/registry.py scaffold/forms.py scaffold/ooxml.py
    scaffold/pipeline/attempts.py scaffold/pipeline/decks.py scaffold/pipeline/dumping.py
    scaffold/pipeline/exporting.py scaffold/project/paper.py scaffold/read/kinds.py
    scaffold/tex/packages scaffold/tex/packages/qsymbols.py make:coverage make:quick
    """.split()
)
"""Names from changes that are merged together with this one; to be emptied by the merge."""

OTHER_OPTIONS = frozenset("--accept --quick --version --help -h -k -m -q -x -T -n -e -r".split())
"""Options of pytest, git, pip and of every command, which the pages name too."""


def section(page: str, title: str) -> str:
    """The text below the heading of that title, up to the next heading of the same or a higher level."""
    found = re.search(rf"^(#+) {re.escape(title)}$", PAGES[page], re.MULTILINE)
    assert found, f"{page} has no heading {title!r}"
    rest = PAGES[page][found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", re.sub(FENCE, lambda m: " " * len(m[0]), rest), re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of the tables in a text, without the heads of the tables."""
    for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        for line in table.splitlines()[2:]:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def code(cell: str) -> list[str]:
    """The text between backticks."""
    return [span.replace("\\|", "|") for span in re.findall(r"`([^`]+)`", cell)]


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", text)


def spans() -> Iterator[tuple[str, str]]:
    """Every piece of inline code, with its page."""
    for page, text in PAGES.items():
        yield from ((page, span) for span in code(prose(text)))


def command_lines() -> Iterator[tuple[str, str]]:
    """Every command in a fenced block or in inline code, with its page."""
    for page, text in PAGES.items():
        for block in FENCE.findall(text):
            yield from ((page, line.split("   #")[0].strip()) for line in block.splitlines())
    yield from spans()


def options(command: click.Command) -> set[str]:
    """The long options of a command, except --help."""
    return {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}


def all_options(command: click.Command) -> set[str]:
    """The long options of a command and of its subcommands."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return options(command).union(*map(all_options, below))


def arguments(command: click.Command) -> set[str]:
    """The arguments of a command as its help prints them, those of its subcommands after their names."""
    if isinstance(command, click.Group):
        return {f"{name} {own}" for name, sub in command.commands.items() for own in arguments(sub)}
    context = click.Context(command)
    return {p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)}


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    kept = ("".join(c for c in h.lower() if c in " -_" or unicodedata.category(c)[0] in "LN") for h in heads)
    return {h.replace(" ", "-") for h in kept}


# --- The pages ------------------------------------------------------------------------------------------------------


def test_the_readme_fits_one_screen() -> None:
    lines = [line for line in PAGES["README.md"].splitlines() if not line.startswith("|")]
    assert len(PAGES["README.md"].splitlines()) <= 55
    assert [line for line in lines if len(line) > 100] == []


def test_the_readme_leads_to_every_page() -> None:
    missing = [page for page in PAGES if page != "README.md" and f"]({page}" not in PAGES["README.md"]]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings(page: str) -> None:
    broken = []
    for target in re.findall(r"\[[^\]]*\]\(([^)]+)\)", prose(PAGES[page])):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        path = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        if not path.exists() or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def test_files_that_are_named_exist() -> None:
    named = re.compile(rf"(?:{'|'.join(map(re.escape, TOP))})/[\w./*-]+")
    missing = []
    for page, span in spans():
        for name in named.findall(span) if named.match(span) else ():
            path = name.rstrip("/.")
            if path not in ARRIVING and not any(ROOT.glob(path)):
                missing.append(f"{page}: {name}")
    assert missing == []


def test_names_in_files_exist() -> None:
    """`NAME` in `path/file.py`: the file has that name."""
    missing, found = [], 0
    for page, text in PAGES.items():
        for name, path in re.findall(r"`([\w.]+)(?:\(\))?`\s+in\s+`([\w./-]+\.\w+)`", prose(text)):
            found += 1
            where = ROOT / path
            last = name.rpartition(".")[2]
            if where.is_file() and not re.search(rf"\b{last}\b", where.read_text(encoding="utf-8")):
                missing.append(f"{page}: {name} in {path}")
    assert found
    assert missing == []


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_row_of_a_table_is_there_twice(page: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", re.sub(FENCE, "", PAGES[page]), re.MULTILINE):
        firsts = [row.split(" | ", 1)[0] for row in table.splitlines()]
        assert len(firsts) == len(set(firsts)), next(first for first in firsts if firsts.count(first) > 1)


def test_the_case_that_is_shown_passes(tmp_path: Path) -> None:
    (block,) = (block for block in FENCE.findall(PAGES["CONTRIBUTING.md"]) if "\n.\n" in block)
    (tmp_path / "case.md").write_text(block, encoding="utf-8")
    (stanza,) = load(tmp_path / "case.md")
    stanza.check(dump(read_case(stanza.input, tmp_path), "statements"))


# --- Commands and options -------------------------------------------------------------------------------------------


def test_every_command_named_is_a_command() -> None:
    seen, wrong = set(), []
    for page, line in command_lines():
        words = shlex.split(line, posix=False) if line.startswith("scaffold ") else []
        if len(words) < 2 or words[1].startswith("-") or not words[1].islower():
            continue
        name = words[1]
        if name not in cli.commands:
            wrong.append(f"{page}: {line}")
            continue
        seen.add(name)
        known = all_options(cli.commands[name]) | OTHER_OPTIONS
        wrong += [f"{page}: {line}" for word in words[2:] if word.startswith("--") and word.split("=")[0] not in known]
    assert wrong == []
    assert seen == set(cli.commands)


def test_every_target_named_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {(page, line.split()[1]) for page, line in command_lines() if re.match(r"make [a-z]", line)}
    assert named
    assert {
        (page, target) for page, target in named if target not in targets and f"make:{target}" not in ARRIVING
    } == set()


def test_options_in_the_text_exist() -> None:
    known = OTHER_OPTIONS.union(*map(all_options, cli.commands.values()))
    named = {(page, option) for page, span in spans() for option in re.findall(r"(?<![\w-])--[a-z-]+", span)}
    assert {(page, option) for page, option in named if option not in known} == set()


@pytest.mark.parametrize("name", cli.commands)
def test_the_table_of_a_command_lists_its_arguments_and_options(name: str) -> None:
    cells = [row[0] for row in rows(section("docs/settings.md", f"`scaffold {name}`"))]
    listed = [span.split()[0] if span.startswith("-") else span for cell in cells for span in code(cell)]
    assert sorted(listed) == sorted(options(cli.commands[name]) | arguments(cli.commands[name]))


def test_options_of_the_report_are_those_of_its_style() -> None:
    style = (templates() / "report" / "scaffold-report.sty").read_text(encoding="utf-8")
    declared = set(re.findall(r"\\Declare(?:Bool|String)Option(?:\[[^]]*\])?\{(\w+)\}", style))
    cells = [row[0] for row in rows(section("docs/settings.md", "Options of the report: `report/report.tex`"))]
    assert {span for cell in cells for span in code(cell)} == declared


def test_the_tour_visits_every_command() -> None:
    listed = [code(row[0])[0] for row in rows(PAGES["docs/tour.md"]) if row[0].startswith("`scaffold ")]
    assert listed == [f"scaffold {name}" for name in cli.commands]
    assert {f"scaffold {name}" for name in cli.commands} <= {span for _, span in spans()}


# --- Exit codes, variables, settings --------------------------------------------------------------------------------


def test_the_table_lists_every_exit_code_and_no_other() -> None:
    listed = [int(row[0]) for row in rows(PAGES["docs/exit-codes.md"])]
    raised = {e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.ScaffoldError)}
    assert listed == sorted({0, 2, check.FAILED, check.UNKNOWN, papers.PARTLY, submit.REFUSED} | raised)


def test_variables_are_those_that_the_code_reads() -> None:
    named = set(re.findall(r"^\| `(SCAFFOLD_\w+)`", PAGES["docs/settings.md"], re.MULTILINE))
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "scaffold").rglob("*.py"))
    assert named == set(re.findall(r"(?:environ\.get\(|envvar=)\"(SCAFFOLD_\w+)\"", source))
    assert {span for _, span in spans() if re.fullmatch(r"SCAFFOLD_\w+", span)} <= named


def test_settings_are_those_of_scaffold_toml() -> None:
    talk = OwnTalk(day=date(2027, 6, 24), room="A 313", slot="2")
    rules = {"review": "icml", "minutes": 20, "due": date(2027, 6, 1), "own_talk": talk}
    rules |= {"themes": ("Madrid",), "backup": ("Lemma 4.2",), "header": {"Adviser": "A"}, "language": "de"}
    rules |= {"document_class": "llncs", "class_options": ("a4paper",)}
    from_arxiv = state.Settings(arxiv_id="1905.03684", version=2, **rules)  # type: ignore[arg-type]
    written = [state.render(from_arxiv), state.render(state.Settings(source="paper.pdf"))]
    tables = [(name, table) for text in written for name, table in toml.loads(text).items()]
    named = {"[header]", "[ledger]", "[[authors]] name", "[[authors]] part"}
    expected = {f"[{name}] {key}" for name, table in tables for key in table if f"[{name}]" not in named} | named
    listed: set[str] = set()
    for cell, *_ in rows(section("docs/settings.md", "Your project: `scaffold.toml`")):
        first, *more = code(cell)
        listed |= {first, *(f"{first.split()[0]} {key}" for key in more)}
    assert listed == expected


PROFILE = """title = "T"
{top}
[header]
{header}
[declaration]
{declaration}
[report]
{report}
parts = [{{ key = "a", title = "A", pages = 1 {parts} }}]
page = {{ {page} }}
references = {{ {references} }}
[talk]
minutes = 5
{talk}
[block]
{block}
[grading]
{grading}
"""
PLACES = {"top": "", "header": "header.", "declaration": "declaration.",
          "report": "report.", "parts": "report.parts.", "page": "report.page.",
          "references": "report.references.", "talk": "talk.", "block": "block.",
          "grading": "grading."}  # fmt: skip
"""Where a profile has keys, and what the pages write before them."""


def _keys_at(place: str, folder: Path) -> set[str]:
    """The keys that a profile may have in that place, as the error about an unknown one lists them."""
    wrong = ", nonsense = 1" if place == "parts" else "nonsense = 1"
    path = folder / "seminar.toml"
    path.write_text(PROFILE.format(**(dict.fromkeys(PLACES, "") | {place: wrong})), encoding="utf-8")
    with pytest.raises(errors.BadProfile) as caught:
        seminar.load(str(path))
    found = re.search(r"choose from ([\w, ]+)\)", caught.value.message)
    assert found, caught.value.message
    return {PLACES[place] + name for name in found[1].split(", ")}


def test_keys_of_a_profile_are_those_that_are_read(tmp_path: Path) -> None:
    known = set[str]().union(*(_keys_at(place, tmp_path) for place in PLACES))
    known |= {"events.what", "events.first", "events.last", "events.kind"}
    known |= {f"grading.parts.{key}" for key in "what weight criteria points least".split()}
    known |= {f"block.breaks.{key}" for key in "at minutes what".split()}
    known |= {f"report.limits.{key}" for key in "of unit min max hard".split()}
    known |= {f"deliverables.{key}" for key in "what files stage date days_before_talk time zone".split()}
    tables = {name.rpartition(".")[0] for name in known}
    listed = {span for row in rows(section("docs/settings.md", "Keys of a profile")) for span in code(row[0])}
    assert listed == known - tables


FORM = """title = "T"
dated = 2026-02-01
source = "here"
{top}
sections = [{{ heading = "H", questions = ["Q"] {sections} }}]
ratings = [{{ name = "R", scale = ["1 low"] {ratings} }}]
choices = [{{ name = "C", options = ["yes", "no"] {choices} }}]
"""


def test_keys_of_a_review_form_are_those_that_are_read(tmp_path: Path) -> None:
    known, path = set[str](), tmp_path / "form.toml"
    for place in ("top", "sections", "ratings", "choices"):
        wrong = "nonsense = 1" if place == "top" else ", nonsense = 1"
        filled = dict.fromkeys(("top", "sections", "ratings", "choices"), "") | {place: wrong}
        path.write_text(FORM.format(**filled), encoding="utf-8")
        with pytest.raises(errors.BadProfile) as caught:
            forms.load(str(path))
        found = re.search(r"choose from ([\w, ]+)\)", caught.value.message)
        assert found, caught.value.message
        known |= {("" if place == "top" else f"{place}.") + name for name in found[1].split(", ")}
    listed = {span for row in rows(section("docs/settings.md", "Keys of a review form")) for span in code(row[0])}
    assert listed == known - {"sections", "ratings", "choices"}


def test_profiles_and_forms_are_those_that_are_shipped() -> None:
    text = PAGES["docs/settings.md"]
    first = [code(row[0]) for row in rows(section("docs/settings.md", "The rules of a seminar"))]
    listed = [names[0] for names in first if names]
    assert set(seminar.shipped()) <= set(listed)
    assert all(name in seminar.shipped() for name in listed if re.fullmatch(r"[a-z]+-\d+", name))
    assert set(get_args(part_forms.Form)) <= set(listed)
    reviews = set(forms.shipped())
    assert {name for row in rows(section("docs/settings.md", "Review forms")) for name in code(row[0])} == reviews
    assert all(f"`{name}`" in text for name in reviews)


@pytest.mark.parametrize("name", seminar.shipped())
def test_the_table_of_profiles_agrees_with_the_profiles(name: str) -> None:
    profile = seminar.load(name)
    found = [row for row in rows(section("docs/settings.md", "The rules of a seminar")) if f"`{name}`" in row[0]]
    ((_, report, talk, review),) = found
    pages = [float(n) for n in re.findall(r"[\d.]+", report.split("pages")[0])]
    assert sum(pages) == profile.pages
    assert talk == f"{profile.minutes} minutes"
    assert code(review) == [profile.review]


def test_commands_for_the_report_are_those_of_its_style() -> None:
    style = (templates() / "report" / "scaffold-report.sty").read_text(encoding="utf-8")
    named = {span.split("{")[0].split("[")[0] for _, span in spans() if re.match(r"\\paper[a-z]+", span)}
    assert named
    assert {
        name for name in named if f"\\newcommand{name.rstrip('*')}" not in style.replace("\\newcommand*", "")
    } == set()


def test_the_table_of_checks_is_the_registry() -> None:
    assert registry.table() in PAGES["docs/checks.md"], f"the table of checks should be:\n{registry.table()}"


# --- The architecture -----------------------------------------------------------------------------------------------


def _map() -> str:
    blocks: list[str] = FENCE.findall(PAGES["docs/architecture.md"])
    (tree,) = (block for block in blocks if block.startswith("scaffold/"))
    return tree


def test_the_map_shows_every_folder_of_the_code() -> None:
    above, listed = [""], set()
    for indent, name in re.findall(r"^( *)(\w+/) ", _map().partition("\n")[2], re.MULTILINE):
        above[len(indent) // 2 :] = [above[len(indent) // 2 - 1] + name]
        listed.add(above[-1].rstrip("/"))
    package = ROOT / "scaffold"
    real = {p.parent.relative_to(package).as_posix() for p in package.rglob("__init__.py") if p.parent != package}
    assert {name for name in listed ^ real if f"scaffold/{name}" not in ARRIVING} == set()


def test_the_map_shows_every_module_at_the_top() -> None:
    real = {path.name for path in (ROOT / "scaffold").glob("*.py")} - {"__init__.py", "__main__.py"}
    named = set(re.findall(r"(?:^  |  )(\w+\.py) ", _map(), re.MULTILINE))
    assert {name for name in named ^ real if f"scaffold/{name}" not in ARRIVING} == set()


def test_slide_kinds_are_those_of_the_plans() -> None:
    (named,) = re.findall(r"kinds of slides are ([^.]+)\.", PAGES["docs/architecture.md"])
    assert tuple(code(named)) == get_args(plans.Layout)
