"""The shapes of Slack's event payloads, as far as we read them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.slack.events import SharedClip
from bot.slack.text import storable
from content.clips import Elsewhere, Lack, Whole, find_transcript
from storage.people import Profile

CLIPS = ("slack_audio", "slack_video")


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


class SharedFile(Read):
    """A file in a message."""

    id: str = ""
    subtype: str | None = None
    duration_ms: float | None = None

    @property
    def seconds(self) -> int | None:
        """How long it is, if Slack tells."""
        return None if self.duration_ms is None else round(self.duration_ms / 1000)


class Files(Read):
    """The files of a message."""

    files: tuple[SharedFile, ...] = ()

    def clips(self) -> tuple[SharedClip, ...]:
        """Those that were recorded in Slack; their MIME types tell nothing."""
        return tuple(SharedClip(f.id, f.seconds) for f in self.files if f.id and f.subtype in CLIPS)


class Preview(Read):
    """The beginning of a transcript, or all of it."""

    content: str = ""
    has_more: bool = True


class Transcription(Read):
    """How far Slack is with a transcript."""

    status: str = ""
    preview: Preview | None = None


class ClipFile(SharedFile):
    """A clip as `files.info` tells it; that Slack transcribes it stands nowhere in its documents."""

    transcription: Transcription | None = None
    vtt: str | None = None

    def find_transcript(self) -> Whole | Elsewhere | Lack:
        """Where its transcript is."""
        found = self.transcription or Transcription()
        preview = found.preview or Preview()
        return find_transcript(found.status, preview.content, self.vtt or "", has_more=preview.has_more)


class Message(Files):
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


class Heard(BaseModel):
    """A message of a history, as far as it may be one of ours; of others' nothing is taken for granted."""

    ts: str
    metadata: object = None
    blocks: object = None

    def carries(self, saying_id: str) -> bool:
        """Whether the id stands in the metadata or, where a server drops that, as the first block's id."""
        payload = self.metadata.get("event_payload") if isinstance(self.metadata, dict) else None
        first = self.blocks[0] if isinstance(self.blocks, list) and self.blocks else None
        return (isinstance(payload, dict) and payload.get("saying") == saying_id) or (
            isinstance(first, dict) and first.get("block_id") == saying_id
        )


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


class Rank(Read):
    """What a person is in their organisation."""

    is_admin: bool = False


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
    is_admin: bool = False
    enterprise_user: Rank = Rank()
    is_stranger: bool = False
    profile: Names = Names()

    def as_profile(self, team_id: str) -> Profile:
        """What we read of it; somebody of another team is a stranger. Without a team it is the organisation's app."""
        return Profile(
            user_id=self.id,
            name=storable(self.profile.real_name or self.real_name or self.profile.display_name or self.name),
            zone=self.tz or "",
            is_bot=self.is_bot or self.id == "USLACKBOT",
            is_guest=self.is_restricted or self.is_ultra_restricted,
            is_stranger=self.is_stranger or (bool(team_id and self.team_id) and self.team_id != team_id),
            is_gone=self.deleted,
            is_admin=self.is_admin if team_id else self.enterprise_user.is_admin,
        )


class UserChange(Read):
    """`user_change`."""

    user: SlackUser


class Tokens(Read):
    """Whose tokens are dead: ids of people and of the app's own user."""

    bot: list[str] = []


class AboutFile(Read):
    """`file_change` and `file_deleted`, which tell no more than which file."""

    file_id: str


Ts = Annotated[str, Field(pattern=r"^\d+\.\d+$")]


class TeamAccess(Read):
    """`team_access_granted` and `team_access_revoked`."""

    team_ids: tuple[str, ...]
    event_ts: Ts


class PutOut(Read):
    """`app_uninstalled`, and `tokens_revoked` of the app's own or of people's tokens."""

    type: str
    event_ts: Ts
    tokens: Tokens = Tokens()
