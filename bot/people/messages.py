"""The note of the first contact, the daily note, and what is answered to a person's choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.slack import blocks
from bot.slack.interactions import Block
from bot.slack.scripts import Draft
from bot.slack.text import escape

OPENING = "You have just answered your first practice question. This is how it works here; I tell it once."
RULES = (
    (
        "*Kept for practice.* Replies in practice threads are kept, and everyone in the channel reads them, "
        "whoever leads you included."
    ),
    (
        "*The coach* asks at most two questions about an answer and quotes your own words. What you edit or delete "
        "in Slack is edited or deleted here too."
    ),
    "*Name nobody.* Say “a colleague in sales” or “my manager”.",
    "*To stay out*, press “Keep me out” or type `/understudy keep me out`. From then on nothing of yours is stored.",
)
WHERE = (
    "*Where shall the coach ask you?* Choose here, or type `/understudy coach thread`, `/understudy coach private` "
    "or `/understudy coach off`. You can change it at any time."
)

PLACES: Mapping[str, tuple[str | None, str]] = {
    "on": (None, "From now on the coach asks you wherever each practice has it ask."),
    "thread": ("thread", "From now on the coach asks you in the thread."),
    "private": ("private", "From now on the coach asks you privately, in our direct messages."),
    "off": ("off", "From now on the coach asks you nothing. `/understudy coach on` brings it back."),
}
"""What a person may choose: where the coach asks then, and what is answered."""

WHICH_PLACE = (
    "Say where the coach asks you: `on` (wherever the practice has it ask), `thread`, `private` or `off`. "
    "For example: `/understudy coach private`"
)
NOTES = {
    "on": "From now on you get at most one note a day, and only when there is something to tell.",
    "off": "You get no daily note any more. `/understudy notes on` brings it back.",
}
WHICH_NOTES = "Say `on` or `off`. For example: `/understudy notes off`"
WELCOME_BACK = "Welcome back. What waited for you comes in your next daily note."

SKIPPED_BECAUSE: Mapping[str, str] = {
    "late": "I could not post it in time",
    "empty": "no question fits its settings: its levels and packs leave none",
    "archived": "the channel is archived",
    "is_archived": "the channel is archived",
    "deleted": "the channel was deleted",
    "removed": "I was removed from the channel; `/invite` me to bring me back",
    "not_in_channel": "I am not in the channel; `/invite` me to bring me back",
    "channel_not_found": "I no longer find the channel; `/invite` me if it still exists",
    "restricted_action": "only some people may post in this channel, and I am not among them",
    "missing_scope": "I lack a permission in Slack; whoever runs Understudy can grant it",
}
SKIPPED_OTHERWISE = "Slack did not take it; whoever runs Understudy finds the reason in the log"
ABOUT_NOTES = "At most one note a day. No more of them: press the button, or type `/understudy notes off`."


@dataclass(frozen=True)
class Saw:
    """How many people praised one thing in an answer."""

    count: int
    label: str
    emoji: str


@dataclass(frozen=True)
class Told:
    """One item of a daily note: its blocks, and the same in words."""

    text: str
    parts: Sequence[Block]


def first_contact() -> Draft:
    """How it works, where the coach asks, and how to stay out."""
    return Draft(
        "\n".join([OPENING, *RULES, WHERE]),
        [
            blocks.words(OPENING),
            blocks.words("\n".join(f"• {rule}" for rule in RULES)),
            blocks.words(WHERE),
            blocks.actions(
                blocks.button("Ask me in the thread", "people:place:thread"),
                blocks.button("Ask me privately", "people:place:private"),
                blocks.button("Ask me nothing", "people:place:off"),
                blocks.button("Keep me out", "privacy:keep_out"),
            ),
        ],
    )


def daily_note(items: Sequence[Told]) -> Draft:
    """What there is to tell today, at most three items."""
    opening = "Your note of today:"
    return Draft(
        "\n".join([opening, *(item.text for item in items), ABOUT_NOTES]),
        [
            blocks.words(f"*{opening}*"),
            *(part for item in items for part in item.parts),
            blocks.actions(blocks.button("No more daily notes", "people:notes:off")),
            blocks.small(ABOUT_NOTES),
        ],
    )


def praised(question: str, saw: Sequence[Saw]) -> Told:
    """What peers saw in one's answer: counts and words, no names."""
    seen = ", ".join(f"{one.count} said “{one.label}” {one.emoji}" for one in saw)
    parts = blocks.rich(
        blocks.line(
            blocks.say("What others saw in your answer to "),
            blocks.say(question, bold=True),
            blocks.say(f"\n{seen}."),
        )
    )
    return Told(f"What others saw in your answer to “{escape(question)}”: {escape(seen)}.", [parts])


def not_posted(day: date, channel: str, because: str) -> Told:
    """Which day had no question in a practice that one runs, and why."""
    why = SKIPPED_BECAUSE.get(because, SKIPPED_OTHERWISE)
    text = f"On {_spoken(day)} no question was posted in <#{channel}>: {why}."
    return Told(text, [blocks.words(text)])


def bank_low(channel: str) -> Told:
    """That a practice that one runs has few new questions left, and what to do."""
    text = (
        f"<#{channel}> has few questions left that it was not asked yet, ten at most; then those that rested longest come again. "
        "To add some, type `/understudy suggest` there."
    )
    return Told(text, [blocks.words(text)])


def away(until: date) -> str:
    """Nothing unasked until then."""
    return (
        f"Have a good time. Until {_spoken(until)} I write to you only when you write first. "
        "If you are back sooner, type `/understudy back`."
    )


def which_day(today: date) -> str:
    """What to type, with a day that works."""
    example = today.replace(day=1, month=today.month % 12 + 1, year=today.year + today.month // 12)
    return (
        "Say the day on which you are back, as year-month-day, later than today. "
        f"For example: `/understudy away until {example.isoformat()}`"
    )


def too_far(longest: date) -> str:
    """The calendar ends somewhere."""
    return f"That is too far ahead for my calendar. Choose a day up to {longest.isoformat()}."


def _spoken(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
