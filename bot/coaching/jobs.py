"""What the tick does for coaching."""

from __future__ import annotations

from functools import partial

from bot.coaching.advice import ask_model
from bot.coaching.use_cases import read_settled
from bot.kit import Job, Kit, SlackJob


def jobs(kit: Kit) -> tuple[Job, ...]:
    """Read the answers that have settled."""
    return (partial(read_settled, kit=kit),)


def slack_jobs() -> tuple[SlackJob, ...]:
    """Ask a language model about questions that wait for it, where there is one."""
    return (ask_model,)
