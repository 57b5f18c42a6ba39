"""The shapes of Slack's event payloads, as far as we read them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.slack.text import storable
from storage.people import Profile


class Read(BaseModel):
    """What is read at the door; an error names the field and never what somebody wrote in it."""

    model_config = ConfigDict(hide_input_in_errors=True)


class Edited(Read):
    """That a person changed a message, and when."""

    ts: str


class Metadata(Read):
    """What the sender let the message carry; anybody may write it, so nothing of it is taken for granted."""

    event_type: object = None
    event_payload: object = None


class Message(Read):
    """A `message` event, or the message inside one."""

    subtype: str | None = None
    channel: str = ""
    channel_type: str = ""
    user: str | None = None
    text: str | None = None
    ts: str = ""
    thread_ts: str | None = None
    bot_id: str | None = None
    edited: Edited | None = None
    metadata: Metadata | None = None
    deleted_ts: str | None = None
    message: Message | None = None


class Item(Read):
    """What a reaction is on."""

    type: str
    channel: str = ""
    ts: str = ""


class Reaction(Read):
    """`reaction_added` and `reaction_removed`."""

    type: str
    user: str
    reaction: str
    item: Item
    event_ts: str


class Membership(Read):
    """`member_joined_channel` and `member_left_channel`."""

    user: str
    channel: str
    inviter: str | None = None


class Channel(Read):
    """An event that names a channel alone."""

    channel: str


class Moved(Read):
    """`channel_id_changed`."""

    old_channel_id: str
    new_channel_id: str


class Home(Read):
    """`app_home_opened`."""

    user: str
    tab: str = "home"


class Names(Read):
    """A person's names."""

    display_name: str = ""
    real_name: str = ""


class SlackUser(Read):
    """A user object as `users.info`, `users.list` and `user_change` give it."""

    id: str
    team_id: str | None = None
    name: str = ""
    real_name: str | None = None
    tz: str | None = None
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    profile: Names = Names()

    def as_profile(self, team_id: str) -> Profile:
        """What we keep of it; somebody of another team is a stranger."""
        return Profile(
            user_id=self.id,
            name=storable(self.profile.real_name or self.real_name or self.profile.display_name or self.name),
            zone=self.tz or "",
            is_bot=self.is_bot or self.id == "USLACKBOT",
            is_guest=self.is_restricted or self.is_ultra_restricted,
            is_stranger=self.is_stranger or (bool(team_id and self.team_id) and self.team_id != team_id),
            is_gone=self.deleted,
        )


class UserChange(Read):
    """`user_change`."""

    user: SlackUser


class Tokens(Read):
    """Whose tokens are dead: ids of people and of the app's own user."""

    bot: list[str] = []


class PutOut(Read):
    """`app_uninstalled`, and `tokens_revoked` of the app's own or of people's tokens."""

    type: str
    event_ts: str = ""
    tokens: Tokens = Tokens()
