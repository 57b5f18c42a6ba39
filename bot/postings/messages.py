"""What a question's card says, open and closed, and the small windows behind its buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.slack import blocks
from bot.slack.interactions import Block, View
from bot.slack.scripts import Draft
from bot.slack.text import escape, shorten_escaped, with_names
from content.library.exercises import WorkedPair
from content.praise import Praise, legend
from content.questions import Question

NO_READING = "Nothing is written about what this question is after: it is one of your team's own."
QUESTION_IN_UPDATE = (
    2000  # characters; an update's text has room for 4,000, and what was asked for belongs in it
)
KEPT = (
    "Replies here are kept for practice, and everyone in this channel reads them, whoever leads you included. "
    "The coach may ask you one question, at most two. Name nobody. To stay out: `/understudy keep me out`"
)


def reactions_line() -> str:
    """What the reactions mean, in words."""
    return f"Praise with a reaction: {legend()}"


def card(question: Question, posting_id: int) -> Draft:
    """The question of the day, eight lines on a phone."""
    value = str(posting_id)
    text = (
        f"Today's question: {escape(question.text)}\n"
        f"Reply in the thread, or use the form to answer in parts or privately.\n{KEPT}\n{reactions_line()}"
    )
    return Draft(
        text,
        [
            blocks.paragraph(question.text, bold=True),
            blocks.actions(
                blocks.button("Answer in a form or privately", "forms:open", value, style="primary"),
                *([_guess(value)] if question.intent else []),
                blocks.button("Hint", "postings:hint", value),
                *([blocks.button("In plain words", "postings:plain", value)] if question.plain else []),
            ),
            blocks.small(KEPT),
            blocks.small(reactions_line()),
        ],
    )


def _guess(value: str) -> Mapping[str, object]:
    return blocks.button("What are they really asking?", "postings:guess", value)


def closed_card(question: Question, reason: str, answered: int, praised: Sequence[Praise]) -> Draft:
    """The same card when the question is over: what they were really asking, and how it went; no names."""
    lines = [line for line in (_intent(question), _belongs(question), reason) if line]
    went = _how_it_went(answered, praised)
    asked = shorten_escaped(escape(question.text), QUESTION_IN_UPDATE)
    text = "\n".join([f"Closed: {asked}", *map(escape, lines), *([went] if went else [])])
    shown: list[Block] = [
        blocks.paragraph(question.text, bold=True),
        *(blocks.paragraph(line) for line in lines[:1]),
    ]
    if went:
        shown.append(blocks.small(went))
    shown.append(
        blocks.small(*(escape(line) for line in [*lines[1:], "This question is closed; its thread stays."]))
    )
    return Draft(text, shown)


def _intent(question: Question) -> str:
    return f"What they were really asking: {question.intent}" if question.intent else ""


def _belongs(question: Question) -> str:
    if not question.competency:
        return ""
    facets = ", ".join(facet.name for facet in question.facets)
    touches = f" A full answer touches: {facets}." if facets else ""
    return f"Competency: {question.competency.replace('-', ' ')}.{touches}"


def _how_it_went(answered: int, praised: Sequence[Praise]) -> str:
    """Counts only what the whole thread can see, and only from three answers up."""
    if answered < ENOUGH_TO_COUNT:
        return ""
    most = " and ".join(f"{praise.emoji} {praise.label}" for praise in praised)
    return f"{answered} people answered here." + (f" Praised most: {most}." if most else "")


ENOUGH_TO_COUNT = 3  # domain §10: the close of a question counts thread answers from three up


def guess_form(question: Question, posting_id: int) -> View:
    """First the person's own guess."""
    return blocks.modal(
        "postings:guess",
        "The question behind it",
        [
            blocks.paragraph(question.text, bold=True),
            blocks.field(
                "guess",
                "What is the interviewer trying to find out?",
                blocks.typed("guess", multiline=True, limit=500),
                hint="Your guess is not kept. After it you see how the library reads the question.",
            ),
        ],
        submit="Show me",
        private={"posting": posting_id},
    )


def intent_page(question: Question, guess: str) -> View:
    """The guess, as typed, beside the intent in one line."""
    intent = question.intent or NO_READING
    return blocks.modal(
        "postings:intent",
        "The question behind it",
        [
            blocks.rich(blocks.line(blocks.say("You guessed:")), blocks.quote(guess)),
            blocks.rich(
                blocks.line(blocks.say("What they are really asking: ", bold=True), blocks.say(intent))
            ),
        ],
    )


def revealed(question: Question, reason: str, pair: WorkedPair | None) -> View:
    """After one's own answer: the intent, and all that would have given it away before; and two tries at another one."""
    lines = [line for line in (_intent(question), _belongs(question), reason) if line]
    shown = [blocks.paragraph(line) for line in [question.text, *lines]]
    if pair:
        shown.append(blocks.actions(blocks.button("See a worked example", "postings:worked", pair.story)))
    return blocks.modal("postings:intent", "The question behind it", shown)


def worked_page(pair: WorkedPair, titles: Mapping[str, str]) -> View:
    """A weak try, the coach's one question, a better try, and what in it does the work; the other stories as buttons."""
    others = [
        blocks.button(title, f"postings:worked:{story}", story)
        for story, title in titles.items()
        if story != pair.story
    ]
    marks = "\n".join(f"“{mark.quote}”: {mark.shows}." for mark in pair.marks)
    return blocks.modal(
        "postings:worked",
        "A worked example",
        [
            blocks.words(INVENTED),
            blocks.paragraph(f"{titles[pair.story]}. {pair.question}", bold=True),
            *_passage("A weak try", pair.weak),
            *_passage("The coach asks", pair.asks),
            *_passage("A better try", pair.better),
            *_passage("What does the work", marks),
            blocks.divider(),
            blocks.words("*Other stories*"),
            blocks.actions(*others),
        ],
    )


INVENTED = "Both tries are invented: nobody's own, and no model to learn by heart."


def _passage(title: str, text: str) -> list[Block]:
    return [blocks.words(f"*{title}*"), blocks.paragraph(text)]


def plain_page(question: Question) -> View:
    """The question again in everyday words."""
    return blocks.modal(
        "postings:plain",
        "In plain words",
        [blocks.paragraph(question.plain or question.text)],
    )


def hint_page(question: Question) -> View:
    """What to cover, without content."""
    hint = question.hint or (
        "One sentence of context, then what you did and why that way, what came of it and how you know, "
        "and what you do differently now."
    )
    return blocks.modal("postings:hint", "Hint", [blocks.paragraph(hint)])


NOT_SET_UP = "There is no practice in this channel yet. Type `/understudy setup` here to begin."
NO_QUESTION = (
    "There is no question to ask: the levels and packs of this practice leave none. "
    "`/understudy setup` and `/understudy packs` change them."
)
ALREADY_ASKED = "Today's question was asked already. Open its thread, or ask again tomorrow."
ASKED_FROM_HERE = "You asked one with this button already. `/understudy ask now` asks another."
NOT_IN_CHANNEL = (
    "Nothing can be posted in that channel now: it is archived, or Understudy is no longer in it. "
    "Unarchive it or type `/invite @Understudy` there, then try again."
)
NOT_YOURS = (
    "Only this practice's facilitators can do that: {names}. Ask one of them. "
    "If none of them is active here any more, you may take it over: `/understudy take over`."
)
GONE = "This question is no longer here: its practice was removed."


def asked_now(*, instead: bool) -> str:
    """The question is on its way."""
    if instead:
        return "The question is on its way. It takes the place of today's planned one."
    return "The question is on its way. It is an extra one: the next planned question comes as planned."


def not_yours(facilitators: Sequence[str], names: dict[str, str]) -> str:
    """Who may do it."""
    listed = ", ".join(with_names(f"@{user_id}", names) for user_id in facilitators)
    return NOT_YOURS.format(names=escape(listed or "nobody yet"))
