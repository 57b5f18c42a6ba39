"""The chaos run's ledger finds what it is there to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.chaos_books import (
    AnswerRow,
    FollowUpRow,
    Ledger,
    MessageRow,
    Pending,
    Posted,
    PostingRow,
    Praise,
    RowBook,
    SayingRow,
    SlackBook,
    Slot,
    Spoken,
    Standing,
)
from benchmarks.chaos_ledger import audit

TEAM, CHANNEL, JO, LEE = "T1", "C1", "U0JO", "U0LEE"
AT = datetime(2026, 10, 19, 8, 0, tzinfo=UTC)
END = AT + timedelta(days=2)
SLOT = Slot(TEAM, CHANNEL, "2026-10-19", AT)


def ts(seconds: int) -> str:
    return f"{(AT + timedelta(seconds=seconds)).timestamp():.6f}"


CARD = Standing(TEAM, CHANNEL, ts(2), None, "s1", "Closed: Tell me about a conflict")
ASKED = Standing(TEAM, CHANNEL, ts(90), CARD.ts, "s2", f"<@{JO}> What did you do yourself?")
SAID = Spoken(TEAM, CHANNEL, CARD.ts, ts(20), JO, "We fixed it.")
DART = Praise(TEAM, CHANNEL, SAID.ts, LEE, "dart")
SLACK = SlackBook(
    posted=[Posted(TEAM, CHANNEL, None, "s1"), Posted(TEAM, CHANNEL, CARD.ts, "s2")],
    standing=[CARD, ASKED],
    spoken=[SAID],
    praise=[DART],
)
POSTING = PostingRow(TEAM, 7, CHANNEL, SLOT.day, "closed", None, CARD.ts)
MESSAGE = MessageRow(TEAM, CHANNEL, SAID.ts, JO, "We fixed it.", 4, 0)
ANSWER = AnswerRow(TEAM, 4, 7, JO, "asked:action", None)
FOLLOW_UP = FollowUpRow(TEAM, 9, 4, 1, JO, ASKED.ts, withdrawn=False)
SAYINGS = [
    SayingRow(TEAM, "s1", "question", "7", "said", None),
    SayingRow(TEAM, "s2", "follow_up", "9", "said", None),
]
ROWS = RowBook(
    postings=[POSTING],
    messages=[MESSAGE],
    answers=[ANSWER],
    follow_ups=[FOLLOW_UP],
    sayings=SAYINGS,
    praise=[DART],
    pending=[Pending("routine, to be asked", TEAM, END + timedelta(hours=6))],
)


def ledger(slack: SlackBook = SLACK, rows: RowBook = ROWS, slots: Sequence[Slot] = (SLOT,)) -> Ledger:
    return audit(slots, slack, rows, END)


def test_a_day_as_it_should_be_is_clean() -> None:
    found = ledger()
    assert found.findings == []
    assert found.is_clean
    for what in ("questions: due", "questions: posted once", "questions: closed", "messages: stored"):
        assert found.counts[what] == 1, what
    assert found.counts["follow-ups: asked"] == 1
    assert found.counts["reactions: stored"] == 1
    assert found.counts["all posts: said"] == 2


@pytest.mark.parametrize(
    ("wrong", "slack", "rows"),
    [
        (
            "questions: missing",
            replace(SLACK, standing=[ASKED]),
            replace(ROWS, postings=[POSTING._replace(state="owed", ts=None)]),
        ),
        ("questions: missing", replace(SLACK, standing=[ASKED]), replace(ROWS, postings=[])),
        ("questions: not known", SLACK, replace(ROWS, postings=[POSTING._replace(state="skipped", ts=None)])),
        (
            "questions: doubled",
            replace(SLACK, standing=[CARD, CARD._replace(ts=ts(5), saying="s9"), ASKED]),
            ROWS,
        ),
        ("questions: doubled", replace(SLACK, standing=[CARD, CARD._replace(ts=ts(-60)), ASKED]), ROWS),
        (
            "questions: not closed",
            replace(SLACK, standing=[CARD._replace(text="Today's question: Tell me"), ASKED]),
            ROWS,
        ),
        ("messages: lost", SLACK, replace(ROWS, messages=[])),
        ("messages: lost", SLACK, replace(ROWS, messages=[MESSAGE._replace(answer_id=None)])),
        ("messages: stale", replace(SLACK, spoken=[SAID._replace(text="I fixed it.")]), ROWS),
        ("messages: kept though deleted", replace(SLACK, spoken=[SAID._replace(text=None)]), ROWS),
        ("messages: twice", SLACK, replace(ROWS, answers=[ANSWER, ANSWER._replace(id=5)])),
        ("answers: never read", SLACK, replace(ROWS, answers=[ANSWER._replace(outcome=None)])),
        ("reactions: lost", SLACK, replace(ROWS, praise=[])),
        ("reactions: kept though taken back", replace(SLACK, praise=[]), ROWS),
        (
            "follow-ups: doubled",
            replace(SLACK, posted=[*SLACK.posted, Posted(TEAM, CHANNEL, CARD.ts, "s2")]),
            ROWS,
        ),
        ("follow-ups: owed", SLACK, replace(ROWS, follow_ups=[FOLLOW_UP._replace(asked_ts=None)])),
        (
            "follow-ups: doubled",
            replace(SLACK, standing=[CARD, *(ASKED._replace(ts=ts(90 + n)) for n in range(3))]),
            ROWS,
        ),
        (
            "all posts: doubled",
            replace(SLACK, posted=[*SLACK.posted, Posted(TEAM, CHANNEL, None, "s1")]),
            ROWS,
        ),
        ("all posts: not known", SLACK, replace(ROWS, sayings=SAYINGS[:1])),
        (
            "all posts: not known",
            SLACK,
            replace(ROWS, sayings=[SAYINGS[0], SAYINGS[1]._replace(state="given_up", reason="late")]),
        ),
        ("owed and forgotten", SLACK, replace(ROWS, pending=[Pending("follow_up, owed", TEAM, END)])),
        ("owed and forgotten", SLACK, replace(ROWS, pending=[Pending("follow_up, sending", TEAM, None)])),
    ],
)
def test_what_is_wrong_is_found(wrong: str, slack: SlackBook, rows: RowBook) -> None:
    found = ledger(slack, rows)
    assert not found.is_clean
    assert found.counts[wrong] >= 1
    assert any(finding.startswith(wrong) for finding in found.findings)


def test_a_question_that_was_skipped_for_a_reason_is_no_loss() -> None:
    found = ledger(
        SlackBook(),
        RowBook(postings=[POSTING._replace(state="skipped", because="late", ts=None)]),
    )
    assert found.is_clean
    assert found.counts["questions: skipped, late"] == 1
    silent = ledger(SlackBook(), RowBook(postings=[POSTING._replace(state="skipped", ts=None)]))
    assert silent.counts["questions: missing"] == 1


def test_a_message_that_was_deleted_is_gone() -> None:
    found = ledger(replace(SLACK, spoken=[SAID._replace(text=None)]), replace(ROWS, messages=[]))
    assert found.is_clean
    assert found.counts["messages: deleted"] == 1


def test_what_is_due_later_is_not_forgotten() -> None:
    later = Pending("person, note to be written", TEAM, END + timedelta(seconds=1))
    assert ledger(rows=replace(ROWS, pending=[later])).is_clean


def test_a_question_back_that_was_given_up_for_a_reason_is_told() -> None:
    given_up = SAYINGS[1]._replace(state="given_up", reason="late")
    found = ledger(
        replace(SLACK, posted=SLACK.posted[:1], standing=[CARD]),
        replace(ROWS, sayings=[SAYINGS[0], given_up], follow_ups=[FOLLOW_UP._replace(asked_ts=None)]),
    )
    assert found.is_clean
    assert found.counts["given up: follow_up, late"] == 1
