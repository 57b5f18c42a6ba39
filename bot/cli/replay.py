"""`replay`: answers from a file go through the whole app, over Slack's own protocol, and are counted."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel

from bot.cli.stage import Stage, fill_in, staged
from bot.engine.choosing import EngineName
from bot.sandbox.delivery.faults import Faults
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from content.coaching.coach import guess_kind
from content.praise import praises
from content.questions import Kind, Library, bare_question, load_library
from storage.database import Database
from storage.work import Room

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GUST_EVERY = 12  # answers, or reactions, between two cuts
A_FEW = 10  # reactions that come in one breath, and so in any order
TRIES = 3  # how often a question may be asked for before its answer counts as lost
DAY_OFF_AT = "23:00"  # the planned question of the day stays out of the way of those asked now


class Line(BaseModel):
    """One line of the file; other keys are left alone."""

    id: str
    question: str
    answer: str


@dataclass
class Report:
    """What became of the answers; `lost` and `twice` are zero, or something is broken."""

    sent: int = 0
    stored: int = 0
    lost: int = 0
    twice: int = 0
    silent: int = 0
    coached: dict[str, int] = field(default_factory=dict)
    tags: int = 0
    seconds: float = 0

    def as_json(self) -> str:
        """One object, on one line."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Sent:
    """An answer on its way: who said what, where."""

    author: Person
    ts: str
    text: str
    thread_ts: str


def read_lines(path: Path) -> list[Line]:
    """The file's lines. Raises ValueError with the number of a line that does not fit, or says that there is none."""
    lines = []
    try:
        written = path.read_text(encoding="utf-8").split(
            "\n"
        )  # not splitlines: JSON may hold other separators
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text") from error
    for number, text in enumerate(written, start=1):
        if text.strip():
            try:
                lines.append(Line.model_validate_json(text))
            except ValueError as error:
                raise ValueError(
                    f"{path}, line {number}: write an object with id, question and answer"
                ) from error
    if not lines:
        raise ValueError(f"{path} holds no line: write objects with id, question and answer, one a line")
    return lines


def pack_of(lines: Iterable[Line]) -> Library:
    """A library that holds the file's questions alone."""
    questions = [
        bare_question(f"replay-{line.id}", line.question, kind=Kind(guess_kind(line.question).value))
        for line in lines
    ]
    return load_library().only(questions)


async def replay(
    lines: Sequence[Line],
    database: Database,
    *,
    engine: EngineName,
    faults: bool,
    advance: Callable[[], object],
) -> Report:
    """Ask every question, answer it, let the coach ask, praise it; `advance` is called after each answer."""
    began = time.monotonic()
    async with staged(database, start=START, library=pack_of(lines), engine=engine) as stage:
        team = stage.slack.team
        host = team.add_person("Host Facilitator", tz="UTC")
        peer = team.add_person("Peer Reviewer", tz="UTC")
        authors = [team.add_person(f"Person {number}", tz="UTC") for number, _line in enumerate(lines)]
        channel = team.add_channel("practice", members=[host, peer, *authors])
        await _set_up(stage, channel, host)
        if faults:
            rough_weather(stage.slack.faults)
        sent = await _answer_all(stage, lines, channel, [host, *authors], advance)
        await stage.wait(minutes=30)
        await _praise_all(stage, channel, peer, sent)
        await stage.wait(minutes=10)
        report = await _count(stage, channel, sent, len(lines))
    report.seconds = round(time.monotonic() - began, 1)
    return report


def rough_weather(faults: Faults) -> None:
    """Every third delivery doubled, every fifth late, calls limited, failing and unanswered; see also `gust`."""
    faults.duplicate_every = 3
    faults.late_every = 5
    faults.late_by = timedelta(seconds=20)
    faults.reorder = random.Random(7)  # noqa: S311 (weather, not a secret)
    faults.rate_limit("chat.postMessage", retry_after=3, times=5)
    faults.fail("chat.postMessage", status=503, times=2)
    faults.drop_after_write("chat.postMessage", times=3)


async def gust(stage: Stage, number: int) -> None:
    """In rough weather, cut every socket now and then while events are on their way."""
    if stage.slack.faults.duplicate_every and number % GUST_EVERY == 0:
        await stage.slack.faults.drop_sockets()


async def _set_up(stage: Stage, channel: Channel, host: Person) -> None:
    """Set the practice up as a facilitator does: invite, press, submit."""
    await channel.invite_app(by=host)
    await stage.settle()
    await host.command("/understudy", "setup", channel)
    await fill_in(host, {"at": DAY_OFF_AT})
    await stage.settle()


async def _answer_all(
    stage: Stage,
    lines: Sequence[Line],
    channel: Channel,
    people: Sequence[Person],
    advance: Callable[[], object],
) -> list[Sent]:
    """Ask until every line was answered, each by a person of its own."""
    host, *authors = people
    waiting: dict[str, list[Line]] = {}
    for line in lines:
        waiting.setdefault(line.question.strip(), []).append(line)
    sent: list[Sent] = []
    seen: set[str] = set()
    for _round in range(TRIES * len(lines)):
        if len(sent) == len(lines):
            break
        await host.command("/understudy", "ask now", channel)
        await stage.wait(seconds=2)
        for card in channel.messages():
            if card.ts in seen or card.user != stage.slack.team.bot_user_id:
                continue
            seen.add(card.ts)
            if answered := _answer_to(card.blocks, waiting):
                author = authors[len(sent)]
                ts = await author.post(channel, answered.answer, thread_ts=card.ts)
                sent.append(Sent(author, ts, answered.answer, card.ts))
                await gust(stage, len(sent))
                advance()
    return sent


def _answer_to(blocks: Sequence[object], waiting: dict[str, list[Line]]) -> Line | None:
    shown = json.dumps(blocks, ensure_ascii=False)
    for question, lines in waiting.items():
        if lines and json.dumps(question, ensure_ascii=False) in shown:
            return lines.pop()
    return None


async def _praise_all(stage: Stage, channel: Channel, peer: Person, sent: Sequence[Sent]) -> None:
    names = [praise.name for praise in praises() if praise.on]
    for number, answer in enumerate(sent):
        await peer.react(channel, answer.ts, names[number % len(names)])
        await gust(stage, number)
        if number % A_FEW == 0:
            await stage.settle()


async def _count(stage: Stage, channel: Channel, sent: Sequence[Sent], total: int) -> Report:
    """Compare what was sent with what is stored, and what was asked with what stands in the sandbox."""
    report = Report(sent=len(sent), lost=total - len(sent))
    coached: Counter[str] = Counter()
    for answer in sent:
        kinds = await stage.room(lambda room, answer=answer: _kept(room, channel.id, answer))  # type: ignore[misc]
        asked = [
            message
            for message in channel.messages(thread_ts=answer.thread_ts)
            if message.user == stage.slack.team.bot_user_id
        ]
        report.stored += kinds is not None
        report.twice += max(0, len(asked) - 1)
        report.lost += kinds is None or len(kinds) != len(asked)
        report.silent += kinds is not None and not kinds
        coached.update(kinds or ())
    report.coached = dict(coached.most_common())
    report.twice += _doubled(channel)
    report.tags = await stage.room(lambda room: _tags(room, channel.id, sent))
    return report


def _kept(room: Room, channel: str, answer: Sent) -> list[str] | None:
    """What the coach asked about an answer; None when the answer is not there as it was sent."""
    message = room.messages.find(channel, answer.ts)
    if message is None or message.answer_id is None or message.text.split() != answer.text.split():
        return None
    return [f.signal for f in room.follow_ups.of_answer(message.answer_id) if f.asked_ts]


def _tags(room: Room, channel: str, sent: Sequence[Sent]) -> int:
    return sum(len(room.feedback.on_message(channel, answer.ts)) for answer in sent)


def _doubled(channel: Channel) -> int:
    """How many of the app's messages stand there more than once, by the id that each carries."""
    cards = channel.messages()
    said = [*cards, *(reply for card in cards for reply in channel.messages(thread_ts=card.ts))]
    carried = Counter(json.dumps(message.metadata) for message in said if message.metadata)
    return sum(times - 1 for times in carried.values())
