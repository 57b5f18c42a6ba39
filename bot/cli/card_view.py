"""`content cards`: ten cards as people see them, from their own builders, as a page of Markdown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from textwrap import wrap
from typing import Any, Final

from bot.cli.coach_by_hand import coach_answer
from bot.coaching.messages import follow_up
from bot.postings import cards, messages
from content.choice import choose
from content.coaching.coach import Ask, AskedQuestion, guess_kind
from content.library.exercises import Drill
from content.praise import praises
from content.questions import Library, Question, load_library
from storage.follow_ups import FollowUp

PHONE: Final = 40
"""Characters in a line of a phone."""

QUESTION, OPTIONS, WRITING, CASE, STORY = (
    "wrong-call", "rule-broken-on-purpose", "talk-was-held", "the-popular-tour", "scaling",
)  # fmt: skip
"""What stands on the cards: a question, a drill with options, one to write, a case, and whose weak try the coach reads."""

GUESS: Final = "Whether I can admit a mistake."
NAME: Final = "@Jo"
TOP: Final = """\
# Ten cards

What people see in Slack, from the code that builds it and with what stands in the library. Buttons stand as `[ Label ]`, the
main one bold; small print is small. Below each card stands how many lines it takes on a phone, at {phone} characters a line.

`python -m bot content cards > docs/cards.md` writes this page anew; a test holds it against the code.

{list}
"""
BOX: Final = """\
## {number}. {title}

<table><tr><td>

{shown}

</td></tr></table>

{lines} lines on a phone.
"""

Element = Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    """A card or a page, as blocks, and what to call it here."""

    title: str
    blocks: Sequence[Element]


@dataclass(frozen=True)
class Piece:
    """One paragraph: as Markdown, and as the plain words that a phone breaks into lines."""

    markdown: str
    plain: str

    @property
    def lines(self) -> int:
        """How many lines it takes on a phone."""
        return sum(len(wrap(line, PHONE)) or 1 for line in self.plain.split("\n"))


def print_cards() -> None:
    """Print ten cards as Markdown, as they stand in docs/cards.md."""
    sys.stdout.buffer.write(cards_page(load_library()).encode())


def cards_page(library: Library) -> str:
    """The whole page."""
    shown = [(card.title, list(pieces(card.blocks))) for card in _ten(library)]
    contents = [f"{n}. {title}: {_lines(parts)} lines" for n, (title, parts) in enumerate(shown, 1)]
    boxes = (
        BOX.format(
            number=number,
            title=title,
            shown="\n\n".join(piece.markdown for piece in parts),
            lines=_lines(parts),
        )
        for number, (title, parts) in enumerate(shown, 1)
    )
    return "\n".join([TOP.format(phone=PHONE, list="\n".join(contents)), *boxes])


def pieces(blocks: Iterable[Element]) -> Iterator[Piece]:
    """Each paragraph of the blocks; a ValueError at a sort of block that this page cannot show yet."""
    for block in blocks:
        match block["type"]:
            case "header":
                yield _bold(block["text"]["text"])
            case "section":
                yield _mrkdwn(block["text"]["text"])
            case "context":
                yield from (_small(_mrkdwn(element["text"])) for element in block["elements"])
            case "rich_text":
                yield from map(_rich, block["elements"])
            case "actions":
                yield _buttons(block["elements"])
            case "divider":
                yield Piece("---", "")
            case unknown:
                raise ValueError(f"content cards cannot show a block of type {unknown} yet")


def _lines(parts: Iterable[Piece]) -> int:
    return sum(piece.lines for piece in parts)


def _ten(library: Library) -> Iterator[Card]:
    question, case = library.questions[QUESTION], library.cases[CASE]
    options, writing = library.drills[OPTIONS], library.drills[WRITING]
    reason = _reason(library, question)
    praised = praises()[:1]
    pair = library.worked.get(question.story) if question.story else None
    tried, chosen = _tries(options)
    yield Card("A question", messages.card(question, 1).blocks)
    yield Card("The same, closed", messages.closed_card(question, reason, 6, praised).blocks)
    yield Card("A drill with options", cards.drill_card(options, 1).blocks)
    yield Card("The same, closed", cards.closed_drill_card(options, 1, tried, chosen).blocks)
    yield Card("A drill to write", cards.drill_card(writing, 1).blocks)
    yield Card("A case", cards.case_card(case).blocks)
    yield Card("The same, closed", cards.closed_case_card(case).blocks)
    yield _page(
        "What belongs to a question, after one's own answer", messages.revealed(question, reason, pair)
    )
    yield _page("The question behind it, after a guess", messages.intent_page(question, GUESS))
    yield Card("The coach asks", follow_up(_follow_up(library)).blocks)


def _page(title: str, view: Element) -> Card:
    """A window: its title, what stands in it, and the buttons below."""
    foot = [{"type": "button", "text": view[name]} for name in ("close", "submit") if name in view]
    head = {"type": "header", "text": view["title"]}
    return Card(title, [head, *view["blocks"], {"type": "actions", "elements": foot}])


def _reason(library: Library, question: Question) -> str:
    """As if the others on its subject had been asked before."""
    same = [each for each in library.questions.values() if each.competency == question.competency]
    asked = [(each.id, date(2026, 1, 1)) for each in same if each != question]
    choice = choose(same, asked, seed="")
    assert choice is not None
    return choice.reason


def _tries(drill: Drill) -> tuple[int, Mapping[int, int]]:
    """As if everybody had tried it, twice as many choosing what fits as any other option."""
    chosen = {number: 4 if option.fits else 2 for number, option in enumerate(drill.options)}
    return sum(chosen.values()), chosen


def _follow_up(library: Library) -> FollowUp:
    """What the coach asks about the weak try of a story."""
    pair = library.worked[STORY]
    coached = coach_answer(pair.weak, AskedQuestion(pair.question, guess_kind(pair.question)))
    assert isinstance(coached.decision, Ask), "the coach asks about a weak try"
    assert coached.wording is not None
    said, ask = coached.wording, coached.decision
    return FollowUp(
        id=1, answer_id=1, turn=1, user_id=NAME, signal=ask.signal.value, confidence=ask.confidence.value,
        goes_deeper=ask.branch, before=said.before, quote=said.quote, after=said.after, place="thread", version="",
        owed_at=datetime(2026, 1, 1, tzinfo=UTC), asked_ts=None, asked_channel=None, closed_ts=None,
        withdrawn=False, not_right_at=None, advice=None,
    )  # fmt: skip


_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>~|])")
_NUMBERED: Final = re.compile(r"^(\d+)\.", re.MULTILINE)
_STARRED: Final = re.compile(r"\*([^*\n]+)\*")


def _plainly(text: str) -> str:
    """The text for Markdown, which shows it as it is."""
    return _broken(_NUMBERED.sub(r"\1\\.", _SPECIAL.sub(r"\\\1", text)))


def _broken(text: str) -> str:
    return text.replace("\n", "<br>\n")


def _bold(text: str) -> Piece:
    return Piece(f"**{_plainly(text)}**", text)


def _small(piece: Piece) -> Piece:
    return Piece(f"<sub>{piece.markdown}</sub>", piece.plain)


def _mrkdwn(text: str) -> Piece:
    """Slack's own markup: one star is bold, and code is code."""
    return Piece(_broken(_STARRED.sub(r"**\1**", text)), unescape(text.replace("*", "").replace("`", "")))


def _rich(part: Element) -> Piece:
    """A paragraph of a rich text, or a quotation."""
    elements = [_inline(element) for element in part["elements"]]
    markdown, plain = ("".join(told) for told in zip(*elements, strict=True))
    if part["type"] == "rich_text_quote":
        return Piece("> " + markdown.replace("\n", "\n> "), plain)
    return Piece(markdown, plain)


def _inline(element: Element) -> tuple[str, str]:
    text = element["user_id"] if element["type"] == "user" else element["text"]
    if element["type"] != "user" and not element.get("style", {}).get("bold"):
        return _plainly(text), text
    before, bold, after = text.partition(text.strip())  # a bold word of Markdown has no space at its ends
    return f"{before}**{_plainly(bold)}**{after}", text


def _buttons(elements: Iterable[Element]) -> Piece:
    """The buttons in rows; a phone cuts a label that is longer than a row."""
    shown, rows = [], [""]
    for element in elements:
        label = f"[ {element['text']['text']} ]"
        shown.append(f"**`{label}`**" if element.get("style") else f"`{label}`")
        if rows[-1] and len(rows[-1]) + 1 + len(label) > PHONE:
            rows.append("")
        rows[-1] = f"{rows[-1]} {label}".strip()[:PHONE]
    return Piece(" ".join(shown), "\n".join(rows))
