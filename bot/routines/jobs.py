"""What the tick does for routines: it reads who is in their channels."""

from __future__ import annotations

from functools import partial

import aiohttp
import structlog

from bot.kit import Job, Kit, Reach, SlackJob, ask_each
from bot.slack.calls import UNCERTAIN, SlackApiError, code_of
from bot.slack.installations import NotInstalledError
from bot.slack.recording import PASSING
from storage.due import Due
from storage.work import Work

log = structlog.get_logger()

AT_ONCE = 10  # channels in one run; a channel is one call for a thousand people
TRY_LATER = PASSING | UNCERTAIN | {"ratelimited"}


def jobs(_kit: Kit) -> tuple[Job, ...]:
    """Nothing that needs no call."""
    return ()


def slack_jobs() -> tuple[SlackJob, ...]:
    """Read the people of channels that were set up or found again."""
    return (read_rosters,)


async def read_rosters(reach: Reach) -> int:
    """Read every roster that is to be read; how many were."""
    return await ask_each(reach, Due.rosters, partial(_read, reach), AT_ONCE)


async def _read(reach: Reach, workspace_id: int, routine_id: int) -> bool:
    """Whether the roster was read, or cannot be: what Slack refuses for good is read again after the next set-up.

    What may pass is left to a later tick, and a workspace where nothing can be asked to its next installation.
    """
    channel, before = await reach.database.run(lambda work: _known(work, workspace_id, routine_id))
    found: frozenset[str] | None = None
    try:
        found = frozenset(await reach.calls.members(workspace_id, channel))
    except (NotInstalledError, aiohttp.ClientError, TimeoutError):
        return False
    except SlackApiError as error:
        code = code_of(error)
        log.warning("roster_not_read", workspace=workspace_id, routine=routine_id, error=code)
        if code is None or code in TRY_LATER:
            return False
    now = await reach.clock.now()

    def keep(work: Work) -> None:
        if found is not None:
            _keep(work, workspace_id, channel, before, found)
        work.room(workspace_id).routines.mark_members_read(routine_id, now)

    await reach.database.run(keep)
    return True


def _known(work: Work, workspace_id: int, routine_id: int) -> tuple[str, frozenset[str]]:
    room = work.room(workspace_id)
    channel = room.routines.get(routine_id).channel
    return channel, _here(work, workspace_id, channel)


def _here(work: Work, workspace_id: int, channel: str) -> frozenset[str]:
    return frozenset(person.user_id for person in work.room(workspace_id).people.in_channel(channel))


def _keep(work: Work, workspace_id: int, channel: str, before: frozenset[str], found: frozenset[str]) -> None:
    """Make the roster what Slack said; who came or left while it was asked is as the events told."""
    people = work.room(workspace_id).people
    left_meanwhile = before - _here(work, workspace_id, channel)
    app = work.workspaces.get(workspace_id).bot_user_id
    people.join(channel, sorted(found - left_meanwhile - {app}))
    for user_id in sorted(before - found):
        people.leave(channel, user_id)
