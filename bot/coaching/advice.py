"""A language model sees to a question that is owed: asked outside of any transaction, and too late is never.

The question waits in the rule's words, and is said in them when its time comes, whatever happens here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.advising.advisor import Advisor
from bot.coaching.settled import as_ask, gather
from bot.coaching.use_cases import FOLLOW_UP, advisor_for, drop_unsaid, stay_silent
from bot.kit import Kit, Reach, each, spared
from content.coaching.advising import (
    MOST_CANDIDATES,
    Advice,
    Brief,
    Chosen,
    Dropped,
    Proposal,
    Unusable,
    Verdict,
    checked,
)
from content.coaching.coach import (
    Signal,
    Silent,
    SilentReason,
    Wording,
    others,
    word,
)
from storage.advices import Advice as Part
from storage.follow_ups import FollowUp
from storage.work import Room, Work

log = structlog.get_logger()

DROPPED = "dropped"
"""What became of an answer about which a model saw nothing to ask."""


@dataclass(frozen=True)
class Errand:
    """What is put before a model about one follow-up."""

    workspace_id: int
    follow_up_id: int
    brief: Brief


async def ask_model(reach: Reach) -> int:
    """Take up what waits for the model, and go on; how many questions were taken up."""
    advisor = reach.kit.advisor
    if advisor is None or advisor.free <= 0:
        return 0
    limit = advisor.free
    taken, errands = await reach.database.run(lambda work: take_up(work, reach.kit, limit))
    for errand in errands:
        advisor.begin(_run(errand, advisor, reach))
    return taken


def take_up(work: Work, kit: Kit, limit: int) -> tuple[int, tuple[Errand, ...]]:
    """How many questions waited, and what to ask about them; each is taken up once, whatever becomes of it."""
    briefs: dict[tuple[int, int], Brief] = {}

    def take(room: Room, follow_up_id: int) -> None:
        if brief := brief_of(room, follow_up_id, kit):
            briefs[room.workspace_id, follow_up_id] = brief
            room.advices.mark(follow_up_id, Part.TAKEN)
        else:
            room.advices.mark(follow_up_id, None)

    taken = each(work, work.advices.wanted(limit), take, lambda room, number: room.advices.mark(number, None))
    return taken, tuple(Errand(*key, brief) for key, brief in briefs.items())


async def _run(errand: Errand, advisor: Advisor, reach: Reach) -> None:
    try:
        advice = await advisor.advise(errand.brief)
        now = await reach.clock.now()
        await reach.database.run(
            lambda work: take_back(work.room(errand.workspace_id), errand, advice, now, reach.kit)
        )
    except Exception:
        log.exception("advice_not_kept", workspace=errand.workspace_id, follow_up=errand.follow_up_id)


def brief_of(room: Room, follow_up_id: int, kit: Kit) -> Brief | None:
    """What a model may see of the answer as it stands now; None when it may see nothing, or nothing is owed any more."""
    asked = room.follow_ups.find(follow_up_id)
    is_owed = any(saying.state == "owed" for saying in room.sayings.about(FOLLOW_UP, str(follow_up_id)))
    if asked is None or asked.withdrawn or not is_owed:
        return None
    settled = gather(room, asked.answer_id, kit)
    if settled is None or advisor_for(room, settled, kit) is None or settled.place == "off":
        return None
    reading, question = settled.read(), settled.question
    if reading.sensitive or not reading.language_known or not reading.is_answer:
        return None
    besides = {Signal(one.signal) for one in (*settled.asked, asked)} | spared(
        room, asked.user_id, asked.owed_at
    )
    more = others(reading, question=question, turn=asked.turn, besides=besides)[: MOST_CANDIDATES - 1]
    seed = f"{asked.answer_id}:{settled.turn}"
    proposals = (Proposal(ask, word(ask, question=question, seed=seed)) for ask in more)
    return Brief(question, settled.texts, (_as_proposed(asked), *proposals))


def _as_proposed(asked: FollowUp) -> Proposal:
    return Proposal(as_ask(asked), Wording(asked.before, asked.quote, asked.after))


def take_back(room: Room, errand: Errand, advice: Advice | None, now: datetime, kit: Kit) -> None:
    """Ask what the model advises, if nothing has changed since and nothing was said; else what the rule says, and now."""
    asked = room.follow_ups.find(errand.follow_up_id)
    if asked is None or not room.sayings.hasten(FOLLOW_UP, str(asked.id), max(now, asked.owed_at)):
        return
    is_same = brief_of(room, asked.id, kit) == errand.brief
    verdict = checked(errand.brief, advice) if advice and is_same else Unusable()
    log.info("advised", follow_up=asked.id, verdict=_name(verdict), unchanged=is_same)
    match verdict:
        case Chosen():
            _ask_instead(room, asked, verdict)
        case Dropped():
            _ask_nothing(room, asked, now, kit)
        case Unusable():
            pass


def _name(verdict: Verdict) -> str:
    if isinstance(verdict, Chosen):
        return Part.REWORDED if verdict.reworded else Part.CHOSEN
    return type(verdict).__name__.lower()


def _ask_instead(room: Room, asked: FollowUp, chosen: Chosen) -> None:
    ask, wording = chosen.ask, chosen.wording
    room.advices.ask_instead(
        asked.id,
        advice=_name(chosen),
        signal=ask.signal.value,
        confidence=ask.confidence.value,
        goes_deeper=ask.branch,
        before=wording.before,
        quote=wording.quote,
        after=wording.after,
    )
    room.answers.mark_read(asked.answer_id, outcome=f"asked:{ask.signal.value}", version=asked.version)


def _ask_nothing(room: Room, asked: FollowUp, now: datetime, kit: Kit) -> None:
    settled = gather(room, asked.answer_id, kit)
    assert settled is not None, "its brief was just read"
    drop_unsaid(room, asked.answer_id, settled.turn)
    stay_silent(room, settled, Silent(SilentReason.NOTHING_TO_ASK, Signal(asked.signal)), now)
    room.answers.mark_read(asked.answer_id, outcome=DROPPED, version=asked.version)
