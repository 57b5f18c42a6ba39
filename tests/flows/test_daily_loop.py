"""The daily loop: posted, answered, coached, praised, closed."""

from storage.messages import Message
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene


async def test_the_question_stands_in_the_channel_at_the_local_time_and_once(team: Scene) -> None:
    await team.wait(seconds=59)
    assert team.cards() == []
    await team.wait(seconds=1)
    (card,) = team.cards()
    for words in ("kept for practice", "everyone in this channel reads them", "keep me out", "Name nobody"):
        assert words in card.text
    await team.wait(hours=3)
    assert len(team.cards()) == 1


async def test_the_card_does_not_give_the_intent_away(team: Scene) -> None:
    card = await team.asked()
    posting = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, card.ts))
    assert posting is not None
    question = team.app.kit.library.questions[posting.question_id]
    assert question.intent not in card.text
    assert question.competency.replace("-", " ") not in card.text


async def test_the_coach_waits_for_quiet_then_asks_one_question_of_the_author(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=59)
    assert team.coach(card.ts) == []
    await team.wait(seconds=3)
    (question,) = team.coach(card.ts)
    assert team.jo.id in question.text
    assert question.text.count("?") == 1
    await team.wait(hours=2)
    assert len(team.coach(card.ts)) == 1


async def test_each_further_message_starts_the_wait_anew_and_belongs_to_the_answer(team: Scene) -> None:
    card = await team.asked()
    first, second = TEAM_ANSWER.split(". ", 1)
    await team.jo.post(team.channel, first + ".", thread_ts=card.ts)
    await team.wait(seconds=40)
    await team.mara.post(team.channel, "I love this question!", thread_ts=card.ts)
    await team.jo.post(team.channel, second, thread_ts=card.ts)
    await team.wait(seconds=40)
    assert team.coach(card.ts) == []
    await team.wait(seconds=25)
    answer = await team.room(lambda room: room.answers.of_person(team.jo.id))
    parts = await team.room(lambda room: room.messages.of_answer(answer[0].id))
    assert [part.text for part in parts] == [first + ".", second]


async def test_a_reply_to_the_coach_is_read_with_the_answer_and_progress_is_told_to_the_author_alone(
    team: Scene,
) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(seconds=65)
    assert any("I called the two leads myself" in note.text for note in team.jo.ephemerals)
    assert team.mara.ephemerals == []
    assert all("clear now" not in message.text for message in team.coach(card.ts))


async def test_the_coach_asks_at_most_twice(team: Scene) -> None:
    card = await team.asked()
    for text in (
        TEAM_ANSWER,
        "We just talked a lot.",
        "The team was helpful.",
        "It was all decided together.",
    ):
        await team.jo.post(team.channel, text, thread_ts=card.ts)
        await team.wait(minutes=3)
    assert len(team.coach(card.ts)) <= 2


async def test_a_second_persons_words_to_the_first_are_conversation(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(
        team.channel, f"@{team.jo.account.real_name} what did the leads say to that?", thread_ts=card.ts
    )
    await team.wait(minutes=3)
    assert await team.room(lambda room: room.answers.of_person(team.mara.id)) == ()


async def test_praise_is_kept_and_counted_without_names_when_the_question_closes(team: Scene) -> None:
    lee = team.slack.team.add_person("Lee Park")
    await team.channel.join(lee)
    card = await team.asked()
    sent = []
    for number, person in enumerate((team.mara, team.jo, lee)):
        sent.append(
            await person.post(team.channel, f"{TEAM_ANSWER} That was time {number}.", thread_ts=card.ts)
        )
        await team.wait(seconds=5)
    await team.jo.react(team.channel, sent[0], "straight_ruler")
    await lee.react(team.channel, sent[0], "straight_ruler")
    await team.mara.react(team.channel, sent[0], "dart")
    await team.jo.react(team.channel, sent[2], "dart")
    await team.jo.unreact(team.channel, sent[2], "dart")
    before = len(team.channel.messages())
    await team.wait(hours=24)
    closed = team.channel.message(card.ts)
    assert closed.text.startswith("Closed")
    assert "3 people answered" in closed.text
    assert "a clear result" in closed.text
    assert "Mara" not in closed.text
    assert len(team.channel.messages()) == before + 1, "the next day's question, and nothing else"


async def test_an_edit_replaces_and_a_deletion_deletes_every_copy(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    await team.jo.edit(team.channel, ts, "I moved us to weekly releases and I told both leads why.")
    await team.wait(seconds=65)
    kept: Message | None = await team.room(lambda room: room.messages.find(team.channel.id, ts))
    assert kept is not None
    assert kept.text == "I moved us to weekly releases and I told both leads why."
    await team.jo.delete(team.channel, ts)
    await team.wait(seconds=65)
    assert await team.room(lambda room: room.messages.find(team.channel.id, ts)) is None
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()


async def test_a_question_that_quotes_deleted_words_is_taken_back(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    await team.jo.delete(team.channel, ts)
    await team.wait(seconds=5)
    (follow_up,) = await team.room(lambda room: room.follow_ups.of_person(team.jo.id)) or [None]
    quoted = follow_up is not None and follow_up.withdrawn
    assert team.coach(card.ts) == [] if quoted else True
    assert all("weekly releases" not in message.text for message in team.coach(card.ts))
