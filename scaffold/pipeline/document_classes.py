"""The document class of a report: found in TeX or read from a chair's template folder, and what it makes of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import classes, disk
from scaffold.classes import DocumentClass, TextBlock
from scaffold.errors import BadProfile, EngineMissing
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult

__all__ = ["chosen", "resolved", "to_record"]

_PREAMBLE = "preamble.tex"
_OWN = "template/"
_MOST_FILES, _MOST_BYTES = 200, 20_000_000
_MOST_ENTRIES = 10_000
"""Files and folders that are looked at, also hidden ones."""
_NAME = re.compile(r"[\w.+-]+")
_MM = 25.4 / 72.27
"""Millimetres in a point of TeX."""

_LEFT = r"\dimexpr1in+\hoffset+\ifdim\evensidemargin<\oddsidemargin\if@twoside\evensidemargin\else\oddsidemargin\fi"
_LEFT += r"\else\oddsidemargin\fi\relax"
_MORE = r"\dimexpr\textwidth\if@twoside+\ifdim\evensidemargin<\oddsidemargin\oddsidemargin-\evensidemargin\else"
_MORE += r"\evensidemargin-\oddsidemargin\fi\fi\relax"
_FIELDS = (
    r"\paperwidth",
    r"\paperheight",
    _LEFT,
    r"\dimexpr1in+\voffset+\topmargin+\headheight+\headsep\relax",
    _MORE,
    r"\textheight",
)
_MEASURED = re.compile(r"^scaffold-block:((?:-?\d+\.\d+pt;){6})(\d);(\d+(?:\.\d+)?)", re.MULTILINE)
_LARGEST_PAPER = 2000.0
"""Millimetres; A0 has 1189."""
_LEAST_TEXT = 20.0
"""Millimetres of a side of a block in which somebody can write."""


def chosen(profile: Profile, name: str) -> Profile:
    """The profile with the class of that name, or of a folder; as it is for "", and for its own. Raises BadProfile."""
    if not name or (profile.document and profile.document.asked == name):
        return profile
    if not re.fullmatch(classes.PATTERN, name):
        raise BadProfile(f"{name!r} is no document class: it must be {classes.NEEDS}", "correct --class")
    return profile.with_class(classes.named(name, paper=profile.page.paper))


def to_record(profile: Profile, name: str) -> str:
    """What scaffold.toml says of the class; name: what was asked for instead of the profile's. "": the profile says it.

    A template folder has a copy in the project.
    """
    if profile.document is None:
        return ""
    return profile.document.asked if profile.document.folder or name else ""


def resolved(profile: Profile, base: Path, *, tex: bool = True) -> Profile:
    """The profile with its document class as it can be used; base is the folder that a template folder is relative to.

    tex: whether LaTeX may run to measure what the class makes of a page. Raises BadProfile for a class that is not
    installed or does not work, and for a folder without a template.
    """
    asked = profile.document
    if asked is None:
        return profile
    found = _template(asked, base / asked.asked) if asked.folder else _of_tex(asked)
    return profile.with_class(found, _block(found) if tex else profile.page.block)


def _of_tex(asked: DocumentClass) -> DocumentClass:
    from scaffold.engines.latex import kpathsea, packages

    if use := classes.OTHERS.get(asked.asked):
        message = f"the document class {asked.asked} is for {use}: it has no parts of a report"
        raise BadProfile(message, 'name a class for articles or reports, such as "scrartcl", or leave out the class')
    if kpathsea.find(f"{asked.asked}.cls") is False:
        message = f"the document class {asked.asked} of the report is not installed"
        known = packages.package_with(f"{asked.asked}.cls")
        own = f"put {asked.asked}.cls into a folder beside the profile, and name that with a slash: class = {_OWN!r}"
        raise BadProfile(message, packages.advice_for(f"{asked.asked}.cls") if known else own)
    return replace(asked, name=asked.asked)


def _template(asked: DocumentClass, folder: Path) -> DocumentClass:
    """The class with the files of a folder, which has a class or a package, and perhaps a preamble."""
    files = dict(_files(folder))
    own = [name for name in files if "/" not in name]  # what is further down is of use to others, or kept there
    names = {end: sorted(Path(name).stem for name in own if name.endswith(end)) for end in (".cls", ".sty")}
    if not folder.is_dir() or not (names[".cls"] or names[".sty"]):
        what = "has no .cls and no .sty file" if folder.is_dir() else "does not exist"
        raise BadProfile(f"the template folder {folder} {what}", "put the class of your chair there, or name another")
    for end, found in names.items():
        if len(found) > 1 and (end == ".cls" or not names[".cls"]):
            message = f"the template folder {folder} has several {end} files: {', '.join(found)}"
            raise BadProfile(message, "keep the one that the report uses there, and the others in a folder inside it")
    for name in (*names[".cls"], *names[".sty"]):
        if not _NAME.fullmatch(name):
            message = f"the template folder {folder} has a file {name!r}, which LaTeX cannot load by this name"
            raise BadProfile(message, "rename it: letters, digits, hyphens and dots")
    return replace(
        asked,
        asked=f"report/{classes.FOLDER}",
        name=next(iter(names[".cls"]), "article"),
        style="" if names[".cls"] else names[".sty"][0],
        preamble=_PREAMBLE in files,
        files=tuple(sorted(files.items())),
    )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a template by their paths in the folder; no hidden ones, and no links. Raises BadProfile."""
    kept: list[Path] = []
    size = 0
    with disk.report_errors(folder):
        for seen, path in enumerate(folder.rglob("*"), 1):  # as they come: the folder may be a whole home
            if path.is_file() and not path.is_symlink() and not _hidden(path.relative_to(folder)):
                kept.append(path)
                size += path.stat().st_size
            if len(kept) > _MOST_FILES or seen > _MOST_ENTRIES or size > _MOST_BYTES:
                most = f"{_MOST_FILES} files or {_MOST_BYTES // 1_000_000} MB"
                message = f"the template folder {folder} has more than {most}"
                raise BadProfile(message, "leave only the files that the report needs there")
        for path in sorted(kept):
            yield _readable(path.relative_to(folder).as_posix(), folder), path.read_bytes()


def _readable(name: str, folder: Path) -> str:
    """The name of a file; raises BadProfile for one that is in no encoding, and that no other system can have."""
    try:
        name.encode()
    except UnicodeEncodeError as e:
        shown = name.encode(errors="backslashreplace").decode()
        raise BadProfile(f"the template folder {folder} has a file {shown}, which is no text", "rename it") from e
    return name


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _block(found: DocumentClass) -> TextBlock | None:
    """What the class makes of a page; None without LaTeX."""
    from scaffold.engines.latex import compile

    files = {f"{classes.FOLDER}{name}": content for name, content in found.files}
    try:
        result = compile.render_pages(_document(found), extra_files=files, most_runs=1)
    except EngineMissing:
        return None
    measured = _MEASURED.search(result.log)
    if measured is None:
        raise _unusable(found, result)
    width, height, left, top, text, depth = (float(x[:-2]) * _MM for x in measured[1].split(";")[:-1])
    block = TextBlock(
        paper=(round(width, 2), round(height, 2)),
        left=round(left, 2),
        top=round(top, 2),
        width=round(text, 2),
        height=round(depth, 2),
        columns=int(measured[2]),
        points=float(measured[3]),
    )
    if not _possible(block):
        shown = f"{block.width:g} × {block.height:g} mm of text on {width:.0f} × {height:.0f} mm of paper"
        raise _wrong(found, f"it makes {shown} in {block.columns} columns, at {block.points:g} points")
    return block


def _possible(block: TextBlock) -> bool:
    """Whether text can be set in a block; lengths that a broken class leaves are zero, negative or without end."""
    columns = block.columns in (1, 2) and 4 <= block.points <= 30
    sides = zip((block.width, block.height), block.paper, strict=True)
    return columns and all(_LEAST_TEXT <= text <= paper <= _LARGEST_PAPER for text, paper in sides)


def _unusable(found: DocumentClass, result: TexResult) -> BadProfile:
    return _wrong(found, str(result.errors[0]) if result.errors else "it made no page")


def _wrong(found: DocumentClass, why: str) -> BadProfile:
    message = f"LaTeX cannot use the document class {found.asked}: {why}"
    return BadProfile(message, "check report.class and report.class_options, and that the template compiles by itself")


def _document(found: DocumentClass) -> str:
    """A document of one page that prints the measures into its log."""
    values = "".join(rf"\the{field};" for field in _FIELDS)
    lines = (
        *found.opening(found.options),
        r"\makeatletter\AtBeginDocument{\normalsize",
        rf"\typeout{{scaffold-block:{values}\if@twocolumn2\else1\fi;\f@size}}}}\makeatother",
        r"\begin{document}x\end{document}",
    )
    return "\n".join(lines) + "\n"
