"""The app in a process of its own that ends itself, as by SIGKILL, at one named step.

Run as `python -m tests.flows.kill_child STEP` with the settings in the environment; `never` runs on.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import text
from typing_extensions import override

from bot.app import opened
from bot.settings import Settings
from bot.slack.calls import Calls, Outcome
from content.questions import load_library
from storage.database import Database
from storage.work import Work

T = TypeVar("T")

COMMITTED = {
    "after the posting is claimed": "SELECT 1 FROM postings WHERE state = 'owed'",
    "after the question is taken up": "SELECT 1 FROM sayings WHERE kind = 'question' AND state = 'sending'",
    "after the question is said": "SELECT 1 FROM sayings WHERE kind = 'question' AND state = 'said'",
    "after the answer is kept, before the ack": "SELECT 1 FROM messages",
    "after the follow-up is owed": "SELECT 1 FROM sayings WHERE kind = 'follow_up' AND state = 'owed'",
    "after the model is asked": "SELECT 1 FROM follow_ups WHERE advice = 'taken'",
    "after the follow-up is taken up": "SELECT 1 FROM sayings WHERE kind = 'follow_up' AND state = 'sending'",
    "after the follow-up is said": "SELECT 1 FROM sayings WHERE kind = 'follow_up' AND state = 'said'",
}
UNCOMMITTED = {"before the answer is committed": "SELECT 1 FROM messages"}
CALLS = {
    "before the question's call": ("before", 1),
    "after Slack took the question": ("after", 1),
    "before the follow-up's call": ("before", 2),
    "after Slack took the follow-up": ("after", 2),
}
POSTING_STEPS = [step for step in (*COMMITTED, *CALLS) if "question" in step or "posting" in step]
ANSWER_STEPS = [
    step for step in (*COMMITTED, *UNCOMMITTED, *CALLS) if step not in POSTING_STEPS and "model" not in step
]
STEP = sys.argv[1] if len(sys.argv) > 1 else "never"


def die() -> None:
    """End as a crash does: nothing is closed, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def _holds(work: Work, query: str | None) -> bool:
    return query is not None and work._connection.execute(text(query)).first() is not None


class DyingDatabase(Database):
    """Ends the process once a commit has (or is about to have) brought the named state about."""

    @override
    async def run(self, work: Callable[[Work], T]) -> T:
        def watched(unit: Work) -> T:
            result = work(unit)
            if _holds(unit, UNCOMMITTED.get(STEP)):
                die()
            return result

        result = await super().run(watched)
        if await super().run(lambda unit: _holds(unit, COMMITTED.get(STEP))):
            die()
        return result


class DyingCalls(Calls):
    """Ends the process right before or right after the n-th post in a thread's life: the card, the follow-up."""

    @override
    async def post(self, workspace_id: int, **named: object) -> Outcome:
        when, number = CALLS.get(STEP, ("never", 0))
        is_the_one = (2 if named["thread_ts"] else 1) == number
        if is_the_one and when == "before":
            die()
        outcome = await super().post(workspace_id, **named)  # type: ignore[arg-type]
        if is_the_one and when == "after":
            die()
        return outcome


async def main() -> None:
    """Serve until killed."""
    settings = Settings()
    database = DyingDatabase(settings.database_url)
    async with opened(settings, library=load_library(), database=database, calls_class=DyingCalls) as app:
        await app.start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
