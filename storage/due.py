"""What is due, over all workspaces: the only queries that cross them, for the tick alone.

Claiming a row takes it from every other process: the row is locked (`FOR UPDATE SKIP LOCKED` on PostgreSQL,
the one writer on SQLite) and moved on in the same transaction. Of workspaces that put the app out nothing is due but the
deletion of what is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, and_, delete, func, select, update

from content.clips import ClipState
from storage.repository import records, select_record
from storage.sayings import Saying
from storage.tables import (
    answers,
    clips,
    feedback,
    installations,
    messages,
    oauth_states,
    people,
    postings,
    routines,
    sayings,
    tombstones,
)

R = TypeVar("R")

Key = tuple[int, int]
"""A workspace's number and a row's."""

PER_WORKSPACE = 10
"""Sayings that one workspace may have in one round, so that a large one does not crowd out small ones."""


class Due:
    """Indexed questions of the tick: what is due by now?"""

    def __init__(self, connection: Connection) -> None:
        """Reads and claims on `connection`."""
        self._connection = connection

    def routines(self, now: datetime, limit: int) -> tuple[Key, ...]:
        """Routines with a slot that is due, claimed for this transaction; every workspace's first before anyone's second."""
        turn = func.row_number().over(
            partition_by=routines.c.workspace_id, order_by=(routines.c.next_at, routines.c.id)
        )
        due = (
            select(routines.c.id, turn.label("turn"))
            .where(routines.c.next_at <= now, is_in(routines))
            .subquery()
        )
        statement = (
            select(routines.c.workspace_id, routines.c.id)
            .join(due, due.c.id == routines.c.id)
            .where(routines.c.next_at <= now)
            .order_by(due.c.turn, routines.c.next_at)
            .limit(limit)
        )
        return self._claim(statement, of=routines)

    def answers(self, now: datetime, limit: int) -> tuple[Key, ...]:
        """Answers that have settled, claimed for this transaction."""
        return self._keys(answers, answers.c.settles_at, now, limit)

    def closings(self, now: datetime, limit: int) -> tuple[Key, ...]:
        """Open postings whose time is over, claimed for this transaction."""
        statement = select(postings.c.workspace_id, postings.c.id).where(
            postings.c.state == "open", postings.c.closes_at <= now, is_in(postings)
        )
        return self._claim(statement.order_by(postings.c.closes_at).limit(limit))

    def catch_ups(self, now: datetime, limit: int) -> tuple[Key, ...]:
        """Open questions whose thread is to be read because something may have been missed."""
        statement = select(postings.c.workspace_id, postings.c.id).where(
            postings.c.catch_up_at <= now, is_in(postings)
        )
        rows = self._connection.execute(statement.order_by(postings.c.catch_up_at).limit(limit)).all()
        return tuple((workspace, number) for workspace, number in rows)

    def clips(self, state: ClipState, now: datetime, limit: int) -> tuple[Key, ...]:
        """Clips for which something is to be done in this state, claimed for this transaction."""
        statement = select(clips.c.workspace_id, clips.c.id).where(
            clips.c.due_at <= now, clips.c.state == state.value, is_in(clips)
        )
        return self._claim(statement.order_by(clips.c.due_at).limit(limit))

    def notes(self, now: datetime, limit: int) -> tuple[tuple[int, str], ...]:
        """People whose daily note is due, claimed for this transaction."""
        statement = select(people.c.workspace_id, people.c.user_id).where(
            people.c.note_at <= now, is_in(people)
        )
        rows = self._connection.execute(
            statement.order_by(people.c.note_at).limit(limit).with_for_update(skip_locked=True)
        )
        return tuple((workspace, user) for workspace, user in rows)

    def profiles(self, limit: int, without: Collection[int] = ()) -> tuple[tuple[int, str], ...]:
        """People who were never looked up, none of the workspaces `without`."""
        return self._shared(people.c.user_id, people.c.looked_up_at.is_(None), limit, without)

    def rosters(self, limit: int, without: Collection[int] = ()) -> tuple[Key, ...]:
        """Routines whose channel's people are to be read, none of the workspaces `without`."""
        unread = and_(routines.c.members_read_at.is_(None), routines.c.lost.is_(None))
        return self._shared(routines.c.id, unread, limit, without)

    def claim_sayings(self, now: datetime, *, lease_until: datetime, limit: int) -> tuple[Saying, ...]:
        """Sayings to say now; they are `sending` from here on.

        At most one a conversation and `PER_WORKSPACE` a workspace; the most urgent first, and among equals every
        workspace's first before anyone's second.
        """
        order = (sayings.c.urgency, sayings.c.not_before, sayings.c.id)
        conversation = (sayings.c.workspace_id, func.coalesce(sayings.c.channel, sayings.c.audience))
        due = (
            select(
                sayings.c.id,
                sayings.c.workspace_id,
                sayings.c.urgency,
                sayings.c.not_before,
                func.row_number().over(partition_by=conversation, order_by=order).label("place"),
            )
            .where(sayings.c.state == "owed", sayings.c.not_before <= now, is_in(sayings))
            .subquery()
        )
        turn = func.row_number().over(
            partition_by=due.c.workspace_id, order_by=(due.c.urgency, due.c.not_before, due.c.id)
        )
        fair = select(due.c.id, turn.label("turn")).where(due.c.place == 1).subquery()
        picked = (
            select(sayings.c.id)
            .join(fair, fair.c.id == sayings.c.id)
            .where(fair.c.turn <= PER_WORKSPACE, sayings.c.state == "owed")
            .order_by(sayings.c.urgency, fair.c.turn, sayings.c.not_before, sayings.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=sayings)
        )
        ids = tuple(self._connection.scalars(picked))
        return self._take(ids, state="sending", attempted_at=now, lease_until=lease_until)

    def claim_stale(
        self, now: datetime, *, lease_until: datetime, alive_at: datetime, limit: int
    ) -> tuple[Saying, ...]:
        """Said sayings to render again; the lease keeps other processes away meanwhile.

        They are `stale` no longer: what changes from here on makes them so again. A lease that ran out is a
        process that died at it.
        """
        stale = and_(sayings.c.stale, sayings.c.lease_until.is_(None), sayings.c.not_before <= now)
        orphaned = and_(sayings.c.lease_until.is_not(None), sayings.c.lease_until <= alive_at)
        ids: list[str] = []
        for wanted in (stale, orphaned):
            picked = (
                select(sayings.c.id)
                .where(sayings.c.state == "said", wanted, is_in(sayings))
                .order_by(sayings.c.not_before)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            ids += self._connection.scalars(picked)
        return self._take(tuple(ids), stale=False, lease_until=lease_until)

    def claim_unknown(self, *, alive_at: datetime, lease_until: datetime, limit: int) -> tuple[Saying, ...]:
        """Sayings whose attempt ended without an answer and whose lease ran out: to be settled by looking."""
        picked = (
            select(sayings.c.id)
            .where(sayings.c.state == "sending", sayings.c.lease_until <= alive_at, is_in(sayings))
            .order_by(sayings.c.lease_until)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return self._take(tuple(self._connection.scalars(picked)), lease_until=lease_until)

    def sweep(self, now: datetime) -> None:
        """Forget what was kept for an hour only."""
        for table in (tombstones, messages, feedback):
            self._connection.execute(delete(table).where(table.c.kept_until <= now))
        self._connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))

    def purges(self, now: datetime, limit: int) -> tuple[int, ...]:
        """Workspaces that put the app out, and whose grace is over, claimed for this transaction."""
        statement = select(installations.c.workspace_id).where(installations.c.purge_at <= now)
        return tuple(self._connection.scalars(statement.limit(limit).with_for_update(skip_locked=True)))

    def next_at(self) -> datetime | None:
        """The earliest instant at which anything is due, or None when nothing is."""
        earliest = [
            self._connection.scalar(statement)
            for statement in (
                select(func.min(routines.c.next_at)).where(is_in(routines)),
                select(func.min(answers.c.settles_at)).where(is_in(answers)),
                select(func.min(clips.c.due_at)).where(is_in(clips)),
                select(func.min(postings.c.closes_at)).where(postings.c.state == "open", is_in(postings)),
                select(func.min(installations.c.purge_at)),
                select(func.min(people.c.note_at)).where(is_in(people)),
                select(func.min(sayings.c.not_before)).where(sayings.c.state == "owed", is_in(sayings)),
                select(func.min(sayings.c.not_before)).where(
                    sayings.c.stale, sayings.c.state == "said", is_in(sayings)
                ),
            )
        ]
        return min((at for at in earliest if at is not None), default=None)

    def in_flight(self) -> int:
        """How many sayings are being said, or wait to be settled by looking."""
        statement = (
            select(func.count()).select_from(sayings).where(sayings.c.state == "sending", is_in(sayings))
        )
        return self._connection.scalar(statement) or 0

    def _keys(self, table: Table, column: Column[datetime], now: datetime, limit: int) -> tuple[Key, ...]:
        statement = select(table.c.workspace_id, table.c.id).where(column <= now, is_in(table))
        return self._claim(statement.order_by(column).limit(limit))

    def _shared(
        self, row: Column[R], waits: ColumnElement[bool], limit: int, without: Collection[int]
    ) -> tuple[tuple[int, R], ...]:
        """Rows that wait, every workspace's first before anyone's second; by chance, or one that fails would always lead."""
        turn = func.row_number().over(partition_by=row.table.c.workspace_id, order_by=func.random())
        waiting = (
            select(row.table.c.workspace_id, row.label("key"), turn.label("turn"))
            .where(waits, is_in(row.table), row.table.c.workspace_id.not_in(without))
            .subquery()
        )
        keys = select(waiting.c.workspace_id, waiting.c.key).where(waiting.c.turn <= limit)
        ordered = keys.order_by(waiting.c.turn, func.random()).limit(limit)
        return tuple((workspace, key) for workspace, key in self._connection.execute(ordered))

    def _claim(self, statement: Select[int, int], of: Table | None = None) -> tuple[Key, ...]:
        rows = self._connection.execute(statement.with_for_update(skip_locked=True, of=of)).all()
        return tuple((workspace, number) for workspace, number in rows)

    def _take(self, ids: tuple[str, ...], **values: object) -> tuple[Saying, ...]:
        if not ids:
            return ()
        self._connection.execute(update(sayings).where(sayings.c.id.in_(ids)).values(**values))
        taken = self._connection.execute(select_record(Saying, sayings).where(sayings.c.id.in_(ids))).all()
        return tuple(sorted(records(Saying, taken), key=lambda saying: ids.index(saying.id)))


def is_in(table: Table) -> ColumnElement[bool]:
    """The row's workspace did not put the app out; those that did are few, and have an index of their own."""
    out = select(installations.c.workspace_id).where(installations.c.uninstalled_at.is_not(None))
    return table.c.workspace_id.not_in(out)
