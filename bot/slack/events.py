"""Slack's events as typed values: what the features hear."""

from dataclasses import dataclass

from storage.messages import Message
from storage.people import Profile


@dataclass(frozen=True)
class SharedClip:
    """A voice or video clip in a message; how long it is, if Slack tells."""

    file_id: str
    seconds: int | None


@dataclass(frozen=True)
class MessagePosted:
    """A person wrote; `thread_ts` is set in a reply. `is_direct`: it was written to the app alone."""

    channel: str
    ts: str
    user_id: str
    text: str
    thread_ts: str | None
    edited_ts: str | None
    is_direct: bool
    clips: tuple[SharedClip, ...] = ()

    def kept(self, answer_id: int | None = None, turn: int | None = None) -> Message:
        """The message as it is kept, in this answer and turn."""
        return Message(
            channel=self.channel,
            ts=self.ts,
            thread_ts=self.thread_ts,
            user_id=self.user_id,
            answer_id=answer_id,
            turn=turn,
            text=self.text,
            edited_ts=self.edited_ts,
            claim=None,
        )


@dataclass(frozen=True)
class MessageEdited:
    """A person changed what they wrote."""

    message: MessagePosted


@dataclass(frozen=True)
class MessageDeleted:
    """A message is gone."""

    channel: str
    ts: str
    is_direct: bool = False


@dataclass(frozen=True)
class FileChanged:
    """Something of a file is new: its transcript, perhaps."""

    file_id: str


@dataclass(frozen=True)
class FileDeleted:
    """A file is gone."""

    file_id: str


@dataclass(frozen=True)
class OwnMessageHeard:
    """A message of ours came back, with the id of the saying that it says."""

    channel: str
    ts: str
    saying_id: str


@dataclass(frozen=True)
class Reacted:
    """A reaction was added (`present`) or removed."""

    channel: str
    ts: str
    user_id: str
    emoji: str
    event_ts: str
    present: bool


@dataclass(frozen=True)
class MemberJoined:
    """Somebody (or the app itself: `is_app`) joined a channel."""

    channel: str
    user_id: str
    inviter: str | None
    is_app: bool


@dataclass(frozen=True)
class MemberLeft:
    """Somebody left a channel; that the app itself left comes as `ChannelLost`."""

    channel: str
    user_id: str


@dataclass(frozen=True)
class ChannelLost:
    """The channel takes no more posts; `why` is archived, deleted or removed."""

    channel: str
    why: str


@dataclass(frozen=True)
class ChannelFound:
    """An archived channel is back."""

    channel: str


@dataclass(frozen=True)
class ChannelMoved:
    """Slack gave a channel another id."""

    old: str
    new: str


@dataclass(frozen=True)
class HomeOpened:
    """A person looks at the app's Home."""

    user_id: str


@dataclass(frozen=True)
class ProfileChanged:
    """What Slack says of a person is new."""

    profile: Profile


@dataclass(frozen=True)
class AppLetIn:
    """The app, which its organisation had, was let into this workspace at `ts`; heard in its room alone."""

    ts: str


@dataclass(frozen=True)
class TeamsGranted:
    """An organisation that has the app let it into these workspaces at `ts`."""

    team_ids: tuple[str, ...]
    ts: str


@dataclass(frozen=True)
class TeamsRevoked:
    """An organisation that has the app put it out of these workspaces at `ts`."""

    team_ids: tuple[str, ...]
    ts: str


@dataclass(frozen=True)
class AppPutOut:
    """The app was removed from the workspace, or its token was revoked, at `ts`."""

    ts: str


Event = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | FileChanged
    | FileDeleted
    | OwnMessageHeard
    | Reacted
    | MemberJoined
    | MemberLeft
    | ChannelLost
    | ChannelFound
    | ChannelMoved
    | HomeOpened
    | ProfileChanged
    | AppPutOut
    | TeamsGranted
    | TeamsRevoked
)


def channel_of(event: Event) -> str | None:
    """The channel in which it happened, if it is about one."""
    match event:
        case MessageEdited(message):
            return message.channel
        case ChannelMoved(old):
            return old
        case FileChanged() | FileDeleted() | HomeOpened() | ProfileChanged():
            return None
        case AppPutOut() | TeamsGranted() | TeamsRevoked():
            return None
        case _:
            return event.channel
