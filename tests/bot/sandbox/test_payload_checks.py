import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.checks.access import is_wordless
from bot.sandbox.checks.messages import message_problems
from bot.sandbox.checks.views import view_problems
from bot.sandbox.driver.channels import Channel
from bot.sandbox.shapes import Json
from bot.sandbox.slack import Sandbox
from bot.sandbox.wording import escape, typed, unescape
from tests.bot.sandbox.payloads import actions, button, home, modal, option, plain, section, text_input

CHART: Json = {
    "type": "data_visualization",
    "title": "By week",
    "chart": {
        "type": "line",
        "series": [
            {"name": "Action", "data": [{"label": "W1", "value": 2.5}, {"label": "W2", "value": 3.1}]}
        ],
        "axis_config": {"categories": ["W1", "W2"], "x_label": "Week", "y_label": "Score"},
    },
}
UNEVEN: Json = {**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["W1"]}}}  # type: ignore[dict-item]
SELECT: Json = {
    "type": "static_select",
    "action_id": "level",
    "placeholder": plain("Level"),
    "options": [option("Senior")],
}
RICH: Json = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "My own words"}]}],
}
EMOJI_ONLY: Json = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "dart"}]}],
}
THUMBS: Json = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "thumbs",
            "positive_button": {"text": plain("Good"), "value": "1"},
            "negative_button": {"text": plain("Bad"), "value": "0"},
        }
    ],
}
TABLE: Json = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Week"}, {"type": "raw_text", "text": "Score"}]],
}

GOOD_BLOCKS = [section(), actions(button()), actions(SELECT), RICH, THUMBS, TABLE, CHART, {"type": "divider"}]
BAD_BLOCKS: list[tuple[Json, str]] = [
    ({"type": "sparkle"}, "unsupported type for block: sparkle"),
    ({"type": "section"}, "needs one of text, fields"),
    (section("x" * 3001), "less than 3001"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "Bold"}}, "plain_text"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151"),
    ({"type": "section", "text": plain("x1"), "fields": [plain("x1")] * 11}, "1 to 10 items"),
    (actions(*[button(action_id=f"b{n}") for n in range(26)]), "1 to 25 items"),
    (actions(button("x" * 76)), "less than 76"),
    (actions(button(value="x" * 2001)), "less than 2001"),
    (actions(button(), button()), "stands 2 times"),
    (actions(button(colour="red")), "invalid additional property: colour"),
    (actions({**SELECT, "options": [option("Senior", "x" * 151)]}), "less than 151"),
    (actions({**SELECT, "options": [option(str(n)) for n in range(101)]}), "1 to 100 items"),
    (actions({"type": "plain_text_input", "action_id": "t"}), "unsupported type for element"),
    ({**section(), "block_id": "x" * 256}, "less than 256"),
    (actions({**SELECT, "initial_option": option("Junior")}), "not among the options"),
    (actions({**SELECT, "options": [{**option("Senior"), "text": section()["text"]}]}), "plain_text"),
    ({"type": "context", "elements": [plain("x1")] * 11}, "1 to 10 items"),
    ({"type": "alert", "text": plain("Careful")}, "not supported on a message"),
    ({"type": "card", "body": plain("x" * 201)}, "less than 201"),
    ({"type": "card"}, "needs one of"),
    ({"type": "image", "image_url": "https://example.com/a.png"}, "alt_text"),
    (UNEVEN, "exactly one value per category"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], []]}, "1 to 20 items"),
    (actions(button(visible_to_user_ids=["U1"] * 11)), "1 to 10 items"),
]
SHUT_OUT: list[tuple[Json, str]] = [
    (section(":dart:"), "only carrier"),
    (section("🎯"), "only carrier"),
    (EMOJI_ONLY, "only carrier"),
    (actions(button("🎯")), "no label in words"),
    (actions(button("→")), "no label in words"),
    (actions({key: item for key, item in SELECT.items() if key != "placeholder"}), "placeholder"),
    ({"type": "image", "image_url": "https://example.com/a.png", "alt_text": " "}, "alt_text"),
]


def refusal(*blocks: Json, text: str = "What did you decide? My own words") -> str:
    problem = message_problems({"text": text, "blocks": list(blocks)})
    return "\n".join(problem.reasons) if problem else ""


@pytest.mark.parametrize("block", GOOD_BLOCKS, ids=lambda block: str(block["type"]))
def test_a_good_block_is_taken(block: Json) -> None:
    assert refusal(block) == ""


@pytest.mark.parametrize(("block", "reason"), BAD_BLOCKS + SHUT_OUT)
def test_a_wrong_block_is_refused_with_its_reason(block: Json, reason: str) -> None:
    assert reason in refusal(block)


def test_a_message_takes_fifty_blocks_and_one_table() -> None:
    assert refusal(*[section() for _ in range(50)]) == ""
    assert "at most 50" in refusal(*[section() for _ in range(51)])
    assert "at most 1 table" in refusal(TABLE, TABLE)
    assert "at most 2 data_visualization" in refusal(CHART, CHART, CHART)


def test_block_ids_are_unique() -> None:
    assert "stands 2 times" in refusal({**section(), "block_id": "same"}, {**section(), "block_id": "same"})


@pytest.mark.parametrize("text", ["", " ", "A new question is here"])
def test_blocks_need_a_text_that_tells_what_they_show(text: str) -> None:
    problem = message_problems({"text": text, "blocks": [section("Tell me about a time when you said no")]})
    assert problem
    assert problem.code == "no_text"


def test_a_label_for_screen_readers_gives_an_icon_its_words() -> None:
    assert refusal(actions(button("🎯", accessibility_label="Mark the action"))) == ""


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (modal(title=plain("x" * 25)), "less than 25"),
        (modal(submit=None), "submit"),
        (modal(private_metadata="x" * 3001), "less than 3001"),
        (modal(callback_id="x" * 256), "less than 256"),
        (modal(CHART), "not supported on a modal"),
        (modal(THUMBS), "not supported on a modal"),
        (modal(*[section() for _ in range(101)]), "at most 100"),
        (modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)), "more than once"),
        (modal({**text_input(), "label": plain(" ")}), "without a label"),
        (modal(text_input(max_length=3001)), "from 1 to 3000"),
        ({**modal(), "type": "home"}, "must be one of modal"),
        (modal(colour="red"), "additional property"),
    ],
)
def test_a_wrong_modal_is_refused_with_its_reason(view: Json, reason: str) -> None:
    assert reason in "\n".join(view_problems(view, "modal"))


def test_a_home_takes_no_email_input_and_no_chart() -> None:
    email: Json = {
        "type": "input",
        "label": plain("Mail"),
        "element": {"type": "email_text_input", "action_id": "mail"},
    }
    assert "email_text_input is not supported on a home" in "\n".join(view_problems(home(email), "home"))
    assert "not supported on a home" in "\n".join(view_problems(home(CHART), "home"))
    assert view_problems(home(text_input()), "home") == []


async def test_a_refused_payload_is_answered_and_kept(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=room.id, text="Hi", blocks=[{"type": "sparkle"}])
    assert refused.value.response["error"] == "invalid_blocks"
    assert "sparkle" in refused.value.response["response_metadata"]["messages"][0]
    assert "sparkle" in slack.refused[0].reasons[0]
    assert room.messages() == []


@given(st.text())
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not set(typed(text.replace("http", ""), {})) & {"\0"} or "\0" in text


@given(st.text(alphabet="<>&@!#|abc "))
def test_nobody_types_a_control_sequence(text: str) -> None:
    assert "<" not in typed(text, {})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["type", "text", "elements", "blocks"]) | st.text(), inner)
        ),
    )
)
def test_any_json_is_judged_without_an_accident(raw: object) -> None:
    assert message_problems({"text": "Words", "blocks": raw}) is None or raw
    assert view_problems({"type": "modal", "title": raw, "blocks": raw}, "modal")


@given(st.text(alphabet="abc 1"))
def test_words_and_digits_carry_meaning(text: str) -> None:
    assert not is_wordless(text)
