"""One payload on its way to the app, and what came back."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.sandbox.shapes import Json

Kind = Literal["events_api", "interactive", "slash_commands"]
RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


@dataclass(kw_only=True, eq=False)
class Letter:
    """A payload; events are tried again on the schedule, interactions are tried once."""

    kind: Kind
    payload: Json
    due: datetime
    attempt: int = 0
    reason: str = ""
    tried: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one try brought: accepted with a payload, or failed for a reason that Slack names."""

    accepted: bool
    payload: Json = field(default_factory=dict)
    failure: str = ""
    may_retry: bool = True


class Carrier(Protocol):
    """A way to the app: Socket Mode or signed HTTP."""

    async def carry(self, letter: Letter) -> Answer:
        """Try once and tell what came back; never raises for the app's failures."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
