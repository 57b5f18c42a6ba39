"""What holds for any text: quotes are verbatim, nothing raises, and the same text reads the same."""

from hypothesis import given
from hypothesis import strategies as st

from content.coaching.coach import Ask, AskedQuestion, Kind, decide, progress, read, still_open, word
from content.coaching.sentences import split_sentences
from tests.content.coaching import examples

WORDS = st.sampled_from(
    [
        *f"{examples.CLEAR} {examples.SHARED} {examples.BULLETS}".split(),
        "I",
        "we",
        "\n",
        "- ",
        '"',
        "“",
        "”",
        "…",
        "🎉",
        "Result:",
        "İ",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=80).map(" ".join))
PARTS = st.lists(ANY_TEXT, max_size=4)
QUESTIONS = st.builds(AskedQuestion, st.text(max_size=60), st.sampled_from(Kind))


@given(parts=PARTS, question=QUESTIONS, spoken=st.booleans())
def test_every_quote_is_verbatim_with_its_offsets(
    *, parts: list[str], question: AskedQuestion, spoken: bool
) -> None:
    reading = read(parts, question=question, spoken=spoken)
    for span in reading.evidence.values():
        assert parts[span.part][span.start : span.end] == span.text
        assert span.text == span.text.strip()
        assert span.text.isprintable()


@given(st.integers(0, len(examples.SHARED)), st.text(max_size=20))
def test_a_quote_is_verbatim_wherever_an_answer_is_cut_in_parts(cut: int, between: str) -> None:
    parts = [examples.SHARED[:cut], between, examples.SHARED[cut:]]
    for span in read(parts, question=AskedQuestion("?")).evidence.values():
        assert parts[span.part][span.start : span.end] == span.text


@given(PARTS, QUESTIONS)
def test_reading_deciding_and_wording_never_raise(parts: list[str], question: AskedQuestion) -> None:
    reading = read(parts, question=question)
    decision = decide(reading, question=question, turn=1)
    progress(reading, reading)
    if isinstance(decision, Ask):
        wording = word(decision, question=question, seed="x")
        assert wording.quote is None or any(wording.quote in part for part in parts)
        assert still_open(decision, parts, question=question)


@given(PARTS, QUESTIONS)
def test_the_same_text_reads_the_same(parts: list[str], question: AskedQuestion) -> None:
    assert read(parts, question=question) == read(list(parts), question=question)


@given(PARTS)
def test_a_reading_changes_nothing_by_itself(parts: list[str]) -> None:
    reading = read(parts, question=AskedQuestion("?"))
    assert progress(reading, reading) is None


@given(ANY_TEXT)
def test_sentences_stand_in_order_and_never_overlap(text: str) -> None:
    ends = [0]
    for sentence in split_sentences([text]):
        assert sentence.start >= ends[-1]
        ends.append(sentence.end)
    assert ends[-1] <= len(text)
