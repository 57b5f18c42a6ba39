"""How a `Response` reaches the person: in the acknowledgement, or by opening, pushing or changing a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.interactions import (
    ChangeView,
    FieldErrors,
    Nothing,
    OpenView,
    Options,
    PushView,
    Response,
    Whisper,
)
from bot.slack.messages import notice, removed, shares_only, sorry, too_old


@dataclass(frozen=True)
class Door:
    """One interaction that waits for its answer."""

    body: Mapping[str, object]
    ack: AsyncAck
    respond: AsyncRespond
    client: AsyncWebClient

    async def carry_out(self, response: Response) -> None:
        """Answer within the three seconds that Slack gives."""
        match response:
            case Nothing():
                await self.ack()
            case FieldErrors(sentences):
                await self.ack(response_action="errors", errors=dict(sentences))
            case Options(choices):
                await self.ack(options=[_option(text, value) for text, value in choices])
            case Whisper():
                await self._whisper(response)
            case OpenView(view):
                await self.client.views_open(trigger_id=self._trigger, view=view)
                await self.ack()
            case PushView(view):
                await self._push(view)
            case ChangeView(view):
                await self._change(view)

    async def apologise(self, incident: str) -> None:
        """Say that it failed, what to do, and the id that the operator can find."""
        sentence = sorry(incident)
        if self._kind == "view_submission" and self._first_input:
            await self.ack(response_action="errors", errors={self._first_input: sentence})
        elif self._kind == "view_submission":  # on top of the form, which keeps what was typed
            await self._push(notice(Whisper(sentence)))
        elif self._kind == "view_closed":
            await self.ack()
        elif self._kind == "block_suggestion":
            await self.ack(options=[])
        else:
            await self._whisper(Whisper(sentence))

    async def _whisper(self, whisper: Whisper) -> None:
        if self._kind == "command":
            await self.ack(text=whisper.text, blocks=list(whisper.blocks), response_type="ephemeral")
            return
        if self._kind == "view_submission":
            await self.ack(response_action="update", view=notice(whisper))
            return
        await self.ack()
        view = self.body.get("view")
        if isinstance(view, Mapping):
            stack = self.client.views_push if view.get("type") == "modal" else self.client.views_open
            await stack(trigger_id=self._trigger, view=notice(whisper))
        elif self.body.get("response_url"):
            await self.respond(
                text=whisper.text,
                blocks=list(whisper.blocks),
                response_type="ephemeral",
                replace_original=whisper.in_place,
            )

    async def _push(self, view: dict[str, object]) -> None:
        if self._kind == "view_submission":
            await self.ack(response_action="push", view=view)
            return
        await self.client.views_push(trigger_id=self._trigger, view=view)
        await self.ack()

    async def _change(self, view: dict[str, object]) -> None:
        if self._kind == "view_submission":
            await self.ack(response_action="update", view=view)
            return
        open_view = self.body.get("view")
        assert isinstance(open_view, Mapping)
        await self.client.views_update(view_id=str(open_view["id"]), view=view)
        await self.ack()

    @property
    def _kind(self) -> str:
        return str(self.body.get("type") or "command")

    @property
    def _trigger(self) -> str:
        return str(self.body.get("trigger_id"))

    @property
    def _first_input(self) -> str | None:
        view = self.body.get("view")
        blocks = view.get("blocks") or [] if isinstance(view, Mapping) else []
        return next((str(block["block_id"]) for block in blocks if block["type"] == "input"), None)


def put_out() -> Response:
    """The answer in a workspace that the app was removed from."""
    return Whisper(removed())


def gone(*, in_form: bool) -> Response:
    """The answer to a button, or on top of a form, of an older version of the app."""
    return _on_top(Whisper(too_old()), in_form=in_form)


def of_another_company(*, in_form: bool) -> Response:
    """The answer to somebody who only shares the channel: nothing of theirs is kept."""
    return _on_top(Whisper(shares_only()), in_form=in_form)


def _on_top(said: Whisper, *, in_form: bool) -> Response:
    return PushView(notice(said)) if in_form else said


def _option(text: str, value: str) -> dict[str, object]:
    return {"text": {"type": "plain_text", "text": text[:75]}, "value": value}
