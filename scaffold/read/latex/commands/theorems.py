"""Commands that declare theorem environments, for every package, and the table of declared environments."""

from __future__ import annotations

from dataclasses import replace

from scaffold.read.latex.commands import statements, theorem_styles
from scaffold.read.latex.counters import shown
from scaffold.read.latex.engine import COMMANDS, Engine, command
from scaffold.read.latex.known import KIND_BY_NAME, THEOREM_COMMANDS, Known, Theorem
from scaffold.read.latex.stack import Spec
from scaffold.tex import tokens

IEEE_SECTION = "IEEEthmsection"
"""The counter for the section in IEEEtran's theorem numbers: arabic, although sections count in Roman numerals."""

_THEOREM_PACKAGES = frozenset(("amsthm", "ntheorem", "theorem", "thmtools", "thm-restate"))

_SHORTEST_COMMAND = 3
"""Shortest environment name that is also a command: shorter names are accents and symbols."""


def declare(engine: Engine, env: str, heading: str, *, like: str | None = None, within: str | None = None,
            numbered: bool = True, style: str = "") -> None:  # fmt: skip
    """\\newtheorem{env}[like]{heading}[within] as LaTeX does it: a counter of its own, or one shared."""
    env, counters = env.strip(), engine.counters
    if not env:
        return
    like = engine.options.get("\\all-count", like) if "amsthm" not in engine.notes.packages else like
    counter: str | None = None
    like = _shared(engine, like)
    if numbered and like and (like != env or counters.knows(env)):
        if not counters.knows(like):
            engine.log.info(
                "unknown-counter",
                like,
                engine.span(),
                f"{env} shares a counter that is not declared; it is counted from 1",
            )
            counters.new(like)
        counter = like
        if "thmtools" in engine.notes.packages and not counters.knows(env):
            counters.alias[env] = like
        if counters.real(env) != counters.real(like):
            counters.the[env] = shown(like)
    elif numbered:
        counter = env
        parent = within.strip() if within and within.strip() else None
        style_of_number = engine.options.get("\\theoremnumbering", "arabic")
        own = rf"\{style_of_number}{{{env}}}"
        counters.new(env, parent, f"{shown(_shown_parent(engine, parent))}.{own}" if parent else own)
    engine.theorems[env] = Spec(env=env, heading=heading, counter=counter, style=style)
    engine.macros.current.pop(":" + env, None)
    _make_commands(engine, env)


def _shown_parent(engine: Engine, parent: str) -> str:
    """The counter printed before a theorem's own: IEEEtran has one for sections, arabic where they are Roman.

    Packages that define \\newtheorem anew print what sections print.
    """
    own = _THEOREM_PACKAGES.isdisjoint(engine.notes.packages)
    ieee = engine.options.get("\\sections") == "ieee" and parent == "section" and own
    return IEEE_SECTION if ieee else parent


def _shared(engine: Engine, like: str | None) -> str | None:
    """The counter that a theorem is to share; that of an environment which itself shares one."""
    name = (like or "").strip()
    spec = engine.theorems.get(name)
    return spec.counter if spec and spec.counter and not engine.counters.knows(name) else name or None


def _make_commands(engine: Engine, env: str) -> None:
    """\\theorem … \\endtheorem do what the environment does, as in \\newenvironment{x}{\\theorem}{\\endtheorem}."""
    if env.isalpha() and len(env) >= _SHORTEST_COMMAND and env not in COMMANDS and env not in engine.macros.current:
        engine.commands[env] = _begin_by_command
        engine.commands["end" + env] = _end_by_command
        engine.macros.act_upon(env, "end" + env)


def _begin_by_command(engine: Engine, name: str) -> None:
    spec = engine.theorems.get(name)
    if spec is not None and engine.in_document:
        statements.begin_statement(engine, spec, name)


def _end_by_command(engine: Engine, name: str) -> None:
    engine.shut(name.removeprefix("end"))


def declare_known(engine: Engine, known: Known, options: dict[str, str]) -> None:
    """The environments that a class or package predefines under these options."""
    rows = {t.env: t for t in known.theorems}
    chosen = [(key, extra) for key, extra in known.when if all(_on(part, options) for part in key.split("+"))]
    for _key, extra in chosen:
        if not extra:
            rows.clear()
        rows |= {t.env: t for t in extra}
    for t in rows.values():
        _declare_row(engine, t)


def _on(part: str, options: dict[str, str]) -> bool:
    key, _, value = part.partition("=")
    return key in options and (not value or options[key] == value)


def _declare_row(engine: Engine, t: Theorem) -> None:
    declare(engine, t.env, t.heading, like=t.like, within=t.within, numbered=t.numbered)


def declare_by_name(engine: Engine, env: str) -> Spec | None:
    """An undeclared environment: declared by its name, with its own numbers, and reported.

    None if it is not the name of a statement. A class or package that is not in the source may count differently.
    ntheorem declares a starred form of every environment, which only its list of theorems leaves out.
    """
    base = env.rstrip("*")
    kind = KIND_BY_NAME.get(base)
    if not engine.in_document or (kind is None and base not in engine.theorems):
        return None
    spec = engine.theorems.get(base)
    if spec is not None and "ntheorem" in engine.notes.packages:
        engine.theorems[env] = spec
        return spec
    word = f"{kind}name"
    heading = spec.heading if spec else rf"\{word}" if engine.name_of(word) else (kind or "").capitalize()
    declare(engine, env, heading, numbered=env == base)
    engine.log.warn(
        "undeclared-environment",
        env,
        engine.span(),
        f"the source does not declare {env}: it is read as a {kind or base}, and "
        + ("counted from 1" if env == base else "not counted")
        + "; add the class or package that declares it to the source",
    )
    return engine.theorems[env]


@command(*THEOREM_COMMANDS)
def new_theorem(engine: Engine, how: str) -> None:
    """\\newtheorem*{env}[like]{Heading}[within], and the commands with the same arguments.

    aomart has [font] before, mdframed the box's options, nwejm keys instead of the heading.
    """
    starred = engine.star()
    keys = engine.option()
    env = engine.argument()
    if keys and "title" in tokens.key_values(keys):
        _declare_keys(engine, env or "", keys)
        return
    if how == "newkeytheorem":
        _declare_keys(engine, env or "", engine.option() or "")
        return
    like = engine.option()
    heading = engine.argument()
    within = engine.option()
    if env is None or heading is None:
        return
    like = like or (THEOREM_COMMANDS[how] if not within else None)
    style = theorem_styles.headed(engine)
    declare(engine, engine.plain_name(env), heading, like=like, within=within, numbered=not starred, style=style)
    if how == "mdtheorem":
        declare(engine, engine.plain_name(env).strip() + "*", heading, numbered=False)


@command("declaretheorem")
def declare_theorem(engine: Engine, _: str) -> None:
    """thmtools: \\declaretheorem[keys]{env,env}, keys before or after."""
    keys = engine.option() or ""
    names = engine.argument()
    after = engine.option()
    _declare_keys(engine, names or "", keys + ("," + after if after else ""))


def _declare_keys(engine: Engine, names: str, options: str) -> None:
    keys = tokens.key_values(options)

    def first(*wanted: str) -> str | None:
        return next((keys[w] for w in wanted if w in keys), None)

    for env in (n.strip() for n in names.split(",") if n.strip()):
        heading = first("name", "title", "heading")
        numbered = first("numbered") not in ("no", "false")
        unique = first("numbered") in ("unless unique", "unless-unique")
        declare(
            engine, env, heading if heading is not None else env[:1].upper() + env[1:],
            like=first("sibling", "numberlike", "sharenumber", "sharecounter"),
            within=first("numberwithin", "within", "parent"),
            numbered=numbered, style="unique" if unique else theorem_styles.headed(engine, keys.get("style")),
        )  # fmt: skip
        lead, tail = theorem_styles.around(engine, keys)
        engine.theorems[env] = replace(engine.theorems[env], lead=lead, tail=tail)


@command("newtcbtheorem", "NewTcbTheorem", "newtcbtheorem*")
def new_tcb_theorem(engine: Engine, _: str) -> None:
    """tcolorbox: \\newtcbtheorem[numbering]{env}{Heading}{options}{prefix}, used as \\begin{env}{title}{label}."""
    options = tokens.key_values(engine.option() or "")
    env, heading, _style, prefix = engine.argument(), engine.argument(), engine.argument(), engine.argument()
    if env is None or heading is None:
        return
    like = options.get("use counter from") or options.get("use counter")
    if like and like in engine.theorems:
        like = engine.theorems[like].counter or like
    within, numbered = options.get("number within"), "no counter" not in options
    declare(engine, env, heading, like=like, within=within, numbered=numbered, style="tcb:" + (prefix or ""))
    engine.theorems[env + "*"] = Spec(env=env + "*", heading=heading, counter=None, style="tcb*")
