"""`content cards`: the page of ten cards is what the builders build today."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.card_view import PHONE, pieces
from bot.cli.commands import app
from bot.slack import blocks

PAGE = Path(__file__).parents[3] / "docs" / "cards.md"


def printed() -> str:
    shown = CliRunner().invoke(app, ["content", "cards"])
    assert shown.exit_code == 0, shown.output
    return shown.stdout_bytes.decode()


def test_the_page_of_cards_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == printed(), (
        "the cards have changed: look at them, and write the page anew with `python -m bot content cards > docs/cards.md`"
    )


def test_there_are_ten_cards_each_in_a_box_with_its_length() -> None:
    page = printed()
    assert [page.count(part) for part in ("\n## ", "<table>", "</table>", " lines on a phone.")] == [10] * 4
    assert "**`[ Answer in a form or privately ]`** `[ What are they really asking? ]` `[ Hint ]`" in page


@pytest.mark.parametrize(
    ("block", "markdown", "lines"),
    [
        (blocks.header("Kept"), "**Kept**", 1),
        (blocks.words("*What it asks for*\nA `result` &amp; more"), "**What it asks for**<br>\nA `result` &amp; more", 2),
        (blocks.small("x" * PHONE), f"<sub>{'x' * PHONE}</sub>", 1),
        (blocks.small("x " * PHONE), f"<sub>{'x ' * PHONE}</sub>", 2),
        (blocks.rich(blocks.line(blocks.say("Why? ", bold=True), blocks.say("Tell*"))), "**Why?** Tell\\*", 1),
        (blocks.rich(blocks.line(blocks.say("1. One\n2. Two"))), "1\\. One<br>\n2\\. Two", 2),
        (blocks.rich(blocks.quote("mine\nalone")), "> mine<br>\n> alone", 2),
        (blocks.rich(blocks.line(blocks.person("@Jo"), blocks.say(" you"))), "**@Jo** you", 1),
        (
            blocks.actions(blocks.button("Go", "a:b", style="primary"), blocks.button("x" * PHONE, "a:c")),
            f"**`[ Go ]`** `[ {'x' * PHONE} ]`",
            2,
        ),
    ],
)  # fmt: skip
def test_a_block_is_shown_as_people_see_it(block: dict[str, object], markdown: str, lines: int) -> None:
    (piece,) = pieces([block])
    assert (piece.markdown, piece.lines) == (markdown, lines)


def test_a_sort_of_block_that_the_page_cannot_show_is_named() -> None:
    with pytest.raises(ValueError, match="a block of type video"):
        list(pieces([{"type": "video"}]))
