"""How long the page of a seminar takes: python -m tests.benchmarks.seminar_page [STUDENTS...].

A seminar of that many students (15, 150 and 500), each with a paper, a talk and what was measured of the hand-in.
Printed are the seconds of the whole private page, those of its templates alone, and its size.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from scaffold.fetch.progress import quiet
from scaffold.pipeline import collecting, pages
from scaffold.write.web import page


def tables(folder: Path, students: int) -> pages.Inputs:
    """Writes the tables of a seminar."""
    ids = [f"1501.{n:05}" for n in range(1, students + 1)]
    names = [f"Student Number{n}" for n in range(students)]
    day = date(2027, 6, 24)
    rows = {
        "papers": ["id,topic,title", *(f"{id},Topic {n % 20},Paper number {n}" for n, id in enumerate(ids))],
        "assignment": ["student,paper,E-Mail", *(f"{m},{i},s@example.org" for m, i in zip(names, ids, strict=True))],
        "programme": [
            "date,start,end,kind,paper,names",
            *(
                f"{day + timedelta(n // 12)},{8 + n % 12:02}:00,{8 + n % 12:02}:40,talk,{ids[n]},{name}"
                for n, name in enumerate(names)
            ),
        ],
    }
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    checks = dict.fromkeys(collecting.MEASURED, ("pass", ()))
    facts = [collecting.Facts(name=n, when="2027-06-01T12:00", late=0, pages=5, checks=checks) for n in names]
    collecting.write_csv(facts, "theory", folder / "facts.csv")
    return pages.Inputs(
        papers=folder / "papers.csv",
        table=folder / "assignment.csv",
        facts=folder / "facts.csv",
        programme=folder / "programme.csv",
        sheet=None,
        projects=folder / "projects",
        handins=folder / "handins",
    )


def main() -> None:
    print(f"{'students':>8} {'whole':>8} {'templates':>9} {'KB':>6}")
    for students in map(int, sys.argv[1:] or (15, 150, 500)):
        with tempfile.TemporaryDirectory() as folder:
            given = tables(Path(folder), students)
            begin = time.perf_counter()
            made = pages.write(given, Path(folder) / "page", rules="theory", private=True, progress=quiet)
            whole, begin = time.perf_counter() - begin, time.perf_counter()
            size = len(page(made.site).encode()) // 1024
            print(f"{students:>8} {whole:>8.2f} {time.perf_counter() - begin:>9.2f} {size:>6}")


if __name__ == "__main__":
    main()
