"""What came back for a slash command."""

from dataclasses import dataclass, field

from bot.sandbox.shapes import Json
from bot.sandbox.world.message import Message


@dataclass
class Reply:
    """The acknowledgement and every later message through the `response_url`, in order of arrival."""

    messages: list[Message] = field(default_factory=list)
    failed: str = ""

    @property
    def text(self) -> str:
        """The texts that came, one line each; empty when nothing came."""
        return "\n".join(message.text for message in self.messages)

    @property
    def blocks(self) -> list[Json]:
        """All blocks that came."""
        return [block for message in self.messages for block in message.blocks]
