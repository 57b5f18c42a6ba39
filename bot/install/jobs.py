"""What the tick does for workspaces that are gone."""

from __future__ import annotations

from bot.install.use_cases import purge_due
from bot.kit import Job, Kit


def jobs(_kit: Kit) -> tuple[Job, ...]:
    """Delete what belongs to workspaces whose grace is over."""
    return (purge_due,)
