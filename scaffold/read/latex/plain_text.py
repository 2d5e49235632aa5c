"""Converts LaTeX to plain text for titles, headings and names of authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scaffold.read.latex.counters import roman
from scaffold.tex import tokens
from scaffold.tex.references import RANGES, REFERENCES
from scaffold.tex.symbols import FUNCTIONS, PRINTED, TEXT_ACCENTS

_PRINTED = {name: name for name in FUNCTIONS} | PRINTED | {
    "mid": "|", "sqrt": "√",
    **dict.fromkeys("quad qquad space nobreakspace thinspace newline linebreak break titlebreak par".split(), " "),
}  # fmt: skip
"""What commands without arguments print."""

_DROPPED = frozenset(
    "footnote thanks label index footnotemark footnotetext vspace hspace thispagestyle pagestyle color inst orcidID "
    "orcid email sethlcolor phantom vphantom hphantom textcolor fontsize fontfamily includegraphics marginpar protect_ "
    "tnoteref fnref corref titletag support".split()
)
_SIZES = frozenset(
    "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge bfseries itshape scshape upshape "
    "rmfamily sffamily ttfamily mdseries normalfont bf it sc rm sf tt em selectfont centering raggedright par".split()
)
"""Commands that only change the look of words: classes redefine them, but their definitions are not text."""

_FRACTIONS = frozenset("frac dfrac tfrac cfrac sfrac nicefrac".split())
_SYMBOL = re.compile(r"\d+|\w?")
"""A part of a fraction that needs no brackets."""

_CITATIONS = re.compile(r"cite[a-zA-Z]*\*?$|parencite|textcite|footcite", re.I)
_CASES: dict[str, Callable[[str], str]] = {
    "MakeUppercase": str.upper, "uppercase": str.upper, "MakeTextUppercase": str.upper,
    "MakeLowercase": str.lower, "lowercase": str.lower, "MakeTextLowercase": str.lower,
}  # fmt: skip
_NUMBER = re.compile(r"\s*(?:\{(\d{1,4})\}|(\d{1,4}) ?)")
_SKIPS = frozenset(("vskip", "hskip", "kern", "mskip", "mkern"))
_LENGTH = r"\s*[-+]?(?:\d*\.?\d+\s*(?:true\s*)?[a-z]{2,5}|\\[A-Za-z@]+)"
_GLUE = re.compile(rf"{_LENGTH}(?:\s*(?:plus|minus){_LENGTH})* ?")
_DEPTH = 12


Expand = Callable[[str], "str | None"]
"""The body of a parameterless macro; None when there is none."""

References = Callable[[str, "list[str]"], str]
"""What a command such as \\ref or \\cite prints for its keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Options of the conversion to plain text.

    expand gives a macro's body; refs and cites give the text of references and citations (None: they are dropped);
    keep_refs leaves references as LaTeX; composed joins a letter and its accent into one character (NFC). grouped sets
    an exponent or index of several characters in brackets: n^(1/2), which is not half of n^1.
    """

    expand: Expand | None = None
    refs: References | None = None
    cites: References | None = None
    keep_refs: bool = False
    composed: bool = True
    grouped: bool = False


def text(tex: str, expand: Expand | None = None, *, keep_refs: bool = False, refs: References | None = None) -> str:
    """Plain text of a piece of LaTeX, with the default options."""
    return made_plain(tex, Manner(expand=expand, refs=refs, keep_refs=keep_refs))


def title(tex: str, expand: Expand | None = None, *, refs: References | None = None) -> str:
    """The plain text of a title."""
    return made_plain(tex, Manner(expand=expand, refs=refs, grouped=True))


def online_title(text: str) -> str:
    """The plain text of a title as arXiv has it: formulas and commands are LaTeX, and % & # are what they say."""
    return title(_SAID.sub(r"\\\g<0>", text)) if "\\" in text or text.count("$") > 1 else text


_SAID = re.compile(r"(?<!\\)[%&#]")


def made_plain(tex: str, manner: Manner) -> str:
    """Plain text of a piece of LaTeX."""
    joined = _text(tex, manner, 0).replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    return re.sub(r"\s+", " ", re.sub(r"\^(?=[′″])", "", joined)).strip()


def _text(tex: str, manner: Manner, depth: int) -> str:
    if depth > _DEPTH:
        return ""
    out: list[str] = []
    pos = 0
    while pos < len(tex):
        c = tex[pos]
        if c != "\\":
            pos += 1
            if c == "%":
                pos = _after_comment(tex, pos)
            elif (
                c == "{" and manner.grouped and out and out[-1] in ("^", "_") and (group := tokens.group(tex, pos - 1))
            ):
                written = _text(group[0], manner, depth + 1).strip()
                out.append(f"({written})" if len(written) > 1 else written)
                pos = group[1]
            elif c not in "{}$":
                out.append(" " if c in "~\n\t" else c)
            continue
        m = tokens.CONTROL_AT.match(tex, pos)
        if not m:
            break
        pos = _command(tex, m[1], m.end(), out, context=_Context(manner, depth))
    return "".join(out)


def _after_comment(tex: str, pos: int) -> int:
    end = tex.find("\n", pos)
    return len(tex) if end < 0 else tokens.skip_blank(tex, end)


class _Context:
    __slots__ = ("depth", "manner")

    def __init__(self, manner: Manner, depth: int) -> None:
        self.manner, self.depth = manner, depth

    def inner(self, tex: str) -> str:
        return _text(tex, self.manner, self.depth + 1)


def _command(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    """Adds the text of one control sequence; returns the position after it and its arguments."""
    if name in TEXT_ACCENTS and (not name.isalpha() or tex[pos : pos + 1] in ("{", " ", "\\")):
        return _accent(tex, name, pos, out, context=context)
    if name.rstrip("*") in REFERENCES - RANGES:
        return _reference(tex, name, pos, out, context=context)
    if _CITATIONS.match(name):
        return _citation(tex, name, pos, out, context=context)
    if name in _DROPPED:
        return _after_argument(tex, pos)
    if name in ("begin", "end"):
        out.append(" ")
        return _after_argument(tex, pos)
    if name in ("texorpdfstring", "href"):
        return _one_of_two(tex, pos, int(name == "href"), out, context=context)
    if name in _CASES:
        return _cased(tex, name, pos, out, context=context)
    if name in _FRACTIONS:
        return _fraction(tex, pos, out, context=context)
    if name == "romannumeral":
        return _roman(tex, pos, out)
    return _word(tex, name, pos, out, context=context)


def _word(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    """A macro of the paper's, a letter, a sign."""
    if name in _SKIPS and (glue := _GLUE.match(tex, pos)):
        out.append("" if "kern" in name else " ")
        return glue.end()
    expand = context.manner.expand
    body = expand(name) if expand and name not in _SIZES else None
    if body is not None:
        out.append(context.inner(body))
    elif name in _PRINTED:
        out.append(_PRINTED[name])
    elif not name[0].isalpha() and name not in "()[]":
        out.append(" " if name in "\\ ,;:!/\n" else name if name in "&%$#_{}|@" else "")
        if name == "\\":
            got = tokens.option(tex, pos)
            return got[1] if got else pos
    if name.isalpha() and pos < len(tex) and tex[pos] == " " and not (body or "").rstrip().endswith("\\xspace"):
        pos += 1
    return pos


def _after_argument(tex: str, pos: int) -> int:
    while got := tokens.option(tex, pos):
        pos = got[1]
    arg = tokens.argument(tex, pos)
    return arg[1] if arg else pos


def _accent(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    arg = tokens.argument(tex, pos)
    if not arg:
        return pos
    base = context.inner(arg[0]).replace("ı", "i").replace("ȷ", "j") or ""
    if base:
        form: Literal["NFC", "NFD"] = "NFC" if context.manner.composed else "NFD"
        out.append(unicodedata.normalize(form, base[:1] + TEXT_ACCENTS[name] + base[1:]))
    return arg[1]


def _cased(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    got = tokens.option(tex, pos)
    start = got[1] if got else pos
    arg = tokens.argument(tex, tex.startswith("\\expandafter", start) * len("\\expandafter") + start)
    if not arg:
        return pos
    out.append(_CASES[name](context.inner(arg[0])))
    return arg[1]


def _fraction(tex: str, pos: int, out: list[str], context: _Context) -> int:
    """A fraction on one line, in brackets as an exponent or index."""
    above = tokens.argument(tex, pos)
    below = tokens.argument(tex, above[1]) if above else None
    if not above or not below:
        return pos
    inner = (context.inner(part).strip() for part in (above[0], below[0]))
    written = "/".join(part if _SYMBOL.fullmatch(part) else f"({part})" for part in inner)
    out.append(f"({written})" if "".join(out).rstrip().endswith(("^", "_")) else written)
    return below[1]


def _roman(tex: str, pos: int, out: list[str]) -> int:
    """\romannumeral with digits, whether or not they are in braces of the macro's argument."""
    m = _NUMBER.match(tex, pos)
    if not m:
        return pos
    out.append(roman(int(m[1] or m[2])))
    return m.end()


def _one_of_two(tex: str, pos: int, which: int, out: list[str], context: _Context) -> int:
    """\\texorpdfstring{TeX}{plain}: what is set; \\href{address}{text}: the text."""
    first = tokens.argument(tex, pos)
    second = tokens.argument(tex, first[1]) if first else None
    if first and second:
        out.append(context.inner((first, second)[which][0]))
        return second[1]
    if first:
        out.append(context.inner(first[0]))
        return first[1]
    return pos


def _reference(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    _, pos = tokens.star(tex, pos)
    if name == "hyperref":
        got = tokens.option(tex, pos)
        return got[1] if got else pos
    arg = tokens.argument(tex, pos)
    if not arg:
        return pos
    if context.manner.keep_refs:
        out.append(f"\\{name}{{{arg[0]}}}")
    elif context.manner.refs:
        out.append(context.manner.refs(name, [key.strip() for key in arg[0].split(",")]))
    return arg[1]


def _citation(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    _, pos = tokens.star(tex, pos)
    while got := tokens.option(tex, pos):
        pos = got[1]
    arg = tokens.argument(tex, pos)
    if arg and context.manner.cites:
        out.append(context.manner.cites(name, [key.strip() for key in arg[0].split(",")]))
    return arg[1] if arg else pos
