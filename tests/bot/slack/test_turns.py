"""Events of one channel take turns before any of them takes a connection."""

import asyncio

from bot.slack.inbound import Turns


async def test_events_of_a_channel_take_turns_and_hold_up_no_other_channel() -> None:
    turns = Turns()
    at_work: list[str] = []
    most: dict[str, int] = {}
    both = asyncio.Barrier(2)

    async def deal(channel: str, *, meets: bool) -> None:
        async with turns.of(1, channel):
            at_work.append(channel)
            most[channel] = max(most.get(channel, 0), at_work.count(channel))
            if meets:
                await both.wait()
            await asyncio.gather(*(asyncio.to_thread(int) for _ in range(3)))
            at_work.remove(channel)

    async with asyncio.timeout(30):
        await asyncio.gather(
            *(deal(channel, meets=number == 0) for channel in ("C1", "C2") for number in range(5))
        )
    assert most == {"C1": 1, "C2": 1}


async def test_the_same_channel_of_another_workspace_is_another() -> None:
    turns = Turns()
    assert turns.of(1, "C1") is not turns.of(2, "C1")
