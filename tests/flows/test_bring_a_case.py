"""A case that somebody brings: a title, a link and three points; decided on like a question, discussed on a case day."""

from dataclasses import replace

import pytest

from bot.engine.choosing import EngineName
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from storage.additions import Addition
from storage.database import Database
from storage.suggestions import Suggestion
from tests.flows.scene import DAILY, LIBRARY, Scene, form_of, notes, scene
from tests.flows.test_hostile_text import HOSTILE, harmless, shown

POINTS = {
    "point_1": "What would you have done first?",
    "point_2": "Whom would you have told?",
    "point_3": "What would you change for next time?",
}
CASE = {"title": "The release nobody wanted", "link": "https://example.com/blog/release?id=1", **POINTS}


async def opened(team: Scene, person: Person) -> Modal:
    """The window in which a case is brought."""
    assert await team.says(person, "bring a case") == ""
    return form_of(person)


async def brought(team: Scene, person: Person, **typed: str) -> str:
    """What a person reads after sending a case."""
    form = await opened(team, person)
    assert await form.submit({**CASE, **typed}), form.errors
    read = form_of(person).shown
    await form_of(person).dismiss()
    await team.wait(seconds=1)
    return read


async def cases(team: Scene) -> tuple[Addition, ...]:
    """The team's own cases."""
    return await team.room(lambda room: room.additions.all("case"))


async def test_a_case_is_brought_taken_told_and_discussed(database: Database, engine: EngineName) -> None:
    async with scene(database, engine, library=replace(LIBRARY, cases={})) as team:
        await team.room(lambda room: room.routines.set_up(team.channel.id, replace(DAILY, case_days="1")))
        assert "you are told what becomes of it" in await brought(team, team.jo)
        (card,) = team.mara.dm.messages()
        for words in CASE.values():
            assert words in card.text.replace("&amp;", "&")
        assert await team.mara.click(team.mara.dm, card.ts, "Take it")
        await team.wait(minutes=2)
        assert "is among the cases" in notes(team.jo)
        (added,) = await cases(team)
        assert (added.item_id, added.pack) == ("the-release-nobody-wanted", "ours")
        assert added.content == {
            "title": CASE["title"],
            "link": CASE["link"],
            "points": list(POINTS.values()),
        }
        (discussed,) = [message for message in team.channel.messages() if CASE["title"] in message.text]
        for words in CASE.values():
            assert words in discussed.shown


async def test_a_case_is_changed_or_declined_like_a_question(team: Scene) -> None:
    for title in (CASE["title"], "Two teams and one plan"):
        link = f"https://example.com/{len(title)}"
        await brought(team, team.jo, title=title, link=link)
    first, second = team.mara.dm.messages()
    assert await team.mara.click(team.mara.dm, first.ts, "Change it")
    assert "The release" in str(form_of(team.mara).view)
    assert await form_of(team.mara).submit({"title": "The release that nobody asked for"})
    await form_of(team.mara).dismiss()
    assert await team.mara.click(team.mara.dm, second.ts, "Decline")
    assert await form_of(team.mara).submit({"reason": "We had it in May."})
    await form_of(team.mara).dismiss()
    await team.wait(minutes=1)
    assert [added.content["title"] for added in await cases(team)] == ["The release that nobody asked for"]
    for words in ("with changes", "The release that nobody asked for", "declined by", "We had it in May."):
        assert words in notes(team.jo)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("link", "http://example.com/a", "begins with https://"),
        ("link", "example.com", "begins with https://"),
        ("link", "https://example.com/<!channel>", "begins with https://"),
        ("point_2", "Talk about it.", "End with a question mark."),
        ("title", " … ", "one line"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(team: Scene, name: str, value: str, says: str) -> None:
    form = await opened(team, team.jo)
    assert not await form.submit({**CASE, name: value})
    assert set(form.errors) == {name}
    assert says in form.errors[name]
    kept: tuple[Suggestion, ...] = await team.room(lambda room: room.suggestions.of_person(team.jo.id))
    assert kept == ()


async def test_the_same_link_is_shown_before_it_is_sent_again(team: Scene) -> None:
    assert "is among the cases" in await brought(team, team.mara)
    form = await opened(team, team.jo)
    assert await form.submit({**CASE, "title": "Quite another name"})
    assert "This is close to:" in form_of(team.jo).shown
    assert CASE["title"] in form_of(team.jo).shown
    assert await form_of(team.jo).submit({})
    kept: tuple[Suggestion, ...] = await team.room(lambda room: room.suggestions.of_person(team.jo.id))
    assert len(kept) == 1


async def test_where_no_practice_is_and_of_whoever_is_kept_out_no_case_is_taken(team: Scene) -> None:
    assert "no practice in this channel" in (await team.jo.command("/understudy", "bring a case")).text
    form = await opened(team, team.jo)
    await team.says(team.jo, "keep me out")
    assert not await form.submit(CASE)
    assert "kept out" in form.errors["title"]
    await form.dismiss()
    assert "kept out" in await team.says(team.jo, "bring a case")


@pytest.mark.parametrize("name", ["broadcasts", "amid entities", "mrkdwn"])
async def test_hostile_words_are_shown_as_they_were_typed(team: Scene, name: str) -> None:
    line = "A " + " ".join(HOSTILE[name].split())[:140]
    await brought(team, team.jo, title=line, point_1=f"{line}?")
    (card,) = team.mara.dm.messages()
    assert shown(line) in card.shown
    assert await team.mara.click(team.mara.dm, card.ts, "Take it")
    await team.wait(minutes=1)
    assert shown(line) in notes(team.jo) or shown(line) in team.jo.dm.messages()[0].shown
    assert harmless(team)
