"""Prints what changed between two versions of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.pipeline.comparing import Changes, Pair, Piece

_AROUND = 6
"""Words that are printed before and after a change."""


def print_changes(changes: Changes) -> None:
    """Prints a line for each statement that changed, and the words of its body that did."""
    for pair in changes.pairs:
        if pair.changed:
            echo(f"  {_title(pair)}{_proof(pair)}")
            if pair.pieces:
                echo(f"      {' '.join(_words(pair.pieces))}")
    for mark, colour, statements in (("added", "green", changes.added), ("removed", "red", changes.removed)):
        for statement in statements:
            echo(f"  {style(mark, fg=colour)}  {statement.title}")
    if changes.none:
        echo("  no statement changed")


def _title(pair: Pair) -> str:
    return f"{pair.old.title} is now {pair.new.title}" if pair.renumbered else pair.new.title


def _proof(pair: Pair) -> str:
    said = {"appeared": ": it now has a proof", "went": ": its proof is gone", "changed": ": its proof changed"}
    return said.get(pair.proof, "")


def _words(pieces: Sequence[Piece]) -> Iterator[str]:
    """The changed words between the nearest others: without colours in brackets with a sign, as git diffs words."""
    for n, piece in enumerate(pieces):
        if piece.operation == "same":
            yield _shortened(piece.text.split(), first=n == 0, last=n == len(pieces) - 1)
        elif piece.operation == "removed":
            yield style(f"[-{piece.text}-]", fg="red")
        else:
            yield style(f"{{+{piece.text}+}}", fg="green")


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    before, after = words[: 0 if first else _AROUND], words[-_AROUND if not last else len(words) :]
    if len(words) <= len(before) + len(after):
        return " ".join(words)
    return " ".join([*before, "…", *after])
