from content.coaching.tokens import Shape, tokenize


def words(text: str) -> list[str]:
    return [t.text for t in tokenize(text)]


def test_contractions_are_split_and_lowered() -> None:
    assert words("I'd said we didn’t know") == ["i", "'d", "said", "we", "did", "n't", "know"]


def test_every_token_points_to_its_own_place() -> None:
    text = "Zoë’s team — 30 % faster"
    assert [text[t.start : t.end] for t in tokenize(text)] == ["Zoë", "’s", "team", "—", "30", "%", "faster"]


def test_links_mentions_emoji_codes_and_code_blocks_are_no_words() -> None:
    text = "see https://example.com/a?b=c <@U12345> :tada: ```I decided```"
    assert [t.text for t in tokenize(text) if t.shape is Shape.WORD] == ["see"]


def test_numbers_keep_their_signs() -> None:
    shapes = {t.text: t.shape for t in tokenize("from $2.5k to 40% of 1,200+ at 9:30")}
    assert [text for text, shape in shapes.items() if shape is Shape.NUMBER] == [
        "$2.5k",
        "40%",
        "1,200+",
        "9:30",
    ]


def test_three_words_in_quotation_marks_are_speech() -> None:
    assert [t.text for t in tokenize('She said "I will go" twice') if t.quoted] == [
        '"',
        "i",
        "will",
        "go",
        '"',
    ]


def test_two_words_in_quotation_marks_are_a_term() -> None:
    assert not any(t.quoted for t in tokenize('the "red button" was gone'))


def test_an_unclosed_quotation_mark_quotes_nothing() -> None:
    assert not any(t.quoted for t in tokenize('the screen was 27" wide and I moved on'))


def test_a_letter_that_grows_when_lowered_keeps_its_place() -> None:
    text = "İstanbul'da I decided"
    assert [text[t.start : t.end] for t in tokenize(text)][-2:] == ["I", "decided"]
