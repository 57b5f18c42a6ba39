"""Running a practice: the picker, each button and its typed twin, and who may use them."""

import pytest

from bot.sandbox.driver.replies import Reply
from tests.flows.scene import Scene, form_of, whispers

OTHERS_MAY_NOT = ("skip next", "pause", "pause until 1 December", "resume", "ask now", "setup")


async def picker(team: Scene) -> Reply:
    """What a facilitator gets for the bare command."""
    return await team.mara.command("/understudy", "", team.channel)


async def pressed(team: Scene, button: str) -> str:
    """What a facilitator is told for a press of one of the picker's buttons."""
    reply = await picker(team)
    before = len(team.mara.ephemerals)
    assert await team.mara.click(team.channel, reply.messages[-1].ts, button)
    await team.settle()
    if (window := team.mara.modal) is not None:
        return window.shown
    return "\n".join(message.shown for message in team.mara.ephemerals[before:])


async def test_the_picker_says_what_holds_and_offers_a_button_and_words_for_everything(team: Scene) -> None:
    reply = await picker(team)
    shown = "\n".join(message.shown for message in reply.messages)
    for words in (
        "You take part",
        "Monday to Friday at 10:00",
        "Preview",
        "Ask one now",
        "Skip the next one",
    ):
        assert words in shown
    for words in (
        "setup",
        "preview",
        "ask now",
        "skip next",
        "pause until",
        "resume",
        "keep me out",
        "let me in",
    ):
        assert words in shown
    assert await team.says(team.mara, "help") == reply.text
    assert team.channel.messages()[1:] == []


async def test_words_that_mean_nothing_are_quoted_back_with_what_can_be_typed(team: Scene) -> None:
    said = await team.says(team.mara, "sing <!channel> *loudly*")
    assert "I do not know “sing" in said
    assert "/understudy setup" in said


async def test_without_a_practice_the_picker_offers_to_set_one_up_and_the_words_say_so(team: Scene) -> None:
    elsewhere = team.slack.team.add_channel("elsewhere", members=[team.mara])
    await elsewhere.invite_app(by=team.mara)
    reply = await team.mara.command("/understudy", "", elsewhere)
    assert "Set up practice here" in "\n".join(message.shown for message in reply.messages)
    for words in ("preview", "skip next", "pause until 1 December", "resume", "ask now"):
        said = await team.says(team.mara, words, elsewhere)
        assert "no practice in this channel yet" in said
    assert "Only" not in said


async def test_preview_is_for_everybody_and_by_button_the_same_as_by_words(team: Scene) -> None:
    told = await team.says(team.mara, "preview")
    assert "Mon 23 Nov 2026, 10:00" in told
    assert "Mon 23 Nov 2026, 10:00" in await pressed(team, "Preview")
    others = await team.says(team.jo, "preview")
    assert "Mon 23 Nov 2026, 10:00" in others
    assert "/understudy skip next" not in others


@pytest.mark.parametrize("how", ["words", "button"])
async def test_a_skip_leaves_out_one_day_however_often_it_is_asked_for(team: Scene, how: str) -> None:
    first = await (
        pressed(team, "Skip the next one") if how == "button" else team.says(team.mara, "skip next")
    )
    assert "Mon 23 Nov 2026 is skipped" in first
    again = await (
        pressed(team, "Skip the next one") if how == "button" else team.says(team.mara, "skip next")
    )
    assert "Mon 23 Nov 2026 is already skipped" in again
    await team.wait(hours=23, minutes=59)
    assert team.cards() == []
    await team.wait(minutes=3)
    assert len(team.cards()) == 1


async def test_a_pause_ends_on_its_day_and_resume_ends_it_earlier(team: Scene) -> None:
    assert "paused until Thu 26 Nov 2026" in await team.says(team.mara, "pause until 26 November")
    assert "already paused until Thu 26 Nov 2026" in await team.says(team.mara, "pause until 2026-11-26")
    await team.wait(days=2)
    assert team.cards() == []
    assert "This practice goes on" in await team.says(team.mara, "resume")
    assert "is not paused" in await team.says(team.mara, "resume")
    await team.wait(minutes=3)
    assert len(team.cards()) == 1, "Wednesday's"


async def test_a_pause_by_button_asks_for_the_day_and_refuses_one_that_is_past(team: Scene) -> None:
    await pressed(team, "Pause")
    form = form_of(team.mara)
    assert not await form.submit({"until": "2026-11-23"})
    assert "still to come" in form.errors["until"]
    assert form.is_open
    assert await form.submit({"until": "2026-11-25"})
    assert "paused until Wed 25 Nov 2026" in form_of(team.mara).shown
    await form_of(team.mara).dismiss()
    assert "goes on" in await pressed(team, "Resume")


async def test_a_pause_without_a_day_lasts_until_somebody_resumes(team: Scene) -> None:
    assert "until somebody resumes" in await team.says(team.mara, "pause")
    for words in ("pause until yesterday", "pause until 1 November 2020", "pause until the cows come home"):
        said = await team.says(team.mara, words)
        assert "date" in said or "still to come" in said
    await team.wait(days=5)
    assert team.cards() == []


async def test_ask_now_asks_beside_the_planned_one_and_instead_takes_its_place(team: Scene) -> None:
    assert "extra" in await team.says(team.mara, "ask now")
    await team.settle()
    assert len(team.cards()) == 1
    assert "takes the place" in await team.says(team.mara, "ask now instead")
    assert "asked already" in await team.says(team.mara, "ask now instead")
    await team.wait(hours=5)
    assert len(team.cards()) == 2
    assert "asked already" in await team.says(team.mara, "ask now instead")
    assert "on its way" in await pressed(team, "Ask one now")
    assert len({card.text for card in team.cards()}) == 3


async def test_others_read_who_may_change_the_practice_and_nothing_changes(team: Scene) -> None:
    for words in OTHERS_MAY_NOT:
        said = await team.says(team.jo, words)
        assert "facilitators" in said, words
        assert "Mara Lindqvist" in said or team.mara.id in said, words
    await team.wait(minutes=2)
    assert len(team.cards()) == 1


async def test_when_the_last_facilitator_has_left_a_member_takes_over_and_it_is_said(team: Scene) -> None:
    await team.mara.deactivate()
    await team.settle()
    for words in OTHERS_MAY_NOT:
        said = await team.says(team.jo, words)
        assert "you may take it over" in said, words
        assert "/understudy take over" in said, words
    reply = await team.jo.command("/understudy", "setup", team.channel)
    assert await team.jo.click(team.channel, reply.messages[-1].ts, "Take over this practice")
    await team.settle()
    assert "You run this practice now" in whispers(team.jo)
    assert any("runs the practice here from now on" in m.text for m in team.channel.messages())
    assert "You run this practice already" in await team.says(team.jo, "take over")
    assert "is skipped" in await team.says(team.jo, "skip next")


async def test_a_person_is_kept_out_and_let_in_by_words_and_by_buttons(team: Scene) -> None:
    assert "nothing of yours is stored" in await pressed(team, "Keep me out")
    assert "kept out already" in await team.says(team.mara, "keep me out")
    assert "kept out since" in (await picker(team)).text
    assert "You take part again" in await pressed(team, "Let me in again")
    assert "were not kept out" in await team.says(team.mara, "let me in")
    assert "You take part" in (await picker(team)).text
