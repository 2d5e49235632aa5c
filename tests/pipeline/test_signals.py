"""Commands that are ended from outside: what TERM and HUP clean up, and what is swept after KILL.

SCAFFOLD_TEST_KILLS is the number of random kills: 4 by default, 200 with `make long`.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffold import disk, temporary
from scaffold.cli import signals
from scaffold.cli.show import Progress
from tests.conftest import LONG_TESTS, ROOT
from tests.pipeline.conftest import SMALL
from tests.pipeline.forking import scaffold

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")]

KILLS = int(os.environ.get("SCAFFOLD_TEST_KILLS", "200" if LONG_TESTS else "4"))
CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}
DISMISSED = 60
"""Seconds that a test waits for a process to end: far more than it takes."""


class Bench:
    """A folder to work in and one for temporary files; runs commands and looks at what they leave."""

    def __init__(self, folder: Path) -> None:
        self.desk, self.tmp = folder / "desk", folder / "tmp"
        self.desk.mkdir()
        self.tmp.mkdir()
        self.env = {**os.environ, "TMPDIR": str(self.tmp), "SCAFFOLD_CACHE": str(folder / "cache")}

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scaffold", *words]
        return subprocess.Popen(
            command, cwd=self.desk, env=self.env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )

    def run(self, *words: str) -> int:
        return scaffold(*words, cwd=self.desk, **self.env).returncode

    def litter(self) -> list[str]:
        """Temporary folders and files, wherever they are."""
        found = [p for p in self.desk.rglob("*") if p.name.startswith((".scaffold-", ".part-"))]
        return [str(p) for p in (*found, *self.tmp.iterdir())]

    def engines(self) -> list[str]:
        """Programs that still run in a temporary folder of this bench."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if str(self.tmp) in str((process / "cwd").readlink()):
                    found.append((process / "cmdline").read_text())
            except OSError:
                continue
        return found


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def wait_for_litter(bench: Bench, process: subprocess.Popen[str]) -> None:
    while not bench.litter():
        assert process.poll() is None
        time.sleep(0.01)


@pytest.mark.parametrize("number", CODES, ids=lambda n: n.name)
def test_a_signal_cleans_up(number: signal.Signals, bench: Bench) -> None:
    process = bench.start("init", str(SMALL), "a/b/p", "--no-tex")
    wait_for_litter(bench, process)
    process.send_signal(number)
    text = process.communicate()[1]
    assert process.returncode == CODES[number], text
    assert "all partly written files were removed" in text
    assert list(bench.desk.iterdir()) == []
    assert bench.litter() == []


@pytest.mark.parametrize("words", [["version"], ["init", "/nope.pdf", "q"]], ids=" ".join)
def test_the_next_command_sweeps_after_kill(words: list[str], bench: Bench) -> None:
    process = bench.start("init", str(SMALL), "p", "--no-tex")
    wait_for_litter(bench, process)
    process.kill()
    process.communicate()
    bench.run(*words)
    assert list(bench.desk.iterdir()) == []
    assert bench.litter() == []


LOST = {signal.SIGTERM: signals.Stopped, signal.SIGINT: signals.Interrupted}


@pytest.mark.parametrize("number", LOST, ids=lambda n: n.name)
def test_a_signal_that_a_library_swallowed_ends_the_command_at_its_next_stage(number: signal.Signals) -> None:
    with contextlib.suppress(LOST[number]), signals.as_exceptions():
        with contextlib.suppress(LOST[number]):
            os.kill(os.getpid(), number)
        with pytest.raises(LOST[number]):
            Progress(quiet=True)("write", "", None, None)
    with signals.as_exceptions():
        Progress(quiet=True)("write", "", None, None)


@pytest.mark.parametrize("number", LOST, ids=lambda n: n.name)
def test_a_swallowed_signal_in_the_last_stage_is_reported_all_the_same(number: signal.Signals) -> None:
    with pytest.raises(LOST[number]), signals.as_exceptions(), contextlib.suppress(LOST[number]):
        os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", LOST, ids=lambda n: n.name)
def test_a_signal_ends_one_command_and_not_the_next_of_the_same_process(number: signal.Signals) -> None:
    with contextlib.suppress(LOST[number]), signals.as_exceptions():
        os.kill(os.getpid(), number)
    Progress(quiet=True)("write", "", None, None)


@pytest.mark.parametrize("number", LOST, ids=lambda n: n.name)
def test_an_error_while_a_file_is_closed_does_not_hide_the_signal(number: signal.Signals) -> None:
    def closes() -> None:
        try:
            os.kill(os.getpid(), number)
        finally:
            raise ValueError("an open writing handle")

    with pytest.raises(LOST[number]), signals.as_exceptions():
        closes()


def test_ctrl_c_while_a_string_is_executed(tmp_path: Path) -> None:
    """As at the import of a dataclass: the exit code must be that of scaffold, not the signal."""
    (tmp_path / "module.py").write_text(
        "import sys\n"
        "from scaffold.cli import signals\n"
        "try:\n"
        "    with signals.as_exceptions():\n"
        "        exec('import os, signal; os.kill(os.getpid(), signal.SIGINT)')\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([sys.executable, "-m", "module"], cwd=tmp_path)
    assert process.wait() == 130


INTERRUPTED_AT_IMPORT = """
import runpy, signal, sys
def interrupt(event, args):
    if event == "import" and args[0] == "click":
        signal.raise_signal(signal.SIGINT)
sys.addaudithook(interrupt)
runpy.run_module("scaffold", run_name="__main__", alter_sys=True)
"""


def test_ctrl_c_while_the_command_is_loaded() -> None:
    command = [sys.executable, "-c", INTERRUPTED_AT_IMPORT, "version"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


def test_a_signal_while_a_folder_is_being_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.rmtree

    def interrupted(*_: object, **__: object) -> None:
        monkeypatch.setattr(shutil, "rmtree", real)
        signal.raise_signal(signal.SIGTERM)

    with pytest.raises(signals.Stopped), signals.as_exceptions(), temporary.folder(tmp_path, temporary.HIDDEN):
        monkeypatch.setattr(shutil, "rmtree", interrupted)
    assert list(tmp_path.iterdir()) == []


def test_a_signal_while_a_file_that_failed_is_being_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.unlink

    def interrupted(*_: object, **__: object) -> None:
        monkeypatch.setattr(Path, "unlink", real)
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(Path, "unlink", interrupted)
    with pytest.raises(signals.Stopped), signals.as_exceptions(), disk.atomic(tmp_path / "a") as file:
        file.write("not bytes")  # type: ignore[call-overload]
    assert list(tmp_path.iterdir()) == []


def test_an_ignored_signal_stays_ignored(bench: Bench) -> None:
    command = f'trap "" HUP; exec "{sys.executable}" -m scaffold init "{SMALL}" p --no-tex'
    process = subprocess.Popen(["/bin/sh", "-c", command], cwd=bench.desk, env=bench.env, stdout=subprocess.DEVNULL)
    wait_for_litter(bench, process)  # type: ignore[arg-type]
    process.send_signal(signal.SIGHUP)
    assert process.wait() == 0
    assert (bench.desk / "p" / "scaffold.toml").is_file()


def test_a_command_spares_what_a_living_one_has(bench: Bench) -> None:
    with temporary.folder(bench.desk, temporary.HIDDEN) as one, temporary.folder(bench.tmp, temporary.VISIBLE) as two:
        assert bench.run("version") == 0
        assert one.is_dir()
        assert two.is_dir()
    assert bench.litter() == []


def test_workers_end_with_the_process_that_started_them(bench: Bench) -> None:
    script = bench.desk / "parent.py"
    script.write_text(
        "import os, time\nfrom scaffold.engines import workers\n"
        "def task(n):\n    open(f'{os.getpid()}.pid', 'w').close()\n    time.sleep(600)\n"
        "if __name__ == '__main__':\n    workers.cores = lambda: 2\n    list(workers.in_order(task, [1, 2, 3]))\n"
    )
    process = subprocess.Popen([sys.executable, str(script)], cwd=bench.desk)
    while not (started := list(bench.desk.glob("*.pid"))):
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert gone(lambda: [p.stem for p in started if Path("/proc", p.stem).exists()])


def gone(left: Callable[[], list[str]]) -> bool:
    """Whether nothing is left after a while."""
    until = time.monotonic() + DISMISSED
    while left() and time.monotonic() < until:
        time.sleep(0.02)
    return not left()


def kills(seed: int) -> Iterator[tuple[int, signal.Signals, float]]:
    """Number, signal and moment (as a part of the time that the command takes) of each kill."""
    chance = random.Random(seed)
    for n in range(KILLS // 2):
        yield n, chance.choice((signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)), chance.uniform(0.05, 1.0)


def kill(bench: Bench, number: signal.Signals, after: float, words: list[str]) -> None:
    process = bench.start(*words)
    time.sleep(after)
    process.send_signal(number)
    text = process.communicate()[1]
    if number != signal.SIGKILL:
        assert process.returncode in (0, CODES[number], -number), text
        if process.returncode == CODES[number]:
            assert bench.litter() == []
        assert gone(bench.engines)
    assert "Traceback" not in text


def measured(bench: Bench, *words: str) -> float:
    """How long a command takes as it is killed: with the start of Python."""
    started, process = time.monotonic(), bench.start(*words)
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - started


@pytest.mark.timeout(3600)
def test_random_kills_of_init(bench: Bench) -> None:
    took = measured(bench, "init", str(SMALL), "whole", "--no-tex")
    for n, number, at in kills(13):
        kill(bench, number, at * took, ["init", str(SMALL), f"p{n}", "--no-tex"])
        bench.run("version")
        assert bench.litter() == []
        if (bench.desk / f"p{n}").exists():
            assert (bench.desk / f"p{n}" / "slides" / "slides.pptx").read_bytes()
            shutil.rmtree(bench.desk / f"p{n}")


@pytest.mark.long
@pytest.mark.requires_latex
@pytest.mark.requires_office
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("words", ["build p --force", "handout p", "submit p --anyway"])
def test_random_kills_with_engines(words: str, bench: Bench) -> None:
    """What the student wrote stays, PDFs are whole, and there is a whole submission or none."""
    assert bench.run("init", str(SMALL), "p", "--no-tex") == 0
    took = measured(bench, *words.split())
    build, submission = bench.desk / "p" / "build", bench.desk / "p" / "submission"
    whole = sorted(p.name for p in submission.iterdir()) if submission.exists() else []
    student = (bench.desk / "p" / "slides" / "slides.pptx").read_bytes()
    for _, number, at in kills(31):
        shutil.rmtree(submission, ignore_errors=True)
        kill(bench, number, at * took, words.split())
        assert gone(bench.engines)
        if number == signal.SIGKILL:
            bench.run("version")
            bench.run("build", "p", "--report")
        assert bench.litter() == []
        assert (bench.desk / "p" / "slides" / "slides.pptx").read_bytes() == student
        assert all(p.read_bytes().rstrip().endswith(b"%%EOF") for p in build.glob("*.pdf"))
        assert not submission.exists() or sorted(p.name for p in submission.iterdir()) == whole
    assert bench.run(*words.split()) == 0


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_random_kills_of_update(bench: Bench) -> None:
    assert bench.run("init", str(SMALL), "old", "--no-tex") == 0
    settings = bench.desk / "old" / "scaffold.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("# minutes = 30", "minutes = 15"), encoding="utf-8"
    )
    shutil.copytree(bench.desk / "old", bench.desk / "new")
    took = measured(bench, "update", "new")
    old, new = contents(bench.desk / "old"), contents(bench.desk / "new")
    assert old != new
    for _, number, at in kills(17):
        shutil.copytree(bench.desk / "old", bench.desk / "p")
        kill(bench, number, at * took, ["update", "p"])
        bench.run("talk", "p")
        assert bench.litter() == []
        assert contents(bench.desk / "p") in (old, new)
        assert bench.run("update", "p") == 0
        assert contents(bench.desk / "p") == new
        shutil.rmtree(bench.desk / "p")


@dataclass(frozen=True)
class Step:
    """A command that changes the project p: what is done to the project before, and the words of the command.

    The folder of both is given. code: with which the command ends. apart: how the names begin of what is replaced one
    by one, as the PDFs of a build are; all else is replaced in one step.
    """

    words: str
    before: Callable[[Path], object] = lambda _: None
    code: int = 0
    apart: tuple[str, ...] = ()

    def is_old_or_new(self, found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> bool:
        """Whether the files, with their names, are those of one of both."""
        together = [{k: v for k, v in files.items() if not k.startswith(self.apart)} for files in (found, old, new)]
        single = {name for name in (*found, *old, *new) if name.startswith(self.apart)}
        return together[0] in together[1:] and all(found.get(n) in (old.get(n), new.get(n)) for n in single)


def changed(path: str, old: str, new: str) -> Callable[[Path], object]:
    """Changes a file of the project p in a desk."""

    def change(desk: Path) -> None:
        file = desk / "p" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


def from_overleaf(desk: Path) -> None:
    """A zip that came back from Overleaf, with a change in each file and a new one."""
    with zipfile.ZipFile(desk / "in.zip", "w") as archive:
        for path in sorted((desk / "p" / "report").glob("*.tex")):
            archive.writestr(f"report/{path.name}", path.read_text(encoding="utf-8") + "\nFrom Overleaf.\n")
        archive.writestr("report/new.tex", "new")


def handed_in(desk: Path) -> None:
    """A folder of hand-ins with the project, and a table of who has which paper."""
    shutil.copytree(desk / "p", desk / "handins" / "Ada Lovelace", dirs_exist_ok=True)
    (desk / "table.csv").write_text("student,paper\nAda Lovelace,2401.00001\n", encoding="utf-8")


RECORDS = ".scaffold/builds.json"
"""What each PDF was made from."""

SHORTER = changed("scaffold.toml", "minutes = 25", "minutes = 15")
UNLIKELY = changed("report/summary.tex", "\\question", "\u4e2d \\question")
"""A letter that needs other fonts."""

STEPS = {
    "update": Step("update p", SHORTER),
    "add": Step("add Remark\u00a01.3 p --to slides"),
    "add to a part": Step("add Remark\u00a01.3 p --to proofs"),
    "import": Step("import in.zip p", from_overleaf),
    "export": Step("export overleaf p", UNLIKELY),
    "reading": Step("reading p --done Lemma\u00a01.1"),
    "dates": Step("dates p --ics p/dates.ics"),
    "check": Step("check p --junit p/checks.xml", code=40),
    "config": Step("config set student Ada\u00a0Lovelace"),
    "seminar new": Step("seminar new p/mine.toml"),
    "seminar update": Step("seminar update --into .", SHORTER),
    "seminar collect": Step("seminar collect handins --table table.csv -o p/facts.csv", handed_in),
}


LIKE_UPDATE = ("add", "seminar update")
"""Commands that end in the step of an update of the project."""

MORE = changed("report/summary.tex", "\\question", "Mine. \\question")
BUILT = ("build/", RECORDS)
WITH_ENGINES = {
    "build": Step("build p", MORE, apart=BUILT),
    "handout": Step("handout p", MORE, apart=BUILT),
    "submit": Step("submit p --anyway", MORE, apart=BUILT),
}


class Killing:
    """Commands in a desk that are ended at a moment of their own; see tests/pipeline/killing.py."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        env = {**bench.env, "SCAFFOLD_CONFIG": str(bench.desk / "p" / "config.toml"), "SOURCE_DATE_EPOCH": "1800000000"}
        command = [sys.executable, "-m", "tests.pipeline.killing"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def run(self, words: str, number: int = 0, at: int = 0, folder: str = ".") -> tuple[int, int, str]:
        """Exit code, number of moments, what was printed; no-break spaces stand for spaces within words."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        given = [word.replace("\u00a0", " ") for word in words.split(" ")]
        print(json.dumps([str(self.bench.desk / folder), given, number, at]), file=self.process.stdin, flush=True)
        code, moments, printed = json.loads(self.process.stdout.readline())
        assert "Traceback" not in printed
        return code, moments, printed


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    found = Killing(Bench(tmp_path_factory.mktemp("killing")))
    yield found
    found.process.communicate()


def old_or_new(killing: Killing, step: Step, project: Path, seed: str) -> None:
    """Kills a command at random moments; after the next command, the project is the old one or the new one."""
    desk, chance = killing.bench.desk, random.Random(seed)
    before = desk.parent / "before"
    for folder in (desk, before):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project, desk / "p")
    step.before(desk)
    shutil.copytree(desk / "p", before)
    old, (code, moments, printed) = contents(before), killing.run(step.words)
    new = contents(desk / "p")
    assert code == step.code, printed
    assert old != new
    count = KILLS // 2
    for n in range(count):
        shutil.rmtree(desk / "p")
        shutil.copytree(before, desk / "p")
        number = chance.choice([*CODES, signal.SIGKILL, signal.SIGKILL])
        at = chance.randrange(moments * n // count, max(moments * (n + 1) // count, moments * n // count + 1)) + 1
        code, _, printed = killing.run(step.words, number, at)
        late = step.code if step.apart else None  # what runs beside the command makes the number of moments vary
        assert code in (-number, CODES.get(number), late), printed
        assert number == signal.SIGKILL or killing.bench.litter() == []
        killing.run("talk p")
        found = contents(desk / "p")
        assert step.is_old_or_new(found, old, new), (number, at)
        if found != new:
            killing.run(step.words)
        assert contents(desk / "p") == new, (number, at)
        assert killing.bench.litter() == [], (number, at)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name in LIKE_UPDATE else []) for name in STEPS]
)
def test_a_project_is_old_or_new_whenever_a_command_is_killed(name: str, killing: Killing, drafted_small: Path) -> None:
    old_or_new(killing, STEPS[name], drafted_small / "paper", name)


@pytest.mark.requires_latex
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", [pytest.param("build", marks=pytest.mark.long),
                                  pytest.param("handout", marks=pytest.mark.long), "submit"])  # fmt: skip
def test_each_pdf_is_old_or_new_whenever_a_command_is_killed(
    name: str, killing: Killing, drafted_small: Path, tmp_path: Path
) -> None:
    """The submission is one: its files are those of the same moment."""
    shutil.rmtree(killing.bench.desk)
    project = Path(shutil.copytree(drafted_small / "paper", killing.bench.desk / "p"))
    (project / "slides" / "slides.pptx").unlink()
    assert killing.run("build p")[0] == 0
    project.rename(tmp_path / "built")
    old_or_new(killing, WITH_ENGINES[name], tmp_path / "built", name)


def test_a_project_is_old_or_new_whenever_undo_is_killed(killing: Killing, drafted_small: Path, tmp_path: Path) -> None:
    shutil.rmtree(killing.bench.desk)
    project = Path(shutil.copytree(drafted_small / "paper", killing.bench.desk / "p"))
    SHORTER(killing.bench.desk)
    assert killing.run("update p")[0] == 0
    project.rename(tmp_path / "updated")
    old_or_new(killing, Step("undo p"), tmp_path / "updated", "undo")


def test_each_project_is_whole_or_absent_whenever_seminar_init_is_killed(killing: Killing) -> None:
    desk, chance, new, moments = killing.bench.desk, random.Random("seminar"), dict[str, dict[str, bytes]](), 0
    words = "seminar init table.csv --into team --no-tex --slides beamer"
    for n in range(1 + KILLS // 2):
        shutil.rmtree(desk, ignore_errors=True)
        (desk / "team").mkdir(parents=True)
        (desk / "table.csv").write_text(f"student,paper\nAda A,{SMALL}\nBen B,{SMALL}\n", encoding="utf-8")
        at = 1 + chance.randrange(moments) if n else 0
        code, count, printed = killing.run(words, signal.SIGKILL if n else 0, at)
        assert code == (-signal.SIGKILL if n else 0), printed
        if n:
            found = {p.name: contents(p) for p in (desk / "team").iterdir() if not p.name.startswith(".scaffold-")}
            assert found.items() <= new.items(), at
            assert killing.run(words)[0] == 0
        else:
            moments = count
            new = {p.name: contents(p) for p in (desk / "team").iterdir()}
        assert {p.name: contents(p) for p in (desk / "team").iterdir()} == new
        assert killing.bench.litter() == []


def test_what_is_left_in_the_cache_is_whole_whenever_clearing_it_is_killed(killing: Killing) -> None:
    desk, cache, moments = killing.bench.desk, killing.bench.desk.parent / "cache", 0
    names = [f"arxiv.org/2401.0000{n}/{file}" for n in range(9) for file in ("metadata.json", "v1/source", "v2/pdf")]
    for at in range(2 + KILLS // 2):
        desk.mkdir(exist_ok=True)
        shutil.rmtree(cache, ignore_errors=True)
        for name in names:
            (cache / name).parent.mkdir(parents=True, exist_ok=True)
            (cache / name).write_bytes(b"whole")
        code, count, printed = killing.run("cache clear", signal.SIGKILL if at else 0, at, folder="..")
        moments = moments or count
        assert code == (-signal.SIGKILL if 0 < at <= moments else 0), printed
        assert {content for name, content in contents(cache).items() if name in names} <= {b"whole"}, at
        assert killing.run("cache list")[0] == 0
        assert killing.run("cache clear")[0] == 0
        assert not set(names) & contents(cache).keys(), at


def test_a_folder_is_empty_or_a_project_whenever_init_in_it_is_killed(killing: Killing) -> None:
    desk, chance, new = killing.bench.desk, random.Random("init"), dict[str, bytes]()
    shutil.rmtree(desk)
    words, moments = f"init {SMALL} . --no-tex --slides beamer", 0
    for n in range(1 + KILLS // 2):
        (desk / "p").mkdir(parents=True)
        at = (
            moments - chance.randrange(min(n * moments // 20, moments)) if n else 0
        )  # before, all is in a hidden folder
        code, count, printed = killing.run(words, signal.SIGKILL if n else 0, at, folder="p")
        assert code == (-signal.SIGKILL if n else 0), printed
        killing.run("status", folder="p")
        if n:
            assert contents(desk / "p") in ({}, new), at
        else:
            moments, new = count, contents(desk / "p")
        again = 30 if contents(desk / "p") else 0
        assert killing.run(words, folder="p")[0] == again
        assert contents(desk / "p") == new
        assert killing.bench.litter() == []
        shutil.rmtree(desk / "p")


def contents(project: Path) -> dict[str, bytes]:
    """The files of a project, without the snapshots that updates leave, and the lock and parts that a kill leaves.

    The record of each PDF is by itself.
    """
    files = (p for p in project.rglob("*") if p.is_file() and not p.name.startswith(".part-"))
    found = {p.relative_to(project).as_posix(): p.read_bytes() for p in files}
    records = json.loads(found.pop(RECORDS, b"{}"))
    found |= {f"{RECORDS}: {pdf}": json.dumps(row).encode() for pdf, row in records.items()}
    own = (".scaffold/snapshots/", ".scaffold/lock")
    return {name: content for name, content in found.items() if not name.startswith(own)}
