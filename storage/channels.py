"""Channels: what stands in many tables under one id, which Slack may change."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

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

    def hold(self, channel: str) -> None:
        """Let no other transaction work on this channel until this one ends.

        What one event finds there (a deletion, a question just asked) decides what becomes of the next; SQLite has
        one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            key = func.hashtextextended(f"{self._workspace_id} {channel}", 0)
            self._connection.execute(select(func.pg_advisory_xact_lock(key)))

    def move(self, old: str, new: str) -> None:
        """Slack gave the channel another id: every row follows."""
        for column in HELD_IN:
            table = column.table
            self._connection.execute(
                table.update()
                .where(table.c.workspace_id == self._workspace_id, column == old)
                .values({column: new})
            )
