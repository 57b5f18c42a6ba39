"""What the tick does for people."""

from __future__ import annotations

from functools import partial

import aiohttp
import structlog
from pydantic import ValidationError

from bot.kit import Job, Kit, Reach, SlackJob, ask_each
from bot.people.use_cases import write_notes
from bot.slack.calls import UNCERTAIN, SlackApiError, code_of
from bot.slack.installations import NotInstalledError
from bot.slack.recording import PASSING
from storage.due import Due
from storage.people import Profile
from storage.work import Work

log = structlog.get_logger()

LOOK_UPS = 20  # people in one tick: Slack takes about a hundred look-ups a minute
TRY_LATER = PASSING | UNCERTAIN | {"ratelimited"}


def jobs(_kit: Kit) -> tuple[Job, ...]:
    """Write the daily notes that are due."""
    return (write_notes,)


def slack_jobs() -> tuple[SlackJob, ...]:
    """Look up the people we know only by id."""
    return (look_up,)


async def look_up(reach: Reach) -> int:
    """Ask Slack who people are, each once; how many are known now. A limit of Slack ends its workspace's round quietly."""
    return await ask_each(reach, Due.profiles, partial(_look_up, reach), LOOK_UPS)


async def _look_up(reach: Reach, workspace_id: int, user_id: str) -> bool:
    """Whether it is known now who they are, as far as it ever will be."""
    profile = await _ask(reach, workspace_id, user_id)
    if profile is not None:
        await _keep(reach, workspace_id, profile)
    return profile is not None


async def _ask(reach: Reach, workspace_id: int, user_id: str) -> Profile | None:
    """What Slack says; nothing but the id of somebody kept out or unknown to Slack; None: ask later."""
    if await reach.database.run(lambda work: work.room(workspace_id).people.get(user_id).is_kept_out):
        return _nothing_of(user_id)
    try:
        team_id = (await reach.installations.of(workspace_id)).bot.team_id
        return await reach.calls.profile(workspace_id, user_id, team_id)
    except SlackApiError as error:
        code = code_of(error)
        if code is None or code in TRY_LATER:
            return None
        log.warning("person_not_looked_up", workspace=workspace_id, user=user_id, error=code)
        return _nothing_of(user_id, is_gone=code == "user_not_found")
    except (NotInstalledError, aiohttp.ClientError, TimeoutError):
        return None
    except (
        ValidationError
    ):  # an answer of no shape that we know would otherwise hold up all who wait behind it
        log.warning("person_not_understood", workspace=workspace_id, user=user_id)
        return _nothing_of(user_id)


async def _keep(reach: Reach, workspace_id: int, profile: Profile) -> None:
    """Keep the answer; only the id, if the person was kept out meanwhile."""
    now = await reach.clock.now()

    def keep(work: Work) -> None:
        people = work.room(workspace_id).people
        kept_out = people.get(profile.user_id).is_kept_out
        people.know(_nothing_of(profile.user_id) if kept_out else profile, now)

    await reach.database.run(keep)


def _nothing_of(user_id: str, *, is_gone: bool = False) -> Profile:
    return Profile(user_id, "", "", is_bot=False, is_guest=False, is_stranger=False, is_gone=is_gone)
