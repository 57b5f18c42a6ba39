from content.coaching.sentences import Sentence, split_sentences


def said(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences([text])]


def only(text: str) -> Sentence:
    (sentence,) = split_sentences([text])
    return sentence


def test_full_stops_end_sentences() -> None:
    assert said("I called her. She agreed.") == ["I called her.", "She agreed."]


def test_a_dot_inside_a_number_or_a_name_ends_nothing() -> None:
    assert said("Version 2.5 of foo.bar shipped.") == ["Version 2.5 of foo.bar shipped."]


def test_lines_without_marks_are_lines_of_a_list() -> None:
    sentences = split_sentences(["Wrote the plan\nCalled the leads"])
    assert [s.listed for s in sentences] == [True, True]


def test_bullets_are_lines_of_a_list() -> None:
    assert only("- wrote the plan").listed


def test_a_plain_sentence_is_no_line_of_a_list() -> None:
    assert not only("I wrote the plan.").listed


def test_a_long_line_that_goes_on_in_lower_case_was_only_wrapped() -> None:
    text = "I wrote the plan for the migration of the billing service and\nsent it to both leads."
    assert len(said(text)) == 1


def test_a_short_line_is_never_wrapped() -> None:
    assert len(said("Wrote plan\nsent it")) == 2


def test_a_blank_line_always_ends_a_sentence() -> None:
    text = "I wrote the plan for the migration of the billing service and\n\nsent it to both leads."
    assert len(said(text)) == 2


def test_a_label_opens_a_section_that_holds_until_the_next() -> None:
    text = "Context: we were late. It was May.\nResult: we shipped."
    assert [s.section for s in split_sentences([text])] == ["context", "context", "result"]


def test_a_label_is_not_part_of_the_sentence() -> None:
    text = "Lessons learned: I ask earlier."
    assert said(text) == ["I ask earlier."]


def test_a_label_alone_on_its_line_opens_a_section() -> None:
    assert [s.section for s in split_sentences(["Action\n\nI called her."])] == ["action"]


def test_a_section_ends_with_its_part() -> None:
    assert [s.section for s in split_sentences(["Result: we shipped.", "I called her."])] == ["result", ""]


def test_the_word_result_in_a_sentence_is_no_label() -> None:
    assert only("The result was clear.").section == ""


def test_a_part_without_words_has_no_sentence() -> None:
    assert split_sentences(["", " \n ", "🎉", "..."]) == []
