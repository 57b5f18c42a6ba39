"""From the total of a linear model to a likelihood."""

from math import exp
from typing import Final

_STEEPEST: Final = 30.0  # beyond this a likelihood is 0 or 1 to any reader, and exp() could overflow


def logistic(total: float) -> float:
    """How likely it is, from 0 to 1; one half for a total of 0."""
    return 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, total))))
