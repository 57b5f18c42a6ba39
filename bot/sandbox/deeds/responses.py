"""Answers to a deed: what comes back in an acknowledgement or through a `response_url`."""

from bot.sandbox.checks.messages import message_problems
from bot.sandbox.deeds import messages
from bot.sandbox.deeds.views import with_ids
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json, as_flag, as_list, as_objects, as_text
from bot.sandbox.world.ledger import Refusal
from bot.sandbox.world.message import Message
from bot.sandbox.world.passes import ResponseUrl
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World


def respond(world: World, url: ResponseUrl, body: Json, *, where: str) -> None:
    """Do what an answer asks: a new private or public message, or the source replaced or taken away."""
    workspace = world.workspaces[url.team_id]
    if as_flag(body.get("delete_original")):
        _take_away(world, workspace, url)
        return
    problem = message_problems(body)
    if problem:
        world.refused.append(Refusal(where=where, payload=body, reasons=problem.reasons))
        raise ApiError(problem.code)
    message = _draft(world, workspace, url, body)
    source = _source(workspace, url)
    if as_flag(body.get("replace_original")) and source:
        _replace(world, workspace, url, source, message)
    elif body.get("response_type") == "in_channel":
        messages.say(world, workspace, workspace.conversations[url.channel], message)
    else:
        message.ephemeral = True
        workspace.account(url.user).ephemerals.append(message)
    url.heard.append(message)


def _draft(world: World, workspace: Workspace, url: ResponseUrl, body: Json) -> Message:
    blocks = as_objects(with_ids(world, {"blocks": as_list(body.get("blocks"))}).get("blocks"))
    return Message(
        ts=world.stamps.next(),
        channel=url.channel,
        team=workspace.team_id,
        user=workspace.bot_user_id,
        text=as_text(body.get("text")),
        blocks=blocks,
        attachments=as_objects(body.get("attachments")),
        thread_ts=as_text(body.get("thread_ts")) or None,
        bot_id=workspace.bot_id,
        app_id=world.app_id,
    )


def _source(workspace: Workspace, url: ResponseUrl) -> Message | None:
    whispered = (m for m in workspace.account(url.user).ephemerals if m.ts == url.source_ts)
    said = workspace.conversations[url.channel].messages.get(url.source_ts or "")
    return next(whispered, said)


def _replace(world: World, workspace: Workspace, url: ResponseUrl, source: Message, message: Message) -> None:
    conversation = workspace.conversations[url.channel]
    before = conversation.message_json(source)
    source.text, source.blocks, source.attachments = message.text, message.blocks, message.attachments
    if not source.ephemeral:
        messages.change(world, workspace, conversation, source, before)


def _take_away(world: World, workspace: Workspace, url: ResponseUrl) -> None:
    source = _source(workspace, url)
    if source is None:
        return
    if source.ephemeral:
        workspace.account(url.user).ephemerals.remove(source)
    else:
        messages.delete(world, workspace, workspace.conversations[url.channel], source)
