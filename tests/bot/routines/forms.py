"""The set-up form in the hands of a test."""

import json

from bot.slack.interactions import ChangeView, OpenView, View
from tests.bot.routines.practice import (
    Practice,
    filled,
    press,
)


async def open_form(practice: Practice) -> View:
    response = await practice.do(press("routines:setup"))
    assert isinstance(response, OpenView), response
    return response.view


async def change(practice: Practice, view: View, action: str, **fields: object) -> View:
    values = filled(**fields)  # type: ignore[arg-type]
    response = await practice.do(press(action, view=view, values=values))
    assert isinstance(response, ChangeView), response
    return response.view


def shown(view: View) -> str:
    return json.dumps(view, ensure_ascii=False)


def ids(view: View) -> list[object]:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return [block.get("block_id") for block in blocks if block["type"] == "input"]
