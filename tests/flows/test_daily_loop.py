"""The daily loop: posted, answered, coached, praised, kept."""

from tests.flows.scene import Scene

WE = (
    "Our release kept slipping for two quarters. It was decided that we would change the process. The team looked at "
    "the pipeline and we moved to weekly releases, and everyone was happier with how things went after that."
)


async def test_a_question_is_posted_answered_coached_and_closed(team: Scene) -> None:
    await team.later(minutes=2)
    (card,) = [m for m in team.channel.messages() if "Today's question" in m.text]
    await team.jo.post(team.channel, WE, thread_ts=card.ts)
    await team.later(seconds=59)
    assert len(team.channel.messages(thread_ts=card.ts)) == 1
    await team.later(seconds=3)
    thread = team.channel.messages(thread_ts=card.ts)
    assert len(thread) == 2, [m.text for m in thread]
    assert team.jo.id in thread[-1].text
    print(thread[-1].text)
    await team.jo.post(
        team.channel,
        "I called the two leads myself and I cut the release checklist from 40 to 12 steps.",
        thread_ts=card.ts,
    )
    await team.mara.react(team.channel, thread[0].ts, "raising_hand")
    await team.later(minutes=2)
    print([m.text for m in team.jo.ephemerals], [m.text for m in team.channel.messages(thread_ts=card.ts)])
    await team.later(hours=25)
    assert not team.slack.refused, team.slack.refused
    print([m.text for m in team.channel.messages()])
