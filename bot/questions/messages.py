"""The forms of suggestions, and the sentences around them; how a suggestion looks to others stands in `cards`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.kit import QUESTION
from bot.questions.practices import Practice
from bot.slack import blocks
from bot.slack.interactions import Block, View, Whisper
from content.additions import KINDS, OURS, POINT_FIELDS, Own, headline
from content.questions import Question

PRIVATE_ONLY = "Only in private: it never comes up in a channel (pay, leaving)"
REASON = 1000  # characters

STAYS = "Once a facilitator takes it up, it belongs to your team, whose other practices may ask it too, and stays, without your name, even if you erase yours."
NOT_SET_UP = "There is no practice in this channel. Type this in the channel of a practice; `/understudy setup` begins one."
KEPT_OUT = "You asked to be kept out, so nothing is stored. `/understudy let me in` brings you back."
GONE = "This suggestion is no longer here: its author took it back."
NO_REASON = "Write a sentence: its author reads it word for word."
SENT = (
    "Thank you. Whoever runs the practice in <#{channel}> decides on it, and you are told what becomes of it. "
    "Until then `/understudy suggestions` lets you take it back."
)
DECLINED_NOW = "Declined. Its author reads your reason, with your name, in a private message."
NEAR = "This is close to:"
NEAR_WHAT_NOW = "Change yours below, or send it all the same."


def form(
    exercise: str,
    typed: Mapping[str, str],
    *,
    private: Mapping[str, object],
    competencies: Sequence[str],
    decides: bool,
    close: Sequence[str] = (),
) -> View:
    """The form of a question or of a case, with what was typed; `close`: what it is close to, shown before it is sent."""
    if exercise == QUESTION:
        return _sheet("Suggest a question", _question(typed, competencies, decides=decides), private, close)
    return _sheet("Bring a case", _case(typed), private, close)


def _question(typed: Mapping[str, str], competencies: Sequence[str], *, decides: bool) -> list[Block]:
    """A question, its further fields left to whoever likes to fill them; who decides may keep it from channels."""
    kinds = [(text, kind.value) for kind, text in KINDS.items()]
    shown = [
        _field(
            "text", "The question", typed, hint="One line that ends in a question mark, as it is to be asked."
        ),
        _menu("kind", "What kind of question is it?", kinds, typed),
        _field("intent", "What is it really about?", typed, hint="Told only after somebody has answered."),
        _field("hint", "A hint", typed, hint="What an answer should cover, in a line or two."),
        _field("plain", "The question in everyday words", typed, hint="At most twenty words."),
    ]
    if competencies:
        topics = [(slug.replace("-", " ").capitalize(), slug) for slug in competencies]
        shown.append(_menu("competency", "Which competency does it ask for?", topics, typed))
    if decides:
        ticked = ["yes"] if typed.get("private_only") else []
        tick = blocks.ticks("private_only", [(PRIVATE_ONLY, "yes")], ticked)
        shown.append(blocks.field("private_only", "Where may it come up?", tick, optional=True))
    return shown


def _case(typed: Mapping[str, str]) -> list[Block]:
    """A case that is told elsewhere: its title, its address, three points to talk about."""
    points = [f"Question {number} to discuss" for number, _ in enumerate(POINT_FIELDS, 1)]
    return [
        _field("title", "What is it called?", typed),
        _field(
            "link",
            "Where is it told?",
            typed,
            hint="An address that begins with https:// and that everybody here can open.",
        ),
        *(
            _field(name, label, typed, hint="It ends in a question mark.")
            for name, label in zip(POINT_FIELDS, points, strict=True)
        ),
    ]


def _sheet(title: str, shown: list[Block], private: Mapping[str, object], close: Sequence[str]) -> View:
    changing = "suggestion" in private
    submit = "Send it all the same" if close else ("Take it up" if changing else "Send")
    below = [] if changing else [blocks.small(STAYS)]
    return blocks.modal(
        "questions:send",
        "Change it" if changing else title,
        [*_near(close), *shown, *below],
        submit=submit,
        private=private,
    )


def _near(close: Sequence[str]) -> list[Block]:
    if not close:
        return []
    return [
        blocks.words(f"*{NEAR}*"),
        *(blocks.rich(blocks.quote(text)) for text in close),
        blocks.words(NEAR_WHAT_NOW),
    ]


def _field(name: str, label: str, typed: Mapping[str, str], hint: str = "") -> Block:
    optional = name in {"intent", "hint", "plain"}
    return blocks.field(name, label, blocks.typed(name, typed.get(name, "")), optional=optional, hint=hint)


def _menu(name: str, label: str, choices: Sequence[tuple[str, str]], typed: Mapping[str, str]) -> Block:
    return blocks.field(name, label, blocks.select(name, choices, typed.get(name)), optional=True)


def decline_form(own: Own, suggestion_id: int) -> View:
    """Why not, for its author to read."""
    reason = blocks.field(
        "reason",
        "Why is it not taken up?",
        blocks.typed("reason", multiline=True, limit=REASON),
        hint="Its author reads this word for word, with your name.",
    )
    quoted = blocks.rich(blocks.quote(headline(own)))
    return blocks.modal(
        "questions:decline",
        "Decline it",
        [quoted, reason],
        submit="Decline",
        private={"suggestion": suggestion_id},
    )


def page(title: str, text: str, own: Own | None = None) -> View:
    """A sentence of ours, and what it is about."""
    quoted = [blocks.rich(blocks.quote(headline(own)))] if own else []
    return blocks.modal("questions:page", title, [blocks.words(text), *quoted])


def taken_now(own: Own, channel: str, *, comes_up: bool) -> str:
    """What follows from taking it up."""
    if not isinstance(own, Question):
        when = "" if comes_up else " No day brings a case there yet: `/understudy setup`, *More*, sets one."
        return f"Taken up: it is among the cases for <#{channel}> now.{when}"
    if own.private_only:
        return "Taken up for private practice: it never comes up in a channel."
    return (
        f"Taken up: it will come up in <#{channel}>. It stands in the pack “{OURS}”, which other practices here may have on too."
        if comes_up
        else "Taken up into your team's own questions."
    )


def not_yours(practice: Practice) -> str:
    """Who may do it."""
    names = ", ".join(f"<@{user_id}>" for user_id in practice.facilitators) or "nobody yet"
    return f"Only who runs the practice in <#{practice.channel}> can do that: {names}."


def already(outcome: str) -> str:
    """Somebody was faster."""
    return f"This is decided already. {outcome}"


def whisper(text: str) -> Whisper:
    """Our own words, for one person."""
    return Whisper(text, [blocks.words(text)])
