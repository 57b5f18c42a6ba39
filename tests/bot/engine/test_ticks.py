"""Whoever waits for a tick waits for a whole one."""

from __future__ import annotations

import asyncio

from bot.engine.ticking import Ticks


async def test_a_tick_at_work_is_not_the_one_that_is_waited_for() -> None:
    ticks, woken = Ticks(), asyncio.Event()
    at_work = ticks.begin()
    waiting = asyncio.create_task(ticks.next(woken.set))
    await woken.wait()
    ticks.end(at_work, 3)
    await asyncio.sleep(0)
    assert not waiting.done()
    ticks.end(ticks.begin(), 4)
    await waiting
    assert ticks.taken == 7
