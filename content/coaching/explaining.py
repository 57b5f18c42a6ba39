"""Why a question was asked, in words: what its rule looks for, what led to it, and how often that rule errs."""

from dataclasses import dataclass
from typing import Final

from content.coaching.rates import RATES, Rate, Rates
from content.coaching.signals import Confidence, Signal
from content.coaching.variants import BRANCH
from content.coaching.vocabulary import read_list

_WHY: Final = read_list("wordings")["why"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one question was asked; `rate` is None where the rule was too rare to be measured."""

    asks_for: str
    led_to_it: str
    rate: Rate | None
    measured: Rates


def explain(signal: Signal, confidence: Confidence, *, branch: bool) -> Explanation:
    """Why a question about `signal` was asked; `branch` as in `Ask`."""
    level = BRANCH if branch else confidence.value
    return Explanation(
        asks_for=_WHY["asks_for"][signal.value],
        led_to_it=_WHY["led_to_it"][level],
        rate=RATES.find(signal),
        measured=RATES,
    )
