r"""LaTeX as pandoc reads it: the paper's macros expanded, and commands that it does not know replaced by others.

The words are data, in templates/slides/native.tex; here is what no definition can say: glue and dimensions, fonts
switched within a group ({\bf x}), fractions in the middle of one ({a \over b}), and amsmath's displays as what stands
inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scaffold.model import Macro
from scaffold.resources import template
from scaffold.tex import rows, tokens
from scaffold.tex.definitions import parse
from scaffold.tex.environments import BOXES, FORMULA
from scaffold.tex.symbols import PRINTED
from scaffold.write.latex import list_labels
from scaffold.write.latex.list_labels import LIST
from scaffold.write.latex.shims import SHIMS
from scaffold.write.text.expand import CannotExpand, expand

__all__ = ["display", "understood"]

_SIZE = r"\s*=?\s*[-+]?\s*(?:[\d.,]+|\\[a-zA-Z@]+)?\s*(?:true\s*)?(?:pt|em|ex|mu|mm|cm|in|bp|sp|pc|\\[a-zA-Z@]+)"
_GLUE = re.compile(
    rf"\\(?:m?kern|[hvm]skip|mathsurround|lineskip|baselineskip|parskip|arraycolsep|jot){_SIZE}"
    rf"(?:\s*plus{_SIZE}l*)?(?:\s*minus{_SIZE}l*)?\s?"
)
_SPACE = re.compile(r"\\hspace\*?\s*\{[^{}]*\}|\\setlength\s*\{?\\[a-zA-Z@]+\}?\s*\{[^{}]*\}|\\penalty\s*-?\d+\s?")
_WIDTH = re.compile(r"\\(?:m?kern|hskip)\s*\+?\s*(\d*\.?\d+)\s*(?:true\s*)?(pt|em|ex|mu|mm|cm|in|bp|pc)")
_EMS = {"em": 1.0, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "bp": 0.1, "pc": 1.2, "mm": 0.28, "cm": 2.8, "in": 7.2}
"""Ems of a unit where an em is ten points."""

_UNSEEN = re.compile(r"\\vspace\*?\s*\{[^{}]*\}|(?<!\\)((?:\\\\)*)\\-")
"""Space between lines, and where a word may be broken."""

_PERCENT = re.compile(r"(?<!\\)%[^\n]*\n[ \t]*")
_BOXED = re.compile(r"\\(?:vcenter|hbox|vbox)\s*(?=\{)")
_ARRAYS = re.compile(r"\\begin\{(alignat|alignedat|xalignat)(\*?)\}\s*\{\d+\}(.*?)\\end\{\1\2\}", re.DOTALL)
_IEEE = re.compile(r"\\begin\{IEEEeqnarray(\*?)\}\s*(?:\[[^\[\]]*\])?\{[^{}]*\}(.*?)\\end\{IEEEeqnarray\1\}", re.DOTALL)
_CLASS = re.compile(r"\\math(?:op|rel|bin|ord|open|close|punct|inner)\s*\{")
_SIMPLE = re.compile(r"\s*(?:\\[A-Za-z]+\s*\{[^{}\\_^]*\}|\\[A-Za-z]+|[^{}\\_^]*)\s*")
_EQNARRAY = re.compile(r"\\begin\{eqnarray(\*?)\}(.*?)\\end\{eqnarray\1\}", re.DOTALL)
_RENAMED = {
    "dcases": "cases", "rcases": "array", "subarray": "array", "multlined": "gathered", "xalignedat": "aligned",
    "bsmallmatrix": "bmatrix", "psmallmatrix": "pmatrix", "vsmallmatrix": "vmatrix", "Bsmallmatrix": "Bmatrix",
    "split": "aligned",
}  # fmt: skip
_MATRIX = re.compile(r"\\begin\{([pbvBV]?matrix|cases|dcases)\*\}\s*(?:\[[^\[\]]*\])?(.*?)\\end\{\1\*\}", re.DOTALL)
_RCASES = re.compile(r"\\begin\{rcases\}(.*?)\\end\{rcases\}", re.DOTALL)
_INTERTEXT = re.compile(r"\\(?:short)?intertext\s*(?=\{)")
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_TAG_SIGNS = {f"\\{name}": PRINTED[name]
              for name in "star dagger dag ddagger sharp flat circ prime bullet S P diamond".split()}  # fmt: skip
_TAG_SIGNS[r"\ast"] = "*"
_MIDDLE = re.compile(r"\\[bB]igg?m\s*(?:(\||\\vert(?![A-Za-z]))|(\\\||\\Vert(?![A-Za-z]))|(?=[\\/:]))")
_SIZED_ARROW = re.compile(r"\\[bB]igg?[lr]?\s*(?=\\(?:backslash|[uU]parrow|[dD]ownarrow|[uU]pdownarrow)(?![A-Za-z]))")
_NO_FENCE = re.compile(r"\\[bB]igg?[lrm]?\s*\.")
_PLACED = re.compile(r"(\\begin\{(?:aligned|alignedat|gathered|split|multlined)\})\s*\[[tbc]\]")
_RULED = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\s*\{[^{}]*\})(?![A-Za-z])\s*")
_LAST_ROW = re.compile(r"\\\\\s*(?=\\end\{(?:array|[pbvBV]?matrix|smallmatrix|cases|aligned|gathered|split)\})")
_NOT_CONGRUENT = re.compile(r"\\not\s*\\cong(?![A-Za-z])\s*")
"""Pandoc takes a sign for it that means something else."""

_BESIDE = re.compile(
    r"\\sideset\s*\{\s*\}\s*\{\s*('+|\^(?:\*|\{\*\}|\\(?:prime|ast|star)|\{\\(?:prime|ast|star)\}))\s*\}\s*(\\[A-Za-z]+)"
)
_WORDS = re.compile(r"\\(text(?:rm|normal|up|it|bf|sf|tt|sc|sl|md)?|mbox|hbox|emph)\s*(?=\{)")
_LINED = re.compile(r"\\(underline|overline)\s*(?=\{)")
_WORDED = {"mbox": "text", "hbox": "text", "emph": "textit", "textsc": "textrm"}
_ONE_FORMULA = re.compile(r"\\(?:[mh]box|text)\s*\{\s*(\\boldmath\s*)?\$((?:[^$\\]|\\[^$])*)\$\s*\}")
_LINED_FORMULA = re.compile(
    r"\\(?:[mh]box|text)\s*\{\s*\\(underline|overline)\s*\{\s*\$((?:[^$\\]|\\[^$])*)\$\s*\}\s*\}"
)
"""A formula with a line, which stands in words so that the line is that of text."""

_BOLD = re.compile(r"\\boldmath\s*\$((?:[^$\\]|\\[^$])*)\$")
_IN_WORDS = re.compile(r"\\(?:[mh]box|text|fbox)\s*(?=\{)")
_GENERAL = re.compile(r"\\genfrac(?![A-Za-z])")
_OUTER = re.compile(r"^\s*\\begin\{(\w+)\*?\}(.*)\\end\{\1\*?\}\s*$", re.DOTALL)
_SWITCH = re.compile(
    r"\\(operator@font|rm|bf|it|sf|tt|cal|bfseries|itshape|rmfamily|sffamily|ttfamily|boldmath|mit)(?![A-Za-z@])\s*"
)
_SWITCHED = {
    "operator@font": "mathrm", "rm": "mathrm", "bf": "mathbf", "it": "mathit", "sf": "mathsf", "tt": "mathtt",
    "cal": "mathcal", "bfseries": "mathbf", "itshape": "mathit", "rmfamily": "mathrm", "sffamily": "mathsf",
    "ttfamily": "mathtt",
    "boldmath": "boldsymbol", "mit": "mathit",
}  # fmt: skip
_OPENED = re.compile(r"(?:\\.|[^\\{])*\{", re.DOTALL)
_INFIX = re.compile(r"\\(over|atop|choose|brace|brack)(?![A-Za-z@])")
_FRACTION = {
    "over": r"\frac{%s}{%s}", "choose": r"\binom{%s}{%s}", "atop": r"\begin{matrix}%s\\%s\end{matrix}",
    "brace": r"\left\{\begin{matrix}%s\\%s\end{matrix}\right\}",
    "brack": r"\left[\begin{matrix}%s\\%s\end{matrix}\right]",
}  # fmt: skip
_SCRIPT = re.compile(r"(?<!\\)([\^_])\s*(\d)(?=\d)")
"""A script is one digit where braces do not say more; pandoc takes the whole number."""

_DEEPEST = 40
"""Groups within each other: each becomes several elements of XML, which libxml2 reads 256 deep (XML_PARSE_HUGE)."""

_SWITCHES = frozenset("bf it rm sf tt sc sl".split())


def understood(tex: str, macros: Iterable[Macro]) -> str:
    """A statement with nothing left in it that only LaTeX knows, as far as that can be; raises CannotExpand."""
    always, otherwise = _words()
    done = expand(_PERCENT.sub("", tex), (*otherwise, *macros, *always))
    if tokens.nesting(done) > _DEEPEST:
        raise CannotExpand(f"groups within more than {_DEEPEST} others")
    for pattern, instead in (
        (_SCRIPT, r"\1{\2}"),
        (_NO_FENCE, ""),
        (_BESIDE, r"\2\1"),
        (_MIDDLE, lambda m: r"\mid " if m[1] else r"\parallel " if m[2] else ""),
        (_SIZED_ARROW, ""),
        (_NOT_CONGRUENT, r"\\ncong "),
        (_PLACED, r"\1"),
        (_RULED, ""),
        (_LAST_ROW, ""),
        (_GLUE, _spacing),
        (_SPACE, r"\\; "),
        (_UNSEEN, lambda m: m[1] or ""),
        (_BOXED, r"\\text"),
        (_ARRAYS, _aligned),
        (_IEEE, _aligned),
        (_EQNARRAY, _aligned),
    ):
        done = pattern.sub(instead, done)
    return _listed(_grouped(_classed(_general(_unboxed(done)))))


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[Macro, ...], tuple[Macro, ...]]:
    """Definitions that hold against the paper's, and those that hold where it has none."""
    text = template("slides", "native.tex").read_text(encoding="utf-8")
    always, otherwise = (tuple(filter(None, map(parse, part.splitlines()))) for part in text.split("% ---- unless"))
    ours = {m.name for m in (*always, *otherwise)}
    shims = (parse(text) for name, text in SHIMS.items() if f"\\{name}" not in ours and name not in _SWITCHES)
    return always, (*filter(None, shims), *otherwise)


def _aligned(m: re.Match[str]) -> str:
    """Rows as amsmath's; where a relation has a column of its own, it stands at the beginning of the next."""
    body = re.sub(r"\\IEEE(?:eqnarraynumspace|yesnumber|nonumber|eqnarraymulticol)", "", m[m.lastindex or 0])
    body = (
        re.sub(r"(?<!\\)&((?:(?!&|\\\\).)*)(?<!\\)&", r"&\1 ", body, flags=re.DOTALL) if m.re is not _ARRAYS else body
    )
    return rf"\begin{{align*}}{body}\end{{align*}}"


def _unboxed(tex: str) -> str:
    """Boxes in words as groups, and a formula in a box, or one that is bold as a whole, as a formula."""
    tex = _LINED_FORMULA.sub(r"\\ensuremath{\\\1{\2}}", tex)
    tex = _BOLD.sub(r"$\\boldsymbol{{\1}}$", _ONE_FORMULA.sub(_ensured, tex))
    done, at = "", 0
    for formula in FORMULA.finditer(tex):
        done += _IN_WORDS.sub("", tex[at : formula.start()]) + formula[0]
        at = formula.end()
    return done + _IN_WORDS.sub("", tex[at:])


def _ensured(box: re.Match[str]) -> str:
    return rf"\ensuremath{{\boldsymbol{{{{{box[2]}}}}}}}" if box[1] else rf"\ensuremath{{{box[2]}}}"


def _listed(tex: str) -> str:
    """Lists as pandoc reads them, innermost first.

    Words before the first item stand before the list, one without items is none, and one whose items all have labels
    of their own is a description.
    """
    tex = list_labels.inlined(tex)
    for head in reversed(list(LIST.finditer(tex))):
        end, items = list_labels.items(tex, head.end())
        if end is None:
            return tex
        kind = "description" if items and all(own for _, own in items) else head[1]
        before, inside = tex[head.end() : end.start()], ""
        if items:
            at = items[0][0]
            option = head[2] if kind == head[1] else ""
            inside = rf"\begin{{{kind}}}{option}{tex[at : end.start()]}\end{{{kind}}}"
            before = tex[head.end() : at].strip()
        tex = tex[: head.start()] + before + inside + tex[end.end() :]
    return tex


def display(tex: str) -> tuple[str, tuple[str, ...]]:
    """A formula as pandoc sets it, and its number, or none: of several, or odd ones, each stands in its row."""
    tags = list(_TAG.finditer(tex))
    numbers = tuple(dict.fromkeys(_number(m) for m in tags))
    odd = any(m[1] for m in tags) or bool(re.search(r"[\\^_]", "".join(numbers)))
    if odd or len(numbers) > 1:
        tex = _TAG.sub(lambda m: rf"\qquad\text{{{m[2] if m[1] else f'({m[2]})'}}}", tex)
    tex = _worded(_TAG.sub("", tex))
    tex = _RCASES.sub(r"\\left.\\begin{array}{l}\1\\end{array}\\right\\}", _MATRIX.sub(r"\\begin{\1}\2\\end{\1}", tex))
    for old, new in _RENAMED.items():
        tex = tex.replace(f"\\begin{{{old}}}", f"\\begin{{{new}}}").replace(f"\\end{{{old}}}", f"\\end{{{new}}}")
    tex = _between(tex)
    outer = _OUTER.match(tex)
    if outer and outer[1] in BOXES:
        inner = outer[2].strip()
        tex = inner if _alone(inner) else rf"\begin{{{BOXES[outer[1]]}}}{inner}\end{{{BOXES[outer[1]]}}}"
    elif outer and outer[1] in ("equation", "displaymath", "math"):
        tex = outer[2]
    if r"\begin" not in tex:
        tex = rows.in_one(tex)
    return tex.strip(), () if odd and len(numbers) == 1 else numbers


def _worded(tex: str) -> str:
    """Words in formulas, each in one command: pandoc reads none within another."""
    at = 0
    while m := _WORDS.search(tex, at):
        end = tokens.close_brace(tex, m.end() + 1)
        if end < 0:
            return tex
        made = "".join(_apart(_WORDED.get(m[1], m[1]), tex[m.end() + 1 : end]))
        tex, at = tex[: m.start()] + made + tex[end + 1 :], m.start() + len(made)
    return tex


def _apart(command: str, words: str) -> Iterator[str]:
    """What stands in a command of words, cut where another begins; formulas in it stay with their words."""
    at = start = 0
    while at < len(words):
        inner = _WORDS.match(words, at) or _LINED.match(words, at)
        if inner:
            end = tokens.close_brace(words, inner.end() + 1)
            yield rf"\{command}{{{words[start:at]}}}" if at > start else ""
            within = words[inner.end() + 1 : end]
            if inner.re is _LINED:
                yield rf"\{inner[1]}{{{''.join(_apart(command, within))}}}"
            else:
                yield from _apart(_WORDED.get(inner[1], inner[1]), within)
            at = start = end + 1
        elif words[at] == "$":
            at = max(words.find("$", at + 1), at) + 1
        else:
            at += 2 if words[at] == "\\" else 1
    if start < len(words) or not words:
        yield rf"\{command}{{{words[start:]}}}"


def _alone(tex: str) -> bool:
    """Whether rows are all there is: rows around them would be one row of one cell."""
    head = r"\begin{aligned}"
    return tex.startswith(head) and tokens.close_environment(tex, len(head), "aligned") == len(tex)


def _number(tag: re.Match[str]) -> str:
    r"""What \tag prints, without the brackets that it has unless it has a star; signs of formulas as characters."""
    text = re.sub(r"\\[A-Za-z]+\s*", lambda m: _TAG_SIGNS.get(m[0].strip(), m[0]), tag[2])
    text = re.sub(r"\\(?:ensuremath|text|textup|textrm|textnormal|mathrm)\s*(?=\{)|(?<!\\)[${}]", "", text).strip()
    return text.replace("'", "′")


def _spacing(glue: re.Match[str]) -> str:
    """Space within a line as one of pandoc's spaces; a small or negative one is dropped."""
    size = _WIDTH.match(glue[0])
    wide = float(size[1] or 0) * _EMS[size[2]] if size else 0.0
    return r"\quad " if wide > 0.7 else r"\; " if wide > 0.2 else ""


def _general(tex: str) -> str:
    r"""amsmath's \genfrac as a fraction, or as a column of two without a line, with its fences around it."""
    while m := _GENERAL.search(tex):
        parts, at = [], m.end()
        for _ in range(6):
            if (read := tokens.argument(tex, at)) is None:
                raise CannotExpand(r"\genfrac without its arguments")
            part, at = read
            parts.append(part.strip())
        left, right, line, _, above, below = parts
        bare = line != "" and not re.search("[1-9]", line)
        made = rf"\begin{{matrix}}{above}\\{below}\end{{matrix}}" if bare else rf"\frac{{{above}}}{{{below}}}"
        if left or right:
            made = rf"\left{left or '.'}{made}\right{right or '.'} "
        tex = tex[: m.start()] + made + tex[at:]
    return tex


def _classed(tex: str) -> str:
    """Classes of spacing around what is not a name or one sign as groups: pandoc would drop what stands in them."""
    for head in reversed(list(_CLASS.finditer(tex))):
        end = tokens.close_brace(tex, head.end())
        if end < 0:
            return tex
        if not _SIMPLE.fullmatch(tex[head.end() : end]):
            tex = tex[: head.start()] + tex[head.end() - 1 :]
    return tex


def _between(tex: str) -> str:
    """Words between rows as a row of their own."""
    while m := _INTERTEXT.search(tex):
        end = tokens.close_brace(tex, m.end() + 1)
        if end < 0:
            raise CannotExpand("a brace that is never closed")
        tex = rf"{tex[: m.start()].rstrip()} \text{{{tex[m.end() + 1 : end]}}} \\ {tex[end + 1 :]}"
    return tex


def _grouped(tex: str) -> str:
    """Groups that switch a font or hold a fraction in their middle, as commands with arguments; innermost first."""
    if not (_SWITCH.search(tex) or _INFIX.search(tex)):
        return tex
    done, at = "", 0
    while opened := _OPENED.match(tex, at):
        end = tokens.close_brace(tex, opened.end())
        if end < 0:
            break
        done += opened[0] + _rewritten(_grouped(tex[opened.end() : end])) + "}"
        at = end + 1
    return done + tex[at:]


def _rewritten(inside: str) -> str:
    """What stands in a group, its switch and its fraction as commands; words in text keep theirs."""
    if (switch := _top(_SWITCH, inside)) and "$" not in inside and "\\par" not in inside:
        before, after = inside[: switch.start()], inside[switch.end() :]
        inside = rf"{before}\{_SWITCHED[switch[1]]}{{{after}}}"
    if infix := _top(_INFIX, inside):
        inside = _FRACTION[infix[1]] % (inside[: infix.start()].strip(), inside[infix.end() :].strip())
    return inside


def _top(pattern: re.Pattern[str], tex: str) -> re.Match[str] | None:
    """The first match that stands in no inner group."""
    for m in pattern.finditer(tex):
        if tex[: m.start()].count("{") == tex[: m.start()].count("}") and tex[m.start() - 1 : m.start()] != "\\":
            return m
    return None
