"""python -m tests.loopback FOLDER [--port N] [--fault KIND[:PATH[:TIMES]]]"""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from tests.loopback import faults
from tests.loopback.server import Loopback


def main() -> int:
    """Serve until interrupted; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m tests.loopback", description="Serve e-prints as arXiv does.")
    parser.add_argument("folder", type=Path, help="holds one folder per paper, each with a metadata.json")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--fault", type=faults.parse, action="append", default=[], help="KIND[:PATH[:TIMES]]")
    options = parser.parse_args()
    server = Loopback(options.folder, options.port)
    if not server.papers:
        parser.error(f"no paper in {options.folder}: it must hold folders with a metadata.json")
    server.faults += options.fault
    print(server.url, flush=True)
    for paper in server.papers.values():
        print(f"  {paper.id}v{paper.latest.number}  {paper.title}", flush=True)
    print(f"point scaffold at it:  export SCAFFOLD_ARXIV_URL={server.url} SCAFFOLD_ARXIV_DELAY=0", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve()
    return 0


raise SystemExit(main())
