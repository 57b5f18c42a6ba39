"""Reading takes time in proportion to length: no expression of the coach runs wild, whatever stands in an answer."""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import content.coaching
from content.coaching.coach import AskedQuestion, read

QUESTION = AskedQuestion("Tell me about a time.")
UNIT = 1_500  # characters of the shorter text
TIMES = 8  # how often it stands in the longer one
GROWTH = 24  # how much longer that may take: three times what is linear and far below a square, on a busy machine too
PIECES = [
    '"',
    "“",
    "„",
    "«",
    "'",
    "’",
    "-",
    ".",
    "1",
    "1,",
    "1:",
    "a",
    "a'",
    "a-",
    "`",
    "```",
    "<@",
    ":a",
    "$",
    " ",
]
PIECES += [
    "\n",
    "\n ",
    "I ",
    "and ",
    "from 1 to ",
    "to ",
    "if ",
    "was ",
    "not ",
    "he say ",
    "— ",
    "http://",
    "# ",
]


def expressions() -> list[re.Pattern[str]]:
    """Every regular expression that the coach keeps."""
    modules = [
        importlib.import_module(f"content.coaching.{module.name}")
        for module in pkgutil.iter_modules(content.coaching.__path__)
    ]
    found = {
        value.pattern: value for m in modules for value in vars(m).values() if isinstance(value, re.Pattern)
    }
    return list(found.values())


def seconds(work: Callable[[str], object], text: str) -> float:
    """Processor time of the shortest of three runs."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        work(text)
        spent.append(time.process_time() - start)
    return min(spent)


def search(pattern: re.Pattern[str], text: str) -> None:
    """Every match in a text, and what begins at its start."""
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)


@pytest.mark.parametrize("pattern", expressions(), ids=lambda pattern: pattern.pattern[:40])
@settings(max_examples=30, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
def test_every_expression_is_linear(pattern: re.Pattern[str], pieces: list[str]) -> None:
    unit = "".join(pieces)
    short = unit * (UNIT // len(unit) + 1)
    before = max(seconds(lambda text: search(pattern, text), short), 0.0005)
    assert seconds(lambda text: search(pattern, text), short * TIMES) < GROWTH * before


@pytest.mark.parametrize("piece", PIECES)
def test_reading_is_linear_in_one_piece_said_again_and_again(piece: str) -> None:
    short = piece * (UNIT // len(piece) + 1)
    before = max(seconds(lambda text: read([text], question=QUESTION), short), 0.002)
    assert seconds(lambda text: read([text], question=QUESTION), short * TIMES) < GROWTH * before


def test_there_are_expressions_to_look_at() -> None:
    assert expressions()
