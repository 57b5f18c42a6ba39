"""Which rules and figures led the coach to its decision, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.coach_view import Coached
from content.coaching.coach import Reading, Signal, rank
from content.coaching.needs import grade
from content.coaching.plain_rules import LONG, MANY_ASTRAY, MANY_FAULTS, SHORT, PlainRule
from content.coaching.weighing import Weighing, weigh

HEAVIEST: Final = 3  # so many figures are shown of each model
NO_RULE: Final = "none"
RULES: Final[Mapping[PlainRule, str]] = {
    PlainRule.LEAVES_ONESELF_OUT: "things were done by “we”, a team or nobody named, and none by the person",
    PlainRule.SPEAKS_FOR_ONESELF: "the question asks for no past, and “I would” is a clear own part there",
    PlainRule.NAMES_A_CHANGE: "the later part says in so many words what changed, or names an own mistake",
}
LACKS: Final[Mapping[Signal, str]] = {
    Signal.BLAME: f"{MANY_FAULTS} or more faults on others, and no own deed",
    Signal.INTENT: "the question names something that no sentence comes near",
    Signal.CONTEXT: f"fewer than {SHORT} words, and none that say where or when",
    Signal.FOCUS: f"more than {LONG} words, or {MANY_ASTRAY} words of a lost thread",
}
FIGURES_LEGEND: Final = (
    "Pull = value × weight; a model adds them all to its bias. “Likely” is what comes of it, after the plain rules, and "
    "≥ means that the model says yes. The three figures that pull most are shown."
)
RANKING_LEGEND: Final = (
    "likely = need × what this kind of question wants; weight = likely less what a branch costs. "
    "The first is asked for, unless its confidence is low."
)


def explained(coached: Coached) -> Iterator[RenderableType]:
    """Kind of question, rules that fired, ranking, heaviest figures and version, one thing below the other."""
    weighings = weigh([coached.answer], question=coached.question)
    yield Text()
    yield _line("Kind of question", coached.question.kind.value)
    yield Text("Plain rules that fired:", style="bold")
    yield from (Text(f"- {sentence}") for sentence in _fired(weighings, coached.reading) or [NO_RULE])
    yield Text()
    yield _ranking(coached)
    yield Text(RANKING_LEGEND, style="dim")
    yield Text()
    yield _figures(weighings)
    yield Text(FIGURES_LEGEND, style="dim")
    yield Text()
    yield _line("Vocabulary", coached.reading.version)


def _line(name: str, words: str) -> Text:
    return Text.assemble((f"{name}: ", "bold"), words)


def _fired(weighings: Sequence[Weighing], reading: Reading) -> list[str]:
    """A sentence for each plain rule that fired, with the signal that it speaks of."""
    corrected = dict.fromkeys((weighing.signal, rule) for weighing in weighings for rule in weighing.rules)
    lacks = [f"{signal}: {words}" for signal, words in LACKS.items() if not reading.has(signal)]
    return [*(f"{signal}: {RULES[rule]}" for signal, rule in corrected), *lacks]


def _ranking(coached: Coached) -> Table:
    reading = coached.reading
    table = Table(
        "", "signal", "need", "likely", "weight", "confidence", "as", title="What could be asked for"
    )
    for place, candidate in enumerate(rank(reading, question=coached.question), start=1):
        table.add_row(
            str(place),
            candidate.signal.value,
            f"{reading.need[candidate.signal]:.2f}",
            f"{candidate.likely:.2f}",
            f"{candidate.weight:.2f}",
            grade(candidate.signal, candidate.likely).value,
            "branch" if reading.has(candidate.signal) else "missing",
        )
    return table


def _figures(weighings: Sequence[Weighing]) -> Table:
    table = Table(title="What weighed most", box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("signal: model", "likely", "figure"):
        table.add_column(heading, no_wrap=True)
    for heading in ("value", "weight", "pull"):
        table.add_column(heading, justify="right")
    for weighing in weighings:
        heads = [f"{weighing.signal}: {weighing.model}", _against_cut(weighing)]
        for figure in weighing.figures[:HEAVIEST]:
            numbers = [f"{number:+.2f}" for number in (figure.weight, figure.pull)]
            table.add_row(*heads, figure.name, f"{figure.value:.2f}", *numbers)
            heads = ["", ""]
        if not weighing.figures:
            table.add_row(*heads, "bias alone", "", "", f"{weighing.bias:+.2f}")
        table.add_section()
    return table


def _against_cut(weighing: Weighing) -> str:
    compared = "≥" if weighing.likely >= weighing.cut else "<"
    return f"{weighing.likely:.2f} {compared} {weighing.cut:.2f}"
