"""What Slack's transcript of a clip says, where it is, and when it is looked for."""

from datetime import UTC, datetime, timedelta
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clips import (
    Elsewhere,
    Lack,
    Whole,
    find_transcript,
    in_words,
    is_given_up,
    is_in_known_language,
    next_look,
    read_vtt,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=["Cc", "Z"]), min_size=1
)
LINES = st.lists(
    st.lists(WORDS.filter(lambda word: word != "-" and "-->" not in word), min_size=1).map(" ".join)
)
FULL = """\ufeffWEBVTT - recorded in Slack
Kind: captions

STYLE
::cue { color: white }

NOTE I am no word of it

1
00:00:00.000 --> 00:00:04.000 align:start
- <v Mara>I moved two people &amp; we</v>
shipped on <i>Friday</i>.

00:00:04.000 --> 00:00:06.000
- Really &lt;so&gt;?

NOTE
--> of nobody
"""


def test_words_are_told_without_times_marks_notes_and_styles() -> None:
    assert read_vtt(FULL) == "I moved two people & we shipped on Friday. Really <so>?"


@given(lines=LINES, newline=st.sampled_from(["\n", "\r\n", "\r"]), numbered=st.booleans())
def test_what_was_written_as_captions_is_read_word_for_word(
    lines: list[str], newline: str, *, numbered: bool
) -> None:
    cues = [
        (f"{number}\n" if numbered else "") + f"00:00:0{number % 10}.000 --> 00:00:09.000\n{escape(line)}"
        for number, line in enumerate(lines)
    ]
    file = "\n\n".join(["WEBVTT", *cues]).replace("\n", newline)
    assert read_vtt(file) == " ".join(" ".join(lines).split())


@given(st.text())
def test_anything_at_all_is_read_or_is_no_captions(file: str) -> None:
    assert read_vtt(file) is None or file.removeprefix("\ufeff").startswith("WEBVTT")
    told = read_vtt("WEBVTT\n\n" + file)
    assert told is not None
    assert "\n" not in told


@pytest.mark.parametrize(
    "file", ["", "<!DOCTYPE html><p>WEBVTT</p>", "WEBVTTX\n\n", " WEBVTT", "<html>\nWEBVTT\n\n0 --> 1\nhello"]
)
def test_what_does_not_begin_as_captions_is_none(file: str) -> None:
    assert read_vtt(file) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (45, "45 s"), (60, "1 min"), (130, "2 min 10 s"), (300, "5 min"), (3_661, "61 min 1 s")],
)
def test_a_length_is_told_as_people_say_it(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("status", "preview", "vtt", "has_more", "found"),
    [
        ("processing", "", "https://x", True, Lack.NOT_YET),
        ("", "", "", True, Lack.NOT_YET),
        ("something new", "", "", False, Lack.NOT_YET),
        ("failed", "I did.", "https://x", False, Lack.NEVER),
        ("none", "", "", True, Lack.NEVER),
        ("complete", "I \n did.", "https://x", False, Whole("I did.")),
        ("complete", "I did", "https://x", True, Elsewhere("https://x")),
        ("complete", "I did", "", True, Lack.NEVER),
    ],
)
def test_the_transcript_is_where_slack_says(
    status: str, preview: str, vtt: str, *, has_more: bool, found: Whole | Elsewhere | Lack
) -> None:
    assert find_transcript(status, preview, vtt, has_more=has_more) == found


def test_a_clip_is_looked_at_less_and_less_often() -> None:
    looks, at = [], NOW
    for _ in range(7):
        at = next_look(NOW, at)
        looks.append((at - NOW).total_seconds())
    assert looks == [10, 30, 120, 300, 600, 720, 840]


@given(st.integers(0, 86_400))
def test_the_next_look_is_always_later_and_never_far(seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert now < next_look(NOW, now) <= now + timedelta(minutes=5)


def test_after_ten_minutes_no_transcript_is_waited_for_unless_slack_was_silent() -> None:
    assert not is_given_up(NOW, NOW + timedelta(minutes=9), was_asked=True)
    assert is_given_up(NOW, NOW + timedelta(minutes=10), was_asked=True)
    assert not is_given_up(NOW, NOW + timedelta(minutes=59), was_asked=False)
    assert is_given_up(NOW, NOW + timedelta(hours=1), was_asked=False)


def test_the_language_is_told_by_the_words() -> None:
    assert is_in_known_language("I moved two people over and we shipped on Friday.")
    assert not is_in_known_language("Ich habe das mit dem Team gemacht und wir waren nicht zu spät.")
    assert not is_in_known_language("Мы переделали процесс выпуска и стали выпускать каждую неделю.")
