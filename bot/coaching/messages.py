"""What the coach's messages look like; its sentences come from the library."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack import blocks
from bot.slack.interactions import Block, View
from bot.slack.scripts import Draft
from bot.slack.text import escape
from content.coaching.coach import Explanation, Wording
from storage.advices import Advice
from storage.follow_ups import FollowUp

WORDED: Mapping[str | None, str] = {
    Advice.CHOSEN: "A rule worded this, and a language model chose it.",
    Advice.REWORDED: "A language model worded this, from what a rule proposed.",
}
"""Who worded a question, where a language model had a part in it."""

WORDED_BY_RULE = "A rule worded this."
UP_TO_YOU = "Replying is up to you. A question is no verdict: strong answers are asked too."
FROM_NOW_PRIVATE = "From now on I ask you privately. This one you may answer here or in our direct messages."
FROM_NOW_THREAD = "From now on I ask you in the thread."
FROM_NOW_OFF = "From now on I ask you nothing. `/understudy coach on` brings me back."
NOT_YOURS = "This question is for the person it names."
NOT_RIGHT = "Sorry, I misread that."
GONE = "This question is no longer here."
NOTHING_ASKED = "There is no question of mine to you. I may ask one after you answered in a practice."
RULE = "A rule chose and worded this question. No language model had a part in it."
UNHEARD = "A rule chose and worded this question. A language model was asked about it too, and nothing that it said was used."
HEARD: Mapping[str | None, str] = {
    None: RULE,
    Advice.WANTED: RULE,
    Advice.CHOSEN: "Rules proposed this question and worded it. A language model chose it among what they proposed.",
    Advice.REWORDED: (
        "A rule proposed this question, and a language model worded it. Whatever it quotes stands in the answer word for word."
    ),
}
"""Who had a part in a question."""

NO_WORDS = "It starts from no particular words."
NOT_MEASURED = "How often this rule errs is not known: it asks too seldom to be measured."
PUBLISHED = "More figures, and what I cannot do, stand in `docs/coach.md` of Understudy."


def follow_up(asked: FollowUp) -> Draft:
    """One question to one person, quoting their own words."""
    wording = Wording(asked.before, asked.quote, asked.after)
    in_thread = asked.place == "thread"
    small = f"{WORDED.get(asked.advice, WORDED_BY_RULE)} {UP_TO_YOU}"
    elsewhere = (
        blocks.button("Ask me privately", "coaching:private", str(asked.id))
        if in_thread
        else blocks.button("Ask me in the thread", "coaching:thread", str(asked.id))
    )
    opening = [blocks.person(asked.user_id), blocks.say(" ")] if in_thread else []
    return Draft(
        (f"<@{asked.user_id}> " if in_thread else "") + escape(wording.text) + f"\n{small}",
        [
            _worded(wording, opening),
            blocks.actions(
                elsewhere,
                blocks.button("Ask me nothing", "coaching:off", str(asked.id)),
                blocks.button("Not right", "coaching:not_right", str(asked.id)),
                blocks.button("Why this question", "coaching:why", str(asked.id)),
            ),
            blocks.small(small),
        ],
    )


def why(asked: FollowUp, why: Explanation) -> View:
    """What the rule asks for, what led to it, and how often it errs; nothing of it is about the person."""
    starts = f"It starts from these words: “{asked.quote}”." if asked.quote else NO_WORDS
    return blocks.modal(
        "coaching:why",
        "Why this question",
        [
            blocks.words(HEARD.get(asked.advice, UNHEARD)),
            blocks.words(f"*What it asks for*\n{_sentence(why.asks_for)}"),
            blocks.words(f"*What led to it*\n{why.led_to_it}"),
            blocks.paragraph(starts),
            blocks.words(f"*How often this rule errs*\n{_errs(why)}"),
            blocks.small(_measured(why), PUBLISHED),
        ],
    )


def _errs(why: Explanation) -> str:
    rate = why.rate
    if rate is None:
        return NOT_MEASURED
    wrong, missed = _hundredths(1 - rate.right), _hundredths(1 - rate.found)
    return (
        f"Of 100 times that it finds {rate.finds}, it is wrong {wrong} times. "
        f"Of 100 times that there is such a thing, it overlooks {missed}."
    )


def _measured(why: Explanation) -> str:
    measured = why.measured
    first = measured.first_question
    share, least, most = map(_hundredths, (first.acceptable, first.at_least, first.at_most))
    return (
        f"Measured on {measured.measured_on.isoformat()} on {measured.answers} real answers that language models, "
        f"not people, had labelled. Of all rules together, {share} of 100 first questions were acceptable "
        f"(95 %: {least} to {most})."
    )


def _hundredths(share: float) -> int:
    return round(100 * share)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def aside(wording: Wording) -> Draft:
    """One line for the author alone: what a reply made clear, or what an answer shows."""
    return Draft(escape(wording.text), [_worded(wording, [])])


def no_answer(answer_id: int) -> Draft:
    """The guess that it was no answer, and how to correct it."""
    text = "I took this for a remark, not for your answer to the question, so I say nothing to it."
    return Draft(
        f"{text} If it is your answer, press “This is my answer”.",
        [
            blocks.words(text),
            blocks.actions(blocks.button("This is my answer", "answers:mine", str(answer_id))),
        ],
    )


def _worded(wording: Wording, opening: list[dict[str, object]]) -> Block:
    """Our words around the person's own, which stand exactly as they were written."""
    pieces = (wording.before, wording.quote, wording.after)
    return blocks.rich(blocks.line(*opening, *(blocks.say(piece) for piece in pieces if piece)))
