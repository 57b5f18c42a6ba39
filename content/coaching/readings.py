"""What a reading of an answer holds: every signal, its evidence and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.coaching.signals import Confidence, Signal, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, replies included, as the coach understood it.

    `need` says for each signal how likely its absence is (0 to 1); `confidence` is the same as a word, and is
    LOW where the coach would rather not speak. `evidence` holds the words that a question would quote: for OWN the
    least clear action when the own part is unclear and the clearest when it is not. `version` names the word
    lists, wordings and weights, so that a stored result can be told from a later one.
    """

    is_answer: bool
    own_unclear: bool
    story: bool
    result: int
    learning: int
    system: bool
    people: bool
    mess: bool
    blame: bool
    intent_missed: bool
    context_missing: bool
    unfocused: bool
    sensitive: bool
    language_known: bool
    parts: int
    words: int
    spoken: bool
    need: Mapping[Signal, float]
    evidence: Mapping[Signal, Span]
    confidence: Mapping[Signal, Confidence]
    version: str

    def has(self, signal: Signal) -> bool:
        """Whether the answer already holds what `signal` would ask for; True for codes that ask for nothing."""
        holds = {
            Signal.ANSWER: self.is_answer,
            Signal.STORY: self.story,
            Signal.OWN: not self.own_unclear,
            Signal.RESULT: self.result >= CONCRETE_RESULT,
            Signal.LEARNING: self.learning >= SPECIFIC_LEARNING,
            Signal.PEOPLE: self.people,
            Signal.MESS: self.mess,
            Signal.SYSTEM: self.system,
            Signal.INTENT: not self.intent_missed,
            Signal.BLAME: not self.blame,
            Signal.CONTEXT: not self.context_missing,
            Signal.FOCUS: not self.unfocused,
        }
        return holds.get(signal, True)


CONCRETE_RESULT = 2  # grade of a result that another person could check
MEASURED_RESULT = 3  # grade of a result with its number
SPECIFIC_LEARNING = 2  # grade of a learning that names an own mistake or a changed habit
