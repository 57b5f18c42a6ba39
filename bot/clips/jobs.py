"""What the tick does for clips: it looks for transcripts, and waits for ticks no longer than it said."""

from __future__ import annotations

import asyncio

import aiohttp
import structlog
from pydantic import ValidationError

from bot.clips import use_cases
from bot.clips.use_cases import Found
from bot.kit import Job, Kit, Reach, SlackJob
from bot.slack.calls import UNCERTAIN, SlackApiError, code_of
from bot.slack.files import ForeignAddressError
from bot.slack.installations import NotInstalledError
from bot.slack.recording import PASSING
from content.clips import Elsewhere, Lack, Whole, read_vtt
from storage.clips import Clip

log = structlog.get_logger()

TRY_LATER = PASSING | UNCERTAIN | {"ratelimited"}
NOT_NOW = Found(Lack.NOT_YET, was_asked=False)


def jobs(_kit: Kit) -> tuple[Job, ...]:
    """Let the coach read what nobody ticked in time."""
    return (use_cases.read_unticked,)


def slack_jobs() -> tuple[SlackJob, ...]:
    """Look for transcripts."""
    return (look,)


async def look(reach: Reach) -> int:
    """Ask Slack for every transcript that is due; how many were asked for."""
    now = await reach.clock.now()
    due = await reach.database.run(lambda work: use_cases.claim_looks(work, now))
    await asyncio.gather(*(_look(reach, workspace_id, clip) for workspace_id, clip in due))
    return len(due)


async def _look(reach: Reach, workspace_id: int, clip: Clip) -> None:
    found = await _ask(reach, workspace_id, clip)
    now = await reach.clock.now()
    await reach.database.run(lambda work: use_cases.take_in(work.room(workspace_id), clip.id, found, now))


async def _ask(reach: Reach, workspace_id: int, clip: Clip) -> Found:
    """What Slack has of the transcript; what may pass is not yet, what will not is never."""
    never = Found(Lack.NEVER)
    try:
        told = await reach.calls.clip(workspace_id, clip.file_id)
        found = told.find_transcript()
        if not isinstance(found, Elsewhere):
            return Found(found, told.seconds)
        words = read_vtt(await reach.calls.captions(workspace_id, found.url))
        if words is None:
            log.warning("clip_without_captions", workspace=workspace_id, file=clip.file_id)
        return Found(Lack.NOT_YET if words is None else Whole(words), told.seconds)
    except SlackApiError as error:
        code = code_of(error)
        log.warning("clip_not_looked_up", workspace=workspace_id, file=clip.file_id, error=code)
        return NOT_NOW if code is None or code in TRY_LATER else never
    except (NotInstalledError, aiohttp.ClientError, TimeoutError):
        return NOT_NOW
    except (ForeignAddressError, ValidationError) as error:
        log.warning(
            "clip_not_understood", workspace=workspace_id, file=clip.file_id, error=type(error).__name__
        )
        return never
