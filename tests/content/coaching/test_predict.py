from content.coaching.predict import predict
from tests.content.coaching import examples

LINE = {
    "id": "a-1",
    "question": "Tell me about a time you changed a plan.",
    "answer": examples.SHARED,
    "spoken": False,
}


def test_a_line_gets_every_key_that_the_evaluation_reads() -> None:
    said = predict(LINE)
    signals = {"own_unclear", "story", "result", "learning", "system", "people", "mess"}
    assert {"id", "first", "quote", "offsets", "silent"} | signals <= said.keys()
    assert said["id"] == "a-1"


def test_its_quote_stands_at_its_offsets() -> None:
    said = predict(LINE)
    start, end = said["offsets"]
    assert examples.SHARED[start:end] == said["quote"]


def test_it_tells_what_it_would_ask_beside_its_silence() -> None:
    said = predict(LINE | {"answer": "+1"})
    assert said["silent"]
    assert said["first"] == "answer"
    assert (said["quote"], said["offsets"]) == ("", None)


def test_it_asks_where_something_is_missing() -> None:
    said = predict(LINE)
    assert (said["silent"], said["first"]) == (False, "own")


def test_a_line_may_leave_out_whether_it_was_spoken() -> None:
    line = {key: value for key, value in LINE.items() if key != "spoken"}
    assert predict(line) == predict(LINE)
