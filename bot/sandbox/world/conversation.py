"""One conversation: its members, its life, its messages in order of `ts`."""

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.shapes import Json
from bot.sandbox.world.message import Message

Kind = Literal["channel", "group", "im", "mpim"]


@dataclass(kw_only=True, eq=False)
class Conversation:
    """A channel, private channel, direct message or group message."""

    id: str
    team_id: str
    name: str
    kind: Kind
    created: int
    creator: str = ""
    members: list[str] = field(default_factory=list)
    archived: bool = False
    ext_shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct or group message."""
        return self.kind in ("im", "mpim")

    def replies(self, parent_ts: str) -> list[Message]:
        """The replies in a thread, oldest first, the parent not among them."""
        return [m for m in self.messages.values() if m.is_reply and m.thread_ts == parent_ts]

    def top_level(self) -> list[Message]:
        """What stands in the channel itself, oldest first: no replies but broadcast ones."""
        return [m for m in self.messages.values() if not m.is_reply or m.subtype == "thread_broadcast"]

    def message_json(self, message: Message, *, all_metadata: bool = True) -> Json:
        """A message with what its thread adds to it: a parent tells count, people and the latest reply."""
        written = message.as_json(all_metadata=all_metadata)
        replies = [] if message.is_reply else self.replies(message.ts)
        if not replies:
            return written
        people = list(dict.fromkeys(reply.user for reply in replies))
        counts: Json = {"reply_count": len(replies), "reply_users": people, "reply_users_count": len(people)}
        return {**written, "thread_ts": message.ts, **counts, "latest_reply": replies[-1].ts}

    def as_json(self, *, bot_user_id: str) -> Json:
        """The conversation object of the Web API."""
        kinds: Json = {
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
        }
        if self.kind == "im":
            other = next((member for member in self.members if member != bot_user_id), bot_user_id)
            return {
                "id": self.id,
                "created": self.created,
                **kinds,
                "user": other,
                "is_archived": self.archived,
                "is_org_shared": False,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "created": self.created,
            "creator": self.creator,
            **kinds,
            "is_archived": self.archived,
            "is_general": False,
            "is_shared": self.ext_shared,
            "is_ext_shared": self.ext_shared,
            "is_org_shared": False,
            "topic": _unset(),
            "purpose": _unset(),
            "is_member": bot_user_id in self.members,
            "context_team_id": self.team_id,
            "num_members": len(self.members),
        }


def _unset() -> Json:
    """A topic or purpose that nobody has set."""
    return {"value": "", "creator": "", "last_set": 0}
