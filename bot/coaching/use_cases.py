"""Reading what has settled, owing at most one question, and taking questions back that no longer stand."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.advising.advisor import Advisor
from bot.coaching.asides import (
    CREDIT,
    GOOD_FOR,
    NO_ANSWER,
    PROGRESS,
    owe_aside,
    owe_credit,
    owe_progress,
)
from bot.coaching.settled import Settled, gather
from bot.happenings import AnswerChanged, AnswerLeaving, AnswerSettled, PersonKeptOut, PersonLeaving
from bot.kit import PUT_OFF, Kit, asked_lately, each, spared
from bot.slack.scripts import Surface, Urgency, owe
from content.answers import ts_of
from content.coaching.advising import is_short_enough
from content.coaching.coach import Ask, Reading, Signal, Silent, SilentReason, decide, word
from storage.advices import Advice
from storage.follow_ups import FollowUp
from storage.sayings import Saying
from storage.work import Room, Work

FOLLOW_UP = "follow_up"

AT_ONCE = 50  # answers read in one transaction
STILL_TO_COME = (SilentReason.NOT_AN_ANSWER, SilentReason.UNKNOWN_LANGUAGE)
A_MOMENT = timedelta(seconds=1)  # from the credit to the question, which comes after it


def read_settled(work: Work, now: datetime, *, kit: Kit) -> int:
    """Read every answer that has settled and owe what follows; how many were read."""
    return each(
        work,
        work.due.answers(now, AT_ONCE),
        lambda room, answer_id: _read_answer(room, answer_id, now, kit),
        lambda room, answer_id: room.answers.settle_at(answer_id, now + PUT_OFF),
    )


def _read_answer(room: Room, answer_id: int, now: datetime, kit: Kit) -> None:
    room.answers.mark_settled(answer_id)
    kit.doors.hear(room, AnswerSettled(answer_id), now)
    if settled := gather(room, answer_id, kit):
        _read(room, settled, now, kit)


def _read(room: Room, settled: Settled, now: datetime, kit: Kit) -> None:
    if not drop_unsaid(room, settled.answer.id, settled.turn):
        return
    reading = settled.read()
    if settled.asked:
        owe_progress(room, settled, reading, now)
    decision = _decide(room, settled, reading, now)
    credited = owe_credit(room, settled, reading, decision, now)
    if isinstance(decision, Ask):
        _owe_question(room, settled, decision, reading.version, now + A_MOMENT if credited else now, kit)
        outcome = f"asked:{decision.signal.value}"
    else:
        outcome = decision.reason.value
        stay_silent(room, settled, decision, now)
    room.answers.mark_read(settled.answer.id, outcome=outcome, version=reading.version)


def drop_unsaid(room: Room, answer_id: int, turn: int) -> bool:
    """Forget a question after this turn that was owed and not said yet; False when it was said, or just now is."""
    for follow_up in room.follow_ups.of_answer(answer_id)[turn:]:
        room.sayings.forget(FOLLOW_UP, str(follow_up.id))
        if any(left.state != "given_up" for left in room.sayings.about(FOLLOW_UP, str(follow_up.id))):
            return False
        room.follow_ups.delete(follow_up.id)
    return True


def _decide(room: Room, settled: Settled, reading: Reading, now: datetime) -> Ask | Silent:
    lately = asked_lately(room, settled.answer.user_id, now)
    if settled.asked and _is_ended(room, settled.asked[-1]):
        return Silent(SilentReason.NOTHING_TO_ASK, Signal.NONE)
    if settled.answer.asked_by_peer:
        return Silent(SilentReason.LEFT_TO_PEERS, Signal.NONE)
    decision = decide(
        reading,
        question=settled.question,
        turn=settled.turn + 1,
        asked_lately=lately,
        already_asked=[Signal(follow_up.signal) for follow_up in settled.asked],
        spared=spared(room, settled.answer.user_id, now),
    )
    if isinstance(decision, Ask) and settled.place == "off":
        return Silent(SilentReason.NOTHING_TO_ASK, decision.signal)
    return decision


def _is_ended(room: Room, last: FollowUp) -> bool:
    """Whether its person called the last question not right, and has written nothing to it since."""
    if last.not_right_at is None:
        return False
    since = ts_of(last.not_right_at)
    return not any(m.turn == last.turn and m.ts > since for m in room.messages.of_answer(last.answer_id))


def _owe_question(room: Room, settled: Settled, ask: Ask, version: str, now: datetime, kit: Kit) -> None:
    """Owe it in the rule's words; a little later where a language model may see to them first (see `advice`)."""
    answer, posting = settled.answer, settled.posting
    advisor = advisor_for(room, settled, kit)
    wording = word(ask, question=settled.question, seed=f"{answer.id}:{settled.turn}")
    follow_up = room.follow_ups.owe(
        answer_id=answer.id,
        turn=settled.turn + 1,
        user_id=answer.user_id,
        signal=ask.signal.value,
        confidence=ask.confidence.value,
        goes_deeper=ask.branch,
        before=wording.before,
        quote=wording.quote,
        after=wording.after,
        place=settled.place,
        version=version,
        owed_at=now,
        advice=Advice.WANTED if advisor else None,
    )
    if follow_up is None:
        return
    in_thread = settled.place == "thread"
    owe(
        room,
        FOLLOW_UP,
        follow_up.id,
        surface=Surface.POST if in_thread else Surface.DIRECT,
        urgency=Urgency.SOMEONE_WAITS,
        at=now + advisor.patience if advisor else now,
        audience="" if in_thread else answer.user_id,
        channel=posting.channel if in_thread else None,
        thread_ts=posting.ts if in_thread else None,
        good_until=now + GOOD_FOR,
    )


def advisor_for(room: Room, settled: Settled, kit: Kit) -> Advisor | None:
    """The language model that may read this answer: there is one, and workspace and author let it; or None."""
    advisor = kit.advisor
    may = advisor is not None and is_short_enough(settled.texts)
    return advisor if may and advisor and room.consents.holds(settled.answer.user_id, advisor.to) else None


def stay_silent(room: Room, settled: Settled, silent: Silent, now: datetime) -> None:
    """What comes next is conversation; but an answer may still come, and what a colleague asks for belongs to it."""
    if silent.reason is SilentReason.LEFT_TO_PEERS:
        return
    if settled.asked:
        room.follow_ups.close(settled.asked[-1].id, ts_of(now))
    elif silent.reason not in STILL_TO_COME:
        room.answers.close(settled.answer.id, ts_of(now))
    elif silent.reason is SilentReason.NOT_AN_ANSWER and settled.place != "off":
        owe_aside(room, NO_ANSWER, settled.answer.id, settled, now)


def asked(room: Room, saying: Saying, now: datetime, *, kit: Kit) -> None:
    """The question stands: what its person wrote since is the reply."""
    follow_up = room.follow_ups.find(int(saying.subject))
    if follow_up is None or saying.channel is None or saying.ts is None:
        return
    room.follow_ups.mark_asked(follow_up.id, channel=saying.channel, ts=saying.ts)
    for earlier in room.follow_ups.of_answer(follow_up.answer_id):
        if earlier.turn < follow_up.turn and earlier.closed_ts is None:
            room.follow_ups.close(earlier.id, saying.ts)
    replies = [
        m for m in room.messages.of_answer(follow_up.answer_id) if m.ts > saying.ts and m.claim is None
    ]
    for message in replies:
        room.messages.belongs(message.channel, message.ts, follow_up.answer_id, follow_up.turn)
    if replies:
        room.answers.settle_at(follow_up.answer_id, now + kit.quiet)


def not_asked(room: Room, saying: Saying, now: datetime) -> None:
    """The question never reached its person: the conversation about the answer is over."""
    follow_up = room.follow_ups.find(int(saying.subject))
    if follow_up is not None:
        room.follow_ups.withdraw(follow_up.id)
        room.answers.close(follow_up.answer_id, ts_of(now))


def take_back_quotes(room: Room, event: AnswerChanged, now: datetime) -> None:
    """A question whose quoted words were edited away or deleted is withdrawn, said or not."""
    room.sayings.refresh(CREDIT, str(event.answer_id), now)
    follow_ups = room.follow_ups.of_answer(event.answer_id)
    answer = room.answers.get(event.answer_id) if follow_ups else None
    if answer is None:
        return
    texts = [part.text for part in room.conversations.parts(answer)]
    for follow_up in follow_ups:
        if follow_up.quote is not None and not any(follow_up.quote in text for text in texts):
            _take_back(room, follow_up, now)
        if follow_up.asked_ts is not None:
            room.sayings.refresh(PROGRESS, str(follow_up.id), now)


def take_back_all(room: Room, event: AnswerLeaving, now: datetime) -> None:
    """The answer goes: so does what the app said about it."""
    for follow_up in room.follow_ups.of_answer(event.answer_id):
        _take_back(room, follow_up, now)
        room.sayings.withdraw(PROGRESS, str(follow_up.id))
        room.sayings.refresh(PROGRESS, str(follow_up.id), now)
    for kind in (NO_ANSWER, CREDIT):
        room.sayings.withdraw(kind, str(event.answer_id))
    room.sayings.refresh(CREDIT, str(event.answer_id), now)


def end_for(room: Room, event: PersonKeptOut | PersonLeaving, now: datetime) -> None:
    """Nothing more is asked of somebody who takes no part; what the app said with their words goes."""
    room.answers.let_rest(event.user_id)
    room.follow_ups.withdraw_of(event.user_id)
    room.echoes.about_follow_ups([FOLLOW_UP, PROGRESS], event.user_id, now)
    room.echoes.about_answers([NO_ANSWER, CREDIT], event.user_id, now)


def _take_back(room: Room, follow_up: FollowUp, now: datetime) -> None:
    room.follow_ups.withdraw(follow_up.id)
    room.sayings.withdraw(FOLLOW_UP, str(follow_up.id))
    room.sayings.refresh(FOLLOW_UP, str(follow_up.id), now)
