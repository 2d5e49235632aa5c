"""LaTeX source as text with positions: comments and verbatim masked, arguments read, nothing executed.

A Buffer keeps two texts of equal length. `raw` is what the author wrote and what statements quote; `text` is what TeX
would look at: comments and verbatim material are blanked, so that no reader ever sees a `\\begin` that TeX does not.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

CONTROL = re.compile(r"\\([A-Za-z]+|.)", re.S)
"""A control sequence in the document: letters, or one other character."""

_ENDS_IN_WORD = re.compile(r"(?<!\\)(?:\\\\)*\\[A-Za-z@]+\Z")

INPUT = re.compile(r"\\(?:input|include)\s*\{([^{}]+)\}")
"""A file that is read in place, with its name, as reports and decks of ours input theirs."""

CONTROL_AT = re.compile(r"\\([A-Za-z@]+|.)", re.S)
"""A control sequence where @ is a letter: packages, and after \\makeatletter."""

VERBATIM = (
    "verbatim", "verbatim*", "Verbatim", "Verbatim*", "lstlisting", "minted", "alltt", "comment", "filecontents",
    "filecontents*", "verbatimtab", "BVerbatim", "LVerbatim", "SaveVerbatim", "VerbatimOut",
)  # fmt: skip
_MASKED = re.compile(
    r"\\(?:verb|lstinline|spverb)\*?(?:\[[^\[\]\n]*\])?([^A-Za-z*\s\[{@])(?:(?!\1)[^\n])*\1"
    r"|\\(?:url|path|nolinkurl|href)\s*\{[^{}\n]*\}"
    r"|\\begin\s*\{(" + "|".join(re.escape(v) for v in VERBATIM) + r")\}"
    r"|\\."
    r"|%[^\n]*",
    re.S,
)
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl|href)\s*\{")
_SPACE = re.compile(r"(?:[ \t\r]*\n?[ \t\r]*)")
_BRACE = re.compile(r"\\.|[{}]", re.S)
_BRACKET = re.compile(r"\\.|[{}\]]", re.S)
_COMMENT = re.compile(r"(?<!\\)(?:(?<=\n)[ \t]*)?%[^\n]*(?:\n(?!\s*\n)[ \t]*)?")
_NOT_NEWLINE = re.compile(r"[^\n]")

_EXPANDAFTER = "\\expandafter"
_NEAR, _FAR = 1_500, 6_000
"""Characters in which the end of a group is sought directly, in texts longer than the second."""

MAX_OPTION = 4_000
"""Characters of an optional argument at most: a bracket that is never closed is a bracket."""


def mask(raw: str) -> str:
    """The text with comments and verbatim material blanked to spaces, newlines kept, the length unchanged."""
    if "%" not in raw and "\\verb" not in raw and "\\begin" not in raw and "\\lst" not in raw:
        return raw
    out: list[str] = []
    last = 0
    absent: set[str] = set()
    m = _MASKED.search(raw)
    while m:
        start, end = m.span()
        if m[2]:
            end = _verbatim_end(raw, m[2], end, absent)
        if not _is_left(raw, start, end, m[0]):
            out.append(raw[last:start])
            out.append(_blank(raw[start:end], m[2]))
            last = end
        m = _MASKED.search(raw, end)
    out.append(raw[last:])
    return "".join(out)


def inline_verbatim(raw: str) -> Iterator[tuple[int, int]]:
    """Where \\verb and its like are, with what they print; none in comments or in verbatim environments."""
    if "\\verb" not in raw and "\\lstinline" not in raw and "\\spverb" not in raw:
        return
    absent: set[str] = set()
    m = _MASKED.search(raw)
    while m:
        end = _verbatim_end(raw, m[2], m.end(), absent) if m[2] else m.end()
        if m[1]:
            yield m.start(), end
        m = _MASKED.search(raw, end)


def spelled(raw: str) -> str:
    """The LaTeX with \\texttt{...} for \\verb|...|: it can stand in arguments, and its braces and comments are text."""
    out, at = list[str](), 0
    for start, end in inline_verbatim(raw):
        piece = raw[start : end - 1]
        content = piece[piece.rindex(raw[end - 1]) + 1 :]
        out += (raw[at:start], "\\texttt{", content.translate(_SPELLED), "}")
        at = end
    return "".join(out) + raw[at:]


_SPELLED = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "{}%$&#_"},
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)


def without_comments(raw: str) -> str:
    """The text without its comments, each gone with its line end and the next line's indent, as TeX reads it."""
    if "%" not in raw or "\\verb" in raw or "{verbatim" in raw or "{lstlisting" in raw:
        return raw
    masked = mask(raw)
    out: list[str] = []
    last = 0
    for m in _COMMENT.finditer(raw):
        if m.start() < last or masked[m.start()] == "%" or masked[m.start() : m.end()].strip():
            continue
        out.append(raw[last : m.start()])
        last = m.end()
    return "".join(out) + raw[last:]


def _verbatim_end(raw: str, env: str, pos: int, absent: set[str]) -> int:
    """Behind the end of a verbatim environment; pos where it has none, which is then not sought again."""
    mark = f"\\end{{{env}}}"
    found = -1 if env in absent else raw.find(mark, pos)
    if found < 0:
        absent.add(env)
        return pos
    return found + len(mark)


def _is_left(raw: str, start: int, end: int, found: str) -> bool:
    """What only had to be stepped over: \\%, a \\url without comment signs, a verbatim environment without an end."""
    if raw[start] != "\\":
        return False
    unended = raw[start + 1] == "b" and end - start == len(found)
    return end - start == 2 or unended or (raw[start + 1] in "uphn" and "%" not in found)


def _blank(piece: str, env: str | None) -> str:
    """Spaces for a masked piece; a verbatim environment keeps its \\begin and \\end, a \\url its braces."""
    if env:
        head, tail = piece.index("}") + 1, piece.rindex("\\end")
        return piece[:head] + _NOT_NEWLINE.sub(" ", piece[head:tail]) + piece[tail:]
    if _ADDRESS.match(piece):
        head = piece.index("{") + 1
        return piece[:head] + " " * (len(piece) - head - 1) + "}"
    return " " * len(piece)


class Buffer:
    """One file, or the expansion of one macro: raw and masked text, and the way from a position to a line."""

    __slots__ = ("_lines", "_verbatim", "at_letter", "file", "line", "raw", "text")

    def __init__(self, raw: str, file: str, *, line: int = 0, at_letter: bool = False, masked: bool = False) -> None:
        """line: where an expansion was called (0: this is a file); masked: raw has no comments left to blank."""
        self.raw = raw
        self.text = raw if masked else mask(raw)
        self._verbatim: tuple[tuple[int, int], ...] | None = None
        self.file = file
        self.line = line
        self.at_letter = at_letter
        self._lines: list[int] | None = None

    @property
    def is_file(self) -> bool:
        """Whether positions in this buffer are positions in a file."""
        return self.line == 0

    def shown(self, start: int, end: int, text: str | None = None) -> str:
        """A stretch of the masked text, with what \\verb prints in it. text: the masked text, where more is masked."""
        whole = self.text if text is None else text
        if self._verbatim is None:
            self._verbatim = tuple(inline_verbatim(self.raw))
        out, at = list[str](), start
        for a, b in self._verbatim:
            if start <= a and b <= end and whole[a:b].isspace():
                out += (whole[at:a], spelled(self.raw[a:b]))
                at = b
        return "".join(out) + whole[at:end]

    def line_at(self, pos: int) -> int:
        """Line, from 1, of a position; for an expansion the line of the call."""
        if self.line:
            return self.line
        if self._lines is None:
            self._lines = [m.start() for m in re.finditer("\n", self.raw)]
        return bisect_right(self._lines, pos - 1) + 1


def skip_space(text: str, pos: int) -> int:
    """Position after white space, at most one line end of it (a blank line ends a paragraph, so it stays)."""
    m = _SPACE.match(text, pos)
    return m.end() if m else pos


def skip_blank(text: str, pos: int) -> int:
    """Position after all white space, blank lines included."""
    while pos < len(text) and text[pos].isspace():
        pos += 1
    return pos


def close_brace(text: str, pos: int) -> int:
    """Position of the brace that closes the group whose opening brace stands just before pos; -1 when none does."""
    depth = 1
    near = pos + _NEAR if pos + _FAR < len(text) else len(text)
    for m in _BRACE.finditer(text, pos, near):
        c = m[0]
        if c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
            if depth == 0:
                return m.start()
    return -1 if near == len(text) else _close_far(text, pos)


def _close_far(text: str, pos: int) -> int:
    """As close_brace, by all pairs of the text: a group never closed must not be sought to the end each time."""
    opened, closed = _pairs(text)
    at = bisect_left(opened, pos - 1)
    if at < len(opened) and opened[at] == pos - 1:
        return closed[at]
    return -1


@lru_cache(maxsize=4)
def _pairs(text: str) -> tuple[array[int], array[int]]:
    """Positions of all opening braces, in order, and of those that close them (-1: none)."""
    opened, closed = array("q"), array("q")
    stack: list[int] = []
    for m in _BRACE.finditer(text):
        if m[0] == "{":
            stack.append(len(opened))
            opened.append(m.start())
            closed.append(-1)
        elif m[0] == "}" and stack:
            closed[stack.pop()] = m.start()
    return opened, closed


def nesting(text: str) -> int:
    """How many groups are within each other at most; those never closed count too."""
    depth = deepest = 0
    for m in _BRACE.finditer(text):
        depth = max(0, depth + {"{": 1, "}": -1}.get(m[0], 0))
        deepest = max(deepest, depth)
    return deepest


def group(text: str, pos: int) -> tuple[str, int] | None:
    """The content of the group {…} that starts at pos after space, and the position after it; None when none does."""
    pos = skip_blank(text, pos)
    if pos >= len(text) or text[pos] != "{":
        return None
    end = close_brace(text, pos + 1)
    return None if end < 0 else (text[pos + 1 : end], end + 1)


def groups(text: str, pos: int, count: int) -> list[tuple[int, int]] | None:
    """Start and end of the content of the next count groups; None when there are fewer. The text is masked."""
    found = []
    for _ in range(count):
        got = group(text, pos)
        if got is None:
            return None
        found.append((got[1] - 1 - len(got[0]), got[1] - 1))
        pos = got[1]
    return found


def close_environment(text: str, pos: int, name: str) -> int:
    """Position after the \\end of the environment that is open at pos; -1 when there is none."""
    depth = 1
    for m in re.compile(rf"\\(begin|end)\{{{re.escape(name)}\}}").finditer(text, pos):
        depth += 1 if m[1] == "begin" else -1
        if not depth:
            return m.end()
    return -1


def _after_expandafter(text: str, pos: int) -> int:
    """Position after \\expandafter, which only says when the argument is expanded."""
    while (
        text.startswith(_EXPANDAFTER, pos) and not text[pos + len(_EXPANDAFTER) : pos + len(_EXPANDAFTER) + 1].isalpha()
    ):
        pos = skip_blank(text, pos + len(_EXPANDAFTER))
    return pos


def argument(text: str, pos: int, *, at_letter: bool = False) -> tuple[str, int] | None:
    """A mandatory argument: a group's content, a control sequence, or one character; None at the end of the text."""
    pos = _after_expandafter(text, skip_blank(text, pos))
    if pos >= len(text) or text[pos] == "}":
        return None
    if text[pos] == "{":
        return group(text, pos)
    if text[pos] == "\\":
        m = (CONTROL_AT if at_letter else CONTROL).match(text, pos)
        return (m[0], m.end()) if m else None
    return text[pos], pos + 1


def option(text: str, pos: int) -> tuple[str, int] | None:
    """The content of an optional argument [...] at pos after space, and the position after it; None when none is."""
    pos = skip_space(text, pos)
    if pos >= len(text) or text[pos] != "[" or text.find("]", pos, pos + MAX_OPTION) < 0:
        return None
    depth = 0
    for m in _BRACKET.finditer(text, pos + 1, pos + MAX_OPTION):
        c = m[0]
        if c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
            if depth < 0:
                return None
        elif c == "]" and depth == 0:
            return text[pos + 1 : m.start()], m.end()
    return None


def star(text: str, pos: int) -> tuple[bool, int]:
    """Whether a star follows, and the position after it."""
    after = _after_expandafter(text, skip_space(text, pos))
    return (True, after + 1) if after < len(text) and text[after] == "*" else (False, pos)


def control(text: str, pos: int) -> tuple[str, int] | None:
    """The name of the control sequence at pos, braced or not (\\newcommand{\\x} and \\newcommand\\x); @ is a letter."""
    pos = skip_blank(text, pos)
    braced = pos < len(text) and text[pos] == "{"
    m = CONTROL_AT.match(text, skip_blank(text, pos + 1) if braced else pos)
    if not m:
        return None
    if not braced:
        return m[1], m.end()
    end = close_brace(text, pos + 1)
    return (m[1], end + 1) if end >= 0 else None


def key_values(options: str) -> dict[str, str]:
    """key=value options split at top-level commas; braces around a value are taken off; a bare key has the value ""."""
    out: dict[str, str] = {}
    for piece in split_top(options, ","):
        key, _, value = piece.partition("=")
        value = value.strip()
        if value.startswith("{") and close_brace(value, 1) == len(value) - 1:
            value = value[1:-1]
        if key.strip():
            out[key.strip()] = value
    return out


def split_top(text: str, separator: str) -> list[str]:
    """The text cut at a one-character separator outside braces."""
    pieces, depth, last, i = [], 0, 0, 0
    while i < len(text):
        c = text[i]
        if c == "\\":
            i += 1
        elif c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
        elif c == separator and depth <= 0:
            pieces.append(text[last:i])
            last = i + 1
        i += 1
    pieces.append(text[last:])
    return pieces


def joined(*pieces: str) -> str:
    """Pieces of LaTeX in one line; a control word at the end of one takes no letter of the next into its name."""
    out: list[str] = []
    for piece in filter(None, pieces):
        apart = out and piece[0].isalpha() and _ENDS_IN_WORD.search(out[-1])
        out += (" ", piece) if apart else (piece,)
    return "".join(out)
