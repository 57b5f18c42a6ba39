"""From Slack's event dicts to typed events; what we do not know or need becomes None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.slack.events import (
    AppPutOut,
    ChannelFound,
    ChannelLost,
    ChannelMoved,
    Event,
    FileChanged,
    FileDeleted,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OwnMessageHeard,
    ProfileChanged,
    Reacted,
    TeamsGranted,
    TeamsRevoked,
)
from bot.slack.shapes import (
    AboutFile,
    Channel,
    Home,
    Membership,
    Message,
    Moved,
    PutOut,
    Reaction,
    TeamAccess,
    UserChange,
)
from bot.slack.text import from_slack

SAYING_EVENT = "understudy_saying"
"""The metadata type under which our messages carry their saying's id."""

WRITTEN_BY_PEOPLE = (None, "thread_broadcast", "file_share", "me_message")


@dataclass(frozen=True)
class Bot:
    """Who the app is in a workspace."""

    user_id: str
    bot_id: str
    team_id: str


def parse_event(event: Mapping[str, object], bot: Bot) -> Event | None:
    """The typed event, or None when it is nothing that a feature hears.

    Raises pydantic's ValidationError when the payload is not of Slack's documented shape.
    """
    read = _READERS.get(str(event.get("type")))
    return read(event, bot) if read else None


def _message(event: Mapping[str, object], bot: Bot) -> Event | None:
    outer = Message.model_validate(event)
    if outer.subtype == "message_deleted" and outer.deleted_ts:
        return MessageDeleted(outer.channel, outer.deleted_ts, _is_direct(outer))
    if outer.subtype == "message_changed" and outer.message:
        return _edit(outer, outer.message)
    if outer.bot_id:
        return _own(outer, bot)
    if outer.user is None or outer.user == bot.user_id or outer.subtype not in WRITTEN_BY_PEOPLE:
        return None
    return _posted(outer, outer)


def _edit(outer: Message, inner: Message) -> Event | None:
    """An edit by a person; an unfurl changes a message without `edited`, and is none."""
    if inner.subtype == "tombstone":
        return MessageDeleted(outer.channel, inner.ts, _is_direct(outer))
    if inner.bot_id or inner.user is None or inner.edited is None:
        return None
    return MessageEdited(_posted(outer, inner)) if inner.subtype in WRITTEN_BY_PEOPLE else None


def _posted(outer: Message, inner: Message) -> MessagePosted:
    assert inner.user is not None
    return MessagePosted(
        channel=outer.channel,
        ts=inner.ts,
        user_id=inner.user,
        text=from_slack(inner.text or ""),
        thread_ts=inner.thread_ts if inner.thread_ts != inner.ts else None,
        edited_ts=inner.edited.ts if inner.edited else None,
        is_direct=_is_direct(outer),
        clips=inner.clips(),
    )


def _is_direct(message: Message) -> bool:
    return message.channel_type == "im" or message.channel.startswith("D")


def _own(message: Message, bot: Bot) -> Event | None:
    """Our own message, known by the id that it carries."""
    if message.bot_id != bot.bot_id or message.metadata is None:
        return None
    payload = message.metadata.event_payload
    saying = payload.get("saying") if isinstance(payload, dict) else None
    if message.metadata.event_type != SAYING_EVENT or not isinstance(saying, str):
        return None
    return OwnMessageHeard(message.channel, message.ts, saying)


def _reaction(event: Mapping[str, object], _bot: Bot) -> Event | None:
    heard = Reaction.model_validate(event)
    if heard.item.type != "message":
        return None
    return Reacted(
        channel=heard.item.channel,
        ts=heard.item.ts,
        user_id=heard.user,
        emoji=heard.reaction,
        event_ts=heard.event_ts,
        present=heard.type == "reaction_added",
    )


def _joined(event: Mapping[str, object], bot: Bot) -> Event:
    heard = Membership.model_validate(event)
    return MemberJoined(heard.channel, heard.user, heard.inviter, is_app=heard.user == bot.user_id)


def _left(event: Mapping[str, object], bot: Bot) -> Event:
    heard = Membership.model_validate(event)
    if heard.user == bot.user_id:
        return ChannelLost(heard.channel, "removed")
    return MemberLeft(heard.channel, heard.user)


def _lost(why: str) -> Callable[[Mapping[str, object], Bot], Event]:
    return lambda event, _bot: ChannelLost(Channel.model_validate(event).channel, why)


def _found(event: Mapping[str, object], _bot: Bot) -> Event:
    return ChannelFound(Channel.model_validate(event).channel)


def _moved(event: Mapping[str, object], _bot: Bot) -> Event:
    heard = Moved.model_validate(event)
    return ChannelMoved(heard.old_channel_id, heard.new_channel_id)


def _home(event: Mapping[str, object], _bot: Bot) -> Event | None:
    heard = Home.model_validate(event)
    return HomeOpened(heard.user) if heard.tab == "home" else None


def _profile(event: Mapping[str, object], bot: Bot) -> Event:
    return ProfileChanged(UserChange.model_validate(event).user.as_profile(bot.team_id))


def _file_changed(event: Mapping[str, object], _bot: Bot) -> Event:
    return FileChanged(AboutFile.model_validate(event).file_id)


def _file_deleted(event: Mapping[str, object], _bot: Bot) -> Event:
    return FileDeleted(AboutFile.model_validate(event).file_id)


def _put_out(event: Mapping[str, object], _bot: Bot) -> Event | None:
    """People's own tokens are none of ours."""
    heard = PutOut.model_validate(event)
    is_ours = heard.type == "app_uninstalled" or bool(heard.tokens.bot)
    return AppPutOut(heard.event_ts) if is_ours else None


def _granted(event: Mapping[str, object], _bot: Bot) -> Event:
    heard = TeamAccess.model_validate(event)
    return TeamsGranted(heard.team_ids, heard.event_ts)


def _revoked(event: Mapping[str, object], _bot: Bot) -> Event:
    heard = TeamAccess.model_validate(event)
    return TeamsRevoked(heard.team_ids, heard.event_ts)


_READERS: Mapping[str, Callable[[Mapping[str, object], Bot], Event | None]] = {
    "message": _message,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_archive": _lost("archived"),
    "group_archive": _lost("archived"),
    "channel_deleted": _lost("deleted"),
    "group_deleted": _lost("deleted"),
    "channel_left": _lost("removed"),
    "group_left": _lost("removed"),
    "channel_unarchive": _found,
    "group_unarchive": _found,
    "channel_id_changed": _moved,
    "app_home_opened": _home,
    "user_change": _profile,
    "file_change": _file_changed,
    "file_deleted": _file_deleted,
    "app_uninstalled": _put_out,
    "tokens_revoked": _put_out,
    "team_access_granted": _granted,
    "team_access_revoked": _revoked,
}
EVENT_TYPES = tuple(_READERS)
"""Slack's event types that the app hears; the manifest subscribes to these."""
