"""Law 7: no method of a workspace's room reaches another workspace's rows.

`CASES` has a line for every public method that `storage.work.Room` offers, found by looking; a new method without a line
fails. Each is called in workspace B with the ids of workspace A: what it returns is as if A were not there, and A's rows
stay as they are; once with B empty, and once with B a twin that uses the same channel, people and timestamps.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import IntegrityError

from storage.additions import Addition
from storage.arrivals import ArrivedMessage
from storage.database import Database
from storage.feedback import Reaction
from storage.installations import Installed
from storage.people import Person, Profile
from storage.repository import Repository
from storage.sayings import Saying
from storage.tables import metadata
from storage.work import Room, Work
from tests.conftest import Kind
from tests.storage.rows import (
    ANSWER,
    CARD,
    CHANNEL,
    CLIP,
    DAILY,
    DAY,
    DRILL,
    FOLLOW_UP,
    GONE,
    JO,
    LATER,
    LOOSE,
    MARA,
    NEXT_DAY,
    NOW,
    OWN_QUESTION,
    Seeded,
    claimed,
    message,
    owe,
    say,
    seed,
    workspace,
)

OF_NO_WORKSPACE = {"workspaces", "oauth_states"}
"""The workspaces themselves, and installations that were only begun: nobody knows yet for which workspace."""

DAWN = NOW - timedelta(days=1)
ADDITION = Addition("question", OWN_QUESTION, "ours", {"text": "Which bet was yours?"})
REACTION = Reaction(CHANNEL, ANSWER, JO, "raising_hand", FOLLOW_UP, present=False)
PROFILE = Profile(MARA, "Other", "UTC", is_bot=False, is_guest=False, is_stranger=False, is_gone=True)

NOTHING_KNOWN = ArrivedMessage(
    posting_id=None,
    closes_at=None,
    is_closed=False,
    author_is_out=False,
    author_is_met=False,
    author_is_member=False,
    is_buried=False,
    is_praised=False,
    known=None,
    edited_ts=None,
    part_of=None,
    answer_id=None,
    was_read=False,
)


@dataclass(frozen=True)
class Own:
    """Something was made, and it is B's own."""


@dataclass(frozen=True)
class Refused:
    """The database or the method says that there is no such row."""

    error: type[Exception]


def tie_own_message(b: Room, answer_id: int) -> None:
    """Make a message of B's own part of an answer."""
    b.messages.keep(message(ANSWER))
    b.messages.belongs(CHANNEL, ANSWER, answer_id, 0)


def ask_instead(b: Room, follow_up_id: int) -> None:
    """Put other words into a follow-up."""
    b.advices.ask_instead(
        follow_up_id,
        advice="chosen",
        signal="other",
        confidence="sure",
        goes_deeper=False,
        before="",
        quote=None,
        after="",
    )


def keep_own_clip(b: Room) -> bool:
    """Keep the same file in a message of B's own."""
    b.messages.keep(message(ANSWER))
    return b.clips.keep(CHANNEL, ANSWER, CLIP, 130)


def _installed(room: Room) -> Installed:
    found = room.installation.find()
    assert found is not None
    return found


def _saying(of: Seeded) -> Saying:
    found = of.room.sayings.get(of.saying_id)
    assert found is not None
    return found


OWN = Own()
NO_SUCH_ROW = Refused(IntegrityError)
NOT_THERE = Refused(AssertionError)
Case = tuple[Callable[[Room, Seeded], object], object]

CASES: Mapping[str, Case] = {
    "installation.find": (lambda b, _: b.installation.find(), None),
    "installation.keep": (lambda b, _: b.installation.keep(LATER), None),
    "installation.take_out": (lambda b, _: b.installation.take_out(LATER, LATER), False),
    "installation.claim_renewal": (
        lambda b, _: b.installation.claim_renewal(alive_at=NOW, lease_until=LATER),
        False,
    ),
    "installation.end_renewal": (lambda b, _: b.installation.end_renewal(), None),
    "installation.renew": (
        lambda b, _: b.installation.renew(LATER, token="new", refresh_token=None, expires_at=LATER),
        False,
    ),
    "installation.reseal": (
        lambda b, a: b.installation.reseal(_installed(a.room), token="new", refresh_token=None),
        False,
    ),
    "installation.drop_installer": (lambda b, _: b.installation.drop_installer(MARA), None),
    "arrivals.message": (
        lambda b, _: b.arrivals.message(CHANNEL, ANSWER, thread_ts=CARD, user_id=MARA),
        NOTHING_KNOWN,
    ),
    "arrivals.reaction": (lambda b, _: b.arrivals.reaction(CHANNEL, ANSWER, user_id=JO), None),
    "people.get": (lambda b, _: b.people.get(MARA), Person(MARA)),
    "people.meet": (lambda b, _: b.people.meet(MARA), None),
    "people.know": (lambda b, _: b.people.know(PROFILE, LATER), None),
    "people.mark_met": (lambda b, _: b.people.mark_met(MARA, LATER), OWN),
    "people.keep_out": (lambda b, _: b.people.keep_out(MARA, LATER), None),
    "people.let_in": (lambda b, _: b.people.let_in(MARA), None),
    "people.start_afresh": (lambda b, _: b.people.start_afresh(MARA, ANSWER), None),
    "people.fresh_starts": (lambda b, _: b.people.fresh_starts([MARA]), {}),
    "people.choose_place": (lambda b, _: b.people.choose_place(MARA, "private"), None),
    "people.allow_notes": (lambda b, _: b.people.allow_notes(MARA, allowed=False), None),
    "people.be_away": (lambda b, _: b.people.be_away(MARA, DAY), None),
    "people.set_dm": (lambda b, _: b.people.set_dm(MARA, "D0OTHER"), None),
    "people.note_due": (lambda b, _: b.people.note_due(MARA, None), None),
    "people.join": (lambda b, _: b.people.join(CHANNEL, ["U0NEW"]), None),
    "people.leave": (lambda b, _: b.people.leave(CHANNEL, MARA), None),
    "people.in_channel": (lambda b, _: b.people.in_channel(CHANNEL), ()),
    "people.channels_of": (lambda b, _: b.people.channels_of(MARA), ()),
    "people.leave_all": (lambda b, _: b.people.leave_all(MARA), None),
    "people.look_up_anew": (lambda b, _: b.people.look_up_anew(MARA), None),
    "people.answered_before": (lambda b, a: b.people.answered_before(MARA, a.answer.id + 1), False),
    "people.forget": (lambda b, _: b.people.forget(MARA), None),
    "routines.find_by_channel": (lambda b, _: b.routines.find_by_channel(CHANNEL), None),
    "routines.find": (lambda b, a: b.routines.find(a.routine.id), None),
    "routines.get": (lambda b, a: b.routines.get(a.routine.id), NOT_THERE),
    "routines.all": (lambda b, _: b.routines.all(), ()),
    "routines.set_up": (lambda b, _: b.routines.set_up(CHANNEL, DAILY), OWN),
    "routines.due_next": (lambda b, a: b.routines.due_next(a.routine.id, None), None),
    "routines.pause": (lambda b, a: b.routines.pause(a.routine.id, DAY), None),
    "routines.lose": (lambda b, a: b.routines.lose(a.routine.id, "archived"), None),
    "routines.mark_members_read": (lambda b, a: b.routines.mark_members_read(a.routine.id, NOW), None),
    "channels.hold": (lambda b, _: b.channels.hold(CHANNEL), None),
    "channels.move": (lambda b, _: b.channels.move(CHANNEL, "C0NEW"), None),
    "routines.facilitators": (lambda b, a: b.routines.facilitators(a.routine.id), ()),
    "routines.set_facilitators": (lambda b, a: b.routines.set_facilitators(a.routine.id, [JO]), NO_SUCH_ROW),
    "routines.read_members_anew": (lambda b, _: b.routines.read_members_anew(MARA), None),
    "routines.joined_by": (lambda b, _: b.routines.joined_by(MARA), ()),
    "routines.run_by": (lambda b, _: b.routines.run_by(MARA), ()),
    "routines.drop_facilitator": (lambda b, _: b.routines.drop_facilitator(MARA), None),
    "routines.skips": (lambda b, a: b.routines.skips(a.routine.id), frozenset()),
    "routines.skip": (lambda b, a: b.routines.skip(a.routine.id, NEXT_DAY), NO_SUCH_ROW),
    "postings.claim": (lambda b, a: claimed(b, a.routine, "2026-11-24"), NO_SUCH_ROW),
    "postings.record_skip": (
        lambda b, a: b.postings.record_skip(
            routine_id=a.routine.id, slot="2026-11-24", channel=CHANNEL, planned_at=NOW, because="late"
        ),
        NO_SUCH_ROW,
    ),
    "postings.get": (lambda b, a: b.postings.get(a.posting.id), NOT_THERE),
    "postings.find": (lambda b, a: b.postings.find(a.posting.id), None),
    "postings.find_by_slot": (lambda b, a: b.postings.find_by_slot(a.routine.id, a.posting.slot), None),
    "postings.find_by_thread": (lambda b, _: b.postings.find_by_thread(CHANNEL, CARD), None),
    "postings.threads": (lambda b, _: b.postings.threads(CHANNEL), frozenset()),
    "postings.catch_up_open": (lambda b, _: b.postings.catch_up_open(LATER), None),
    "postings.catch_up_at": (lambda b, a: b.postings.catch_up_at(a.posting.id, LATER), None),
    "messages.in_thread": (lambda b, _: b.messages.in_thread(CHANNEL, CARD), ()),
    "postings.latest": (lambda b, a: b.postings.latest(a.routine.id), None),
    "postings.latest_skipped": (lambda b, a: b.postings.latest_skipped(a.routine.id, NOW), None),
    "postings.open_for": (lambda b, _: b.postings.open_for(MARA), ()),
    "postings.asked": (lambda b, a: b.postings.asked(a.routine.id, 9), ()),
    "postings.mark_open": (lambda b, a: b.postings.mark_open(a.posting.id, ts=LOOSE, closes_at=NOW), None),
    "postings.close_at": (lambda b, a: b.postings.close_at(a.posting.id, NOW), None),
    "postings.mark_closed": (lambda b, a: b.postings.mark_closed(a.posting.id), None),
    "postings.mark_skipped": (lambda b, a: b.postings.mark_skipped(a.posting.id, "late"), None),
    "answers.begin": (lambda b, a: b.answers.begin(a.posting.id, MARA, visibility="private"), NO_SUCH_ROW),
    "answers.get": (lambda b, a: b.answers.get(a.answer.id), None),
    "answers.latest": (lambda b, a: b.answers.latest(a.posting.id, MARA), None),
    "answers.of_person": (lambda b, _: b.answers.of_person(MARA), ()),
    "own_answers.exist": (lambda b, _: b.own_answers.exist(MARA), False),
    "own_answers.numbers": (lambda b, _: b.own_answers.numbers(MARA), ()),
    "answers.count_in_thread": (lambda b, a: b.answers.count_in_thread(a.posting.id), 0),
    "answers.question_of": (lambda b, a: b.answers.question_of(a.answer.id), ""),
    "answers.mark_settled": (lambda b, a: b.answers.mark_settled(a.answer.id), None),
    "answers.settle_at": (lambda b, a: b.answers.settle_at(a.answer.id, NOW), False),
    "answers.settle_from": (lambda b, a: b.answers.settle_from(a.answer.id, NOW), None),
    "answers.mark_read": (lambda b, a: b.answers.mark_read(a.answer.id, outcome="no", version="9"), None),
    "answers.close": (lambda b, a: b.answers.close(a.answer.id, LOOSE), None),
    "answers.claim": (lambda b, a: b.answers.claim(a.answer.id), None),
    "answers.leave_to_peers": (lambda b, a: b.answers.leave_to_peers(a.answer.id), None),
    "answers.show": (lambda b, a: b.answers.show(a.answer.id, "private"), None),
    "answers.rewrite_form": (lambda b, a: b.answers.rewrite_form(a.answer.id, {}), None),
    "answers.delete": (lambda b, a: b.answers.delete(a.answer.id), None),
    "answers.is_left_empty": (lambda b, a: b.answers.is_left_empty(a.answer.id), False),
    "answers.delete_of_person": (lambda b, _: b.answers.delete_of_person(MARA), 0),
    "answers.let_rest": (lambda b, _: b.answers.let_rest(MARA), None),
    "answers.latest_in_thread": (lambda b, a: b.answers.latest_in_thread(a.posting.id, MARA), None),
    "echoes.about_answers": (lambda b, _: b.echoes.about_answers(["question"], MARA, LATER), None),
    "echoes.about_follow_ups": (lambda b, _: b.echoes.about_follow_ups(["question"], MARA, LATER), None),
    "echoes.about_closed_drills": (
        lambda b, _: b.echoes.about_closed_drills(["drill"], MARA, LATER),
        None,
    ),
    "echoes.about_closed_postings": (
        lambda b, _: b.echoes.about_closed_postings(["question"], MARA, LATER),
        None,
    ),
    "follow_ups.withdraw_of": (lambda b, _: b.follow_ups.withdraw_of(MARA), None),
    "messages.bury_of": (lambda b, _: b.messages.bury_of(MARA, LATER), None),
    "feedback.delete_received_by": (lambda b, _: b.feedback.delete_received_by(MARA), None),
    "people.put_off_note": (lambda b, _: b.people.put_off_note(MARA, LATER), None),
    "messages.find": (lambda b, _: b.messages.find(CHANNEL, ANSWER), None),
    "messages.keep": (lambda b, _: b.messages.keep(message(ANSWER, text="Other")), OWN),
    "messages.rewrite": (lambda b, _: b.messages.rewrite(CHANNEL, ANSWER, "Other", LOOSE), False),
    "messages.belongs": (lambda b, a: tie_own_message(b, a.answer.id), NO_SUCH_ROW),
    "messages.claim": (lambda b, _: b.messages.claim(CHANNEL, ANSWER), None),
    "messages.disown": (lambda b, _: b.messages.disown(CHANNEL, ANSWER), None),
    "messages.disown_all": (lambda b, a: b.messages.disown_all(a.answer.id), None),
    "messages.forget_copies_of": (lambda b, _: b.messages.forget_copies_of("question", MARA), None),
    "messages.set_aside": (lambda b, _: b.messages.set_aside(CHANNEL, ANSWER, LATER), None),
    "messages.of_answer": (lambda b, a: b.messages.of_answer(a.answer.id), ()),
    "messages.of_person": (lambda b, _: b.messages.of_person(MARA), ()),
    "messages.waiting_for": (lambda b, _: b.messages.waiting_for(CHANNEL, CARD), ()),
    "messages.author_before": (
        lambda b, _: b.messages.author_before(CHANNEL, CARD, "9999999999.000000", other_than=JO),
        None,
    ),
    "messages.delete": (lambda b, _: b.messages.delete(CHANNEL, ANSWER), None),
    "messages.delete_of_person": (lambda b, _: b.messages.delete_of_person(MARA), None),
    "messages.bury": (lambda b, _: b.messages.bury(CHANNEL, ANSWER, LATER), None),
    "clips.keep": (lambda b, _: keep_own_clip(b), OWN),
    "clips.begin": (lambda b, _: b.clips.begin(CHANNEL, ANSWER, LATER), None),
    "clips.get": (lambda b, a: b.clips.get(a.clip_id), None),
    "clips.on_message": (lambda b, _: b.clips.on_message(CHANNEL, ANSWER), ()),
    "clips.of_file": (lambda b, _: b.clips.of_file(CLIP), ()),
    "clips.of_answer": (lambda b, a: b.clips.of_answer(a.answer.id), ()),
    "clips.are_open": (lambda b, a: b.clips.are_open(a.answer.id), False),
    "clips.is_due_at": (lambda b, a: b.clips.is_due_at(a.clip_id, LATER), None),
    "clips.look_again": (lambda b, _: b.clips.look_again(CLIP, LATER), None),
    "clips.hear": (lambda b, a: b.clips.hear(a.clip_id, "I did.", 9, LATER), False),
    "clips.mute": (lambda b, a: b.clips.mute(a.clip_id), False),
    "clips.let_read": (lambda b, a: b.clips.let_read(a.clip_id), False),
    "clips.tick": (
        lambda b, a: b.clips.tick(a.clip_id, own_part=True, result=True, learning=True),
        None,
    ),
    "clips.let_rest": (lambda b, _: b.clips.let_rest(MARA), None),
    "clips.delete": (lambda b, a: b.clips.delete(a.clip_id), None),
    "conversations.in_messages": (lambda b, a: b.conversations.in_messages(a.answer), ()),
    "messages.is_buried": (lambda b, _: b.messages.is_buried(CHANNEL, GONE), False),
    "follow_ups.owe": (lambda b, a: owe(b, a.answer, turn=2), NO_SUCH_ROW),
    "follow_ups.find": (lambda b, a: b.follow_ups.find(a.follow_up.id), None),
    "follow_ups.of_answer": (lambda b, a: b.follow_ups.of_answer(a.answer.id), ()),
    "follow_ups.of_person": (lambda b, _: b.follow_ups.of_person(MARA), ()),
    "follow_ups.asked_lately": (lambda b, _: b.follow_ups.asked_lately(MARA, NOW), ()),
    "follow_ups.not_right_lately": (lambda b, _: b.follow_ups.not_right_lately(MARA, NOW), ()),
    "follow_ups.newest_asked": (lambda b, _: b.follow_ups.newest_asked(MARA), None),
    "follow_ups.mark_not_right": (lambda b, a: b.follow_ups.mark_not_right(a.follow_up.id, LATER), False),
    "follow_ups.waiting_in_private": (lambda b, _: b.follow_ups.waiting_in_private(MARA), None),
    "follow_ups.find_asked": (lambda b, _: b.follow_ups.find_asked(CHANNEL, FOLLOW_UP), None),
    "follow_ups.mark_asked": (
        lambda b, a: b.follow_ups.mark_asked(a.follow_up.id, channel="C", ts="1"),
        None,
    ),
    "follow_ups.close": (lambda b, a: b.follow_ups.close(a.follow_up.id, LOOSE), None),
    "follow_ups.move_to": (lambda b, a: b.follow_ups.move_to(a.follow_up.id, "private"), None),
    "follow_ups.withdraw": (lambda b, a: b.follow_ups.withdraw(a.follow_up.id), None),
    "follow_ups.delete": (lambda b, a: b.follow_ups.delete(a.follow_up.id), None),
    "advices.mark": (lambda b, a: b.advices.mark(a.follow_up.id, "wanted"), None),
    "advices.ask_instead": (lambda b, a: ask_instead(b, a.follow_up.id), None),
    "consents.of_workspace": (lambda b, _: b.consents.of_workspace(), None),
    "consents.give_for_workspace": (lambda b, _: b.consents.give_for_workspace("elsewhere"), None),
    "consents.give": (lambda b, _: b.consents.give(MARA, "elsewhere"), None),
    "consents.holds": (lambda b, _: b.consents.holds(MARA, "there"), False),
    "feedback.keep": (lambda b, _: b.feedback.keep(REACTION, None), OWN),
    "feedback.take_back": (lambda b, _: b.feedback.take_back(REACTION), None),
    "feedback.set_aside": (lambda b, _: b.feedback.set_aside(CHANNEL, ANSWER, LATER, author=JO), None),
    "feedback.adopt": (lambda b, _: b.feedback.adopt(CHANNEL, ANSWER, author=JO), None),
    "feedback.on_message": (lambda b, _: b.feedback.on_message(CHANNEL, ANSWER), ()),
    "feedback.on_posting": (lambda b, a: b.feedback.on_posting(a.posting.id), ()),
    "feedback.received_by": (lambda b, _: b.feedback.received_by(MARA), ()),
    "feedback.given_by": (lambda b, _: b.feedback.given_by(JO), ()),
    "feedback.delete_on": (lambda b, _: b.feedback.delete_on(CHANNEL, ANSWER), None),
    "feedback.delete_given_by": (lambda b, _: b.feedback.delete_given_by(JO), None),
    "sayings.owe": (lambda b, a: say(b, a.saying_id), False),
    "sayings.find": (lambda b, _: b.sayings.find("question", "1", MARA), None),
    "sayings.get": (lambda b, a: b.sayings.get(a.saying_id), None),
    "sayings.find_said": (lambda b, _: b.sayings.find_said(CHANNEL, CARD), None),
    "sayings.in_flight": (lambda b, _: b.sayings.in_flight(CHANNEL, "question"), False),
    "sayings.about": (lambda b, _: b.sayings.about("question", "1"), ()),
    "sayings.refresh": (lambda b, _: b.sayings.refresh("question", "1", LATER), None),
    "sayings.withdraw": (lambda b, _: b.sayings.withdraw("question", "1"), False),
    "sayings.retire": (lambda b, _: b.sayings.retire("question", "1"), None),
    "sayings.retire_about_answers": (lambda b, _: b.sayings.retire_about_answers("question", MARA), None),
    "sayings.hasten": (lambda b, _: b.sayings.hasten("question", "1", LATER), False),
    "sayings.forget": (lambda b, _: b.sayings.forget("question", "1"), False),
    "sayings.owe_again": (lambda b, _: b.sayings.owe_again("question", "1", LATER), None),
    "sayings.of_audience": (lambda b, _: b.sayings.of_audience(MARA), ()),
    "sayings.unname": (lambda b, _: b.sayings.unname(MARA, LATER), None),
    "deliveries.address": (lambda b, a: b.deliveries.address(_saying(a), "D0OTHER"), None),
    "deliveries.mark_said": (lambda b, a: b.deliveries.mark_said(a.saying_id, CHANNEL, CARD), None),
    "deliveries.mark_owed": (lambda b, a: b.deliveries.mark_owed(_saying(a), LATER, "slow"), None),
    "deliveries.mark_given_up": (lambda b, a: b.deliveries.mark_given_up(_saying(a), "gone"), False),
    "deliveries.mark_attempted": (
        lambda b, a: b.deliveries.mark_attempted(_saying(a), LATER).attempted_at,
        LATER,
    ),
    "deliveries.mark_fresh": (lambda b, a: b.deliveries.mark_fresh(a.saying_id), None),
    "deliveries.hand_back": (lambda b, a: b.deliveries.hand_back(_saying(a), LATER), None),
    "deliveries.put_off": (lambda b, a: b.deliveries.put_off(a.saying_id, LATER), None),
    "deliveries.hold": (lambda b, _: b.deliveries.hold("post", LATER), None),
    "deliveries.space_channels": (lambda b, _: b.deliveries.space_channels([CHANNEL], LATER), None),
    "notes.add": (lambda b, _: b.notes.add(MARA, "praise", "1"), OWN),
    "notes.take": (lambda b, _: b.notes.take(MARA, DAY, 3), ()),
    "notes.of_day": (lambda b, _: b.notes.of_day(MARA, DAY), ()),
    "notes.waiting": (lambda b, _: b.notes.waiting(MARA), ()),
    "notes.of_person": (lambda b, _: b.notes.of_person(MARA), ()),
    "notes.wait_again": (lambda b, _: b.notes.wait_again(MARA, DAY), None),
    "notes.drop_waiting": (lambda b, _: b.notes.drop_waiting(MARA), None),
    "notes.forget": (lambda b, _: b.notes.forget(MARA), None),
    "forms.keep_draft": (lambda b, a: b.forms.keep_draft(MARA, a.posting.id, {}), NO_SUCH_ROW),
    "forms.draft": (lambda b, a: b.forms.draft(MARA, a.posting.id), {}),
    "forms.drafts_of": (lambda b, _: b.forms.drafts_of(MARA), {}),
    "forms.drop_draft": (lambda b, a: b.forms.drop_draft(MARA, a.posting.id), None),
    "forms.drop_drafts_of": (lambda b, _: b.forms.drop_drafts_of(MARA), None),
    "forms.take_submission": (lambda b, _: b.forms.take_submission("V0FORM", "forms:answer", NOW), OWN),
    "gaps.people": (lambda b, a: b.gaps.people(a.routine.id, DAWN), 0),
    "gaps.people_asked": (lambda b, a: b.gaps.people_asked(a.routine.id, DAWN), {}),
    "additions.add": (lambda b, _: b.additions.add(ADDITION), OWN),
    "additions.replace_pack": (
        lambda b, _: b.additions.replace_pack("question", "ours", [("another", {"text": "Why?"})]),
        None,
    ),
    "additions.find": (lambda b, _: b.additions.find("question", OWN_QUESTION), None),
    "additions.all": (lambda b, _: b.additions.all("question"), ()),
    "additions.removed": (lambda b, _: b.additions.removed("question"), ()),
    "additions.remove": (lambda b, _: b.additions.remove("question", OWN_QUESTION), False),
    "additions.left_out": (lambda b, a: b.additions.left_out(a.routine.id), frozenset()),
    "additions.leave_out": (lambda b, a: b.additions.leave_out(a.routine.id, "understudy"), NO_SUCH_ROW),
    "additions.take_in": (lambda b, a: b.additions.take_in(a.routine.id, "ours"), None),
    "suggestions.make": (
        lambda b, a: b.suggestions.make(a.routine.id, JO, "question", {}, NOW),
        NO_SUCH_ROW,
    ),
    "suggestions.find": (lambda b, a: b.suggestions.find(a.suggestion_id), None),
    "suggestions.waiting": (lambda b, a: b.suggestions.waiting(a.routine.id), ()),
    "suggestions.decide": (lambda b, a: b.suggestions.decide(a.suggestion_id, "taken", by=MARA), False),
    "suggestions.keep_as": (lambda b, a: b.suggestions.keep_as(a.suggestion_id, "other"), None),
    "suggestions.decided_by": (lambda b, _: b.suggestions.decided_by(MARA), ()),
    "suggestions.of_person": (lambda b, _: b.suggestions.of_person(JO), ()),
    "suggestions.delete_of_person": (lambda b, _: b.suggestions.delete_of_person(JO), None),
    "tries.keep": (
        lambda b, a: b.tries.keep(MARA, DRILL, posting_id=a.posting.id, option=0, words="", at=NOW),
        NO_SUCH_ROW,
    ),
    "tries.of": (lambda b, _: b.tries.of(MARA, DRILL), ()),
    "tries.on_posting": (lambda b, a: b.tries.on_posting(a.posting.id), ()),
    "tries.of_person": (lambda b, _: b.tries.of_person(MARA), ()),
    "tries.delete_of_person": (lambda b, _: b.tries.delete_of_person(MARA), None),
    "conversations.asked": (lambda b, a: b.conversations.asked(a.answer), ()),
    "conversations.turns": (lambda b, a: b.conversations.turns(a.answer).asked, ()),
    "conversations.parts": (lambda b, a: b.conversations.parts(a.answer)[1:], ()),
}


@dataclass
class Twins:
    """Workspace A with one of everything, B the same with numbers of its own, and an empty one."""

    connection: Connection
    a: Seeded
    twin: Room
    empty: Room


@pytest.fixture
def twins(database: Database) -> Iterator[Twins]:
    """All in one transaction that is undone."""
    with database.engine.connect() as connection:
        transaction = connection.begin()
        work = Work(connection)
        a = seed(workspace(work, "T0A"))
        twin = workspace(work, "T0B")
        seed(twin)
        yield Twins(connection, a, twin, workspace(work, "T0C"))
        transaction.rollback()


def _methods() -> set[str]:
    """`attribute.method` for every public method of everything that a room offers."""
    found = set()
    with Database("sqlite://").engine.connect() as connection:
        offered = vars(Room(connection, 1))
    for name, repository in offered.items():
        if name.startswith("_") or name == "workspace_id":
            continue
        kinds = [kind for kind in type(repository).__mro__ if kind not in {object, Repository}]
        found |= {
            f"{name}.{method}"
            for kind in kinds
            for method, value in vars(kind).items()
            if callable(value) and not method.startswith("_")
        }
    return found


def _rows_of(connection: Connection, workspace_id: int) -> dict[str, list[Row[*tuple[object, ...]]]]:
    """Every row of a workspace, by table."""
    return {
        table.name: list(
            connection.execute(
                select(table).where(table.c.workspace_id == workspace_id).order_by(*table.primary_key.columns)
            ).all()
        )
        for table in metadata.sorted_tables
        if table.name not in OF_NO_WORKSPACE
    }


def _call(connection: Connection, case: Case, room: Room, a: Seeded) -> object:
    """What the method returns, or why it was refused; a refusal leaves the transaction usable."""
    try:
        with connection.begin_nested():
            return case[0](room, a)
    except (IntegrityError, AssertionError) as refusal:
        return Refused(type(refusal))


def test_every_method_of_a_room_has_a_case() -> None:
    assert set(CASES) == _methods()


def test_the_seed_fills_every_table(twins: Twins) -> None:
    assert all(_rows_of(twins.connection, twins.a.room.workspace_id).values())


@pytest.mark.parametrize("kind", ["sqlite", "postgres"], indirect=True)
def test_every_table_names_its_workspace(twins: Twins, kind: Kind) -> None:
    assert twins.connection.dialect.name.startswith(kind)
    for table in metadata.sorted_tables:
        assert table.name in OF_NO_WORKSPACE or not table.c.workspace_id.nullable


def test_an_empty_workspace_sees_nothing_of_another(twins: Twins) -> None:
    before = _rows_of(twins.connection, twins.a.room.workspace_id)
    for name, case in CASES.items():
        undo = twins.connection.begin_nested()
        got = _call(twins.connection, case, twins.empty, twins.a)
        if case[1] is not OWN:
            assert got == case[1], name
        assert _rows_of(twins.connection, twins.a.room.workspace_id) == before, name
        undo.rollback()


def test_a_workspace_with_the_same_ids_stays_apart(twins: Twins) -> None:
    before = _rows_of(twins.connection, twins.a.room.workspace_id)
    for name, case in CASES.items():
        undo = twins.connection.begin_nested()
        got = _call(twins.connection, case, twins.twin, twins.a)
        if isinstance(case[1], Refused):
            assert got == case[1], name
        assert _rows_of(twins.connection, twins.a.room.workspace_id) == before, name
        undo.rollback()


def test_a_workspace_that_is_forgotten_takes_its_rows_and_no_others(twins: Twins) -> None:
    kept = _rows_of(twins.connection, twins.a.room.workspace_id)
    Work(twins.connection).workspaces.forget(twins.twin.workspace_id)
    assert _rows_of(twins.connection, twins.a.room.workspace_id) == kept
    assert not any(_rows_of(twins.connection, twins.twin.workspace_id).values())
