"""What Slack, and those who listen, must be able to take in a message."""

import json
from dataclasses import dataclass

from bot.sandbox.checks.access import access_problems, is_wordless, text_problems
from bot.sandbox.checks.surfaces import block_problems
from bot.sandbox.shapes import Json, as_list, as_object, as_objects, as_text

MOST_ATTACHMENTS = 100
METADATA_BYTES_MAX = 8_000  # Slack names no number; kept small so that nobody leans on it


@dataclass(frozen=True)
class MessageProblem:
    """The error code and a sentence for each reason."""

    code: str
    reasons: list[str]


def message_problems(body: Json) -> MessageProblem | None:
    """Why a message is refused, or None; also refused is what only some people could read."""
    raw, text = body.get("blocks"), as_text(body.get("text"))
    markdown = as_text(body.get("markdown_text"))
    if markdown:
        clash = bool(text or raw)
        return (
            MessageProblem("markdown_text_conflict", ["markdown_text beside text or blocks"])
            if clash
            else None
        )
    if not text.strip() and not raw and not body.get("attachments"):
        return MessageProblem("no_text", ["neither text nor blocks"])
    if len(as_list(body.get("attachments"))) > MOST_ATTACHMENTS:
        return MessageProblem("too_many_attachments", [f"over {MOST_ATTACHMENTS} attachments"])
    for attachment in as_objects(body.get("attachments")):
        if "blocks" in attachment and (reasons := _block_reasons(attachment["blocks"])):
            return MessageProblem("invalid_attachments", reasons)
    if raw:
        return _blocks(raw, text)
    reasons = ["text is nothing but signs: add words"] if is_wordless(text) else []
    return MessageProblem("no_text", reasons) if reasons else None


def metadata_problems(raw: object) -> MessageProblem | None:
    """Why message metadata is refused, or None."""
    if raw is None:
        return None
    metadata = as_object(raw)
    if not as_text(metadata.get("event_type")) or not isinstance(metadata.get("event_payload"), dict):
        return MessageProblem("invalid_metadata_format", ["metadata needs event_type and event_payload"])
    if len(json.dumps(metadata).encode()) > METADATA_BYTES_MAX:
        return MessageProblem("metadata_too_large", [f"metadata is over {METADATA_BYTES_MAX} bytes"])
    return None


def _blocks(raw: object, text: str) -> MessageProblem | None:
    reasons = _block_reasons(raw)
    if reasons:
        return MessageProblem("invalid_blocks", reasons)
    missing = text_problems(text, as_objects(raw))
    return MessageProblem("no_text", missing) if missing else None


def _block_reasons(raw: object) -> list[str]:
    return [*block_problems(raw, "message"), *access_problems(as_objects(raw))]
