"""Channels: what stands in many tables under one id, which Slack may change."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Text, bindparam, func, select

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


_HOLD: Final = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key", type_=Text), 0)))


class Channels(Repository):
    """The channels of one workspace."""

    def hold(self, channel: str) -> None:
        """Let no other transaction work on this channel until this one ends.

        What one event finds there (a deletion, a question just asked) decides what becomes of the next; SQLite has
        one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_HOLD, {"key": f"{self._workspace_id} {channel}"})

    def move(self, old: str, new: str) -> None:
        """Slack gave the channel another id: every row follows."""
        for column in HELD_IN:
            table = column.table
            self._connection.execute(
                table.update()
                .where(table.c.workspace_id == self._workspace_id, column == old)
                .values({column: new})
            )
