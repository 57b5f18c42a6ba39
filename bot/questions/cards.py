"""How a suggestion looks to those who decide on it, what its author is told, and what people see of packs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.questions.practices import exercise_of
from bot.slack import blocks
from bot.slack.interactions import Block, View
from bot.slack.scripts import Draft
from bot.slack.text import escape, shorten_escaped
from content.additions import KINDS, Own, headline
from content.questions import BUILT_IN as BUILT_IN
from content.questions import Kind, Question

LISTED = 10  # suggestions in one window; the next come when these are decided on
AT_ONCE = 20  # of a team's own questions in one window
FALLBACK = 3500  # characters of a message's plain text; an update takes 4,000

NEAR = "This is close to:"
IN_PRIVATE = "Only in private: it never comes up in a channel."
PRIVATE_HINT = "If it is about pay or leaving, press *Change it* and tick “Only in private”."
NOTHING_WAITS = (
    "Nothing waits to be decided on. Anybody here can suggest a question with `/understudy suggest`, "
    "or a case with `/understudy bring a case`."
)
NONE_OF_YOURS = "Nothing of yours waits here any more. `/understudy suggest` opens an empty form."
OUR_PACK = "Understudy's own"
MOST_PACKS = 45  # two blocks each; a window takes a hundred
MORE_PACKS = "And {count} more: whoever imports them can put them into fewer files."
PACKS = "Where the questions for <#{channel}> come from:"
LAST_QUESTION = "This is the last question that can come up here, so it stays. Switch a pack on first."
LAST_PACK = "This is the last pack with a question that can come up here, so it stays on. Switch another one on first."
REMOVING = "No practice asks it any more. Threads in which it was asked stay as they are."
NONE_OF_OURS = "Nothing of your own stands here. `/understudy suggest` adds a question."


def decided(by: str, *, taken: bool, changed: bool = False) -> str:
    """Who decided what; `by` is empty when that person is not to be named any more."""
    who = f" by <@{by}>" if by else ""
    return f"Taken up{who}{', with changes' if changed else ''}." if taken else f"Declined{who}."


def look(own: Own) -> list[Block]:
    """All of it, as it was written."""
    return [
        blocks.rich(blocks.quote(headline(own))),
        *(blocks.paragraph(line) for line in _details(own)),
    ]


def _details(own: Own) -> list[str]:
    if not isinstance(own, Question):
        return [own.link, "\n".join(f"{number}. {point}" for number, point in enumerate(own.points, 1))]
    told = (
        ("Kind", KINDS[own.kind]),
        ("Really about", own.intent),
        ("Hint", own.hint),
        ("In everyday words", own.plain),
        ("Competency", own.competency.replace("-", " ")),
    )
    lines = [f"{label}: {text}" for label, text in told if text]
    return ["\n".join([*lines, *([IN_PRIVATE] if own.private_only else [])])]


def waiting(own: Own, author: str, channel: str, suggestion_id: int, close: Iterable[str]) -> list[Block]:
    """A suggestion with the three things that can be done with it."""
    value = str(suggestion_id)
    may_be_private = isinstance(own, Question) and own.kind is Kind.SELF and not own.private_only
    return [
        blocks.words(_heading(own, author, channel)),
        *look(own),
        *([blocks.small(PRIVATE_HINT)] if may_be_private else []),
        *(blocks.paragraph(f"{NEAR} “{text}”") for text in close),
        blocks.actions(
            blocks.button("Take it", "questions:take", value, style="primary"),
            blocks.button("Change it", "questions:change", value),
            blocks.button("Decline", "questions:decline", value),
        ),
    ]


def _heading(own: Own, author: str, channel: str) -> str:
    return f"<@{author}> suggests a {exercise_of(own)} for <#{channel}>:"


def card(own: Own, author: str, channel: str, suggestion_id: int, close: Iterable[str]) -> Draft:
    """Told to each facilitator."""
    text = f"{_heading(own, author, channel)} {_plainly(own)}"
    return Draft(_short(text), waiting(own, author, channel, suggestion_id, close))


def done_card(own: Own, author: str, channel: str, outcome: str, now_reads: Own | None) -> Draft:
    """The same when somebody decided; what was changed is shown as it reads now."""
    shown = [blocks.words(_heading(own, author, channel)), *look(own), blocks.words(outcome)]
    text = f"{_heading(own, author, channel)} {_plainly(own)}\n{outcome}"
    if now_reads is None:
        return Draft(_short(text), shown)
    return Draft(_short(f"{text}\n{_plainly(now_reads)}"), [*shown, *look(now_reads)])


def told_taken(own: Own, by: str, follows: str, now_reads: Own | None) -> Draft:
    """To its author: it was taken up, as it was or as it reads now."""
    opening = f"Your {exercise_of(own)} was taken up{f' by <@{by}>' if by else ''}{', with changes' if now_reads else ''}:"
    changed = [blocks.words("It reads now:"), *look(now_reads)] if now_reads else []
    told = _plainly(own) + (f"\nIt reads now: {_plainly(now_reads)}" if now_reads else "")
    return Draft(
        _short(f"{opening} {told}\n{follows}"),
        [blocks.words(opening), blocks.rich(blocks.quote(headline(own))), *changed, blocks.words(follows)],
    )


def told_declined(own: Own, by: str, reason: str) -> Draft:
    """To its author: it was not taken up, and the reason in the words of who declined it, while there is one."""
    opening = f"Your {exercise_of(own)} was declined{f' by <@{by}>' if by else ''}:"
    why = [blocks.words("The reason:"), blocks.rich(blocks.quote(reason))] if reason else []
    told = f"{_plainly(own)}\nThe reason: {escape(reason)}" if reason else _plainly(own)
    return Draft(
        _short(f"{opening} {told}"), [blocks.words(opening), blocks.rich(blocks.quote(headline(own))), *why]
    )


def own_waiting(own: Own, suggestion_id: int) -> list[Block]:
    """What its author may still take back."""
    return [
        *look(own),
        blocks.actions(blocks.button("Take it back", "questions:take_back", str(suggestion_id))),
    ]


def waiting_list(suggestions: Sequence[list[Block]], *, left: int, empty: str) -> View:
    """What waits for a decision, oldest first; `left` more do not stand here; `empty` tells that nothing does."""
    shown = [block for one in suggestions for block in (*one, blocks.divider())]
    more = [blocks.small(f"{left} more wait; they come when these are decided on.")] if left > 0 else []
    return blocks.modal("questions:waiting", "What waits", [*shown, *more] or [blocks.words(empty)])


def _plainly(own: Own) -> str:
    return escape("\n".join([headline(own), *_details(own)]))


def _short(text: str) -> str:
    return shorten_escaped(text, FALLBACK)


@dataclass(frozen=True)
class Pack:
    """A pack as one practice sees it."""

    name: str
    count: int
    is_on: bool


def packs(there: Sequence[Pack], channel: str, *, has_own: bool, may_switch: bool) -> View:
    """Which packs there are, and whether the practice asks from them."""
    shown = [block for pack in there[:MOST_PACKS] for block in _pack(pack, may_switch=may_switch)]
    if len(there) > MOST_PACKS:
        shown.append(blocks.small(MORE_PACKS.format(count=len(there) - MOST_PACKS)))
    own = [blocks.divider(), blocks.actions(blocks.button("Show ours", "questions:ours"))] if has_own else []
    intro = blocks.words(PACKS.format(channel=channel))
    return blocks.modal("questions:packs", "Packs", [intro, *shown, *own], private={"channel": channel})


def _pack(pack: Pack, *, may_switch: bool) -> list[Block]:
    name = OUR_PACK if pack.name == BUILT_IN else pack.name
    count = f"{pack.count} question{'' if pack.count == 1 else 's'}"
    line = blocks.line(blocks.say(name, bold=True), blocks.say(f": {count}, {'on' if pack.is_on else 'off'}"))
    switch = (
        blocks.button("Switch off", "questions:pack_off", pack.name)
        if pack.is_on
        else blocks.button("Switch on", "questions:pack_on", pack.name)
    )
    return [blocks.rich(line), *([blocks.actions(switch)] if may_switch else [])]


def ours(own: Sequence[Own], channel: str, begins: int, *, may_remove: bool) -> View:
    """A team's own questions and cases, some at a time."""
    part = own[begins : begins + AT_ONCE]
    shown = [block for one in part for block in _our_own(one, may_remove=may_remove)]
    ends = begins + len(part)
    more = (
        [blocks.actions(blocks.button("Show more", "questions:ours", str(ends)))] if ends < len(own) else []
    )
    return blocks.modal(
        "questions:ours",
        "Our own",
        [*shown, *more] or [blocks.words(NONE_OF_OURS)],
        private={"channel": channel},
    )


def _our_own(own: Own, *, may_remove: bool) -> list[Block]:
    exercise = exercise_of(own)
    sure = blocks.confirm(f"Remove this {exercise}?", REMOVING, "Remove", "Keep")
    button = blocks.button("Remove", "questions:remove", f"{exercise}:{own.id}", confirm=sure)
    return [blocks.rich(blocks.quote(headline(own))), *([blocks.actions(button)] if may_remove else [])]
