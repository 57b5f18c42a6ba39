"""What a person does with messages besides writing: press, choose, take a shortcut, give a command."""

from bot.sandbox.deeds.responses import respond
from bot.sandbox.driver.controls import Control, action
from bot.sandbox.driver.place import Place
from bot.sandbox.driver.replies import Reply
from bot.sandbox.driver.searching import is_searchable, looked_up
from bot.sandbox.errors import ApiError, CannotDo
from bot.sandbox.fields import chosen, initial_state
from bot.sandbox.shapes import Json, as_text, clone
from bot.sandbox.wording import escape
from bot.sandbox.world.account import Account
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.message import Message
from bot.sandbox.world.view import StateKey

TIMED_OUT = "operation_timeout"


async def act_on_message(
    place: Place,
    account: Account,
    conversation: Conversation,
    message: Message,
    control: Control,
    picked: Json | None = None,
) -> bool:
    """Send `block_actions` of a message; whether the app acknowledged it."""
    kept, fresh = account.typed.get(message.ts, {}), initial_state(message.blocks)
    state = {key: kept.get(key, value) for key, value in fresh.items()}
    account.typed[message.ts] = state
    if picked is not None:
        state[as_text(control.block.get("block_id")), control.action_id] = picked
    url, _ = place.response_url(account, conversation, message.ts)
    payload: Json = {
        **place.base("block_actions", account),
        **surface_of(conversation, message),
        "trigger_id": place.trigger(account),
        "channel": place.channel_json(conversation),
        "state": {"values": _values(state)},
        "response_url": url,
        "actions": [action(control, chosen=picked, at=place.world.stamps.next())],
    }
    return (await place.ask(account, payload)).accepted


async def choose_on_message(
    place: Place,
    account: Account,
    conversation: Conversation,
    message: Message,
    control: Control,
    value: object,
) -> bool:
    """Choose in a select of a message, searching first where the app is asked for options."""
    known: list[Json] = []
    if is_searchable(control.element):
        known = await looked_up(place, account, control, value, surface_of(conversation, message), known)
    picked = chosen(control.element, value, known)
    return await act_on_message(place, account, conversation, message, control, picked)


def surface_of(conversation: Conversation, message: Message) -> Json:
    """How payloads name a message and show it; a private one is named only."""
    surface: Json = {"container": _container(conversation, message)}
    return surface if message.ephemeral else {**surface, "message": conversation.message_json(message)}


async def message_shortcut(
    place: Place, account: Account, conversation: Conversation, message: Message, callback_id: str
) -> bool:
    """Send `message_action`; whether the app acknowledged it."""
    _require_commands(place, account)
    url, _ = place.response_url(account, conversation, None)
    payload: Json = {
        **place.base("message_action", account),
        "callback_id": callback_id,
        "trigger_id": place.trigger(account),
        "action_ts": place.world.stamps.next(),
        "response_url": url,
        "message_ts": message.ts,
        "channel": place.channel_json(conversation),
        "message": conversation.message_json(message),
    }
    return (await place.ask(account, payload)).accepted


async def global_shortcut(place: Place, account: Account, callback_id: str) -> bool:
    """Send `shortcut`; whether the app acknowledged it."""
    _require_commands(place, account)
    payload: Json = {
        **place.base("shortcut", account),
        "callback_id": callback_id,
        "trigger_id": place.trigger(account),
        "action_ts": place.world.stamps.next(),
    }
    return (await place.ask(account, payload)).accepted


async def command(place: Place, account: Account, conversation: Conversation, name: str, text: str) -> Reply:
    """Send a slash command and return what comes back, now and later; its text goes out escaped."""
    _require_commands(place, account)
    url, given = place.response_url(account, conversation, None)
    channel = place.channel_json(conversation)
    reply = Reply(messages=given.heard)
    payload: Json = {
        "token": place.world.verification_token,
        "team_id": place.workspace.team_id,
        "team_domain": place.workspace.domain,
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "user_id": account.id,
        "user_name": account.name,
        "command": name,
        "text": _command_text(place, text),
        "api_app_id": place.world.app_id,
        "is_enterprise_install": "true" if place.workspace.is_org_install else "false",
        **({"enterprise_id": place.workspace.enterprise_id} if place.workspace.enterprise_id else {}),
        "response_url": url,
        "trigger_id": place.trigger(account),
    }
    answer = await place.ask(account, payload, "slash_commands")
    if not answer.accepted:
        reply.failed = f"{name} failed with the error {TIMED_OUT!r}"
    elif answer.payload.get("text") or answer.payload.get("blocks"):
        try:
            respond(place.world, given, answer.payload, where=name)
        except ApiError as error:
            reply.failed = f"{name} failed with the error {error.code!r}"
    return reply


def _require_commands(place: Place, account: Account) -> None:
    if account.team_id != place.workspace.team_id:
        raise CannotDo(f"{account.real_name} is from another company: no commands and shortcuts of this app.")
    if "commands" not in place.workspace.scopes:
        raise CannotDo("The app has no scope for shortcuts and commands here.")


def _container(conversation: Conversation, message: Message) -> Json:
    written: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": message.ephemeral,
    }
    return {**written, "thread_ts": message.thread_ts} if message.thread_ts else written


def _values(state: dict[StateKey, Json]) -> Json:
    values: dict[str, Json] = {}
    for (block_id, action_id), value in state.items():
        values.setdefault(block_id, {})[action_id] = clone(value)
    return dict(values)


def _command_text(place: Place, text: str) -> str:
    for account in place.workspace.accounts.values():
        text = text.replace(f"@{account.real_name}", f"\0{account.id}|{account.name}\1")
    return escape(text).replace("\0", "<@").replace("\1", ">")
