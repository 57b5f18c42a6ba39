"""What somebody erased, or wrote while they were kept out, is not stored again when a thread is read anew."""

from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, notes
from tests.flows.test_catching_up import back_after_an_outage, unheard

MISSED = "I heard each of the two leads alone first, and then I told them what I would decide."


async def erase(team: Scene) -> None:
    """Jo erases what is stored."""
    reply = await team.jo.command("/understudy", "erase", team.channel)
    await team.jo.click(team.channel, reply.messages[-1].ts, "Erase what is stored")


async def kept(team: Scene) -> list[str]:
    """The words of Jo's that are stored."""
    return [message.text for message in await team.room(lambda room: room.messages.of_person(team.jo.id))]


async def missed(team: Scene, thread_ts: str) -> None:
    """Mara answers, and nobody hears it."""
    team.slack.faults.hold()
    await team.mara.post(team.channel, MISSED, thread_ts=thread_ts)
    await unheard(team)


async def asked_by_mara(team: Scene, thread_ts: str) -> None:
    """Mara asks Jo, whose answer is not here, so that the thread is read again."""
    await team.mara.post(team.channel, f"{team.jo.mention} what did you do yourself?", thread_ts=thread_ts)
    await team.wait(minutes=3)


async def was_read(team: Scene) -> bool:
    """Whether the thread was read: what nobody heard of Mara's is here."""
    found = await team.room(lambda room: room.messages.of_person(team.mara.id))
    return MISSED in [message.text for message in found]


async def test_an_erased_answer_is_not_kept_again_when_a_colleague_asks_about_it(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    await erase(team)
    await team.wait(minutes=70)
    await missed(team, card.ts)
    await asked_by_mara(team, card.ts)
    assert await was_read(team)
    assert await kept(team) == []


async def test_erased_words_and_praise_are_not_kept_again_after_an_outage(team: Scene) -> None:
    card = await team.asked()
    theirs = await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.react(team.channel, theirs, "dart")
    await team.wait(minutes=2)
    await erase(team)
    await team.wait(minutes=70)
    await missed(team, card.ts)
    await back_after_an_outage(team)
    assert await was_read(team)
    assert await kept(team) == []
    assert await team.room(lambda room: room.feedback.given_by(team.jo.id)) == ()


async def test_what_somebody_wrote_while_kept_out_is_not_kept_once_they_are_back(team: Scene) -> None:
    card = await team.asked()
    theirs = await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.says(team.jo, "keep me out")
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.react(team.channel, theirs, "dart")
    await team.wait(minutes=3)
    await team.says(team.jo, "let me in")
    await missed(team, card.ts)
    await asked_by_mara(team, card.ts)
    assert await was_read(team)
    assert await kept(team) == []
    assert await team.room(lambda room: room.feedback.given_by(team.jo.id)) == ()


async def test_an_edit_of_what_was_erased_or_written_while_kept_out_does_not_bring_it_back(
    team: Scene,
) -> None:
    card = await team.asked()
    in_thread = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    await erase(team)
    await team.says(team.jo, "keep me out")
    alone = await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(minutes=70)
    await team.says(team.jo, "let me in")
    await team.jo.edit(team.channel, in_thread, f"{TEAM_ANSWER} {OWN_REPLY}")
    await team.jo.edit(team.jo.dm, alone, f"{TEAM_ANSWER} {OWN_REPLY}")
    await team.wait(minutes=3)
    assert await kept(team) == []


async def test_after_an_erasure_a_new_answer_is_kept_and_its_edits_too(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    await erase(team)
    await team.wait(minutes=1)
    again = await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=1)
    await team.jo.edit(team.channel, again, f"{OWN_REPLY} I would ask earlier.")
    await team.wait(minutes=1)
    assert await kept(team) == [f"{OWN_REPLY} I would ask earlier."]


async def test_what_was_kept_before_somebody_was_out_follows_its_edits_once_they_are_back(
    team: Scene,
) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    await team.says(team.jo, "keep me out")
    await team.wait(minutes=1)
    await team.says(team.jo, "let me in")
    await team.jo.edit(team.channel, ts, OWN_REPLY)
    await team.wait(minutes=1)
    assert await kept(team) == [OWN_REPLY]


async def test_what_waits_for_its_question_goes_when_its_author_is_kept_out(team: Scene) -> None:
    await team.asked()
    await team.says(team.mara, "ask now")
    await team.wait(minutes=2)
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(seconds=5)
    assert "Which question" in notes(team.jo)
    await team.says(team.jo, "keep me out")
    assert await kept(team) == []
    await team.wait(seconds=5)
    assert "Which question" not in notes(team.jo)


async def test_the_choice_of_a_question_that_is_pressed_after_all_keeps_nothing(team: Scene) -> None:
    await team.asked()
    await team.says(team.mara, "ask now")
    await team.wait(minutes=2)
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(seconds=5)
    (choice,) = [message for message in team.jo.dm.messages() if "Which question" in message.text]
    team.slack.faults.rate_limit("chat.delete", retry_after=60)
    await team.says(team.jo, "keep me out")
    await team.jo.click(team.jo.dm, choice.ts, "Question 1")
    await team.wait(minutes=3)
    assert await kept(team) == []
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
