import asyncio
import random
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.conftest import T0
from tests.bot.sandbox.ear import Ear


async def test_what_is_not_acknowledged_comes_at_once_then_after_one_and_five_minutes(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    ear.acks = False
    await mara.post(room, "Hello")
    await slack.delivered()
    assert len(ear.heard) == 2
    assert slack.pending_redeliveries() == T0 + timedelta(minutes=1)
    slack.clock.advance(timedelta(minutes=1))
    await slack.delivered()
    assert slack.pending_redeliveries() == T0 + timedelta(minutes=6)
    slack.clock.advance(timedelta(minutes=5))
    await slack.delivered()
    assert [number for number, _ in ear.attempts] == [0, 1, 2, 3]
    assert ear.attempts[1][1] == "timeout"
    assert len({request.payload["event_id"] for request in ear.heard}) == 1
    assert slack.pending_redeliveries() is None


async def test_what_happens_while_no_socket_is_open_waits_for_the_schedule(
    slack: Sandbox, mara: Person, room: Channel
) -> None:
    await mara.post(room, "Is anybody there?")
    await slack.delivered()
    assert slack.pending_redeliveries() == T0 + timedelta(minutes=1)
    ear = Ear(slack)
    await ear.connect()
    slack.clock.advance(timedelta(minutes=1))
    await slack.delivered()
    assert ear.attempts == [(2, "timeout")]
    await ear.close()


async def test_interactions_are_never_redelivered(slack: Sandbox, ear: Ear, mara: Person) -> None:
    ear.acks = False
    assert not await mara.global_shortcut("practice")
    slack.clock.advance(timedelta(hours=1))
    await slack.delivered()
    assert len(ear.heard) == 1
    assert mara.notices == ["Slack: this app did not respond."]


async def test_a_socket_url_opens_one_socket_only(slack: Sandbox) -> None:
    web = AsyncWebClient(base_url=slack.api_url)
    url = str((await web.apps_connections_open(app_token=slack.app_token))["url"])
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_eleventh_socket_is_one_too_many(slack: Sandbox) -> None:
    web = AsyncWebClient(base_url=slack.api_url)
    async with aiohttp.ClientSession() as session:
        sockets, greetings = [], []
        for _ in range(11):
            url = str((await web.apps_connections_open(app_token=slack.app_token))["url"])
            sockets.append(await session.ws_connect(url))
            greetings.append(await sockets[-1].receive_json())
        assert [greeting["type"] for greeting in greetings] == ["hello"] * 10 + ["disconnect"]
        assert greetings[-1]["reason"] == "too_many_websockets"


async def test_each_payload_goes_to_any_one_of_several_sockets(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    second = Ear(slack)
    await second.connect()
    await slack.connected(2)
    for number in range(4):
        await mara.post(room, str(number))
    assert sorted(ear.texts + second.texts) == ["0", "1", "2", "3"]
    assert ear.texts
    assert second.texts
    await second.close()


async def test_a_dropped_socket_fails_the_delivery_and_the_client_comes_back(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    slack.faults.drop_socket_every = 1
    await mara.post(room, "Lost?")
    slack.faults.drop_socket_every = 0
    await slack.connected()
    slack.clock.advance(timedelta(minutes=1))
    await slack.delivered()
    assert ear.texts[-1] == "Lost?"
    assert ear.attempts[-1] == (2, "timeout")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_refreshed_sockets_are_replaced_and_nothing_is_lost(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel, reason: str
) -> None:
    opened = len(slack.calls("apps.connections.open"))
    await slack.faults.refresh_sockets(reason)
    await slack.connected_afresh()
    await mara.post(room, "Still here")
    slack.clock.advance(timedelta(minutes=1))
    await slack.delivered()
    assert "Still here" in ear.texts
    assert len(slack.calls("apps.connections.open")) == opened + 1


async def test_every_second_event_can_come_twice(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    slack.faults.duplicate_every = 2
    for word in ("one", "two", "three"):
        await mara.post(room, word)
    await slack.delivered()
    assert sorted(ear.texts) == ["one", "three", "two", "two"]


async def test_every_second_event_can_come_late(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    slack.faults.late_every, slack.faults.late_by = 2, timedelta(minutes=3)
    for word in ("one", "two", "three"):
        await mara.post(room, word)
    assert ear.texts == ["one", "three"]
    assert slack.pending_redeliveries() == T0 + timedelta(minutes=3)
    slack.clock.advance(timedelta(minutes=3))
    await slack.delivered()
    assert ear.texts == ["one", "three", "two"]


async def test_events_can_come_in_another_order_the_same_in_every_run(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    slack.faults.reorder = random.Random(3)  # noqa: S311  an order, no secret
    words = [str(number) for number in range(8)]
    await asyncio.gather(*(mara.post(room, word) for word in words))
    await slack.delivered()
    expected = list(words)
    random.Random(3).shuffle(expected)  # noqa: S311  an order, no secret
    assert ear.texts == expected
    assert expected != words


async def test_held_events_come_in_the_order_that_a_test_names(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    slack.faults.hold()
    ts = await mara.post(room, "Answer")
    await mara.react(room, ts, "dart")
    await mara.delete(room, ts)
    await slack.delivered()
    assert ear.heard == []
    slack.faults.release([2, 1, 1])
    await slack.delivered()
    assert [event.get("subtype") or event["type"] for event in ear.events] == [
        "message_deleted",
        "reaction_added",
        "reaction_added",
        "message",
    ]


async def test_the_clock_moves_over_the_wire_and_brings_what_is_due(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    slack.faults.late_every = 1
    await mara.post(room, "Late")
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{slack.url}/clock", json={"seconds": 120}) as moved:
            assert (await moved.json())["now"] == "2026-11-02T08:02:00+00:00"
        async with session.post(f"{slack.url}/clock", json={"now": "2026-11-02T07:00:00+00:00"}) as refused:
            assert refused.status == 400
        async with session.get(f"{slack.url}/clock") as told:
            assert (await told.json())["now"] == "2026-11-02T08:02:00+00:00"
    await slack.delivered()
    assert ear.texts == ["Late"]
