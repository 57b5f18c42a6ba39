"""What happens inside the app that more than one feature answers to, in the same transaction."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PostingOpened:
    """A question stands in the channel; replies can find it."""

    posting_id: int


@dataclass(frozen=True)
class PostingClosed:
    """A question's time is over."""

    posting_id: int


@dataclass(frozen=True)
class PostingSkipped:
    """A slot passed without a question."""

    posting_id: int


@dataclass(frozen=True)
class AnswerBegun:
    """Somebody answered a question for the first time."""

    answer_id: int
    user_id: str


@dataclass(frozen=True)
class AnswerChanged:
    """The words of an answer or of a reply are other than before."""

    answer_id: int


@dataclass(frozen=True)
class AnswerLeaving:
    """An answer is about to be deleted, and its words with it."""

    answer_id: int


@dataclass(frozen=True)
class PersonKeptOut:
    """Somebody takes no part any more; what is open for them ends."""

    user_id: str


@dataclass(frozen=True)
class ChannelSetUp:
    """A routine was set up, or set up anew."""

    routine_id: int


@dataclass(frozen=True)
class AnswerSettled:
    """An answer was quiet for a while and is read now."""

    answer_id: int


@dataclass(frozen=True)
class PersonLeaving:
    """All that is stored of somebody is about to be erased."""

    user_id: str


@dataclass(frozen=True)
class AnswerPraised:
    """Praise on an answer or a reply was added or taken back."""

    answer_id: int
