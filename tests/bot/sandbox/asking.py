"""What an app answers and hears when people press, search and open forms."""

from slack_sdk.socket_mode.request import SocketModeRequest

from bot.sandbox.driver.people import Person
from bot.sandbox.shapes import Json, as_text
from tests.bot.sandbox.ear import Ear
from tests.bot.sandbox.payloads import option, plain

ZONES = ("Europe/Berlin", "Europe/Bern", "Asia/Tokyo")
ZONE: Json = {
    "type": "input",
    "block_id": "zone",
    "label": plain("Zone"),
    "element": {"type": "external_select", "action_id": "zones", "min_query_length": 2},
}


def offer(request: SocketModeRequest) -> Json:
    typed = as_text(request.payload.get("value")).lower()
    return {"options": [option(zone) for zone in ZONES if typed in zone.lower()]}


def last(ear: Ear) -> Json:
    return ear.heard[-1].payload


async def a_trigger(ear: Ear, person: Person) -> str:
    await person.global_shortcut("practice")
    return as_text(last(ear)["trigger_id"])
