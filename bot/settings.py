"""Settings: one frozen model, read once from the environment (or from files named there)."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS_DIR = "UNDERSTUDY_SECRETS_DIR"


def read_settings() -> Settings:
    """The settings of this process: its environment, then its files of secrets."""
    return Settings(_secrets_dir=os.environ.get(SECRETS_DIR))


class Settings(BaseSettings):
    """What an operator may set; each field is `UNDERSTUDY_` and its name in capitals.

    A secret may also stand in a file of that name, such as `understudy_slack_bot_token`, inside the folder
    that `UNDERSTUDY_SECRETS_DIR` names.
    """

    model_config = SettingsConfigDict(env_prefix="UNDERSTUDY_", frozen=True, extra="ignore")

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///understudy.db"
    transport: Literal["socket", "http"] = "socket"
    host: str = "0.0.0.0"  # noqa: S104 (a container's port is published by its operator)
    port: int = 8080
    clock_url: str | None = None
    log_format: Literal["json", "console"] = "json"

    quiet_seconds: float = Field(default=60, ge=0)
    """How long an answer must be quiet before it is read."""

    tick_seconds: float = Field(default=1, gt=0)
    """How often rows are asked what is due."""

    call_timeout_seconds: float = Field(default=20, gt=0)
    """How long one call to Slack may take."""

    lease_seconds: float = Field(default=90, gt=0)
    """How long a message may be on its way before it is looked for; a slow write may land within a minute."""

    ping_seconds: float = Field(default=10, gt=0)
    """How often the socket is tried; after four silent pings it is opened anew."""

    @property
    def quiet(self) -> timedelta:
        """`quiet_seconds` as a span."""
        return timedelta(seconds=self.quiet_seconds)
