"""Reads the log of a TeX run: errors with file, line and offending text; warnings that a reader of the PDF would see.

A log is prose for people at a terminal. What has to be undone: lines broken at 79 bytes, whatever stands there; the
file that a warning belongs to is known only from the parentheses that TeX prints when it opens and closes files; an
error's line is below its message, after help texts. ../NOTES.md keeps specimens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from scaffold.engines.latex.advice import advise

WIDTH = 79
LOG_CAP = 8_000_000
"""Bytes of a log that are read, from its start: an endless loop can write gigabytes."""

NO_WORDS = "(no message)"

_SHOWN = 60
"""Characters of an argument without an end that a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TexMessage:
    """One message of TeX.

    code names the kind ("undefined-control-sequence", "undefined-reference", "overfull-hbox" …). file is relative to
    the document's folder ("" when unknown), line from 1 (None when unknown). offending is the token, key, character
    or box at fault, or "". advice is what to do, or "". points is by how much a box is overfull, else None.
    after is the .tex file that TeX had read to its end just before, or "".
    """

    severity: Literal["error", "warning"]
    code: str
    file: str
    line: int | None
    text: str
    offending: str = ""
    advice: str = ""
    points: float | None = None
    after: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return ": ".join(part for part in (place, self.text, self.advice) if part)


@dataclass(frozen=True, slots=True)
class Located:
    """A message and the lines of the joined log, from 1, that it was read from."""

    first: int
    last: int
    message: TexMessage


def read_log(path: Path, width: int = WIDTH) -> str:
    """A log file's text, its broken lines joined; "" when there is no file. pdfTeX writes bytes, not characters."""
    if not path.is_file():
        return ""
    with path.open("rb") as f:
        return unwrap(f.read(LOG_CAP).decode("utf-8", "surrogateescape"), width)


_START = re.compile(r"! |l\.\d|\S+:\d+: |(?:LaTeX|Package|Class|pdfTeX)\b.*(?:Warning|Error|Info)|Overfull|Underfull")


def unwrap(text: str, width: int = WIDTH) -> str:
    """Joins lines that TeX broke at width bytes (LuaTeX and XeTeX: characters); characters cut in two are mended."""
    out: list[list[str]] = []
    joining = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if joining and not _START.match(line):
            out[-1].append(line)
        else:
            out.append([line])
        joining = width in (len(line.encode("utf-8", "surrogateescape")), len(line))
    joined = "\n".join("".join(parts) for parts in out)
    return joined.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def parse_log(text: str) -> tuple[TexMessage, ...]:
    """All errors and warnings of a log whose lines are joined, in order, each once."""
    return tuple(_without_echoes(list(dict.fromkeys(found.message for found in located(text)))))


def located(text: str) -> tuple[Located, ...]:
    """Every message of a log whose lines are joined, with its place in the log; repeats and echoes are included."""
    return tuple(_Reader(lines=text.split("\n")).messages())


def still_open(output: str) -> str:
    """The innermost file of the user that was open when TeX's output ends; the first one if all are closed, or ""."""
    reader = _Reader(lines=output.split("\n"))
    for _ in reader.messages():
        pass
    return reader.file()


_LIKE_A_MESSAGE = re.compile(r"^!|^Runaway |\b(?:[Ee]rror|[Ww]arning|Underfull|Overfull)\b")


def passed_over(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that look like a message and belong to none that `located` reads."""
    read = {n for found in located(text) for n in range(found.first, found.last + 1)}
    for n, line in enumerate(text.split("\n"), 1):
        if n not in read and _LIKE_A_MESSAGE.search(line):
            yield n, line


def _without_echoes(messages: list[TexMessage]) -> Iterator[TexMessage]:
    """Drops what another error already says: warnings of the same words, "Emergency stop" (which knows the line)."""
    errors = [m for m in messages if m.severity == "error"]
    stop = next((m for m in errors[1:] if m.code == "end"), None)
    unknown = {f"ended by \\end{{{m.offending}}}" for m in errors if m.code == "undefined-environment"}
    for message in messages:
        if message is stop or any(message.text.endswith(end) for end in unknown):
            continue
        if message.severity == "warning" and any(message.text in e.text for e in errors):
            continue
        if stop is not None and message is errors[errors.index(stop) - 1] and message.line is None:
            message = replace(message, line=stop.line)
        yield message


_FILE_LINE = re.compile(r"^((?:[A-Za-z]:[\\/])?[^\s:()][^:()]*?):(\d{1,9}): (.+)$")
_BANG = re.compile(r"^! ?(.+)$")
_AT = re.compile(r"^l\.(\d{1,9}) ?(.*)$")
_WARNING = re.compile(r"^(LaTeX|Package|Class|pdfTeX)(?: (\S+))? [Ww]arning(?: \([^)]*\))?: (.*)$")
_BOX = re.compile(r"^(Over|Under)full \\([hv])box \((?:(\d{1,9}(?:\.\d+)?)pt too \w+|badness \d+)\)(.*)$")
_LINES = re.compile(r"at lines? (\d{1,9})")
_ON_LINE = re.compile(r" on input line (\d{1,9})")
_CHARACTER = re.compile(r"^Missing character: There is no (.+?) in font ([^\s!]+)")
_PARENTHESIS = re.compile("[()]")
_OPEN = re.compile(r'"([^"]+)"|([^\s()\[\]{}"<>]+)')
_CONTROL = re.compile(r"(\\(?:[A-Za-z@:_]+|.))\s*$")
_SUFFIX = re.compile(
    r"\.(?:tex|sty|cls|cfg|def|aux|bbl|toc|out|lof|lot|nav|snm|clo|fd|ldf|ltx|mkii|code|lua|dict|ind)$"
)


@dataclass(slots=True, kw_only=True)
class _Reader:
    lines: list[str]
    at: int = 0
    open: list[str | None] = field(default_factory=list)
    first: str = ""
    closed: str = ""
    runaway: str = ""

    def messages(self) -> Iterator[Located]:
        while self.at < len(self.lines):
            first = self.at + 1
            self.at += 1
            for message in self._message(self.lines[first - 1]):
                yield Located(first, self.at, message)

    def _message(self, line: str) -> Iterator[TexMessage]:
        """What one line starts; lines that belong to it are consumed. Any other line moves the stack of files."""
        if found := _FILE_LINE.match(line):
            yield from self._error(found[3], found[1], int(found[2]))
        elif found := _BANG.match(line):
            yield from self._error(found[1], self.file(), None)
        elif found := _WARNING.match(line):
            yield self._warning(found)
        elif found := _BOX.match(line):
            yield from self._box(found)
        elif line.startswith("Runaway "):
            self.runaway = self.lines[self.at].strip() if self.at < len(self.lines) else ""
            self.at += 1
        elif found := _CHARACTER.match(line):
            text = f"the font {found[2]} has no {found[1]}"
            yield TexMessage(
                severity="warning",
                code="missing-character",
                file=self.file(),
                line=None,
                text=text,
                offending=found[1][:1],
                advice=_NO_GLYPH,
            )
        else:
            self._track(line)

    def file(self) -> str:
        """The innermost open file that a person wrote; at the end of a run, when all are closed, the first one."""
        return next((name for name in reversed(self.open) if name and not name.endswith(".aux")), self.first)

    def _error(self, text: str, file: str, line: int | None) -> Iterator[TexMessage]:
        text = text.strip()
        if text.startswith("==> Fatal error"):
            return
        text, context, number = self._block(text)
        text = re.sub(r"\s*\n\s*", " ", text).rstrip(". ").removeprefix("LaTeX Error: ")
        reason = next((row.strip("* ()") for row in context if row.startswith("***")), "")
        text = f"{text}: {reason}" if reason and text == "Emergency stop" else text
        offending = _offending(text, context)
        text, self.runaway = (f"{text}: {_start(self.runaway)}" if self.runaway else text), ""
        code, advice = advise(text, offending, self.first)
        yield TexMessage(
            severity="error",
            code=code,
            file=_clean(file),
            line=line or number,
            text=text or NO_WORDS,
            offending=offending,
            advice=advice,
            after=self.closed,
        )

    def _block(self, text: str) -> tuple[str, list[str], int | None]:
        """The rest of an error: its whole message, the lines of context, and the number that follows "l."."""
        context: list[str] = []
        prefix = re.match(r"(?:Package|Class) (\S+) Error", text)
        for i in range(self.at, min(self.at + 60, len(self.lines))):
            line = self.lines[i]
            if found := _AT.match(line):
                context.append(found[2])
                self.at = i + 2
                self._skip_help()
                return text, context, int(found[1])
            if _FILE_LINE.match(line) or _BANG.match(line):
                break
            if prefix and line.startswith(f"({prefix[1]})"):
                text += "\n" + line[len(prefix[1]) + 2 :]
            elif line.startswith(" " * 12) and i == self.at and line.strip():
                text += "\n" + line
            elif line.strip():
                context.append(line)
        return text, context, None

    def _skip_help(self) -> None:
        """TeX explains each error up to an empty line; a parenthesis there opens no file."""
        while self.at < len(self.lines) and self.lines[self.at].strip() and not _START.match(self.lines[self.at]):
            self.at += 1

    def _warning(self, found: re.Match[str]) -> TexMessage:
        """A warning runs on to its full stop or an empty line; packages repeat their name in front of each line."""
        text, name = found[3], found[2] or found[1]
        while not text.endswith(".") and self.at < len(self.lines) and self.lines[self.at].strip():
            if _START.match(self.lines[self.at]):
                break
            more = self.lines[self.at].strip()
            text += " " + more.removeprefix(f"({name})").strip()
            self.at += 1
        line = _ON_LINE.search(text)
        text = _ON_LINE.sub("", text).strip().rstrip(".")
        code, offending, advice = _warning_kind(text)
        text = text or NO_WORDS
        return TexMessage(
            severity="warning",
            code=code,
            file=self.file(),
            line=int(line[1]) if line else None,
            text=text,
            offending=offending,
            advice=advice,
        )

    def _box(self, found: re.Match[str]) -> Iterator[TexMessage]:
        """A box that is too full; TeX echoes what is in it up to an empty line. Underfull boxes are not reported."""
        echo = []
        paragraph = found[4].startswith(" in paragraph") or found[4].startswith(" in alignment")
        while paragraph and self.at < len(self.lines) and self.lines[self.at].strip():
            echo.append(self.lines[self.at])
            self.at += 1
        if found[1] == "Under" or found[3] is None:
            return
        line = _LINES.search(found[4])
        points = float(found[3])
        way = "wide" if found[2] == "h" else "high"
        yield TexMessage(
            severity="warning", code=f"overfull-{found[2]}box", file=self.file(), line=int(line[1]) if line else None,
            text=f"a line or box is {points:g} pt too {way}", offending=_echo(echo), advice="", points=points,
        )  # fmt: skip

    def _track(self, line: str) -> None:
        """Follows the files that open and close in a line of the log."""
        at = 0
        while mark := _PARENTHESIS.search(line, at):
            at = mark.end()
            if mark[0] == ")":
                ended = self.open.pop() if self.open else None
                self.closed = ended if ended and ended.endswith(".tex") else self.closed
            else:
                found = _OPEN.match(line, at)
                name = (found[1] or found[2]) if found else ""
                self.open.append(_clean(name) if _is_file(name) else None)
                self.first = self.first or self.open[-1] or ""
                at = found.end() if found and _is_file(name) else at


_NO_GLYPH = "the character is absent from the PDF: write it as a command, or as mathematics"


def _is_file(name: str) -> bool:
    return bool(_SUFFIX.search(name)) or name.startswith(("./", "../"))


def _clean(name: str) -> str:
    """A file as people call it: relative to the document, files of the TeX tree by their bare name."""
    # A folder of \input@path ends with a slash, and TeX puts one after it.
    name = re.sub(r"(?<=[^/])/{2,}", "/", name.strip('"').removeprefix("./"))
    return name.rsplit("/", 1)[-1] if re.search(r"/texmf|/texlive/|/MiKTeX/", name) else name


_NAMED = (
    r"[`']([^']+)' not found",
    r"^(?:Paragraph|File) ended (?:before|while \w+ \w+ of) (\\\S+)",
    r"Environment (\S+) undefined",
    r"Unicode character (\S+)",
    r"(?:Use of|Argument of|Command) (\\\S+)",
    r"(\\begin\{[^}]*\})",
)
_HELP = re.compile(r"See the |Type  ?[HX]|or enter|Enter file|\s?\.\.\.|\(|\*|Your |If |<read \*>|<\*>")


def _offending(text: str, context: list[str]) -> str:
    """The token TeX stumbled on: named in the message, or the last one of the innermost line of context."""
    named = (found[1] for pattern in _NAMED if (found := re.search(pattern, text)))
    for name in named:
        return name
    own = [line for line in context if line.strip() and not _HELP.match(line)]
    if not own or re.match(r"(?:Package|Class) ", text):
        return ""
    if text.startswith("Undefined control sequence"):
        found = _CONTROL.search(own[0])
        return found[1] if found else own[0].strip()
    return own[-1].strip()[-60:]


def _start(runaway: str) -> str:
    """The beginning of what TeX took for an argument, which may be the rest of the file."""
    words = runaway.split("\\par")[0].strip()
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _echo(lines: list[str]) -> str:
    """The readable part of a box's content: without font names and box marks."""
    text = re.sub(r"\\\S+/\S+ ?|\[\]|\$", "", " ".join(lines))
    return re.sub(r"\s+", " ", text).strip()[:80]


def _warning_kind(text: str) -> tuple[str, str, str]:
    """Code, offending key and advice of a warning's text."""
    for code, pattern, advice in _WARNINGS:
        if found := re.search(pattern, text):
            return code, found[1] if found.re.groups else "", advice
    return "other", "", ""


_WARNINGS = (
    (
        "undefined-reference",
        r"(?:Hyper r|R)eference [`']([^']+)'.* undefined",
        "no \\label of this name: check the spelling",
    ),
    ("undefined-citation", r"Citation [`']([^']+)'.* undefined", "no entry of this key in the bibliography"),
    ("unknown-statement", r"The paper has no statement [`']([^']+)'", ""),
    ("unknown-figure", r"The paper has no figure [`']([^']+)'", ""),
    ("replaced-statement", r"(.+) could not be compiled outside the paper", ""),
    (
        "unknown-environment",
        r"The paper uses the environment (\S+), but its definition was not found",
        "compare what is printed with the paper's page",
    ),
    ("duplicate-label", r"Label [`']([^']+)' multiply defined", "rename one of the two labels"),
    ("rerun", r"[Rr]erun|There were undefined|may have changed|multiply-defined labels", ""),
    ("font", r"[Ff]ont shape|[Ss]ize substitutions", ""),
    ("float", r"Float too large for page", "make the figure or table smaller"),
)


_BLG = re.compile(r"^(.+)---line (\d{1,9}) of file (.+)$")


def parse_blg(text: str) -> tuple[TexMessage, ...]:
    """Errors of a BibTeX run: entries that it could not read. What it warns of, LaTeX says again."""
    found = (_BLG.match(line) for line in text.splitlines())
    advice = "correct the entry there: a comma, a brace or a quote is missing, or a key is used twice"
    return tuple(
        TexMessage(
            severity="error",
            code="bibliography",
            file=_clean(row[3]),
            line=int(row[2]),
            text=row[1].strip(),
            offending="",
            advice=advice,
        )
        for row in found
        if row
    )
