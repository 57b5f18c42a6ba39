"""What a channel and its facilitators read about their practice; the posts to come stand in `outlook`, the set-up form in `form`."""

from __future__ import annotations

from datetime import date

from bot.routines.dates import say_day
from bot.routines.outlook import next_line, schedule_line
from bot.routines.rights import Right, Standing
from bot.routines.use_cases import Outlook
from bot.slack import blocks
from bot.slack.interactions import View, Whisper
from bot.slack.scripts import Draft
from bot.slack.text import escape
from content.cadence import CadenceError
from content.questions import Question
from storage.routines import Routine

INTRODUCTION = (
    "Hello, this is Understudy. Here this channel can practise leadership interviews: one question a day, "
    "answered in its thread in your own words."
)
SAID_OPENLY = (
    "Replies to the questions are kept for practice. Everyone in this channel reads them, whoever leads you included.",
    "Whoever runs this Slack workspace or Understudy's server can technically reach what is kept.",
    "The coach asks the author of an answer one question, at most two: in the thread or privately, as they choose.",
    "A question is no verdict, and nobody is ranked.",
    "Name nobody: say “a colleague” or a role.",
    "To stay out, type `/understudy keep me out`: nothing of yours is stored, coached or quoted.",
    "It is for practice. It is no hiring tool.",
)
TO_BEGIN = "To begin, press the button or type `/understudy setup` here."

NOT_SET_UP = (
    "There is no practice in this channel yet. Type `/understudy setup` in the channel that is to practise."
)
IN_DIRECT = "A practice lives in a channel. Type `/understudy setup` in the channel that is to practise."
SHARED = (
    "People of other companies are in this channel, so no practice can be set up here: their words would be "
    "kept as well. Use a channel of your own company."
)
NOT_IN_CHANNEL = (
    "Understudy is not in this channel yet. Type `/invite @Understudy` here, then `/understudy setup`. "
    "(Group messages cannot hold a practice.)"
)
NOT_TOLD = (
    "Slack did not tell me about this channel in time. Wait a moment, then type `/understudy setup` again."
)
NOT_A_DAY = (
    "I cannot read a date in that. Write it like 2026-12-01, 1.12.2026 or 1 December: "
    "`/understudy pause until 1 December`. `/understudy pause` alone pauses until somebody resumes."
)
PAST_DAY = (
    "A pause ends on a day that is still to come: the day of the next question. Choose tomorrow or later."
)
SAMPLE_ON_ITS_WAY = "The sample is on its way to your messages with Understudy. Nobody else sees it."
ALREADY_YOURS = "You run this practice already. Change it with `/understudy setup`."


def welcome(channel: str, routine: Routine | None) -> Draft:
    """What the app is and what it keeps, said once in a channel; later how the practice is set up."""
    ending = f"Practice is set up here: {schedule_line(routine)}." if routine else TO_BEGIN
    listed = "\n".join(f"• {line}" for line in SAID_OPENLY)
    offered = (
        blocks.button("Show the next ten posts", "routines:preview", channel)
        if routine
        else blocks.button("Set up practice here", "routines:setup", channel, style="primary")
    )
    return Draft(
        f"{INTRODUCTION}\n{listed}\n{escape(ending)}",
        [
            blocks.words(INTRODUCTION),
            blocks.words(listed),
            blocks.words(escape(ending)),
            blocks.actions(offered),
        ],
    )


def welcome_back(found: Outlook | None) -> Draft:
    """The app was removed and invited again: the practice goes on as it was set up."""
    goes_on = f"The practice goes on: {schedule_line(found.routine)}. {next_line(found)}" if found else ""
    text = (
        f"Understudy is back in this channel. {escape(goes_on)}".strip()
        + " `/understudy preview` shows more."
    )
    return Draft(text, [blocks.words(text)])


def took_over(user_id: str) -> Draft:
    """Somebody else runs the practice from now on."""
    said = " runs the practice here from now on, since nobody who ran it is active in this channel any more."
    return Draft(f"<@{user_id}>{said}", [blocks.rich(blocks.line(blocks.person(user_id), blocks.say(said)))])


def sample(question: Question) -> Draft:
    """How a question looks in the channel, for one person to see."""
    opening = "A sample, which only you see. A question in the channel looks like this:"
    buttons = (
        "Below it stand buttons: “Answer in a form or privately”, “What are they really asking?”, “Hint” and “In plain words”. "
        "People reply in the thread. When an answer has been quiet for a minute, the coach may ask its author "
        "one question. A day later the card tells what they were really asking."
    )
    return Draft(
        f"{opening}\n{escape(question.text)}\n{buttons}",
        [
            blocks.words(opening),
            blocks.paragraph(question.text, bold=True),
            blocks.words(buttons),
        ],
    )


def refused(before: Standing, channel: str) -> Whisper:
    """Why this person may not change the practice, and what they may do instead."""
    if before.right is Right.NO_ROUTINE:
        return Whisper(NOT_SET_UP)
    if before.right is Right.MAY_TAKE_OVER:
        text = (
            "Nobody who runs this practice is active in this channel any more, so you may take it over. "
            "It is said in the channel. Press the button or type `/understudy take over`."
        )
        return Whisper(
            text,
            [
                blocks.words(text),
                blocks.actions(blocks.button("Take over this practice", "routines:take_over", channel)),
            ],
        )
    opening, ending = "Only the facilitators of this practice can do that: ", ". Ask one of them."
    people = [blocks.person(user_id) for user_id in before.facilitators]
    shown = [part for person in people for part in (person, blocks.say(", "))][:-1]
    return Whisper(
        opening + ", ".join(f"<@{user_id}>" for user_id in before.facilitators) + ending,
        [blocks.rich(blocks.line(blocks.say(opening), *shown, blocks.say(ending)))],
    )


def taken_over() -> Whisper:
    """Told to the new facilitator; the channel reads it too."""
    return Whisper(
        "You run this practice now; the channel is told. `/understudy setup` changes it and names others."
    )


def unplannable(error: CadenceError) -> Whisper:
    """The stored zone or calendar is not known any more."""
    text = (
        f"This practice cannot be planned: {escape(str(error))} Type `/understudy setup` and choose it again."
    )
    return Whisper(text, [blocks.words(text)])


def page(title: str, said: Whisper) -> View:
    """What would be whispered, as a page in place of a form that was sent."""
    return blocks.modal("routines:page", title, list(said.blocks) or [blocks.words(said.text)])


def pause_form(channel: str, first_day: date) -> View:
    """The same as `/understudy pause until`, with a calendar to choose from."""
    picker = {
        "type": "datepicker",
        "action_id": "until",
        "placeholder": blocks.plain("Choose a day", 150),
    }
    return blocks.modal(
        "routines:pause",
        "Pause the practice",
        [
            blocks.field(
                "until",
                "Questions come again on",
                picker,
                optional=True,
                hint=f"{say_day(first_day)} or later. Without a day, it pauses until somebody resumes it.",
            )
        ],
        submit="Pause",
        private={"channel": channel},
    )
