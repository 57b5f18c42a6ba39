"""A workspace, its database and a Slack that answers from lists, for tests of routines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from bot.kit import Kit, Reach
from bot.routines.listeners import register
from bot.slack.calls import Calls, Standing
from bot.slack.doors import Deed, Desk, Doors
from bot.slack.installations import Installations
from bot.slack.interactions import Command, Press, Response, Submission, Values, View, Whisper
from bot.slack.scripts import Draft, Scripts
from content.questions import Library
from storage.database import Database
from storage.people import Profile
from storage.routines import Routine, Settings
from storage.sayings import Saying
from storage.work import Room

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # a Monday, 07:00 in Berlin
BOT = "UBOT"
ANNA, BEN, CLEO = "UANNA", "UBEN", "UCLEO"
CHANNEL = "C1"
WEEKDAYS = Settings("12345", "09:00", "Europe/Berlin", None, None, 1440, 120, "thread")


class FakeCalls(Calls):
    """Slack as far as routines ask it."""

    def __init__(self) -> None:
        self.people: tuple[str, ...] = (BOT, ANNA, BEN)
        self.shared = False
        self.error: str | None = None
        self.zone = "Europe/Berlin"
        self.asked: list[tuple[str, int, str]] = []
        self.meanwhile: Callable[[], None] = lambda: None

    async def members(self, workspace_id: int, channel: str) -> tuple[str, ...]:
        self._ask("members", workspace_id, channel)
        self.meanwhile()
        return self.people

    async def standing(self, workspace_id: int, channel: str) -> Standing:
        self._ask("info", workspace_id, channel)
        return Standing(is_member=BOT in self.people, is_ext_shared=self.shared)

    async def profile(self, workspace_id: int, user: str, team_id: str) -> Profile:
        assert team_id == "T1"
        self._ask("profile", workspace_id, user)
        return Profile(
            user, "Anna", self.zone, is_bot=False, is_guest=False, is_stranger=False, is_gone=False
        )

    def _ask(self, what: str, workspace_id: int, about: str) -> None:
        self.asked.append((what, workspace_id, about))
        if self.error:
            raise SlackApiError("refused", {"ok": False, "error": self.error})  # type: ignore[no-untyped-call]


@dataclass
class StoppedClock:
    """Says what it was told."""

    at: datetime = NOW

    async def now(self) -> datetime:
        return self.at


@dataclass
class Practice:
    """One workspace with the feature's listeners registered."""

    database: Database
    workspace_id: int
    library: Library
    calls: FakeCalls = field(default_factory=FakeCalls)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.doors = Doors()
        self.kit = Kit(self.doors, self.library, timedelta(seconds=60))
        self.scripts = Scripts.of(register(self.kit))

    def run(self, work: Callable[[Room], T]) -> T:
        return self.database.run_here(lambda unit: work(unit.room(self.workspace_id)))

    def hear(self, event: object) -> None:
        self.run(lambda room: self.doors.hear(room, event, self.now))

    async def do(self, deed: Deed) -> Response:
        handler = self.doors.handler_of(deed)
        assert handler is not None, deed
        return await handler(Desk(self.workspace_id, self.now, self.database, self.calls), deed)

    async def told(self, deed: Deed) -> str:
        response = await self.do(deed)
        assert isinstance(response, Whisper), response
        return response.text

    def set_up(
        self, settings: Settings = WEEKDAYS, facilitators: Sequence[str] = (ANNA,), channel: str = CHANNEL
    ) -> Routine:
        def work(room: Room) -> Routine:
            routine = room.routines.set_up(channel, settings)
            room.routines.set_facilitators(routine.id, facilitators)
            return routine

        return self.run(work)

    def routine(self, channel: str = CHANNEL) -> Routine:
        found = self.run(lambda room: room.routines.find_by_channel(channel))
        assert found is not None
        return found

    def here(self, *people: str) -> None:
        """These people are in the channel, and the app knows it."""

        def work(room: Room) -> None:
            room.people.join(CHANNEL, people)
            routine = room.routines.find_by_channel(CHANNEL)
            assert routine is not None
            room.routines.mark_members_read(routine.id, self.now)

        self.run(work)

    def sayings(self, kind: str, subject: str) -> tuple[Saying, ...]:
        return self.run(lambda room: room.sayings.about(kind, subject))

    def owed(self) -> tuple[Saying, ...]:
        later = self.now + timedelta(days=1)
        return self.database.run_here(
            lambda work: work.due.claim_sayings(later, lease_until=later, limit=100)
        )

    def render(self, saying: Saying) -> Draft | None:
        return self.run(lambda room: self.scripts.render(room, saying, self.now))

    @property
    def reach(self) -> Reach:
        return Reach(self.database, self.calls, StoppedClock(self.now), Installations(), self.kit)


def say(words: str, by: str = ANNA, channel: str = CHANNEL) -> Command:
    return Command(words, by, channel)


def press(
    action: str,
    value: str = CHANNEL,
    by: str = ANNA,
    *,
    view: Mapping[str, object] | None = None,
    values: Values | None = None,
) -> Press:
    private = str(view["private_metadata"]) if view else ""
    return Press(
        action=action,
        value=value,
        user_id=by,
        channel="" if view else CHANNEL,
        message_ts="" if view else "1.1",
        thread_ts="",
        view_id="V1" if view else "",
        view_hash="",
        private=private,
        values=values or Values(),
    )


def send(view: View, values: Values, by: str = ANNA, view_id: str = "V1") -> Submission:
    return Submission(str(view["callback_id"]), view_id, by, str(view["private_metadata"]), values)


def filled(days: str = "12345", at: str = "9am", zone: str = "Europe/Berlin", **more: object) -> Values:
    texts = {"at": at, "zone": zone} | {key: text for key, text in more.items() if isinstance(text, str)}
    choices = {key: many for key, many in more.items() if isinstance(many, tuple)}
    return Values({key: text for key, text in texts.items() if text}, {"days": tuple(days)} | choices)
