"""A loopback arXiv: the tests and the demo talk real HTTP to it, so that the code that talks to arXiv is what runs.

    with Loopback() as arxiv:
        arxiv.add("1905.03684", archive=folder, title="…")
        arxiv.fault("503", "/src", times=2, retry_after="1")
        … SCAFFOLD_ARXIV_URL=arxiv.url …

`python -m tests.loopback FOLDER [--port N]` serves a folder of e-prints until it is interrupted.
"""

from tests.loopback.faults import Fault
from tests.loopback.papers import Paper, Version, tar_gz
from tests.loopback.server import Loopback

__all__ = ["Fault", "Loopback", "Paper", "Version", "tar_gz"]
