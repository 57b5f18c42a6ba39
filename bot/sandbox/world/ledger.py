"""What a test asks about afterwards: each call of the app and each payload that was refused."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.shapes import Json


@dataclass(kw_only=True)
class Call:
    """One Web API call; `outcome` is "ok", Slack's error code, or what a fault did."""

    method: str
    args: Json
    team: str
    at: datetime
    outcome: str = "pending"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One payload that was refused, where it came in, and a sentence for each reason."""

    where: str
    payload: Json
    reasons: list[str] = field(default_factory=list)
