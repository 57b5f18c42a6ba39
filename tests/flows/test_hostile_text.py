"""Law 8: what people type is shown as they typed it, pings nobody, and breaks nothing.

On both databases: one of them takes no NUL. `scene` itself asserts that Slack refused nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.stage import staged
from bot.sandbox.driver.people import Person
from bot.sandbox.wording import unescape
from bot.sandbox.world.message import Message
from bot.slack.text import safe, storable
from content.questions import CoachSignal, Probe, bare_question
from storage.database import Database
from tests.flows.scene import LIBRARY, MONDAY, TEAM_ANSWER, Scene, set_up

HOSTILE = {
    "broadcasts": "<!channel> <!here> <!everyone> <!subteam^S0123>",
    "mentions": "<@U0EVIL1> @U0EVIL1 <#C0123> <mailto:a@b.c|a> <http://evil.example|bank>",
    "entities": "&lt;!channel&gt; &amp;lt;!here&amp;gt; &amp; & &#60;",
    "long": " ".join(f"word{number}" for number in range(1300))[:12_000],
    "a long word": "x" * 12_000,
    "amid entities": "<&>" * 4_000,
    "right to left": "\u202eevil\u202c שלום \u2066abc\u2069 مرحبا",
    "emoji": "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 :tada: e\u0301\u200d",
    "controls": "a\x00b\x07c\x1b[31md\x7fe\x85f\u2028g",
    "mrkdwn": "*bold* _it_ ~s~ `code` ```block``` > quote\n> more\n1. one\n• two | {} [] \\n",
    "blank": " \t\n \u200b ",
    "format": "{0} {name} %s %(x)s ${HOME} $(id) ' \" ; DROP TABLE answers; --",
}
ALL = pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())


def said_by_app(team: Scene) -> Iterator[Message]:
    """Everything that the app put anywhere."""
    bot = team.slack.team.bot_user_id
    places = [(team.channel, card.ts) for card in team.channel.messages()]
    everywhere = [
        *team.channel.messages(),
        *(reply for channel, ts in places for reply in channel.messages(thread_ts=ts)),
        *(note for person in (team.mara, team.jo) for note in [*person.dm.messages(), *person.ephemerals]),
    ]
    return (message for message in everywhere if message.user == bot)


def harmless(team: Scene) -> bool:
    """Nothing that the app posted calls anybody but the one whom it asks; all of it has a text."""
    fine = {f"<@{team.jo.id}>", f"<@{team.mara.id}>", f"<#{team.channel.id}>"}
    for message in said_by_app(team):
        assert set(message.controls) <= fine, message.controls
        assert message.text.strip()
    return True


def shown(words: str) -> str:
    """The words as Slack shows them: what would turn the line around is left out."""
    return unescape(safe(storable(words)).strip())


def around(words: str) -> str:
    """An answer that the coach has something to ask about, with these words in the midst of what it may quote."""
    return TEAM_ANSWER.replace("we would change", f"we {words} would change")


@ALL
async def test_in_an_answer_an_edit_and_a_reply(team: Scene, words: str) -> None:
    card = await team.asked()
    ts = await team.jo.post(team.channel, around(words), thread_ts=card.ts)
    await team.wait(seconds=65)
    kept = await team.room(lambda room: room.messages.find(team.channel.id, ts))
    assert kept is not None
    assert kept.text == storable(around(words))
    await team.jo.post(team.channel, f"{words} I called them. {words}", thread_ts=card.ts)
    await team.wait(seconds=65)
    await team.jo.edit(team.channel, ts, f"{words} and so on, {words}")
    await team.wait(hours=24)
    assert harmless(team)


@ALL
async def test_in_a_message_to_the_app_alone(team: Scene, words: str) -> None:
    await team.asked()
    await team.jo.post(team.jo.dm, around(words))
    await team.wait(seconds=65)
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text == storable(around(words))
    assert harmless(team)


@ALL
async def test_in_every_field_of_the_form(team: Scene, words: str) -> None:
    card = await team.asked()
    await team.jo.click(team.channel, card.ts, "forms:open")
    typed = dict.fromkeys(("context", "challenge", "actions", "results", "learnings"), words[:3000])
    form = team.jo.modal
    assert form is not None
    taken = await form.submit({**typed, "where": "thread"})
    if not words.strip():
        assert form.errors
        return
    assert (taken, form.trouble) == (True, None)
    await team.settle()
    (copy,) = [message for message in team.coach(card.ts) if "Jo Abara" in message.shown]
    assert shown(words[:3000]) in copy.shown
    await team.jo.click(team.channel, copy.ts, "Edit")
    again = team.jo.modal
    assert again is not None
    assert await again.submit({"results": words[:3000], "context": "Short."})
    await team.wait(minutes=3)
    assert harmless(team)


@ALL
async def test_in_a_guess(team: Scene, words: str) -> None:
    card = await team.asked()
    await team.jo.click(team.channel, card.ts, "postings:guess")
    form = team.jo.modal
    assert form is not None
    taken = await form.submit({"guess": words[:500]})
    assert taken or form.errors
    if taken and words.strip():
        page = team.jo.modal
        assert page is not None
        assert shown(words[:500]) in page.shown


@ALL
async def test_in_a_command(team: Scene, words: str) -> None:
    for before in ("", "pause until ", "away until ", "coach ", "notes ", "ask now ", "setup ", "keep me "):
        reply = await team.mara.command("/understudy", f"{before}{words}", team.channel)
        assert not reply.failed, before
        for message in reply.messages:
            assert set(message.controls) <= {f"<@{team.mara.id}>", f"<#{team.channel.id}>"}
            assert message.text.strip()
        if (left := team.mara.modal) is not None:
            await left.close()


@ALL
async def test_in_the_fields_of_the_set_up(team: Scene, words: str) -> None:
    await team.mara.command("/understudy", "setup", team.channel)
    form = team.mara.modal
    assert form is not None
    assert not await form.submit({"at": words[:20]})
    assert form.errors
    assert form.is_open
    assert form.trouble is None
    assert await form.suggest("routines:zone", words[:200]) is not None


@ALL
async def test_in_the_name_of_a_person_who_is_named(team: Scene, words: str) -> None:
    name = f"{words[:70].strip()} Otto"
    await team.mara.change(real_name=name)
    await team.channel.rename("evil")
    await team.settle()
    card = await team.asked()
    await team.jo.post(team.channel, f"{TEAM_ANSWER} {storable(name)} helped.", thread_ts=card.ts)
    await team.mara.click(team.channel, card.ts, "forms:open")
    form = team.mara.modal
    assert form is not None
    assert await form.submit({"actions": "I helped.", "where": "thread"})
    await team.wait(minutes=5)
    assert any("I helped." in message.shown for message in team.coach(card.ts))
    assert harmless(team)


@ALL
async def test_in_a_question_of_a_pack(tmp_path: Path, sqlite_template: Path, words: str) -> None:
    """All of its texts; SQLite and one engine, for its words are not stored, and the library is another one."""
    shutil.copyfile(sqlite_template, tmp_path / "understudy.db")
    database = Database(f"sqlite:///{tmp_path}/understudy.db")
    said = f"Tell me {words[:2500]}"
    texts = dict.fromkeys(("intent", "plain", "hint", "strong", "fails"), said)
    probes = tuple(Probe(ask=f"{said}?", serves=signal) for signal in CoachSignal)
    evil = bare_question("evil", said, pack="evil").model_copy(update={**texts, "branch": probes})
    library = LIBRARY.only([evil])
    async with staged(database, start=MONDAY, library=library) as stage:
        mara: Person = stage.slack.team.add_person("Mara Lindqvist", tz="Europe/Berlin")
        jo = stage.slack.team.add_person("Jo Abara", tz="Europe/London")
        channel = stage.slack.team.add_channel("leadership", members=[mara, jo])
        await channel.invite_app(by=mara)
        await database.run(lambda work: set_up(work, channel.id, mara.id, MONDAY))
        await stage.wait(minutes=2)
        team = Scene(stage, channel, mara, jo)
        (card,) = team.cards()
        assert shown(words[:50]) in card.shown
        for button in ("forms:open", "postings:guess", "postings:hint", "postings:plain"):
            assert await jo.click(channel, card.ts, button)
            assert jo.modal is not None
            assert jo.modal.trouble is None
            await jo.modal.close()
        await jo.post(jo.dm, TEAM_ANSWER)
        await mara.command("/understudy", "ask now", channel)
        await stage.wait(seconds=5)
        await mara.post(mara.dm, TEAM_ANSWER)
        await mara.react(channel, await jo.post(channel, TEAM_ANSWER, thread_ts=card.ts), "dart")
        await stage.wait(hours=48)
        assert harmless(team)
        assert not stage.slack.refused, json.dumps([refusal.reasons for refusal in stage.slack.refused])
    database.close()


async def test_an_answer_of_nothing_but_blanks_is_no_answer_to_coach(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, HOSTILE["blank"], thread_ts=card.ts)
    await team.wait(minutes=3)
    assert team.coach(card.ts) == []
