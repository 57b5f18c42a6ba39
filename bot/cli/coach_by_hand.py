"""`coach`: an answer that is typed or piped, read without Slack; or lines in and lines out."""

from __future__ import annotations

import json
import sys
from difflib import get_close_matches
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.coach_explained import explained
from bot.cli.coach_view import Coached, coached_view
from bot.cli.ending import fail
from content.coaching.asked import as_asked
from content.coaching.coach import Ask, AskedQuestion, decide, guess_kind, read, word
from content.coaching.predict import predict
from content.errors import ContentError
from content.questions import Question, load_library

PROMPT = "Type an answer. Ctrl-D on a line of its own ends it."
EMPTY = "There is nothing to read. Type or pipe an answer: python -m bot coach < answer.txt"
NO_TEXT = "Standard input is no text. Write the answer in UTF-8."
ONE_QUESTION = "Give --question or --question-id, not both."
LINES_ALONE = (
    "With --jsonl each line brings its own question. Leave out --question, --question-id and --explain."
)
FIRST_TURN = 1


def coach(
    *,
    question: Annotated[str | None, typer.Option("--question", help="The question it answers.")] = None,
    question_id: Annotated[
        str | None, typer.Option("--question-id", metavar="ID", help="The same by its id in the library.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show which rules and figures weighed.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Lines in, lines out: a JSON object for each answer.")
    ] = False,
) -> None:
    """Read an answer from standard input and show what the coach finds in it and would ask, or why it is silent."""
    if jsonl:
        if explain or question is not None or question_id is not None:
            fail(LINES_ALONE)
        _answer_lines()
        return
    asked = _asked(question, question_id)
    coached = coach_answer(_typed(), asked)
    console = Console(highlight=False)
    parts = [*coached_view(coached), *(explained(coached) if explain else ())]
    for part in parts:  # a file or another program gets each sentence as one line
        console.print(part, soft_wrap=isinstance(part, Text) and not console.is_terminal)


def coach_answer(answer: str, question: AskedQuestion) -> Coached:
    """What the coach reads in an answer that stands alone, and what it would ask first."""
    reading = read([answer], question=question)
    decision = decide(reading, question=question, turn=FIRST_TURN)
    wording = word(decision, question=question, seed=answer) if isinstance(decision, Ask) else None
    return Coached(answer, question, reading, decision, wording)


def _answer_lines() -> None:
    for number, text in enumerate(sys.stdin, start=1):
        if text.strip():
            try:
                told = predict(json.loads(text))
            except (AttributeError, KeyError, TypeError, ValueError):
                fail(f"Standard input, line {number}: write an object with question and answer.")
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _asked(text: str | None, question_id: str | None) -> AskedQuestion:
    """The question as the coach sees it; without any, one that asks for a past occasion."""
    if text is not None and question_id is not None:
        fail(ONE_QUESTION)
    if question_id is not None:
        return as_asked(_find(question_id))
    return AskedQuestion(text or "", guess_kind(text or ""))


def _find(question_id: str) -> Question:
    try:
        library = load_library()
    except ContentError as error:
        fail(str(error))
    found = library.find(question_id)
    if found is None:
        close = get_close_matches(question_id, library.questions, n=3)
        meant = f"; did you mean {' or '.join(f'“{key}”' for key in close)}?" if close else "."
        fail(f"No question has the id “{question_id}”{meant} `content list` names them all.")
    return found


def _typed() -> str:
    """What was typed or piped, without the blanks around it."""
    if sys.stdin.isatty():
        sys.stderr.write(PROMPT + "\n")
    try:
        answer = sys.stdin.read().strip()
    except UnicodeDecodeError:
        fail(NO_TEXT)
    return answer or fail(EMPTY)
