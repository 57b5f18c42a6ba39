"""What an answer to `block_suggestion` must fulfil."""

from bot.sandbox.checks.objects import GROUP_LIST, MENU_OPTION
from bot.sandbox.checks.values import listed
from bot.sandbox.shapes import Json

OFFERED = listed(MENU_OPTION, 100, 0)


def suggestion_problems(answer: Json) -> list[str]:
    """Everything about offered options that Slack would refuse; then the person sees none."""
    if "option_groups" in answer:
        return list(GROUP_LIST(answer["option_groups"], "/option_groups"))
    return list(OFFERED(answer.get("options"), "/options"))
