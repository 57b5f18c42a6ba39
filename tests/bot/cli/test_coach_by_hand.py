"""`coach` by hand: what is typed or piped is shown with marks, signals, the decision and its reasons."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Mapping

import pytest
from typer.testing import CliRunner, Result

from bot.cli.coach_explained import LACKS, RULES
from bot.cli.coach_view import COLOURS, SILENCES, marked, visible
from bot.cli.commands import app
from content.coaching.coach import AskedQuestion, Signal, SilentReason, Span, read
from content.coaching.plain_rules import PlainRule
from content.coaching.vocabulary import VERSION
from content.questions import load_library
from tests.content.coaching import examples

RUNNER = CliRunner()
COLOUR = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": None}
PLAIN = {"FORCE_COLOR": None, "TTY_COMPATIBLE": None}
PATIENCE = 60  # real seconds for a process
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def coached(
    typed: str | bytes, *words: str, settings: Mapping[str, str | None] = PLAIN, columns: int = 200
) -> Result:
    """What the command says about what is piped into it."""
    return RUNNER.invoke(app, ["coach", *words], input=typed, env={"COLUMNS": str(columns), **settings})


def line_of(shown: str, opening: str) -> str:
    """The one line that begins so."""
    (found,) = [line for line in shown.splitlines() if line.startswith(opening)]
    return found


def row_of(shown: str, signal: str) -> list[str]:
    """The cells of a signal's row in the first table."""
    row = next(line for line in shown.splitlines() if line.startswith(f"│ {signal} "))
    return [cell.strip() for cell in row.strip("│").split("│")]


def test_an_answer_is_shown_with_marks_and_what_would_be_asked_and_why() -> None:
    shown = coached(examples.SHARED, "--question", "Tell me about a time you changed a plan.")
    assert shown.exit_code == 0, shown.stderr
    assert "Question: Tell me about a time you changed a plan." in shown.stdout
    assert "[story: Last spring our payment provider pulled the date in]." in shown.stdout
    assert "[own?: we moved the date]." in shown.stdout
    assert row_of(shown.stdout, "own")[1] == "missing"
    assert row_of(shown.stdout, "own")[2].startswith("high 0.")
    assert row_of(shown.stdout, "own")[3] == "we moved the date"
    assert row_of(shown.stdout, "story")[1] == "found"
    assert "?" in line_of(shown.stdout, "It would ask: ")
    assert "what the person who answers did or decided themselves" in line_of(shown.stdout, "Why: ")
    assert line_of(shown.stdout, "Reason: ") == "Reason: missing:own:high:past"


def test_every_signal_has_its_row() -> None:
    shown = coached(examples.CLEAR)
    reading = read([examples.CLEAR], question=AskedQuestion(""))
    for signal in reading.need:
        assert len(row_of(shown.stdout, signal.value)) == 4


def test_without_explain_no_figures_are_shown() -> None:
    assert "weighed" not in coached(examples.SHARED).stdout


def test_explain_shows_rules_ranking_figures_kind_and_version() -> None:
    shown = coached(examples.SHARED, "--explain").stdout
    assert line_of(shown, "Kind of question") == "Kind of question: past"
    assert line_of(shown, "- own: ").endswith(RULES[PlainRule.LEAVES_ONESELF_OUT])
    assert re.search(r"│ 1 +│ own|^ +1 +own +0\.\d\d +0\.\d\d +0\.\d\d +high +missing", shown, re.MULTILINE)
    own = shown[shown.index("own: own_unclear") : shown.index("story: no_story")]
    assert re.search(r"0\.\d\d ≥ 0\.\d\d", own)
    assert len(re.findall(r"\w+ +-?\d\.\d\d +[+-]\d\.\d\d +[+-]\d\.\d\d", own)) == 3
    assert line_of(shown, "Vocabulary") == f"Vocabulary: {VERSION}"


def test_explain_says_that_no_plain_rule_fired() -> None:
    assert "- none" in coached(examples.NO_END, "--explain").stdout.splitlines()


def test_explain_names_the_rules_that_no_model_knows() -> None:
    shown = coached(examples.BUCK, "--explain").stdout
    assert f"- blame: {LACKS[Signal.BLAME]}" in shown.splitlines()
    assert row_of(shown, "blame")[1] == "lack seen"


def test_figures_keep_their_names_in_a_narrow_terminal() -> None:
    shown = coached(examples.CLEAR, "--explain", columns=80).stdout
    assert "…" not in shown[shown.index("What weighed most") :]
    assert all(len(line) <= 80 for line in shown.splitlines() if line.startswith((" ", "│", "┃")))


def test_a_question_by_id_brings_its_kind_and_its_probes() -> None:
    questions = load_library().questions.values()
    method = next(question for question in questions if question.kind == "method")
    shown = coached(examples.WOULD, "--question-id", method.id, "--explain")
    assert shown.exit_code == 0, shown.stderr
    assert f"Question: {method.text}" in shown.stdout
    assert "Kind of question: method" in shown.stdout


def test_an_id_that_is_not_there_is_answered_with_those_that_are_like_it() -> None:
    known = next(iter(load_library().questions))
    shown = coached(examples.CLEAR, "--question-id", f"{known}x")
    assert shown.exit_code == 1
    assert f"did you mean “{known}”" in shown.stderr
    assert shown.stdout == ""


@pytest.mark.parametrize("nothing", ["", "\n", " \t\n "])
def test_empty_input_says_what_to_do(nothing: str) -> None:
    shown = coached(nothing)
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert shown.stderr.startswith("There is nothing to read.")


def test_what_is_no_text_is_said_to_be_none() -> None:
    shown = coached(b"\xff\xfe I did")
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "UTF-8" in shown.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--question", "Why?", "--question-id", "x"),
        ("--jsonl", "--explain"),
        ("--jsonl", "--question", "Why?"),
        ("--jsonl", "--question-id", "x"),
    ],
)
def test_options_that_contradict_each_other_are_refused(words: tuple[str, ...]) -> None:
    shown = coached(examples.CLEAR, *words)
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert len(shown.stderr.splitlines()) == 1


def test_markup_and_emoji_codes_are_shown_as_typed() -> None:
    typed = "I told [bold]her[/bold] [/] :smile: [link=http://x]and[/link] \\[red] we shipped it on Monday in 3 days."
    shown = coached(typed, "--question", "[red]Why[/red] :smile:")
    assert shown.exit_code == 0
    assert "I told [bold]her[/bold] [/] :smile: [link=http://x]and[/link] \\[red]" in shown.stdout
    assert "Question: [red]Why[/red] :smile:" in shown.stdout


def test_a_control_character_is_shown_and_does_nothing() -> None:
    shown = coached(
        "In May I told \x1b[31mher\x07 that\x08 it\x7f was \u202elate, and \x9bwe shipped it in 3 days."
    )
    assert shown.exit_code == 0
    assert "␛[31mher␇ that␈ it␡ was \ufffdlate, and \ufffd" in ESCAPES.sub("", shown.stdout)
    assert not set("\x1b\x07\x08\x7f\u202e\x9b") & set(shown.stdout)


def test_lines_of_an_answer_stay_lines_and_long_ones_stay_whole() -> None:
    shown = coached(f"{examples.BULLETS}\n\n{examples.SPOKEN}", columns=40).stdout
    bare = re.sub(r"\[[a-z+?]+: |\](?=\W|$|\[)", "", shown)
    assert examples.SPOKEN in bare
    assert "\n- Wrote a one-page plan\n" in bare


def test_colour_adds_nothing_but_colour() -> None:
    colourful = coached(examples.CLEAR, "--explain", settings=COLOUR).stdout
    assert "\x1b[" in colourful
    plain = coached(examples.CLEAR, "--explain").stdout
    assert "\x1b[" not in plain
    assert ESCAPES.sub("", colourful).split() == plain.split()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("+1", SilentReason.NOT_AN_ANSWER),
        ("My doctor wrote me off sick with depression, and I told my manager in March.", SilentReason.SENSITIVE),
        (
            "Ich habe mit dem Team gesprochen und wir haben die Frist nicht gehalten, aber es war gut.",
            SilentReason.UNKNOWN_LANGUAGE,
        ),
    ],
)  # fmt: skip
def test_silence_is_told_with_its_reason(typed: str, reason: SilentReason) -> None:
    shown = coached(typed)
    assert shown.exit_code == 0
    assert line_of(shown.stdout, "It stays silent: ").endswith(SILENCES[reason])
    assert line_of(shown.stdout, "Reason: ").startswith(f"Reason: {reason}")
    assert "It would ask" not in shown.stdout


def test_every_silence_signal_and_rule_has_its_words() -> None:
    assert set(SILENCES) == set(SilentReason)
    assert set(RULES) == set(PlainRule)
    assert set(COLOURS) == set(Signal) - {Signal.ANSWER, Signal.NONE}


def test_words_that_serve_two_signals_carry_both_names() -> None:
    spans = {Signal.OWN: Span(0, 2, 5, "cde"), Signal.PEOPLE: Span(0, 0, 4, "abcd")}
    text = marked("abcdef", spans, frozenset({Signal.OWN})).plain
    assert text == "[people: ab][own?+people: cd][own?: e]f"


def test_what_is_made_visible_is_as_long_as_before() -> None:
    everything = "".join(map(chr, range(0x3000))) + "\ud800"
    assert len(visible(everything)) == len(everything)
    assert visible("plain,\n\ttext — “äöü” 👍") == "plain,\n\ttext — “äöü” 👍"


def test_lines_in_and_lines_out_are_as_without_the_new_options() -> None:
    line = json.dumps({"id": "a", "question": "Tell me about a time.", "answer": examples.SHARED})
    shown = coached(f"{line}\n{line}\n", "--jsonl", settings=COLOUR)
    first, second = shown.stdout.splitlines()
    assert first == second
    assert json.loads(first)["quote"] == "we moved the date"


def test_at_a_terminal_a_prompt_stands_on_standard_error_and_ctrl_d_ends_the_answer() -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "coach"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stderr is not None
        assert select.select([process.stderr], [], [], PATIENCE)[0]
        os.write(ours, b"In March I told my lead that I would not ship it.\n\x04")
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        os.close(ours)
        os.close(theirs)
    assert err.decode() == "Type an answer. Ctrl-D on a line of its own ends it.\n"
    assert process.returncode == 0
    assert "I told my lead" in out.decode()
