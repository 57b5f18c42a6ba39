"""What an event costs against a bare Bolt listener in the same run.

usage: python -m benchmarks.events [--events N] [--rounds N] [--at-once N] [--database sqlite|postgres]

Both hear the same envelopes in process, with the same `authorize` and `process_before_response`; the ratio of each round
is within that round, and the table gives the median of the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from collections.abc import Sequence
from datetime import timedelta

from benchmarks.traffic import (
    CHANNEL,
    DATABASES,
    START,
    Event,
    Heard,
    Spent,
    ask,
    bare,
    database_of,
    envelope,
    heard,
    message,
    new_ts,
    practise,
    reaction,
    spend,
    storing,
)
from content.answers import ts_of
from storage.work import Room

LIMITS = {
    "irrelevant message": {"sqlite": 1.5, "postgres": 1.5},
    "reaction stored": {"sqlite": 5.0, "postgres": 7.0},
    "first message of an answer": {"sqlite": 6.0, "postgres": 8.0},
    "further message of an answer": {"sqlite": 6.0, "postgres": 8.0},
}
EMOJI = "raising_hand"
TEXT = "We were late, so I moved two people over and we shipped on Friday. <@U0JO> helped &amp; learned."


class Team:
    """People who answer, react and chat, each round anew."""

    def __init__(self, to: Heard, size: int) -> None:
        self._to = to
        self._people = [f"U{number:05}" for number in range(size)]
        self._routine = to.room(lambda room: practise(room, self._people))
        self._answers: list[tuple[str, str]] = []

    def ask(self) -> str:
        """The ts of one more question, two minutes after the last."""
        self._to.clock.at += timedelta(minutes=2)
        at = self._to.clock.at - timedelta(seconds=30)
        return self._to.room(lambda room: ask(room, self._routine, at))

    def chat(self) -> list[Event]:
        """Half of it in threads that are no question's."""
        old = ts_of(START - timedelta(hours=8))
        return [
            message(user, "anyone for lunch?", ts=self._ts(), thread_ts=old if number % 2 else None)
            for number, user in enumerate(self._people)
        ]

    def answer(self, thread: str) -> list[Event]:
        """One message of each person in the question's thread."""
        self._answers = [(user, self._ts()) for user in self._people]
        return [message(user, TEXT, ts=ts, thread_ts=thread) for user, ts in self._answers]

    def praise(self) -> list[Event]:
        """Everybody praises their neighbour's message."""
        givers = self._people[1:] + self._people[:1]
        return [
            reaction(giver, EMOJI, on=ts, author=author, ts=self._ts())
            for giver, (author, ts) in zip(givers, self._answers, strict=True)
        ]

    def count(self) -> tuple[int, int]:
        """How many messages and reactions stand on the last question's answers."""

        def look(room: Room) -> tuple[int, int]:
            kept = [room.messages.find(CHANNEL, ts) for _, ts in self._answers]
            praise = [room.feedback.on_message(CHANNEL, ts) for _, ts in self._answers]
            return sum(found is not None and found.answer_id is not None for found in kept), sum(
                map(len, praise)
            )

        return self._to.room(look)

    def _ts(self) -> str:
        return new_ts(self._to.clock.at)


async def one_round(to: Heard, team: Team, at_once: int) -> dict[str, Spent]:
    """Every kind once; what should be stored is counted."""

    async def heard_by(events: Sequence[Event]) -> Spent:
        return await spend(to.bolt, [envelope(to.team_id, event) for event in events], at_once=at_once)

    thread = team.ask()
    chat = team.chat()
    spent = {
        "bare listener": await spend(
            bare(to), [envelope(to.team_id, event) for event in chat], at_once=at_once
        ),
        "one row, one statement": await spend(
            storing(to), [envelope(to.team_id, event) for event in chat], at_once=at_once
        ),
        "irrelevant message": await heard_by(chat),
        "first message of an answer": await heard_by(team.answer(thread)),
        "further message of an answer": await heard_by(team.answer(thread)),
        "reaction stored": await heard_by(team.praise()),
    }
    assert team.count() == (len(chat), len(chat)), team.count()
    return spent


async def measure(kind: str, *, events: int, rounds: int, at_once: int) -> None:
    """Print one database's table."""
    with database_of(kind) as database:
        async with heard(database) as to:
            team = Team(to, events)
            await one_round(to, team, at_once)
            found = [await one_round(to, team, at_once) for _ in range(rounds)]
    print(f"\n{kind}: {events} events a kind and round, {rounds} rounds, {at_once} at once")
    print(f"{'':30} {'CPU µs':>8} {'ratio':>7} {'wall µs':>8} {'ratio':>7}  target")
    for name in found[0]:
        cpu = statistics.median(each[name].cpu for each in found)
        wall = statistics.median(each[name].wall for each in found)
        ratio = statistics.median(each[name].cpu / each["bare listener"].cpu for each in found)
        slower = statistics.median(each[name].wall / each["bare listener"].wall for each in found)
        limit = LIMITS.get(name, {}).get(kind)
        verdict = "" if limit is None else f"≤ {limit}{'' if ratio <= limit else '  MISSED'}"
        print(f"{name:30} {cpu:8.0f} {ratio:6.1f}× {wall:8.0f} {slower:6.1f}×  {verdict}")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--events", type=int, default=500)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--at-once", type=int, default=8)
    options.add_argument("--database", choices=DATABASES, action="append")
    chosen = options.parse_args()
    for kind in chosen.database or DATABASES:
        asyncio.run(measure(kind, events=chosen.events, rounds=chosen.rounds, at_once=chosen.at_once))


if __name__ == "__main__":
    main()
