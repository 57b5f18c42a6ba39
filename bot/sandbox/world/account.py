"""One person (or another app's bot) of a workspace, as the people list tells it."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.shapes import Json
from bot.sandbox.world.message import Message
from bot.sandbox.world.view import StateKey, View


@dataclass(kw_only=True, eq=False)
class Account:
    """Who somebody is, and what only they see: ephemerals, their stack of modals, their Home."""

    id: str
    team_id: str
    name: str
    real_name: str
    display_name: str
    tz: str = "Etc/UTC"
    is_bot: bool = False
    is_guest: bool = False
    is_admin: bool = False
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    ephemerals: list[Message] = field(default_factory=list)
    stack: list[View] = field(default_factory=list)
    home: View | None = None
    notices: list[str] = field(default_factory=list)
    typed: dict[str, dict[StateKey, Json]] = field(default_factory=dict)

    def as_json(self, now: datetime) -> Json:
        """The user object of `users.info`, its offset reckoned at `now`."""
        local = now.astimezone(ZoneInfo(self.tz))
        offset = local.utcoffset()
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": f"{self.tz.rsplit('/', maxsplit=1)[-1].replace('_', ' ')} Time ({local.tzname()})",
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_bot": self.is_bot,
            "is_admin": self.is_admin,
            "is_app_user": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "updated": int(now.timestamp()),
            "profile": self._profile(),
        }

    def _profile(self) -> Json:
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "avatar_hash": f"g{self.id.lower()}",
            "team": self.team_id,
        }
        return {**profile, "bot_id": self.bot_id, "api_app_id": self.app_id} if self.is_bot else profile
