"""The command line: parse arguments, call the pipeline, print; no logic. The only folder that prints and exits.

Commands import what they need when they run, so that `scaffold --help` answers at once.

init.py, build.py, watch.py, inspect.py, graph.py, proof.py, reading.py, notation.py, plan.py, check.py, talk.py,
status.py, dates.py, submit.py, add.py, handout.py, export.py, open.py, doctor.py, cache.py   one for each command
update.py     update, undo; diff.py: diff; changes.py: what changed in a paper
looking.py    versions, find
seminar.py, config.py   the rules of seminars; what is filled in for the user; assign.py: seminar assign;
              papers.py: seminar papers, fetch; projects.py: seminar init, update;
              collect.py: seminar collect; programme.py: seminar programme, drop;
              sheet.py: seminar sheet, note, results; mail.py: seminar mail; page.py: seminar page
options.py    options that several commands share
subject.py    what inspect, graph, proof, reading, notation and plan share: a project or a source
terminal.py   all output: no text commands the terminal, every output can show it; wrapping.py: lines at its width
signals.py    SIGTERM and SIGHUP end a command as Ctrl-C does
manual.py     the manual page
show.py       progress, errors and diagnostics on the terminal
crash.py      what is printed when scaffold itself fails
rehearse.py   the full-screen timer; keys.py: keys as they are pressed
"""

from __future__ import annotations

import contextlib
import errno
import io
import sys
from pathlib import Path

import click

from scaffold import __version__, temporary
from scaffold.cli import (
    add,
    build,
    cache,
    check,
    config,
    dates,
    diff,
    doctor,
    export,
    graph,
    handout,
    init,
    inspect,
    looking,
    notation,
    plan,
    proof,
    reading,
    seminar,
    signals,
    status,
    submit,
    talk,
    terminal,
    watch,
)
from scaffold.cli import open as opening
from scaffold.cli import update as updating
from scaffold.cli.options import Commands
from scaffold.cli.show import fail
from scaffold.errors import DiskError, ScaffoldError
from scaffold.spelling import meant

INTERRUPTED = 130
CRASHED = 1

_OF_THE_MACHINE = tuple(
    getattr(errno, name)
    for name in "ENOSPC EDQUOT EIO EROFS EACCES EPERM ENAMETOOLONG ELOOP ESTALE EMFILE ENFILE ENOMEM".split()
    if hasattr(errno, name)
)
"""What an OSError says of a disk or a computer; others, such as ENOENT, may be a bug of ours."""


class _Commands(Commands):
    """The commands in the order of use; what is none of them but names a paper or a project gets the command for it."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-") and (line := _command_for(args[0])):
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean: {line}", context)
        return super().resolve_command(context, args)


def _command_for(word: str) -> str | None:
    """The command for an identifier, an address, a file or a folder; None for any other word."""
    from scaffold import pipeline

    if pipeline.is_project(word):
        return f"scaffold build {terminal.typed(word)}"
    return f"scaffold init {terminal.typed(word)}" if pipeline.is_source(word) else None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="scaffold help COMMAND explains a command. To complete commands and options with the Tab key, add this line "
    "to ~/.bashrc (in zsh, with zsh_source, to ~/.zshrc): "
    'eval "$(_SCAFFOLD_COMPLETE=bash_source scaffold)"; for fish and the manual page, see docs/tour.md.',
)
@click.version_option(__version__, prog_name="scaffold")
def cli() -> None:
    """From an assigned arXiv paper to a page-budgeted report skeleton and a matching slide deck."""
    try:
        here = Path.cwd()
    except FileNotFoundError as e:
        raise DiskError("the current folder does not exist any more", "change to another folder with cd") from e
    for folder in (temporary.system_folder(), here, here.parent):
        temporary.sweep(folder)
    _silence_libraries()


def _silence_libraries() -> None:
    """What libraries log, such as pypdf of an odd figure, goes nowhere: a command says itself what the user can do."""
    import logging

    logging.getLogger().addHandler(logging.NullHandler())


@click.command("help")
@click.argument("names", nargs=-1, metavar="[COMMAND]...")
@click.option("--man", "as_page", is_flag=True, help="Print the manual page, for man.")
@click.pass_context
def help_(context: click.Context, names: tuple[str, ...], *, as_page: bool) -> None:
    """Explain a command, or list them all."""
    if as_page:
        from scaffold.cli import manual

        terminal.print_file(manual.page(cli))
        return
    shown = context.parent or context
    for n, name in enumerate(names):
        commands = shown.command.commands if isinstance(shown.command, click.Group) else {}
        if name not in commands:
            line = " ".join(("scaffold help", *names[:n]))
            raise click.UsageError(f"No such command {name!r}{meant(name, list(commands))}. Run: {line}", shown)
        shown = click.Context(commands[name], info_name=name, parent=shown)
    terminal.echo(shown.command.get_help(shown))


@click.command()
def version() -> None:
    """Print the version of scaffold."""
    terminal.echo(f"scaffold, version {__version__}")


for _command in (
    looking.find,
    looking.versions,
    init.init,
    inspect.inspect,
    graph.graph,
    proof.proof,
    reading.reading,
    notation.notation,
    plan.plan,
    build.build,
    watch.watch,
    opening.open_,
    check.check,
    talk.talk,
    handout.handout,
    status.status,
    dates.dates,
    submit.submit,
    updating.update,
    updating.undo,
    add.add,
    export.export,
    export.import_,
    diff.diff,
    doctor.doctor,
    cache.cache,
    seminar.seminar,
    config.config,
    help_,
    version,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; errors become one message, a hint and their own exit code."""
    code = CRASHED
    try:
        with terminal.connected():
            code = _ended()
    except DiskError as e:
        code = code or _failed(e)
    sys.exit(code)


def _ended() -> int:
    """Runs the command and prints how it ended, if not well; returns its exit code."""
    try:
        with signals.as_exceptions():
            code = cli.main(standalone_mode=False)
            return code if isinstance(code, int) else 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _stopped("Interrupted", INTERRUPTED)
    except signals.Stopped as e:
        return _stopped(f"Stopped by {e.name}", e.exit_code)
    except click.ClickException as e:
        return _refused(e)
    except ScaffoldError as e:
        return _failed(e)
    except OSError as e:
        return _failed(_of_the_machine(e)) if e.errno in _OF_THE_MACHINE else _crashed(e)
    except Exception as e:
        return _crashed(e)


def _stopped(how: str, code: int) -> int:
    terminal.echo(f"\n{how}; all partly written files were removed.", err=True)
    return code


def _refused(error: click.ClickException) -> int:
    """Prints what click says of wrong usage."""
    text = io.StringIO()
    error.show(text)
    terminal.echo(text.getvalue().removesuffix("\n"), err=True)
    return error.exit_code


def _failed(error: ScaffoldError) -> int:
    fail(error)
    return error.exit_code


def _of_the_machine(error: OSError) -> DiskError:
    """An error of the disk that no part of scaffold expected at this place."""
    place = f"{error.filename}: " if error.filename else ""
    return DiskError(f"{place}{error.strerror or error}", "check this place and its permissions")


def _crashed(error: Exception) -> int:
    """A bug of ours: writes a file for the bug report, as far as that is possible."""
    try:
        from scaffold.cli import crash

        crash.show(error, cli, sys.argv[1:])
    except (Exception, KeyboardInterrupt):
        with contextlib.suppress(OSError):
            terminal.echo(f"Error: a bug in scaffold ({type(error).__name__}); no report could be made.", err=True)
    return CRASHED
