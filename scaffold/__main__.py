"""The command `scaffold`, also as `python -m scaffold`."""

from __future__ import annotations

import gc
import sys

_INTERRUPTED = 130

_NEW_OBJECTS = 10_000
"""How many objects are made between two searches for cycles among them; more would cost memory.

What a command reads stays until it ends: at Python's own 700, the searches take a twentieth of the time of `init`.
"""


def main() -> None:
    """Run the command line. Ctrl-C while it is being loaded ends it without a traceback: nothing has begun."""
    gc.set_threshold(_NEW_OBJECTS)
    try:
        from scaffold.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
