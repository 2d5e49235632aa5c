"""The only place where the stages meet: a source becomes a project, a project becomes PDFs.

In: what the user typed. Out: values to show. Nothing here prints: progress is reported through `Say`.

reading.py    a source to a Paper: fetch, read, compare with the PDF, add arXiv's metadata
planning.py   both plans, and the graph of the proofs
exporting.py  graph and plans as JSON, Graphviz and SVG
creating.py   `init`: a Paper to a project folder
attempts.py   the report written and compiled until nothing changes; decks.py: the decks
graphics.py   the paper's figures, clips of its PDF; vectors.py: vector forms of the deck's pictures
theming.py    --theme
building.py   `build`: a project to PDFs
checking.py   `check`: what the checks compare, loaded
talking.py    `talk`: the deck's time, rehearsals
"""

from __future__ import annotations

from scaffold.pipeline.building import Output, build
from scaffold.pipeline.creating import Created, init
from scaffold.pipeline.planning import plan
from scaffold.pipeline.reading import Options, Say, describe, inspect
from scaffold.project.paper import project_folder

__all__ = ["Created", "Options", "Output", "Say", "build", "describe", "init", "inspect", "plan", "project_folder"]
