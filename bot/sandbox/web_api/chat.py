"""`chat.*`: the app says, edits, takes back, whispers, links."""

from bot.sandbox.checks.messages import MessageProblem, message_problems, metadata_problems
from bot.sandbox.deeds import messages
from bot.sandbox.deeds.directs import direct_with
from bot.sandbox.deeds.views import with_ids
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json, as_list, as_objects, clone
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller, find_message
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.message import Message

POST_TEXT_KEPT = 40_000
UPDATE_TEXT_MAX = 4_000


def post_message(caller: Caller, args: Args) -> Json:
    """`chat.postMessage`: text beyond 40,000 characters is cut off, as Slack does."""
    caller.workspace.require_scope("chat:write")
    conversation = _writable(caller, args.needed("channel"))
    _check(caller, "chat.postMessage", args)
    thread_ts = _thread(conversation, args)
    broadcast = bool(thread_ts) and args.flag("reply_broadcast")
    message = _draft(caller, conversation, args)
    message.thread_ts = thread_ts
    message.subtype = "thread_broadcast" if broadcast else None
    messages.say(caller.world, caller.workspace, conversation, message)
    return {"channel": conversation.id, "ts": message.ts, "message": message.as_json()}


def update(caller: Caller, args: Args) -> Json:
    """`chat.update`: own messages only; blocks left out with a text given are taken away; metadata stays."""
    caller.workspace.require_scope("chat:write")
    conversation = caller.workspace.conversation(args.needed("channel"))
    message = find_message(conversation, args.needed("ts"))
    if message.bot_id != caller.workspace.bot_id:
        raise ApiError("cant_update_message")
    if conversation.archived:
        raise ApiError("is_inactive")
    if len(args.text("text")) > UPDATE_TEXT_MAX:
        raise caller.refuse(
            "chat.update", args.given, [f"text is over {UPDATE_TEXT_MAX} characters"], "msg_too_long"
        )
    _check(caller, "chat.update", args)
    before = conversation.message_json(message)
    draft = _draft(caller, conversation, args)
    message.text, message.blocks, message.attachments = draft.text, draft.blocks, draft.attachments
    message.metadata = draft.metadata if args.has("metadata") else message.metadata
    if not message.blocks:
        message.edited = {"user": caller.workspace.bot_user_id, "ts": draft.ts}
    messages.change(caller.world, caller.workspace, conversation, message, before)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": message.as_json()}


def delete(caller: Caller, args: Args) -> Json:
    """`chat.delete`: own messages only."""
    caller.workspace.require_scope("chat:write")
    conversation = caller.workspace.conversation(args.needed("channel"))
    message = find_message(conversation, args.needed("ts"))
    if message.bot_id != caller.workspace.bot_id:
        raise ApiError("cant_delete_message")
    messages.delete(caller.world, caller.workspace, conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def post_ephemeral(caller: Caller, args: Args) -> Json:
    """`chat.postEphemeral`: only a member of the conversation sees it, and no history keeps it."""
    caller.workspace.require_scope("chat:write")
    conversation = _writable(caller, args.needed("channel"))
    user = args.needed("user")
    if user not in conversation.members or user not in caller.workspace.accounts:
        raise ApiError("user_not_in_channel")
    _check(caller, "chat.postEphemeral", args)
    message = _draft(caller, conversation, args)
    message.thread_ts, message.ephemeral = _thread(conversation, args), True
    caller.workspace.account(user).ephemerals.append(message)
    return {"message_ts": message.ts}


def get_permalink(caller: Caller, args: Args) -> Json:
    """`chat.getPermalink`: where people find a message."""
    conversation = caller.workspace.conversation(args.needed("channel"))
    message = find_message(conversation, args.needed("message_ts"))
    link = f"https://{caller.workspace.domain}.slack.com/archives/{conversation.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={conversation.id}" if message.is_reply else ""
    return {"channel": conversation.id, "permalink": link + thread}


def _writable(caller: Caller, channel: str) -> Conversation:
    workspace = caller.workspace
    if channel in workspace.accounts:
        conversation = direct_with(caller.world, workspace, [channel])
    else:
        conversation = workspace.conversation(channel)
    public = conversation.kind == "channel" and "chat:write.public" in workspace.scopes
    if workspace.bot_user_id not in conversation.members and not public:
        raise ApiError("not_in_channel")
    if conversation.archived:
        raise ApiError("is_archived")
    return conversation


def _thread(conversation: Conversation, args: Args) -> str | None:
    thread_ts = args.text("thread_ts") or None
    if thread_ts:
        parent = conversation.messages.get(thread_ts)
        if parent is None or parent.is_reply:
            raise ApiError("thread_not_found")
    return thread_ts


def _check(caller: Caller, where: str, args: Args) -> None:
    raw: Json = {**args.given, **{name: args.raw(name) for name in ("blocks", "attachments", "metadata")}}
    problem: MessageProblem | None = message_problems(raw) or metadata_problems(raw.get("metadata"))
    if problem:
        raise caller.refuse(where, clone(raw), problem.reasons, problem.code)


def _draft(caller: Caller, conversation: Conversation, args: Args) -> Message:
    blocks = as_objects(with_ids(caller.world, {"blocks": as_list(args.raw("blocks"))}).get("blocks"))
    return Message(
        ts=caller.world.stamps.next(),
        channel=conversation.id,
        team=caller.workspace.team_id,
        user=caller.workspace.bot_user_id,
        text=(args.text("text") or args.text("markdown_text"))[:POST_TEXT_KEPT],
        blocks=blocks,
        attachments=args.objects("attachments"),
        bot_id=caller.workspace.bot_id,
        app_id=caller.world.app_id,
        metadata=None if caller.world.faults.drop_metadata else args.object("metadata") or None,
    )
