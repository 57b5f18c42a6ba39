"""What is said about a clip to its author alone; pace and fillers never."""

from __future__ import annotations

from bot.slack import blocks
from bot.slack.scripts import Draft
from content.clips import in_words
from storage.clips import Clip

TICKS = (("own_part", "My own part"), ("result", "The result"), ("learning", "What I learned"))
THANKS = "Thank you. Your ticks are kept, and nobody else sees them. I read the transcript once you are quiet for a moment, unless I did already."
GONE = "That clip is no longer here."
NOT_YOURS = "These ticks are for the one who recorded the clip."
ASK = (
    "Listen to it once: what can be heard in it? Only you see your ticks. "
    "Press *Done*, and I read the transcript; without it I do so in ten minutes."
)
UNHEARD = "I got no transcript of your clip from Slack, so I cannot read it. Please type two sentences {where}: what you did, and what came of it."
LANGUAGE = (
    "Thank you for your clip. As far as I can tell it is not in English, and I know no other language yet, "
    "so I ask nothing about it. It counts as your answer like any other."
)


def ticks(clip: Clip) -> Draft:
    """How long the clip is, and what can be heard in it."""
    length = f"Your clip is {in_words(clip.seconds)} long. " if clip.seconds is not None else ""
    choices = blocks.ticks(f"clips:tick:{clip.id}", [(text, value) for value, text in TICKS])
    return Draft(
        "\n".join([length + ASK, *(text for _value, text in TICKS)]),
        [
            blocks.words(length + ASK),
            {
                **blocks.actions(choices, blocks.button("Done", "clips:done", str(clip.id))),
                "block_id": "ticks",
            },
        ],
    )


def unheard(*, in_thread: bool) -> Draft:
    """There is no transcript."""
    return _line(UNHEARD.format(where="in the thread" if in_thread else "here"))


def language() -> Draft:
    """The transcript is in a language that the coach does not know."""
    return _line(LANGUAGE)


def _line(text: str) -> Draft:
    return Draft(text, [blocks.words(text)])
