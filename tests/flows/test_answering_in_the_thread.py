"""Answering in the thread: what counts, what is corrected, what is taken back, what names give away."""

import pytest

from storage.answers import Answer
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, form_of, whispers


async def answers(team: Scene, user_id: str) -> list[tuple[Answer, list[str]]]:
    """A person's answers with their words, as they are kept."""
    kept = await team.room(lambda room: room.answers.of_person(user_id))
    return [
        (one, [m.text for m in await team.room(lambda room, i=one.id: room.messages.of_answer(i))])  # type: ignore[misc]
        for one in kept
    ]


async def test_plus_one_is_met_with_silence_and_the_offer_to_correct_that(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, "+1", thread_ts=card.ts)
    await team.wait(minutes=3)
    assert team.coach(card.ts) == []
    offer = team.jo.ephemerals[-1]
    assert "This is my answer" in offer.shown
    assert team.mara.ephemerals == []
    assert await team.jo.click(team.channel, offer.ts, "This is my answer")
    assert "Kept as your answer" in whispers(team.jo)
    await team.wait(minutes=3)
    assert len(team.coach(card.ts)) <= 1
    assert whispers(team.jo).count("I took this for a remark") == 1


async def test_an_answer_after_a_remark_is_read_as_the_answer(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, "+1", thread_ts=card.ts)
    await team.wait(minutes=3)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=3)
    assert len(team.coach(card.ts)) == 1


async def test_this_is_my_answer_keeps_what_was_taken_for_conversation(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, f"{team.mara.mention} {TEAM_ANSWER}", thread_ts=card.ts)
    await team.wait(minutes=3)
    assert await answers(team, team.jo.id) == []
    await team.mara.message_shortcut("answers:mine", team.channel, ts)
    assert "your own messages only" in whispers(team.mara)
    for _ in range(2):
        await team.jo.message_shortcut("answers:mine", team.channel, ts)
        await team.wait(minutes=3)
    assert len(await answers(team, team.jo.id)) == 1
    assert len(team.coach(card.ts)) == 1


async def test_this_is_not_my_answer_forgets_it_and_takes_the_question_back(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    for _ in range(2):
        await team.jo.message_shortcut("answers:not_mine", team.channel, ts)
        await team.wait(minutes=2)
    assert "Taken out" in whispers(team.jo)
    assert team.coach(card.ts) == []
    assert "weekly releases" not in str(await team.room(lambda room: room.messages.of_person(team.jo.id)))
    await team.jo.edit(team.channel, ts, TEAM_ANSWER + " Or so.")
    await team.wait(minutes=2)
    assert team.coach(card.ts) == []


async def test_shortcuts_elsewhere_say_that_there_is_nothing_to_correct(team: Scene) -> None:
    await team.asked()
    ts = await team.jo.post(team.channel, "Lunch?")
    for callback in ("answers:mine", "answers:not_mine"):
        await team.jo.message_shortcut(callback, team.channel, ts)
    assert whispers(team.jo).count("nothing to correct") == 2


async def test_what_is_edited_before_the_coach_asks_is_read_as_it_stands(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, "We did something.", thread_ts=card.ts)
    await team.wait(seconds=50)
    await team.jo.edit(team.channel, ts, TEAM_ANSWER)
    await team.wait(seconds=50)
    assert team.coach(card.ts) == [], "an edit starts the wait anew"
    await team.wait(seconds=15)
    (question,) = team.coach(card.ts)
    assert "something" not in question.text


async def test_a_question_whose_quoted_words_were_edited_away_is_taken_back_and_none_follows(
    team: Scene,
) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    (asked,) = await team.room(lambda room: room.follow_ups.of_person(team.jo.id))
    assert asked.quote
    await team.jo.edit(team.channel, ts, "I moved us to weekly releases, and I told both leads why.")
    await team.wait(minutes=3)
    assert team.coach(card.ts) == []


async def test_a_question_that_is_owed_is_not_said_once_later_words_answer_it(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=5)
    team.slack.faults.rate_limit("chat.postMessage", 30)
    await team.wait(seconds=57)
    assert team.coach(card.ts) == []
    (owed,) = await team.room(lambda room: room.follow_ups.of_person(team.jo.id))
    assert owed.asked_ts is None
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(seconds=40)
    assert team.coach(card.ts) == [], "withdrawn; what was written since is read first"
    await team.wait(minutes=3)
    assert all(owed.after not in question.text for question in team.coach(card.ts))
    assert len(team.coach(card.ts)) <= 1


@pytest.mark.parametrize("how", ["broadcast", "file"])
async def test_broadcasts_and_files_with_words_count_as_answers(team: Scene, how: str) -> None:
    card = await team.asked()
    if how == "broadcast":
        await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts, broadcast=True)
    else:
        await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts, files=["plan.pdf"])
    await team.wait(seconds=65)
    assert len(await answers(team, team.jo.id)) == 1
    assert len(team.coach(card.ts)) == 1


async def test_bots_other_apps_and_link_previews_do_not_count(team: Scene) -> None:
    robot = team.slack.team.add_person("Robot", is_bot=True)
    await team.channel.join(robot)
    card = await team.asked()
    await robot.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=50)
    await team.channel.unfurl(ts)
    await team.wait(seconds=15)
    assert await answers(team, robot.id) == []
    assert len(team.coach(card.ts)) == 1, "a preview does not start the wait anew"


@pytest.mark.parametrize("naming", ["mention", "name"])
async def test_whoever_names_somebody_is_told_alone_and_can_make_it_private(team: Scene, naming: str) -> None:
    card = await team.asked()
    name = team.mara.mention if naming == "mention" else "mara lindqvist"
    ts = await team.jo.post(team.channel, f"{TEAM_ANSWER} {name} was against it.", thread_ts=card.ts)
    await team.wait(seconds=70)
    (told,) = [message for message in team.jo.ephemerals if "seems to name" in message.text]
    assert "Mara Lindqvist" in told.text
    assert team.mara.ephemerals == []
    assert all("seems to name" not in m.text for m in [*team.coach(card.ts), *team.mara.dm.messages()])
    await team.jo.click(team.channel, told.ts, "Edit")
    assert "Edit message" in whispers(team.jo)
    await team.mara.react(team.channel, ts, "dart")
    await team.jo.click(team.channel, told.ts, "Make private")
    await team.wait(seconds=5)
    assert team.coach(card.ts) == []
    ((answer, kept),) = await answers(team, team.jo.id)
    assert (answer.visibility, kept) == ("private", [])
    assert TEAM_ANSWER in str(answer.form)
    assert await team.room(lambda room: room.feedback.received_by(team.jo.id)) == ()
    assert "yours alone now" in whispers(team.jo)


async def test_ones_own_name_and_other_channels_people_are_not_told_of(team: Scene) -> None:
    team.slack.team.add_person("Max Power")
    card = await team.asked()
    await team.jo.post(team.channel, f"{TEAM_ANSWER} Max Power, Jo Abara and Mara helped.", thread_ts=card.ts)
    await team.wait(seconds=70)
    assert "seems to name" not in whispers(team.jo)


async def test_what_they_are_really_asking_is_told_after_ones_own_guess(team: Scene) -> None:
    card = await team.asked()
    posting = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, card.ts))
    assert posting is not None
    question = team.app.kit.library.questions[posting.question_id]
    await team.jo.click(team.channel, card.ts, "What are they really asking?")
    assert question.intent not in form_of(team.jo).shown
    assert await form_of(team.jo).submit({"guess": "Whether I *dare* to <!here> decide"})
    shown = form_of(team.jo).shown
    assert "Whether I *dare* to <!here> decide" in shown
    assert question.intent in shown
    assert question.competency.replace("-", " ") not in shown
    await form_of(team.jo).dismiss()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.click(team.channel, card.ts, "What are they really asking?")
    assert question.competency.replace("-", " ") in form_of(team.jo).shown
    await team.mara.click(team.channel, card.ts, "Hint")
    assert question.intent not in form_of(team.mara).shown


async def test_the_question_in_everyday_words_is_one_tap_away(team: Scene) -> None:
    card = await team.asked()
    posting = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, card.ts))
    assert posting is not None
    question = team.app.kit.library.questions[posting.question_id]
    assert question.plain not in card.shown
    await team.jo.click(team.channel, card.ts, "In plain words")
    assert question.plain in form_of(team.jo).shown


async def test_what_is_first_said_after_the_close_is_conversation(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(hours=24, minutes=1)
    assert team.channel.message(card.ts).text.startswith("Closed")
    await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=3)
    assert await answers(team, team.mara.id) == []
    assert len(team.coach(card.ts)) == 1
