"""One message as Slack keeps it and as people see it."""

import copy
from dataclasses import dataclass, field, replace
from typing import Self

from bot.sandbox.shapes import Json, as_text, nested_objects
from bot.sandbox.visible import visible_texts
from bot.sandbox.wording import controls, unescape

TOMBSTONE_TEXT = "This message was deleted."


@dataclass(kw_only=True)
class Message:
    """A message; `text` is kept as events carry it, so what a person typed is escaped."""

    ts: str
    channel: str
    team: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    parent_user_id: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False
    ephemeral: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands in another message's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def shown(self) -> str:
        """All that a person can read of it, one line each, unescaped."""
        return "\n".join(self.texts())

    @property
    def controls(self) -> list[str]:
        """The control sequences in its text and mrkdwn, such as `<!channel>`: what an injection would show as."""
        parsed = [part for part in nested_objects(self.blocks) if part.get("type") in ("mrkdwn", "markdown")]
        return [
            found
            for text in (self.text, *(as_text(p.get("text")) for p in parsed))
            for found in controls(text)
        ]

    def texts(self) -> list[str]:
        """Every visible string, unescaped: the text only when no blocks replace it."""
        words = visible_texts(self.blocks) if self.blocks else [self.text]
        return [unescape(word) for word in [*words, *visible_texts(self.attachments)] if word]

    def copy(self) -> Self:
        """A snapshot that later edits do not reach."""
        return replace(
            self,
            blocks=copy.deepcopy(self.blocks),
            reactions={name: list(users) for name, users in self.reactions.items()},
            metadata=copy.deepcopy(self.metadata),
        )

    def as_json(self, *, all_metadata: bool = True) -> Json:
        """The message as the Web API and events write it; without all metadata only its `event_type` is told."""
        written: Json = {
            "type": "message",
            "user": self.user,
            "text": self.text,
            "ts": self.ts,
            "team": self.team,
        }
        optional: Json = {
            "subtype": self.subtype,
            "thread_ts": self.thread_ts,
            "parent_user_id": self.parent_user_id,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "client_msg_id": self.client_msg_id,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "edited": self.edited,
            "metadata": self.metadata if all_metadata else self._metadata_name(),
            "reactions": self._reactions_json(),
        }
        return copy.deepcopy({**written, **{key: value for key, value in optional.items() if value}})

    def become_tombstone(self) -> None:
        """Keep only the place of a deleted parent, for its replies."""
        self.deleted, self.subtype, self.user, self.text = True, "tombstone", "USLACKBOT", TOMBSTONE_TEXT
        self.blocks, self.attachments, self.files, self.reactions = [], [], [], {}
        self.metadata = self.edited = self.bot_id = self.app_id = self.client_msg_id = None

    def _metadata_name(self) -> Json | None:
        return {"event_type": as_text(self.metadata.get("event_type"))} if self.metadata else None

    def _reactions_json(self) -> list[Json]:
        return [{"name": name, "users": users, "count": len(users)} for name, users in self.reactions.items()]
