from datetime import UTC, datetime, timedelta

from bot.happenings import PostingClosed
from bot.people.use_cases import write_notes
from bot.sandbox.checks.messages import message_problems
from bot.slack.events import Reacted
from storage.work import Room
from tests.bot.people.house import CHANNEL, JO, LEE, MARA, MONDAY_NOON, House, ids

TUESDAY_NINE = datetime(2026, 11, 3, 8, tzinfo=UTC)  # 9:00 in Berlin
WEDNESDAY_NINE = TUESDAY_NINE + timedelta(days=1)


def praised(house: House, slot: str = "2026-11-02", question_id: str = "could-not-agree") -> tuple[int, str]:
    """A closed question that Mara answered and Jo and Lee praised; its posting and the answer's ts."""
    house.practice()
    routine = house.do(lambda room: room.routines.find_by_channel(CHANNEL))
    assert routine is not None
    posting_id = house.ask(routine, slot, question_id)
    ts = house.reply(posting_id, MARA, "I heard each of them alone first, and 3 weeks later they paired.")
    house.react(JO, ts, "straight_ruler")
    house.react(LEE, ts, "straight_ruler")
    house.react(LEE, ts, "raising_hand::skin-tone-3")
    house.do(lambda room: room.postings.mark_closed(posting_id))
    house.hear(PostingClosed(posting_id))
    return posting_id, ts


def notes(house: House, user_id: str = MARA) -> list[str]:
    """The daily notes that stand in a person's direct messages."""
    return [text for text in house.slack.told(user_id) if text.startswith("Your note of today")]


async def at(house: House, moment: datetime) -> list[str]:
    """Mara's notes once everything due by then is done."""
    house.clock.at = moment
    await house.tick()
    return notes(house)


async def test_what_peers_saw_comes_at_the_next_opening_in_counts_and_words_without_names(
    house: House,
) -> None:
    house.clock.at = MONDAY_NOON + timedelta(hours=8)
    praised(house)
    assert await at(house, TUESDAY_NINE - timedelta(minutes=1)) == []
    [note] = await at(house, TUESDAY_NINE)
    assert "1 said “own part clear” 🙋, 2 said “a clear result” 📏" in note
    assert "Tell me about two people on your team" in note
    assert "Jo" not in note
    assert "Lee" not in note
    [message] = [one for one in house.slack.stands.values() if one.text == note]
    assert message_problems({"text": message.text, "blocks": list(message.blocks)}) is None
    assert "people:notes:off" in ids(message.blocks)


async def test_a_question_closed_inside_the_hours_is_told_at_once(house: House) -> None:
    praised(house)
    assert len(await at(house, MONDAY_NOON + timedelta(minutes=1))) == 1


async def test_there_are_never_two_notes_a_day_and_what_is_left_comes_the_day_after(house: House) -> None:
    praised(house)
    assert len(await at(house, MONDAY_NOON + timedelta(minutes=1))) == 1
    house.clock.at = MONDAY_NOON + timedelta(hours=1)
    praised(house, "2026-11-03", "sure-and-unsure")
    assert len(await at(house, MONDAY_NOON + timedelta(hours=2))) == 1
    assert len(await at(house, TUESDAY_NINE)) == 2


async def test_a_note_holds_three_items_and_the_fourth_waits_a_day(house: House) -> None:
    for number, question_id in enumerate(
        ["could-not-agree", "sure-and-unsure", "against-the-team", "before-the-facts"]
    ):
        house.clock.at = MONDAY_NOON + timedelta(hours=8, minutes=number)
        praised(house, f"2026-10-{number + 1:02}", question_id)
    [first] = await at(house, TUESDAY_NINE)
    assert first.count("What others saw") == 3
    [_, second] = await at(house, WEDNESDAY_NINE)
    assert second.count("What others saw") == 1


async def test_the_weekend_a_holiday_and_days_away_are_left_alone(house: House) -> None:
    house.clock.at = datetime(2026, 12, 24, 20, tzinfo=UTC)  # Thursday evening; Friday is Christmas
    house.practice(country="DE")
    posting_id, _ts = _praised_in(house)
    house.do(lambda room: room.postings.mark_closed(posting_id))
    await house.type("away until 2026-12-30", MARA)
    house.hear(PostingClosed(posting_id))
    for day in range(25, 30):
        assert await at(house, datetime(2026, 12, day, 11, tzinfo=UTC)) == []
    assert len(await at(house, datetime(2026, 12, 30, 8, tzinfo=UTC))) == 1


def _praised_in(house: House) -> tuple[int, str]:
    routine = house.do(lambda room: room.routines.find_by_channel(CHANNEL))
    assert routine is not None
    posting_id = house.ask(routine, "2026-12-24")
    ts = house.reply(posting_id, MARA, "I heard each of them alone first.")
    house.react(JO, ts, "dart")
    return posting_id, ts


async def test_whoever_comes_back_sooner_is_told_sooner(house: House) -> None:
    await house.type("away until 2026-11-20", MARA)
    praised(house)
    assert await at(house, TUESDAY_NINE) == []
    await house.type("back", MARA)
    assert len(await at(house, TUESDAY_NINE + timedelta(minutes=1))) == 1


async def test_praise_taken_back_before_the_note_is_said_is_not_told(house: House) -> None:
    house.clock.at = MONDAY_NOON + timedelta(hours=8)
    _posting, ts = praised(house)
    for user_id, emoji in ((JO, "straight_ruler"), (LEE, "straight_ruler"), (LEE, "raising_hand")):
        for shade in ("", "::skin-tone-3"):
            later = f"{float(ts) + 90:.6f}"
            house.hear(Reacted(CHANNEL, ts, user_id, emoji + shade, later, present=False))
    assert await at(house, TUESDAY_NINE) == []


async def test_no_note_goes_to_somebody_who_wants_none_or_is_kept_out(house: House) -> None:
    house.clock.at = MONDAY_NOON + timedelta(hours=8)
    praised(house)
    await house.press("people:notes:off", MARA)
    assert await at(house, TUESDAY_NINE) == []
    await house.type("notes on", MARA)
    praised(house, "2026-11-03", "sure-and-unsure")
    await house.type("keep me out", MARA)
    assert await at(house, WEDNESDAY_NINE) == []
    assert house.do(lambda room: room.notes.waiting(MARA)) == ()


def skip(room: Room, routine_id: int, slot: str, because: str, now: datetime) -> None:
    posting = room.postings.record_skip(
        routine_id=routine_id, slot=slot, channel=CHANNEL, planned_at=now, because=because
    )
    assert posting is not None
    room.notes.add(LEE, "skipped", str(posting.id))
    room.people.note_due(LEE, now)


async def test_a_facilitator_who_never_answered_is_told_which_day_had_no_question_and_why(
    house: House,
) -> None:
    house.clock.at = datetime(2026, 11, 2, 20, tzinfo=UTC)
    routine = house.practice()
    house.do(lambda room: skip(room, routine.id, "2026-11-02", "archived", MONDAY_NOON))
    await house.tick()
    assert notes(house, LEE) == []
    await at(house, TUESDAY_NINE)
    [note] = notes(house, LEE)
    assert (
        f"On Monday 2 November 2026 no question was posted in <#{CHANNEL}>: the channel is archived." in note
    )


async def test_somebody_who_never_answered_gets_no_note_of_other_things(house: House) -> None:
    house.do(lambda room: room.notes.add(LEE, "praise", "1"))
    house.do(lambda room: room.people.note_due(LEE, MONDAY_NOON))
    await house.tick()
    assert notes(house, LEE) == []
    assert house.do(lambda room: room.people.get(LEE).note_at) is None


async def test_a_note_that_slack_could_not_take_in_time_is_told_the_next_day(house: House) -> None:
    praised(house)
    house.database.run_here(lambda work: write_notes(work, house.clock.at))
    assert len(await at(house, MONDAY_NOON + timedelta(hours=10))) == 0
    assert len(await at(house, TUESDAY_NINE)) == 1
