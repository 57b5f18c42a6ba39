"""The sentences of the coach: chosen among variants by a seed, with the person's words left exactly as they are."""

from dataclasses import dataclass
from hashlib import blake2b

from content.coaching.credit import Credit
from content.coaching.deciding import Ask
from content.coaching.progress import Progress
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.signals import Span
from content.coaching.variants import BRANCH, PROBE, QUOTE, WORDINGS, Variant


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said: text, the person's own words (None when nothing is quoted), text."""

    before: str
    quote: str | None
    after: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.before}{self.quote or ''}{self.after}"


def word(ask: Ask, *, question: AskedQuestion, seed: str) -> Wording:
    """The sentence for one question; the same seed gives the same words, a probe only if it is the question's own."""
    probe = ask.probe.text if ask.probe is not None and ask.probe in question.probes else None
    variants = WORDINGS.ask(ask.signal.value, _level(ask, question))
    variant = _pick(variants, quoted=ask.quote is not None, probed=probe is not None, seed=seed)
    return _fill(variant, ask.quote, probe or "")


def _level(ask: Ask, question: AskedQuestion) -> str:
    """Which variants speak: those for "what would you do", for going deeper, or for how sure the reading is."""
    if question.kind is Kind.SITUATION and WORDINGS.knows(ask.signal.value, Kind.SITUATION.value):
        return Kind.SITUATION.value
    return BRANCH if ask.branch else ask.confidence.value


def word_progress(progress: Progress, *, seed: str) -> Wording:
    """One sentence that says what a reply made clear, never a score."""
    variants = WORDINGS.progress(progress.signal.value)
    return _fill(
        _pick(variants, quoted=progress.quote is not None, probed=False, seed=seed), progress.quote, ""
    )


def word_credit(credit: Credit, *, seed: str) -> Wording:
    """One sentence that says what the words of an answer show, never how good it is."""
    return _fill(
        _pick(WORDINGS.credit(credit.signal.value), quoted=True, probed=False, seed=seed), credit.quote, ""
    )


def _fill(variant: Variant, quote: Span | None, probe: str) -> Wording:
    """The variant's text around the quote; the person's words are never searched for places to fill."""
    before, mark, after = variant.text.partition(QUOTE)
    said = quote.text if quote is not None and mark else None
    return Wording(before.replace(PROBE, probe), said, after.replace(PROBE, probe))


def _pick(variants: tuple[Variant, ...], *, quoted: bool, probed: bool, seed: str) -> Variant:
    fitting = [v for v in variants if v.probed == probed and (quoted or not v.quoted)]
    preferred = [v for v in fitting if v.quoted == quoted] or fitting
    place = int.from_bytes(blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    return preferred[place % len(preferred)]
