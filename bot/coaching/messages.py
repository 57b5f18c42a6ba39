"""What the coach's messages look like; its sentences come from the library."""

from __future__ import annotations

from bot.slack import blocks
from bot.slack.interactions import Block
from bot.slack.scripts import Draft
from bot.slack.text import escape
from content.coaching.coach import Wording
from storage.follow_ups import FollowUp

WHY = "Replying is up to you. A question is no verdict: strong answers are asked too."
FROM_NOW_PRIVATE = "From now on I ask you privately. This one you may answer here or in our direct messages."
FROM_NOW_THREAD = "From now on I ask you in the thread."
FROM_NOW_OFF = "From now on I ask you nothing. `/understudy coach on` brings me back."
NOT_YOURS = "This question is for the person it names."


def follow_up(asked: FollowUp) -> Draft:
    """One question to one person, quoting their own words."""
    wording = Wording(asked.before, asked.quote, asked.after)
    in_thread = asked.place == "thread"
    elsewhere = (
        blocks.button("Ask me privately", "coaching:private", str(asked.id))
        if in_thread
        else blocks.button("Ask me in the thread", "coaching:thread", str(asked.id))
    )
    opening = [blocks.person(asked.user_id), blocks.say(" ")] if in_thread else []
    return Draft(
        (f"<@{asked.user_id}> " if in_thread else "") + escape(_told(wording)) + f"\n{WHY}",
        [
            _worded(wording, opening),
            blocks.actions(elsewhere, blocks.button("Ask me nothing", "coaching:off", str(asked.id))),
            blocks.small(WHY),
        ],
    )


def progress(wording: Wording) -> Draft:
    """One line on what a reply made clear."""
    return Draft(escape(_told(wording)), [_worded(wording, [])])


def no_answer(answer_id: int) -> Draft:
    """The guess that it was no answer, and how to correct it."""
    text = "I took this for a remark, not for your answer to the question, so I say nothing to it."
    return Draft(
        f"{text} If it is your answer, press “This is my answer”.",
        [
            blocks.words(text),
            blocks.actions(blocks.button("This is my answer", "answers:mine", str(answer_id))),
        ],
    )


def _worded(wording: Wording, opening: list[dict[str, object]]) -> Block:
    """Our words around the person's own, which stand exactly as they were written."""
    pieces = (wording.before, wording.quote, wording.after)
    return blocks.rich(blocks.line(*opening, *(blocks.say(piece) for piece in pieces if piece)))


def _told(wording: Wording) -> str:
    return f"{wording.before}{wording.quote or ''}{wording.after}"
