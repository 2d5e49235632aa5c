"""Decks read back: what a slide shows, whichever writer made it."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

from scaffold.engines.latex.compile import render_pages
from scaffold.write.slides import pictures
from tests.write.talks import PAPER, PLAN, PROFILE

SLIDE = (960 * 12700, 540 * 12700)


def run_latex(tex: str, files: Any) -> tuple[bytes | None, str]:
    result = render_pages(tex, extra_files=files)
    return result.data or None, result.log


@lru_cache(maxsize=1)
def typeset() -> pictures.Pictures:
    """LaTeX's pictures of the talk's statements, made once for all tests."""
    return pictures.statements(PAPER, PLAN, PROFILE, run_latex)


def opened(data: bytes) -> Any:
    from pptx import Presentation

    return Presentation(io.BytesIO(data))


def pptx_titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def beamer_notes(source: str) -> list[list[str]]:
    """The notes of each slide of slides.tex, as lines of text."""
    blocks = re.findall(r"\{%\n((?:    .*\\par\n)+)\}", source)
    return [[bare(line) for line in block.replace("\\par", "").strip().split("\n")] for block in blocks]


def beamer_titles(source: str) -> list[str]:
    """The titles in slides.tex, in order."""
    level = r"(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*"
    start = r"\\(?:titleslide|sectionslide|begin\{frame\}|statementframe(?:\[.*?\])?\{[^}]*\})"
    return [bare(t) for t in re.findall(rf"{start}\{{({level})\}}", source)]


def bare(tex: str) -> str:
    """LaTeX that escape.tex wrote, as the characters it stands for, roughly: signs that differ are dropped."""
    while (start := tex.find(r"\ensuremath{")) >= 0:
        end, depth = start + len(r"\ensuremath{"), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(tex[end], 0)
            end += 1
        tex = tex[:start] + tex[end:]
    return re.sub(r"[^A-Za-z0-9.,:?()]", "", re.sub(r"\\[A-Za-z]+", "", tex))
