"""What the app says to somebody who wrote to it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import blocks
from bot.slack.scripts import Draft
from bot.slack.text import escape

NOTHING_OPEN = (
    "No open question of your practices waits for an answer from you, so I keep nothing of this. "
    "To answer one again, press *Answer in a form or privately* below it; type `/understudy` to see what you can do here."
)
KEPT = "Kept as your private answer; nobody else sees it. I read it once you have been quiet for a moment."
TOO_LATE = "That message is no longer waiting. Write it once more, and I ask again."


def which(questions: Sequence[tuple[int, str]], ts: str) -> Draft:
    """Several questions are open: which one is this for?"""
    ask = "Which question is this your answer to? It stays private."
    return Draft(
        "\n".join([ask, *(escape(text) for _id, text in questions)]),
        [
            blocks.words(ask),
            *(blocks.paragraph(f"{number}. {text}") for number, (_id, text) in _numbered(questions)),
            blocks.actions(
                *(
                    blocks.button(f"Question {number}", f"directs:answer:{number}", f"{posting_id} {ts}")
                    for number, (posting_id, _text) in _numbered(questions)
                )
            ),
        ],
    )


def _numbered(questions: Sequence[tuple[int, str]]) -> Sequence[tuple[int, tuple[int, str]]]:
    return list(enumerate(questions, start=1))


def kept(question: str) -> Draft:
    """A message to the app was taken as the answer to the one open question."""
    taken = "I keep this as your private answer to "
    ending = ". Nobody else sees it. If you delete your message, it is gone here too."
    return Draft(
        f"{taken}“{escape(question)}”{ending}",
        [blocks.rich(blocks.line(blocks.say(taken), blocks.say(question, bold=True), blocks.say(ending)))],
    )


def nothing_open() -> Draft:
    """There is no question that this could answer."""
    return Draft(NOTHING_OPEN, [blocks.words(NOTHING_OPEN)])
