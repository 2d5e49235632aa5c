"""LaTeX's counters: values, resets, and what \\the<counter> prints.

Rules are those of ltcounts.dtx: \\stepcounter adds one and resets, to zero and recursively, every counter declared
within it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from scaffold.tex import tokens
from scaffold.tex.symbols import PRINTED

_DEPTH = 20
_WRAPPERS = frozenset(
    "textbf textit textrm textsf textsc textup textmd texttt textnormal emph mbox hbox ensuremath mathrm mathbf mathit "
    "text protect noexpand bf it rm sc sf tt bfseries itshape upshape scshape normalfont relax unskip ignorespaces "
    "expandafter space leavevmode color boldmath".split()
)
_STYLES = frozenset(
    (
        "arabic roman Roman alph Alph fnsymbol @arabic @roman @Roman @alph @Alph @fnsymbol number the alphalph AlphAlph"
    ).split()
)
_OR = re.compile(r"\\or(?![A-Za-z@])")
_CALCULATED = re.compile(r"((?:[^\\{}]|\\value\s*\{[^{}]*\}|\\(?!relax)[A-Za-z@]+)*)\\relax ?")
_OF_REGISTER = re.compile(r"\\(number|the|@(?:arabic|roman|Roman|alph|Alph|fnsymbol))\s*\\([A-Za-z@]+) ?")
_CSNAME = re.compile(r"\s*the([^\\{}]*?)\s*\\endcsname")
_FNSYMBOLS = ("", "∗", "†", "‡", "§", "¶", "∥", "∗∗", "††", "‡‡")


LONGEST_ROMAN = 20_000
"""No paper has larger Roman numerals; in a damaged one they would fill the memory."""


def roman(n: int) -> str:
    """Lower-case Roman numeral; "" for zero and below, as LaTeX prints. Beyond LONGEST_ROMAN: arabic."""
    if n > LONGEST_ROMAN:
        return str(n)
    out = ""
    for value, digits in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"),
                          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
        while n >= value:
            out += digits
            n -= value
    return out


def _letters(n: int) -> str:
    """The letters that package alphalph prints: z, aa, ab …; "" for zero and below."""
    out = ""
    while n > 0:
        n, last = divmod(n - 1, 26)
        out = chr(ord("a") + last) + out
    return out


def shown(name: str) -> str:
    """\\the<counter>, of a name that may hold other signs than letters."""
    return rf"\the{name}" if name.isalpha() else rf"\csname the{name}\endcsname"


def styled(style: str, n: int) -> str:
    """A number as \\arabic, \\roman, \\Roman, \\alph, \\Alph or \\fnsymbol prints it."""
    style = style.lstrip("@")
    if style == "roman":
        return roman(n)
    if style == "Roman":
        return roman(n).upper()
    if style in ("alph", "Alph"):
        letter = chr(ord("a") + (n - 1) % 26) if n > 0 else ""
        return letter.upper() if style == "Alph" else letter
    if style in ("alphalph", "AlphAlph"):
        return _letters(n).upper() if style == "AlphAlph" else _letters(n)
    if style == "fnsymbol":
        return _FNSYMBOLS[n] if 0 <= n < len(_FNSYMBOLS) else str(n)
    return str(n)


@dataclass(slots=True, kw_only=True)
class Counters:
    """All counters of a document. expand gives the body of a parameterless macro, or None."""

    expand: Callable[[str], str | None] = lambda name: None
    values: dict[str, int] = field(default_factory=dict)
    within: dict[str, list[str]] = field(default_factory=dict)
    the: dict[str, str] = field(default_factory=dict)
    alias: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    """How references print the number of a counter, with #1 for it."""

    def new(self, name: str, parent: str | None = None, the: str | None = None) -> None:
        """Declare a counter at zero, reset by parent; the is the body of \\the<name> (None: arabic)."""
        self.values[name] = 0
        self.alias.pop(name, None)
        self.the[name] = the if the is not None else rf"\arabic{{{name}}}"
        if parent:
            self.reset_by(name, parent)

    def knows(self, name: str) -> bool:
        """Whether the counter exists."""
        return self.real(name) in self.values

    def real(self, name: str) -> str:
        """The counter that an alias (aliascnt) refers to."""
        for _ in range(_DEPTH):
            if name not in self.alias:
                return name
            name = self.alias[name]
        return name

    def share(self, name: str, other: str) -> None:
        """\\let\\c@name\\c@other: one value under two names, each printed in its own way."""
        if self.knows(other) and self.real(other) != name:
            self.the.setdefault(name, rf"\arabic{{{name}}}")
            self.alias[name] = other

    def reset_by(self, name: str, parent: str) -> None:
        """Let parent reset name (\\@addtoreset)."""
        children = self.within.setdefault(self.real(parent), [])
        if name not in children and self.real(name) != self.real(parent):
            children.append(self.real(name))

    def free(self, name: str, parent: str) -> None:
        """Undo reset_by (\\counterwithout)."""
        children = self.within.get(self.real(parent), [])
        if self.real(name) in children:
            children.remove(self.real(name))

    def value(self, name: str) -> int:
        """Current value; 0 for an unknown counter."""
        return self.values.get(self.real(name), 0)

    def set(self, name: str, value: int) -> None:
        """\\setcounter: nothing is reset."""
        self.values[self.real(name)] = value

    def step(self, name: str) -> None:
        """\\stepcounter."""
        name = self.real(name)
        self.values[name] = self.values.get(name, 0) + 1
        self._reset(name, 0)

    def reset(self, name: str) -> None:
        """Set to zero all that the counter resets when it is stepped."""
        self._reset(self.real(name), 0)

    def _reset(self, name: str, depth: int) -> None:
        if depth < _DEPTH:
            for child in self.within.get(name, ()):
                self.values[child] = 0
                self._reset(child, depth + 1)

    def print(self, name: str) -> str:
        """What \\the<name> prints now."""
        return self.render(self.the.get(name) or self.the.get(self.real(name)) or rf"\arabic{{{name}}}")

    def referred(self, name: str, number: str) -> str:
        r"""LaTeX that \ref prints for the number of a counter: its format, or what \p@<name> puts before it."""
        own = self.expand(f"p@{name}")
        form = self.formats.get(name, "#1") if own is None else f"{own}#1"
        return self.render_in(form).replace("#1", number)

    def render(self, template: str, depth: int = 0) -> str:
        """The printed text of LaTeX that is made of counters, letters and fonts; \\ref{…} is kept for later."""
        if depth > _DEPTH:
            return ""
        out: list[str] = []
        pos = 0
        while pos < len(template):
            c = template[pos]
            if c == "\\":
                pos = self._command(template, pos, out, depth)
            else:
                if c not in "{}$^~":
                    out.append(c)
                elif c == "~":
                    out.append(" ")
                pos += 1
        return "".join(out)

    def render_in(self, text: str) -> str:
        """The text with its counters printed and everything else unchanged."""
        text = re.sub(
            r"\\(@?(?:arabic|roman|Roman|alph|Alph|fnsymbol))\s*\{([\w*-]+)\}",
            lambda m: styled(m[1], self.value(m[2])),
            text,
        )
        text = _OF_REGISTER.sub(self._register, text)
        return re.sub(r"\\the([A-Za-z@]+)", lambda m: self.print(m[1]) if self.knows(m[1]) else m[0], text)

    def _register(self, m: re.Match[str]) -> str:
        value = self.expand(m[2]) or ""
        return styled(m[1], int(value)) if value.isdecimal() else m[0]

    def _command(self, text: str, pos: int, out: list[str], depth: int) -> int:
        m = tokens.CONTROL_AT.match(text, pos)
        if not m:
            return pos + 1
        name, pos = m[1], m.end()
        while pos < len(text) and name[-1].isalpha() and text[pos] == " ":
            pos += 1
        if name in ("ifnum", "ifcase"):
            return (self._ifnum if name == "ifnum" else self._ifcase)(text, pos, out, depth)
        if name == "csname" and (built := _CSNAME.match(text, pos)):
            out.append(self._the(built[1], depth))
            return built.end()
        taken = self._with_argument(name, text, pos)
        if taken is not None:
            out.append(taken[0])
            return taken[1]
        if name.startswith("the") and (name[3:] in self.the or self.knows(name[3:])):
            out.append(self._the(name[3:], depth))
        elif name == "nobreakspace":
            out.append(" ")
        elif name.isalpha() and name in PRINTED:
            out.append(PRINTED[name])
        elif name not in _WRAPPERS:
            self._own(name, out, depth)
        return pos

    def _the(self, counter: str, depth: int) -> str:
        return self.render(self.the.get(counter, rf"\arabic{{{counter}}}"), depth + 1)

    def _with_argument(self, name: str, text: str, pos: int) -> tuple[str, int] | None:
        """The text of a counter style, a reference or a colour, and the position after its argument."""
        if name in _STYLES:
            number = self._operand(text, pos)
            return (styled(name, number[0]), number[1]) if number else None
        if name not in ("ref", "ref*", "getrefnumber", "color"):
            return None
        arg = tokens.argument(text, tokens.star(text, pos)[1])
        if arg is None:
            return None
        return "" if name == "color" else rf"\ref{{{arg[0]}}}", arg[1]

    def _own(self, name: str, out: list[str], depth: int) -> None:
        """A macro of the paper's, or a character after a backslash."""
        body = self.expand(name)
        if body is not None:
            out.append(self.render(body, depth + 1))
        elif not name[0].isalpha() and name not in ("/", ",", "!", ";", ":", "@", " "):
            out.append(name)

    def _ifnum(self, text: str, pos: int, out: list[str], depth: int) -> int:
        """\\ifnum a > b … \\else … \\fi, as in \\thefigure of report and book."""
        left = self._operand(text, pos)
        relation = re.compile(r"\s*([<>=])").match(text, left[1]) if left else None
        right = self._operand(text, relation.end()) if relation else None
        end = text.find("\\fi", pos)
        if not (left and relation and right and end >= 0):
            return pos
        truth = {"<": left[0] < right[0], ">": left[0] > right[0], "=": left[0] == right[0]}[relation[1]]
        then, _, other = text[right[1] : end].partition("\\else")
        out.append(self.render((then if truth else other).strip(), depth + 1))
        return end + 3

    def _ifcase(self, text: str, pos: int, out: list[str], depth: int) -> int:
        """\\ifcase n … \\or … \\else … \\fi."""
        number, end = self._operand(text, pos), text.find("\\fi", pos)
        if number is None or end < 0:
            return pos
        cases, _, other = text[number[1] : end].partition("\\else")
        branches = _OR.split(cases)
        chosen = branches[number[0]] if 0 <= number[0] < len(branches) else other
        out.append(self.render(chosen.strip(), depth + 1))
        return end + 3

    def _operand(self, text: str, pos: int) -> tuple[int, int] | None:
        """A counter in braces, \\value{c}, \\c@name or digits, and the position after it."""
        pos = tokens.skip_space(text, pos)
        digits = re.compile(r"-?\d+ ?").match(text, pos)
        if digits:
            return int(digits[0]), digits.end()
        arg = tokens.argument(text, pos, at_letter=True)
        if not arg:
            return None
        inner, end = arg
        if inner == "\\numexpr" and (calculated := _CALCULATED.match(text, end)):
            return self.evaluate(calculated[1]), calculated.end()
        if inner in ("\\value", "\\the", "\\number", "\\numexpr"):
            return self._operand(text, end)
        if inner == "\\z@":
            return 0, end
        if inner == "\\@ne":
            return 1, end
        name = inner.strip().removeprefix("\\c@")
        if inner.lstrip().startswith("\\") and not inner.startswith("\\c@"):
            return (self.evaluate(inner), end) if "\\value" in inner or "\\c@" in inner else None
        return self.value(name), end

    def evaluate(self, expression: str) -> int:
        """The value of an argument of \\setcounter: integers, \\value{c}, \\c@c with + - * (calc, \\numexpr)."""
        text = re.sub(r"\\value\s*\{\s*([^{}]*?)\s*\}", lambda m: str(self.value(m[1])), expression)
        text = re.sub(r"\\c@([A-Za-z@*]+)", lambda m: str(self.value(m[1])), text)
        text = (
            re.sub(r"\\(?:numexpr|relax|number|the)\b", " ", text)
            .replace("\\m@ne", "-1")
            .replace("\\z@", "0")
            .replace("\\@ne", "1")
        )
        for name in re.findall(r"\\([A-Za-z@]+)", text):
            body = self.expand(name)
            text = text.replace("\\" + name, body if body is not None else " ")
        total, sign = 0, 1
        for term in re.findall(r"[-+]|[^-+]+", text):
            if term in "+-":
                sign = -sign if term == "-" else sign
                continue
            factors = [int(f) for f in re.findall(r"\d+", term)]
            if factors:
                product = 1
                for f in factors:
                    product *= f
                total += sign * product
                sign = 1
        return total
