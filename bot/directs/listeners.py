"""Messages to the app alone, and the choice of the question that they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.directs import messages, use_cases
from bot.directs.use_cases import KEPT, MOST_OFFERED, WHICH
from bot.happenings import PersonKeptOut
from bot.kit import Kit
from bot.slack.doors import Desk
from bot.slack.events import MessageEdited, MessagePosted
from bot.slack.interactions import Press, Response, Whisper
from bot.slack.scripts import Draft, Script
from storage.sayings import Saying
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to what is written to the app."""

    kit: Kit

    async def choose(self, desk: Desk, press: Press) -> Response:
        """This is the question that the message answers."""
        posting_id, _, ts = press.value.partition(" ")
        kept = await desk.run(
            lambda room: use_cases.answer_with(room, int(posting_id), press.channel, ts, desk.now, self.kit)
        )
        return Whisper(messages.KEPT if kept else messages.TOO_LATE, in_place=True)

    def edited(self, room: Room, event: MessageEdited, now: datetime) -> None:
        """An edit replaces what was written."""
        use_cases.keep_direct(room, event.message, now, kit=self.kit)

    def which(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The open questions to choose from, or that there are none; nothing once the message has its place."""
        channel, _, ts = saying.subject.partition(":")
        message = room.messages.find(channel, ts)
        if message is None or message.answer_id is not None:
            return None
        awaited = use_cases.awaiting(room, saying.audience)[:MOST_OFFERED]
        if not awaited:
            return messages.nothing_open()
        questions = [(posting.id, self.kit.question(room, posting.question_id).text) for posting in awaited]
        return messages.which(questions, ts)

    def kept(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """What their message was taken for."""
        posting = room.postings.find(int(saying.subject.split(":")[0]))
        return messages.kept(self.kit.question(room, posting.question_id).text) if posting else None


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to direct messages."""
    listeners = Listeners(kit)
    kit.doors.on_event(MessagePosted, partial(use_cases.keep_direct, kit=kit))
    kit.doors.on_event(MessageEdited, listeners.edited)
    kit.doors.on_event(PersonKeptOut, use_cases.drop_unplaced)
    kit.doors.on(Press, "directs:answer", listeners.choose)
    return (Script(WHICH, listeners.which, said=use_cases.forget_unplaced), Script(KEPT, listeners.kept))
