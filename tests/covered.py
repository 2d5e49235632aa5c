"""What a run with `--cov` tells at its end: how much of the product ran, and the files of which the least did."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from coverage import Coverage

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
    """All files of the product that hold statements, from the data that the run left behind."""
    data = Coverage()
    data.load()
    files = [(Path(name), *data.analysis2(name)[1:4:2]) for name in sorted(data.get_data().measured_files())]
    return [Covered(file, len(statements), len(missed)) for file, statements, missed in files if statements]


def table() -> str:
    """A line for each of the worst files, then the total."""
    files = measured()
    statements, missed = sum(f.statements for f in files), sum(f.missed for f in files)
    total = Covered(Path(f"all {len(files)} files"), statements, missed)
    worst = sorted(files, key=lambda f: (f.percent, f.file))[:WORST]
    return "\n".join(
        f"{f.percent:5.1f} %  {f.missed:5} of {f.statements:5} statements not run  {_short(f.file)}"
        for f in (*worst, total)
    )


def _short(file: Path) -> Path:
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
