"""The only place where the stages meet: a source becomes a project, a project becomes PDFs.

Nothing here prints: what happens is told through `Say`, what came of it is returned.
"""

from __future__ import annotations

from scaffold.pipeline.building import Output, build
from scaffold.pipeline.creating import Created, init
from scaffold.pipeline.planning import plan
from scaffold.pipeline.reading import Options, Say, describe, inspect
from scaffold.project.paper import project_folder

__all__ = ["Created", "Options", "Output", "Say", "build", "describe", "init", "inspect", "plan", "project_folder"]
