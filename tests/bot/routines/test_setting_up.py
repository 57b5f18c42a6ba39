import json
from datetime import UTC, datetime

import pytest

from bot.happenings import ChannelSetUp
from bot.sandbox.checks.views import view_problems
from bot.slack.events import MemberJoined
from bot.slack.interactions import ChangeView, FieldErrors, OpenView, Options, Search, View, Whisper
from storage.routines import Settings
from storage.work import Room
from tests.bot.routines.practice import (
    ANNA,
    BEN,
    BOT,
    CHANNEL,
    CLEO,
    WEEKDAYS,
    Practice,
    filled,
    press,
    say,
    send,
)


async def open_form(practice: Practice) -> View:
    response = await practice.do(press("routines:setup"))
    assert isinstance(response, OpenView), response
    return response.view


async def change(practice: Practice, view: View, action: str, **fields: object) -> View:
    values = filled(**fields)  # type: ignore[arg-type]
    response = await practice.do(press(action, view=view, values=values))
    assert isinstance(response, ChangeView), response
    return response.view


def shown(view: View) -> str:
    return json.dumps(view, ensure_ascii=False)


def ids(view: View) -> list[object]:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return [block.get("block_id") for block in blocks if block["type"] == "input"]


async def test_the_form_opens_with_the_persons_own_zone_which_is_asked_once_and_kept(
    practice: Practice,
) -> None:
    practice.calls.zone = "Asia/Kolkata"
    view = await open_form(practice)
    assert "Asia/Kolkata" in shown(view)
    assert "Mon 23 Nov 2026" not in shown(view)  # 09:00 there has passed
    assert "Tue 24 Nov 2026, 09:00" in shown(view)
    assert view_problems(view, "modal") == []
    await open_form(practice)
    asked = [about for what, _, about in practice.calls.asked if what == "profile"]
    assert asked == [ANNA]


async def test_a_zone_that_this_server_does_not_know_leaves_the_field_empty(practice: Practice) -> None:
    practice.calls.zone = "Mars/Olympus"
    view = await open_form(practice)
    assert "Mars" not in shown(view)
    assert "once the fields above can be read" in shown(view)
    assert view_problems(view, "modal") == []


async def test_the_words_setup_open_the_same_form(practice: Practice) -> None:
    assert await practice.do(say("setup")) == await practice.do(press("routines:setup"))


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


@pytest.mark.parametrize(
    ("fields", "at_field"),
    [({"days": ""}, "days"), ({"at": "4"}, "at"), ({"at": ""}, "at"), ({"zone": "Mars/Olympus"}, "zone")],
)
async def test_wrong_input_gets_a_sentence_at_its_field(
    practice: Practice, fields: dict[str, str], at_field: str
) -> None:
    view = await open_form(practice)
    response = await practice.do(send(view, filled(**fields)))
    assert isinstance(response, FieldErrors)
    assert list(response.sentences) == [at_field]
    assert practice.run(lambda room: room.routines.find_by_channel(CHANNEL)) is None


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


async def test_more_adds_fields_and_keeps_what_was_typed(practice: Practice) -> None:
    view = await open_form(practice)
    assert ids(view) == ["days", "at", "zone"]
    more = await change(practice, view, "routines:more", days="24", at="14:30")
    assert ids(more) == ["days", "at", "zone", "open", "grace", "country", "coach", "facilitators"]
    assert '"initial_value": "14:30"' in shown(more)
    assert "Tue 24 Nov 2026, 14:30" in shown(more)
    assert "routines:more" not in shown(more)
    assert view_problems(more, "modal") == []


async def test_a_country_brings_its_regions_and_its_holidays_are_named(practice: Practice) -> None:
    more = await change(practice, await open_form(practice), "routines:more")
    view = await change(practice, more, "routines:country", country="DE")
    assert "region" in ids(view)
    assert "routines:region:DE" in shown(view)
    assert view_problems(view, "modal") == []
    fridays = await change(practice, view, "routines:days", country="DE", region="BY", days="5")
    assert "Fri 25 Dec 2026: no question, holiday (Christmas Day)" in shown(fridays)


async def test_another_country_forgets_the_region(practice: Practice) -> None:
    more = await change(practice, await open_form(practice), "routines:more")
    view = await change(practice, more, "routines:country", country="AT", region="BY")
    assert "BY" not in shown(view)


async def test_a_region_of_another_country_gets_a_sentence(practice: Practice) -> None:
    more = await change(practice, await open_form(practice), "routines:more")
    response = await practice.do(send(more, filled(country="AT", region="BY")))
    assert isinstance(response, FieldErrors)
    assert list(response.sentences) == ["region"]
    response = await practice.do(send(more, filled(country="XX")))
    assert isinstance(response, FieldErrors)
    assert list(response.sentences) == ["country"]


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


async def test_no_calendar_and_the_whole_country_are_choices(practice: Practice) -> None:
    practice.set_up(Settings("1", "08:00", "Europe/Berlin", "DE", "BY", 480, 360, "off"))
    more = await change(practice, await open_form(practice), "routines:more", country="DE", region="BY")
    await practice.do(send(more, filled(country="DE", region="none"), view_id="V2"))
    assert (practice.routine().country, practice.routine().region) == ("DE", None)
    await practice.do(send(more, filled(country="none", region="BY"), view_id="V3"))
    assert (practice.routine().country, practice.routine().region) == (None, None)


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


async def test_a_stored_zone_that_is_gone_can_be_chosen_again(practice: Practice) -> None:
    practice.set_up(Settings("1", "08:00", "Mars/Olympus", "XX", None, 480, 360, "off"))
    view = await open_form(practice)
    assert "country" in ids(view)
    assert view_problems(view, "modal") == []
    assert isinstance(await practice.do(send(view, filled(country="none"))), ChangeView)
    assert practice.routine().zone == "Europe/Berlin"


async def test_saving_refreshes_the_welcome_which_then_names_the_schedule(practice: Practice) -> None:
    practice.hear(MemberJoined(CHANNEL, BOT, inviter=ANNA, is_app=True))
    (welcome,) = practice.owed()
    practice.run(lambda room: room.sayings.mark_said(welcome.id, CHANNEL, "1.1"))
    await practice.do(send(await open_form(practice), filled()))
    (said,) = practice.sayings("welcome", CHANNEL)
    assert said.stale
    draft = practice.render(said)
    assert draft is not None
    assert "Monday to Friday at 09:00 (Europe/Berlin)" in draft.text


async def test_a_sample_goes_to_whoever_asked_once_for_each_form(practice: Practice) -> None:
    view = await open_form(practice)
    for _ in range(2):
        response = await practice.do(press("routines:sample", "", view=view))
        assert isinstance(response, Whisper)
    (sample,) = practice.owed()
    assert (sample.kind, sample.audience, sample.surface) == ("sample", ANNA, "direct")
    draft = practice.render(sample)
    assert draft is not None
    assert next(iter(practice.library.questions.values())).text in draft.text


@pytest.mark.parametrize(
    ("action", "typed", "wanted"),
    [
        ("routines:zone", "berl", ("Europe/Berlin", "Europe/Berlin")),
        ("routines:country", "germ", ("Germany", "DE")),
        ("routines:country", "", ("No holiday calendar", "none")),
        ("routines:region:DE", "bay", ("Bayern", "BY")),
        ("routines:region:DE", "", ("The whole country", "none")),
    ],
)
async def test_searchable_menus_find_what_is_typed(
    practice: Practice, action: str, typed: str, wanted: tuple[str, str]
) -> None:
    response = await practice.do(Search(action, typed, CLEO))
    assert isinstance(response, Options)
    assert wanted in response.choices
    assert len(response.choices) <= 100


async def test_a_region_search_of_an_unknown_country_finds_nothing(practice: Practice) -> None:
    assert await practice.do(Search("routines:region:XX", "", CLEO)) == Options([])


async def test_a_kept_out_persons_profile_is_asked_but_not_kept(practice: Practice) -> None:
    practice.run(lambda room: room.people.keep_out(ANNA, practice.now))
    await open_form(practice)
    assert practice.run(lambda room: room.people.get(ANNA).name) == ""


def test_the_rooms_default_settings_are_those_of_the_form(practice: Practice) -> None:
    def saved(room: Room) -> Settings:
        routine = room.routines.set_up(CHANNEL, WEEKDAYS)
        return Settings(**{key: vars(routine)[key] for key in vars(WEEKDAYS)})

    assert practice.run(saved) == WEEKDAYS
