"""What is said about an answer to its author alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import blocks
from bot.slack.scripts import Draft
from bot.slack.text import escape

NOT_A_REPLY = "That message is not in a practice question's thread, so there is nothing to correct."
NOT_YOURS = "You can correct this for your own messages only."
KEPT_OUT = "You asked to be kept out, so nothing is stored. `/understudy let me in` brings you back."
CLAIMED = "Kept as your answer. I read it once you have been quiet for a moment."
DISOWNED = "Taken out: that message is not part of your answer, and nothing of it is kept."
GONE = "That answer is no longer here."
NOW_PRIVATE = (
    "Your answer is yours alone now: it is never offered, rated or counted. Your message still stands in the thread, "
    "and only you can delete it there; your private copy stays."
)


def names_somebody(answer_id: int, names: Sequence[str]) -> Draft:
    """The author alone hears that the answer names somebody."""
    listed = ", ".join(names)
    text = (
        f"Your answer seems to name {listed}. Roles read better than names, and spare people. "
        "To change it, edit your message in the thread; or keep the answer to yourself."
    )
    return Draft(
        escape(text),
        [
            blocks.rich(blocks.line(blocks.say(text))),
            blocks.actions(
                blocks.button("How to edit", "answers:how_to_edit", str(answer_id)),
                blocks.button("Make private", "answers:private", str(answer_id)),
            ),
        ],
    )


HOW_TO_EDIT = (
    "Open the menu beside your message (or press ↑ on an empty line), choose *Edit message*, and save."
)
