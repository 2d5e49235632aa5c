"""The words of the documents that scaffold writes, by language: one file in templates/languages for each.

The paper's statements keep their own words. A further language is a further file: a copy of en.toml with other texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scaffold import toml
from scaffold.resources import template, templates
from scaffold.typed import files
from scaffold.typed.types import Section

if TYPE_CHECKING:
    from scaffold.model import Paper

__all__ = ["DEFAULT", "Language", "beginning", "every", "in_default", "load", "named", "of_paper", "pattern", "shipped"]

DEFAULT = "en"
"""The language of a profile that gives none."""

_LEAST = 0.06
"""Part of the words of a text that must be common words of a language for it to be recognized."""

_HOLE = re.compile(r"\{(\w+)\}")
"""A placeholder of a text; in LaTeX, it is #1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: code "de", tag "de-DE" for office programs, babel its name for LaTeX, texts by their dotted keys.

    common are frequent words by which its texts are recognized; months are the names in dates. patterns is the file
    with which TeX hyphenates it, package the Debian package with that file; "" if every TeX has it.
    """

    code: str
    tag: str
    babel: str
    decimal: str
    months: tuple[str, ...] = field(repr=False)
    common: frozenset[str] = field(repr=False)
    texts: Mapping[str, str] = field(repr=False, compare=False)
    patterns: str = ""
    package: str = ""

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key with its placeholders filled; raises KeyError for an unknown key."""
        return self.texts[key].format(**values)

    def counted(self, key: str, n: int, **values: object) -> str:
        """The text for one thing, `key.one`, or for several, `key.many`; both may have the placeholder {n}."""
        return self(f"{key}.{'one' if n == 1 else 'many'}", n=n, **values)

    def number(self, value: float) -> str:
        """A number in its short form, such as 0.5 or 2."""
        return f"{value:g}".replace(".", self.decimal)

    def pages(self, value: float) -> str:
        """ "1 page", "0.5 pages"."""
        return self(f"pages.{'one' if value == 1 else 'many'}", n=self.number(value))

    def on(self, pages: tuple[int, int] | None) -> str:
        """ "p. 7" or "pp. 7–8" for the first and the last page; "" if they are not known."""
        if pages is None:
            return ""
        first, last = pages
        return self("page", page=first) if first == last else self("page-range", first=first, last=last)

    def date(self, day: date) -> str:
        """A date such as "1 June 2027"."""
        return self("date", day=day.day, month=self.months[day.month - 1], year=day.year)

    def comment(self, key: str) -> str:
        """The lines of a text as comments of LaTeX and BibTeX, which reads an at sign as the beginning of an entry."""
        return "".join(f"% {line}\n" for line in self.texts[key].split("\n"))

    def under(self, section: str) -> Iterator[tuple[str, str]]:
        """The texts of one section, by their keys in it."""
        start = f"{section}."
        return ((key.removeprefix(start), text) for key, text in self.texts.items() if key.startswith(start))


class _About(Section, frozen=True, kw_only=True):
    """The section [language] of a file."""

    tag: str
    babel: str
    decimal: str
    months: tuple[str, ...]
    common: str
    patterns: str = ""
    package: str = ""


def shipped() -> tuple[str, ...]:
    """The codes of the languages that there are."""
    return tuple(sorted(path.stem for path in (templates() / "languages").glob("*.toml")))


@lru_cache(maxsize=16)
def load(code: str) -> Language:
    """The language of that code, which is one of `shipped`. Raises FileNotFoundError if the installation lacks it."""
    data = toml.loads(template("languages", f"{code}.toml").read_text(encoding="utf-8"))
    about = files.read(data.pop("language"), _About)
    return Language(
        code=code,
        tag=about.tag,
        babel=about.babel,
        decimal=about.decimal,
        patterns=about.patterns,
        package=about.package,
        months=about.months,
        common=frozenset(about.common.split()),
        texts=dict(_texts(data, "")),
    )


def _texts(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _texts(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def every(*keys: str) -> frozenset[str]:
    """These texts in all languages."""
    return frozenset(load(code).texts[key] for code in shipped() for key in keys)


def pattern(key: str, groups: Mapping[str, str] = MappingProxyType({}), gap: str = " ?") -> str:
    """A regular expression for this text in any language; gap stands for a space, groups for placeholders.

    A placeholder without a group matches anything on the line.
    """
    return "|".join(dict.fromkeys(_pattern(load(code).texts[key], gap, groups) for code in shipped()))


def in_default(key: str, text: str) -> str:
    """The text with what another language has for this key replaced by the default's; placeholders are numbers."""
    groups = {name: rf"(?P<{name}>\d+)" for name in _HOLE.findall(load(DEFAULT).texts[key])}
    for code in shipped():
        found = re.compile(_pattern(load(code).texts[key], r"[ \t]+", groups), re.IGNORECASE)
        text = found.sub(lambda m: load(DEFAULT)(key, **m.groupdict()), text)
    return text


def named(text: str, *places: str) -> str:
    """The key of a text with what its placeholders hold, in any language; another text as it is.

    places are the keys and sections that count.
    """
    for key, found in _forms(places):
        if (match := found.fullmatch(text)) is not None:
            return " ".join((key, *(named(held, *places) for held in match.groups())))
    return text


@lru_cache(maxsize=4)
def _forms(places: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each text of these keys and sections in each language; those without placeholders first."""
    texts = ((key, text) for code in shipped() for key, text in load(code).texts.items())
    forms = [(key, text) for key, text in texts if f"{key}.".startswith(tuple(f"{place}." for place in places))]
    groups = {name: "(.+)" for _, text in forms for name in _HOLE.findall(text)}
    return tuple(
        (key, re.compile(_pattern(text, " ", groups))) for key, text in sorted(forms, key=lambda row: "{" in row[1])
    )


def beginning(key: str, words: int) -> str:
    """A regular expression for the first words of this text in any language."""
    return "|".join(
        dict.fromkeys(_pattern(" ".join(load(code).texts[key].split()[:words]), " ?", {}) for code in shipped())
    )


def _pattern(text: str, gap: str, groups: Mapping[str, str]) -> str:
    pieces = _HOLE.split(re.sub(r"#(\d)", r"{\1}", text))
    fixed = [gap.join(map(re.escape, piece.split(" "))) for piece in pieces[::2]]
    holes = [groups.get(name, ".*?") for name in pieces[1::2]]
    return "".join(part for pair in zip(fixed, [*holes, ""], strict=True) for part in pair)


@lru_cache(maxsize=4)
def of_paper(paper: Paper) -> Language | None:
    """The language in which the paper is written; None if it has too few common words of any."""
    text = " ".join((paper.abstract or "", *(s.body for s in paper.statements)))
    words = re.findall(r"[^\W\d_]+", text.lower())
    share = {code: sum(w in load(code).common for w in words) / max(1, len(words)) for code in shipped()}
    best = max(share, key=lambda code: (share[code], code))
    return load(best) if share[best] >= _LEAST else None
