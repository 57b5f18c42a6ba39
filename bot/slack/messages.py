"""What the door itself says when something goes wrong."""

from bot.slack.interactions import Block, View, Whisper
from bot.slack.text import escape


def sorry(incident: str) -> str:
    """It failed; nothing was lost that Slack still shows."""
    return (
        f"That did not work, and it is our fault, not yours. Please try once more; if it happens again, "
        f"tell whoever runs Understudy this id: {incident}."
    )


def too_old() -> str:
    """The button belongs to a version that is gone."""
    return "This button is from an older version. Type `/understudy` to see what you can do now."


def removed() -> str:
    """The app was removed from this workspace."""
    return "Understudy was removed from this workspace. Whoever looks after your Slack apps can install it again."


def shares_only() -> str:
    """Whoever presses it shares the channel, but belongs to another company."""
    return "This practice belongs to another company's workspace, so nothing of yours is kept here."


def notice(whisper: Whisper) -> View:
    """A private sentence as a small view, where a message cannot be shown."""
    words: Block = {"type": "section", "text": {"type": "mrkdwn", "text": escape(whisper.text)}}
    return {
        "type": "modal",
        "callback_id": "slack:notice",
        "title": {"type": "plain_text", "text": "Understudy"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": list(whisper.blocks) or [words],
    }
