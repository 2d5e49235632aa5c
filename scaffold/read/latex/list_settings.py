r"""What a paper says of its lists as a whole, by enumitem's and paralist's commands.

Names are those of environments; "" stands for every list. Level 0 stands for every level.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scaffold.tex import tokens


@dataclass(slots=True, kw_only=True)
class ListSettings:
    r"""kinds: by name, what lists made by \newlist are ("enumerate"); ended: the last number of a list, or of a series.

    series: the options of a list of that name or series that ended last.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)
    given: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)

    def give(self, where: str, options: str, *, added: bool) -> None:
        r"""\setlist[where]{options}: names and levels; what was given there before goes, unless this is added."""
        words = [w.strip() for w in where.split(",") if w.strip()]
        names = [w for w in words if not w.isdecimal()] or [""]
        levels = [int(w) for w in words if w.isdecimal()] or [0]
        for place in ((name, level) for name in names for level in levels):
            before = self.given.get(place, {}) if added else {}
            self.given[place] = before | self.keys(options)

    def keys(self, options: str) -> dict[str, str]:
        """The keys of an option, those that the paper has given a name written out."""
        keys: dict[str, str] = {}
        for key, value in tokens.key_values(options).items():
            keys |= tokens.key_values(self.styles[key]) if key in self.styles else {key: value}
        return keys

    def of(self, name: str, level: int, depth: int) -> dict[str, str]:
        """The keys of a list: level counts lists of this name within each other, depth all lists."""
        keys: dict[str, str] = {}
        for place in (("", 0), ("", depth), (name, 0), (name, level)):
            keys |= self.given.get(place, {})
        return keys
