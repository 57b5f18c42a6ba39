"""Which question comes next: pure and seeded, so the same history always leads to the same choice."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from content.questions import CoachSignal, Kind, Level, Question
from content.rotation import longest_rested, lot


class Asked(NamedTuple):
    """One question that a routine has asked, and on which local day."""

    question_id: str
    day: date


@dataclass(frozen=True, slots=True)
class Choice:
    """The question to ask, why this one (in terms of the library), and how many fitting ones stay unasked."""

    question: Question
    reason: str
    unasked_left: int


def choose(
    questions: Sequence[Question],
    asked: Sequence[tuple[str, date]],
    *,
    seed: str | int,
    private: bool = False,
    levels: Collection[Level] = (),
    packs_left_out: Collection[str] = (),
    gaps: Collection[CoachSignal] = (),
) -> Choice | None:
    """The next question for a routine (or, `private`, for one person); None if none fits.

    `asked` is the history, most recent last; ids that no pack has any more are tolerated. Nothing comes twice
    until all that fits was asked; from then on what rested longest. Competencies come evenly, never twice in a
    row where that can be helped; among those, what asks most for the `gaps` comes first. Kinds are mixed, and the seed
    decides between equals.
    """
    fitting = fits(questions, private=private, levels=levels, packs_left_out=packs_left_out)
    if not fitting:
        return None
    history = _History(questions, [Asked(*entry) for entry in asked], len(fitting))
    unasked = [question for question in fitting if question.id not in history.last]
    if not unasked:
        by_rest = sorted(fitting, key=lambda question: history.last[question.id])
        rested = longest_rested(by_rest, history.follows_its_like)
        return Choice(rested, _rested(history.day(rested)), 0)
    chosen = min(
        _narrowed(unasked, history.standards(fitting, gaps)), key=lambda question: lot(seed, question.id)
    )
    return Choice(chosen, _fresh(chosen, fitting, unasked), len(unasked) - 1)


def fits(
    questions: Sequence[Question],
    *,
    private: bool = False,
    levels: Collection[Level] = (),
    packs_left_out: Collection[str] = (),
) -> list[Question]:
    """The questions that may come up: no private-only one in a channel, those of the levels wanted, of no pack left out.

    No levels means all levels; a question without levels fits everyone.
    """
    return [
        question
        for question in questions
        if (private or not question.private_only)
        and (not levels or not question.levels or not set(levels).isdisjoint(question.levels))
        and question.pack not in packs_left_out
    ]


def subject(question: Question) -> str:
    """What a question is about, for evenness: its competency, else its story, else nothing in particular."""
    return question.competency or question.story or ""


def _narrowed(
    questions: Sequence[Question], standards: Iterable[Callable[[Question], float]]
) -> Sequence[Question]:
    """Those that are least by the first standard, of these those that are least by the second, and so on."""
    for standard in standards:
        values = [standard(question) for question in questions]
        least = min(values)
        questions = [question for question, value in zip(questions, values, strict=True) if value == least]
    return questions


def _serves(question: Question, gaps: Collection[CoachSignal]) -> int:
    """How many of its probes ask for one of the gaps."""
    return sum(probe.serves in gaps for probe in (*question.branch, *question.leaf))


ENOUGH_PEOPLE = 5  # domain §10: fewer than five people are never spoken of as a group
MOST_GAPS = 2
LATELY = timedelta(days=28)
"""How far back gaps are looked for, a channel's and one's own."""


def gaps_of(people_asked: Mapping[str, int], people: int) -> tuple[CoachSignal, ...]:
    """What a channel's answers most often lack, the widest gap first: at most two, and none below five people.

    `people_asked` says how many of its `people` the coach had to ask for each signal lately. A gap is what half lack.
    """
    if people < ENOUGH_PEOPLE:
        return ()
    wide = [signal for signal in CoachSignal if people_asked.get(signal, 0) * 2 >= people]
    return tuple(sorted(wide, key=lambda signal: -people_asked[signal])[:MOST_GAPS])


def own_gaps(signals: Iterable[str]) -> tuple[CoachSignal, ...]:
    """What the coach asked one person for most lately, for that person alone: at most two, each once.

    `signals` are the codes of the questions, newest first; those that no probe can serve are passed over.
    """
    known = {signal.value for signal in CoachSignal}
    return tuple(CoachSignal(code) for code in dict.fromkeys(signals) if code in known)[:MOST_GAPS]


class _History:
    """What was asked, counted. Evenness looks back over one turn of the library, so that a competency which
    joins late is not asked on end until it has caught up.
    """

    subjects: Counter[str]
    kinds: Counter[Kind]

    def __init__(self, questions: Sequence[Question], asked: Sequence[Asked], turn: int) -> None:
        by_id = {question.id: question for question in questions}
        known = [by_id[entry.question_id] for entry in asked if entry.question_id in by_id]
        self.last = {entry.question_id: position for position, entry in enumerate(asked)}
        self.subjects = Counter(subject(question) for question in known[-turn:])
        self.kinds = Counter(question.kind for question in known[-turn:])
        self._asked = asked
        self._latest = known[-1] if known else None

    def follows_its_like(self, question: Question) -> bool:
        """Whether the question asked last was about the same competency or story."""
        latest = self._latest
        if latest is None:
            return False
        same_story = question.story is not None and question.story == latest.story
        return same_story or subject(question) == subject(latest)

    def standards(
        self, fitting: Sequence[Question], gaps: Collection[CoachSignal]
    ) -> tuple[Callable[[Question], float], ...]:
        """By what the next question is chosen, the weightiest first; each wants the least."""
        kinds = Counter(question.kind for question in fitting)
        # Half an ask ahead (Sainte-Laguë), rare kinds are spread over the turn instead of standing at its start.
        ahead = {kind: (self.kinds[kind] + 0.5) / count for kind, count in kinds.items()}
        return (
            self.follows_its_like,
            lambda question: self.subjects[subject(question)],
            *([lambda question: -_serves(question, gaps)] if gaps else []),
            lambda question: ahead[question.kind],
        )

    def day(self, question: Question) -> date:
        """The day on which an asked question was asked last."""
        return self._asked[self.last[question.id]].day


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _fresh(chosen: Question, fitting: Sequence[Question], unasked: Sequence[Question]) -> str:
    about = subject(chosen)
    total = sum(subject(question) == about for question in fitting)
    before = total - sum(subject(question) == about for question in unasked)
    which = f"the {_ORDINALS[before]}" if before < len(_ORDINALS) else f"number {before + 1}"
    topic = f" on {about.replace('-', ' ')}" if about else ""
    return f"There {'is 1 question' if total == 1 else f'are {total} questions'}{topic}; this is {which} of them here."


def _rested(day: date) -> str:
    return f"Every question that fits has had its turn; this one rested longest, since {day.day} {day:%B %Y}."
