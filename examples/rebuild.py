"""Rebuilds what the example papers commit: their figures, their main.bbl and their PDFs.

usage: python3 examples/rebuild.py     (needs pdflatex, bibtex and the packages pgfplots, thmtools, cleveref)

Every run happens in a scratch directory, without shell escape and with the version's own date, so that the same
TeX Live writes the same bytes. The data of the second figure come from figures/mistakes.py, which is not run here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from email.utils import parsedate_to_datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENGINE = ("pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error")


def run(command: tuple[str, ...], folder: Path, epoch: int) -> None:
    """One command in folder with the clock set to epoch; exits with the end of its output when it fails."""
    clock = {"SOURCE_DATE_EPOCH": str(epoch), "FORCE_SOURCE_DATE": "1", "TZ": "UTC"}
    done = subprocess.run(command, cwd=folder, env=os.environ | clock, capture_output=True, text=True, errors="replace")
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed in {folder}:\n{done.stdout[-2000:]}")


def build_figures(epoch: int) -> dict[str, bytes]:
    """The PDFs of examples/figures by file name."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(HERE / "figures", Path(scratch) / "figures")
        sources = sorted(folder.glob("*.tex"))
        for source in sources:
            run((*ENGINE, source.name), folder, epoch)
        return {f"{s.stem}.pdf": s.with_suffix(".pdf").read_bytes() for s in sources}


def build_paper(source: Path, epoch: int) -> Path:
    """Compiles source/main.tex to the PDF beside the folder source, and puts its main.bbl into the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(source, Path(scratch) / source.name)
        for command in ((*ENGINE, "main"), ("bibtex", "main"), *[(*ENGINE, "main")] * 3):
            run(command, folder, epoch)
        shutil.copy(folder / "main.bbl", source / "main.bbl")
        return Path(shutil.copy(folder / "main.pdf", source.with_suffix(".pdf")))


def main() -> None:
    for metadata in sorted(HERE.glob("eprints/*/metadata.json")):
        for version in json.loads(metadata.read_text(encoding="utf-8"))["versions"]:
            source = metadata.parent / version["version"]
            epoch = int(parsedate_to_datetime(version["date"]).timestamp())
            for name, pdf in build_figures(epoch).items():
                if (source / "figures" / name).exists():
                    (source / "figures" / name).write_bytes(pdf)
            pdf_path = build_paper(source, epoch)
            print(f"{pdf_path.relative_to(HERE.parent)}: {pdf_path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
