"""Sets a document of one file, such as a handout, with LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scaffold.errors import EngineFailed
from scaffold.pipeline import building, lettering
from scaffold.plans import ProjectFile

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult

__all__ = ["typeset"]


def typeset(name: str, tex: str, extra: Mapping[str, bytes]) -> TexResult:
    """The PDF of a document, with extra files by their paths beside it; name is for messages.

    Raises EngineMissing, and EngineFailed if LaTeX finds an error.
    """
    from scaffold.engines.latex import compile

    files = lettering.with_letters((ProjectFile("pages.tex", tex.encode(), "tool"),), ".")
    letters = {f.path.removeprefix("./"): f.content for f in files[1:]}
    result = compile.render_pages(tex, extra_files={**extra, **letters})
    if not result.data or result.errors:
        first = " ".join(building.as_lines(result.errors)[:1])
        raise EngineFailed(f"LaTeX cannot make {name}: {first}", "change the words that it names, or report it")
    return result
