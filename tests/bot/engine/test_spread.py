"""The engine over several processes: nothing of it need last, and everything of it may fail for a while."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest

from bot.engine.schema import MARK, ensure_schema
from storage.errors import UnreachableError
from tests.bot.engine.turning import Postgres, Turns, ticked, turning, until

WIPES = {
    "jobs deleted": "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers",
    "all rows deleted": "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,"
    " procrastinate_workers",
    "one table dropped": "DROP TABLE procrastinate_workers CASCADE",
    "all tables dropped": "DROP TABLE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,"
    " procrastinate_workers CASCADE",
    "everything dropped": "DROP SCHEMA public CASCADE; CREATE SCHEMA public",
}


@pytest.mark.parametrize("wipe", WIPES.values(), ids=WIPES.keys())
async def test_it_ticks_on_when_its_tables_are_wiped(postgres: Postgres, wipe: str) -> None:
    turns = Turns()
    async with turning("procrastinate", turns, postgres) as engine:
        await until(lambda: turns.ended)
        await postgres.do_apart(wipe)
        await ticked(turns, 3)
        engine.wake()
        await ticked(turns)


async def test_it_ticks_on_when_its_connections_are_cut(postgres: Postgres) -> None:
    turns = Turns()
    async with turning("procrastinate", turns, postgres) as engine:
        for _ in range(3):
            await until(lambda: turns.ended)
            await postgres.cut_all_connections()
            engine.wake()
            await ticked(turns, 2)


async def test_two_processes_share_one_tick_a_second(postgres: Postgres) -> None:
    first, second = Turns(), Turns()
    async with AsyncExitStack() as stack:
        for turns in (first, second):
            await stack.enter_async_context(turning("procrastinate", turns, postgres))
        await until(lambda: first.ended + second.ended >= 2)
        since = seconds(postgres)
        before = first.ended + second.ended
        await until(lambda: first.ended + second.ended >= before + 5)
        passed = seconds(postgres) - since
    ticks = first.ended + second.ended - before
    assert ticks <= passed + 2, "each would have made as many alone"


def seconds(postgres: Postgres) -> int:
    """What the server's clock says."""
    found = postgres.one("SELECT extract(epoch FROM clock_timestamp())::int")
    assert isinstance(found, int)
    return found


async def test_a_busy_process_leaves_the_next_tick_to_a_free_one(postgres: Postgres) -> None:
    busy, free = Turns(), Turns()
    async with turning("procrastinate", busy, postgres) as engine:
        await until(lambda: busy.ended)
        busy.gate.clear()
        await until(lambda: busy.begun > busy.ended)
        async with turning("procrastinate", free, postgres):
            engine.wake()
            await until(lambda: free.ended)
        assert busy.most_at_once == 1


async def test_a_process_that_only_hears_wakes_one_that_works(postgres: Postgres) -> None:
    idle, working = Turns(), Turns()
    async with (
        turning("procrastinate", idle, postgres, works=False) as web,
        turning("procrastinate", working, postgres),
    ):
        await until(lambda: working.ended)
        before = working.ended
        web.wake()
        await until(lambda: working.ended > before)
    assert idle.begun == 0


async def test_jobs_carry_no_due_time_and_no_lock_and_are_gone_when_done(postgres: Postgres) -> None:
    turns = Turns()
    async with turning("procrastinate", turns, postgres) as engine:
        turns.gate.clear()
        await until(lambda: turns.begun > turns.ended)
        engine.wake()
        await until(lambda: postgres.one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"))
        strict = "SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL OR lock IS NOT NULL"
        assert postgres.one(strict) == 0
        turns.gate.set()
        await until(lambda: turns.ended >= 3)
    left = "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'todo'"
    assert postgres.one(left) == 0
    assert postgres.one("SELECT count(*) FROM procrastinate_events") in {0, 1, 2}


async def test_what_a_killed_process_had_taken_up_is_forgotten(postgres: Postgres) -> None:
    ensure_schema(postgres.parameters)
    postgres.do(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('understudy', 'tick', 'doing')"
    )
    turns = Turns()
    async with turning("procrastinate", turns, postgres):
        await until(lambda: turns.ended)
        await until(
            lambda: (
                not postgres.one(
                    "SELECT count(*) FROM procrastinate_jobs WHERE worker_id IS NULL AND status = 'doing'"
                )
            )
        )


def test_its_tables_are_made_once_and_made_anew_by_a_later_version_only(postgres: Postgres) -> None:
    comment = "SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
    assert ensure_schema(postgres.parameters)
    assert not ensure_schema(postgres.parameters)
    ours = postgres.one(comment)
    for other in (f"{MARK}99.0.0", "somebody else's"):
        postgres.do(f"COMMENT ON TABLE procrastinate_jobs IS '{other.replace(chr(39), chr(39) * 2)}'")
        assert not ensure_schema(postgres.parameters)
    postgres.do(f"COMMENT ON TABLE procrastinate_jobs IS '{MARK}3.9.0'")
    assert ensure_schema(postgres.parameters)
    assert postgres.one(comment) == ours


async def test_a_server_that_is_away_at_the_start_is_said_at_once(postgres: Postgres) -> None:
    away = Postgres({**postgres.parameters, "dbname": "no_such_database"}, postgres.connection)
    with pytest.raises(UnreachableError):
        async with turning("procrastinate", Turns(), away):
            pass
