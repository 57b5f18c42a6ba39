import pytest

from content.coaching.coach import Kind, guess_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tell me about a time you said no.", Kind.PAST),
        ("How do you plan a quarter?", Kind.METHOD),
        ("How do you plan a quarter? Share an example.", Kind.PAST),
        ("What would you do if your best engineer resigned?", Kind.SITUATION),
        ("Tell me about yourself.", Kind.SELF),
        ("What is the interviewer trying to find out?", Kind.FRAMING),
        ("What are you working on right now?", Kind.PRESENT),
        ("Migration of the ledger", Kind.PAST),
        ("", Kind.PAST),
    ],
)
def test_a_bare_question_tells_its_kind(text: str, kind: Kind) -> None:
    assert guess_kind(text) is kind
