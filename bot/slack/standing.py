"""How the app stands in its workspaces, as the settings ask: one workspace of a bot token, or many that install it."""

from __future__ import annotations

from bot.clock import Clock, real_now
from bot.settings import Settings
from bot.slack.clients import Clients, know_own_workspace
from bot.slack.installations import Installations
from bot.slack.renewal import Renewal
from bot.slack.shelf import Shelf
from storage.database import Database
from storage.vault import Vault


def vault_of(settings: Settings) -> Vault:
    """The vault of the settings' keys."""
    return Vault.of(settings.encryption_keys.get_secret_value())


async def installations_of(
    settings: Settings, clients: Clients, database: Database, clock: Clock
) -> tuple[Shelf, Installations]:
    """All installations, read once, and where they are kept. Raises SlackApiError when the settings hold a bot token that is refused."""
    shelf = Shelf(database, vault_of(settings))
    if not settings.serves_many:
        await know_own_workspace(settings, clients, shelf, await clock.now())
    renewal = Renewal(
        shelf=shelf,
        clock=clock,
        client=clients.of(None),
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        real_now=real_now,
    )
    installations = Installations(shelf, renewal)
    await installations.look()
    return shelf, installations
