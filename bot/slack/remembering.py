"""What this process said last, so that an update that would change nothing is not sent."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from bot.slack.scripts import Draft
from storage.sayings import Saying

MOST = 10_000  # sayings; those remembered longest go first, and cost an update that was not needed


class Remembered:
    """Drafts by their saying, as digests.

    Who is about to change a message gives it a new `attempted_at` first: what is remembered of an earlier attempt holds
    no longer, in any process, whether or not the change was made.
    """

    def __init__(self) -> None:
        """Nothing was said."""
        self._by_id: dict[str, tuple[datetime | None, bytes]] = {}

    def keep(self, saying: Saying, draft: Draft) -> None:
        """This attempt at the saying stands in Slack."""
        self._by_id.pop(saying.id, None)
        self._by_id[saying.id] = saying.attempted_at, _digest(draft)
        if len(self._by_id) > MOST:
            self._by_id.pop(next(iter(self._by_id)))

    def stands(self, saying: Saying, draft: Draft) -> bool:
        """Whether exactly this is known to stand in Slack."""
        return self._by_id.get(saying.id) == (saying.attempted_at, _digest(draft))


def _digest(draft: Draft) -> bytes:
    return hashlib.sha256(json.dumps([draft.text, list(draft.blocks)]).encode()).digest()
