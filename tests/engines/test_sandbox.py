"""What a program in each sandbox can reach: its own folder and the installation; no other file, variable or server."""

from __future__ import annotations

import inspect
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.engines import limits
from scaffold.engines.sandbox import launch, visible, walls

CANARY = "canary-7f3a91"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no sandbox")
kernel_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a sandbox of Linux")


@pytest.fixture(params=walls.CHOICES[:2])
def wall(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both sandboxes in turn; skips one that this computer does not allow."""
    name = str(request.param)
    monkeypatch.setenv("SCAFFOLD_SANDBOX", name)
    if walls.wall() != name:
        pytest.skip(f"{name} does not work here")
    return name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a program, next to a file with the canary."""
    (tmp_path / "secret").write_text(CANARY, encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    return own


@pytest.fixture
def server() -> Iterator[tuple[int, list[object]]]:
    """A port of this computer, and the connections that were made to it."""
    made: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def listen() -> None:
            try:
                made.append(listener.accept())
            except OSError:
                return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield listener.getsockname()[1], made


def run(script: str, folder: Path) -> limits.Finished:
    return limits.run(["/bin/sh", "-c", script], folder, limits.Limits(30))


@pytest.mark.parametrize(
    "path",
    [
        "../secret", "$PWD/../secret", "/etc/passwd", "/etc/hostname", "/var/log/dpkg.log", "/home", "/sys/class/net",
    ],
)  # fmt: skip
def test_files_outside_cannot_be_read(path: str, wall: str, folder: Path) -> None:
    done = run(f"ls {path}/ && cat {path}/* || cat {path}", folder)
    assert done.code != 0
    assert CANARY not in done.output
    assert "root:" not in done.output


def test_other_processes_tell_nothing(wall: str, folder: Path) -> None:
    program = ["/bin/sh", "-c", "sleep 20"]
    with subprocess.Popen(program, env={"TOKEN": CANARY, "PATH": os.environ["PATH"]}) as other:
        done = run(f"cat /proc/{other.pid}/environ /proc/*/environ /proc/*/cmdline", folder)
        other.kill()
    assert CANARY not in done.output


def test_a_link_out_leads_nowhere(wall: str, folder: Path) -> None:
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "parent").symlink_to(folder.parent)
    done = run("cat link; cat parent/secret", folder)
    assert done.code != 0
    assert CANARY not in done.output


@pytest.mark.parametrize("where", ["..", "$OLD", "/usr/share", "/etc", "/dev", "/dev/shm", "/proc", "/", "/tmp"])
def test_nothing_is_written_outside(where: str, wall: str, folder: Path) -> None:
    """bubblewrap gives a program a /tmp and a /dev of its own, which end with it."""
    before = sorted(folder.parent.iterdir())
    done = run(f"OLD={folder.parent}; echo x > {where}/new-{CANARY}", folder)
    assert sorted(folder.parent.iterdir()) == before
    if "." not in where and "$" not in where:
        assert not Path(where, f"new-{CANARY}").exists()
    assert wall == "bubblewrap" or done.code != 0


def test_its_own_folder_is_its_to_write(wall: str, folder: Path) -> None:
    (folder / "in").write_text("words", encoding="utf-8")
    done = run("mkdir deep && cp in deep/out && mv deep/out out && rm -r deep && : > in && cat out", folder)
    assert (done.code, done.output) == (0, "words")
    assert (folder / "out").read_text(encoding="utf-8") == "words"


def test_temporary_files_are_made_in_its_own_folder(wall: str, folder: Path) -> None:
    done = run('f=$(mktemp) && echo x > "$f" && echo "$f" "$HOME"', folder)
    assert done.code == 0
    made, home = done.output.split()
    assert Path(made).parent == folder
    assert home == str(folder)


def test_no_server_is_reached(wall: str, folder: Path, server: tuple[int, list[object]]) -> None:
    port, made = server
    perl = f"use IO::Socket::INET; exit(IO::Socket::INET->new(PeerAddr => '127.0.0.1:{port}') ? 0 : 3)"
    done = limits.run(["/usr/bin/perl", "-e", perl], folder, limits.Limits(30))
    assert done.code == 3, done.output
    assert made == []


def test_no_datagram_is_sent(wall: str, folder: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(0.5)
        port = receiver.getsockname()[1]
        perl = f"use IO::Socket::INET; my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1:{port}', Proto => 'udp')"
        limits.run(["/usr/bin/perl", "-e", f"{perl} or exit 3; print $s 'x'; $s->flush"], folder, limits.Limits(30))
        with pytest.raises(TimeoutError):
            receiver.recv(1)


def test_other_programs_get_no_signals(wall: str, folder: Path) -> None:
    assert run(f"kill -0 {os.getpid()}", folder).code != 0


def test_variables_are_passed_on_by_name(
    wall: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    monkeypatch.setenv("HOME", str(tmp_path / CANARY))
    monkeypatch.setenv("PATH", f"{tmp_path / CANARY}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_NUMERIC", "C")
    done = run("env; cat /proc/self/environ", folder)
    assert CANARY not in done.output
    assert "LC_NUMERIC=C" in done.output


def test_a_tree_that_is_the_whole_home_is_not_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(visible, "_trees", lambda: {"TEXMFHOME": tmp_path, "TEXMFLOCAL": tmp_path / "own"})
    shown = visible.readable("/bin/sh")
    assert tmp_path not in shown
    assert folder in shown


def test_a_program_in_the_users_home_shows_itself_only(
    wall: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    program = tmp_path / "bin" / "tool"
    program.parent.mkdir()
    program.write_bytes(Path("/bin/cat").read_bytes())
    program.chmod(0o755)
    (program.parent / "notes").write_text(CANARY, encoding="utf-8")
    (folder / "in").write_text("words", encoding="utf-8")
    assert limits.run([str(program), "in"], folder, limits.Limits(30)).output == "words"
    assert limits.run([str(program), str(program.parent / "notes")], folder, limits.Limits(30)).code != 0


def test_a_program_that_is_a_link_keeps_its_name(
    wall: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "links").symlink_to("/bin/sh")
    done = limits.run([str(tmp_path / "bin" / "links"), "-c", "echo $0"], folder, limits.Limits(30))
    assert (done.code, done.output.strip()) == (0, str(tmp_path / "bin" / "links"))


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root has no limit of processes")
def test_a_program_gets_few_processes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_SANDBOX", "bubblewrap")
    if walls.wall() != "bubblewrap":
        pytest.skip("bubblewrap does not work here")
    done = run("i=0; while [ $i -lt 400 ]; do sleep 5 & i=$((i+1)); done; wait", folder)
    assert "fork" in done.output


@kernel_only
@pytest.mark.skipif(not os.environ.get("CI"), reason="only CI must have a sandbox")
def test_ci_has_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the tests of both would be skipped, and nobody would see it."""
    monkeypatch.delenv("SCAFFOLD_SANDBOX", raising=False)
    assert walls.wall() != "none"


@pytest.mark.parametrize("name", ["json", "re", "contextlib", "platform"])
def test_what_starts_programs_loads_little(name: str) -> None:
    """Each engine is started through it, so each module that it loads is loaded a dozen times by `init`."""
    folder = str(Path(launch.__file__).parent)
    code = f"import sys; sys.path.insert(0, {folder!r}); import launch; print({name!r} in sys.modules)"
    isolated = [sys.executable, "-I", "-S", "-c", code]
    assert subprocess.run(isolated, capture_output=True, text=True, check=True).stdout == "False\n"


def test_closing_its_input_ends_the_program_and_nothing_else(tmp_path: Path) -> None:
    """Where the program that starts it is of the same group, as in a test of whether the sandbox works."""
    policy = {"folder": str(tmp_path), "read": [], "sockets": False, "seconds": 60, "memory": None, "file": 1}
    command = [
        sys.executable,
        "-I",
        "-S",
        launch.__file__,
        launch.packed({**policy, "confine": False}),
        "/bin/sleep",
        "60",
    ]
    starter = (
        "import subprocess, sys\n"
        "process = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\n"
        "process.stdin.close()\n"
        "print('ended with', process.wait())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter, *command], capture_output=True, text=True, timeout=30, start_new_session=True
    )
    assert done.stdout == "ended with 137\n"


def test_the_sandbox_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_SANDBOX", "none")
    assert walls.wall() == "none"
    assert CANARY in run("cat ../secret", folder).output


@kernel_only
def test_where_neither_works_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCAFFOLD_SANDBOX", raising=False)
    monkeypatch.setattr(walls, "_works", lambda name: False)
    monkeypatch.setattr(walls, "_working", inspect.unwrap(walls._working))
    assert walls.wall() == "none"


@kernel_only
def test_a_kernel_without_landlock_is_an_error_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(launch, "confine", refuse)
    monkeypatch.setattr(launch, "_limit", lambda *_: None)
    asked = {"seconds": 1, "memory": None, "file": 1}
    policy: dict[str, object] = {"folder": "/", "read": [], "sockets": False, "confine": True, **asked}
    assert launch.main(["launch.py", launch.packed(policy), "/bin/true"]) == launch.UNCONFINED
    assert "the sandbox could not be set up" in capsys.readouterr().err
