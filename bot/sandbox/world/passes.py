"""What Slack hands out for one use or a short time: triggers (real seconds) and response URLs (calendar time)."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.errors import ApiError
from bot.sandbox.world.message import Message

RESPONSE_URL_USES = 5
RESPONSE_URL_LIFE = timedelta(minutes=30)


@dataclass
class Trigger:
    """A person's deed that lets the app open one view."""

    user: str
    team_id: str
    given_at: float
    view_id: str | None = None
    used: bool = False


class Triggers:
    """Triggers by id; each opens one view and dies after its lifetime of real seconds."""

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._given: dict[str, Trigger] = {}

    def give(self, trigger_id: str, *, user: str, team_id: str, view_id: str | None) -> str:
        """Remember a new trigger and return its id."""
        self._given[trigger_id] = Trigger(user, team_id, time.monotonic(), view_id)
        return trigger_id

    def take(self, trigger_id: str, *, team_id: str) -> Trigger:
        """Use a trigger up; unknown, used and old ones are refused as Slack refuses them."""
        trigger = self._given.get(trigger_id)
        if trigger is None or trigger.team_id != team_id:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if time.monotonic() - trigger.given_at > self._lifetime:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(kw_only=True)
class ResponseUrl:
    """Where the app may answer a deed: five times within thirty minutes."""

    team_id: str
    channel: str
    user: str
    given_at: datetime
    source_ts: str | None = None
    uses: int = 0
    heard: list[Message] = field(default_factory=list)

    def use(self, now: datetime) -> None:
        """Count one use; the sixth, or one too late, is refused."""
        if now - self.given_at > RESPONSE_URL_LIFE:
            raise ApiError("expired_url")
        if self.uses >= RESPONSE_URL_USES:
            raise ApiError("used_url")
        self.uses += 1
