"""The only reader of the speaker notes of a finished deck, in its present state.

The notes of a slide may have these entries, in any order, on one line or several:

    90 s                       the slide's time, at the beginning of a line or after "Time:". The first one counts.
                               Also "90 sec", "2 min", "1.5 min", "1 min 30 s", "1:30", "2'", "about 90 s"
    until 4:30 of 30:00        after a time: the planned running time, ignored
    If time is short: skip this slide (number 2 to skip)
                               the order of skipping; also "number 2 to leave out", "cut 2", "cut: 2", "cut first"
    Paper, p. 3                the page of the paper; also "paper page 3"
    Backup                     at the beginning of a line: shown only when asked
    Part 2 of 3                at the beginning of a line: continues a slide whose time is in the notes of its part 1

In a deck of another language, they are as templates/languages has them. All other text is the prompt. Nothing is
guessed: a slide without a time has seconds None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold import languages
from scaffold.errors import BadDeck

__all__ = ["DeckSlide", "Note", "deck_of", "parse", "read"]

DECKS = {"pptx": "slides/slides.pptx", "beamer": "slides/slides.tex"}
"""The decks of a project; the first one that exists is used."""

_END = r"(?=[\s.,;:)]|$)"
_SECONDS = r"(?:s|secs?|seconds?|sek|sekunden?|″|'')"
_MINUTES = r"(?:min|mins|minutes?|minuten?|m|['′])"
_TIME = re.compile(
    r"^[ \t]*(?:time[ \t]*[:=]?[ \t]*)?(?:~|≈|about|ca\.?)?[ \t]*(?:"
    rf"(?P<whole>\d+(?:[.,]\d+)?)[ \t]*{_MINUTES}(?:[ \t]*(?:and[ \t]*)?(?P<rest>\d+)[ \t]*{_SECONDS})?{_END}"
    rf"|(?P<only>\d+)[ \t]*{_SECONDS}{_END}"
    r"|(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)(?![:\d])(?:[ \t]*min\b)?)"
    r"(?:[ \t]*,?[ \t]*until[ \t]+\d+:\d\d[ \t]+of[ \t]+\d+:\d\d)?[ \t]*[.,;:–-]*[ \t]*",
    re.MULTILINE | re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:if time is short:?[ \t]*)?(?:skip this slide[ \t]*)?"
    r"(?:\(?\bnumber[ \t]*(?P<a>\d+)[ \t]*to[ \t]+(?:leave[ \t]+out|skip)\b\)?"
    r"|\bcut[ \t]*[:#=]?[ \t]*(?:(?:no\.?|number)[ \t]*)?(?:(?P<b>\d+)\b|(?P<first>first)\b(?! if late: slide)))[.;]?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\(?\bpaper,?[ \t]*(?:pp?\.?|pages?)[ \t]*(?P<page>\d+)(?:[ \t]*[-–][ \t]*\d+)?\)?[.;]?", re.IGNORECASE
)
_BACKUP = re.compile(
    r"^[ \t]*backup\b(?:[ \t]*:[ \t]*shown only when asked)?[ \t]*[.:]?[ \t]*", re.MULTILINE | re.IGNORECASE
)
_PART = re.compile(
    r"^[ \t]*part[ \t]+(?P<n>\d+)[ \t]+of[ \t]+\d+(?:: its time is in the notes of the first part)?\.?",
    re.MULTILINE | re.IGNORECASE,
)


_ENTRIES = ("notes.cut", "notes.page", "notes.backup", "notes.part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The entries in the notes of one slide; None if missing. continues: part 2 or later of a slide."""

    seconds: int | None = None
    cut: int | None = None
    page: int | None = None
    prompt: str = ""
    backup: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckSlide:
    """A slide of the finished deck.

    number: the printed slide number (like PowerPoint, it counts hidden slides, which are not read). In a Beamer deck,
    where LaTeX splits statements over slides, it is the number after the last build. seconds: None if the notes give no
    time. continues: the slide shares the time of the slide before it.
    """

    number: int
    title: str
    seconds: int | None = None
    cut: int | None = None
    prompt: str = ""
    page: int | None = None
    backup: bool = False
    continues: bool = False

    @property
    def untimed(self) -> bool:
        """Whether the slide needs a time but its notes give none."""
        return self.seconds is None and not self.backup and not self.continues


def parse(notes: str) -> Note:
    """The entries in the notes of a slide, by the grammar above."""
    text = notes.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u00a0", " ")
    for key in _ENTRIES:
        text = languages.in_default(key, text)
    found = {}
    for name, pattern in (("time", _TIME), ("cut", _CUT), ("page", _PAGE), ("backup", _BACKUP), ("part", _PART)):
        found[name] = match = pattern.search(text)
        if match is not None:
            text = text[: match.start()] + text[match.end() :]
    cut, page, part = found["cut"], found["page"], found["part"]
    return Note(
        seconds=_seconds(found["time"]),
        cut=(1 if cut["first"] else int(cut["a"] or cut["b"])) if cut else None,
        page=int(page["page"]) if page else None,
        prompt="\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n")))),
        backup=found["backup"] is not None,
        continues=part is not None and int(part["n"]) > 1,
    )


def _seconds(time: re.Match[str] | None) -> int | None:
    if time is None:
        return None
    if time["only"]:
        return int(time["only"])
    if time["minutes"]:
        return 60 * int(time["minutes"]) + int(time["seconds"])
    return round(60 * float(time["whole"].replace(",", "."))) + int(time["rest"] or 0)


def _slides(rows: Iterable[tuple[int, str, str, bool]]) -> Iterator[DeckSlide]:
    """Slides from number, title, notes and whether they are backup; later parts are backup if the first part is."""
    aside = False
    for number, title, notes, backup in rows:
        note = parse(notes)
        if not note.continues:
            aside = note.backup or (backup and not note.seconds)
        yield DeckSlide(
            number=number,
            title=title,
            seconds=note.seconds,
            cut=note.cut,
            prompt=note.prompt,
            page=note.page,
            backup=aside,
            continues=note.continues,
        )


def deck_of(project: Path, which: str | None = None) -> Path:
    """The deck of a project: "pptx" or "beamer"; None: the first one that exists. Raises BadDeck."""
    names = [DECKS[which]] if which else list(DECKS.values())
    for name in names:
        if (project / name).is_file():
            return project / name
    if which:
        raise BadDeck(f"{project / names[0]} does not exist", "restore it from a backup, or name the other deck")
    raise BadDeck(f"{project} has no deck: neither {' nor '.join(names)} exists", "restore one of them from a backup")


def read(deck: Path, parts: Mapping[str, Sequence[int]] | None = None) -> tuple[DeckSlide, ...]:
    """The slides of a .pptx or of a Beamer .tex in order, without hidden slides. Raises BadDeck.

    parts: the number of slides for each statement of a Beamer deck in the last build, by the statement's id; without
    it, each statement counts as one slide.
    """
    from scaffold.talk import notes_beamer, notes_pptx

    try:
        rows = notes_pptx.rows(deck) if deck.suffix == ".pptx" else notes_beamer.rows(deck, parts)
    except OSError as e:
        raise BadDeck(f"{deck} cannot be read: {e.strerror or e}", "close it in other programs, and try again") from e
    return tuple(_slides(rows))
