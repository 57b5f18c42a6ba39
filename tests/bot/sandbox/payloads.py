"""Small payloads that Slack takes, to be spoilt one at a time."""

from bot.sandbox.shapes import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "What did you decide?") -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str = "Answer", action_id: str = "answer", **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(text: str, value: str = "") -> Json:
    return {"text": plain(text), "value": value or text}


def text_input(block_id: str = "answer", **more: object) -> Json:
    element: Json = {"type": "plain_text_input", "action_id": "typed", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Your answer"), "element": element}


def modal(*blocks: Json, **more: object) -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": "answers:form",
        "title": plain("Answer"),
        "submit": plain("Send"),
    }
    return {**view, "blocks": list(blocks or (text_input(),)), **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks or (section("Your practice"),))}
