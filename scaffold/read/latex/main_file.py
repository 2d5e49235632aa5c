"""Chooses the paper's main file by evidence, and reports the choice."""

from __future__ import annotations

import math
import posixpath
import re

from scaffold.diagnostics import Log
from scaffold.errors import NoMainFile
from scaffold.read.latex.source import Tree
from scaffold.spans import Span
from scaffold.tex.tokens import mask

_CLASS = re.compile(r"^[^%\n]*?\\document(?:class|style)\s*(?:\[[^\[\]]*\])?\s*\{\s*([^}\s]*)\s*\}", re.M)
_LESSER = re.compile(
    r"supp|response|rebuttal|letter|cover|slides?|poster|talk|old|backup|template|sample|readme|diff|review|notes?\b|reply|test",
    re.I,
)
_BETTER = re.compile(r"^(main|paper|ms|arxiv|article|root|full|long|manuscript)", re.I)
_INPUT = re.compile(r"\\(?:input|include|subfile)\s*\{?\s*([^\s{}\\]+)")
_BEGIN = re.compile(r"\\begin\s*\{\s*document\s*\}")
_END = re.compile(r"\\end\s*\{\s*document\s*\}")
_MOST_INPUTS = 400
_TOPLEVEL = re.compile(
    r"([\w./-]+\.tex)[\s\"',]+(?:toplevelfile|usage\"?:\s*\"?toplevel)"
    r"|usage\"?:\s*\"?toplevel\"?[\s,]*(?:-\s*)?\"?filename\"?:\s*\"?([\w./-]+\.tex)"
)
_PLAIN = re.compile(
    r"\\(?:bye|magnification|beginsection|topmatter|enddocument|proclaim|input\s+ams(?:tex|ppt))(?![A-Za-z])"
)
"""Commands of plain TeX and AmS-TeX, which LaTeX does not have."""

_STATEMENT = re.compile(
    r"\\begin\s*\{(?:theorem|thm|lemma|lem|proposition|prop|definition|corollary|proof)\}|\\section|\\input|\\include"
)


def find_main(tree: Tree, wanted: str | None, log: Log) -> str:
    """Name of the main file. wanted: the user's choice, by path or file name.

    Raises NoMainFile if the wanted file is missing or the source has no LaTeX document.
    """
    if wanted:
        return _latex(tree, _wanted(tree, wanted))
    toplevel = _declared(tree)
    candidates = [n for n in tree.files() if _is_document(tree, n, declared=n == toplevel)]
    candidates = list(dict.fromkeys(_ended_by(tree, n) for n in candidates))
    if not candidates:
        return _latex(tree, _fragment(tree, log))
    scored = sorted(((_score(tree, n, toplevel), n) for n in candidates), key=lambda row: (-row[0], row[1]))
    best = scored[0][1]
    if len(scored) > 1:
        others = ", ".join(n for _, n in scored[1:4])
        log.info(
            "main-file",
            best,
            Span(best),
            f"read as the main file; the source also has {others} (choose one with --main)",
        )
    return best


def _wanted(tree: Tree, wanted: str) -> str:
    found = tree.find(wanted)
    if not found:
        named = [n for n in tree.files() if posixpath.basename(n) in (wanted, wanted + ".tex")]
        found = named[0] if named else None
    if not found:
        have = ", ".join(n for n in tree.files() if n.endswith(".tex"))[:300]
        raise NoMainFile(f"{wanted} is not in the source", f"choose one of: {have or 'there is no .tex file'}")
    return found


def _latex(tree: Tree, name: str) -> str:
    """The name of a LaTeX file; raises NoMainFile for plain TeX and AmS-TeX, whose statements scaffold cannot read."""
    text = mask(tree.text(name))
    if "\\begin" not in text.replace("\\beginsection", "") and _PLAIN.search(text):
        raise NoMainFile(
            f"{name} is plain TeX or AmS-TeX, which scaffold cannot read",
            "use the paper's PDF instead: scaffold init paper.pdf",
        )
    return name


def _is_document(tree: Tree, name: str, *, declared: bool = False) -> bool:
    """Whether a file has a class and begins the document: one of the two in itself, unless it is declared to."""
    ending = posixpath.splitext(name)[1].lower()
    if ending not in (".tex", ".ltx", ".latex", ".txt", "") or name.lower() in ("readme", "readme.txt", "license"):
        return False
    text = tree.text(name)
    has_class, has_begin = bool(_CLASS.search(text)), begins_document(text)
    if has_class and has_begin:
        return True
    if not (has_class or has_begin or declared):
        return False
    whole = _with_inputs(tree, name, mask(text))
    return bool(_CLASS.search(whole)) and begins_document(whole)


def _ended_by(tree: Tree, name: str) -> str:
    """The file that inputs this one and ends the document, where this one only begins it; else itself."""
    if _END.search(mask(tree.text(name))):
        return name
    for other in tree.files():
        if other != name and other.endswith((".tex", ".ltx")):
            text = mask(tree.text(other))
            if _END.search(text) and name in (
                tree.find(w, (posixpath.dirname(other), "")) for w in _INPUT.findall(text)
            ):
                return other
    return name


def begins_document(text: str) -> bool:
    """Whether the text has a \\begin{document}."""
    return _BEGIN.search(text) is not None


def begins(tree: Tree, name: str) -> bool:
    """Whether the file, or one that it inputs, has a \\begin{document}."""
    text = tree.text(name)
    return begins_document(text) or begins_document(_with_inputs(tree, name, mask(text)))


def _declared(tree: Tree) -> str | None:
    """The file that arXiv's 00README names as the main file."""
    for name in ("00README.XXX", "00README", "00README.json", "00README.yaml"):
        if tree.find(name, endings=("",)):
            m = _TOPLEVEL.search(tree.text(name))
            return m[1] or m[2] if m else None
    return None


def _score(tree: Tree, name: str, toplevel: str | None) -> float:
    """Score of a candidate: by its content and inputs, its name and its folder."""
    if name == toplevel:
        return 1000.0
    own = mask(tree.text(name))
    m = _CLASS.search(own)
    text = _with_inputs(tree, name, own)
    stem = posixpath.splitext(posixpath.basename(name))[0]
    score = 8 * math.log2(1 + len(text) / 5000) + min(20.0, len(_STATEMENT.findall(text)) / 2)
    score += (
        20 * ("\\begin{abstract}" in text or "\\abstract" in text)
        + 10 * ("\\title" in text)
        + 5 * ("\\bibliography" in text)
    )
    score += 10 * bool(_BETTER.match(stem)) - 25 * bool(_LESSER.search(stem)) - 6 * name.count("/")
    score += 8 * (posixpath.splitext(name)[0] + ".bbl" in tree.files())
    if m and (m[1] in ("standalone", "beamer", "letter", "subfiles", "minimal") or "slides" in m[1]):
        score -= 60
    return score


def _with_inputs(tree: Tree, name: str, own: str) -> str:
    """The text of a file and of all that it inputs, each file once."""
    texts, seen, todo = [own], {name}, [own]
    folder = posixpath.dirname(name)
    while todo and len(seen) < _MOST_INPUTS:
        for word in _INPUT.findall(todo.pop()):
            found = tree.find(word, (folder, ""))
            if found and found not in seen and not found.endswith((".sty", ".cls", ".bbl", ".bib")):
                seen.add(found)
                text = mask(tree.text(found))
                texts.append(text)
                todo.append(text)
    return "\n".join(texts)


def _fragment(tree: Tree, log: Log) -> str:
    """The largest file that looks like LaTeX, if none has a \\begin{document}."""
    files = [
        n
        for n in tree.files()
        if n.endswith((".tex", ".ltx"))
        and (re.search(r"\\(section|begin|chapter)", tree.text(n)) or _PLAIN.search(tree.text(n)))
    ]
    if not files:
        raise NoMainFile(
            "no file of the source has a \\begin{document}",
            "name the paper's main file with --main, or use its PDF instead",
        )
    best = max(files, key=lambda n: (len(tree.text(n)), n))
    log.warn("no-document", best, Span(best), "no file has a \\begin{document}; the largest file is read as the paper")
    return best
