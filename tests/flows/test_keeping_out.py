"""Keeping out: nothing is stored of whoever wants that; and exporting and erasing what was."""

import asyncio
import json

from typer.testing import CliRunner

from bot.cli.commands import app as command_line
from bot.sandbox.driver.people import Person
from storage.feedback import Reaction
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, form_of, notes, whispers

FILLED = {"actions": "I cut the checklist from 40 to 12 steps.", "where": "thread"}


async def stored(team: Scene, person: Person) -> str:
    """All words of a person that are kept, whatever they belong to."""
    kept = await team.room(
        lambda room: (
            room.messages.of_person(person.id),
            room.answers.of_person(person.id),
            room.follow_ups.of_person(person.id),
            room.forms.drafts_of(person.id),
            room.feedback.given_by(person.id),
            room.notes.of_person(person.id),
        )
    )
    return "" if not any(kept) else str(kept)


async def test_of_whoever_is_kept_out_nothing_is_stored_whatever_they_do(team: Scene) -> None:
    card = await team.asked()
    theirs = await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.says(team.jo, "keep me out")
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.edit(team.channel, ts, TEAM_ANSWER + " Indeed.")
    await team.jo.react(team.channel, theirs, "dart")
    await team.mara.react(team.channel, ts, "dart")
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.jo.message_shortcut("answers:mine", team.channel, ts)
    await team.jo.click(team.channel, card.ts, "Answer in a form or privately")
    await team.wait(hours=23)
    assert await stored(team, team.jo) == ""
    on_it: tuple[Reaction, ...] = await team.room(lambda room: room.feedback.on_message(team.channel.id, ts))
    assert on_it == ()
    assert all(team.jo.id not in message.text for message in team.coach(card.ts))
    assert notes(team.jo) == ""
    assert "asked to be kept out" in whispers(team.jo)


async def test_a_form_that_was_open_when_its_author_was_kept_out_is_not_taken(team: Scene) -> None:
    card = await team.asked()
    await team.jo.click(team.channel, card.ts, "Answer in a form or privately")
    form = form_of(team.jo)
    await team.says(team.jo, "keep me out")
    assert not await form.submit(FILLED)
    assert "kept out" in form.errors["actions"]
    await form.close()
    assert await stored(team, team.jo) == ""


async def test_what_was_open_ends_and_questions_that_quote_go(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=70)
    assert len(team.coach(card.ts)) == 2
    await team.says(team.jo, "keep me out")
    await team.wait(seconds=5)
    (left,) = team.coach(card.ts)
    assert team.mara.id in left.text
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=3)
    assert "checklist" not in await stored(team, team.jo)
    assert len(team.coach(card.ts)) == 1


async def test_a_question_that_is_only_owed_is_never_asked(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=30)
    await team.says(team.jo, "keep me out")
    await team.wait(hours=3)
    assert team.coach(card.ts) == []


async def test_export_and_erase_are_offered_at_once_and_the_second_time(team: Scene) -> None:
    for words in ("From now on nothing of yours is stored", "You are kept out already"):
        reply = await team.jo.command("/understudy", "keep me out", team.channel)
        shown = "\n".join(message.shown for message in reply.messages)
        assert words in shown
        for button in ("Export what is stored", "Erase what is stored", "Let me in again"):
            assert button in shown


async def test_whoever_comes_back_takes_part_as_before(team: Scene) -> None:
    card = await team.asked()
    await team.says(team.jo, "keep me out")
    silent = await team.jo.post(team.channel, "The team was busy.", thread_ts=card.ts)
    assert "take part again" in await team.says(team.jo, "let me in")
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=70)
    (question,) = team.coach(card.ts)
    assert team.jo.id in question.text
    assert await team.room(lambda room: room.messages.find(team.channel.id, silent)) is None
    assert notes(team.jo).count("You have just answered your first practice question") == 1


async def test_of_a_message_that_is_edited_later_neither_wording_is_kept(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=70)
    await team.says(team.jo, "keep me out")
    await team.jo.edit(team.channel, ts, "Never mind.")
    await team.wait(minutes=2)
    kept = await stored(team, team.jo)
    assert "weekly" not in kept
    assert "Never mind" not in kept
    assert team.coach(card.ts) == []


async def test_praise_that_is_taken_back_goes_even_if_its_author_is_kept_out(team: Scene) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.react(team.channel, ts, "dart")
    await team.says(team.jo, "keep me out")
    await team.mara.unreact(team.channel, ts, "dart")
    assert await team.room(lambda room: room.feedback.received_by(team.jo.id)) == ()


async def test_the_first_contact_is_told_once_over_all_channels_and_questions(team: Scene) -> None:
    card = await team.asked()
    other = team.slack.team.add_channel("second", members=[team.mara, team.jo])
    await other.invite_app(by=team.mara)
    await team.says(team.mara, "setup", other)
    assert await form_of(team.mara).submit({"at": "11:00"})
    await form_of(team.mara).dismiss()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(hours=1, minutes=5)
    second = other.messages()[-1]
    assert "Today's question" in second.text
    await team.jo.post(other, TEAM_ANSWER, thread_ts=second.ts)
    await team.wait(days=1)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=team.cards()[-1].ts)
    await team.wait(hours=1)
    await team.says(team.jo, "keep me out")
    await team.says(team.jo, "let me in")
    await team.jo.post(other, TEAM_ANSWER, thread_ts=other.messages()[-1].ts)
    await team.wait(hours=1)
    assert notes(team.jo).count("I tell it once") == 1
    for words in ("everyone in the channel reads them", "Name nobody", "Where shall the coach ask you"):
        assert words in notes(team.jo)


async def test_everybody_sees_their_own_and_nobody_elses_words(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, "I let both teams vote, and they chose weekly.", thread_ts=card.ts)
    await team.wait(minutes=2)
    await team.says(team.jo, "export")
    assert TEAM_ANSWER in form_of(team.jo).shown
    assert "vote" not in form_of(team.jo).shown


async def test_erasing_for_oneself_leaves_nothing_here_or_in_slack_but_ones_own_messages(team: Scene) -> None:
    card = await team.asked()
    theirs = await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.click(team.channel, card.ts, "Answer in a form or privately")
    await form_of(team.jo).submit(FILLED)
    await form_of(team.jo).dismiss()
    await team.jo.react(team.channel, theirs, "dart")
    await team.wait(minutes=2)
    before = await stored(team, team.mara)
    reply = await team.jo.command("/understudy", "erase", team.channel)
    await team.jo.click(team.channel, reply.messages[-1].ts, "Erase what is stored")
    assert "Your answer is erased" in whispers(team.jo)
    await team.wait(minutes=1)
    assert await stored(team, team.jo) == ""
    assert all(team.jo.id not in m.text and "Jo Abara" not in m.text for m in team.coach(card.ts))
    assert notes(team.jo) == ""
    assert await stored(team, team.mara) == before
    assert await team.room(lambda room: room.feedback.received_by(team.mara.id)) == ()


async def test_the_operator_exports_and_erases_one_person_from_the_command_line(
    team: Scene, database_url: str
) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, "I let both teams vote, and they chose weekly.", thread_ts=card.ts)
    await team.wait(minutes=2)
    before = await stored(team, team.mara)

    async def run(*words: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, command_line, [*words, "--database", database_url])
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    told = json.loads(await run("export", "--person", team.jo.id))
    assert [message["text"] for message in told["answers"][0]["messages"]] == [TEAM_ANSWER]
    assert "vote" not in str(told)
    assert team.mara.id not in str(told)
    await run("erase", "--person", team.jo.id, "--yes")
    await team.wait(minutes=1)
    assert await stored(team, team.jo) == ""
    assert all(team.jo.id not in message.text for message in team.coach(card.ts))
    assert notes(team.jo) == ""
    assert await stored(team, team.mara) == before
    assert json.loads(await run("export", "--person", team.jo.id))["answers"] == []


async def test_days_are_told_as_they_are_where_people_live(team: Scene) -> None:
    await team.wait(hours=14, minutes=31)
    await team.says(team.mara, "ask now")
    await team.wait(minutes=1)
    await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=team.cards()[-1].ts)
    await team.wait(minutes=2)
    await team.says(team.mara, "export")
    assert "2026-11-24" in form_of(team.mara).shown
    await form_of(team.mara).close()
    await team.says(team.mara, "keep me out")
    assert "kept out since Tuesday 24 November" in await team.says(team.mara, "")
