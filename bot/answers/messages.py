"""What is said about an answer to its author alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import blocks
from bot.slack.scripts import Draft
from bot.slack.text import escape
from storage.answers import Answer

CLAIMED_LATE = "Kept as part of your answer. The coach has asked already, so it asks nothing new about this."
NOW_PRIVATE_FORM = "Your answer is yours alone now: it is never offered, rated or counted, and its copy in the thread is deleted."
NOT_A_REPLY = "That message is not in a practice question's thread, so there is nothing to correct."
NOT_YOURS = "You can correct this for your own messages only."
KEPT_OUT = "You asked to be kept out, so nothing is stored. `/understudy let me in` brings you back."
CLAIMED = "Kept as your answer. I read it once you have been quiet for a moment."
CLIP_OPEN = "I have not read your clip yet; try again in a few minutes."
DISOWNED = "Taken out: that message is not part of your answer, and nothing of it is kept."
GONE = "That answer is no longer here."
NOW_PRIVATE = (
    "Your answer is yours alone now: it is never offered, rated or counted. Your message still stands in the thread, "
    "and only you can delete it there; your private copy stays."
)


def names_somebody(answer: Answer, names: Sequence[str]) -> Draft:
    """The author alone hears that the answer names somebody."""
    value = str(answer.id)
    in_form = answer.form is not None and "answer" not in answer.form
    in_thread = answer.visibility == "thread"
    told = f"Your answer seems to name {', '.join(names)}. Roles read better than names, and spare people. "
    how = "To change it, press “Edit”" if in_form else "To change it, edit your message"
    text = told + how + ("; or keep the answer to yourself." if in_thread else ". Nobody else sees it.")
    edit = blocks.button("Edit", "forms:edit" if in_form else "answers:how_to_edit", value)
    private = blocks.button("Make private", "answers:private", value)
    return Draft(
        escape(text),
        [
            blocks.paragraph(text),
            blocks.actions(edit, *([private] if in_thread else [])),
        ],
    )


HOW_TO_EDIT = (
    "Open the menu beside your message (or press ↑ on an empty line), choose *Edit message*, and save."
)
