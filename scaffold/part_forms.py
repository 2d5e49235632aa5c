"""The forms of a report's parts: what kind of material each holds, in profiles and in plans."""

from __future__ import annotations

from typing import Literal

__all__ = ["Form"]

Form = Literal["summary", "review", "proofs", "setting", "open", "free"]
