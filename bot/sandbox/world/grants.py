"""What was allowed at the install page and not redeemed yet, and which tokens live for how long."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

TOKEN_LIVES = timedelta(hours=12)
CODE_LIVES = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code that redeems one installation, once."""

    team_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    by: str
    is_org: bool
    until: datetime


@dataclass(eq=False, repr=False)
class Grants:
    """The app as an OAuth client; a refresh token is good once, for the team that it stands for."""

    client_id: str
    client_secret: str
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
