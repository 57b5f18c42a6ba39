"""The ledger of a chaos run, pure: what the sandbox saw against what stands in the database.

Nothing here asks anybody anything: `audit` takes the two books and the slots, and returns counts and findings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from benchmarks.chaos_books import Ledger, RowBook, SlackBook, Slot, Spoken, Standing
from content.answers import instant_of

OPEN_CARD, CLOSED_CARD = "Today's question: ", "Closed: "
OPEN_FOR = timedelta(hours=24)
GRACE = timedelta(hours=2)
SLACK = timedelta(minutes=20)  # a call that was begun inside the grace may end a little after it
MOST_ASKED = 2
FOLLOW_UP = "follow_up"


def audit(slots: Sequence[Slot], slack: SlackBook, rows: RowBook, now: datetime) -> Ledger:
    """Count everything, and say what was lost, doubled or forgotten by `now`."""
    ledger = Ledger()
    _questions(ledger, slots, slack, rows, now)
    _answers(ledger, slack, rows)
    _praise(ledger, slack, rows)
    _follow_ups(ledger, slack, rows)
    _messages_of_the_app(ledger, slack, rows)
    _owed(ledger, rows, now)
    return ledger


def _questions(ledger: Ledger, slots: Sequence[Slot], slack: SlackBook, rows: RowBook, now: datetime) -> None:
    for what in ("due", "posted once", "closed", "skipped", "doubled", "missing"):
        ledger.count(f"questions: {what}", 0)
    cards = _cards_by_channel(slack.standing)
    known = {(row.team, row.channel, row.slot): row for row in rows.postings}
    for slot in slots:
        ledger.count("questions: due")
        found = [card for card in cards[slot.team, slot.channel] if _is_of(card, slot)]
        cards[slot.team, slot.channel] = [
            card for card in cards[slot.team, slot.channel] if card not in found
        ]
        row = known.get((slot.team, slot.channel, slot.day))
        where = f"{slot.team} {slot.channel} {slot.day}"
        if len(found) > 1:
            ledger.wrong("questions: doubled", f"{len(found)} cards, {where}")
        elif found:
            ledger.count("questions: posted once")
            if row is None or row.ts != found[0].ts:
                ledger.wrong("questions: not known", f"the card {found[0].ts} stands, {where}: {row}")
            _closing(ledger, found[0], where, now)
        elif row is not None and row.state == "skipped" and row.because:
            ledger.count("questions: skipped")
            ledger.count(f"questions: skipped, {row.because}")
        else:
            ledger.wrong("questions: missing", f"no card and no reason, {where}: {row}")
    for card in (card for left in cards.values() for card in left):
        ledger.wrong("questions: doubled", f"a card nobody planned, {card.team} {card.channel} {card.ts}")


def _cards_by_channel(standing: Iterable[Standing]) -> defaultdict[tuple[str, str], list[Standing]]:
    cards: defaultdict[tuple[str, str], list[Standing]] = defaultdict(list)
    for message in standing:
        if message.thread_ts is None and message.text.startswith((OPEN_CARD, CLOSED_CARD)):
            cards[message.team, message.channel].append(message)
    return cards


def _is_of(card: Standing, slot: Slot) -> bool:
    return slot.at <= instant_of(card.ts) <= slot.at + GRACE + SLACK


def _closing(ledger: Ledger, card: Standing, where: str, now: datetime) -> None:
    if card.text.startswith(CLOSED_CARD):
        ledger.count("questions: closed")
    elif instant_of(card.ts) + OPEN_FOR + SLACK <= now:
        ledger.wrong("questions: not closed", where)


def _answers(ledger: Ledger, slack: SlackBook, rows: RowBook) -> None:
    for what in ("sent", "stored", "deleted", "lost", "stale", "twice"):
        ledger.count(f"messages: {what}", 0)
    kept = {(row.team, row.channel, row.ts): row for row in rows.messages}
    for spoken in slack.spoken:
        ledger.count("messages: sent")
        row = kept.get((spoken.team, spoken.channel, spoken.ts))
        if spoken.text is None:
            ledger.count("messages: deleted")
            if row is not None and row.text:
                ledger.wrong("messages: kept though deleted", _where(spoken))
        elif row is None or row.answer_id is None:
            found = "no row" if row is None else "no answer"
            ledger.wrong("messages: lost", f"{_where(spoken)}: {found}, {_told_there(spoken, slack, rows)}")
        elif row.text != spoken.text:
            ledger.wrong("messages: stale", f"{_where(spoken)}: an older wording is kept")
        else:
            ledger.count("messages: stored")
    attempts = Counter((row.team, row.posting_id, row.user) for row in rows.answers)
    for (team, posting, user), number in attempts.items():
        if number > 1:
            ledger.wrong("messages: twice", f"{number} answers, {team} posting {posting} {user}")
    _unread(ledger, rows)


def _unread(ledger: Ledger, rows: RowBook) -> None:
    worded = {(row.team, row.answer_id) for row in rows.messages if row.turn == 0 and row.text}
    for answer in rows.answers:
        if (answer.team, answer.id) in worded and answer.settles_at is None and answer.outcome is None:
            ledger.wrong("answers: never read", f"{answer.team} answer {answer.id}")


def _praise(ledger: Ledger, slack: SlackBook, rows: RowBook) -> None:
    told, kept = set(slack.praise), set(rows.praise)
    ledger.count("reactions: standing", len(told))
    ledger.count("reactions: stored", len(told & kept))
    for praise in sorted(told - kept):
        ledger.wrong("reactions: lost", str(praise))
    for praise in sorted(kept - told):
        ledger.wrong("reactions: kept though taken back", str(praise))


def _follow_ups(ledger: Ledger, slack: SlackBook, rows: RowBook) -> None:
    for what in ("asked", "doubled", "owed"):
        ledger.count(f"follow-ups: {what}", 0)
    turns = {(row.team, str(row.id)): (row.team, row.answer_id, row.turn) for row in rows.follow_ups}
    about = {row.id: turns.get((row.team, row.subject)) for row in rows.sayings if row.kind == FOLLOW_UP}
    times = Counter(turn for post in slack.posted if (turn := about.get(post.saying)) is not None)
    for (team, answer, turn), number in times.items():
        ledger.count("follow-ups: asked")
        if number > 1:
            ledger.wrong("follow-ups: doubled", f"{number} times, {team} answer {answer} turn {turn}")
    given_up = {(row.team, row.subject) for row in rows.sayings if row.kind == FOLLOW_UP and row.reason}
    for row in rows.follow_ups:
        is_open = row.asked_ts is None and not row.withdrawn
        if is_open and (row.team, str(row.id)) not in given_up:
            ledger.wrong(
                "follow-ups: owed", f"never asked, {row.team} answer {row.answer_id} turn {row.turn}"
            )
    _asked_too_often(ledger, slack)


def _asked_too_often(ledger: Ledger, slack: SlackBook) -> None:
    """By Slack's record alone: nobody reads more than two questions back in one thread."""
    read: Counter[tuple[str, str, str, str]] = Counter()
    for message in slack.standing:
        if message.thread_ts is not None and message.text.startswith("<@"):
            read[message.team, message.channel, message.thread_ts, message.text.split(">")[0]] += 1
    for place, number in read.items():
        if number > MOST_ASKED:
            ledger.wrong("follow-ups: doubled", f"{number} questions to one person, {place}")


def _messages_of_the_app(ledger: Ledger, slack: SlackBook, rows: RowBook) -> None:
    """Whatever the app said, of any kind: once, and known to it."""
    for what in ("said", "doubled", "not known"):
        ledger.count(f"all posts: {what}", 0)
    known = {row.id: row for row in rows.sayings}
    for saying, number in Counter(post.saying for post in slack.posted).items():
        ledger.count("all posts: said")
        row = known.get(saying)
        if number > 1:
            ledger.wrong("all posts: doubled", f"{number} times, {row.kind if row else '?'} {saying}")
        if row is None:
            ledger.wrong("all posts: not known", f"no row of {saying}")
        elif row.state not in {"said", "withdrawn"}:
            ledger.wrong("all posts: not known", f"{row.kind} {saying} stands, its row is {row.state}")
    for row in rows.sayings:
        if row.state == "given_up":
            ledger.count(f"given up: {row.kind}, {row.reason}")


def _owed(ledger: Ledger, rows: RowBook, now: datetime) -> None:
    """No row may wait for what was due by now."""
    ledger.count("owed and forgotten", 0)
    for row in rows.pending:
        if row.at is None or row.at <= now:
            since = "at once" if row.at is None else row.at.isoformat()
            ledger.wrong("owed and forgotten", f"{row.what}, {row.team}, due {since}")


def _where(spoken: Spoken) -> str:
    return f"{spoken.team} {spoken.channel} thread {spoken.thread_ts} ts {spoken.ts} by {spoken.user}"


def _told_there(lost: Spoken, slack: SlackBook, rows: RowBook) -> str:
    """What else its author wrote in the thread and what was asked of them, for whoever looks for the cause."""
    place = (lost.team, lost.channel, lost.user)
    kept = {row.ts: row.turn for row in rows.messages if (row.team, row.channel, row.user) == place}
    wrote = [
        s.ts for s in slack.spoken if (s.team, s.channel, s.user) == place and s.thread_ts == lost.thread_ts
    ]
    asked = [f.asked_ts for f in rows.follow_ups if (f.team, f.user) == (lost.team, lost.user) and f.asked_ts]
    return f"wrote {[(ts, kept.get(ts, '-')) for ts in wrote]}, was asked {[ts for ts in asked if ts > lost.thread_ts][:3]}"
