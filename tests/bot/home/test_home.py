from datetime import date

from bot.happenings import ChannelSetUp
from bot.sandbox.checks.views import view_problems
from bot.slack.events import HomeOpened
from storage.routines import Routine
from tests.bot.people.house import CHANNEL, MARA, House, ids, texts


async def opened(house: House, user_id: str = MARA) -> str:
    """What stands on a person's Home when they open it."""
    house.hear(HomeOpened(user_id))
    await house.tick()
    view = house.slack.homes[user_id]
    assert view_problems(view, "home") == []
    return texts(view)


async def test_somebody_in_no_practice_reads_how_to_begin(house: House) -> None:
    shown = await opened(house)
    assert "You take part" in shown
    assert "/understudy setup" in shown
    assert "no hiring tool" in shown
    assert "routines:setup" not in ids(house.slack.homes[MARA])


async def test_a_practice_stands_with_its_days_time_zone_and_next_question(house: House) -> None:
    house.practice()
    shown = await opened(house)
    assert "Monday to Friday at 09:30, Europe/Berlin time." in shown
    assert "Next question: Tuesday 3 November 2026." in shown
    assert {"routines:preview", "routines:setup"} <= set(ids(house.slack.homes[MARA]))


async def test_what_is_left_out_before_the_next_question_is_named(house: House) -> None:
    routine = house.practice()
    house.do(lambda room: room.routines.skip(routine.id, date(2026, 11, 3)))
    shown = await opened(house)
    assert "Next question: Wednesday 4 November 2026." in shown
    assert "Left out before it: Tuesday 3 November 2026 (skipped on request)." in shown


async def test_a_slot_that_ask_now_took_is_not_announced_again(house: House) -> None:
    house.ask(house.practice(), slot="2026-11-03")
    assert "Next question: Wednesday 4 November 2026." in await opened(house)


async def test_a_pause_a_pause_without_end_and_a_lost_channel_say_why_nothing_comes(house: House) -> None:
    routine: Routine = house.practice()
    house.do(lambda room: room.routines.pause(routine.id, date(2026, 11, 16)))
    assert "all days until Monday 16 November 2026 (paused)" in await opened(house)
    house.do(lambda room: room.routines.pause(routine.id, date.max))
    assert "Paused until somebody resumes it." in await opened(house)
    house.do(lambda room: room.routines.lose(routine.id, "archived"))
    assert "No question comes: the channel is archived." in await opened(house)


async def test_one_line_says_what_holds_and_until_when(house: House) -> None:
    await house.type("coach private", MARA)
    await house.type("notes off", MARA)
    await house.type("away until 2026-11-16", MARA)
    assert (
        "You are away until Monday 16 November 2026; the coach asks you privately; "
        "your daily note is off until you say `/understudy notes on`."
    ) in await opened(house)
    await house.type("keep me out", MARA)
    assert "You are kept out since Monday 2 November 2026" in await opened(house)


async def test_home_that_was_opened_once_follows_the_persons_own_changes(house: House) -> None:
    await opened(house)
    await house.press("people:place:private", MARA)
    await house.tick()
    assert "asks you privately" in texts(house.slack.homes[MARA])
    await house.press("privacy:keep_out", MARA, view_id="V1")
    await house.tick()
    assert "You are kept out" in texts(house.slack.homes[MARA])
    assert ids(house.slack.homes[MARA]) == ["privacy:let_in", "privacy:export"]
    await house.press("privacy:let_in", MARA)
    await house.tick()
    assert "You take part" in texts(house.slack.homes[MARA])


async def test_nobodys_home_is_shown_before_they_open_it(house: House) -> None:
    await house.press("people:place:private", MARA)
    await house.tick()
    assert house.slack.homes == {}


async def test_whoever_runs_a_practice_sees_its_new_settings_at_once(house: House) -> None:
    await opened(house)
    routine = house.practice()
    house.do(lambda room: room.routines.set_facilitators(routine.id, [MARA]))
    house.hear(ChannelSetUp(routine.id))
    await house.tick()
    assert CHANNEL in str(house.slack.homes[MARA])


async def test_a_home_that_slack_once_refused_is_shown_when_it_is_opened_again(house: House) -> None:
    house.hear(HomeOpened(MARA))
    house.slack.refuses_homes = True
    await house.tick()
    assert house.slack.homes == {}
    house.slack.refuses_homes = False
    assert "You take part" in await opened(house)


async def test_thirty_practices_fit_into_a_home(house: House) -> None:
    for number in range(30):
        house.practice(f"C0{number:03}")
    assert "And 15 more" in await opened(house)
