"""Searchable selects: what the app offers for typed letters, asked for as Slack asks."""

from typing import NamedTuple

from bot.sandbox.checks.suggestions import suggestion_problems
from bot.sandbox.driver.controls import Control
from bot.sandbox.driver.place import Place
from bot.sandbox.errors import CannotDo
from bot.sandbox.fields import find_option, options_of
from bot.sandbox.shapes import Json, as_number, as_object, as_text
from bot.sandbox.world.account import Account
from bot.sandbox.world.ledger import Refusal

QUERY_MIN = 3  # characters that a person types before Slack asks the app, unless the select says otherwise


class Option(NamedTuple):
    """One suggestion of a searchable select."""

    text: str
    value: str


def is_searchable(element: Json) -> bool:
    """Whether the app is asked for this select's options."""
    return as_text(element.get("type")).endswith("external_select")


def as_option(raw: Json) -> Option:
    """An option object as a test reads it."""
    return Option(as_text(as_object(raw.get("text")).get("text")), as_text(raw.get("value")))


async def offered_for(
    place: Place, account: Account, control: Control, typed: str, surface: Json
) -> list[Json]:
    """What the app offers; nothing while too few letters are typed, or when Slack would refuse the answer."""
    if len(typed) < as_number(control.element.get("min_query_length"), QUERY_MIN):
        return []
    block_id = as_text(control.block.get("block_id"))
    asked: Json = {"action_id": control.action_id, "block_id": block_id, "value": typed}
    answer = await place.ask(account, {**place.base("block_suggestion", account), **asked, **surface})
    problems = suggestion_problems(answer.payload) if answer.accepted else []
    if problems:
        place.world.refused.append(
            Refusal(where="block_suggestion", payload=answer.payload, reasons=problems)
        )
        return []
    return options_of(answer.payload)


async def looked_up(
    place: Place, account: Account, control: Control, value: object, surface: Json, known: list[Json]
) -> list[Json]:
    """The known options and what was found by typing each wanted value that is not among them."""
    for wanted in value if isinstance(value, (list, tuple)) else [value]:
        if wanted is not None and not _is_among(known, control.element, str(wanted)):
            known = [*known, *await offered_for(place, account, control, str(wanted), surface)]
    return known


def _is_among(known: list[Json], element: Json, wanted: str) -> bool:
    try:
        find_option(element, wanted, known)
    except CannotDo:
        return False
    return True
