"""Bolt, as we use it: told who is who, and acknowledging only what was dealt with."""

from __future__ import annotations

import logging

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.installations import Installations


def bolt_of(
    settings: Settings, client: AsyncWebClient, installations: Installations, flow: AsyncOAuthFlow | None
) -> AsyncApp:
    """The app that the transport feeds; with `flow` it also serves the two pages by which workspaces install it."""
    return AsyncApp(
        client=client,
        authorize=installations.authorizer(),
        oauth_flow=flow,
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        process_before_response=True,
        ignoring_self_events_enabled=False,
        request_verification_enabled=settings.transport == "http",
        logger=logging.getLogger("slack"),
    )
