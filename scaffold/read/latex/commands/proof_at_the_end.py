r"""Package proof-at-the-end: statements and proofs that \printProofs prints."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scaffold.read.latex.commands import postponing, statements, unended
from scaffold.read.latex.engine import Engine, begins, command
from scaffold.read.latex.stack import Env
from scaffold.tex import tokens

__all__ = ["begun", "moved", "note_defaults"]

_PACKAGE = "proof-at-the-end"
_CATEGORY = "defaultcategory"
_STATEMENT = "theoremEnd"
_TEXT = "textAtEnd"
_DEFAULTS = re.compile(r"(?:/prAtEnd/)?(?:global|local) custom defaults/\.style\s*=\s*(.*)\Z", re.DOTALL)
_FLAGS = {
    "normal": {"here": True, "moved": False, "restate": False},
    "debug": {"here": True, "moved": False},
    "proof here": {"here": True},
    "no proof here": {"here": False},
    "end": {"here": False, "moved": False},
    "proof at the end": {"here": False, "moved": False},
    "all end": {"here": False, "moved": True},
    "opt all end": {"moved": True},
    "no opt all end": {"moved": False},
    "restate": {"restate": True},
    "no restate": {"restate": False},
}  # fmt: skip
"""The package's keys that say where something is printed."""


@dataclass(frozen=True, slots=True)
class _Settings:
    """flags: "here": the proof stays; "moved": the statement does not; "restate": it is repeated before its proof."""

    flags: frozenset[str] = frozenset()
    category: str = _CATEGORY

    @property
    def place(self) -> str:
        """Where that is printed which does not stay."""
        return f"{_PACKAGE} {self.category}"


def _settings(engine: Engine, keys: str) -> _Settings:
    """What the package's options, the paper's defaults and these keys say; the last one holds."""
    options = tokens.key_values(engine.notes.packages.get(_PACKAGE, ""))
    flags, category = dict[str, bool](), _CATEGORY
    for key in tokens.split_top(",".join((options.get("conf", ""), engine.postponed.keys.get("", ""), keys)), ","):
        name, _, value = (part.strip() for part in key.partition("="))
        flags |= _FLAGS.get(name, {})
        category = value.strip("{}") if name == "category" else category
    return _Settings(frozenset(flag for flag, on in flags.items() if on), category)


def note_defaults(engine: Engine, given: str) -> None:
    r"""\pgfkeys{/prAtEnd/global custom defaults/.style={…}}."""
    for key in tokens.split_top(given, ","):
        if found := _DEFAULTS.match(key.strip()):
            engine.postponed.keys[""] = found[1].strip().removeprefix("{").removesuffix("}")


@command("newEndThm")
def new_end_theorem(engine: Engine, _: str) -> None:
    """\\newEndThm[keys]{env}{theorem}: theorem with its keys after the note."""
    keys = engine.option()
    env, theorem = engine.argument(), engine.argument()
    spec = engine.theorems.get((theorem or "").strip())
    if env and spec is not None:
        engine.theorems[env.strip()] = replace(spec, style="end")
        engine.postponed.keys[env.strip()] = keys or ""


@command("newEndProof")
def new_end_proof(engine: Engine, _: str) -> None:
    """\\newEndProof[keys]{env}: a proof, with keys after its begin."""
    engine.option()
    env = engine.argument()
    if env:
        engine.proofs_at_end.add(env.strip())


@command("printProofs")
def print_proofs(engine: Engine, _: str) -> None:
    """\\printProofs[category]: what was postponed is printed here."""
    category = (engine.option() or _CATEGORY).strip()
    if engine.in_document:
        postponing.release(engine, _Settings(category=category).place)


@begins(_STATEMENT, "theoremEndRestateBefore")
def begin_theorem_end(engine: Engine, env_name: str) -> None:
    """\\begin{theoremEnd}[keys]{thm}[note]."""
    unended.finish(engine)
    engine.option()
    spec = engine.theorems.get((engine.argument() or "").strip())
    if spec is None:
        engine.open(Env(name=env_name))
    else:
        statements.begin_statement(engine, spec, env_name)
        begun(engine, env_name)


def begun(engine: Engine, name: str) -> None:
    """A statement began in its place, after `moved`: its proof may be postponed, and the statement repeated then."""
    spec = engine.theorems.get(name)
    if _PACKAGE not in engine.notes.packages or not (name == _STATEMENT or (spec and spec.style == "end")):
        return
    draft, keys = engine.notes.statements[-1], engine.postponed.last[0]
    engine.postponed.last = keys, draft
    settings = _settings(engine, keys)
    if "restate" in settings.flags and "moved" not in settings.flags:
        postponing.repeat(engine, draft, settings.place)


def moved(engine: Engine, name: str) -> bool:
    """Whether the environment that begins here is printed elsewhere; it is left then."""
    spec = engine.theorems.get(name)
    stated = name == _STATEMENT or (spec is not None and spec.style == "end")
    if _PACKAGE not in engine.notes.packages or not (stated or name == _TEXT or name in engine.proofs_at_end):
        return False
    end = postponing.end_of(engine, name)
    if end is None:
        return False
    keys, owner = engine.postponed.last
    given = _keys(engine, name)
    if stated:
        keys = f"{engine.postponed.keys.get(name, '')},{given}"
        engine.postponed.last = keys, None
    elif name == _TEXT:
        keys, owner = given, None
    settings = _settings(engine, keys if stated or name == _TEXT else f"{keys},{given}")
    stays = "moved" not in settings.flags if stated else "here" in settings.flags and name != _TEXT
    if not stays:
        postponing.postpone(engine, settings.place, end, owner if not stated else None)
    return not stays


def _keys(engine: Engine, name: str) -> str:
    """The keys in the environment's brackets: the second ones of a statement of the paper's own."""
    cursor = engine.cursor()
    first = cursor.option() or ""
    return cursor.option() or "" if name in engine.theorems else first
