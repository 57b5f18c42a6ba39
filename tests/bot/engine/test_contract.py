"""What both engines promise."""

from __future__ import annotations

import asyncio

from bot.engine.choosing import EngineName, engine_of
from tests.bot.engine.turning import Postgres, Turns, turning, until

NEVER = 3600.0


async def test_it_ticks_again_and_again(name: EngineName, postgres: Postgres) -> None:
    turns = Turns()
    async with turning(name, turns, postgres):
        await until(lambda: turns.ended >= 3)


async def test_a_wake_ticks_before_the_next_turn(name: EngineName, postgres: Postgres) -> None:
    turns = Turns()
    async with turning(name, turns, postgres, every_seconds=NEVER) as engine:
        if name == "procrastinate":
            await until(lambda: turns.ended)
        before = turns.ended
        engine.wake()
        await until(lambda: turns.ended > before)


async def test_many_wakes_at_once_become_few_ticks(name: EngineName, postgres: Postgres) -> None:
    turns = Turns()
    async with turning(name, turns, postgres, every_seconds=NEVER) as engine:
        for _ in range(1000):
            engine.wake()
        await until(lambda: turns.ended)
        await asyncio.sleep(0)
    assert turns.begun < 20


async def test_what_was_committed_during_a_tick_is_seen_by_another(
    name: EngineName, postgres: Postgres
) -> None:
    turns = Turns()
    async with turning(name, turns, postgres) as engine:
        turns.gate.clear()
        engine.wake()
        await until(lambda: turns.begun > turns.ended)
        during = turns.begun
        engine.wake()
        turns.gate.set()
        await until(lambda: turns.begun > during)


async def test_never_two_at_a_time(name: EngineName, postgres: Postgres) -> None:
    turns = Turns()
    async with turning(name, turns, postgres, every_seconds=0.05) as engine:
        turns.gate.clear()
        await until(lambda: turns.begun > turns.ended)
        for _ in range(50):
            engine.wake()
            await asyncio.sleep(0)
        turns.gate.set()
        await until(lambda: turns.ended >= 3)
    assert turns.most_at_once == 1


async def test_a_tick_that_raises_spares_the_next(name: EngineName, postgres: Postgres) -> None:
    turns = Turns(fails=True)
    async with turning(name, turns, postgres):
        await until(lambda: turns.ended >= 2)
        turns.fails = False
        before = turns.ended
        await until(lambda: turns.ended > before)


async def test_stopping_waits_for_the_tick_at_work_and_is_the_last_of_it(
    name: EngineName, postgres: Postgres
) -> None:
    turns = Turns()
    async with turning(name, turns, postgres) as engine:
        turns.gate.clear()
        await until(lambda: turns.begun > turns.ended)
        stopping = asyncio.create_task(engine.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        turns.gate.set()
        await stopping
        at_the_end = turns.begun
        engine.wake()
        await asyncio.sleep(0)
    assert turns.begun == turns.ended == at_the_end


async def test_stopping_what_never_started_is_no_error(name: EngineName, postgres: Postgres) -> None:
    engine = engine_of(name, Turns().tick, every_seconds=1, postgres=postgres.parameters, works=True)
    await engine.stop()


async def test_it_knows_when_the_rows_were_last_asked(name: EngineName, postgres: Postgres) -> None:
    turns = Turns()
    async with turning(name, turns, postgres) as engine:
        await until(lambda: turns.ended)
        async with asyncio.timeout(60):
            while (since := await engine.since_tick()) is None:  # noqa: ASYNC110 (it has no event to wait for)
                await asyncio.sleep(0)
        assert 0 <= since < 20
        assert await engine.waiting() <= 1
