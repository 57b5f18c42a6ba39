from datetime import UTC, datetime

from bot.happenings import ChannelSetUp
from bot.sandbox.checks.views import view_problems
from bot.slack.events import MemberJoined
from bot.slack.interactions import ChangeView, FieldErrors, Whisper
from storage.routines import Settings
from storage.work import Room
from tests.bot.routines.forms import change, open_form, shown
from tests.bot.routines.practice import (
    ANNA,
    BEN,
    BOT,
    CHANNEL,
    WEEKDAYS,
    Practice,
    filled,
    say,
    send,
)


async def test_no_practice_in_a_direct_message(practice: Practice) -> None:
    assert "lives in a channel" in await practice.told(say("setup", channel="D1"))


async def test_no_practice_where_other_companies_read(practice: Practice) -> None:
    practice.calls.shared = True
    assert "People of other companies" in await practice.told(say("setup"))


async def test_no_practice_where_the_app_is_not_a_member(practice: Practice) -> None:
    practice.calls.people = (ANNA,)
    assert "/invite @Understudy" in await practice.told(say("setup"))


async def test_a_private_channel_that_the_app_cannot_see_asks_for_an_invitation(practice: Practice) -> None:
    practice.calls.error = "channel_not_found"
    assert "/invite @Understudy" in await practice.told(say("setup"))


async def test_saving_sets_the_practice_up_and_plans_its_first_question(practice: Practice) -> None:
    heard: list[ChannelSetUp] = []
    practice.doors.on_event(ChannelSetUp, lambda _room, event, _now: heard.append(event))
    view = await open_form(practice)
    response = await practice.do(send(view, filled(at="9am")))
    assert isinstance(response, ChangeView)
    routine = practice.routine()
    assert (routine.days, routine.at, routine.zone) == ("12345", "09:00", "Europe/Berlin")
    assert (routine.open_minutes, routine.grace_minutes, routine.coach_place) == (1440, 120, "thread")
    assert routine.next_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert routine.members_read_at is None
    assert practice.run(lambda room: room.routines.facilitators(routine.id)) == (ANNA,)
    assert heard == [ChannelSetUp(routine.id)]


async def test_the_saved_page_shows_ten_posts_and_offers_the_first_question_now(practice: Practice) -> None:
    view = await open_form(practice)
    response = await practice.do(send(view, filled()))
    assert isinstance(response, ChangeView)
    page = shown(response.view)
    assert page.count(", 09:00") == 10
    assert f'"value": "{CHANNEL} extra"' in page
    assert f'"value": "{CHANNEL} instead"' in page
    assert "leaves out the one at 09:00 today" in page
    assert view_problems(response.view, "modal") == []


async def test_instead_is_offered_only_while_a_question_is_still_to_come_today(practice: Practice) -> None:
    view = await open_form(practice)
    response = await practice.do(send(view, filled(at="6:30")))
    assert isinstance(response, ChangeView)
    assert "extra" in shown(response.view)
    assert "instead" not in shown(response.view).replace("ask now instead", "")


async def test_a_form_that_was_corrected_is_taken_and_one_sent_twice_is_taken_once(
    practice: Practice,
) -> None:
    heard: list[ChannelSetUp] = []
    practice.doors.on_event(ChannelSetUp, lambda _room, event, _now: heard.append(event))
    view = await open_form(practice)
    assert isinstance(await practice.do(send(view, filled(at="soon"))), FieldErrors)
    first = await practice.do(send(view, filled(at="10:00")))
    again = await practice.do(send(view, filled(at="11:00")))
    assert first == again
    assert practice.routine().at == "10:00"
    assert len(heard) == 1


async def test_what_was_chosen_under_more_is_saved_and_the_saver_stays_a_facilitator(
    practice: Practice,
) -> None:
    more = await change(practice, await open_form(practice), "routines:more")
    values = filled(
        open="480", grace="30", country="DE", region="BY", coach="private", facilitators=(BEN, BOT)
    )
    assert isinstance(await practice.do(send(more, values)), ChangeView)
    routine = practice.routine()
    assert (routine.country, routine.region) == ("DE", "BY")
    assert (routine.open_minutes, routine.grace_minutes, routine.coach_place) == (480, 30, "private")
    assert set(practice.run(lambda room: room.routines.facilitators(routine.id))) == {ANNA, BEN, BOT}


async def test_settings_that_are_not_shown_stay(practice: Practice) -> None:
    practice.set_up(Settings("1", "08:00", "Europe/Berlin", "DE", "BY", 480, 360, "off"), [ANNA, BEN])
    view = await open_form(practice)
    assert isinstance(await practice.do(send(view, filled(at="10:00"))), ChangeView)
    routine = practice.routine()
    assert (routine.at, routine.country, routine.region) == ("10:00", "DE", "BY")
    assert (routine.open_minutes, routine.grace_minutes, routine.coach_place) == (480, 360, "off")
    assert practice.run(lambda room: room.routines.facilitators(routine.id)) == (ANNA, BEN)


async def test_only_facilitators_change_a_practice_and_others_read_who_they_are(practice: Practice) -> None:
    practice.set_up(facilitators=[BEN])
    response = await practice.do(say("setup"))
    assert isinstance(response, Whisper)
    assert f"<@{BEN}>" in response.text
    assert {"type": "user", "user_id": BEN} in nested(response)


def nested(response: Whisper) -> list[object]:
    block = response.blocks[0]
    parts = block["elements"]
    assert isinstance(parts, list)
    found = parts[0]["elements"]
    assert isinstance(found, list)
    return found


async def test_whoever_saves_second_reads_that_somebody_was_first(practice: Practice) -> None:
    view = await open_form(practice)
    practice.set_up(facilitators=[BEN])
    response = await practice.do(send(view, filled(at="10:00")))
    assert isinstance(response, ChangeView)
    assert "Only the facilitators" in shown(response.view)
    assert view_problems(response.view, "modal") == []
    assert practice.routine().at == "09:00"


async def test_new_settings_never_bring_a_second_question_on_the_same_day(practice: Practice) -> None:
    routine = practice.set_up()
    practice.run(
        lambda room: room.postings.claim(
            routine_id=routine.id,
            slot="2026-11-23",
            channel=CHANNEL,
            question_id="q",
            reason="",
            planned_at=practice.now,
        )
    )
    view = await open_form(practice)
    response = await practice.do(send(view, filled(at="16:00")))
    assert practice.routine().next_at == datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert isinstance(response, ChangeView)
    assert "Mon 23 Nov" not in shown(response.view)
    assert f"{CHANNEL} instead" not in shown(response.view)


async def test_a_question_that_is_due_just_now_is_not_lost_by_saving(practice: Practice) -> None:
    routine = practice.set_up()
    due = datetime(2026, 11, 23, 8, tzinfo=UTC)
    practice.run(lambda room: room.routines.due_next(routine.id, due))
    practice.now = due.replace(second=1)
    view = await open_form(practice)
    await practice.do(send(view, filled(days="123456")))
    assert practice.routine().next_at == due


async def test_saving_refreshes_the_welcome_which_then_names_the_schedule(practice: Practice) -> None:
    practice.hear(MemberJoined(CHANNEL, BOT, inviter=ANNA, is_app=True))
    (welcome,) = practice.owed()
    practice.run(lambda room: room.deliveries.mark_said(welcome.id, CHANNEL, "1.1"))
    await practice.do(send(await open_form(practice), filled()))
    (said,) = practice.sayings("welcome", CHANNEL)
    assert said.stale
    draft = practice.render(said)
    assert draft is not None
    assert "Monday to Friday at 09:00 (Europe/Berlin)" in draft.text


def test_the_rooms_default_settings_are_those_of_the_form(practice: Practice) -> None:
    def saved(room: Room) -> Settings:
        routine = room.routines.set_up(CHANNEL, WEEKDAYS)
        return Settings(**{key: vars(routine)[key] for key in vars(WEEKDAYS)})

    assert practice.run(saved) == WEEKDAYS
