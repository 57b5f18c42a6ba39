"""The one door of calendar time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp
from pydantic import AwareDatetime, BaseModel

CLOCKS_DIFFER = timedelta(minutes=3)
"""How far our clock and Slack's may be apart before anything is lost; `doctor` complains well before."""

PATIENCE = aiohttp.ClientTimeout(total=20)
"""Of its own: what a call to Slack may take can be short, and a clock that is not heard loses what the call told."""


class Clock(Protocol):
    """Says what time it is for schedules, quiet time, grace and rate limits. Patience uses the real clock."""

    async def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...


class SystemClock:
    """The time of this machine."""

    async def now(self) -> datetime:
        """The instant by the machine's clock."""
        return datetime.now(UTC)


class _Told(BaseModel):
    now: AwareDatetime


class RemoteClock:
    """The time of the sandbox at `url`, so that many processes share one clock that a test moves."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        """Asks `url` through `session`."""
        self._url = url
        self._session = session

    async def now(self) -> datetime:
        """The instant as the sandbox tells it."""
        async with self._session.get(self._url, timeout=PATIENCE) as answer:
            return _Told.model_validate(await answer.json()).now.astimezone(UTC)


def real_now() -> datetime:
    """The machine's instant, for patience only: leases and time-outs."""
    return datetime.now(UTC)
