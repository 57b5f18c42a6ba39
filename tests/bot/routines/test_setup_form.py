import pytest

from bot.sandbox.checks.views import view_problems
from bot.slack.interactions import ChangeView, FieldErrors, Options, Search, Values, Whisper
from storage.routines import Settings
from tests.bot.routines.forms import change, ids, open_form, shown
from tests.bot.routines.practice import (
    ANNA,
    CHANNEL,
    CLEO,
    Practice,
    filled,
    press,
    say,
    send,
)


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


async def test_more_adds_fields_and_keeps_what_was_typed(practice: Practice) -> None:
    view = await open_form(practice)
    assert ids(view) == ["days", "at", "zone"]
    more = await change(practice, view, "routines:more", days="24", at="14:30")
    assert ids(more) == [
        "days", "at", "zone", "drill_days", "case_days", "levels", "open", "grace", "country", "coach", "facilitators",
    ]  # fmt: skip
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


async def test_days_bring_what_was_ticked_and_the_preview_says_so(practice: Practice) -> None:
    more = await change(practice, await open_form(practice), "routines:more")
    mix = filled(drill_days=("2",), case_days=("4",), levels=("em", "director"))
    response = await practice.do(send(more, mix))
    assert isinstance(response, ChangeView)
    assert "Tue 24 Nov 2026, 09:00: a drill" in shown(response.view)
    assert 'Wed 25 Nov 2026, 09:00"' in shown(response.view)
    assert "Thu 26 Nov 2026, 09:00: a case to discuss" in shown(response.view)
    routine = practice.routine()
    assert (routine.drill_days, routine.case_days, routine.levels) == ("2", "4", "em director")


async def test_a_form_without_more_leaves_the_mix_as_it_was(practice: Practice) -> None:
    daily = Settings("12345", "09:00", "Europe/Berlin", None, None, 1440, 120, "thread", "em", "2", "4")
    practice.set_up(daily)
    view = await open_form(practice)
    hidden = filled(drill_days=("3",), case_days=(), levels=())
    assert isinstance(await practice.do(send(view, hidden)), ChangeView)
    routine = practice.routine()
    assert (routine.drill_days, routine.case_days, routine.levels) == ("2", "4", "em")


async def test_a_day_that_is_left_out_takes_its_drill_along_where_no_field_could_say_so(
    practice: Practice,
) -> None:
    practice.set_up(
        Settings("12345", "09:00", "Europe/Berlin", None, None, 1440, 120, "thread", "", "2", "4")
    )
    view = await open_form(practice)
    assert ids(view) == ["days", "at", "zone"]
    assert isinstance(await practice.do(send(view, filled(days="1345"))), ChangeView)
    assert (practice.routine().drill_days, practice.routine().case_days) == ("", "4")


@pytest.mark.parametrize(
    ("mix", "at_field", "says"),
    [
        (filled(drill_days=("6",)), "drill_days", "Saturday is not among the days above"),
        (filled(case_days=("7",)), "case_days", "Sunday is not among the days above"),
        (filled(drill_days=("2",), case_days=("2",)), "case_days", "Tuesday has a drill already"),
    ],
)
async def test_days_that_cannot_be_get_a_sentence(
    practice: Practice, mix: Values, at_field: str, says: str
) -> None:
    more = await change(practice, await open_form(practice), "routines:more")
    response = await practice.do(send(more, mix))
    assert isinstance(response, FieldErrors)
    assert says in response.sentences[at_field]


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


async def test_no_calendar_and_the_whole_country_are_choices(practice: Practice) -> None:
    practice.set_up(Settings("1", "08:00", "Europe/Berlin", "DE", "BY", 480, 360, "off"))
    more = await change(practice, await open_form(practice), "routines:more", country="DE", region="BY")
    await practice.do(send(more, filled(country="DE", region="none"), view_id="V2"))
    assert (practice.routine().country, practice.routine().region) == ("DE", None)
    await practice.do(send(more, filled(country="none", region="BY"), view_id="V3"))
    assert (practice.routine().country, practice.routine().region) == (None, None)


async def test_a_stored_zone_that_is_gone_can_be_chosen_again(practice: Practice) -> None:
    practice.set_up(Settings("1", "08:00", "Mars/Olympus", "XX", None, 480, 360, "off"))
    view = await open_form(practice)
    assert "country" in ids(view)
    assert view_problems(view, "modal") == []
    assert isinstance(await practice.do(send(view, filled(country="none"))), ChangeView)
    assert practice.routine().zone == "Europe/Berlin"


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
