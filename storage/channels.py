"""Channels: what stands in many tables under one id, which Slack may change."""

from __future__ import annotations

from typing import Final

from storage.repository import Repository
from storage.tables import (
    feedback,
    follow_ups,
    members,
    messages,
    people,
    postings,
    routines,
    sayings,
    tombstones,
)

HELD_IN: Final = (
    routines.c.channel,
    postings.c.channel,
    messages.c.channel,
    feedback.c.channel,
    tombstones.c.channel,
    members.c.channel,
    sayings.c.channel,
    follow_ups.c.asked_channel,
    people.c.dm_channel,
)


class Channels(Repository):
    """The channels of one workspace."""

    def move(self, old: str, new: str) -> None:
        """Slack gave the channel another id: every row follows."""
        for column in HELD_IN:
            table = column.table
            self._connection.execute(
                table.update()
                .where(table.c.workspace_id == self._workspace_id, column == old)
                .values({column: new})
            )
