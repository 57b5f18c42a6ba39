"""Commands about the keys that seal tokens: a new key, and all tokens under the first one."""

from __future__ import annotations

import sys

from bot.cli.ending import fail
from bot.cli.rooms import DatabaseOption, in_database
from bot.settings import read_settings
from bot.slack.standing import vault_of
from storage.installations import Installed
from storage.vault import NoKeyError, Vault
from storage.vault import new_key as a_new_key
from storage.work import Work


def new_key() -> None:
    """Print a fresh key for UNDERSTUDY_ENCRYPTION_KEYS."""
    sys.stdout.write(a_new_key() + "\n")


def rotate_keys(database: DatabaseOption = None) -> None:
    """Seal every stored token anew with the first of UNDERSTUDY_ENCRYPTION_KEYS; afterwards the others can go."""
    vault = vault_of(read_settings())
    if not vault.has_key:
        fail("There is no key: set UNDERSTUDY_ENCRYPTION_KEYS. `python -m bot new-key` makes one.")
    try:
        count = in_database(database, lambda work: reseal_all(work, vault))
    except NoKeyError as error:
        fail(
            f"Nothing was changed: {error}. Put the key that sealed it into UNDERSTUDY_ENCRYPTION_KEYS, after the new one."
        )
    sys.stdout.write(
        f"{count} installations are sealed with the first key. The other keys are needed no more.\n"
    )


def reseal_all(work: Work, vault: Vault) -> int:
    """How many installations are under the first key now: all, or none when one of them cannot be opened.

    One that a running process renews meanwhile is looked at again.
    """
    return sum(_reseal(work, row, vault) for row in work.installations.all())


def _reseal(work: Work, row: Installed | None, vault: Vault) -> bool:
    while row is not None and row.token is not None:
        refresh = vault.seal_anew(row.refresh_token) if row.refresh_token else None
        installation = work.room(row.workspace_id).installation
        if installation.reseal(row, token=vault.seal_anew(row.token), refresh_token=refresh):
            return True
        row = installation.find()
    return False
