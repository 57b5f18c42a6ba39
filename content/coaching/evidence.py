"""The words behind each signal: what a question about it would quote, or what shows that it is there."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from content.coaching.clauses import Actor, Clause, Tense, is_deed
from content.coaching.quoting import quote_clause, quote_sentence
from content.coaching.signals import Signal, Span
from content.coaching.texts import Text

Places = Iterator[int]


def find_evidence(parts: Sequence[str], text: Text, present: Mapping[Signal, bool]) -> dict[Signal, Span]:
    """For each signal the words that fit its reading: the gap where it is missing, the proof where it is there."""
    spans: dict[Signal, Span] = {}
    deed = _first(parts, text, _own_deeds(text))
    for signal, there in present.items():
        span = _shown(parts, text, signal) if there else _gap(parts, text, signal, deed)
        if span is not None:
            spans[signal] = span
    return spans


def _shown(parts: Sequence[str], text: Text, signal: Signal) -> Span | None:
    """What proves it, from the latest part that does: a reply is shown before what stood there already."""
    if signal is Signal.OWN:
        return _first(parts, text, _latest(text, _own_deeds(text)))
    if signal is Signal.STORY:
        return _cued(parts, text, ("occasion", "once")) or _first(parts, text, _latest(text, _told(text)))
    if signal is Signal.RESULT:
        return _measured(parts, text) or _cued(parts, text, ("checkable", "closing", "outcome"), last=True)
    if signal is Signal.SYSTEM:
        return _cued(parts, text, ("principle",))
    return _cued(parts, text, _PROOFS.get(signal, ()), last=signal is Signal.LEARNING)


_PROOFS: Mapping[Signal, tuple[str, ...]] = {
    Signal.LEARNING: ("change", "lesson", "lesson_weak"),
    Signal.PEOPLE: ("talk", "feeling", "people"),
    Signal.MESS: ("mess_hard", "mess"),
}


def _gap(parts: Sequence[str], text: Text, signal: Signal, deed: Span | None) -> Span | None:
    """What a question about something missing would start from; an own deed where no other words lead there."""
    if signal is Signal.LEARNING:
        return _cued(parts, text, ("lesson",), last=True)
    if signal is Signal.BLAME:
        return _cued(parts, text, ("fault",))
    places = _GAPS.get(signal)
    span = _first(parts, text, places(text)) if places is not None else None
    return deed if span is None and signal not in {Signal.OWN, Signal.STORY} else span


def _first(parts: Sequence[str], text: Text, places: Places) -> Span | None:
    """The first of the clauses that leaves enough words to quote."""
    return next((span for place in places if (span := quote_clause(parts, text, place)) is not None), None)


def _latest(text: Text, places: Places) -> Places:
    return iter(sorted(places, key=lambda place: -text.sentences[text.clauses[place].sentence].part))


def _where(text: Text, fits: Callable[[Clause], bool]) -> Places:
    return (
        place
        for place, clause in enumerate(text.clauses)
        if not clause.quoted and not _is_aside(text, clause) and fits(clause)
    )


def _is_aside(text: Text, clause: Clause) -> bool:
    """Whether it only points back, as in "as I said"."""
    tokens = text.sentences[clause.sentence].tokens
    return clause.deed == "speak" and clause.begin > 0 and tokens[clause.begin - 1].text == "as"


def _own_deeds(text: Text) -> Places:
    """Own past deeds, choices first, then words to others, then the rest, then whatever is told as past."""
    deeds = list(_where(text, lambda c: c.actor is Actor.SELF and c.tense is Tense.PAST and is_deed(c)))
    yield from sorted(deeds, key=lambda place: _CLEAREST.index(text.clauses[place].deed))
    yield from _where(text, lambda c: c.actor is Actor.SELF and c.tense is Tense.PAST)


_CLEAREST = ("decide", "speak", "act")


def _last_deeds(text: Text) -> Places:
    us = {Actor.SELF, Actor.TOGETHER}
    deeds = list(_where(text, lambda c: c.actor in us and c.tense is Tense.PAST and is_deed(c)))
    return iter(deeds[::-1])


def _shared(text: Text) -> Places:
    """Deeds that name no single person: "we" first, then the team, then nobody, then help and a general "you"."""
    yield from _where(text, lambda c: c.actor is Actor.TOGETHER and c.tense is Tense.PAST and is_deed(c))
    yield from _where(text, lambda c: c.actor is Actor.TEAM and is_deed(c))
    yield from _where(
        text, lambda c: c.passive and c.actor in {Actor.NOBODY, Actor.THING} and c.tense is Tense.PAST
    )
    yield from _where(text, lambda c: c.actor is Actor.TOGETHER and is_deed(c))
    yield from _where(text, lambda c: c.actor is Actor.SELF and c.deed == "help")
    yield from _where(text, lambda c: c.actor is Actor.TOGETHER)


def _general(text: Text) -> Places:
    """What is told as a habit, a rule or a possibility."""
    us = {Actor.SELF, Actor.TOGETHER}
    yield from _where(text, lambda c: c.actor in us and c.tense is not Tense.PAST and is_deed(c))
    yield from _where(text, lambda c: c.actor in us and c.tense is not Tense.PAST)


def _others(text: Text) -> Places:
    yield from _where(text, lambda c: c.actor in {Actor.OTHER, Actor.TEAM} and c.tense is Tense.PAST)


def _told(text: Text) -> Places:
    yield from _where(text, lambda c: c.tense is Tense.PAST and c.actor is not Actor.GENERIC)


def _cued(parts: Sequence[str], text: Text, names: tuple[str, ...], *, last: bool = False) -> Span | None:
    """The first (or last) sentence of the latest part with a cue of the earliest list that has any."""
    for name in names:
        found = [n for n, cues in enumerate(text.cues) if any(c.name == name and not c.quoted for c in cues)]
        ordered = found[::-1] if last else found
        for number in sorted(ordered, key=lambda n: -text.sentences[n].part):
            if (span := quote_sentence(parts, text.sentences[number])) is not None:
                return span
    return None


def _measured(parts: Sequence[str], text: Text) -> Span | None:
    for number in range(len(text.sentences) - 1, -1, -1):
        if text.measures[number] and (span := quote_sentence(parts, text.sentences[number])) is not None:
            return span
    return None


_GAPS: Mapping[Signal, Callable[[Text], Places]] = {
    Signal.OWN: _shared,
    Signal.STORY: _general,
    Signal.PEOPLE: _others,
    Signal.RESULT: _last_deeds,
}
