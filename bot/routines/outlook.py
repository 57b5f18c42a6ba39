"""What facilitators read about the posts to come: previews, and what a skip, a pause or a set-up changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.kit import CASE, DRILL, QUESTION
from bot.routines.dates import say_day, say_weekdays
from bot.routines.use_cases import Outlook, Paused, Skipped
from bot.slack import blocks
from bot.slack.interactions import Block, View, Whisper
from bot.slack.text import escape
from content.cadence import UNTIL_RESUMED, LeftOut, Planned, Reason, Slot
from content.zones import zone_of
from storage.routines import Routine

MOST_LINES = 30  # a preview that names many left-out days ends here

BRINGS: Mapping[str, str] = {QUESTION: "", DRILL: ": a drill", CASE: ": a case to discuss"}
NOTHING_TO_SKIP = "There is nothing to skip: no question is planned. `/understudy preview` tells why."
NOTHING_PLANNED = "No question is planned for the next two years. Change the settings: `/understudy setup`."


def schedule_line(routine: Routine) -> str:
    """Days, time and zone in words."""
    drills = f", drills on {say_weekdays(routine.drill_days)}" if routine.drill_days else ""
    cases = f", cases on {say_weekdays(routine.case_days)}" if routine.case_days else ""
    return f"{say_weekdays(routine.days)} at {routine.at} ({routine.zone}){drills}{cases}"


def preview_lines(found: Outlook) -> list[str]:
    """The next ten posts, a line each, the left-out days between them named."""
    lines = [_planned(day, found.routine) for day in found.planned[:MOST_LINES]]
    if not found.planned:
        lines.append(NOTHING_PLANNED)
    return lines


def preview(found: Outlook, channel: str, *, may_change: bool) -> Whisper:
    """The next ten posts, and for facilitators what can be done about them."""
    routine = found.routine
    lines = preview_lines(found)
    opening = f"The next posts here: {schedule_line(routine)}."
    if routine.lost:
        opening += f" N.B. Nothing can be posted now: this channel is {lost_word(routine.lost)}."
    shown = [blocks.words(escape(opening)), bullets(lines)]
    typed = (
        "`/understudy skip next`, `/understudy pause until` a date, `/understudy resume`, `/understudy setup`"
    )
    if may_change:
        is_paused = any(day.left_out and day.left_out.reason is Reason.PAUSE for day in found.planned)
        shown += [_controls(channel, is_paused=is_paused), blocks.small(f"Or type {typed}.")]
    text = "\n".join([escape(opening), *(f"• {escape(line)}" for line in lines)])
    return Whisper(text + (f"\nTo change it, type {typed}." if may_change else ""), shown)


def _controls(channel: str, *, is_paused: bool) -> Block:
    turn = (
        blocks.button("Resume", "routines:resume", channel)
        if is_paused
        else blocks.button("Pause", "routines:pause", channel)
    )
    return blocks.actions(
        blocks.button("Skip the next one", "routines:skip", channel),
        turn,
        blocks.button("Change the settings", "routines:setup", channel),
    )


def skipped(done: Skipped | None, channel: str) -> Whisper:
    """The day that is left out, once."""
    if done is None:
        return Whisper(NOTHING_TO_SKIP)
    day = say_day(done.day)
    if done.already:
        text = f"{day} is already skipped. {next_line(done.outlook)} To leave out more days: `/understudy pause until` a date."
    else:
        text = f"{day} is skipped. {next_line(done.outlook)} `/understudy ask now` still asks on any day."
    return _with_preview(text, channel)


def paused(done: Paused, channel: str) -> Whisper:
    """Paused until then; or it was already."""
    held = "already paused" if done.already else "paused"
    if done.until is None or done.until == UNTIL_RESUMED:
        text = f"This practice is {held} until somebody resumes it: `/understudy resume`."
    else:
        text = (
            f"This practice is {held} until {say_day(done.until)}. {next_line(done.outlook)} "
            "`/understudy resume` ends the pause earlier."
        )
    return Whisper(
        text,
        [
            blocks.words(text),
            blocks.actions(
                blocks.button("Resume", "routines:resume", channel),
                blocks.button("Show the next ten posts", "routines:preview", channel),
            ),
        ],
    )


def resumed(done: Paused, channel: str) -> Whisper:
    """It asks again; or it was not paused."""
    opening = "This practice is not paused." if done.already else "This practice goes on."
    return _with_preview(f"{opening} {next_line(done.outlook)}", channel)


def saved(found: Outlook, channel: str) -> View:
    """What was set up, the next ten posts, and the offer to ask the first question now."""
    extra = "“Ask the first one now” asks an extra question; the planned ones come as planned."
    elements = [blocks.button("Ask the first one now", "postings:ask_now:extra", f"{channel} extra")]
    if found.today:
        extra += (
            f" “Ask today's now instead” asks now and leaves out the one at {_clock(found.today, found.routine)} "
            "today."
        )
        elements.append(
            blocks.button("Ask today's now instead", "postings:ask_now:instead", f"{channel} instead")
        )
    typed = "Or type `/understudy ask now` or `/understudy ask now instead` in the channel."
    return blocks.modal(
        "routines:saved",
        "Practice is set up",
        [
            blocks.words(escape(f"Saved: {schedule_line(found.routine)}. The next ten posts:")),
            bullets(preview_lines(found)),
            blocks.words(extra),
            blocks.actions(*elements),
            blocks.small(typed, "`/understudy preview` shows the next ten posts again."),
        ],
    )


def bullets(lines: Sequence[str]) -> Block:
    """Lines as a list; what stands in them is shown as it is."""
    listed = [blocks.line(blocks.say(line)) for line in lines]
    return blocks.rich({"type": "rich_text_list", "style": "bullet", "elements": listed})


def lost_word(why: str) -> str:
    """Why nothing can be posted, as an ending of “this channel is …”."""
    return "one that Understudy was removed from" if why == "removed" else why


def _planned(day: Planned, routine: Routine) -> str:
    said = say_day(day.slot.day)
    if day.left_out is None:
        return f"{said}, {_clock(day.slot, routine)}{BRINGS[routine.exercise_on(day.slot.day)]}"
    return f"{said}: no question, {_left_out(day.left_out)}"


def _left_out(why: LeftOut) -> str:
    if why.reason is Reason.HOLIDAY:
        return f"holiday ({why.name})"
    if why.reason is Reason.SKIP:
        return "skipped"
    return f"paused until {say_day(why.until)}" if why.until else "paused until somebody resumes it"


def next_line(found: Outlook) -> str:
    """The next question in a sentence."""
    slot = found.next_slot
    if slot is None:
        return "No question is planned."
    return f"The next question comes on {say_day(slot.day)}, {_clock(slot, found.routine)}."


def _clock(slot: Slot, routine: Routine) -> str:
    """What a clock there reads when the question comes, which in spring may be later than was chosen."""
    return slot.at.astimezone(zone_of(routine.zone)).strftime("%H:%M")


def _with_preview(text: str, channel: str) -> Whisper:
    return Whisper(
        text,
        [
            blocks.words(text),
            blocks.actions(blocks.button("Show the next ten posts", "routines:preview", channel)),
        ],
    )
