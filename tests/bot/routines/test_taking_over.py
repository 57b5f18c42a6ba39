import pytest

from bot.sandbox.checks.access import text_problems
from bot.sandbox.checks.surfaces import block_problems
from bot.slack.interactions import ChangeView, OpenView, Whisper
from storage.people import Profile
from tests.bot.routines.practice import (
    ANNA,
    BEN,
    CHANNEL,
    CLEO,
    NOW,
    Practice,
    filled,
    press,
    say,
    send,
)


def check(whisper: Whisper) -> None:
    assert block_problems(list(whisper.blocks), "message") == []
    assert text_problems(whisper.text, [dict(block) for block in whisper.blocks]) == []


@pytest.mark.parametrize("words", ["skip next", "pause", "resume", "setup"])
async def test_others_are_told_who_the_facilitators_are(practice: Practice, words: str) -> None:
    practice.set_up(facilitators=[BEN])
    practice.here(ANNA, BEN)
    response = await practice.do(say(words))
    assert isinstance(response, Whisper)
    assert f"<@{BEN}>" in response.text
    check(response)


def gone(user_id: str) -> Profile:
    return Profile(user_id, "", "", is_bot=False, is_guest=False, is_stranger=False, is_gone=True)


@pytest.mark.parametrize("why", ["left", "deactivated", "kept out"])
async def test_when_no_facilitator_is_active_a_member_takes_over_and_the_channel_reads_it(
    practice: Practice, why: str
) -> None:
    routine = practice.set_up(facilitators=[BEN])
    practice.here(ANNA, *(() if why == "left" else (BEN,)))
    if why == "deactivated":
        practice.run(lambda room: room.people.know(gone(BEN), NOW))
    if why == "kept out":
        practice.run(lambda room: room.people.keep_out(BEN, NOW))
    offer = await practice.do(say("setup"))
    assert isinstance(offer, Whisper)
    assert "routines:take_over" in str(offer.blocks)
    check(offer)
    assert "You run this practice now" in await practice.told(press("routines:take_over"))
    assert "already" in await practice.told(say("take over"))
    assert practice.run(lambda room: room.routines.facilitators(routine.id)) == (ANNA,)
    (saying,) = practice.owed()
    draft = practice.render(saying)
    assert (saying.kind, saying.channel) == ("took_over", CHANNEL)
    assert draft is not None
    assert f"<@{ANNA}>" in draft.text
    assert text_problems(draft.text, [dict(block) for block in draft.blocks]) == []


async def test_nobody_takes_over_while_a_facilitator_is_active(practice: Practice) -> None:
    routine = practice.set_up(facilitators=[BEN, CLEO])
    practice.here(ANNA, BEN)
    assert f"<@{BEN}>" in await practice.told(say("take over"))
    assert practice.run(lambda room: room.routines.facilitators(routine.id)) == (BEN, CLEO)
    assert practice.owed() == ()


async def test_nobody_takes_over_while_it_is_not_known_who_is_in_the_channel(practice: Practice) -> None:
    practice.set_up(facilitators=[BEN])
    assert "Only the facilitators" in await practice.told(say("take over"))


async def test_somebody_who_is_not_in_the_channel_takes_nothing_over(practice: Practice) -> None:
    practice.set_up(facilitators=[BEN])
    practice.here(CLEO)
    assert "Only the facilitators" in await practice.told(press("routines:take_over"))


async def test_a_form_of_somebody_who_lost_the_practice_changes_nothing(practice: Practice) -> None:
    practice.set_up()
    opened = await practice.do(say("setup"))
    assert isinstance(opened, OpenView)
    practice.set_up(facilitators=[BEN])
    response = await practice.do(send(opened.view, filled(at="10:00")))
    assert isinstance(response, ChangeView)
    assert practice.routine().at == "09:00"


async def test_each_workspace_answers_for_itself(practice: Practice) -> None:
    practice.set_up()
    other = practice.database.run_here(
        lambda work: work.workspaces.know(team_id="T2", bot_user_id="U2", bot_id="B2", app_id="A1")
    )
    elsewhere = Practice(practice.database, other.id, practice.library)
    assert "no practice in this channel" in await elsewhere.told(say("preview"))
