"""The command `scaffold`, also as `python -m scaffold`."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line. Ctrl-C while it is being loaded ends it without a traceback: nothing has begun."""
    try:
        from scaffold.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
