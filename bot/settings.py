"""Settings: one frozen model, read once from the environment (or from files named there)."""

from __future__ import annotations

import os
import ssl
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from storage.errors import UrlError
from storage.urls import read_url

SECRETS_DIR = "UNDERSTUDY_SECRETS_DIR"
SHORTEST_LEASE = 1.5  # calls: a message is prepared, said and written down under one lease


Role = Literal["all", "web", "worker"]


def read_settings(**given: object) -> Settings:
    """The settings of this process: what is given, its environment, then its files of secrets.

    Raises pydantic's ValidationError or SettingsError, which say what is wrong and never what was set.
    """
    folder = os.environ.get(SECRETS_DIR) or None
    try:
        if folder is not None:
            list(Path(folder).iterdir())  # pydantic would go on without one that is not there
        return Settings(_secrets_dir=folder, **given)  # type: ignore[arg-type]
    except UnicodeDecodeError:
        raise SettingsError(f"{SECRETS_DIR}={folder} cannot be read: a secret in it is no text") from None
    except (OSError, SettingsError) as error:
        raise SettingsError(f"{SECRETS_DIR}={folder} cannot be read: {error}") from error


class Settings(BaseSettings):
    """What an operator may set; each field is `UNDERSTUDY_` and its name in capitals.

    A secret may also stand in a file of that name, such as `understudy_slack_bot_token`, inside the folder
    that `UNDERSTUDY_SECRETS_DIR` names.
    """

    model_config = SettingsConfigDict(
        env_prefix="UNDERSTUDY_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    encryption_keys: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///understudy.db"
    transport: Literal["socket", "http"] = "socket"
    engine: Literal["apscheduler", "procrastinate"] = "apscheduler"
    role: Role = "all"
    host: str = "0.0.0.0"  # noqa: S104 (a container's port is published by its operator)
    port: int = Field(default=8080, ge=0, le=65_535)
    public_url: str = ""
    ca_file: str = ""
    clock_url: str | None = None
    log_format: Literal["json", "console"] = "json"

    model: str = ""
    """The language model, such as `openai:gpt-5-mini`; empty: there is none."""

    model_url: str = ""
    """A server of one's own that speaks as OpenAI's does; the model is then its name there."""

    model_key: SecretStr = SecretStr("")
    """The model's key; without it the provider looks for its own, such as `OPENAI_API_KEY`."""

    model_timeout_seconds: float = Field(default=8, gt=0)
    """How long the model may take."""

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

    purge_days: float = Field(default=30, ge=0)
    """How long what belongs to a workspace is kept after the app was put out of it."""

    @property
    def serves_many(self) -> bool:
        """Whether workspaces install the app themselves; otherwise it serves the one of the bot token."""
        return bool(self.slack_client_id)

    @property
    def is_served(self) -> bool:
        """Whether Slack's requests come in by HTTP."""
        return self.transport == "http" and self.role != "worker"

    @property
    def opens_socket(self) -> bool:
        """Whether Slack is heard over a socket that this process opens."""
        return self.transport == "socket" and self.role != "worker"

    @property
    def ticks_every(self) -> float | None:
        """How many seconds lie between two looks at what is due; None when this process does not look."""
        return None if self.role == "web" else self.tick_seconds

    @property
    def lease(self) -> timedelta:
        """How long a message may be on its way before it is looked for."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def call_timeout(self) -> timedelta:
        """How long one call to Slack may take."""
        return timedelta(seconds=self.call_timeout_seconds)

    @property
    def quiet(self) -> timedelta:
        """`quiet_seconds` as a span."""
        return timedelta(seconds=self.quiet_seconds)

    @property
    def model_timeout(self) -> timedelta:
        """`model_timeout_seconds` as a span."""
        return timedelta(seconds=self.model_timeout_seconds)

    @property
    def purge_after(self) -> timedelta:
        """`purge_days` as a span."""
        return timedelta(days=self.purge_days)

    @model_validator(mode="after")
    def _serve_one_or_many(self) -> Self:
        if not self.serves_many:
            return self
        if self.slack_bot_token.get_secret_value():
            raise ValueError(
                "Set either UNDERSTUDY_SLACK_BOT_TOKEN, for one workspace, or UNDERSTUDY_SLACK_CLIENT_ID, for many; not both"
            )
        if not self.slack_client_secret.get_secret_value() or not self.encryption_keys.get_secret_value():
            raise ValueError(
                "UNDERSTUDY_SLACK_CLIENT_ID needs UNDERSTUDY_SLACK_CLIENT_SECRET, and UNDERSTUDY_ENCRYPTION_KEYS, which seal the"
                " tokens: `python -m bot new-key` makes one"
            )
        return self

    @model_validator(mode="after")
    def _outlast_calls(self) -> Self:
        if self.lease_seconds < self.call_timeout_seconds * SHORTEST_LEASE:
            raise ValueError(
                "UNDERSTUDY_LEASE_SECONDS must be more than UNDERSTUDY_CALL_TIMEOUT_SECONDS by half, or a message would be looked"
                " for, and said again, while its call is still on its way"
            )
        return self

    @field_validator("database_url")
    @classmethod
    def _open_a_database(cls, url: str) -> str:
        try:
            read_url(url)
        except UrlError as error:
            raise ValueError(str(error)) from None
        return url

    @model_validator(mode="after")
    def _find_authorities(self) -> Self:
        try:
            if self.ca_file:
                ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:
            raise ValueError(
                f"UNDERSTUDY_CA_FILE names {self.ca_file}, and no certificate can be read there ({error.strerror})"
            ) from None
        return self

    @model_validator(mode="after")
    def _find_model(self) -> Self:
        if self.model_url and not self.model:
            raise ValueError("UNDERSTUDY_MODEL_URL needs UNDERSTUDY_MODEL, the name of the model there")
        if self.model and find_spec("pydantic_ai") is None:
            raise ValueError(
                "UNDERSTUDY_MODEL needs the extra `ai`: install it with `pip install 'understudy[ai]'`, or leave the setting"
                " empty to do without a language model"
            )
        return self

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.engine == "procrastinate" and not self.database_url.startswith("postgresql"):
            raise ValueError(
                "UNDERSTUDY_ENGINE=procrastinate needs PostgreSQL: set UNDERSTUDY_DATABASE_URL to postgresql+psycopg://…,"
                " or leave UNDERSTUDY_ENGINE at apscheduler, which serves one process"
            )
        if self.role != "all" and self.engine != "procrastinate":
            raise ValueError(
                f"The role {self.role} is for several processes, which share their work by UNDERSTUDY_ENGINE=procrastinate;"
                " with apscheduler the one process does everything, so its role is all"
            )
        return self
