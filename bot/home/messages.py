"""What Home and the picker say: what holds for a person, in one line, and what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.home.practices import Practice, Stand, next_line, spoken, when_line
from bot.slack import blocks
from bot.slack.interactions import Block, Whisper
from bot.slack.scripts import Draft
from bot.slack.text import escape, shorten
from storage.people import Person

MOST_PRACTICES = 15  # three blocks each
UNKNOWN = 100  # characters of what somebody typed

COACH: Mapping[str | None, str] = {
    None: "the coach asks you where each practice has it ask",
    "thread": "the coach asks you in the thread",
    "private": "the coach asks you privately",
    "off": "the coach asks you nothing until you say `/understudy coach on`",
}
EMPTY = (
    "You are in no practice yet. To begin, open a channel, type `/invite @Understudy` there, and then "
    "`/understudy setup`: it takes less than a minute."
)
KEPT = (
    "Kept are your answers in practice threads and in the form, your replies to the coach, praise by reaction, and "
    "what you choose here, until you delete or erase them. Whoever owns the Slack workspace or runs the server can "
    "technically reach what they hold."
)
FOR_PRACTICE = "Understudy is for practice. It is no hiring tool."
TYPED = (
    "`/understudy setup`, `preview`, `ask now`, `skip next`, `pause until 2027-01-11`, `resume` (for this channel)",
    "`/understudy suggest`, `bring a case`, `suggestions`, `packs` (what this channel's practice asks)",
    "`/understudy practise`, `practise pay`, `drill`, `drill negotiate`, `examples` (for you alone)",
    "`/understudy coach thread`, `coach private`, `coach off`, `coach on` (where the coach asks you)",
    "`/understudy why`, `not right` (about the coach's newest question to you)",
    "`/understudy notes off`, `notes on`, `away until 2027-01-11`, `back` (when I may write to you)",
    "`/understudy keep me out`, `let me in`, `export`, `erase` (what is stored of you)",
)


TYPED_WITH_MODEL = "`/understudy my model on`, `my model off` (whether a language model may help the coach with your answers)"


def status(stand: Stand) -> str:
    """In one line what holds for a person, and until when."""
    person, model = stand.person, stand.model
    if stand.kept_out_on is not None:
        return (
            f"You are kept out since {spoken(stand.kept_out_on)}: nothing of yours is stored, coached, quoted "
            "or rated, until you say `/understudy let me in`."
        )
    is_away = person.away_until is not None and stand.today < person.away_until
    here = (
        f"You are away until {spoken(person.away_until)}"
        if is_away and person.away_until
        else "You take part"
    )
    coach = COACH.get(person.coach_place, COACH[None])
    note = "on" if person.direct_notes else "off until you say `/understudy notes on`"
    reader = f"; {_reader(person, model)}" if model else ""
    return f"{here}; {coach}; your daily note is {note}{reader}."


def _reader(person: Person, model: str) -> str:
    if person.model_consent == model:
        return f"a language model at {escape(model)} may help the coach with your answers"
    return "no language model reads your answers"


def home(stand: Stand, shown: Sequence[Practice], left: int) -> Draft:
    """A person's Home with the practices they are in or run; `left` more there is no room for."""
    line = status(stand)
    more = [f"And {left} more: type `/understudy` in their channels."] if left else []
    practices = [_told(practice) for practice in shown] or [EMPTY]
    return Draft(
        "\n".join([line, *practices, *more, KEPT, FOR_PRACTICE]),
        [
            blocks.words(line),
            *_own_buttons(stand),
            blocks.divider(),
            blocks.header("Your practices"),
            *(block for practice in shown for block in _practice(practice)),
            *([] if shown else [blocks.words(EMPTY)]),
            *map(blocks.words, more),
            blocks.divider(),
            blocks.small(KEPT, FOR_PRACTICE),
        ],
    )


def picker(stand: Stand, channel: str, practice: Practice | None, unknown: str) -> Whisper:
    """Everything that can be done here, as buttons and as words to type."""
    said = shorten(unknown, UNKNOWN)
    told = f"I do not know “{said}”. This is what I know:"
    line = status(stand)
    typed = (*TYPED, TYPED_WITH_MODEL) if stand.model else TYPED
    here = _told(practice) if practice else ""
    return Whisper(
        "\n".join(filter(None, [escape(told) if said else "", line, here, *typed])),
        [
            *([blocks.paragraph(told)] if said else []),
            blocks.words(line),
            *([_described(practice)] if practice else []),
            *_channel_buttons(channel, practice),
            *_own_buttons(stand),
            blocks.small("Or type:", *typed),
        ],
    )


def _own_buttons(stand: Stand) -> list[Block]:
    """What a person chooses for themselves; what holds already is not offered."""
    person = stand.person
    stored = blocks.button("Export what is stored", "privacy:export")
    if person.is_kept_out:
        return [blocks.actions(blocks.button("Let me in again", "privacy:let_in"), stored)]
    is_away = person.away_until is not None and stand.today < person.away_until
    places = (
        ("thread", blocks.button("Ask me in the thread", "people:place:thread")),
        ("private", blocks.button("Ask me privately", "people:place:private")),
        ("off", blocks.button("Ask me nothing", "people:place:off")),
    )
    note = (
        blocks.button("No daily notes", "people:notes:off")
        if person.direct_notes
        else blocks.button("Daily notes again", "people:notes:on")
    )
    return [
        blocks.actions(
            *(button for place, button in places if place != person.coach_place),
            note,
            *_model_button(stand),
            *([blocks.button("I am back", "people:back")] if is_away else []),
            blocks.button("Keep me out", "privacy:keep_out"),
            stored,
        )
    ]


def _model_button(stand: Stand) -> list[Block]:
    if stand.model is None:
        return []
    if stand.person.model_consent == stand.model:
        return [blocks.button("No language model", "consents:mine:off")]
    return [blocks.button("Let a language model help", "consents:mine:on")]


def _channel_buttons(channel: str, practice: Practice | None) -> list[Block]:
    """What can be done in this channel; in a direct message there is nothing to set up."""
    if channel.startswith("D"):
        return []
    if practice is None:
        return [
            blocks.actions(blocks.button("Set up practice here", "routines:setup", channel, style="primary"))
        ]
    pause = (
        blocks.button("Resume", "routines:resume", channel)
        if practice.is_paused
        else blocks.button("Pause", "routines:pause", channel)
    )
    return [
        blocks.actions(
            blocks.button("Preview", "routines:preview", channel),
            blocks.button("Ask one now", "postings:ask_now", f"{channel} extra"),
            blocks.button("Skip the next one", "routines:skip", channel),
            pause,
            blocks.button("Change this practice", "routines:setup", channel),
        ),
        blocks.actions(
            blocks.button("Suggest a question", "questions:suggest", channel),
            blocks.button("Bring a case", "questions:bring", channel),
            blocks.button("Packs of questions", "questions:packs", channel),
        ),
    ]


def _practice(practice: Practice) -> list[Block]:
    channel = practice.routine.channel
    return [
        _described(practice),
        blocks.actions(
            blocks.button("Preview", "routines:preview", channel),
            blocks.button("Change", "routines:setup", channel),
        ),
    ]


def _described(practice: Practice) -> Block:
    """The channel as a mention; a holiday's name comes from a library and is shown as it is."""
    routine = practice.routine
    channel: dict[str, object] = {"type": "channel", "channel_id": routine.channel}
    when, next_one = when_line(practice), next_line(practice)
    return blocks.rich(blocks.line(channel, blocks.say(f": {when}\n{next_one}")))


def _told(practice: Practice) -> str:
    return f"<#{practice.routine.channel}>: {escape(when_line(practice))} {escape(next_line(practice))}"
