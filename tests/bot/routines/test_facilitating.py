from datetime import UTC, date, datetime

import pytest

from bot.sandbox.checks.access import text_problems
from bot.sandbox.checks.surfaces import block_problems
from bot.sandbox.checks.views import view_problems
from bot.slack.interactions import ChangeView, FieldErrors, OpenView, Values, Whisper
from storage.routines import Settings
from tests.bot.routines.practice import (
    BEN,
    CHANNEL,
    NOW,
    Practice,
    press,
    say,
    send,
)

MONDAY, TUESDAY = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
BROKEN = Settings("12345", "09:00", "Mars/Olympus", None, None, 1440, 120, "thread")
ALL_COMMANDS = ("preview", "skip next", "pause", "pause until 2026-12-01", "resume", "setup")


def check(whisper: Whisper) -> None:
    assert block_problems(list(whisper.blocks), "message") == []
    assert text_problems(whisper.text, [dict(block) for block in whisper.blocks]) == []


@pytest.mark.parametrize("words", [words for words in ALL_COMMANDS if words != "setup"])
async def test_without_a_practice_every_command_says_what_to_do(practice: Practice, words: str) -> None:
    assert "/understudy setup" in await practice.told(say(words))


@pytest.mark.parametrize("words", ALL_COMMANDS)
async def test_a_zone_that_became_invalid_is_answered_with_a_sentence(practice: Practice, words: str) -> None:
    practice.set_up(BROKEN)
    if words == "setup":
        assert isinstance(await practice.do(say(words)), OpenView)
        return
    response = await practice.do(say(words))
    assert isinstance(response, Whisper)
    assert "Mars/Olympus" in response.text
    assert "/understudy setup" in response.text
    check(response)


async def test_everybody_sees_the_next_ten_posts_and_facilitators_the_buttons(practice: Practice) -> None:
    practice.set_up()
    theirs, others = await practice.do(say("preview")), await practice.do(say("preview", BEN))
    assert isinstance(theirs, Whisper)
    assert isinstance(others, Whisper)
    for whisper in (theirs, others):
        check(whisper)
        assert whisper.text.count(", 09:00") == 10
    assert "routines:skip" in str(theirs.blocks)
    assert "routines:skip" not in str(others.blocks)


async def test_a_preview_opened_from_home_has_no_buttons_that_would_open_windows_upon_windows(
    practice: Practice,
) -> None:
    practice.set_up()
    view = {"private_metadata": ""}
    response = await practice.do(press("routines:preview", view=view))
    assert isinstance(response, Whisper)
    assert "routines:" not in str(response.blocks)
    assert len(response.blocks) > 1


async def test_the_preview_says_that_the_channel_is_lost(practice: Practice) -> None:
    routine = practice.set_up()
    practice.run(lambda room: room.routines.lose(routine.id, "archived"))
    assert "Nothing can be posted now: this channel is archived" in await practice.told(say("preview"))


async def test_skip_next_leaves_one_day_out_and_says_so_the_second_time(practice: Practice) -> None:
    practice.set_up()
    first = await practice.do(say("skip next"))
    assert isinstance(first, Whisper)
    check(first)
    assert first.text.startswith("Mon 23 Nov 2026 is skipped. The next question comes on Tue 24 Nov 2026")
    assert practice.routine().next_at == TUESDAY
    again = await practice.told(press("routines:skip"))
    assert again.startswith("Mon 23 Nov 2026 is already skipped. The next question comes on Tue 24 Nov 2026")
    assert practice.routine().next_at == TUESDAY
    assert "Mon 23 Nov 2026: no question, skipped" in await practice.told(say("preview"))


async def test_skip_next_passes_over_a_day_that_was_asked_already(practice: Practice) -> None:
    routine = practice.set_up()
    practice.run(
        lambda room: room.postings.record_skip(
            routine_id=routine.id, slot="2026-11-23", channel=CHANNEL, planned_at=NOW, because="late"
        )
    )
    assert (await practice.told(say("skip next"))).startswith("Tue 24 Nov 2026 is skipped")


async def test_pause_until_a_date_and_again_and_resume(practice: Practice) -> None:
    practice.set_up()
    first = await practice.do(say("Pause until 1 December"))
    assert isinstance(first, Whisper)
    check(first)
    assert "is paused until Tue 1 Dec 2026" in first.text
    assert practice.routine().paused_until == date(2026, 12, 1)
    assert practice.routine().next_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert "already paused until Tue 1 Dec 2026" in await practice.told(say("pause until 2026-12-01"))
    assert "paused until Tue 1 Dec 2026" in await practice.told(say("preview"))
    assert "goes on. The next question comes on Mon 23 Nov 2026, 09:00" in await practice.told(say("resume"))
    assert practice.routine().next_at == MONDAY
    assert "is not paused" in await practice.told(press("routines:resume"))


async def test_pause_alone_lasts_until_somebody_resumes(practice: Practice) -> None:
    practice.set_up()
    assert "paused until somebody resumes" in await practice.told(say("pause"))
    assert practice.routine().next_at is None
    assert "already paused until somebody resumes" in await practice.told(say("pause"))
    preview = await practice.told(say("preview"))
    assert "no question, paused until somebody resumes it" in preview
    assert "next two years" not in preview
    assert "nothing to skip" in await practice.told(say("skip next"))
    await practice.do(say("resume"))
    assert practice.routine().next_at == MONDAY


@pytest.mark.parametrize("words", ["pause until soon", "pause for ever", "pause until 31.2.2027"])
async def test_a_date_that_cannot_be_read_is_answered_with_an_example(practice: Practice, words: str) -> None:
    practice.set_up()
    told = await practice.told(say(words))
    assert "1 December" in told
    assert practice.routine().paused_until is None


@pytest.mark.parametrize("words", ["pause until 2026-11-22", "pause until 23.11.2026"])
async def test_a_day_that_is_not_to_come_is_no_end_of_a_pause(practice: Practice, words: str) -> None:
    practice.set_up()
    assert "still to come" in await practice.told(say(words))
    assert practice.routine().paused_until is None


async def test_a_pause_that_is_over_is_none(practice: Practice) -> None:
    routine = practice.set_up()
    practice.run(lambda room: room.routines.pause(routine.id, date(2026, 11, 23)))
    assert "is not paused" in await practice.told(say("resume"))


async def test_the_pause_button_asks_for_the_day(practice: Practice) -> None:
    practice.set_up()
    opened = await practice.do(press("routines:pause"))
    assert isinstance(opened, OpenView)
    assert view_problems(opened.view, "modal") == []
    assert "Tue 24 Nov 2026 or later" in str(opened.view)
    refused = await practice.do(send(opened.view, Values({"until": "2026-11-23"})))
    assert isinstance(refused, FieldErrors)
    taken = await practice.do(send(opened.view, Values({"until": "2026-12-01"})))
    assert isinstance(taken, ChangeView)
    assert view_problems(taken.view, "modal") == []
    assert practice.routine().paused_until == date(2026, 12, 1)
    assert isinstance(await practice.do(send(opened.view, Values())), ChangeView)
    assert practice.routine().paused_until == date.max
