"""What all slides of a talk are drafted with: their sections and times, and what the slides before have shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scaffold.planning.material import Material
from scaffold.planning.minutes import Share
from scaffold.planning.questions import fresh
from scaffold.planning.rank import MOST_MAINS
from scaffold.planning.slide_lines import SlideRuler
from scaffold.planning.slide_quotes import SlideQuotes
from scaffold.planning.spine import downward, roadmap
from scaffold.plans import Item, Layout, Slide

__all__ = ["Draft", "TalkDrafts", "prompts"]

_SLIDES: dict[str, tuple[str, Share]] = {
    "title": ("slides.section.introduction", Share(20, 10, 0)),
    "question": ("slides.section.introduction", Share(130, 100, 0)),
    "known": ("slides.section.introduction", Share(130, 120, 9)),
    "setting-1": ("slides.section.setting", Share(140, 130, 2)),
    "setting-2": ("slides.section.setting", Share(140, 130, 10)),
    "setting-3": ("slides.section.setting", Share(140, 130, 14)),
    "notation": ("slides.section.setting", Share(120, 110, 9)),
    "structure": ("slides.section.results", Share(140, 120, 2)),
    "claim-1": ("slides.section.results", Share(180, 140, 0)),
    "claim-2": ("slides.section.results", Share(150, 130, 5)),
    "claim-3": ("slides.section.results", Share(150, 130, 7)),
    "claim-4": ("slides.section.results", Share(150, 130, 10)),
    "main-1": ("slides.section.results", Share(190, 160, 0)),
    "main-2": ("slides.section.results", Share(130, 80, 0)),
    "main-3": ("slides.section.results", Share(130, 80, 5)),
    "main-4": ("slides.section.results", Share(130, 80, 6)),
    "meaning-1": ("slides.section.results", Share(130, 120, 16)),
    "meaning-2": ("slides.section.results", Share(130, 120, 18)),
    "meaning-3": ("slides.section.results", Share(130, 120, 20)),
    "meaning-4": ("slides.section.results", Share(130, 120, 21)),
    "corollary": ("slides.section.results", Share(140, 130, 11)),
    "example": ("slides.section.results", Share(130, 120, 8)),
    "implications": ("slides.section.results", Share(140, 130, 17)),
    "comparison": ("slides.section.results", Share(140, 130, 16)),
    "comparison-table": ("slides.section.results", Share(140, 120, 8)),
    "figure": ("slides.section.results", Share(130, 120, 12)),
    "roadmap": ("slides.section.proof", Share(160, 130, 1)),
    "key-1": ("slides.section.proof", Share(160, 145, 4)),
    "key-2": ("slides.section.proof", Share(150, 145, 7)),
    "key-3": ("slides.section.proof", Share(150, 145, 13)),
    "key-4": ("slides.section.proof", Share(150, 145, 21)),
    "key-5": ("slides.section.proof", Share(150, 145, 22)),
    "key-6": ("slides.section.proof", Share(150, 145, 23)),
    "idea-1": ("slides.section.proof", Share(190, 150, 3)),
    "idea-1b": ("slides.section.proof", Share(150, 140, 5)),
    "idea-2": ("slides.section.proof", Share(190, 150, 14)),
    "idea-2b": ("slides.section.proof", Share(150, 130, 14)),
    "idea-3": ("slides.section.proof", Share(190, 150, 15)),
    "idea-3b": ("slides.section.proof", Share(150, 130, 16)),
    "idea-4": ("slides.section.proof", Share(190, 150, 16)),
    "idea-4b": ("slides.section.proof", Share(150, 130, 17)),
    "limits": ("slides.section.discussion", Share(130, 120, 12)),
    "review": ("slides.section.discussion", Share(130, 120, 8)),
    "questions": ("slides.section.discussion", Share(20, 5, 0)),
    "references": ("slides.section.discussion", Share(10, 5, 7)),
}
"""Every slide a talk can have: the key of its section and its share of the time (in seconds, for half an hour).

What is skipped last is the spine of the proof: road map (without one, the idea), idea and the first key lemma; of the
main results, the third and fourth come after them. A slide takes two minutes or more on average, so that a student can
explain it.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A slide before its seconds are known."""

    slide: Slide
    share: Share


class TalkDrafts:
    """What the slides of a talk of this many minutes are drafted with; questions are minutes too.

    shown are the ids of what the slides so far show, asked the questions on them.
    """

    def __init__(self, m: Material, minutes: int, questions: int) -> None:
        self.m, self.minutes, self.questions = m, minutes, questions
        self.ruler = SlideRuler(m.paper)
        self.shown: set[str] = set()
        self.roadmap = downward(roadmap(m.paper, m.graph))
        self.asked: set[str] = set()
        self.quotes = SlideQuotes(m)
        self.mains = m.mains[:MOST_MAINS]
        self.keys = tuple(s for s in m.keys if s.kind != "corollary" or m.graph.users(s.id))[
            : self.reached(1, 20, 30, 60, 75, 85)
        ]

    def reached(self, *thresholds: int) -> int:
        """How many of the thresholds (in minutes) the talk reaches."""
        return sum(1 for t in thresholds if self.minutes >= t)

    def draft(
        self,
        id: str,
        layout: Layout,
        title: str,
        items: tuple[Item, ...] = (),
        right: tuple[Item, ...] = (),
        *,
        say: str,
        page: int | None = None,
        here: str = "",
    ) -> Draft:
        """A slide of those that a talk can have; say is the prompt of its notes, here its box of the road map."""
        section, share = _SLIDES[id]
        return Draft(
            Slide(
                id=id,
                layout=layout,
                title=title,
                section=self.m.say(section),
                seconds=0,
                items=items,
                right=right,
                prompt=say,
                page=page,
                here=here,
            ),
            share,
        )

    def ask(self, pool: Iterable[str], most: int) -> tuple[str, ...]:
        """The first questions of a pool that no slide has asked; from now on they are asked."""
        return fresh(pool, self.asked, most, self.m.language)


def prompts(texts: Iterable[str]) -> tuple[Item, ...]:
    """Questions for the student as items of a slide."""
    return tuple(Item("prompt", text=text) for text in texts)
