"""Somebody of another company, in a channel that came to be shared: no window opens for them, nothing is asked of them."""

from __future__ import annotations

from bot.sandbox.driver.people import Person
from tests.flows.scene import TEAM_ANSWER, Scene, whispers
from tests.flows.test_keeping_out import stored

SORRY = "belongs to another company's workspace"


async def joined(team: Scene) -> Person:
    ines = team.slack.team.add_person("Ines Okafor", external_team="T0OTHER")
    await team.channel.join(ines)
    return ines


async def test_their_presses_open_nothing_and_they_are_told_why(team: Scene) -> None:
    card, ines = await team.asked(), await joined(team)
    for button in ("forms:open", "postings:hint"):
        await ines.click(team.channel, card.ts, button)
        assert ines.modal is None
    assert whispers(ines).count(SORRY) == 2
    assert await stored(team, ines) == ""


async def test_once_it_is_known_whose_they_are_they_are_asked_nothing(team: Scene) -> None:
    card, ines = await team.asked(), await joined(team)
    await ines.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(hours=1)
    assert all(ines.id not in message.text for message in team.coach(card.ts))
