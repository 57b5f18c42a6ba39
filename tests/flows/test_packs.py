"""Packs: everybody sees where questions come from; who runs the practice switches them, and removes what is theirs."""

from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from storage.additions import Addition
from tests.flows.scene import TEAM_ANSWER, Scene, form_of

OWN = "When did you last change your mind about a colleague, and what changed it?"
BUILT_IN = "understudy"


async def packs(team: Scene, person: Person) -> Modal:
    """The window with the packs."""
    assert await team.says(person, "packs") == ""
    return form_of(person)


async def add(team: Scene, *texts: str, pack: str = "ours") -> None:
    """Put questions into a pack of the team's."""

    for number, text in enumerate(texts):
        await team.room(
            lambda room, n=number, t=text: room.additions.add(  # type: ignore[misc]
                Addition("question", f"{pack}-{n:02}", pack, {"text": t, "kind": "past"})
            )
        )


async def left_out(team: Scene) -> frozenset[str]:
    """The packs that are off."""
    return await team.room(lambda room: room.additions.left_out(1))


async def test_everybody_sees_the_packs_and_who_runs_the_practice_switches_them(team: Scene) -> None:
    await add(team, OWN)
    await add(team, "What did you drop?", "Whom did you thank?", pack="Platform & Co <!here>")
    seen = (await packs(team, team.jo)).shown
    for words in ("Understudy's own", "214 questions, on", "ours", "1 question, on", "Platform & Co <!here>"):
        assert words in seen
    assert "Switch off" not in seen
    shown = await packs(team, team.mara)
    assert await shown.click("Switch off", value="Platform & Co <!here>")
    assert "2 questions, off" in form_of(team.mara).shown
    assert await left_out(team) == {"Platform & Co <!here>"}
    assert await form_of(team.mara).click("Switch on")
    assert "2 questions, on" in form_of(team.mara).shown
    assert await left_out(team) == frozenset()


async def test_what_comes_up_is_of_the_packs_that_are_on_and_the_last_cannot_go(team: Scene) -> None:
    await add(team, OWN)
    shown = await packs(team, team.mara)
    assert await shown.click("Switch off", value=BUILT_IN)
    assert await form_of(team.mara).click("Switch off", value="ours")
    assert "the last pack with a question" in form_of(team.mara).shown
    assert await left_out(team) == {BUILT_IN}
    assert OWN in (await team.asked()).text
    await form_of(team.mara).close()
    assert await form_of(team.mara).click("Switch on", value=BUILT_IN)
    assert await form_of(team.mara).click("Switch off", value="ours")
    assert await left_out(team) == {"ours"}
    await team.wait(hours=24)
    today = team.cards()[-1].text
    assert today.startswith("Today's question:")
    assert OWN not in today


async def test_a_pack_with_nothing_for_a_channel_does_not_count(team: Scene) -> None:
    await team.room(
        lambda room: room.additions.add(
            Addition("question", "pay", "ours", {"text": "How much?", "kind": "self", "private_only": True})
        )
    )
    assert await (await packs(team, team.mara)).click("Switch off", value=BUILT_IN)
    assert "the last pack with a question" in form_of(team.mara).shown
    assert await left_out(team) == frozenset()


async def test_an_old_window_switches_nothing_for_who_no_longer_runs_it(team: Scene) -> None:
    await add(team, OWN)
    shown = await packs(team, team.mara)
    await team.room(lambda room: room.routines.set_facilitators(1, [team.jo.id]))
    assert await shown.click("Switch off", value="ours")
    assert "Only who runs the practice" in form_of(team.mara).shown
    assert await left_out(team) == frozenset()


async def test_where_no_practice_is_there_are_no_packs_to_show(team: Scene) -> None:
    assert "no practice in this channel" in (await team.mara.command("/understudy", "packs")).text
    assert "Show ours" not in (await packs(team, team.mara)).shown


async def test_a_removed_question_comes_up_no_more_and_its_thread_stays_readable(team: Scene) -> None:
    await add(team, OWN)
    assert await (await packs(team, team.mara)).click("Switch off", value=BUILT_IN)
    card = await team.asked()
    assert OWN in card.text
    await form_of(team.mara).click("Switch on", value=BUILT_IN)
    assert await form_of(team.mara).click("Show ours")
    assert OWN in form_of(team.mara).shown
    assert await form_of(team.mara).click("Remove")
    assert OWN not in form_of(team.mara).shown
    assert "Nothing of your own stands here" in form_of(team.mara).shown
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    assert team.coach(card.ts)
    await team.wait(hours=24)
    assert team.channel.message(card.ts).text.startswith(f"Closed: {OWN}")
    for _ in range(4):
        assert OWN not in team.cards()[-1].text
        await team.wait(days=1)


async def test_our_own_are_shown_twenty_at_a_time_and_removed_by_who_runs_the_practice_alone(
    team: Scene,
) -> None:
    await add(team, *(f"What about number {number}?" for number in range(23)))
    shown = await packs(team, team.jo)
    assert await shown.click("Show ours")
    assert "number 19?" in form_of(team.jo).shown
    assert "number 20?" not in form_of(team.jo).shown
    assert "Remove" not in form_of(team.jo).shown
    assert await form_of(team.jo).click("Show more")
    assert "number 22?" in form_of(team.jo).shown
    assert "Show more" not in form_of(team.jo).shown


async def test_a_pack_that_is_brought_anew_puts_back_what_was_removed_and_keeps_what_it_drops(
    team: Scene,
) -> None:
    await add(team, OWN, "What did you drop?", pack="file")
    await team.room(lambda room: room.additions.remove("question", "file-00"))
    again = [("file-00", {"text": OWN, "kind": "past"})]
    await team.room(lambda room: room.additions.replace_pack("question", "file", again))
    there: tuple[Addition, ...] = await team.room(lambda room: room.additions.all("question"))
    assert [(each.item_id, each.pack) for each in there] == [("file-00", "file")]
    dropped = await team.room(lambda room: team.app.kit.question(room, "file-01"))
    assert dropped.text == "What did you drop?"
    assert not await team.room(lambda room: room.additions.remove("question", "file-01"))
