"""The methods that the sandbox knows; every other one is `unknown_method`."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.sandbox.shapes import Json
from bot.sandbox.web_api import chat, conversations, files, people, reactions, views
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller

Method: TypeAlias = Callable[[Caller, Args], Json]

METHODS: Mapping[str, Method] = {
    "auth.test": people.auth_test,
    "bots.info": people.bot_info,
    "team.info": people.team_info,
    "users.info": people.info,
    "users.list": people.list_,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.getPermalink": chat.get_permalink,
    "files.info": files.info,
    "conversations.open": conversations.open_,
    "conversations.info": conversations.info,
    "conversations.members": conversations.members,
    "conversations.list": conversations.list_,
    "conversations.history": conversations.history,
    "conversations.replies": conversations.replies,
    "views.open": views.open_,
    "views.push": views.push,
    "views.update": views.update,
    "views.publish": views.publish,
    "reactions.add": reactions.add,
    "reactions.get": reactions.get,
}
