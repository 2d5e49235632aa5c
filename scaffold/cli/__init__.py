"""The command line: parse arguments, call the pipeline, print; no logic. The only folder that prints and exits.

Commands import what they need when they run, so that `scaffold --help` answers at once.

init.py, build.py, inspect.py, graph.py, plan.py, check.py, talk.py, doctor.py, cache.py   one module for each command
looking.py    versions, find
subject.py    what inspect, graph and plan share: a project or a source
show.py       progress, errors and diagnostics on the terminal
rehearse.py   the full-screen timer; keys.py: keys as they are pressed
"""

from __future__ import annotations

import contextlib
import sys

import click

from scaffold import __version__
from scaffold.cli import build, cache, check, doctor, graph, init, inspect, looking, plan, talk
from scaffold.cli.show import fail
from scaffold.errors import ScaffoldError

INTERRUPTED = 130
CRASHED = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="scaffold")
def cli() -> None:
    """From an assigned arXiv paper to a page-budgeted report skeleton and a matching slide deck."""


for _command in (
    init.init,
    build.build,
    check.check,
    inspect.inspect,
    graph.graph,
    plan.plan,
    talk.talk,
    doctor.doctor,
    cache.cache,
    looking.versions,
    looking.find,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; errors become one message, a hint and their own exit code."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        _interrupted()
    except KeyboardInterrupt:
        _interrupted()
    except click.ClickException as e:
        e.show()
        sys.exit(e.exit_code)
    except ScaffoldError as e:
        fail(e)
        sys.exit(e.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as e:
        _crashed(e)


def _interrupted() -> None:
    click.echo("\nInterrupted; all partly written files were removed.", err=True)
    sys.exit(INTERRUPTED)


def _crashed(error: Exception) -> None:
    """A bug of ours: writes a file for the bug report, as far as that is possible, and exits with 1."""
    try:
        from scaffold.cli import crash

        crash.show(error, cli, sys.argv[1:])
    except (Exception, KeyboardInterrupt):
        with contextlib.suppress(OSError):
            click.echo(f"Error: a bug in scaffold ({type(error).__name__}); no report could be made.", err=True)
    sys.exit(CRASHED)
