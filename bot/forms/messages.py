"""The form, its copy in the thread, and what is shown after one's own answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.slack import blocks
from bot.slack.interactions import Block, View
from bot.slack.scripts import Draft
from bot.slack.text import escape
from content.answers import FORM_FIELDS
from content.questions import Question

ALL = 3000  # characters in one field

HINTS = {
    "context": "Where you were and why it mattered, in a sentence or two.",
    "challenge": "What made it hard, and for whom.",
    "actions": "What you did, step by step, and why that way.",
    "results": "What changed, and how you know.",
    "learnings": "What you do differently now.",
    "method": "The rule you go by in such cases, if you have one.",
}
TICKS = (
    ("I answer what they really ask", "asked"),
    ("My method stands in one line", "method"),
    ("The outcome is there, and how I know", "outcome"),
    ("I say where I apply it now", "applied"),
)
EMPTY = "Nothing is written yet. Fill in at least this field, or close the form; what you typed is kept as a draft."
NOT_YOURS = "Only the author of this answer can do that."
GONE = "This answer is no longer here."
QUESTION_GONE = "This question is no longer here: its practice was removed."
KEPT_OUT = "You asked to be kept out, so nothing is stored. `/understudy let me in` brings you back."
DELETED = "Deleted, here and in the thread."


def form(
    question: Question,
    fields: Mapping[str, str],
    *,
    where: str,
    private: Mapping[str, object],
    is_draft: bool,
) -> View:
    """The answer in parts. What was typed before stands in it again."""
    places = (("Post in the thread under my name", "thread"), ("Keep private: for me alone", "private"))
    place: dict[str, object] = {
        "type": "radio_buttons",
        "action_id": "where",
        "options": [blocks.option(text, value) for text, value in places],
        "initial_option": next(blocks.option(text, value) for text, value in places if value == where),
    }
    return blocks.modal(
        "forms:answer",
        "Your answer",
        [
            blocks.paragraph(question.text, bold=True),
            *([blocks.small("Your draft from before is filled in.")] if is_draft else []),
            *(_input(key, label, fields.get(key, "")) for key, label in FORM_FIELDS.items() if key in HINTS),
            blocks.field("where", "Where should it go?", place),
            blocks.field(
                "ticks",
                "Before you send it (for yourself, not kept)",
                blocks.ticks("ticks", TICKS),
                optional=True,
            ),
        ],
        submit="Send",
        close="Not now",
        private=private,
        tells_when_closed=True,
    )


def _input(key: str, label: str, typed: str) -> Block:
    return blocks.field(
        key,
        label,
        blocks.typed(key, typed, multiline=key != "method", limit=ALL),
        optional=True,
        hint=HINTS[key],
    )


def copy(author: str, form_fields: Mapping[str, str], user_id: str, answer_id: int) -> Draft:
    """The answer under its author's name; *Edit* and *Delete* work for the author alone."""
    name = author or "A colleague"
    told = "\n".join(f"{label}: {form_fields[key]}" for key, label in _filled(form_fields))
    value = str(answer_id)
    return Draft(
        f"Answer by {escape(name)}:\n{escape(told)}",
        [
            blocks.rich(
                blocks.line(blocks.say(f"{name} answers", bold=True)),
                *(
                    blocks.line(blocks.say(f"{label}: ", bold=True), blocks.say(form_fields[key] + "\n"))
                    for key, label in _filled(form_fields)
                ),
            ),
            blocks.actions(
                _for_author(blocks.button("Edit", "forms:edit", value), user_id),
                _for_author(
                    blocks.button(
                        "Delete",
                        "forms:delete",
                        value,
                        confirm=blocks.confirm(
                            "Delete this answer?", "It is deleted here and in the thread.", "Delete", "Keep"
                        ),
                    ),
                    user_id,
                ),
            ),
        ],
    )


def _filled(form_fields: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    return [(key, label) for key, label in FORM_FIELDS.items() if form_fields.get(key, "").strip()]


def _for_author(button: dict[str, object], user_id: str) -> dict[str, object]:
    return button | {"visible_to_user_ids": [user_id]}


def thanks(question: Question, reason: str, where: str) -> View:
    """After one's own answer: what they were really asking, and what belongs to it."""
    kept = (
        "Your answer is on its way to the thread."
        if where == "thread"
        else "Your answer is kept for you alone. It is never posted, offered or counted by name unless you say so."
    )
    lines = [kept, *intent_lines(question, reason)]
    shown = [blocks.paragraph(text) for text in lines]
    if question.story:
        shown.append(blocks.actions(blocks.button("See a worked example", "postings:worked", question.story)))
    return blocks.modal("forms:thanks", "Kept", shown)


def intent_lines(question: Question, reason: str) -> list[str]:
    """What would have given the intent away before."""
    facets = ", ".join(facet.name for facet in question.facets)
    return [
        line
        for line in (
            f"What they are really asking: {question.intent}" if question.intent else "",
            f"Competency: {question.competency.replace('-', ' ')}" if question.competency else "",
            f"A full answer touches: {facets}." if facets else "",
            reason,
        )
        if line
    ]


def not_posted(answer_id: int) -> Draft:
    """Slack did not take the copy: the answer is safe, and its author alone has it."""
    text = "Slack did not let me post your answer in the thread, so it is kept for you alone. Nothing of it is lost."
    return Draft(
        f"{text} Edit",
        [blocks.words(text), blocks.actions(blocks.button("Edit", "forms:edit", str(answer_id)))],
    )
