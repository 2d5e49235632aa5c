"""Runs the stages: a source becomes a project, a project becomes PDFs.

In: what the user typed. Out: values to show. Nothing here prints: progress is reported through a `Progress` function.

reading.py    a source to a Paper: fetch, read, compare with the PDF, add arXiv's metadata
compiling.py  the pages of a paper that came without a PDF
planning.py   both plans, and the graph of the proofs
proving.py    the proofs of a paper, step by step; reading_list.py: what to read first
notation.py   the symbols of the main results, and what introduces them
exporting.py  graph, plans and proofs as JSON, Graphviz and SVG
creating.py   `init`: a Paper to a project folder
witnessing.py what LaTeX has set compared with the pages of the paper
attempts.py   writes and compiles the report until nothing changes; decks.py: the decks
lettering.py  which letters of a document pdfLaTeX cannot print; citing.py: what a new report cites
blame.py      which statements make LaTeX fail
graphics.py   the paper's figures, clips of its PDF; places.py: where its pages show them
vectors.py    vector forms of the deck's pictures
kept_pictures.py the pictures of statements, kept
lacking.py    what makes a new project lesser than it could be
theming.py    --theme; document_classes.py: the document class of the report
building.py   `build`: a project to PDFs; restating.py: the paper's statements and names in it
outputs.py    what a build makes, and what is kept of it; measurements.py: what is measured, kept by content
watching.py   `watch`
updating.py   `update`, `undo`; merging_files.py: what happens to each file
comparing.py  `diff`
adding.py     `add`
status.py     `status`; calendars.py: `dates`
overleaf.py   `export`, `import`
submitting.py `submit`; naming.py: what the files are called; packing.py: zip archives of sources
settings.py   what is wrong in scaffold.toml without stopping a command
checking.py   `check`: loads what the checks compare, and runs them; junit.py: its results as XML
talking.py    `talk`: the time of the deck, rehearsals
handouts.py   `handout`: notes, cue cards, handouts
caching.py    `cache`: what was downloaded
seminars.py   `seminar`: the rules in words; remembering.py: `config`
looking.py    `versions`, `find`: what arXiv has
assigning.py  `seminar assign`; loads.py: `seminar papers`, `seminar fetch`; projects.py: `seminar init`, `update`
scheduling.py `seminar programme`, `seminar drop`
collecting.py `seminar collect`: what students have handed in; manifests.py: what it says of itself
marking.py    `seminar sheet`, `seminar note`, `seminar results`
mailing.py    `seminar mail`
pages.py      `seminar page`
tabulating.py writes CSV files; typesetting.py: documents of one file
dumping.py    `doctor`: what each stage made of a paper
crash.py      a bug as a small file; environment.py: what such a file says of the machine
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffold.fetch.progress import Progress
    from scaffold.pipeline.building import build
    from scaffold.pipeline.creating import Created, init
    from scaffold.pipeline.outputs import Output
    from scaffold.pipeline.planning import is_project, plan
    from scaffold.pipeline.reading import Options, describe, inspect, is_source
    from scaffold.project.paper import project_folder

__all__ = [
    "Created",
    "Options",
    "Output",
    "Progress",
    "build",
    "describe",
    "init",
    "inspect",
    "is_project",
    "is_source",
    "plan",
    "project_folder",
]


def __getattr__(name: str) -> Any:
    """Loads the public names on first use (PEP 562): a command loads only the stages that it runs."""
    home: Any
    if name == "build":
        from scaffold.pipeline import building as home
    elif name == "Output":
        from scaffold.pipeline import outputs as home
    elif name in ("Created", "init"):
        from scaffold.pipeline import creating as home
    elif name in ("is_project", "plan"):
        from scaffold.pipeline import planning as home
    elif name in ("Options", "describe", "inspect", "is_source"):
        from scaffold.pipeline import reading as home
    elif name == "project_folder":
        from scaffold.project import paper as home
    elif name == "Progress":
        from scaffold.fetch import progress as home
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(home, name)
