"""How the app stands in its workspaces, as the settings ask: one workspace of a bot token, or many that install it."""

from __future__ import annotations

from bot.clock import Clock, real_now
from bot.settings import Settings
from bot.slack.clients import Clients, know_own_workspace
from bot.slack.installations import Installations
from bot.slack.renewal import Renewal
from bot.slack.shelf import Shelf
from bot.slack.tokens import shown
from storage.database import Database
from storage.vault import Vault


def vault_of(settings: Settings) -> Vault:
    """The vault of the settings' keys."""
    return Vault.of(settings.encryption_keys.get_secret_value())


async def meet_slack(
    settings: Settings, clients: Clients, shelf: Shelf, installations: Installations, clock: Clock
) -> None:
    """Wait until Slack says whom the bot token is for, and read all installations. Raises TokenRefusedError.

    The app-level token is shown once: the socket tries again for ever, and would do so with one that is refused.
    """
    if not settings.serves_many:
        await know_own_workspace(settings, clients, shelf, await clock.now())
    await installations.look()
    if settings.opens_socket:
        token = settings.slack_app_token.get_secret_value()
        await shown("UNDERSTUDY_SLACK_APP_TOKEN", clients.of(None).apps_connections_open(app_token=token))


def installations_of(
    settings: Settings, clients: Clients, database: Database, clock: Clock
) -> tuple[Shelf, Installations]:
    """All installations, not read yet, and where they are kept. Raises NoKeyError."""
    shelf = Shelf(database, vault_of(settings))
    renewal = Renewal(
        shelf=shelf,
        clock=clock,
        client=clients.of(None),
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        real_now=real_now,
    )
    return shelf, Installations(shelf, renewal)
