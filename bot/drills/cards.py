"""What the window says in which somebody practises a question alone: the question, and what follows an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.slack import blocks
from bot.slack.interactions import Block, View
from bot.slack.text import escape, shorten_escaped
from content.coaching.coach import SilentReason, Wording
from content.questions import Question

ANSWER = "answer"
"""The field that is written in."""

SPOKEN: Final[Mapping[str, str]] = {"salary": "compensation", "pay": "compensation"}
"""What people say for a competency whose own name is another; of two, the last is told."""

MOST_SMALL = 1500  # characters in one line of small print

TITLE = "Practise alone"
YOURS = "What you write here is kept for you alone; `/understudy erase` deletes it."
BEFORE = "You answered this before:"
LABEL = "Your answer"
HOW = "As you would say it: what you did, why that way, and what came of it."
TOO_SHORT = "That is too short to read. Two or three sentences are enough."
GONE = "This question is no longer in the library. `/understudy practise` opens another one."
NONE = "There is no question to practise: the library is empty. Whoever runs Understudy can load a pack."
NO_READING = "Nothing is written about what this question is after: it is one of your team's own."
COACH = "The coach: "
OFF = "You asked me to ask you nothing, so I don't. `/understudy coach on` brings me back."
NOTHING_TO_ASK = (
    "I have no question to this one. Below stands what a full answer touches: look whether yours does."
)
SILENCE: Final[Mapping[SilentReason, str]] = {
    SilentReason.SENSITIVE: (
        "This touches something that matters more than practice, so I ask nothing about it. "
        "You alone decide what of it anybody hears."
    ),
    SilentReason.UNKNOWN_LANGUAGE: (
        "I read English alone, so I ask nothing about this. What stands below holds in any language."
    ),
    SilentReason.NOT_AN_ANSWER: (
        "I took this for a remark, not for an answer, so I ask nothing about it. “Try again” brings the empty field back."
    ),
}
"""Why the coach asks nothing, where there is more to say than that."""


def unknown(competencies: Iterable[str], stories: Iterable[str]) -> str:
    """What can be named, by its own name or by a word of it."""
    spoken = {slug: said for said, slug in SPOKEN.items()}
    named = [f"{slug} (or “{spoken[slug]}”)" if slug in spoken else slug for slug in competencies]
    return (
        "No question is about that. `/understudy practise` opens any; a name or a word of it narrows it down, "
        "as in `/understudy practise pay`.\n"
        f"• Competencies: {_small(', '.join(named))}\n"
        f"• Stories: {_small(', '.join(stories))}"
    )


def form(question: Question, *, words_before: str | None, kept: str, private: Mapping[str, object]) -> View:
    """The question with what helps to read it, and one field; above it what this person wrote last, if they did.

    `kept` says what becomes of the words.
    """
    return blocks.modal(
        "drills:answer",
        TITLE,
        [
            _title(question),
            *([blocks.small(*map(_small, helps))] if (helps := _helps(question)) else []),
            *([_quoted(BEFORE, words_before)] if words_before is not None else []),
            blocks.field(ANSWER, LABEL, blocks.typed(ANSWER, multiline=True), hint=HOW),
            blocks.small(kept),
        ],
        submit="Send",
        close="Not now",
        private=private,
    )


def reveal(
    question: Question,
    *,
    words: str,
    remarks: Sequence[Wording],
    kept: str,
    private: Mapping[str, object],
) -> View:
    """One's own words, what the coach says to them, and what would have given the question away before."""
    return blocks.modal(
        "drills:answered",
        TITLE,
        [
            _title(question),
            _quoted(LABEL, words),
            *map(_remark, remarks),
            *(blocks.paragraph(line) for line in _reading(question)),
            blocks.actions(
                blocks.button("Try again", "drills:anew"),
                blocks.button("Another question", "drills:another"),
            ),
            blocks.small(kept),
        ],
        private=private,
    )


def _title(question: Question) -> Block:
    return blocks.paragraph(question.text, bold=True)


def _helps(question: Question) -> list[str]:
    plain = f"In plain words: {question.plain}" if question.plain else ""
    hint = f"Hint: {question.hint}" if question.hint else ""
    return [line for line in (plain, hint) if line]


def _quoted(label: str, words: str) -> Block:
    return blocks.rich(blocks.line(blocks.say(label)), blocks.quote(words))


def _remark(remark: Wording) -> Block:
    """The coach's words around the person's own, which stand exactly as they were written."""
    pieces = (remark.before, remark.quote, remark.after)
    return blocks.rich(
        blocks.line(blocks.say(COACH, bold=True), *(blocks.say(piece) for piece in pieces if piece))
    )


def _reading(question: Question) -> list[str]:
    facets = ", ".join(facet.name for facet in question.facets)
    intent = f"What they are really asking: {question.intent}" if question.intent else ""
    touches = f"A full answer touches: {facets}." if facets else ""
    return [line for line in (intent, touches) if line] or [NO_READING]


def _small(text: str) -> str:
    """What a pack says, as small print takes it; a team's own pack may say it at any length."""
    return shorten_escaped(escape(text), MOST_SMALL)
