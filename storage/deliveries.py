"""Deliveries: what became of sayings on their way, and when the next may go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, update

from storage.repository import Repository
from storage.tables import sayings


class Deliveries(Repository):
    """The sayings of one workspace as their speaker sees them."""

    def mark_said(self, saying_id: str, channel: str, ts: str | None) -> bool:
        """Whether this is news: the message stands in `channel` at `ts`."""
        statement = (
            update(sayings)
            .where(self._has(saying_id), sayings.c.state.in_(("sending", "owed")))
            .values(state="said", channel=channel, ts=ts, lease_until=None)
        )
        return self._connection.execute(statement).rowcount == 1

    def mark_owed(self, saying_id: str, not_before: datetime, reason: str) -> None:
        """It is known not to have been said: try again then."""
        self._while_sending(saying_id, state="owed", not_before=not_before, reason=reason, lease_until=None)

    def mark_given_up(self, saying_id: str, reason: str) -> bool:
        """Whether this is news: it will not be said, and why."""
        return self._while_sending(saying_id, state="given_up", reason=reason, lease_until=None)

    def mark_fresh(self, saying_id: str, state: str = "said") -> None:
        """What stands in Slack is what should have stood there when it was claimed.

        It was no longer `stale` from the claim on; if it is again, something changed meanwhile, and it stays so.
        """
        self._change(saying_id, state=state, lease_until=None)

    def put_off(self, saying_id: str, until: datetime) -> None:
        """Refresh it, no sooner than then."""
        self._change(saying_id, stale=True, not_before=until, lease_until=None)

    def hold(self, surface: str, until: datetime) -> None:
        """Slack wants a pause: say nothing on this surface of the workspace before then, in any process."""
        self._connection.execute(
            update(sayings)
            .where(
                sayings.c.workspace_id == self._workspace_id,
                sayings.c.surface == surface,
                sayings.c.state == "owed",
                sayings.c.not_before < until,
            )
            .values(not_before=until)
        )

    def space_channel(self, channel: str, until: datetime) -> None:
        """Say nothing else in this channel before then (Slack takes about one message a second)."""
        self._connection.execute(
            update(sayings)
            .where(
                sayings.c.workspace_id == self._workspace_id,
                sayings.c.channel == channel,
                sayings.c.state == "owed",
                sayings.c.not_before < until,
            )
            .values(not_before=until)
        )

    def _while_sending(self, saying_id: str, **values: object) -> bool:
        statement = update(sayings).where(self._has(saying_id), sayings.c.state == "sending")
        return self._connection.execute(statement.values(**values)).rowcount == 1

    def _change(self, saying_id: str, **values: object) -> None:
        self._connection.execute(update(sayings).where(self._has(saying_id)).values(**values))

    def _has(self, saying_id: str) -> ColumnElement[bool]:
        return and_(sayings.c.workspace_id == self._workspace_id, sayings.c.id == saying_id)
