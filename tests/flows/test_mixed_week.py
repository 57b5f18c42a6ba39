"""What the days of a week bring: questions, drills and cases, as the practice says."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.engine.choosing import EngineName
from bot.sandbox.world.message import Message
from content.library.exercises import DRILL_TITLES
from content.questions import Library
from storage.database import Database
from storage.routines import Settings
from storage.tables import postings
from storage.work import Room
from tests.flows.scene import DAILY, LIBRARY, OWN_REPLY, TEAM_ANSWER, Scene, notes, scene

CARDS = ("Today's question", "Today's drill", "A case", "Closed")
MIXED = replace(DAILY, drill_days="2", case_days="4")
NONE: MappingProxyType[str, Any] = MappingProxyType({})
BARE = replace(LIBRARY, drills=NONE, twins=NONE, cases=NONE)


@asynccontextmanager
async def practising(
    database: Database, engine: EngineName, settings: Settings, library: Library = LIBRARY
) -> AsyncIterator[Scene]:
    """The practice with these settings, a minute before its first post on a Monday."""
    async with scene(database, engine, library=library) as team:
        await team.room(lambda room: room.routines.set_up(team.channel.id, settings))
        yield team


def said(team: Scene) -> list[Message]:
    """The cards that stand in the channel, closed ones too."""
    return [message for message in team.channel.messages() if message.text.startswith(CARDS)]


async def days(team: Scene, count: int) -> list[str]:
    """How each of the next posts begins."""
    began = []
    for _ in range(count):
        await team.wait(minutes=2)
        began.append(said(team)[-1].text.split(":")[0])
        await team.wait(hours=23, minutes=58)
    return began


async def test_a_week_brings_what_its_days_are_for(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, MIXED) as team:
        question, drill, case = "Today's question", "Today's drill", "A case to discuss"
        assert await days(team, 5) == [question, drill, question, case, question]


async def test_the_preview_says_what_the_days_bring(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, MIXED) as team:
        shown = await team.says(team.jo, "preview")
        assert "Tue 24 Nov 2026, 10:00: a drill" in shown
        assert "Thu 26 Nov 2026, 10:00: a case to discuss" in shown
        assert "Wed 25 Nov 2026, 10:00\n" in shown


async def test_a_drill_closes_with_what_to_look_for_and_names_nobody(
    database: Database, engine: EngineName
) -> None:
    async with practising(database, engine, replace(DAILY, drill_days="12345")) as team:
        await team.wait(minutes=2)
        card = said(team)[-1]
        await team.wait(hours=24)
        closed = next(message for message in team.channel.messages() if message.ts == card.ts)
        assert closed.text.startswith("Closed drill: ")
        assert "What to look for:" in closed.text
        assert "people tried it" not in closed.text


async def test_a_case_closes_with_ways_to_look_at_it(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, replace(DAILY, case_days="12345")) as team:
        await team.wait(minutes=2)
        card = said(team)[-1]
        case = next(case for case in LIBRARY.cases.values() if case.title in card.text)
        assert case.situation in card.text
        assert all(lens.weighs not in card.text for lens in case.lenses)
        await team.wait(hours=24)
        closed = next(message for message in team.channel.messages() if message.ts == card.ts)
        assert all(lens.weighs in closed.text for lens in case.lenses)


async def test_what_is_said_about_a_case_is_not_kept_and_the_coach_stays_out(
    database: Database, engine: EngineName
) -> None:
    async with practising(database, engine, replace(DAILY, case_days="12345")) as team:
        await team.wait(minutes=2)
        card = said(team)[-1]
        await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
        await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
        await team.wait(minutes=10)
        assert team.coach(card.ts) == []
        assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
        assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
        assert notes(team.jo) == ""


async def test_a_drill_that_a_new_version_no_longer_has_leaves_a_sentence_and_its_thread(
    database: Database, engine: EngineName
) -> None:
    async with practising(database, engine, replace(DAILY, drill_days="12345")) as team:
        await team.wait(minutes=2)
        card = said(team)[-1]
        posting = await team.room(lambda room: room.postings.latest(room.routines.all()[0].id))
        assert posting is not None
        with database.engine.begin() as connection:
            connection.execute(postings.update().values(question_id="gone-with-a-version"))
        await team.wait(hours=24)
        left = next(message for message in team.channel.messages() if message.ts == card.ts)
        assert left.text == "What stood here is no longer in the library. Its thread stays."


async def test_without_drills_and_cases_the_days_bring_questions(
    database: Database, engine: EngineName
) -> None:
    async with practising(database, engine, MIXED, BARE) as team:
        assert set(await days(team, 4)) == {"Today's question"}


async def test_a_day_for_which_nothing_fits_is_left_out_and_told_to_who_runs_the_practice(
    database: Database, engine: EngineName
) -> None:
    async with practising(database, engine, DAILY, replace(BARE, questions=MappingProxyType({}))) as team:
        await team.wait(hours=2)
        assert team.cards() == []
        assert "no question fits its settings" in notes(team.mara)
        assert notes(team.jo) == ""


async def test_who_runs_the_practice_is_told_once_that_few_new_questions_are_left(
    database: Database, engine: EngineName
) -> None:
    few = dict(list(LIBRARY.questions.items())[:12])
    library = replace(LIBRARY, questions=MappingProxyType(few))
    async with practising(database, engine, DAILY, library) as team:
        await days(team, 1)
        assert "questions left" not in notes(team.mara)
        await days(team, 4)
        assert notes(team.mara).count("questions left") == 1
        assert "/understudy suggest" in notes(team.mara)
        assert notes(team.jo) == ""


async def test_only_questions_of_the_wanted_levels_come(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, replace(DAILY, levels="director")) as team:
        await days(team, 4)
        asked = await team.room(lambda room: room.postings.asked(room.routines.all()[0].id, 9))
        assert len(asked) >= 4
        for question_id, _ in asked:
            levels = LIBRARY.questions[question_id].levels
            assert not levels or "director" in levels


async def test_ask_now_asks_a_question_on_the_day_of_a_drill(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, replace(DAILY, drill_days="12345")) as team:
        await team.says(team.mara, "ask now")
        await team.wait(seconds=2)
        assert team.cards()[-1].text.startswith("Today's question")
        await team.wait(minutes=2)
        titles = [f"Today's drill: {title}" for title in DRILL_TITLES.values()]
        assert said(team)[-1].text.startswith(tuple(titles))


async def test_for_weeks_no_drill_and_no_case_comes_twice_and_each_on_its_day(
    database: Database, engine: EngineName
) -> None:
    async with practising(database, engine, MIXED) as team:
        await team.wait(minutes=2)
        for _ in range(5 * 7):
            await team.wait(days=1)

        def came(exercise: str) -> Callable[[Room], Sequence[tuple[str, date]]]:
            return lambda room: room.postings.asked(room.routines.all()[0].id, 99, exercise)

        for exercise, weekday in (("drill", 2), ("case", 4)):
            items = await team.room(came(exercise))
            assert len({item for item, _ in items}) == 5
            assert [day.isoweekday() for _, day in items] == [weekday] * 5
