"""The set-up script on machines it may and may not change, with fake apt-get, sudo and id."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apt import apt_packages

ROOT = Path(__file__).resolve().parent.parent
BASH = shutil.which("bash")
TOOLS = "bash env dirname cat cksum cut sed tr wc rm tail grep".split()

pytestmark = pytest.mark.skipif(sys.platform == "win32" or BASH is None, reason="a shell script")


class Machine:
    """A folder of programs, and a virtual environment that only says what pip was asked for."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.venv, self.log = folder / "bin", folder / "venv", folder / "log"
        self.bin.mkdir()
        (self.venv / "bin").mkdir(parents=True)
        for tool in TOOLS:
            path = shutil.which(tool)
            assert path, tool
            (self.bin / tool).symlink_to(path)
        self.log.touch()
        self.program("python", f'echo "pip $*" >> "{self.log}"', self.venv / "bin")

    def program(self, name: str, script: str, folder: Path | None = None) -> None:
        path = (folder or self.bin) / name
        path.write_text(f"#!{BASH}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def engines(self) -> None:
        """Puts LaTeX and LibreOffice on the machine."""
        for name in ("pdflatex", "bibtex", "biber", "gs", "soffice", "pdftoppm", "bwrap"):
            self.program(name, ":")
        self.program("kpsewhich", 'printf "%s\\n" "$@"')

    def apt(self, installs: bool = True) -> None:
        """An apt-get that writes down what it is asked for, and installs the engines."""
        names = "pdflatex bibtex biber gs soffice pdftoppm bwrap"
        body = f'echo "apt-get $*" >> "{self.log}"\n'
        if installs:
            body += (
                f'case "$*" in *texlive*) for n in {names}; do echo "#!{BASH}" > "{self.bin}/$n"; done\n'
                f'echo \'#!{BASH}\nprintf "%s\\n" "$@"\' > "{self.bin}/kpsewhich"\n'
                f"/bin/chmod 755 {' '.join(f'{self.bin}/{n}' for n in (*names.split(), 'kpsewhich'))} ;; esac\n"
            )
        self.program("apt-get", body)

    def run(self, want: str = "dev", **env: str) -> subprocess.CompletedProcess[str]:
        assert BASH is not None
        base = {k: v for k, v in os.environ.items() if k not in ("CI", "PYTHON", "PATH")}
        return subprocess.run(
            [BASH, str(ROOT / ".ci" / "setup.sh"), want],
            env={**base, "PATH": str(self.bin), "VENV": str(self.venv), **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )

    def asked(self, word: str) -> list[str]:
        return [row for row in self.log.read_text(encoding="utf-8").splitlines() if word in row]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_root_gets_the_whole_list_after_an_update(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.apt()
    result = machine.run()
    assert result.returncode == 0, result.stderr
    update, install = machine.asked("apt-get")
    assert update.split()[1] == "update"
    assert "--no-install-recommends" in install
    assert set(apt_packages()) <= set(install.split())
    assert machine.asked("pip -m pip install")


def test_what_the_tests_alone_need_is_installed_for_them_alone(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.engines()
    machine.apt()
    machine.program("kpsewhich", 'for name; do [ "$name" = IEEEtran.cls ] || echo "$name"; done')
    assert machine.run("run").returncode == 0
    assert machine.asked("apt-get") == []
    result = machine.run("dev")
    assert result.returncode == 0, result.stderr
    assert "texlive-publishers" in machine.asked("apt-get")[-1].split()


def test_second_run_does_nothing(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.engines()
    machine.apt()
    assert machine.run().returncode == 0
    machine.log.write_text("", encoding="utf-8")
    result = machine.run()
    assert (result.returncode, result.stdout) == (0, "")
    assert machine.asked("install") == []


def test_a_tex_of_ones_own_is_enough(machine: Machine) -> None:
    machine.program("id", "echo 1000")
    machine.engines()
    result = machine.run(CI="true")
    assert (result.returncode, result.stderr) == (0, "")


def test_the_browser_is_installed_where_the_lists_name_it(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.engines()
    machine.apt()
    machine.program("apt-cache", "exit 1")
    assert machine.run().returncode == 0
    assert machine.asked("apt-get install") == []
    machine.program("apt-cache", ":")
    assert machine.run("run").returncode == 0
    assert machine.asked("chromium") == []
    assert machine.run().returncode == 0
    assert machine.asked("apt-get install")[-1].endswith(" chromium-headless-shell")
    machine.program("chromium", ":")
    machine.log.write_text("", encoding="utf-8")
    assert machine.run().returncode == 0
    assert machine.asked("apt-get") == []


def test_without_rights_the_one_command_is_printed(machine: Machine) -> None:
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")
    machine.apt()
    result = machine.run()
    assert result.returncode == 0
    (command,) = [row.strip() for row in result.stderr.splitlines() if "apt-get install" in row]
    assert command.startswith("sudo apt-get update && sudo apt-get install --no-install-recommends ")
    assert set(apt_packages()) <= set(command.split())
    assert machine.asked("apt-get") == []


def test_without_rights_ci_fails(machine: Machine) -> None:
    machine.program("id", "echo 1000")
    machine.apt()
    assert machine.run(CI="true").returncode == 1


def test_sudo_without_password_is_used(machine: Machine) -> None:
    machine.program("id", "echo 1000")
    machine.program("sudo", f'echo "sudo $*" >> "{machine.log}"; [ "$1" = -n ] && shift; "$@"')
    machine.apt()
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert machine.asked("sudo -n apt-get update")


def test_an_installation_that_installs_nothing_is_an_error(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.apt(installs=False)
    result = machine.run()
    assert result.returncode == 1
    assert "scaffold doctor" in result.stderr
