"""What weighed in a reading is what the reading was made of."""

from math import exp

import pytest

from content.coaching.coach import AskedQuestion, Kind, Signal, read
from content.coaching.plain_rules import PlainRule
from content.coaching.weighing import weigh
from content.coaching.weights import MODELS, MODELS_OF
from tests.content.coaching import examples

PAST = AskedQuestion("Tell me about a time.")
ANSWERS = [words for name, words in vars(examples).items() if name.isupper()]


def test_every_model_belongs_to_one_signal() -> None:
    assert sorted(name for names in MODELS_OF.values() for name in names) == sorted(MODELS)


@pytest.mark.parametrize("answer", [*ANSWERS, "", "+1"])
def test_figures_and_bias_add_up_to_the_likelihood_where_no_rule_fired(answer: str) -> None:
    for weighing in weigh([answer], question=PAST):
        total = weighing.bias + sum(figure.pull for figure in weighing.figures)
        if not weighing.rules:
            assert weighing.likely == pytest.approx(1 / (1 + exp(-total)))


@pytest.mark.parametrize("answer", ANSWERS)
def test_likelihoods_are_those_of_the_reading(answer: str) -> None:
    reading = read([answer], question=PAST)
    likely = {weighing.model: weighing.likely for weighing in weigh([answer], question=PAST)}
    assert likely["own_unclear"] == reading.need[Signal.OWN]
    assert likely["no_story"] == reading.need[Signal.STORY]
    assert (likely["people"] >= MODELS["people"].cut) == reading.people


def test_the_heaviest_figure_comes_first() -> None:
    for weighing in weigh([examples.CLEAR], question=PAST):
        pulls = [abs(figure.pull) for figure in weighing.figures]
        assert pulls == sorted(pulls, reverse=True)
        assert all(pulls)


@pytest.mark.parametrize(
    ("answer", "kind", "model", "rule"),
    [
        (examples.SHARED, Kind.PAST, "own_unclear", PlainRule.LEAVES_ONESELF_OUT),
        (examples.WOULD, Kind.SITUATION, "own_unclear", PlainRule.SPEAKS_FOR_ONESELF),
        (examples.CLEAR, Kind.PAST, "specific", PlainRule.NAMES_A_CHANGE),
    ],
)
def test_a_rule_that_fired_is_named_with_the_model_that_it_corrects(
    answer: str, kind: Kind, model: str, rule: PlainRule
) -> None:
    fired = {w.model: w.rules for w in weigh([answer], question=AskedQuestion("A question.", kind))}
    assert fired[model] == (rule,)
