"""Asks LaTeX itself how it numbers a paper: writes the truth.json that the whole-paper goldens are compared with.

usage: python3 tests/papers/extract_truth.py            the goldens of the example paper, both versions
       python3 tests/papers/extract_truth.py MAIN.tex   the truth of another paper, on standard output

How: the paper is compiled with one more file read at \\begin{document}, after all packages are loaded. It wraps
amsthm's \\@begintheorem, through which the heads of all its environments pass, to write down heading, printed
number, environment, hyperref anchor and page. The write sits inside the head, so the page is the one that the head is
shipped out on. The environment is thmtools' \\thmt@envname where there is one, since \\@currenvir says restatable
inside a restatable. Labels are those of the .aux with the same anchor; headings are the .aux's entries for the table of
contents (a starred heading makes none). Limits: the paper must load amsthm and hyperref, and compile with pdflatex.

The shape: {"main", "statements": [{"heading", "number", "env", "labels", "page"}], "headings": [{"level", "number",
"title", "page"}]}; number is null where LaTeX prints none. A statement typeset again under its number (thm-restate) is
listed once, with the later pages under "again".
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "eprints" / "2401.00001"
GOLDENS = {"margins": EXAMPLE / "v2", "margins-v1": EXAMPLE / "v1"}

HOOK = r"""
\makeatletter
\newwrite\truth@out
\immediate\openout\truth@out=\jobname.truth
\let\truth@begintheorem\@begintheorem
\def\@begintheorem#1#2[#3]{%
  \protected@edef\truth@row{#1|#2|\@ifundefined{thmt@envname}{\@currenvir}{\thmt@envname}|%
    \@ifundefined{@currentHref}{}{\@currentHref}}%
  \expandafter\truth@wrap\expandafter{\truth@row}{#1}{#2}{#3}}
\def\truth@wrap#1#2#3#4{\truth@begintheorem{#2\protected@write\truth@out{}{#1|\thepage}}{#3}[#4]}
\makeatother
"""
LEVELS = {"part": -1, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4}
RUNS = 3


def compile_with_hook(main: Path) -> tuple[list[str], str]:
    """The rows that the hook wrote, and the text of all .aux files; exits when the paper does not compile."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(main.parent, Path(scratch) / "paper")
        (folder / "truth-hook.tex").write_text(HOOK, encoding="utf-8")
        start = r"\AddToHook{begindocument/end}{\input{truth-hook}}\input " + main.name
        command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", f"-jobname={main.stem}", start]
        for _ in range(RUNS):
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
            if done.returncode:
                sys.exit(f"{main} does not compile:\n{done.stdout[-2000:]}")
        rows = (folder / f"{main.stem}.truth").read_text(encoding="utf-8").splitlines()
        return rows, read_aux(folder, f"{main.stem}.aux")


def read_aux(folder: Path, name: str) -> str:
    """The .aux file, those of \\include in the places where it reads them."""
    text = (folder / name).read_text(encoding="utf-8")
    return re.sub(r"\\@input\{([^}]*)\}", lambda m: read_aux(folder, m.group(1)), text)


def groups(text: str, start: int, count: int) -> list[str]:
    """The contents of count brace groups in a row, from the first brace at or after start."""
    found: list[str] = []
    at = start
    while len(found) < count:
        at = text.index("{", at)
        depth, begin = 0, at
        while True:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
            if depth == 0:
                break
        found.append(text[begin + 1 : at - 1])
    return found


def labels_of(aux: str) -> dict[str, tuple[str, str]]:
    """What \\ref prints, and the anchor, by label; cleveref's shadows (key@cref) and thmtools' own are left out."""
    result = {}
    for match in re.finditer(r"\\newlabel\{([^}]*)\}", aux):
        key = match.group(1)
        if not key.endswith("@cref") and not key.startswith("thmt@@"):
            number, _, _, anchor = groups(groups(aux, match.end(), 1)[0], 0, 4)
            result[key] = (number, anchor)
    return result


def statements_of(rows: list[str], labels: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = []
    for row in rows:
        heading, number, env, anchor, page = row.split("|")
        old = next((s for s in statements if number and (s["heading"], s["number"]) == (heading, number)), None)
        if old:
            old.setdefault("again", []).append(page)
            continue
        keys = [key for key, (_, target) in labels.items() if number and target == anchor]
        statements.append({"heading": heading, "number": number or None, "env": env, "labels": keys, "page": page})
    return statements


def headings_of(aux: str, labels: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    headings = []
    for match in re.finditer(r"\\@writefile\{toc\}\{\\contentsline ", aux):
        kind, title, page = groups(aux, match.end(), 3)
        number = None
        if title.startswith("\\numberline"):
            number = groups(title, 0, 1)[0]
            title = title[title.index("{") + len(number) + 2 :]
        headings.append({"level": LEVELS[kind], "number": number, "title": printed(title, labels), "page": page})
    return headings


def printed(title: str, labels: dict[str, tuple[str, str]]) -> str:
    """A title of the table of contents as plain text, references resolved."""
    title = re.sub(r"\\ref\s*\{([^}]*)\}", lambda m: labels[m.group(1)][0], title)
    return " ".join(re.sub(r"~|\\nobreakspace\s*(?:\{\})?", " ", title).split())


def truth(main: Path) -> dict[str, Any]:
    """LaTeX's own numbering of the paper whose main file this is."""
    rows, aux = compile_with_hook(main)
    labels = labels_of(aux)
    return {"main": main.name, "statements": statements_of(rows, labels), "headings": headings_of(aux, labels)}


def main(arguments: list[str]) -> None:
    for name in arguments:
        print(json.dumps(truth(Path(name).resolve()), indent=1, ensure_ascii=False))
    if not arguments:
        for name, source in GOLDENS.items():
            text = json.dumps(truth(source / "main.tex"), indent=1, ensure_ascii=False)
            (ROOT / "tests" / "papers" / name / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
