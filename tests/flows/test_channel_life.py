"""What befalls a channel: renamed, archived, moved, the app put out and invited back, an outage."""

from datetime import timedelta

from tests.flows.scene import TEAM_ANSWER, Scene, notes


async def home_of(team: Scene) -> str:
    """What a facilitator reads in Home now."""
    await team.mara.open_home()
    await team.wait(minutes=1)
    return team.mara.home_tab.shown


async def test_a_renamed_channel_goes_on_as_before(team: Scene) -> None:
    await team.channel.rename("leaders")
    await team.asked()
    assert len(team.cards()) == 1


async def test_an_archived_channel_is_left_alone_and_goes_on_when_it_is_back(team: Scene) -> None:
    await team.channel.archive(by=team.mara)
    await team.wait(hours=3)
    assert team.cards() == []
    assert "archived" in await home_of(team)
    assert "archived" in await team.says(team.mara, "ask now")
    await team.channel.unarchive(by=team.mara)
    await team.wait(days=1)
    assert len(team.cards()) == 1
    assert notes(team.mara).count("no question was posted") == 1
    assert "the channel is archived" in notes(team.mara)
    assert notes(team.jo) == "", "what did not happen for a channel is its facilitators' to hear"


async def test_answers_keep_their_question_when_the_channel_gets_another_id(team: Scene) -> None:
    card = await team.asked()
    await team.channel.change_id()
    await team.settle()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    (question,) = team.coach(card.ts)
    assert team.jo.id in question.text
    await team.mara.react(team.channel, card.ts, "eyes")
    await team.wait(days=1)
    assert team.channel.message(card.ts).text.startswith("Closed")
    assert len(team.cards()) == 1, "the next day's, in the same channel"
    assert "10:00" in await team.says(team.mara, "preview")


async def test_the_app_put_out_says_nothing_and_goes_on_when_it_is_invited_back(team: Scene) -> None:
    await team.channel.remove_app()
    await team.wait(hours=3)
    assert team.cards() == []
    assert "removed" in await home_of(team)
    before = len(team.channel.messages())
    await team.channel.invite_app(by=team.mara)
    await team.settle()
    (back,) = team.channel.messages()[before:]
    assert "Understudy is back" in back.text
    assert "Tue 24 Nov 2026, 10:00" in back.text
    await team.wait(days=1)
    assert len(team.cards()) == 1


async def test_whoever_invites_the_app_back_before_it_was_set_up_is_welcomed_again(newcomers: Scene) -> None:
    await newcomers.channel.remove_app()
    await newcomers.wait(hours=1)
    await newcomers.channel.invite_app(by=newcomers.mara)
    await newcomers.settle()
    welcomes = [m for m in newcomers.channel.messages() if "Hello, this is Understudy" in m.text]
    assert len(welcomes) == 2


async def test_a_question_missed_in_an_outage_is_told_to_those_who_run_it_and_shown_in_home(
    team: Scene,
) -> None:
    team.slack.clock.advance(timedelta(hours=4))
    await team.settle()
    assert team.cards() == []
    missed = await team.room(lambda room: room.postings.find_by_slot(1, "2026-11-23"))
    assert missed is not None
    assert (missed.state, missed.skipped_because) == ("skipped", "late")
    await team.jo.open_home()
    await team.wait(minutes=1)
    for home in (await home_of(team), team.jo.home_tab.shown):
        assert "Monday 23 November 2026" in home
        assert "could not post it in time" in home
    await team.wait(days=1)
    assert notes(team.mara).count("no question was posted") == 1
    assert "I could not post it in time" in notes(team.mara)
    assert notes(team.jo) == ""
    assert len(team.cards()) == 1
