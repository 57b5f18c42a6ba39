"""Credit first: a first answer, and a strong one, is met with one line to its author alone, in their own words."""

from bot.coaching.asides import CREDIT
from bot.engine.choosing import EngineName
from bot.sandbox.driver.people import Person
from content.coaching.variants import QUOTE, WORDINGS
from content.questions import Kind, bare_question
from storage.database import Database
from storage.follow_ups import FollowUp
from tests.content.coaching.examples import CLEAR, NO_END, SHARED
from tests.flows.scene import LIBRARY, TEAM_ANSWER, Scene, notes, scene, whispers

OWN_STEP = "I asked each of them for a walk"
OUTCOME = "We shipped two days early and refunds dropped from 4% to 1%"
RULE = " My rule of thumb: I always cut scope first. I believe that a date belongs to those who do the work. And I usually count before I promise."
DISTRESS = " I had panic attacks then, and I was on sick leave for depression."


def credits_in(text: str) -> list[str]:
    """The lines of credit in what a person was told."""
    pieces = [v.text.split(QUOTE) for variants in WORDINGS.crediting.values() for v in variants]
    return [
        line
        for line in text.splitlines()
        if any(line.startswith(before) and line.endswith(after) for before, after in pieces)
    ]


def told(person: Person) -> list[str]:
    return credits_in(f"{whispers(person)}\n{notes(person)}")


async def asked_of(team: Scene, person: Person) -> tuple[FollowUp, ...]:
    return await team.room(lambda room: room.follow_ups.of_person(person.id))


async def answer(team: Scene, person: Person, text: str) -> str:
    """Answer the newest question in its thread, and wait for what the coach says."""
    ts = await person.post(team.channel, text, thread_ts=team.cards()[-1].ts)
    await team.wait(seconds=65)
    return ts


async def test_a_first_answer_is_met_with_credit_before_the_question_and_the_second_is_not(
    team: Scene,
) -> None:
    card = await team.asked()
    await answer(team, team.jo, NO_END)
    (line,) = told(team.jo)
    assert OWN_STEP in line
    (question,) = team.coach(card.ts)
    (whisper,) = [m for m in team.jo.ephemerals if m.text == line]
    assert whisper.ts < question.ts
    assert team.mara.ephemerals == []
    assert notes(team.jo).count(OWN_STEP) == 0
    await team.wait(days=1)
    await answer(team, team.jo, NO_END)
    assert told(team.jo) == [line]


async def test_a_first_answer_in_which_nobody_acts_is_asked_and_not_credited(team: Scene) -> None:
    card = await team.asked()
    await answer(team, team.jo, TEAM_ANSWER)
    assert told(team.jo) == []
    assert len(team.coach(card.ts)) == 1


async def test_a_remark_before_it_does_not_make_an_answer_the_second(team: Scene) -> None:
    await team.asked()
    await answer(team, team.jo, "+1")
    await team.wait(days=1)
    await answer(team, team.jo, NO_END)
    assert len(told(team.jo)) == 1


async def test_a_strong_answer_gets_a_deeper_question_and_one_line_of_credit(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.jo.dm, SHARED)
    await team.wait(seconds=65)
    await answer(team, team.jo, CLEAR)
    assert [asked.goes_deeper for asked in await asked_of(team, team.jo)] == [False, True]
    (line,) = told(team.jo)
    assert OUTCOME in line
    assert all(line not in message.text for message in team.coach(card.ts))
    await team.jo.post(team.channel, "She said that she had promised it to a client.", thread_ts=card.ts)
    await team.wait(minutes=3)
    assert told(team.jo) == [line], "once, whatever follows"


async def test_a_strong_answer_to_which_the_coach_has_no_question_is_not_met_with_silence(
    database: Database, engine: EngineName
) -> None:
    questions = [bare_question(f"plan-{n}", f"How do you plan, {n}?", kind=Kind.METHOD) for n in range(2)]
    async with scene(database, engine, library=LIBRARY.only(questions)) as team:
        await team.asked()
        await answer(team, team.jo, SHARED)
        await team.wait(days=1)
        await answer(team, team.jo, CLEAR + RULE)
        assert len(await asked_of(team, team.jo)) == 1
        assert [OUTCOME in line for line in told(team.jo)] == [True]


async def test_credit_in_private_follows_the_words_and_goes_with_them(team: Scene) -> None:
    await team.says(team.jo, "coach private")
    await team.asked()
    ts = await answer(team, team.jo, NO_END)
    (line,) = credits_in(notes(team.jo))
    assert OWN_STEP in line
    assert whispers(team.jo).count(OWN_STEP) == 0
    await team.jo.edit(team.channel, ts, NO_END.replace(OWN_STEP, "I met each of them on their own"))
    await team.wait(minutes=2)
    (line,) = credits_in(notes(team.jo))
    assert OWN_STEP not in notes(team.jo)
    await team.jo.delete(team.channel, ts)
    await team.wait(seconds=5)
    assert credits_in(notes(team.jo)) == []


async def test_credit_in_private_goes_when_its_person_is_kept_out_or_erased(team: Scene) -> None:
    await team.says(team.mara, "coach private")
    await team.says(team.jo, "coach private")
    await team.asked()
    for person in (team.mara, team.jo):
        await answer(team, person, NO_END)
        assert len(credits_in(notes(person))) == 1
    await team.says(team.jo, "keep me out")
    await team.mara.command("/understudy", "erase", team.channel)
    await team.mara.click(team.channel, team.mara.ephemerals[-1].ts, "Erase what is stored")
    await team.wait(seconds=10)
    assert told(team.jo) == told(team.mara) == []
    assert (
        await team.room(lambda room: [s for s in room.sayings.of_audience(team.mara.id) if s.kind == CREDIT])
        == []
    )


async def test_nothing_is_credited_where_the_coach_is_off_or_stays_away(team: Scene) -> None:
    await team.asked()
    await team.says(team.mara, "coach off")
    await answer(team, team.mara, NO_END)
    await answer(team, team.jo, NO_END + DISTRESS)
    assert told(team.mara) == told(team.jo) == []


async def test_what_changes_before_it_is_said_is_credited_as_it_stands(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, NO_END, thread_ts=card.ts)
    await team.wait(seconds=5)
    team.slack.faults.rate_limit("chat.postEphemeral", 30)
    await team.wait(seconds=57)
    await team.jo.edit(team.channel, ts, NO_END.replace(OWN_STEP, "I met each of them on their own"))
    await team.wait(minutes=3)
    (line,) = told(team.jo)
    assert OWN_STEP not in line
