"""What happens inside the app that more than one feature answers to, in the same transaction."""

from dataclasses import dataclass

from storage.postings import Posting


@dataclass(frozen=True)
class PostingOpened:
    """A question stands in the channel; replies can find it."""

    posting: Posting


@dataclass(frozen=True)
class PostingClosed:
    """A question's time is over."""

    posting_id: int


@dataclass(frozen=True)
class PostingSkipped:
    """A slot passed without a question."""

    posting_id: int


@dataclass(frozen=True)
class BankLow:
    """Few questions are left that a routine has not asked, or none."""

    routine_id: int


@dataclass(frozen=True)
class AnswerBegun:
    """Somebody answered a question for the first time. `was_met`: it is known that they had their first contact."""

    answer_id: int
    user_id: str
    was_met: bool = False


@dataclass(frozen=True)
class AnswerChanged:
    """The words of an answer or of a reply are other than before; before anything was said of it, nobody need know."""

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
    """Praise on an answer to this question, or on a reply, was added or taken back."""

    posting_id: int
    is_closed: bool
