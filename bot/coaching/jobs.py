"""What the tick does for coaching."""

from __future__ import annotations

from functools import partial

from bot.coaching.use_cases import read_settled
from bot.kit import Job, Kit


def jobs(kit: Kit) -> tuple[Job, ...]:
    """Read the answers that have settled."""
    return (partial(read_settled, kit=kit),)
