"""A sandbox of its own, with a small made-up team, for whoever wants to look at the app by hand."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.sandbox.driver.teams import Team
from bot.sandbox.slack import Sandbox

PEOPLE = (
    ("Mara Lindqvist", "Europe/Berlin"),
    ("Tomás Aguirre", "America/Santiago"),
    ("Ines Okafor", "Africa/Lagos"),
    ("Jun Takeda", "Asia/Tokyo"),
)


async def serve(host: str, port: int, start: datetime, tell: Callable[[str], None]) -> None:
    """Run until cancelled; `tell` gets one line for each address, token and id."""
    async with Sandbox.open(start=start, host=host, port=port) as slack:
        for line in _lines(slack, populated(slack.team)):
            tell(line)
        await asyncio.Event().wait()


def populated(team: Team) -> list[str]:
    """Put the made-up people and two channels into a team; tells a line for each."""
    people = [team.add_person(name, tz) for name, tz in PEOPLE]
    channels = [
        team.add_channel("leadership", people),
        team.add_channel("managers", people[:2], private=True),
    ]
    lines = [f"person {person.account.real_name}: {person.id}" for person in people]
    return [*lines, *(f"channel #{channel.name}: {channel.id}" for channel in channels)]


def _lines(slack: Sandbox, places: list[str]) -> list[str]:
    return [
        f"Slack API: {slack.api_url}",
        f"clock: {slack.url}/clock",
        f"bot token: {slack.team.bot_token}",
        f"app token: {slack.app_token}",
        f"signing secret: {slack.signing_secret}",
        f"workspace {slack.team.place.workspace.name}: {slack.team.team_id}",
        *places,
    ]
