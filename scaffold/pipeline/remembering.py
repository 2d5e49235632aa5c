"""What scaffold remembers of the user for the next project: the name, and values of header fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from scaffold import disk, formalities, seminar, toml
from scaffold.caches import config_file
from scaffold.errors import BadProfile
from scaffold.pipeline.reading import Options
from scaffold.printable import printable_values
from scaffold.seminar import Profile
from scaffold.typed import files

__all__ = ["STUDENT", "config_file", "forget", "remember", "remembered", "unknown", "with_remembered"]

STUDENT = "student"
"""The name under which the user's own name is kept; all others are header fields."""

_HEAD = "# What scaffold fills in for you in new projects; `scaffold config` changes it.\n"


def remembered() -> dict[str, str]:
    """All values by their names; raises BadProfile if the file cannot be read."""
    path, text = config_file(), ""
    try:
        text = path.read_text(encoding="utf-8")
        return printable_values(files.read(toml.loads(text), dict[str, str]))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as e:
        raise BadProfile(f"{path} cannot be read: {e.strerror}", "check its permissions") from e
    except ValueError as e:
        raise BadProfile(toml.explained(str(path), text, e), "correct the file, or delete it") from e


def remember(values: Mapping[str, str]) -> None:
    """Keeps values in addition to those that are kept; raises DiskError, and BadProfile as `remembered` does."""
    kept = remembered()
    if (changed := {**_without(kept, values), **values}) != kept:
        _write(changed)


def forget(name: str) -> bool:
    """Removes one value; False if there is none of that name. Raises as `remember` does."""
    kept = remembered()
    left = _without(kept, {name: ""})
    if left == kept:
        return False
    _write(left)
    return True


def _without(kept: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """The values but for those of these names; capitals do not matter."""
    return {name: value for name, value in kept.items() if not formalities.same(name, names)}


def _write(values: Mapping[str, str]) -> None:
    lines = (f"{_quoted(name)} = {_quoted(value)}\n" for name, value in values.items())
    disk.write((_HEAD + "".join(lines)).encode(), config_file())


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def unknown(options: Options) -> tuple[str, ...]:
    """The header fields of the seminar whose values neither the options nor the file give. Raises BadProfile."""
    profile = seminar.load(options.seminar)
    header = profile.with_header(with_remembered(options, profile).header).header
    return tuple(field.name for field in header if not field.value)


def with_remembered(options: Options, profile: Profile) -> Options:
    """The options with what is remembered of what the seminar asks for and the options do not say.

    Raises BadProfile as `remembered` does.
    """
    kept = remembered()
    wanted = {n: v for n, v in kept.items() if formalities.has(profile.header, n)}
    header = {**_without(wanted, options.header), **options.header}
    return replace(options, student=options.student or kept.get(STUDENT, ""), header=header)
