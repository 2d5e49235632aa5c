r"""What the acronym commands of the packages acro, acronym, glossaries and glossaries-extra print.

An acronym is declared once; \ac{x} and \gls{x} print "long (short)" where it is used first, and the short form later.
Sources: the manuals of these packages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from scaffold.tex import tokens

__all__ = ["COMMANDS", "Acronym", "written"]

Form = Literal["first", "short", "long", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """An acronym's forms, as LaTeX: long is "" for an entry that has only one form."""

    short: str
    long: str = ""
    shorts: str = ""
    longs: str = ""

    def form(self, form: Form, *, plural: bool, known: bool) -> str:
        """What a use prints; known: whether it was used before."""
        short = (self.shorts or f"{self.short}s") if plural else self.short
        long = (self.longs or f"{self.long}s") if plural and self.long else self.long
        if form == "short" or not long or (form == "first" and known):
            return short
        return long if form == "long" else f"{long} ({short})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """What a command prints: the form, and whether in the plural and with a capital."""

    form: Form
    plural: bool = False
    capital: bool = False


def _commands() -> Iterator[tuple[str, _Use]]:
    forms: Mapping[str, Form] = {
        "ac": "first", "acs": "short", "acl": "long", "acf": "full", "gls": "first",
        "acrshort": "short", "acrlong": "long", "acrfull": "full", "glsentryshort": "short", "glsentrylong": "long",
        "glsxtrshort": "short", "glsxtrlong": "long", "glsxtrfull": "full",
    }  # fmt: skip
    for name, form in forms.items():
        plural = "p" if name.startswith("ac") and len(name) < 4 else "pl"
        for ending in ("", plural):
            yield name + ending, _Use(form=form, plural=bool(ending))
            yield name.capitalize() + ending, _Use(form=form, plural=bool(ending), capital=True)


COMMANDS = dict(_commands())
_ANY = re.compile(rf"\\({'|'.join(sorted(COMMANDS, key=len, reverse=True))})(?![A-Za-z@])")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


def written(tex: str, acronyms: Mapping[str, Acronym], known: Callable[[str], bool], own: Container[str] = ()) -> str:
    """The LaTeX with acronyms as they are printed; known says which were used before it. Others stay as they are.

    own are commands that the paper defines itself.
    """
    out, pos, used = list[str](), 0, set[str]()
    for m in _ANY.finditer(tokens.mask(tex)):
        _, after = tokens.star(tex, m.end())
        _, after = tokens.option(tex, after) or ("", after)
        argument = tokens.argument(tex, after)
        found = acronyms.get(argument[0].strip()) if argument else None
        if argument is None or found is None or m.start() < pos or m[1] in own:
            continue
        key, use = argument[0].strip(), COMMANDS[m[1]]
        text = found.form(use.form, plural=use.plural, known=key in used or known(key))
        out += [tex[pos : m.start()], _capital(text) if use.capital else text]
        used |= {key} if use.form in ("first", "full") else set()
        pos = argument[1]
    return "".join((*out, tex[pos:]))


def _capital(text: str) -> str:
    return _FIRST_LETTER.sub(lambda m: m[0].upper(), text, count=1)
