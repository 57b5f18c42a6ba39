"""`conversations.*`: which there are, who is in them, what was said in them."""

from bot.sandbox.deeds.directs import direct_with
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller, page
from bot.sandbox.world.conversation import Conversation, Kind
from bot.sandbox.world.message import Message

HISTORY_MOST = 999
RATION = 15  # messages in one answer for apps that are sold outside the Marketplace
PEOPLE_MOST = 8
TYPE_NAMES: dict[str, Kind] = {
    "public_channel": "channel",
    "private_channel": "group",
    "im": "im",
    "mpim": "mpim",
}


def open_(caller: Caller, args: Args) -> Json:
    """`conversations.open`: a direct message with one person, a group message with up to eight; the same people, the same one."""
    people = [user for user in args.text("users").split(",") if user]
    if not people and args.has("channel"):
        return {"channel": {"id": caller.workspace.conversation(args.text("channel")).id}, "no_op": True}
    if not people:
        raise ApiError("users_list_not_supplied")
    if len(people) > PEOPLE_MOST:
        raise ApiError("too_many_users")
    caller.workspace.require_scope("im:write" if len(people) == 1 else "mpim:write")
    for user in people:
        if caller.workspace.account(user).deleted:
            raise ApiError("user_disabled")
    if set(people) & {caller.workspace.bot_user_id}:
        raise ApiError("cannot_dm_bot")
    before = caller.workspace.direct(set(people))
    conversation = direct_with(
        caller.world, caller.workspace, people, create=not args.flag("prevent_creation")
    )
    whole = conversation.as_json(bot_user_id=caller.workspace.bot_user_id)
    channel: Json = whole if args.flag("return_im") else {"id": conversation.id}
    return {"channel": channel, **({"no_op": True, "already_open": True} if before else {})}


def info(caller: Caller, args: Args) -> Json:
    """`conversations.info`: the number of members only when asked for."""
    whole = caller.known(args).as_json(bot_user_id=caller.workspace.bot_user_id)
    if not args.flag("include_num_members"):
        whole.pop("num_members", None)
    return {"channel": whole}


def members(caller: Caller, args: Args) -> Json:
    """`conversations.members`: ids, in pages."""
    people, cursor = page(caller.known(args).members, args, default=100, most=1000)
    return {"members": people, "response_metadata": {"next_cursor": cursor}}


def list_(caller: Caller, args: Args) -> Json:
    """`conversations.list`: public channels, and private ones that the app is in, in pages; each type needs its scope."""
    kinds = [TYPE_NAMES.get(name.strip()) for name in args.text("types", "public_channel").split(",")]
    if None in kinds:
        raise ApiError("invalid_types")
    scopes = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
    for kind in kinds:
        caller.workspace.require_scope(scopes[str(kind)])
    found = [c for c in caller.workspace.conversations.values() if c.kind in kinds and _visible(caller, c)]
    if args.flag("exclude_archived"):
        found = [c for c in found if not c.archived]
    shown, cursor = page(found, args, default=100, most=1000)
    written = [c.as_json(bot_user_id=caller.workspace.bot_user_id) for c in shown]
    return {"channels": written, "response_metadata": {"next_cursor": cursor}}


def history(caller: Caller, args: Args) -> Json:
    """`conversations.history`: newest first, replies only if broadcast."""
    conversation = caller.readable(args)
    found = [m for m in reversed(conversation.top_level()) if _within(m, args)]
    return _messages(caller, conversation, found, args)


def replies(caller: Caller, args: Args) -> Json:
    """`conversations.replies`: the parent, then the replies, oldest first; of a lone message, the message."""
    conversation = caller.readable(args)
    parent = conversation.messages.get(args.needed("ts"))
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.is_reply:
        parent = conversation.messages.get(parent.thread_ts or "", parent)
    found = [m for m in conversation.replies(parent.ts) if _within(m, args)]
    return _messages(caller, conversation, [parent, *found], args)


def _messages(caller: Caller, conversation: Conversation, found: list[Message], args: Args) -> Json:
    most_at_once = RATION if caller.world.faults.ration_history else HISTORY_MOST
    shown, cursor = page(found, args, default=100, most=HISTORY_MOST, at_once=most_at_once)
    all_metadata = args.flag("include_all_metadata")
    written = [conversation.message_json(m, all_metadata=all_metadata) for m in shown]
    answer: Json = {"messages": written, "has_more": bool(cursor)}
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def _within(message: Message, args: Args) -> bool:
    oldest, latest = _micros(args.text("oldest", "0")), _micros(args.text("latest", "9999999999"))
    at = _micros(message.ts)
    return oldest <= at <= latest if args.flag("inclusive") else oldest < at < latest


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    try:
        return int(seconds or 0) * 1_000_000 + int(fraction.ljust(6, "0")[:6] or 0)
    except ValueError as problem:
        raise ApiError("invalid_ts_latest") from problem


def _visible(caller: Caller, conversation: Conversation) -> bool:
    return conversation.kind == "channel" or caller.workspace.bot_user_id in conversation.members
