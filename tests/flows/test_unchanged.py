"""A message is updated when its words change, and only then, whoever said it last."""

from dataclasses import replace

from bot.routines.use_cases import WELCOME
from bot.slack.refreshing import Refresher
from bot.slack.remembering import Remembered
from storage.routines import Settings
from storage.work import Room
from tests.content.coaching.examples import NO_END
from tests.flows.scene import Scene

DAILY = Settings("12345", "10:00", "Europe/Berlin", None, None, 1440, 120, "thread")


async def test_a_later_reply_does_not_update_a_line_of_credit_that_says_the_same(team: Scene) -> None:
    await team.says(team.jo, "coach private")
    card = await team.asked()
    await team.jo.post(team.channel, NO_END, thread_ts=card.ts)
    await team.wait(seconds=65)
    credit, question = team.jo.dm.messages()[-2:]
    await team.jo.post(team.jo.dm, "It took two weeks.", thread_ts=question.ts)
    await team.jo.post(team.jo.dm, "Then the client was content.", thread_ts=question.ts)
    await team.wait(minutes=3)
    updated = [call.args["ts"] for call in team.slack.calls("chat.update")]
    assert credit.ts not in updated


async def test_what_another_process_said_since_is_updated_though_it_once_said_the_same(
    newcomers: Scene,
) -> None:
    await newcomers.settle()
    (welcome,) = newcomers.channel.messages()
    here = Refresher(newcomers.app.speaker)
    there = Refresher(replace(newcomers.app.speaker, remembered=Remembered()))
    now = await newcomers.app.clock.now()

    async def plan(at: str, by: Refresher) -> str:
        """What the welcome says once this process refreshed it."""

        def change(room: Room) -> None:
            room.routines.set_up(newcomers.channel.id, replace(DAILY, at=at))
            room.sayings.refresh(WELCOME, newcomers.channel.id, now)

        await newcomers.room(change)
        await by.refresh_stale()
        return newcomers.channel.message(welcome.ts).text

    for at, by in (("10:00", here), ("11:00", there), ("10:00", here), ("11:00", there), ("11:00", there)):
        assert at in await plan(at, by)
    assert len(newcomers.slack.calls("chat.update")) == 4
