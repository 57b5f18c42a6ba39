"""What `doctor` tells of the workspaces that installed the app: how many there are, and whether a key opens their tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.settings import Settings
from bot.slack.scopes import SCOPES, granted_of, required_scopes
from bot.slack.standing import vault_of
from storage.database import Database, open_to_look
from storage.errors import StorageError
from storage.installations import Installed
from storage.migrate import is_current
from storage.reaching import reaching
from storage.vault import NoKeyError, Vault


def tenants(settings: Settings) -> tuple[bool, str]:
    """Whether all is well, and how it stands or what to do."""
    database = Database(settings.database_url, open_to_look)
    try:
        if not is_current(database.engine):
            return False, "not known before the migrations have run"
        vault = vault_of(settings)
        with reaching():
            rows = database.run_here(lambda work: work.installations.all())
    except StorageError as error:
        return False, str(error)
    finally:
        database.close()
    inside = [row for row in rows if row.uninstalled_at is None]
    closed = [str(row.workspace_id) for row in inside if not _opens(vault, row)]
    if closed:
        return False, (
            f"no key opens the tokens of workspaces {', '.join(closed)}; put the key that sealed them into "
            "UNDERSTUDY_ENCRYPTION_KEYS, after the first"
        )
    told = [
        f"{len(inside)} workspaces, and {len(rows) - len(inside)} that removed the app",
        *_lacking(inside),
    ]
    is_fine = set(required_scopes()) <= frozenset.intersection(*map(_granted, inside)) if inside else True
    return is_fine, "; ".join(told)


def _lacking(rows: Sequence[Installed]) -> Iterator[str]:
    """What was not granted somewhere, and what does not work there."""
    for scope in SCOPES:
        where = [str(row.workspace_id) for row in rows if scope.name not in _granted(row)]
        if where:
            yield f"{scope.name} is missing in workspaces {', '.join(where)}: {scope.without.removesuffix('.')}"


def _granted(row: Installed) -> frozenset[str]:
    return granted_of(row.scopes)


def _opens(vault: Vault, row: Installed) -> bool:
    try:
        return row.token is None or bool(vault.open(row.token))
    except NoKeyError:
        return False
