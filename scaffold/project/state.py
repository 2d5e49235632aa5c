"""scaffold.toml: the paper of a project and the student's settings."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from scaffold import languages, toml
from scaffold.dates import NO_TALK, OwnTalk
from scaffold.errors import NotAProject
from scaffold.formalities import Author
from scaffold.project import journal
from scaffold.project.settings_file import SettingsFile, several
from scaffold.seminar import DEFAULT
from scaffold.typed import files

FILE = "scaffold.toml"
_EXPLAINED = "docs/settings.md explains the settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A project's settings.

    arxiv_id and version are None for a local paper, whose origin is in source. language, due, minutes and review are
    None if the profile decides. seminar is the name of a built-in profile, or a .toml file relative to the project.
    main names the main results if the student overrides scaffold's choice. own_talk is when and where the student
    speaks.
    """

    arxiv_id: str | None = None
    version: int | None = None
    source: str = ""
    sha256: str = ""
    main_file: str = ""
    student: str = ""
    seminar: str = DEFAULT
    language: str | None = None
    due: date | None = None
    review: str | None = None
    document_class: str = ""
    """The class of the report, if the profile does not decide."""
    class_options: tuple[str, ...] = ()
    slides: str = "both"
    minutes: int | None = None
    own_talk: OwnTalk = NO_TALK
    main: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    """Statements for backup slides, besides those that scaffold chooses."""
    authors: tuple[Author, ...] = ()
    """If there are several; student then has all their names, unless it is given."""
    header: Mapping[str, str] = field(default_factory=dict)
    """The values of the header fields that the seminar asks for."""
    ledger: Mapping[str, str] = field(default_factory=dict)
    """How the student read each proof: checked, skimmed or not read; what has no proof: read."""


def render(settings: Settings) -> str:
    """The text of scaffold.toml."""
    s = settings
    lines = ["# Your settings. Edit them as you like, then run scaffold update.", "", "[paper]"]
    lines += (
        [f"arxiv = {_quoted(s.arxiv_id)}", f"version = {s.version or 1}"]
        if s.arxiv_id
        else [f"source = {_quoted(s.source)}"]
    )
    lines += [f"sha256 = {_quoted(s.sha256)}", f"main_file = {_quoted(s.main_file)}", ""]
    lines += ["[student]", f"name = {_quoted(s.student)}", ""]
    lines += ["[seminar]", f"profile = {_quoted(s.seminar)}"]
    lines += [f"# The language of report and slides: {' or '.join(languages.shipped())}. Default: that of the profile."]
    lines += [f"language = {_quoted(s.language)}" if s.language else '# language = "de"']
    lines += ["# The day on which report and slides are due, such as 2027-06-01. Default: the date in the profile."]
    lines += [f"due = {s.due.isoformat()}" if s.due else "# due = 2027-06-01", ""]
    lines += [
        "[report]",
        "# The review form, such as theory, neurips-2026, icml-2026, iclr-2026 or tmlr. Default: that of the profile.",
    ]
    lines += [f"review = {_quoted(s.review)}" if s.review else '# review = "theory"']
    lines += ['# The main results, such as ["Theorem 3"]. Empty: scaffold chooses them.']
    lines += [f"main = [{', '.join(_quoted(m) for m in s.main)}]"]
    lines += ["# The LaTeX class of the report, such as llncs. Default: that of the profile, or scaffold's own page."]
    lines += [f"class = {_quoted(s.document_class)}" if s.document_class else '# class = "llncs"']
    lines += [f"class_options = [{', '.join(map(_quoted, s.class_options))}]", ""] if s.class_options else [""]
    lines += [*_slides(s), *_talk(s.own_talk)]
    lines += ["", "[header]", *_values(s.header)] if s.header else []
    lines += _authors(s.authors)
    lines += [
        "",
        "[ledger]",
        "# How you read each proof: checked, skimmed or not read; what has no proof: read.",
        '# "Lemma 4.2" = "checked"',
        *_values(s.ledger),
        "",
    ]
    return "\n".join(lines)


def _authors(authors: tuple[Author, ...]) -> list[str]:
    lines = []
    for author in authors:
        parts = ", ".join(map(_quoted, author.parts))
        lines += ["", "[[authors]]", f"name = {_quoted(author.name)}", f"part = [{parts}]"]
        lines += _values({field.name: field.value for field in author.details})
    return lines


def _slides(s: Settings) -> list[str]:
    """The rules of the talk."""
    lines = ["[talk]", f"slides = {_quoted(s.slides)}"]
    lines += ["# The length of the talk. Default: the minutes in the profile."]
    lines += [f"minutes = {s.minutes}" if s.minutes else "# minutes = 30"]
    lines += ["# Themes of the slides: files in this folder, or names of Beamer themes. Default: scaffold's own."]
    lines += [f"theme = [{', '.join(_quoted(t) for t in s.themes)}]" if s.themes else '# theme = ["Madrid"]']
    lines += ["# Statements for backup slides, besides those that scaffold chooses."]
    lines += [f"backup = [{', '.join(_quoted(b) for b in s.backup)}]" if s.backup else '# backup = ["Lemma 4.2"]']
    return lines


def _values(values: Mapping[str, str]) -> list[str]:
    return [f"{_quoted(name)} = {_quoted(value)}" for name, value in values.items()]


def _talk(talk: OwnTalk) -> list[str]:
    """The lines on the own talk."""
    moment = f"T{talk.time.isoformat()}" if talk.time else ""
    return [
        "# When and where you speak, as far as you know: days that are counted from your talk follow from it.",
        f"when = {talk.day.isoformat()}{moment}" if talk.day else "# when = 2027-06-24T10:15:00",
        f"room = {_quoted(talk.room)}" if talk.room else '# room = "A 313"',
        f"slot = {_quoted(talk.slot)}" if talk.slot else '# slot = "2"',
    ]


def _quoted(text: str | None) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text or "", ensure_ascii=False).replace("\x7f", "\\u007f")


def load(folder: Path) -> Settings:
    """The settings of the project in folder, after finishing what an interrupted command left; raises NotAProject."""
    journal.recover(folder)
    path = folder / FILE
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except (FileNotFoundError, NotADirectoryError):
        raise NotAProject(f"{folder} is not a project: it has no {FILE}", _elsewhere(folder)) from None
    except OSError as e:
        raise NotAProject(f"{path} cannot be read: {e.strerror}", "check its permissions") from e
    except UnicodeDecodeError as e:
        raise NotAProject(f"{path} cannot be read: it is not UTF-8 text", "save the file as UTF-8") from e


def _elsewhere(folder: Path) -> str:
    """What to do in a folder that is no project; projects in it are named."""
    try:
        found = sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))
    except OSError:
        found = []
    if not found or len(found) > _NAMED:
        return "change to the folder that scaffold init created, or give its path"
    return f"change to {'one of the projects' if found[1:] else 'the project'} in it: {', '.join(found)}"


_NAMED = 5
"""Most projects of a folder that are named."""


def parse(text: str, path: Path) -> Settings:
    """The settings in the text of scaffold.toml; raises NotAProject, which names path."""
    try:
        settings = _settings(files.read(toml.loads(text), SettingsFile))
    except toml.TOMLDecodeError as e:
        raise NotAProject(f"{path} is not valid TOML: {e}", f"fix the file at this place; {_EXPLAINED}") from e
    except ValueError as e:
        raise NotAProject(toml.explained(str(path), text, e), f"fix this setting; {_EXPLAINED}") from e
    if not settings.arxiv_id and not settings.source:
        raise NotAProject(
            f"{path} does not name the paper: arxiv or source is missing in [paper]",
            "restore the section [paper] from a copy, or create the project again with scaffold init",
        )
    return settings


def _settings(given: SettingsFile) -> Settings:
    paper, report, talk = given.paper, given.report, given.talk
    authors = tuple(row.author for row in given.authors)
    return Settings(
        arxiv_id=paper.arxiv or None,
        version=paper.version if paper.arxiv else None,
        source=paper.source,
        sha256=paper.sha256,
        main_file=paper.main_file,
        student=given.student.name or ", ".join(author.name for author in authors),
        authors=authors,
        seminar=given.seminar.profile,
        language=given.seminar.language,
        due=given.seminar.due,
        review=report.review,
        document_class=report.document or "",
        class_options=report.class_options,
        slides=talk.slides,
        minutes=talk.minutes,
        own_talk=talk.made(),
        main=several(report.main),
        themes=several(talk.theme),
        backup=several(talk.backup),
        header=given.header,
        ledger=given.ledger,
    )


_LINE = r"^([ \t]*{name}[ \t]*=[ \t]*)([^\r\n#]*?)([ \t]*(?:#[^\n]*)?\r?)$"
_SECTION = re.compile(r"^[ \t]*\[\[?([^\[\]\n]+)\]\]?[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_STRING = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")


def updated(
    text: str, paper: Mapping[str, str | int], titles: Mapping[str, str], lost: Collection[str] = frozenset()
) -> str:
    """The text of scaffold.toml with new values in [paper], and statements by their new titles; all else stays.

    A value that has no line in [paper] gets one. A name that another statement has now becomes a comment, as those in
    lost: it would say of that statement what the student meant of one that is gone.
    """
    lost = {*lost, *titles.values()} - titles.keys()
    return "".join(_updated(part, paper, titles, lost) for part in _sections(text))


def _sections(text: str) -> list[str]:
    """The text before the first section, and each section with its heading."""
    cuts = [0, *(m.start() for m in _SECTION.finditer(text)), len(text)]
    return [text[a:b] for a, b in pairwise(cuts)]


def with_ledger(text: str, entries: Mapping[str, str]) -> str:
    """The text of scaffold.toml with these entries in [ledger], which is added if it is missing; all else stays."""
    parts = _sections(text)
    heads = [m[1].strip() if (m := _SECTION.match(part)) else "" for part in parts]
    if "ledger" not in heads:
        parts, heads = [*parts, f"{'' if text.endswith(chr(10)) else chr(10)}\n[ledger]\n"], [*heads, "ledger"]
    n = heads.index("ledger")
    for name, word in entries.items():
        head = _SECTION.search(parts[n])
        forms = "|".join(re.escape(form) for form in (_quoted(name), f"'{name}'", name))
        line = re.compile(_LINE.format(name=f"(?:{forms})"), re.MULTILINE)
        if m := line.search(parts[n]):
            parts[n] = parts[n][: m.end(1)] + _quoted(word) + parts[n][m.start(3) :]
        else:
            parts[n] = _set(parts[n], head.end() if head else 0, _quoted(name), _quoted(word))
    return "".join(parts)


def with_backup(text: str, names: tuple[str, ...]) -> str:
    """The text of scaffold.toml with these statements for backup slides; all else stays."""
    value = f"[{', '.join(map(_quoted, names))}]"
    parts = _sections(text)
    for n, part in enumerate(parts):
        head = _SECTION.match(part)
        if head and head[1].strip() == "talk":
            found = _BACKUP.search(part)
            added = f"{part[: head.end()]}\nbackup = {value}{part[head.end() :]}"
            parts[n] = part[: found.start()] + f"backup = {value}" + part[found.end() :] if found else added
            return "".join(parts)
    return f"{text.rstrip()}\n\n[talk]\nbackup = {value}\n"


_BACKUP = re.compile(r"^[ \t]*backup[ \t]*=[ \t]*(?:\[[^\]]*\]|\"[^\n]*\")", re.MULTILINE)


def _updated(part: str, paper: Mapping[str, str | int], titles: Mapping[str, str], lost: Collection[str]) -> str:
    head = _SECTION.match(part)
    name = head[1].strip() if head else ""
    if name == "paper" and head:
        for key, value in paper.items():
            part = _set(part, head.end(), key, str(value) if isinstance(value, int) else _quoted(value))
    elif name == "ledger":
        part = _renamed_entries(part, titles, lost)
    elif name in ("report", "talk"):
        lines = part.split("\n")
        renamed = [line if line.lstrip().startswith("#") else _renamed_list(line, titles, lost) for line in lines]
        part = "\n".join(renamed)
    return part


_ENTRY = re.compile(r"""([ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)([ \t]*=[^\n]*)""")
_EARLIER = "# of an earlier version of the paper: "


def _renamed_entries(part: str, titles: Mapping[str, str], lost: Collection[str]) -> str:
    """The ledger with statements by their new titles, and lost ones as comments."""
    lines, taken = part.split("\n"), set[str]()
    for n, line in enumerate(lines):
        if not (m := _ENTRY.match(line)):
            continue
        old: str = next(iter(toml.loads(f"{m[2]} = 1")))
        new = titles.get(old, old)
        if new in taken or old in lost:
            lines[n] = f"{m[1]}{_EARLIER}{line.lstrip()}"
            continue
        taken.add(new)
        if new != old:
            lines[n] = f"{m[1]}{_quoted(new)}{m[3]}"
    return "\n".join(lines)


def _set(part: str, after: int, name: str, value: str) -> str:
    line = re.compile(_LINE.format(name=re.escape(name)), re.MULTILINE)
    if line.search(part):
        return line.sub(lambda m: f"{m[1]}{value}{m[3]}", part, count=1)
    return f"{part[:after]}\n{name} = {value}{part[after:]}"


def _renamed_list(line: str, titles: Mapping[str, str], lost: Collection[str]) -> str:
    """A line of a list with statements by their new titles; lost ones are in comments on lines before it."""
    quoted = {form: _quoted(new) for old, new in titles.items() for form in _forms(old)}
    gone = {form for name in lost for form in _forms(name)}
    comment = _STRING.sub(lambda m: "." * len(m[0]), line).find("#")
    found = [m for m in _STRING.finditer(line, 0, comment if comment >= 0 else len(line)) if m[0] in gone]
    indent, end = line[: len(line) - len(line.lstrip())], "\r\n" if line.endswith("\r") else "\n"
    for m in reversed(found):
        line = _without(line, *m.span())
    comments = "".join(f"{indent}{_EARLIER}{m[0]}{end}" for m in found)
    return comments + _STRING.sub(lambda m: quoted.get(m[0], m[0]), line)


def _forms(name: str) -> tuple[str, str]:
    """A string as TOML writes it."""
    return _quoted(name), f"'{name}'"


def _without(line: str, start: int, end: int) -> str:
    """A line without the string there, and without the comma that goes with it; a list of nothing else is empty."""
    before, after = line[:start].rstrip(" \t"), line[end:].lstrip(" \t")
    if before.endswith("="):
        return f"{before} []{line[end:]}"
    if before.endswith(",") and after.startswith("]"):
        return before[:-1] + after
    return line[:start] + (after[1:].lstrip(" \t") if after.startswith(",") else line[end:])
