"""How often a method may be called, measured on the sandbox clock; only where a test asks for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.delivery.faults import Faults

PER_MINUTE = {
    "chat.update": 50,
    "conversations.open": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "reactions.add": 50,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
    "users.list": 20,
    "conversations.list": 20,
}
RATIONED = ("conversations.history", "conversations.replies")
POST_BURST = 4  # messages that a channel takes at once before it takes one a second
POST_EVERY = timedelta(seconds=1)


@dataclass
class Pace:
    """Remembers calls; says how many seconds a call came too early, 0 when it may pass."""

    faults: Faults
    _calls: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)
    _credit: dict[tuple[str, str], tuple[datetime, float]] = field(default_factory=dict)

    def wait_for(self, *, team: str, method: str, channel: str, now: datetime) -> int:
        """Seconds for `Retry-After`, or 0; a call that may pass is counted."""
        if self.faults.pace_posts and method == "chat.postMessage":
            return self._post(team, channel, now)
        if self.faults.ration_history and method in RATIONED:
            return self._tier(team, method, now, 1)
        if self.faults.tiers and method in PER_MINUTE:
            return self._tier(team, method, now, PER_MINUTE[method])
        return 0

    def _post(self, team: str, channel: str, now: datetime) -> int:
        since, credit = self._credit.get((team, channel), (now, float(POST_BURST)))
        credit = min(POST_BURST, credit + (now - since) / POST_EVERY)
        allowed = credit >= 1
        self._credit[team, channel] = (now, credit - 1 if allowed else credit)
        return 0 if allowed else 1

    def _tier(self, team: str, method: str, now: datetime, most: int) -> int:
        recent = [at for at in self._calls.get((team, method), []) if now - at < timedelta(minutes=1)]
        allowed = len(recent) < most
        self._calls[team, method] = [*recent, now] if allowed else recent
        return 0 if allowed else max(1, 60 - int((now - recent[0]).total_seconds()))
