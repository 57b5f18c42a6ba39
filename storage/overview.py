"""What operators look at, over all workspaces: how much is owed, and who has heard nothing for long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from storage.due import is_in
from storage.tables import follow_ups, postings, routines, sayings

AGES = {"1m": timedelta(minutes=1), "10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
OLDER = "older"


@dataclass(frozen=True)
class LastPost:
    """When a routine last posted (`said_at`), and the first slot that is on record (None: none of them)."""

    workspace_id: int
    routine_id: int
    said_at: datetime | None
    first_at: datetime | None


@dataclass(frozen=True)
class RuleRecord:
    """How often a rule of the coach (a signal, and how sure it was) asked, and was told that it was not right.

    `people`: how many different people it asked.
    """

    signal: str
    confidence: str
    people: int
    asked: int
    not_right: int


class Overview:
    """Questions of operators; nothing is changed."""

    def __init__(self, connection: Connection) -> None:
        """Reads on `connection`."""
        self._connection = connection

    def owed(self, now: datetime) -> Mapping[str, int]:
        """How many sayings are owed at this moment, by how long they have been."""
        bounds = [*(now - age for age in AGES.values()), None]
        later, counts = now, []
        for bound in bounds:
            within = sayings.c.not_before <= later
            if bound is not None:
                within &= sayings.c.not_before > bound
                later = bound
            counts.append(func.count().filter(within))
        row = self._connection.execute(select(*counts).where(sayings.c.state == "owed", is_in(sayings))).one()
        return dict(zip((*AGES, OLDER), map(int, row), strict=True))

    def last_posts(self) -> tuple[LastPost, ...]:
        """Each routine's last post; reads all postings, so do not ask often."""
        said = func.max(postings.c.planned_at).filter(postings.c.ts.is_not(None))
        joined = routines.outerjoin(
            postings,
            (postings.c.workspace_id == routines.c.workspace_id) & (postings.c.routine_id == routines.c.id),
        )
        rows = self._connection.execute(
            select(routines.c.workspace_id, routines.c.id, said, func.min(postings.c.planned_at))
            .select_from(joined)
            .where(is_in(routines))
            .group_by(routines.c.workspace_id, routines.c.id)
            .order_by(routines.c.workspace_id, routines.c.id)
        )
        return tuple(LastPost(*row) for row in rows)

    def rule_records(self) -> tuple[RuleRecord, ...]:
        """Each rule's record over all workspaces; reads all questions that were said, so do not ask often."""
        person = (
            select(
                follow_ups.c.signal,
                follow_ups.c.confidence,
                func.count().label("asked"),
                func.count(follow_ups.c.not_right_at).label("not_right"),
            )
            .where(follow_ups.c.asked_ts.is_not(None))
            .group_by(
                follow_ups.c.signal, follow_ups.c.confidence, follow_ups.c.workspace_id, follow_ups.c.user_id
            )
            .subquery()
        )
        rule = (person.c.signal, person.c.confidence)
        counts = (func.count(), func.sum(person.c.asked), func.sum(person.c.not_right))
        rows = self._connection.execute(select(*rule, *counts).group_by(*rule).order_by(*rule))
        return tuple(RuleRecord(signal, confidence, *map(int, found)) for signal, confidence, *found in rows)
