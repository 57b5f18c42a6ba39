"""One workspace: its people, its conversations, and how the app is installed in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.world.account import Account
from bot.sandbox.world.conversation import Conversation

ALL_SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "users:read",
)


@dataclass(kw_only=True, eq=False, repr=False)
class Workspace:
    """A workspace as Slack keeps it; `installed` false means that the token is dead and events are silent."""

    team_id: str
    name: str
    domain: str
    app_id: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    scopes: tuple[str, ...] = ALL_SCOPES
    installed: bool = True
    enterprise_id: str | None = None
    is_org_install: bool = False
    rotates: bool = False
    token_until: datetime | None = None
    older_tokens: dict[str, datetime] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)

    def retire_token(self) -> None:
        """The token is no longer the newest; it stays good for as long as it was."""
        if self.token_until is not None:
            self.older_tokens[self.bot_token] = self.token_until

    def is_expired(self, token: str, now: datetime) -> bool:
        """Whether this token of the workspace was good once."""
        until = self.token_until if token == self.bot_token else self.older_tokens[token]
        return until is not None and now >= until

    def has(self, channel: str, users: Sequence[str]) -> bool:
        """Whether the channel or one of the people is here."""
        return channel in self.conversations or any(user in self.accounts for user in users)

    def require_scope(self, *any_of: str) -> None:
        """Refuse with `missing_scope` unless one of these scopes was granted."""
        if not set(any_of) & set(self.scopes):
            raise ApiError("missing_scope", needed=",".join(any_of), provided=",".join(self.scopes))

    def account(self, user_id: str) -> Account:
        """The person of that id; an unknown one is `user_not_found`."""
        account = self.accounts.get(user_id)
        if account is None:
            raise ApiError("user_not_found")
        return account

    def conversation(self, channel_id: str) -> Conversation:
        """The conversation that the app may know of; a private one without the app is `channel_not_found`."""
        found = self.conversations.get(channel_id)
        if found is None or (found.kind != "channel" and self.bot_user_id not in found.members):
            raise ApiError("channel_not_found")
        return found

    def may_read(self, file_id: str) -> bool:
        """Whether the app may read this file: it must be in a conversation in which the file was shared."""
        heard = (c for c in self.conversations.values() if self.bot_user_id in c.members)
        return any(
            file.get("id") == file_id
            for conversation in heard
            for message in conversation.messages.values()
            for file in message.files
        )

    def direct(self, members: set[str]) -> Conversation | None:
        """The direct or group message of exactly these people and the app, if there is one."""
        wanted = members | {self.bot_user_id}
        return next(
            (c for c in self.conversations.values() if c.is_direct and set(c.members) == wanted), None
        )

    def tokens(self) -> dict[str, str]:
        """What typing a name turns into: `@name` of each person, `#name` of each channel."""
        people = {
            f"@{name}": f"<@{a.id}>" for a in self.accounts.values() for name in (a.real_name, a.display_name)
        }
        rooms = {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in self.conversations.values() if not c.is_direct}
        return people | rooms
