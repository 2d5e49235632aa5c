"""Papers of our own set by pdfLaTeX, for the tests of reading PDFs."""

from __future__ import annotations

import subprocess
from pathlib import Path

FILLER = (
    "The argument rests on a count of the edges that leave a set, and on nothing else. We keep the notation of the "
    "last section and write as plainly as we can, since a reader who knows the result will want to see at once where "
    "the difficulty lies. "
)


def typeset(text: str, folder: Path, runs: int = 1) -> Path:
    """The PDF of a whole document; FILLER becomes a few lines of running text. Raises AssertionError with the log."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.tex").write_text(text.replace("FILLER", FILLER * 2), encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "main.tex"]
    for _ in range(runs):
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout.decode("latin-1")[-2000:]
    return folder / "main.pdf"
