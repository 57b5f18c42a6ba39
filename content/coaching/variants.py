"""The coach's own sentences, read once from the library: several for every signal and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from content.coaching.vocabulary import read_list

QUOTE: Final = "{quote}"  # where the person's own words go
BRANCH: Final = "branch"  # the level of questions that go deeper where nothing is missing
PROBE: Final = "{probe}"  # where the question's own probe goes


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of saying it; `quoted` when it needs the person's words, `probed` when it carries a probe."""

    text: str
    quoted: bool
    probed: bool


@dataclass(frozen=True, slots=True)
class Wordings:
    """Every variant, by signal and confidence, and by signal for what a reply made clear and what an answer shows."""

    asking: Mapping[tuple[str, str], tuple[Variant, ...]]
    progressing: Mapping[str, tuple[Variant, ...]]
    crediting: Mapping[str, tuple[Variant, ...]]

    def ask(self, signal: str, confidence: str) -> tuple[Variant, ...]:
        """The variants for asking; each signal that may be asked for has some without quote and without probe."""
        return self.asking[signal, confidence]

    def knows(self, signal: str, level: str) -> bool:
        """Whether a signal has variants of its own for this level."""
        return (signal, level) in self.asking

    def progress(self, signal: str) -> tuple[Variant, ...]:
        """The variants for saying what became clear."""
        return self.progressing[signal]

    def credit(self, signal: str) -> tuple[Variant, ...]:
        """The variants for saying what an answer shows; each quotes."""
        return self.crediting[signal]


def _variant(text: str) -> Variant:
    return Variant(text, quoted=QUOTE in text, probed=PROBE in text)


def _load() -> Wordings:
    data: dict[str, Any] = read_list("wordings")
    leads = {level: tuple(map(_variant, texts)) for level, texts in data["probes"].items()}
    asking = {
        (signal, level): (*map(_variant, texts), *leads.get(level, leads["high"]))
        for signal, levels in data["ask"].items()
        for level, texts in levels.items()
    }
    return Wordings(MappingProxyType(asking), _by_signal(data["progress"]), _by_signal(data["credit"]))


def _by_signal(data: Mapping[str, list[str]]) -> Mapping[str, tuple[Variant, ...]]:
    return MappingProxyType({signal: tuple(map(_variant, texts)) for signal, texts in data.items()})


WORDINGS: Final = _load()
