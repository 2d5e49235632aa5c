"""Brings a deck that the student has edited up to date, slide by slide.

A slide that the student has not touched is replaced, moved or removed. One that the student has changed stays as it is;
where its new form differs from the old one, that is put after it as a hidden slide. Slides of the student's own stay
after their neighbours. Notes are merged line by line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffold.merging import merged_order, merged_text
from scaffold.write.pptx import copying, package
from scaffold.write.pptx.marks import NEW, Mark, look, marks, opened, saved_by_office, title_text

__all__ = ["MergedDeck", "merge"]

Key = tuple[str, int]
"""A slide that scaffold wrote: its name, and which of the slides of that name it is."""

_OWN = ""
"""The name in the keys of the student's own slides."""


@dataclass(frozen=True, slots=True)
class MergedDeck:
    """The deck, and a line on each slide that is another than before; the same bytes and no line if none is."""

    content: bytes
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A slide of the result: at is its index in the student's deck, or in the new one if fresh is True.

    name is the name of the slide in the file. beside: it is hidden and only shows what would be new.
    """

    name: str
    at: int
    fresh: bool
    notes: str
    section: str
    hidden: bool
    beside: bool = False


def merge(
    base: bytes,
    mine: bytes,
    new: bytes,
    resaved: Callable[[bytes], bytes | None],
    *,
    renamed: Callable[[str], str] = str,
) -> MergedDeck:
    """The student's deck with what changed from base, the deck that scaffold wrote before, to new.

    resaved gives a deck as LibreOffice saves it, None without LibreOffice: then no slide of a deck that LibreOffice
    has saved counts as untouched. renamed gives the new name of a slide of base. Raises the errors of `opened`.
    """
    files = [opened(content) for content in (base, mine, new)]
    old, present, fresh = (marks(file) for file in files)
    if _same(old, fresh) and look(files[0]) == look(files[2]):
        return MergedDeck(mine)
    if mine == base:
        return MergedDeck(new, tuple(_Merge.of(old, old, fresh, old, renamed=renamed).changes()))
    compared: Sequence[Mark] | None = old
    if saved_by_office(mine) and not saved_by_office(base):
        copy = resaved(base)
        compared = marks(opened(copy)) if copy is not None else None
    merging = _Merge.of(old, present, fresh, compared, renamed=renamed)
    if not (changes := tuple(merging.changes())):
        return MergedDeck(mine)
    anew = look(files[0]) != look(files[2]) or _lacks_layouts(files[1], files[2])
    named = _layouts(merging, files[0], files[1])
    return MergedDeck(_written(merging.result(anew=anew), files[1], files[2], named=named, anew=anew), changes)


def _lacks_layouts(mine: Any, new: Any) -> bool:
    """Whether the student's deck lost layouts that new slides need, as LibreOffice drops their names."""
    return bool({layout.name for layout in new.slide_layouts} - {layout.name for layout in mine.slide_layouts})


def _layouts(merging: _Merge, base: Any, mine: Any) -> list[str]:
    """The layout of each slide of the student's deck, as scaffold calls it.

    LibreOffice calls all layouts otherwise, but each has a master of its own; so the student's own slides are on the
    layout of the slides of scaffold with the same master.
    """
    known = {key: slide.slide_layout.name for key, slide in zip(merging.base, base.slides, strict=True)}
    slides = dict(zip(merging.mine, mine.slides, strict=True))
    masters = {_master(slide): known[key] for key, slide in slides.items() if key in known}
    return [known.get(k) or masters.get(_master(slide), slide.slide_layout.name) for k, slide in slides.items()]


def _master(slide: Any) -> str:
    return str(slide.slide_layout.slide_master.part.partname)


def _same(old: Sequence[Mark], fresh: Sequence[Mark]) -> bool:
    return tuple(old) == tuple(fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merge:
    """The slides of the three decks by key, in order; as_saved are those of base as the student's program saves them.

    A slide is untouched if it equals the one in as_saved, which is empty if that cannot be told.
    """

    base: Mapping[Key, Mark]
    mine: Mapping[Key, Mark]
    new: Mapping[Key, Mark]
    as_saved: Mapping[Key, Mark]

    @classmethod
    def of(
        cls,
        old: Sequence[Mark],
        present: Sequence[Mark],
        fresh: Sequence[Mark],
        compared: Sequence[Mark] | None,
        *,
        renamed: Callable[[str], str],
    ) -> _Merge:
        """The slides of base, mine and new; compared are those of base as the student's program saves them."""
        keys = _keys([renamed(mark.name) for mark in old])
        known = dict(zip(keys, compared or old, strict=True))
        found = _identified(known, [replace(mark, name=renamed(mark.name)) for mark in present])
        return cls(
            base=dict(zip(keys, old, strict=True)),
            mine=dict(zip(found, present, strict=True)),
            new=dict(zip(_keys([mark.name for mark in fresh]), fresh, strict=True)),
            as_saved=known if compared is not None else {},
        )

    def untouched(self, key: Key) -> bool:
        """Whether the student left what the slide shows as it was."""
        saved = self.as_saved.get(key)
        return saved is not None and saved.fingerprint == self.mine[key].fingerprint

    def differs(self, key: Key) -> bool:
        """Whether the new slide shows something else than the one that scaffold wrote before."""
        return key not in self.base or self.base[key].fingerprint != self.new[key].fingerprint

    def notes(self, key: Key) -> str:
        """The notes of a slide that all three decks have; where both sides changed the same line, the student's."""
        base, mine, new = self.base[key].notes, self.mine[key].notes, self.new[key].notes
        merged = merged_text(base, mine, new)
        return mine if merged.conflicts else merged.text

    def superseded(self, key: Key) -> bool:
        """Whether a hidden slide is an earlier new form of a slide that has a newer one."""
        mark = self.mine[key]
        if not (mark.hidden and mark.title.startswith(NEW)):
            return False
        of = [k for k, saved in self.as_saved.items() if saved.fingerprint == mark.fingerprint]
        return any(k not in self.new or self.differs(k) for k in of)

    def order(self) -> list[Key]:
        """The keys of the result in order."""
        mine = [k for k in self.mine if k[0] != _OWN or not self.superseded(k)]
        kept = {k for k in self.mine if k in self.base and k not in self.new and not self.untouched(k)}
        return merged_order(list(self.base), mine, list(self.new), kept)

    def result(self, *, anew: bool) -> tuple[_Placed, ...]:
        """The slides of the result in order. anew: it is made from the new deck, which has all untouched slides."""
        places = {key: n for n, key in enumerate(self.mine)}, {key: n for n, key in enumerate(self.new)}
        placed: list[_Placed] = []
        for key in self.order():
            section = self._section(key, placed[-1].section if placed else "")
            placed += self._placed(key, section, *places, anew=anew)
        return tuple(placed)

    def _placed(
        self, key: Key, section: str, mine: Mapping[Key, int], new: Mapping[Key, int], *, anew: bool
    ) -> Iterator[_Placed]:
        if key not in self.mine:
            mark = self.new[key]
            yield _Placed(name=key[0], at=new[key], fresh=True, notes=mark.notes, section=section, hidden=mark.hidden)
            return
        mark, three = self.mine[key], key in self.new and key in self.base
        replaced = three and self.untouched(key) and (anew or self.differs(key))
        notes = self.notes(key) if three else mark.notes
        at = new[key] if replaced else mine[key]
        name = key[0] or mark.name
        yield _Placed(name=name, at=at, fresh=replaced, notes=notes, section=section, hidden=mark.hidden)
        if three and self.differs(key) and not self.untouched(key):
            shown = self.new[key]
            beside = _Placed(
                name=f"new-{name}",
                at=new[key],
                fresh=True,
                notes=shown.notes,
                section=section,
                hidden=True,
                beside=True,
            )
            yield beside

    def _section(self, key: Key, before: str) -> str:
        """The section of a slide: the new one, unless the student chose another.

        A slide that only the student has goes with the one before it, if it has no section, as LibreOffice drops all of
        them, or one that scaffold made and does not make any more.
        """
        mine, base, new = (side.get(key) for side in (self.mine, self.base, self.new))
        chosen = mine.section if mine is not None else ""
        if new is None:
            gone = {mark.section for mark in self.base.values()} - {mark.section for mark in self.new.values()}
            return chosen if chosen and chosen not in gone else before
        return chosen if chosen and base is not None and chosen != base.section else new.section

    def changes(self) -> Iterator[str]:
        """A line on each slide that is another than before."""
        for key in self.order():
            yield from self._change(key)
        for key, mark in self.mine.items():
            if key in self.base and key not in self.new and self.untouched(key):
                yield f"removed: {mark.title or key[0]}"
        yield from self._moved()

    def _change(self, key: Key) -> Iterator[str]:
        if key not in self.mine:
            yield f"added: {self.new[key].title}"
        elif key in self.base and key not in self.new:
            yield f"kept, as you changed it, but scaffold would remove it: {self.mine[key].title}"
        elif key in self.base:
            title = self.mine[key].title
            if self.differs(key):
                kept = f"kept, as you changed it; the new form follows it, hidden: {title}"
                yield f"replaced: {self.new[key].title}" if self.untouched(key) else kept
            elif self.notes(key) != self.mine[key].notes:
                yield f"new notes: {title}"

    def _moved(self) -> Iterator[str]:
        """Whether slides that stay are in another order than before."""
        here = [key for key in self.order() if key in self.mine]
        if here != [key for key in self.mine if key in set(here)]:
            yield "other order of the slides"


def _keys(names: Sequence[str]) -> list[Key]:
    """A key for each slide: several slides can have one name, as a long statement takes several."""
    count = Counter[str]()
    keys = []
    for name in names:
        keys.append((name, count[name]))
        count[name] += 1
    return keys


def _identified(known: Mapping[Key, Mark], present: Sequence[Mark]) -> list[Key]:
    """For each present slide the key of the known one that it is: by name, else by what it shows, says, or is called.

    A copy that the student made of a slide is the student's own.
    """
    found: dict[int, Key] = {}
    left = dict(known)
    for test in _TESTS:
        for n, mark in enumerate(present):
            key = next((k for k, old in left.items() if test(k, old, mark)), None) if n not in found else None
            if key is not None:
                found[n] = key
                del left[key]
    return [found.get(n, (_OWN, n)) for n in range(len(present))]


_TESTS: tuple[Callable[[Key, Mark, Mark], bool], ...] = (
    lambda key, old, mark: key[0] == mark.name and old.fingerprint == mark.fingerprint,
    lambda key, old, mark: key[0] == mark.name and old.title == mark.title,
    lambda key, old, mark: key[0] == mark.name,
    lambda key, old, mark: not mark.name and (old.fingerprint, old.notes) == (mark.fingerprint, mark.notes),
    lambda key, old, mark: not _is_beside(mark) and not mark.name and old.fingerprint == mark.fingerprint,
    lambda key, old, mark: not mark.name and "" != old.title == mark.title,
    lambda key, old, mark: not _is_beside(mark) and not mark.name and "" != old.notes == mark.notes,
)
"""Whether a slide of the student's deck is one that scaffold wrote; the surest tests first."""


def _is_beside(mark: Mark) -> bool:
    return mark.hidden and mark.title.startswith(NEW)


def _written(placed: Sequence[_Placed], mine: Any, new: Any, *, named: Sequence[str], anew: bool) -> bytes:
    """The merged deck: the student's file, or the new one if anew.

    named: the layouts of the student's slides, as scaffold calls them.
    """
    target = new if anew else mine
    slides = [_slide(one, mine, new, target=target, layout="" if one.fresh else named[one.at]) for one in placed]
    _link(placed, slides, mine, new, target=target)
    copying.only(target, slides)
    sections = [one.section for one in placed]
    if any(sections):
        package.sections(target, sections)
    return package.packed(target)


def _link(placed: Sequence[_Placed], slides: Sequence[Any], mine: Any, new: Any, *, target: Any) -> None:
    """Lets the links of copied slides lead to the slides of the result: the same one, else that of the same name."""
    at = {(one.fresh, one.at): slide for one, slide in zip(placed, slides, strict=True) if not one.beside}
    named = {one.name: slide for one, slide in zip(placed, slides, strict=True) if one.name and not one.beside}
    for one, slide in zip(placed, slides, strict=True):
        source = new if one.fresh else mine
        if source is target:
            continue
        ends = {str(s.part.partname): (n, s._element.cSld.get("name")) for n, s in enumerate(source.slides)}

        def found(part: str, fresh: bool = one.fresh, ends: Mapping[str, tuple[int, str | None]] = ends) -> Any:
            n, name = ends.get(part, (-1, None))
            return at.get((fresh, n)) or named.get(name or "")

        copying.linked(slide, found)


def _slide(one: _Placed, mine: Any, new: Any, *, target: Any, layout: str) -> Any:
    source = new if one.fresh else mine
    slide = source.slides[one.at]
    if source is not target:
        slide = copying.copied(slide, target, layout or slide.slide_layout.name)
    if slide.has_notes_slide or one.notes:
        frame = slide.notes_slide.notes_text_frame
        if frame is not None and frame.text != one.notes:
            frame.text = one.notes
    copying.hide(slide, hidden=one.hidden)
    if one.name:
        slide._element.cSld.set("name", one.name)
    if one.beside and (first := title_text(slide._element)) is not None:
        first.text = NEW + (first.text or "")
    return slide
