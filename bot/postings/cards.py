"""What the cards of drills and cases say, open and closed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack import blocks
from bot.slack.interactions import Block
from bot.slack.scripts import Draft
from bot.slack.text import escape
from content.choice import ENOUGH_PEOPLE
from content.library.exercises import DRILL_TITLES, Case, Drill

ALONE = (
    "What you write in its window is yours alone. When the drill closes, the channel reads what to look for, and, from five people up, "
    "how many tried and what they chose; never who."
)
TALK = "Talk about it in the thread. What is said there is not kept, and the coach stays out of it."
WAYS = "Ways to look at it, none of them the answer:"
CLOSED_DRILL = "This drill is closed; you can still try it."
GONE = "What stood here is no longer in the library. Its thread stays."
CLOSED_CASE = "This case is closed; its thread stays."


def drill_card(drill: Drill, posting_id: int) -> Draft:
    """The drill of the day: what to read, what to do, and the button that opens it."""
    title = f"Today's drill: {DRILL_TITLES[drill.kind]}"
    return Draft(
        f"{title}\n{escape(drill.text)}\n{escape(drill.task)}\n{ALONE}",
        [
            blocks.paragraph(title, bold=True),
            *_paragraphs(drill.text, drill.task),
            blocks.actions(blocks.button("Try it", "drills:open", str(posting_id), style="primary")),
            blocks.small(ALONE),
        ],
    )


def closed_drill_card(drill: Drill, posting_id: int, tried: int, chosen: Mapping[int, int]) -> Draft:
    """The same when the day is over: what fits or what to look for, and how many tried; no names."""
    title = f"Closed drill: {DRILL_TITLES[drill.kind]}"
    lines = [*_fitting(drill), *_looked_for(drill)]
    went = _how_it_went(drill, tried, chosen)
    return Draft(
        "\n".join([title, escape(drill.text), *map(escape, lines), *map(escape, went)]),
        [
            blocks.paragraph(title, bold=True),
            *_paragraphs(drill.text, "\n".join(lines)),
            *_paragraphs(*went),
            blocks.actions(blocks.button("Try it", "drills:open", str(posting_id))),
            blocks.small(CLOSED_DRILL),
        ],
    )


def case_card(case: Case) -> Draft:
    """The case of the week: the situation, or where it is told, and three points to discuss."""
    title = f"A case to discuss: {case.title}"
    points = _points(case)
    return Draft(
        "\n".join([escape(title), *map(escape, [*_told(case), points]), TALK]),
        [
            blocks.paragraph(title, bold=True),
            *_paragraphs(case.situation),
            *_link(case),
            *_paragraphs(points),
            blocks.small(TALK),
        ],
    )


def closed_case_card(case: Case) -> Draft:
    """The same when its time is over: how different leaders would look at it."""
    title = f"Closed case: {case.title}"
    looks = [f"For {lens.leader}: {lens.weighs}" for lens in case.lenses]
    intro = [WAYS] if looks else []
    return Draft(
        "\n".join([escape(title), *map(escape, [*_told(case), *intro, *looks])]),
        [
            blocks.paragraph(title, bold=True),
            *_paragraphs(case.situation),
            *_link(case),
            *_paragraphs(_points(case), *intro, *looks),
            blocks.small(CLOSED_CASE),
        ],
    )


def gone_card() -> Draft:
    """In the place of a drill or a case that a new version of the library no longer holds."""
    return Draft(GONE, [blocks.words(GONE)])


def _points(case: Case) -> str:
    return "\n".join(f"{number}. {point}" for number, point in enumerate(case.points, 1))


def _told(case: Case) -> list[str]:
    """The situation; of a case that somebody brought, where it is told."""
    return [text for text in (case.situation, case.link) if text]


def _link(case: Case) -> list[Block]:
    return [blocks.rich(blocks.line(blocks.link(case.link)))] if case.link else []


def _fitting(drill: Drill) -> list[str]:
    return [
        line for option in drill.options if option.fits for line in (f"What fits: {option.text}", option.why)
    ]


def _looked_for(drill: Drill) -> list[str]:
    return ["What to look for:", *(f"• {thing}" for thing in drill.look_for)]


def _how_it_went(drill: Drill, tried: int, chosen: Mapping[int, int]) -> list[str]:
    if tried < ENOUGH_PEOPLE:
        return []
    if not drill.options:
        return [f"At least {tried} people tried it."]
    fits = sum(count for number, count in chosen.items() if _is_right(drill, number))
    return [f"Of the first {tried} people who tried it, {fits} chose what fits at once."]


def _is_right(drill: Drill, number: int) -> bool:
    return number < len(drill.options) and drill.options[number].fits


def _paragraphs(*texts: str) -> list[Block]:
    return [blocks.paragraph(text) for text in texts if text]
