"""Trained weights, read once from the library: sentences and figures in, likelihoods out, in plain Python."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from content.coaching.logistic import logistic
from content.coaching.marking import Marks, as_marks
from content.coaching.signals import Signal


@dataclass(frozen=True, slots=True)
class Model:
    """One linear model: what each figure adds, and the likelihood from which on it says yes."""

    bias: float
    cut: float
    weights: Mapping[str, float]

    def likelihood(self, figures: Mapping[str, float]) -> float:
        """How likely the model's statement is for an answer with these figures."""
        total = self.bias + sum(weight * figures.get(name, 0.0) for name, weight in self.weights.items())
        return logistic(total)


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was trained: the marks of sentences, and the models over the figures of an answer."""

    marks: Marks
    models: Mapping[str, Model]


def as_models(data: Mapping[str, Any]) -> Mapping[str, Model]:
    """The models of a weights file, by the name of what they say."""
    return MappingProxyType(
        {
            name: Model(m["bias"], m["cut"], MappingProxyType(dict(m["weights"])))
            for name, m in data["models"].items()
        }
    )


def _load() -> Weights:
    folder = files("content").joinpath("library", "coach")
    marks, models = (
        json.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        for name in ("marks.json", "weights.json")
    )
    return Weights(as_marks(marks), as_models(models))


WEIGHTS: Final = _load()
MODELS: Final = WEIGHTS.models

MODELS_OF: Final[Mapping[Signal, tuple[str, ...]]] = MappingProxyType(
    {
        Signal.OWN: ("own_unclear",),
        Signal.STORY: ("no_story",),
        Signal.RESULT: ("no_result", "concrete", "measured"),
        Signal.LEARNING: ("learning", "specific"),
        Signal.PEOPLE: ("people",),
        Signal.MESS: ("mess",),
        Signal.SYSTEM: ("system",),
    }
)
"""The models behind each signal; a signal that is not here is found by a plain rule alone."""
