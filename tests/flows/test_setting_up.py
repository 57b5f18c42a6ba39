"""Setting a practice up: from the invitation to the first question."""

from bot.routines.form import NO_TIME
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from tests.flows.scene import Scene, form_of, notes, whispers


async def opened(team: Scene, person: Person | None = None) -> Modal:
    """The set-up form, opened from the welcome card."""
    whose = person or team.mara
    (card,) = team.channel.messages()
    assert await whose.click(team.channel, card.ts, "Set up practice here")
    return form_of(whose)


async def saved(team: Scene, **values: object) -> Modal:
    """The page after saving."""
    form = await opened(team)
    assert await form.submit(values), (form.errors, form.trouble)
    return form_of(team.mara)


async def test_the_welcome_card_says_openly_what_is_kept_and_how_to_stay_out(newcomers: Scene) -> None:
    (card,) = newcomers.channel.messages()
    for words in (
        "kept for practice",
        "Everyone in this channel reads them, whoever leads you included",
        "The coach asks the author",
        "Name nobody",
        "/understudy keep me out",
        "no hiring tool",
    ):
        assert words in card.shown


async def test_the_form_begins_with_working_days_and_the_persons_own_zone(newcomers: Scene) -> None:
    form = await opened(newcomers, newcomers.jo)
    assert "Europe/London" in form.shown
    assert "Europe/Berlin" not in form.shown
    assert form.shown.count("09:00") >= 10, "the next ten posts"
    assert "How long a question stays open" not in form.shown


async def test_whoever_saves_the_form_as_it_is_gets_the_first_question_the_next_morning(
    newcomers: Scene,
) -> None:
    page = await saved(newcomers)
    assert "Practice is set up" in page.title
    assert "Tue 24 Nov 2026, 09:00" in page.shown
    await newcomers.wait(hours=22, minutes=59)
    assert newcomers.cards() == []
    await newcomers.wait(minutes=3)
    assert len(newcomers.cards()) == 1
    (welcome, *_) = newcomers.channel.messages()
    assert "Practice is set up here: Monday to Friday at 09:00 (Europe/Berlin)." in welcome.shown


async def test_what_cannot_be_read_gets_a_sentence_at_its_field_and_the_form_stays_as_it_is(
    newcomers: Scene,
) -> None:
    form = await opened(newcomers)
    assert not await form.submit({"at": "half past noon"})
    assert form.errors == {"at": NO_TIME}
    assert form.is_open
    assert "half past noon" in str(form.seen.state)
    assert not await form.submit({"at": "25:00"})
    assert form.errors == {"at": NO_TIME}
    assert not await form.submit({"days": []})
    assert set(form.errors) == {"days"}
    assert await form.submit({"at": "2.30pm", "days": ["1", "3"]})
    assert "Monday and Wednesday at 14:30 (Europe/Berlin)" in form_of(newcomers.mara).shown


async def test_whoever_has_no_zone_that_we_know_is_asked_for_one_at_the_field(newcomers: Scene) -> None:
    lee = newcomers.slack.team.add_person("Lee Park", tz="Mars/Olympus")
    await newcomers.channel.join(lee)
    form = await opened(newcomers, lee)
    assert "Mars" not in form.shown
    assert not await form.submit()
    assert "zone" in form.errors
    assert form.is_open
    assert [option.value for option in await form.suggest("routines:zone", "seoul")] == ["Asia/Seoul"]
    assert await form.submit({"zone": "Asia/Seoul"})


async def test_holidays_are_left_out_and_named_in_the_form_and_when_it_is_saved(newcomers: Scene) -> None:
    form = await opened(newcomers)
    assert await form.click("More")
    assert await form.choose("routines:country", "US")
    thanksgiving = "Thu 26 Nov 2026: no question, holiday (Thanksgiving"
    assert thanksgiving in form.shown
    assert await form.submit()
    page = form_of(newcomers.mara)
    assert thanksgiving in page.shown
    assert page.shown.count(", 09:00") == 10
    await newcomers.wait(days=4)
    assert len(newcomers.channel.messages()) == 4, "the welcome; Tuesday's, Wednesday's and Friday's question"


async def test_the_next_posts_follow_what_stands_in_the_form(newcomers: Scene) -> None:
    form = await opened(newcomers)
    assert await form.choose("routines:days", ["6"])
    assert "Sat 28 Nov 2026, 09:00" in form.shown
    assert "Tue 24 Nov" not in form.shown


async def test_more_asks_how_long_when_late_where_the_coach_asks_and_who_else_may_change_it(
    newcomers: Scene,
) -> None:
    form = await opened(newcomers)
    await form.click("More")
    assert await form.submit(
        {"open": "480", "grace": "30", "coach": "private", "facilitators": [newcomers.jo]}
    )
    routine = await newcomers.room(lambda room: room.routines.find_by_channel(newcomers.channel.id))
    assert routine is not None
    assert (routine.open_minutes, routine.grace_minutes, routine.coach_place) == (480, 30, "private")
    assert "Tue 24 Nov 2026 is skipped" in await newcomers.says(newcomers.jo, "skip next")


async def test_ask_the_first_one_now_is_a_question_beside_the_planned_ones(newcomers: Scene) -> None:
    page = await saved(newcomers, at="15:00")
    assert await page.click("Ask the first one now")
    await newcomers.settle()
    assert len(newcomers.cards()) == 1
    assert "extra" in form_of(newcomers.mara).shown
    await newcomers.wait(hours=6)
    assert len(newcomers.cards()) == 2
    assert newcomers.cards()[0].text != newcomers.cards()[1].text


async def test_a_second_click_on_ask_the_first_one_now_asks_nothing_more(newcomers: Scene) -> None:
    page = await saved(newcomers)
    for _ in range(2):
        assert await page.click("Ask the first one now")
        said = form_of(newcomers.mara)
        await newcomers.wait(seconds=2)
        await said.close()
    assert "already" in said.shown
    assert len(newcomers.cards()) == 1


async def test_ask_todays_now_instead_leaves_out_the_planned_one(newcomers: Scene) -> None:
    page = await saved(newcomers, at="15:00")
    for _ in range(2):
        assert await page.click("Ask today's now instead")
        await newcomers.wait(seconds=2)
        await form_of(newcomers.mara).close()
    await newcomers.wait(hours=12)
    assert len(newcomers.cards()) == 1
    assert "Mon 23 Nov" not in await newcomers.says(newcomers.mara, "preview")
    await newcomers.wait(hours=24)
    assert len(newcomers.channel.messages()) == 3, "the welcome, today's question, tomorrow's"


async def test_a_sample_is_for_whoever_asks_for_it_alone_and_comes_once_for_each_form(
    newcomers: Scene,
) -> None:
    form = await opened(newcomers)
    for _ in range(2):
        assert await form.click("Send me a sample")
        await form_of(newcomers.mara).close()
    await newcomers.wait(minutes=1)
    assert notes(newcomers.mara).count("A sample, which only you see") == 1
    assert len(newcomers.channel.messages()) == 1
    assert newcomers.jo.dm.messages() == []
    assert form.is_open


async def test_only_facilitators_open_the_form_of_a_practice(team: Scene) -> None:
    refusal = await team.says(team.jo, "setup")
    assert "Only the facilitators" in refusal
    assert team.mara.id in refusal
    assert team.jo.modal is None
    assert await team.says(team.mara, "setup") == ""
    assert "10:00" in form_of(team.mara).shown


async def test_no_practice_is_set_up_where_the_app_is_not_or_strangers_read(newcomers: Scene) -> None:
    apart = newcomers.slack.team.add_channel("apart", members=[newcomers.mara])
    assert "/invite" in await newcomers.says(newcomers.mara, "setup", apart)
    assert "lives in a channel" in await newcomers.says(newcomers.mara, "setup", newcomers.mara.dm)
    shared = newcomers.slack.team.add_channel("shared", members=[newcomers.mara])
    await shared.invite_app(by=newcomers.mara)
    shared.share_externally()
    assert "other companies" in await newcomers.says(newcomers.mara, "setup", shared)
    assert whispers(newcomers.mara) == "" or newcomers.mara.modal is None
