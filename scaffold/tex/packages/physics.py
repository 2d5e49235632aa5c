r"""physics gives brackets, derivatives and bra-ket notation commands with arguments in every kind of bracket.

LaTeX is given the package itself; for writers that hand formulas to something else, each command is a macro that stands
for plain LaTeX, as physics.sty 1.3 defines it. Matrices that it fills itself (\imat, \pmat …) are filled here, where
their arguments are written out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from scaffold.model import Macro, Paper, Parameter
from scaffold.tex import tokens
from scaffold.tex.packages.registry import Notation

__all__ = ["NOTATION"]

_PACKAGE = "physics"
_SIZED = r"s t\big t\Big t\bigg t\Bigg m"
_ROUND, _SQUARE, _CURLY = r"\left(%s\right)", r"\left[%s\right]", r"\left\{%s\right\}"


def _then(g: str, o: str, d: str, none: str, first: int = 1) -> str:
    """What follows an operator with the arguments {…}, […] and (…), which are numbered from first.

    The first that is given counts; what comes after it is printed as it is written.
    """
    n, m, k = f"#{first}", f"#{first + 1}", f"#{first + 2}"
    later = rf"\IfNoValueTF{{{k}}}{{}}{{({k})}}"
    square = rf"\IfNoValueTF{{{m}}}{{}}{{[{m}]}}{later}"
    round_ = rf"\IfNoValueTF{{{k}}}{{{none}}}{{{d % k}}}"
    within = rf"\IfNoValueTF{{{m}}}{{{round_}}}{{{o % m}{later}}}"
    return rf"\IfNoValueTF{{{n}}}{{{within}}}{{{g % n}{square}}}"


def _applied(operator: str, braces: str = "%s", none: str = "") -> tuple[str, str]:
    return "g o d()", operator + _then(braces, _SQUARE, _ROUND, none)


def _raised(n: int) -> str:
    """The exponent that an option gives, if it is there."""
    return rf"\IfNoValueTF{{#{n}}}{{}}{{^{{#{n}}}}}"


def _differential(sign: str) -> tuple[str, str]:
    power = _raised(1)
    round_ = r"\IfNoValueTF{#3}{}{\left(#3\right)}"
    return "o g d()", rf"{sign}{power}\IfNoValueTF{{#2}}{{{round_}}}{{#2\IfNoValueTF{{#3}}{{}}{{(#3)}}}}"


def _derivative(sign: str, *, mixed: bool) -> tuple[str, str]:
    """df/dx, d/dx, d/dx (f); mixed: a further argument is the second variable."""
    power, long = _raised(2), "#6" if mixed else "#5"
    alone = _over(f"{sign}{power}", f"{sign} #3{power}") + rf"\IfNoValueTF{{{long}}}{{}}{{\left({long}\right)}}"
    usual = _over(f"{sign}{power} #3", f"{sign} #4{power}")
    if mixed:
        usual = rf"\IfNoValueTF{{#5}}{{{usual}}}{{{_over(f'{sign}^2 #3', f'{sign} #4{sign} #5')}}}"
    return f"s o m {'g ' * mixed}g d()", rf"\IfNoValueTF{{#4}}{{{alone}}}{{{usual}}}"


def _over(above: str, below: str) -> str:
    return rf"\IfBooleanTF{{#1}}{{{above}/{below}}}{{\frac{{{above}}}{{{below}}}}}"


def _function(name: str) -> tuple[str, str]:
    """A function whose exponent is an option before an argument in round brackets."""
    bare = r"\IfNoValueTF{#1}{}{[#1]}"
    return "o d()", rf"\operatorname{{{name}}}\IfNoValueTF{{#2}}{{{bare}}}{{{_raised(1)}\left(#2\right)}}"


def _between(left: str, right: str, inner: str = "#6") -> str:
    return rf"\left{left} {inner}\right{right} "


_BRA, _KET = r"\left\langle #2\right|", r"\left|#2\right\rangle "
_CONTRACTED = r"\left\langle #2\middle|\IfNoValueTF{#5}{}{#5}\right\rangle "
_QUANTITY = _then(_CURLY, _SQUARE, _ROUND, r"\IfNoValueTF{#8}{()}{\left|#8\right|}", first=5)
_WORDS = "if then else otherwise unless given using assume since let for all even odd integer and or as in".split()
_TRIGONOMETRIC = (
    "sin cos tan csc sec cot arcsin arccos arctan arccsc arcsec arccot asin acos atan acsc asec acot "
    "sinh cosh tanh csch sech coth log ln"
).split()


def _commands(differential: str, nabla: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Names, and for each the arguments as xparse writes them and what a use stands for."""
    yield from _brackets()
    yield from _vectors(nabla)
    yield from _derivatives(differential)
    yield from _states()
    yield from _operators()
    yield from _matrices("matrixquantity mqty", "matrixdeterminant mdet", "", "matrix")
    yield from _matrices("smallmatrixquantity smqty", "smallmatrixdeterminant smdet", "s", "smallmatrix")
    yield "flatfrac", ("m m", r"\left.#1\middle/#2\right.")


def _matrices(any_: str, bars: str, prefix: str, inner: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Matrices whose entries are given, in the kind of bracket that the argument has or the name says."""

    def matrix(n: int, left: str = "", right: str = "") -> str:
        entries = rf"\begin{{{inner}}}#{n}\end{{{inner}}}"
        return rf"\left{left}{entries}\right{right}" if left else entries

    group = (r"\lgroup ", r"\rgroup ")
    round_ = rf"\IfBooleanTF{{#1}}{{{matrix(4, *group)}}}{{{matrix(4, '(', ')')}}}"
    later = rf"\IfNoValueTF{{#4}}{{\IfNoValueTF{{#5}}{{}}{{{matrix(5, '|', '|')}}}}}{{{round_}}}"
    square = rf"\IfNoValueTF{{#3}}{{{later}}}{{{matrix(3, '[', ']')}}}"
    yield any_, ("s g o d() d||", rf"\IfNoValueTF{{#2}}{{{square}}}{{{matrix(2)}}}")
    for letter, pair in (("p", "()"), ("b", "[]"), ("P", group)):
        yield f"{prefix}{letter}mqty", ("m", matrix(1, *pair))
    yield f"{prefix}vmqty {bars}", ("m", matrix(1, "|", "|"))


def _brackets() -> Iterator[tuple[str, tuple[str, str]]]:
    yield "quantity qty", (r"t\big t\Big t\bigg t\Bigg g o d() d||", _QUANTITY)
    yield "pqty", (_SIZED, _between("(", ")"))
    yield "bqty", (_SIZED, _between("[", "]"))
    yield "Bqty", (_SIZED, _between(r"\{", r"\}"))
    yield "vqty absolutevalue abs", (_SIZED, _between(r"\lvert", r"\rvert"))
    yield "norm", (_SIZED, _between(r"\lVert", r"\rVert"))
    yield "order", (_SIZED, r"\mathcal{O}" + _between("(", ")"))
    yield "commutator comm", (f"{_SIZED} m", _between("[", "]", "#6,#7"))
    braced = _between(r"\{", r"\}", "#6,#7")
    yield "anticommutator acommutator acomm poissonbracket pb", (f"{_SIZED} m", braced)
    bar = r"\IfNoValueTF{#3}{\left(#4\right|}{\left[#3\right|}"
    yield "evaluated eval", ("s g d[| d(|", rf"\IfNoValueTF{{#2}}{{{bar}}}{{\left.#2\right|}}")


def _vectors(nabla: str) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "vectorbold vb", ("s m", r"\IfBooleanTF{#1}{\boldsymbol{#2}}{\mathbf{#2}}")
    yield "vectorarrow va", ("s m", r"\vec{\IfBooleanTF{#1}{\boldsymbol{#2}}{\mathbf{#2}}}")
    yield "vectorunit vu", ("s m", r"\hat{\IfBooleanTF{#1}{\boldsymbol{#2}}{\mathbf{#2}}}")
    yield "dotproduct vdot", ("", r"\cdot ")
    yield "crossproduct cross cp", ("", r"\times ")
    yield "gradient grad", _applied(f"{nabla} ")
    yield "divergence div", _applied(rf"{nabla}\cdot ")
    yield "curl", _applied(rf"{nabla}\times ")
    yield "laplacian", _applied(r"\nabla^2 ")


def _derivatives(differential: str) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "differential dd", _differential(differential)
    yield "variation var", _differential(r"\delta ")
    yield "derivative dv", _derivative(differential, mixed=False)
    yield "partialderivative pderivative pdv", _derivative(r"\partial ", mixed=True)
    yield "functionalderivative fderivative fdv", _derivative(r"\delta ", mixed=False)


def _states() -> Iterator[tuple[str, tuple[str, str]]]:
    yield "bra", (r"s m t\ket s g", rf"\IfBooleanTF{{#3}}{{{_CONTRACTED}}}{{{_BRA}\IfNoValueTF{{#5}}{{}}{{#5}}}}")
    yield "ket", ("s m", _KET)
    yield "innerproduct braket ip", ("s m g", rf"\left\langle #2\middle|{_either(3, 2)}\right\rangle ")
    yield "outerproduct dyad op ketbra", ("s m g", rf"{_KET}\left\langle {_either(3, 2)}\right|")
    mean, explicit = r"\left\langle #3\right\rangle ", r"\left\langle #4\middle|#3\middle|#4\right\rangle "
    yield "expectationvalue expval ev", ("s s m g", rf"\IfNoValueTF{{#4}}{{{mean}}}{{{explicit}}}")
    yield "vev", ("m", r"\left\langle 0\middle|#1\middle|0\right\rangle ")
    yield "matrixelement matrixel mel", ("s s m m m", r"\left\langle #3\middle|#4\middle|#5\right\rangle ")


def _either(n: int, otherwise: int) -> str:
    return rf"\IfNoValueTF{{#{n}}}{{#{otherwise}}}{{#{n}}}"


def _operators() -> Iterator[tuple[str, tuple[str, str]]]:
    for name, shown in (("trace", "tr"), ("Trace", "Tr"), ("rank", "rank"), ("erf", "erf"), ("Residue", "Res")):
        yield name, ("", rf"\operatorname{{{shown}}}")
    for name in ("tr", "Tr", "Res", "exp", "det", "Pr"):
        yield name, _applied(rf"\operatorname{{{name}}}", _CURLY)
    for name in ("Re", "Im"):
        yield name, ("g", rf"\operatorname{{{name}}}\IfNoValueTF{{#1}}{{}}{{\left\{{#1\right\}}}}")
    for name in _TRIGONOMETRIC:
        yield name, _function(name)
    yield "principalvalue pv", ("g", r"\mathcal{P}\IfNoValueTF{#1}{}{#1}")
    yield "PV", ("g", r"\mathrm{P.V.}\IfNoValueTF{#1}{}{#1}")
    yield "qqtext qq", ("s m", r"\IfBooleanTF{#1}{}{\quad}\text{#2}\quad ")
    yield "qcomma qc", ("", r",\quad ")
    for word in _WORDS:
        yield f"q{word}", ("s", rf"\IfBooleanTF{{#1}}{{}}{{\quad}}\text{{{word}}}\quad ")
    yield "qcc", ("s", r"\IfBooleanTF{#1}{}{\quad}\text{c.c.}\quad ")


def _parameter(spec: str) -> Parameter:
    """One argument as xparse writes it."""
    if spec[0] in "st":
        return Parameter(kind="s", opens=spec[1:] or "*")
    if spec[0] in "ogd":
        pair = {"o": "[]", "g": "{}"}.get(spec) or spec[1:]
        return Parameter(kind="d", opens=pair[0], closes=pair[1])
    return Parameter()


@lru_cache(maxsize=8)
def _macros(options: str) -> tuple[Macro, ...]:
    given = {option.strip() for option in options.split(",")}
    nabla = r"\vec{\boldsymbol{\nabla}}" if "arrowdel" in given else r"\boldsymbol{\nabla}"
    left_out = {*_TRIGONOMETRIC, "exp", "det", "Pr"} if "notrig" in given else set()
    return tuple(
        Macro(name=f"\\{name}", definition="", parameters=tuple(map(_parameter, spec.split())), body=body)
        for names, (spec, body) in _commands("d" if "italicdiff" in given else r"\mathrm{d}", nabla)
        for name in names.split()
        if name not in left_out
    )


# --- matrices that the package fills

_Rows = list[list[str]]

_PAULI = {"1": [["0", "1"], ["1", "0"]], "2": [["0", "-i"], ["i", "0"]], "3": [["1", "0"], ["0", "-1"]]}
_PAULI.update({"0": [["1", "0"], ["0", "1"]], "x": _PAULI["1"], "y": _PAULI["2"], "z": _PAULI["3"]})
_MOST_ROWS, _MOST_BLOCKS = 20, 8


def _identity(size: str) -> _Rows | None:
    n = _size(size)
    return [["1" if row == column else "0" for column in range(n)] for row in range(n)] or None


def _alike(entry: str, rows: str, columns: str, numbered: bool = False) -> _Rows | None:
    """Rows of one entry; numbered: with the numbers of its row and its column, where there are several."""
    n, m = _size(rows), _size(columns)
    if not n or not m:
        return None
    if not numbered:
        return [[entry] * m] * n
    index = [[str(row) * (n > 1) + str(column) * (m > 1) for column in range(1, m + 1)] for row in range(1, n + 1)]
    return [[f"{entry}_{{{at}}}" for at in row] for row in index]


def _size(text: str) -> int:
    """A number of rows or columns; 0 if it is not written out, or too large."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= _MOST_ROWS else 0


def _diagonal(fill: str, entries: str) -> _Rows | None:
    blocks = [_block(entry.strip()) for entry in tokens.split_top(entries, ",")]
    if len(blocks) > _MOST_BLOCKS:
        return None
    return [[block if n == m else fill for m in range(len(blocks))] for n, block in enumerate(blocks)]


def _block(entry: str) -> str:
    whole = tokens.group(entry, 0)
    entry = whole[0] if whole is not None and whole[1] == len(entry) else entry
    return rf"\begin{{matrix}}{entry}\end{{matrix}}" if "&" in entry or r"\\" in entry else entry


_NAMES = {
    name: names.split()[0]
    for names in ("identitymatrix imat", "xmatrix xmat", "zeromatrix zmat", "paulimatrix pmat", "diagonalmatrix dmat",
                  "antidiagonalmatrix admat")
    for name in names.split()
}  # fmt: skip
_FILLED = re.compile(rf"\\({'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![A-Za-z@])")


def _filled(tex: str, own: Collection[str]) -> str:
    """LaTeX with the entries of such matrices; the innermost first. own: names that the paper defines itself."""
    for m in reversed([*_FILLED.finditer(tex)]):
        if m[0] not in own and (found := _matrix(_NAMES[m[1]], tex, m.end())):
            rows, end = found
            tex = tex[: m.start()] + r" \\ ".join(" & ".join(row) for row in rows) + tex[end:]
    return tex


def _matrix(name: str, tex: str, pos: int) -> tuple[_Rows, int] | None:
    """The entries and the position after the arguments; None if these are not written out."""
    starred, pos = tokens.star(tex, pos) if name == "xmatrix" else (False, pos)
    option = tokens.option(tex, pos) if name.endswith("diagonalmatrix") else None
    pos = option[1] if option else pos
    given = list[str]()
    for _ in range(3 if name == "xmatrix" else 1):
        if (argument := tokens.argument(tex, pos)) is None:
            return None
        given.append(argument[0])
        pos = argument[1]
    if name == "zeromatrix" and (second := tokens.group(tex, tokens.skip_space(tex, pos))):
        given.append(second[0])
        pos = second[1]
    rows = _rows(name, given, option[0] if option else "", starred)
    return (rows, pos) if rows else None


def _rows(name: str, given: Sequence[str], fill: str, starred: bool) -> _Rows | None:
    match name:
        case "identitymatrix":
            return _identity(given[0])
        case "paulimatrix":
            return _PAULI.get(given[0].strip())
        case "zeromatrix":
            return _alike("0", given[0], given[-1])
        case "xmatrix":
            return _alike(given[0], given[1], given[2], starred)
    rows = _diagonal(fill, given[0])
    return [row[::-1] for row in rows] if rows and name.startswith("anti") else rows


_COMMANDS = sorted((*(m.name[1:] for m in _macros("")), *_NAMES, "varE"), key=len, reverse=True)
_OCCURS = re.compile(rf"\\(?:{'|'.join(_COMMANDS)})(?![A-Za-z@])")


def _written_out(paper: Paper, tex: str, macros: tuple[Macro, ...]) -> tuple[str, tuple[Macro, ...]]:
    """The package's commands as macros; those that the paper defines itself are the paper's."""
    options = next((p.options for p in paper.packages if p.name == _PACKAGE), "")
    own = {m.name for m in macros}
    given = (replace(m, body=_filled(m.body, own)) if m.body else m for m in macros)
    return _filled(tex, own), (*_macros(options), *given)


NOTATION = Notation(
    package=_PACKAGE,
    called=f"a command of {_PACKAGE}",
    occurs=lambda text: _OCCURS.search(text) is not None,
    written_out=_written_out,
)
