from bot.routines.jobs import jobs, read_rosters, slack_jobs
from tests.bot.routines.practice import ANNA, BEN, BOT, CHANNEL, CLEO, NOW, Practice


def members(practice: Practice) -> list[str]:
    return [person.user_id for person in practice.run(lambda room: room.people.in_channel(CHANNEL))]


async def test_the_roster_of_a_new_practice_is_read_once_without_the_app_itself(practice: Practice) -> None:
    practice.set_up()
    assert await read_rosters(practice.reach) == 1
    assert await read_rosters(practice.reach) == 0
    assert members(practice) == [ANNA, BEN]
    assert practice.routine().members_read_at == NOW
    assert practice.calls.asked == [("members", practice.workspace_id, CHANNEL)]


async def test_who_is_no_longer_there_is_no_longer_a_member(practice: Practice) -> None:
    routine = practice.set_up()
    practice.here(CLEO)
    practice.run(lambda room: room.routines.mark_members_read(routine.id, None))
    await read_rosters(practice.reach)
    assert members(practice) == [ANNA, BEN]


async def test_who_came_or_left_while_slack_was_asked_is_as_the_events_told(practice: Practice) -> None:
    routine = practice.set_up()
    practice.here(BEN)
    practice.run(lambda room: room.routines.mark_members_read(routine.id, None))

    def meanwhile() -> None:
        practice.run(lambda room: room.people.join(CHANNEL, [CLEO]))
        practice.run(lambda room: room.people.leave(CHANNEL, BEN))

    practice.calls.meanwhile = meanwhile
    await read_rosters(practice.reach)
    assert members(practice) == [ANNA, CLEO]


async def test_a_channel_that_slack_refuses_is_not_asked_again_and_again(practice: Practice) -> None:
    practice.set_up()
    practice.calls.error = "channel_not_found"
    assert await read_rosters(practice.reach) == 1
    assert await read_rosters(practice.reach) == 0
    assert practice.routine().members_read_at == NOW
    assert len(practice.calls.asked) == 1


async def test_a_rate_limit_leaves_it_to_a_later_tick(practice: Practice) -> None:
    practice.set_up()
    practice.calls.error = "ratelimited"
    assert await read_rosters(practice.reach) == 0
    practice.calls.error = None
    assert await read_rosters(practice.reach) == 1
    assert members(practice) == [ANNA, BEN]
    assert BOT not in members(practice)


def test_the_tick_reads_rosters_and_does_nothing_else_for_routines(practice: Practice) -> None:
    assert slack_jobs() == (read_rosters,)
    assert jobs(practice.kit) == ()
