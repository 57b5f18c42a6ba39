"""What the tick does for postings."""

from __future__ import annotations

from functools import partial

from bot.kit import Job, Kit
from bot.postings.use_cases import close_due, post_due


def jobs(kit: Kit) -> tuple[Job, ...]:
    """Fill the slots that are due; close the questions whose time is over."""
    return (partial(post_due, kit=kit), partial(close_due, kit=kit))
