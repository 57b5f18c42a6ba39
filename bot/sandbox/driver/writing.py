"""A message as a person writes it: words to tokens, files attached, the place checked."""

import re
from collections.abc import Sequence

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.place import Place
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json
from bot.sandbox.wording import typed, unescape
from bot.sandbox.world.account import Account
from bot.sandbox.world.message import Message

TOKEN = re.compile(r"<(@[UW]\w+|#C\w+\|[^>]*|!\w+|https?:[^>]*)>")


def draft(
    place: Place,
    account: Account,
    channel: Channel,
    text: str,
    *,
    thread_ts: str | None,
    subtype: str | None,
    broadcast: bool,
    files: Sequence[Json | str],
) -> Message:
    """The message that a person is about to send; refused where this person cannot write."""
    _require_writable(account, channel, thread_ts)
    words, blocks = typed_text(place, text)
    kind = subtype or ("thread_broadcast" if broadcast else None) or ("file_share" if files else None)
    return Message(
        ts=place.world.stamps.next(),
        channel=channel.id,
        team=account.team_id,
        user=account.id,
        text=words,
        blocks=blocks if text else [],
        files=[_file(place, file) for file in files],
        thread_ts=thread_ts,
        subtype=kind,
        bot_id=account.bot_id,
        app_id=account.app_id,
        client_msg_id=None if account.is_bot else place.world.ids.secret(""),
    )


def typed_text(place: Place, text: str) -> tuple[str, list[Json]]:
    """The text of a message and its rich_text block, for what was typed."""
    words = typed(text, place.workspace.tokens())
    elements: list[Json] = []
    end = 0
    for found in TOKEN.finditer(words):
        elements += _words(words[end : found.start()])
        elements.append(_element(found[1]))
        end = found.end()
    elements += _words(words[end:])
    section: Json = {"type": "rich_text_section", "elements": elements}
    return words, [{"type": "rich_text", "block_id": place.world.ids.secret("")[:5], "elements": [section]}]


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _element(token: str) -> Json:
    if token.startswith("@"):
        return {"type": "user", "user_id": token[1:]}
    if token.startswith("#"):
        return {"type": "channel", "channel_id": token[1:].partition("|")[0]}
    if token.startswith("!"):
        return {"type": "broadcast", "range": token[1:]}
    return {"type": "link", "url": unescape(token)}


def _file(place: Place, file: Json | str) -> Json:
    given: Json = {"name": file} if isinstance(file, str) else file
    return {
        "id": place.world.ids.next("F"),
        "mimetype": "application/octet-stream",
        "mode": "hosted",
        **given,
    }


def _require_writable(account: Account, channel: Channel, thread_ts: str | None) -> None:
    if account.deleted:
        raise CannotDo(f"{account.display_name} is deactivated.")
    if account.id not in channel.members:
        raise CannotDo(f"{account.display_name} is not in #{channel.name}.")
    if channel.conversation.archived:
        raise CannotDo(f"#{channel.name} is archived.")
    parent = channel.conversation.messages.get(thread_ts or "")
    if thread_ts and (parent is None or parent.is_reply):
        raise CannotDo(f"There is no message {thread_ts} in #{channel.name} to reply to.")
