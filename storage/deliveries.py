"""Deliveries: what became of sayings on their way, and when the next may go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, update

from storage.repository import Repository, given, here, record, select_record
from storage.sayings import Saying
from storage.tables import sayings

A_TICK: Final = timedelta(microseconds=1)

_ONE: Final = update(sayings).where(here(sayings), sayings.c.id == given("saying_id"))
_LEFT_UNSAID: Final = sayings.c.state.in_(("withdrawn", "given_up"))
_SAID: Final = (
    _ONE.where(or_(sayings.c.state.in_(("sending", "owed")), and_(_LEFT_UNSAID, sayings.c.ts.is_(None))))
    .values(stale=or_(sayings.c.stale, _LEFT_UNSAID))
    .returning(*select_record(Saying, sayings).selected_columns)
)
_LEASED: Final = _ONE.where(sayings.c.lease_until == given("lease_until"))
_MINE: Final = _ONE.where(sayings.c.state == "sending", sayings.c.lease_until == given("lease_until"))
_ADDRESS: Final = _ONE.where(sayings.c.state == "sending", sayings.c.audience == given("audience")).returning(
    *select_record(Saying, sayings).selected_columns
)
_OWED_BEFORE: Final = update(sayings).where(
    here(sayings), sayings.c.state == "owed", sayings.c.not_before < given("until")
)
_HOLD: Final = _OWED_BEFORE.where(sayings.c.surface == given("surface"))
_SPACE: Final = _OWED_BEFORE.where(sayings.c.channel.in_(given("channels")))


class Deliveries(Repository):
    """The sayings of one workspace as their speaker sees them."""

    def mark_said(self, saying_id: str, channel: str, ts: str | None) -> Saying | None:
        """The saying, whose message stands in `channel` at `ts`; None when that is no news.

        Of what was given up or withdrawn that is heard late: it is rendered again, to be deleted if nothing is left to say.
        """
        values = {"state": "said", "channel": channel, "ts": ts, "lease_until": None}
        return record(Saying, self._ask(_SAID, values, saying_id=saying_id).first())

    def mark_owed(self, saying: Saying, not_before: datetime, reason: str) -> None:
        """It is known not to have been said: try again then; unless another has claimed it since, and may be saying it."""
        values = {"state": "owed", "not_before": not_before, "reason": reason, "lease_until": None}
        self._ask(_MINE, values, saying_id=saying.id, lease_until=saying.lease_until)

    def mark_given_up(self, saying: Saying, reason: str) -> bool:
        """Whether this is news: it will not be said, and why; unless another has claimed it since, and may be saying it."""
        values = {"state": "given_up", "reason": reason, "lease_until": None}
        return self._ask(_MINE, values, saying_id=saying.id, lease_until=saying.lease_until).rowcount == 1

    def address(self, saying: Saying, channel: str) -> Saying | None:
        """The saying, which is about to be said in this conversation; None when it is no longer for its reader."""
        values = {"channel": channel}
        row = self._ask(_ADDRESS, values, saying_id=saying.id, audience=saying.audience).first()
        return record(Saying, row)

    def mark_attempted(self, saying: Saying, now: datetime) -> Saying:
        """What stands in Slack is about to change; every attempt at a saying has an instant of its own."""
        before = saying.attempted_at
        at = now if before is None else max(now, before + A_TICK)
        self._ask(_ONE, {"attempted_at": at}, saying_id=saying.id)
        return replace(saying, attempted_at=at)

    def mark_fresh(self, saying_id: str, state: str = "said") -> None:
        """What stands in Slack is what should have stood there when it was claimed.

        It was no longer `stale` from the claim on; if it is again, something changed meanwhile, and it stays so.
        """
        self._ask(_ONE, {"state": state, "lease_until": None}, saying_id=saying_id)

    def put_off(self, saying_id: str, until: datetime) -> None:
        """Refresh it, no sooner than then."""
        self._ask(_ONE, {"stale": True, "not_before": until, "lease_until": None}, saying_id=saying_id)

    def hand_back(self, saying: Saying, at: datetime) -> None:
        """Its refreshing was not begun: anybody may, from `at` on; unless another has claimed it since."""
        values = {"stale": True, "not_before": at, "lease_until": None}
        self._ask(_LEASED, values, saying_id=saying.id, lease_until=saying.lease_until)

    def hold(self, surface: str, until: datetime) -> None:
        """Slack wants a pause: say nothing on this surface of the workspace before then, in any process."""
        self._ask(_HOLD, {"not_before": until}, surface=surface, until=until)

    def space_channels(self, channels: Collection[str], until: datetime) -> None:
        """Say nothing else in these channels before then (Slack takes about one message a second)."""
        self._ask(_SPACE, {"not_before": until}, channels=sorted(channels), until=until)
