"""How a talk's seconds are divided: which slides stay when time is short, and how long each gets. Sums are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_GRAIN = 5
"""Seconds are multiples of this, which a speaker can keep to; one slide gets the remainder."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one slide needs: wanted, its seconds when there is enough time; least, the fewest that make sense; keep.

    keep is 0 for slides that every talk needs; of the others, larger values are skipped earlier.
    """

    wanted: int
    least: int
    keep: int


def kept(shares: Sequence[Share], total: int) -> tuple[int, ...]:
    """Positions of the slides that fit into `total` seconds, in order; those with keep 0 always stay."""
    chosen = [i for i, s in enumerate(shares) if s.keep == 0]
    spent = sum(shares[i].least for i in chosen)
    for i in sorted((i for i, s in enumerate(shares) if s.keep), key=lambda i: (shares[i].keep, i)):
        if spent + shares[i].least > total:
            break
        spent += shares[i].least
        chosen.append(i)
    return tuple(sorted(chosen))


def shared(shares: Sequence[Share], total: int) -> tuple[int, ...]:
    """Seconds of each slide, at least `least` where total allows, in proportion to `wanted`; they add up to total.

    Raises ValueError when total is less than one second per slide.
    """
    if total < len(shares):
        raise ValueError(f"{total} seconds are too few for {len(shares)} slides")
    least = [s.least for s in shares]
    if sum(least) > total:
        least = [max(1, s.least * total // (2 * sum(least))) for s in shares]
    spare = total - sum(least)
    appetite = [max(0, s.wanted - low) for s, low in zip(shares, least, strict=True)]
    hungry = sum(appetite)
    if hungry >= spare:
        extra = [spare * a // hungry for a in appetite] if hungry else appetite
    else:
        whole = sum(s.wanted for s in shares)
        extra = [a + (spare - hungry) * s.wanted // whole for a, s in zip(appetite, shares, strict=True)]
    seconds = [_rounded(low + more, low) for low, more in zip(least, extra, strict=True)]
    longest = max(range(len(shares)), key=lambda i: (shares[i].wanted, -i))
    seconds[longest] += total - sum(seconds)
    return tuple(seconds)


def _rounded(seconds: int, least: int) -> int:
    """Rounds down to a multiple of _GRAIN, but not below least (so that the sum never exceeds the total)."""
    return max(least, seconds - seconds % _GRAIN)
