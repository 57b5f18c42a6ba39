"""*Not right* and *Why this question*: the coach takes a no, alone and at once, and says why it asked."""

from bot.coaching.messages import GONE, NOT_RIGHT, NOT_YOURS, NOTHING_ASKED
from bot.privacy.use_cases import export_person
from bot.sandbox.driver.people import Person
from bot.sandbox.world.message import Message
from content.coaching.rates import RATES
from storage.follow_ups import FollowUp
from tests.content.coaching.examples import BUCK
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, form_of, whispers

SHARED_REPLY = "It was decided that we change the process. We changed it, and the team was happy with that."


async def asked_of(team: Scene, person: Person) -> tuple[FollowUp, ...]:
    return await team.room(lambda room: room.follow_ups.of_person(person.id))


async def answered(team: Scene, person: Person) -> tuple[Message, Message]:
    """Today's card and the coach's question to this person's answer in the thread."""
    card = await team.asked()
    await person.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    return card, team.coach(card.ts)[-1]


async def test_one_click_is_kept_answered_in_four_words_and_seen_by_nobody_else(team: Scene) -> None:
    card, question = await answered(team, team.jo)
    before = [message.shown for message in team.coach(card.ts)]
    for _ in range(2):
        assert await team.jo.click(team.channel, question.ts, "Not right")
        (kept,) = await asked_of(team, team.jo)
        first = kept.not_right_at
        await team.wait(minutes=1)
    assert first is not None
    assert whispers(team.jo).count(NOT_RIGHT) == 2
    assert len(NOT_RIGHT.split()) == 4
    (kept,) = await asked_of(team, team.jo)
    assert kept.not_right_at == first < await team.app.clock.now(), "the second click changes nothing"
    assert [message.shown for message in team.coach(card.ts)] == before
    assert team.mara.ephemerals == []


async def test_only_the_one_who_was_asked_may_say_that_it_was_not_right(team: Scene) -> None:
    _card, question = await answered(team, team.jo)
    await team.mara.click(team.channel, question.ts, "Not right")
    assert NOT_YOURS in whispers(team.mara)
    (kept,) = await asked_of(team, team.jo)
    assert kept.not_right_at is None


async def test_typing_it_means_the_newest_question(team: Scene) -> None:
    assert await team.says(team.jo, "not right") == NOTHING_ASKED
    await answered(team, team.jo)
    assert await team.says(team.jo, "not right") == NOT_RIGHT
    (kept,) = await asked_of(team, team.jo)
    assert kept.not_right_at is not None
    assert await team.says(team.mara, "Not right") == NOTHING_ASKED


async def test_the_same_is_not_asked_of_that_person_for_a_month_and_then_again(team: Scene) -> None:
    _card, question = await answered(team, team.jo)
    await team.jo.click(team.channel, question.ts, "Not right")
    (first,) = await asked_of(team, team.jo)
    await team.wait(days=1)
    for person in (team.jo, team.mara):
        await person.post(team.channel, TEAM_ANSWER, thread_ts=team.cards()[-1].ts)
    await team.wait(minutes=2)
    assert first.signal not in [asked.signal for asked in (await asked_of(team, team.jo))[1:]]
    assert first.signal in [asked.signal for asked in await asked_of(team, team.mara)], "others are asked"
    await team.wait(days=30)
    card = team.cards()[-1]
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    assert (await asked_of(team, team.jo))[-1].signal == first.signal


async def test_what_was_owed_elsewhere_is_not_said_once_the_same_was_not_right(team: Scene) -> None:
    _card, question = await answered(team, team.jo)
    await team.says(team.mara, "ask now")
    await team.settle()
    other = team.cards()[-1]
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=other.ts)
    await team.wait(seconds=5)
    team.slack.faults.rate_limit("chat.postMessage", 30)
    await team.wait(seconds=57)
    assert len(await asked_of(team, team.jo)) == 2
    await team.jo.click(team.channel, question.ts, "Not right")
    await team.wait(minutes=2)
    assert team.coach(other.ts) == []


async def test_a_reply_that_came_before_the_click_brings_no_second_question(team: Scene) -> None:
    card = await team.asked()
    for person in (team.jo, team.mara):
        await person.post(team.channel, BUCK, thread_ts=card.ts)
        await team.wait(seconds=65)
    question = next(message for message in team.coach(card.ts) if team.jo.id in message.text)
    for person in (team.jo, team.mara):
        await person.post(team.channel, SHARED_REPLY, thread_ts=card.ts)
    await team.wait(seconds=10)
    await team.jo.click(team.channel, question.ts, "Not right")
    await team.wait(minutes=3)
    assert len(await asked_of(team, team.mara)) == 2, "such a reply brings one"
    assert len(await asked_of(team, team.jo)) == 1


async def test_a_late_no_to_the_first_question_leaves_the_second_as_it_was_said(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, BUCK, thread_ts=card.ts)
    await team.wait(seconds=65)
    await team.jo.post(team.channel, SHARED_REPLY, thread_ts=card.ts)
    await team.wait(seconds=65)
    first, second = team.coach(card.ts)
    assert await team.jo.click(team.channel, first.ts, "Not right")
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=2)
    assert [message.ts for message in team.coach(card.ts)] == [first.ts, second.ts], "never a third"
    assert len(await asked_of(team, team.jo)) == 2
    await team.says(team.jo, "keep me out")
    await team.wait(minutes=1)
    assert team.coach(card.ts) == [], "nothing is out of reach"


async def test_whoever_replies_all_the_same_is_heard(team: Scene) -> None:
    card, question = await answered(team, team.jo)
    await team.jo.click(team.channel, question.ts, "Not right")
    await team.wait(seconds=10)
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=2)
    assert "I called the two leads myself" in whispers(team.jo)


async def test_the_click_belongs_to_its_person(team: Scene) -> None:
    _card, question = await answered(team, team.jo)
    await team.jo.click(team.channel, question.ts, "Not right")
    (kept,) = await asked_of(team, team.jo)
    assert kept.not_right_at is not None
    exported = await team.room(lambda room: export_person(room, team.jo.id))
    assert kept.not_right_at.isoformat() in str(exported)
    await team.says(team.jo, "keep me out")
    assert await team.says(team.jo, "not right") == NOTHING_ASKED
    await team.jo.command("/understudy", "erase", team.channel)
    await team.jo.click(team.channel, team.jo.ephemerals[-1].ts, "Erase what is stored")
    assert await asked_of(team, team.jo) == ()


async def test_anybody_who_sees_the_question_may_read_why_it_was_asked(team: Scene) -> None:
    _card, question = await answered(team, team.jo)
    assert "A rule worded this." in question.text
    (asked,) = await asked_of(team, team.jo)
    await team.mara.click(team.channel, question.ts, "Why this question")
    shown = form_of(team.mara).shown
    for words in (
        "No language model",
        "What it asks for",
        "What led to it",
        "it is wrong",
        str(RATES.measured_on),
        str(RATES.answers),
    ):
        assert words in shown
    assert asked.quote
    assert asked.quote in shown
    assert team.jo.name not in shown
    assert await team.says(team.mara, "why") == NOTHING_ASKED
    await team.jo.command("/understudy", "why this question", team.channel)
    assert form_of(team.jo).shown == shown


async def test_of_a_question_that_was_taken_back_nothing_is_told(team: Scene) -> None:
    card, question = await answered(team, team.jo)
    ts = next(
        message.ts for message in team.channel.messages(thread_ts=card.ts) if message.user == team.jo.id
    )
    team.slack.faults.rate_limit("chat.delete", 60)
    await team.jo.edit(team.channel, ts, "I moved us to weekly releases, and I told both leads why.")
    await team.wait(seconds=1)
    await team.mara.click(team.channel, question.ts, "Why this question")
    await team.jo.click(team.channel, question.ts, "Not right")
    assert GONE in whispers(team.mara)
    assert GONE in whispers(team.jo)
