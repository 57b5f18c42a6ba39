"""What people do with a question's card, and *ask now*."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.happenings import AnswerChanged, AnswerLeaving, AnswerPraised, PersonKeptOut, PersonLeaving
from bot.kit import CASE, DRILL, QUESTION, Kit
from bot.postings import cards, messages, use_cases
from bot.postings.use_cases import Asked
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    ChangeView,
    Command,
    OpenView,
    Press,
    PushView,
    Response,
    Submission,
    View,
    Whisper,
)
from bot.slack.scripts import Draft, Script
from content.drilling import countable
from content.praise import most_praised, tag_of
from content.questions import Question, StorySlug
from storage.routines import Routine
from storage.sayings import Saying
from storage.work import Room


@dataclass(frozen=True)
class Wish:
    """Somebody wants a question asked now: `instead` of today's, else in a slot of its own."""

    channel: str
    user_id: str
    instead: bool
    slot: str


@dataclass(frozen=True)
class Listeners:
    """Answers to presses and words, with what they need."""

    kit: Kit

    async def guess(self, desk: Desk, press: Press) -> Response:
        """Open the guess, before the intent is shown; who has answered sees all that belongs to the question."""
        return await desk.run(lambda room: self._guess(room, int(press.value), press.user_id))

    def _guess(self, room: Room, posting_id: int, user_id: str) -> Response:
        posting = room.postings.find(posting_id)
        if posting is None:
            return Whisper(messages.GONE)
        question = self.kit.question(room, posting.question_id)
        if posting.is_closed or room.answers.latest(posting_id, user_id):
            pair = self.kit.library.worked.get(question.story or "")
            return OpenView(messages.revealed(question, posting.reason, pair))
        return OpenView(messages.guess_form(question, posting_id))

    async def guessed(self, desk: Desk, submission: Submission) -> Response:
        """Show the intent beside the guess."""
        question = await self._question(desk, int(private_of(submission.private)["posting"]))
        if question is None:
            return Whisper(messages.GONE)
        return ChangeView(messages.intent_page(question, submission.values.text("guess")))

    async def hint(self, desk: Desk, press: Press) -> Response:
        """Open the hint."""
        question = await self._question(desk, int(press.value))
        return OpenView(messages.hint_page(question)) if question else Whisper(messages.GONE)

    async def plain(self, desk: Desk, press: Press) -> Response:
        """Open the question in everyday words."""
        question = await self._question(desk, int(press.value))
        return OpenView(messages.plain_page(question)) if question else Whisper(messages.GONE)

    async def worked(self, _desk: Desk, press: Press) -> Response:
        """Show the worked example of a story: on top of the page, or in place of another story's."""
        page = self._worked_page(press.value)
        return ChangeView(page) if press.action.count(":") > 1 else PushView(page)

    async def examples(self, _desk: Desk, command: Command) -> Response:
        """Show the worked examples, from the named story on."""
        return OpenView(self._worked_page("".join(command.words.lower().split()[1:2])))

    def _worked_page(self, story: str) -> View:
        library = self.kit.library
        titles = {each: library.stories[StorySlug(each)].title for each in library.worked}
        pair = library.worked.get(story) or next(iter(library.worked.values()))
        return messages.worked_page(pair, titles)

    async def ask_now(self, desk: Desk, command: Command) -> Response:
        """Ask a question of its own, beside the planned ones; `ask now instead` takes today's place."""
        wish = Wish(
            command.channel,
            command.user_id,
            instead=command.words.lower().endswith("instead"),
            slot=f"now:{command.request}",
        )
        return Whisper(await desk.run(lambda room: self._ask(room, wish, desk.now)))

    async def press_ask(self, desk: Desk, press: Press) -> Response:
        """The same by a button, whose value is the channel and whether it is `instead`; a second press asks no more."""
        channel, _, how = press.value.partition(" ")
        slot = f"now:{press.view_id or press.message_ts}"
        wish = Wish(channel, press.user_id, instead=how == "instead", slot=slot)
        return Whisper(await desk.run(lambda room: self._ask(room, wish, desk.now)))

    def _ask(self, room: Room, wish: Wish, now: datetime) -> str:
        routine = room.routines.find_by_channel(wish.channel)
        if routine is None:
            return messages.NOT_SET_UP
        if wish.user_id not in (allowed := room.routines.facilitators(routine.id)):
            return messages.not_yours(allowed, {u: room.people.get(u).name for u in allowed})
        if routine.lost is not None:
            return messages.NOT_IN_CHANNEL
        return self._put(room, routine, wish, now)

    def _put(self, room: Room, routine: Routine, wish: Wish, now: datetime) -> str:
        today = use_cases.slot_of_today(room, routine, now) if wish.instead else None
        slot = today or wish.slot
        match use_cases.put_question(room, routine, slot, now, now=now, kit=self.kit):
            case Asked.ASKED:
                return messages.asked_now(instead=today is not None)
            case Asked.TAKEN:
                return messages.ALREADY_ASKED if today else messages.ASKED_FROM_HERE
            case Asked.NO_QUESTION:
                return messages.NO_QUESTION

    async def _question(self, desk: Desk, posting_id: int) -> Question | None:
        def find(room: Room) -> Question | None:
            posting = room.postings.find(posting_id)
            return self.kit.question(room, posting.question_id) if posting else None

        return await desk.run(find)

    def render(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The card as it should stand now."""
        posting = room.postings.find(int(saying.subject))
        if posting is None:
            return None
        question = self.kit.question(room, posting.question_id)
        if not posting.is_closed:
            return messages.card(question, posting.id)
        counts: dict[str, int] = {}
        for praise in room.feedback.on_posting(posting.id):
            if tag := tag_of(praise.emoji):
                counts[tag.dimension] = counts.get(tag.dimension, 0) + 1
        answered = room.answers.count_in_thread(posting.id)
        return messages.closed_card(question, posting.reason, answered, most_praised(counts))

    def render_drill(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The drill's card as it should stand now."""
        posting = room.postings.find(int(saying.subject))
        if posting is None:
            return None
        drill = self.kit.library.drill(posting.question_id)
        if drill is None:
            return cards.gone_card()
        if not posting.is_closed:
            return cards.drill_card(drill, posting.id)
        tries = room.tries.on_posting(posting.id)
        tries = tries[: countable(len(tries))]
        chosen = Counter(one.option for one in tries if one.option is not None)
        return cards.closed_drill_card(drill, posting.id, len(tries), chosen)

    def render_case(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The case's card as it should stand now."""
        posting = room.postings.find(int(saying.subject))
        if posting is None:
            return None
        case = self.kit.case(room, posting.question_id)
        if case is None:
            return cards.gone_card()
        return cards.closed_case_card(case) if posting.is_closed else cards.case_card(case)


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to the card's buttons and to *ask now*."""
    listeners = Listeners(kit)
    kit.doors.on(Press, "postings:guess", listeners.guess)
    kit.doors.on(Submission, "postings:guess", listeners.guessed)
    kit.doors.on(Press, "postings:hint", listeners.hint)
    kit.doors.on(Press, "postings:plain", listeners.plain)
    kit.doors.on(Press, "postings:worked", listeners.worked)
    kit.doors.on(Command, "examples", listeners.examples)
    kit.doors.on(Press, "postings:ask_now", listeners.press_ask)
    kit.doors.on(Command, "ask now", listeners.ask_now)
    kit.doors.on_event(AnswerChanged, use_cases.count_anew)
    kit.doors.on_event(AnswerLeaving, use_cases.count_anew)
    kit.doors.on_event(AnswerPraised, use_cases.count_praise)
    kit.doors.on_event(PersonLeaving, use_cases.count_without)
    kit.doors.on_event(PersonLeaving, use_cases.count_tries_without)
    kit.doors.on_event(PersonKeptOut, use_cases.count_tries_without)
    said, given_up = partial(use_cases.opened, kit=kit), partial(use_cases.missed, kit=kit)
    return (
        Script(QUESTION, listeners.render, said=said, given_up=given_up),
        Script(DRILL, listeners.render_drill, said=said, given_up=given_up),
        Script(CASE, listeners.render_case, said=said, given_up=given_up),
    )
