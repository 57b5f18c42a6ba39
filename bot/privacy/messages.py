"""What holds for somebody who is kept out, what is stored of a person, and what erasing did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.slack import blocks
from bot.slack.interactions import Block, View, Whisper
from bot.slack.text import safe, shorten

MOST_ANSWERS = 30  # three blocks each; a window takes a hundred
MOST_CHARACTERS = 15_000  # a window takes 250 kB, and JSON may spell one character with twelve bytes
PIECE = 2900  # characters in one element of a rich text block
IN_WINDOW = "window"
"""The value of a button that stands in a small window: what it opens is put on top."""

HOLDS = (
    "From now on nothing of yours is stored, coached, quoted or rated by others, reactions included. "
    "This holds in the whole workspace; what was open for you has ended."
)
ALREADY = (
    "You are kept out already, in the whole workspace: nothing of yours is stored, coached, quoted or rated by "
    "others, reactions included."
)
STAYS_YOURS = (
    "What was stored before stays yours: look at it, erase it, or leave it. "
    "`/understudy let me in` brings you back at any time."
)
IS_IN = (
    "You take part again: from now on what you write in practice threads is kept and the coach may ask you."
)
WAS_IN = "You were not kept out: you take part as before. `/understudy keep me out` is the way out."
ERASE = "Erase what is stored"
ASK_ERASE = (
    "This erases your answers, replies, drafts, tries, suggestions, praise, notes and choices. What you wrote in Slack stays there until "
    "you delete it there. To go on, press the button."
)
ERASE_TITLE = "Erase all of it?"
ERASE_TEXT = (
    "Everything stored of you is deleted for good, with what I said to you about it. It cannot be undone."
)
NOTHING = "No answer of yours is stored."
CUT = (
    "There is more than this window takes: it shows the newest, and what is missing stands in the whole file."
)


@dataclass(frozen=True)
class Shown:
    """One answer as it is shown: the question in full."""

    question: str
    day: date
    visibility: str
    texts: tuple[str, ...]
    form_id: int | None = None


def kept_out(*, is_new: bool, in_window: bool) -> Whisper:
    """What holds now, and what can be done with what was stored."""
    what_holds = HOLDS if is_new else ALREADY
    value = IN_WINDOW if in_window else ""
    return Whisper(
        f"{what_holds}\n{STAYS_YOURS}",
        [
            blocks.words(what_holds),
            blocks.words(STAYS_YOURS),
            blocks.actions(
                blocks.button("Export what is stored", "privacy:export", value),
                _erase_button(),
                blocks.button("Let me in again", "privacy:let_in"),
            ),
        ],
    )


def ask_erase() -> Whisper:
    """What erasing takes with it, before it is done."""
    return Whisper(ASK_ERASE, [blocks.words(ASK_ERASE), blocks.actions(_erase_button())])


def _erase_button() -> dict[str, object]:
    sure = blocks.confirm(ERASE_TITLE, ERASE_TEXT, "Erase", "Keep it")
    return blocks.button(ERASE, "privacy:erase", style="danger", confirm=sure)


def erased(count: int, *, is_kept_out: bool) -> str:
    """What is gone, and what holds from now on."""
    answers = {0: "There was no answer of yours", 1: "Your answer is erased"}.get(
        count, f"Your {count} answers are erased"
    )
    rest = "; all else that was stored of you is erased too, and what I said about it is being deleted. "
    messages = "What you wrote in Slack yourself stays there until you delete it there. "
    holds = (
        "You stay kept out; that is remembered, and when you erased, so that nothing older comes back."
        if is_kept_out
        else "If you answer again, that is kept anew; when you erased is remembered, so that nothing older comes back. "
        "`/understudy keep me out` is the way out."
    )
    return f"{answers}{rest}{messages}{holds}"


@dataclass(frozen=True)
class Counts:
    """How much is stored of a person, by what it is."""

    answers: int
    given: int
    drafts: int
    tries: int
    suggestions: int


def stored(answers: Sequence[Shown], counts: Counts, *, user_id: str) -> View:
    """The newest of a person's own answers, as far as a window takes them; and how to get the rest."""
    shown: list[Block] = []
    left, count = MOST_CHARACTERS, 0
    for answer in answers:
        if left <= 0:
            break
        count += 1
        shown += _answer(answer, left)
        left -= len(answer.question) + sum(map(len, answer.texts))
    is_cut = left < 0 or count < counts.answers
    return blocks.modal(
        "privacy:stored",
        "What is stored of you",
        [
            blocks.words(_summary(counts)),
            *([blocks.words(CUT)] if is_cut else []),
            *shown,
            blocks.small(_whole_file(user_id)),
        ],
    )


def _summary(counts: Counts) -> str:
    held = [
        _count(counts.answers, "answer"),
        _count(counts.given, "reaction") + " to others' answers",
        _count(counts.drafts, "draft"),
    ]
    if counts.tries:
        held.append("1 try" if counts.tries == 1 else f"{counts.tries} tries")
    if counts.suggestions:
        held.append(_count(counts.suggestions, "suggestion"))
    is_nothing = counts == Counts(0, 0, 0, 0, 0)
    return NOTHING if is_nothing else f"Stored of you: {', '.join(held)}."


def _whole_file(user_id: str) -> str:
    return (
        "Whoever runs Understudy can give you all that is stored of you in one file: "
        f"`python -m bot export --person {user_id}`"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _answer(answer: Shown, room_left: int) -> list[Block]:
    who = "in the thread" if answer.visibility == "thread" else "private"
    quotes = []
    for text in answer.texts:
        kept = shorten(safe(text), max(room_left, 1))
        room_left -= len(text)
        quotes.append(_quote(kept))
        if room_left <= 0:
            break
    return [
        blocks.rich(blocks.line(blocks.say(answer.question, bold=True)), *quotes),
        blocks.small(f"{answer.day.isoformat()}, {who}"),
        *([_deeds(answer.form_id)] if answer.form_id else []),
    ]


def _deeds(form_id: int) -> Block:
    """A form can be edited, posted or made private, and deleted from here."""
    sure = blocks.confirm("Delete this answer?", "It is deleted here and in the thread.", "Delete", "Keep")
    return blocks.actions(
        blocks.button("Edit", "forms:edit", str(form_id)),
        blocks.button("Delete", "forms:delete", str(form_id), confirm=sure),
    )


def _quote(text: str) -> dict[str, object]:
    """Long words in pieces, so that none is longer than Slack takes."""
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]
    return {"type": "rich_text_quote", "elements": [blocks.say(piece) for piece in pieces]}
