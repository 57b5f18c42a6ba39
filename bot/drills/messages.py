"""What the windows of a drill say: the form, what is amiss in it, and what fits when it was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bot.slack import blocks
from bot.slack.interactions import Block, View
from content.drilling import MOST_SENTENCES, Amiss, Lack
from content.library.exercises import DRILL_TITLES, Drill, DrillKind

OPTION = "option"
"""The field in which one of several options is picked."""


class Field(NamedTuple):
    """One field to write in; one that is not `needed` may stay empty."""

    key: str
    label: str
    hint: str = ""
    multiline: bool = True
    needed: bool = True


FIELDS: Final[Mapping[DrillKind, tuple[Field, ...]]] = {
    DrillKind.ASK_THEM: (
        Field("words", "Your question to them", "One question, as you would say it.", multiline=False),
    ),
    DrillKind.CLARIFY_FIRST: (Field("words", "Your five questions", "One a line."),),
    DrillKind.DECODE: (
        Field("words", "Which part of the story deserves most of the two minutes, and why?", needed=False),
    ),
    DrillKind.FROM_WE_TO_I: (
        Field("words", "The clause, written anew", "Only the one that hides its author, with an “I” in it."),
    ),
    DrillKind.INTERVIEWERS_CHAIR: (
        Field("hire", "What is this hire for?"),
        Field("worry", "What worries them?"),
        Field("success", "What is success after half a year?"),
        Field("questions", "Three questions that they will ask", "One a line."),
    ),
    DrillKind.NEGOTIATE: (
        Field("number", "Your number", "The figure that you say, and what it is for.", multiline=False),
        Field("reason", "Your reason", "As you would say it to them."),
        Field("walk_away", "Your walk-away", "For yourself alone: where you would let it go."),
    ),
    DrillKind.OTHER_WORDS: (
        Field("words", "Which story serves both, and what would you stress in each?", needed=False),
    ),
    DrillKind.PICK_THE_STORY: (
        Field("words", "What would it prove, and which side of the question does it miss?", needed=False),
    ),
    DrillKind.PLAIN_WORDS: (
        Field("words", "In three sentences", "For somebody who decides about money and not about software."),
    ),
    DrillKind.SAY_YOUR_SYSTEM: (
        Field("signals", "Signals", "What you watch.", multiline=False),
        Field("trigger", "Trigger", "When you act.", multiline=False),
        Field("steps", "Steps", "What you do, in order."),
        Field("cadence", "Cadence", "How often you look again.", multiline=False),
        Field("proof", "How I know", "What tells you that it works.", multiline=False),
    ),
    DrillKind.SHARPEN_THE_LEARNING: (
        Field("words", "The learning, made exact", "At its end a rule: “When …, I …”."),
    ),
    DrillKind.THIRTY_SECONDS: (Field("words", "Your two sentences", "As you would say them aloud."),),
    DrillKind.TWIST: (
        Field("words", "How you go on", "Three or four sentences: what you keep, and what you change."),
    ),
}
CHOOSE: Final[Mapping[DrillKind, str]] = {
    DrillKind.DECODE: "What are they really asking?",
    DrillKind.OTHER_WORDS: "What do both of them want?",
    DrillKind.PICK_THE_STORY: "Which story serves this question best?",
}

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
YOURS = "What you write here is kept for you alone."
KEPT_OUT = "You asked to be kept out, so nothing of this is stored. `/understudy let me in` brings you back."
TRIED_BEFORE = "You tried this before:"
EMPTY = "Nothing is written here yet. A few words are enough."
PICK_ONE = "Pick the one that fits best."
GONE = "This drill is no longer in the library. `/understudy drill` opens another one."
PRACTICE_GONE = (
    "This drill is no longer here: its practice was removed. `/understudy drill` opens one for you alone."
)
NONE = "The library holds no drill of this kind. `/understudy drill` opens one of another kind."
NO_RULE = "There is no “When …, I …” in it yet. End with a rule: the moment that you will recognise in time, then what you do."
NO_I = "There is still no “I” in it. Say what you did yourself; the others keep their credit."


def kinds() -> str:
    """Which kinds can be asked for by name."""
    listed = "\n".join(f"• `/understudy drill {kind}` ({title})" for kind, title in DRILL_TITLES.items())
    return f"There is no such kind of drill. `/understudy drill` opens any; these are the kinds:\n{listed}"


def amiss(kind: DrillKind, found: Amiss) -> str:
    """What the drill asks for, beside what was counted."""
    match found.lack:
        case Lack.FEWER_SENTENCES:
            enough = _number(MOST_SENTENCES[kind])
            return (
                f"That is {_number(found.counted)} sentences. {enough.capitalize()} are enough: "
                "keep what they need to hear, and let the rest go."
            )
        case Lack.MORE_QUESTIONS:
            return f"Questions so far: {_number(found.counted)}. Five are asked for, one a line."
        case Lack.A_RULE:
            return NO_RULE
        case Lack.AN_I:
            return NO_I


def as_text(kind: DrillKind, written: Mapping[str, str]) -> str:
    """All that was written, as it is kept; with its labels where there are several fields."""
    fields = FIELDS[kind]
    if len(fields) == 1:
        return written.get(fields[0].key, "")
    return "\n".join(f"{field.label}: {written[field.key]}" for field in fields if field.key in written)


def form(
    drill: Drill,
    *,
    option_before: int | None,
    words_before: str | None,
    is_kept_out: bool,
    private: Mapping[str, object],
) -> View:
    """The drill with its fields; above them what this person wrote before, if they did (else None)."""
    return blocks.modal(
        "drills:try",
        "Drill",
        [
            *_told(drill),
            *(_before(drill, option_before, words_before) if words_before is not None else []),
            *(_options(drill) if drill.options else []),
            *map(_input, FIELDS[drill.kind]),
            blocks.small(KEPT_OUT if is_kept_out else YOURS),
        ],
        submit="Send",
        close="Not now",
        private=private,
    )


def reveal(
    drill: Drill,
    *,
    option: int | None,
    written: Mapping[str, str],
    colleagues: Sequence[int],
    is_kept_out: bool,
    private: Mapping[str, object],
) -> View:
    """One's own words, what fits and why, and what to look for; `colleagues` are the options that others chose."""
    looked_for = ["What to look for:", *(f"• {thing}" for thing in drill.look_for)]
    return blocks.modal(
        "drills:reveal",
        "Drill",
        [
            *_told(drill),
            *(
                blocks.rich(blocks.line(blocks.say(field.label, bold=True)), blocks.quote(written[field.key]))
                for field in FIELDS[drill.kind]
                if field.key in written
            ),
            *(_judged(drill, option) if option is not None else []),
            blocks.paragraph("\n".join(looked_for)),
            *([_counted(drill, colleagues)] if colleagues else []),
            blocks.actions(blocks.button("Try again", "drills:again")),
            blocks.small(KEPT_OUT if is_kept_out else YOURS),
        ],
        private=private,
    )


def _told(drill: Drill) -> list[Block]:
    title = blocks.paragraph(DRILL_TITLES[drill.kind], bold=True)
    return [title, blocks.paragraph(drill.text), blocks.paragraph(drill.task)]


def _input(field: Field) -> Block:
    typed = blocks.typed(field.key, multiline=field.multiline)
    return blocks.field(field.key, field.label, typed, optional=not field.needed, hint=field.hint)


def _before(drill: Drill, option: int | None, words: str) -> list[Block]:
    chosen = drill.options[option].text if option is not None and option < len(drill.options) else ""
    return [
        blocks.rich(
            blocks.line(blocks.say(TRIED_BEFORE)),
            *([blocks.line(blocks.say(f"You chose: {chosen}"))] if chosen else []),
            *([blocks.quote(words)] if words else []),
        )
    ]


def _options(drill: Drill) -> list[Block]:
    """The options to pick from; by letters where one is longer than Slack shows."""
    texts = [option.text for option in drill.options]
    letters = [chr(ord("A") + number) for number in range(len(texts))]
    is_long = any(len(text) > blocks.OPTION for text in texts)
    shown = letters if is_long else texts
    radio = {
        "type": "radio_buttons",
        "action_id": OPTION,
        "options": [blocks.option(text, str(number)) for number, text in enumerate(shown)],
    }
    in_full = [blocks.paragraph(f"{letter}. {text}") for letter, text in zip(letters, texts, strict=True)]
    return [*(in_full if is_long else []), blocks.field(OPTION, CHOOSE[drill.kind], radio)]


def _judged(drill: Drill, option: int) -> list[Block]:
    """Why the chosen option fits or does not; then the one that does."""
    chosen = drill.options[option]
    if chosen.fits:
        return [blocks.paragraph(f"You chose what fits: {chosen.text}\n{chosen.why}")]
    fitting = next(option for option in drill.options if option.fits)
    return [
        blocks.paragraph(f"You chose: {chosen.text}\n{chosen.why}"),
        blocks.paragraph(f"What fits: {fitting.text}\n{fitting.why}"),
    ]


def _counted(drill: Drill, colleagues: Sequence[int]) -> Block:
    counts = Counter(colleagues)
    lines = [f"{counts[number]} × {option.text}" for number, option in enumerate(drill.options)]
    return blocks.paragraph("\n".join([f"How the first {len(colleagues)} here read it:", *lines]))


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
