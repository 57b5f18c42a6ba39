"""`doctor`: is everything as it must be? Each finding is fine, or says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.advising.choosing import NoModelError, advising
from bot.operations.silence import SLOTS, Silence, silences
from bot.operations.tenants import tenants
from bot.settings import Settings
from bot.slack.calls import AsyncSlackResponse, SlackApiError, code_of
from bot.slack.clients import Clients
from bot.slack.network import open_session
from bot.slack.scopes import granted_of, losses, missing_from
from bot.slack.tokens import REFUSALS, word_of
from content.errors import ContentError
from content.questions import check_builtin, load_library
from storage.database import Database, open_to_look
from storage.errors import AbsentError, NewerError, UnreachableError, UnwritableError
from storage.migrate import is_current
from storage.reaching import reaching, try_to_write, where

MOST_DRIFT = timedelta(minutes=2)  # Slack refuses signatures that are five minutes off


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    is_fine: bool
    say: str


async def examine(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Look at everything, in the order in which an operator would mend it; `now` is the machine's if not given."""
    return [
        *_library(),
        *_database(settings, now or datetime.now(UTC)),
        *await _slack(settings),
        await _model(settings),
    ]


def _library() -> list[Finding]:
    try:
        problems = [str(problem) for problem in check_builtin(load_library())]
    except ContentError as error:
        problems = [str(error)]
    say = "; ".join(problems) or f"{len(load_library().questions)} questions"
    return [Finding("library", not problems, say)]


def _database(settings: Settings, now: datetime) -> list[Finding]:
    database = Database(settings.database_url, open_to_look)
    try:
        with reaching():
            found = _rows(database, now)
    except AbsentError as error:
        say = (
            f"{error}; check UNDERSTUDY_DATABASE_URL and the folder, or make one: run `python -m bot migrate`"
        )
    except UnreachableError as error:
        say = f"cannot be reached ({error}); check UNDERSTUDY_DATABASE_URL"
    except UnwritableError as error:
        say = f"takes no changes ({error}); make room on its disk, or let this user write"
    else:
        return [Finding("database", True, where(database.engine.url)), *found]
    finally:
        database.close()
    return [Finding("database", False, say)]


def _rows(database: Database, now: datetime) -> list[Finding]:
    """What stands in a database that answers."""
    try:
        if not is_current(database.engine):
            return [Finding("migrations", False, "run `python -m bot migrate`")]
    except NewerError as error:
        return [Finding("migrations", False, str(error))]
    try_to_write(database.engine)
    practices = database.run_here(lambda work: _practices(silences(work, now)))
    return [Finding("migrations", True, "up to date"), *practices]


def _practices(found: Sequence[Silence]) -> list[Finding]:
    """One line for all that post as planned, and one for each that is silent."""
    silent = [_silent(silence) for silence in found if silence.is_too_long]
    days = max((silence.days for silence in found if silence.days is not None), default=None)
    longest = "" if days is None else f", the longest without a post for {days:.0f} days"
    fine = Finding("practices", True, f"{len(found) - len(silent)} of {len(found)} post as planned{longest}")
    return [*silent, fine]


def _silent(silence: Silence) -> Finding:
    since = "never posted" if silence.days is None else f"last posted {silence.days:.0f} days ago"
    say = (
        f"{since} and missed {SLOTS} posts; is `run` running, and the app still in the channel? The logs tell"
    )
    return Finding(f"practice {silence.routine_id} of workspace {silence.workspace_id}", False, say)


async def _slack(settings: Settings) -> list[Finding]:
    if settings.serves_many:
        async with open_session(settings) as session:
            clients = Clients(settings.slack_api_url, session)
            found = [*await _answers(clients), *await _way_in(settings, clients)]
        return [Finding("installations", *tenants(settings)), *found]
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        return [Finding("bot token", False, "set UNDERSTUDY_SLACK_BOT_TOKEN (xoxb-…)")]
    async with open_session(settings) as session:
        clients = Clients(settings.slack_api_url, session)
        try:
            who = await clients.of(token).auth_test()
        except SlackApiError as error:
            return [_refused("bot token", error, "install the app again and copy the new token")]
        except (aiohttp.ClientError, TimeoutError) as error:
            return [_away(error)]
        return [
            Finding("bot token", True, f"workspace {who['team_id']}"),
            _scopes(who),
            _clock(who),
            *await _way_in(settings, clients),
        ]


async def _answers(clients: Clients) -> list[Finding]:
    """Whether Slack answers at all, and its clock: there is no token to ask with."""
    try:
        answer = await clients.of(None).api_test()
    except SlackApiError as error:
        return [_refused("installations", error, "check UNDERSTUDY_SLACK_API_URL")]
    except (aiohttp.ClientError, TimeoutError) as error:
        return [_away(error)]
    return [Finding("Slack", True, "answers"), _clock(answer)]


def _away(error: Exception) -> Finding:
    say = f"cannot be reached ({type(error).__name__}); check the network, a proxy, UNDERSTUDY_SLACK_API_URL"
    return Finding("Slack", False, say)


def _refused(what: str, error: SlackApiError, mend: str) -> Finding:
    """A token that will not do; or Slack, which says nothing of it just now."""
    if code_of(error) in REFUSALS:
        return Finding(what, False, f"Slack refused it ({code_of(error)}); {mend}")
    say = f"Slack is unwell ({word_of(error)}), which says nothing of the {what}; wait, or check UNDERSTUDY_SLACK_API_URL"
    return Finding("Slack", False, say)


def _scopes(who: AsyncSlackResponse) -> Finding:
    listed = str(_header(who, "x-oauth-scopes") or "")
    if not listed:
        return Finding("scopes", True, "this server does not tell them")
    missing = missing_from(granted_of(listed))
    needed = [scope.name for scope in missing if not scope.is_optional]
    if needed:
        say = f"missing {', '.join(needed)}; add them to the app and install it again"
        return Finding("scopes", False, say)
    return Finding(
        "scopes", True, f"all that are needed; {' '.join(losses(missing))}" if missing else "all granted"
    )


def _clock(who: AsyncSlackResponse) -> Finding:
    told = _header(who, "date")
    if told is None:
        return Finding("clock", True, "this server does not tell the time")
    drift = abs(datetime.now(UTC) - parsedate_to_datetime(told))
    say = f"{drift.total_seconds():.0f} s from Slack's"
    return Finding(
        "clock", drift <= MOST_DRIFT, say if drift <= MOST_DRIFT else f"{say}; set this machine's clock"
    )


async def _way_in(settings: Settings, clients: Clients) -> list[Finding]:
    """How this process hears Slack; a worker does not."""
    return [] if settings.role == "worker" else [await _door(settings, clients)]


async def _door(settings: Settings, clients: Clients) -> Finding:
    if settings.transport == "http":
        return _signing_secret(settings)
    token = settings.slack_app_token.get_secret_value()
    if not token:
        return Finding("app token", False, "set UNDERSTUDY_SLACK_APP_TOKEN (xapp-…, scope connections:write)")
    try:
        await clients.of(None).apps_connections_open(app_token=token)
    except SlackApiError as error:
        return _refused("app token", error, "make a new one")
    except (aiohttp.ClientError, TimeoutError) as error:
        return Finding("app token", False, f"Slack cannot be reached ({type(error).__name__})")
    return Finding("app token", True, "a socket can be opened")


def _signing_secret(settings: Settings) -> Finding:
    secret = settings.slack_signing_secret.get_secret_value()
    return Finding("signing secret", bool(secret), "set" if secret else "set UNDERSTUDY_SLACK_SIGNING_SECRET")


def _header(answer: AsyncSlackResponse, name: str) -> str | None:
    found = {key.lower(): value for key, value in answer.headers.items()}.get(name)
    return found[0] if isinstance(found, list) else found


async def _model(settings: Settings) -> Finding:
    """Which language model there is, whom the words go to and whose key goes with them; it is not asked anything."""
    try:
        async with advising(settings) as advisor:
            say = f"{advisor.model} at {advisor.to}, {_key(settings)}" if advisor else "none: the rules alone"
    except NoModelError as error:
        return Finding("language model", False, f"{error}; mend that, or leave UNDERSTUDY_MODEL empty")
    return Finding("language model", True, say)


def _key(settings: Settings) -> str:
    if settings.model_key.get_secret_value():
        return "with the key of UNDERSTUDY_MODEL_KEY"
    return (
        "without a key" if settings.model_url else "with the key that its provider finds for itself, if any"
    )
