"""What a run with `--cov` tells at its end: how much of the product ran, and the files of which the least did."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from coverage import Coverage

from tests.conftest import ROOT

PRODUCT = ROOT / "scaffold"
WORST = 10


class Covered(NamedTuple):
    """The statements of a file, and how many of them no test ran."""

    file: Path
    statements: int
    missed: int

    @property
    def percent(self) -> float:
        return 100 * (1 - self.missed / self.statements)


def measured() -> list[Covered]:
    """All files of the product that hold statements, from the data that the run wrote."""
    data = Coverage(config_file=str(ROOT / "setup.cfg"))
    data.load()
    found = [Path(name) for name in sorted(data.get_data().measured_files())]
    rows = [(file, *data.analysis2(str(file))[1:4:2]) for file in found if file.is_relative_to(PRODUCT)]
    return [Covered(file.relative_to(ROOT), len(all), len(missed)) for file, all, missed in rows if all]


def table() -> str:
    """A line for each of the worst files, then the total."""
    files = measured()
    if not files:
        return "nothing was measured"
    worst = sorted(files, key=lambda f: (f.percent, -f.missed))[:WORST]
    total = Covered(Path(f"{len(files)} files"), sum(f.statements for f in files), sum(f.missed for f in files))
    return "\n".join(_line(f) for f in (*worst, total))


def _line(f: Covered) -> str:
    return f"{f.percent:5.1f} %  {f.missed:5} of {f.statements:5} statements not run  {f.file}"
