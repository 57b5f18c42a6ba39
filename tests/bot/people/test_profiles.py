from slack_sdk.errors import SlackApiError

from bot.people.jobs import look_up
from bot.slack.events import ProfileChanged
from storage.people import Person, Profile
from tests.bot.people.house import JO, MARA, House

NEW = "U0NEW"


def profile(user_id: str, name: str) -> Profile:
    return Profile(
        user_id, name, "Asia/Tokyo", is_bot=False, is_guest=False, is_stranger=False, is_gone=False
    )


def refusal(code: str) -> SlackApiError:
    return SlackApiError("refused", {"ok": False, "error": code})  # type: ignore[no-untyped-call]


async def test_somebody_known_only_by_id_is_looked_up_once(house: House) -> None:
    house.do(lambda room: room.people.meet(NEW))
    house.slack.profiles[NEW] = profile(NEW, "New Colleague")
    assert await look_up(house.reach) == 1
    assert await look_up(house.reach) == 0
    assert house.do(lambda room: room.people.get(NEW).name) == "New Colleague"
    assert house.slack.looked_up == [NEW]


async def test_somebody_slack_does_not_know_is_gone_and_not_asked_for_again(house: House) -> None:
    house.do(lambda room: room.people.meet(NEW))
    house.slack.profiles[NEW] = refusal("user_not_found")
    assert await look_up(house.reach) == 1
    assert await look_up(house.reach) == 0
    assert house.do(lambda room: room.people.get(NEW).is_gone)


async def test_a_limit_of_slack_ends_the_round_and_keeps_everybody_waiting(house: House) -> None:
    house.do(lambda room: room.people.meet(NEW))
    house.slack.profiles[NEW] = refusal("ratelimited")
    assert await look_up(house.reach) == 0
    house.slack.profiles[NEW] = profile(NEW, "New Colleague")
    assert await look_up(house.reach) == 1


async def test_nobody_asks_slack_who_somebody_kept_out_is_until_they_are_let_in(house: House) -> None:
    await house.type("keep me out", NEW)
    assert await look_up(house.reach) == 1
    assert house.slack.looked_up == []
    await house.type("let me in", NEW)
    house.slack.profiles[NEW] = profile(NEW, "New Colleague")
    assert await look_up(house.reach) == 1
    assert house.do(lambda room: room.people.get(NEW).name) == "New Colleague"


async def test_a_new_name_is_kept_of_people_we_know_and_of_nobody_else(house: House) -> None:
    await house.type("keep me out", JO)
    for user_id in (MARA, JO, NEW):
        house.hear(ProfileChanged(profile(user_id, "Another Name")))
    assert house.do(lambda room: room.people.get(MARA).name) == "Another Name"
    assert house.do(lambda room: room.people.get(JO).name) == "Jo Abara"
    assert house.do(lambda room: room.people.get(NEW)) == Person(NEW)
