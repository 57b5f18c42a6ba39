"""From Slack's interaction dicts to typed deeds."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from bot.slack.interactions import Command, Dismissal, Press, Search, Shortcut, Submission, Values
from bot.slack.shapes import Files, Read
from bot.slack.text import from_slack, storable


class _Id(Read):
    id: str = ""


class _Option(Read):
    value: str


class _Input(Read):
    """One field's state; which of these is set depends on its element."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    selected_user: str | None = None
    selected_users: list[str] | None = None
    selected_conversation: str | None = None

    def text(self) -> str | None:
        option = self.selected_option.value if self.selected_option else None
        return (
            (self.value and storable(self.value))
            or option
            or self.selected_date
            or self.selected_time
            or self.selected_user
            or self.selected_conversation
        )

    def many(self) -> tuple[str, ...] | None:
        if self.selected_options is not None:
            return tuple(option.value for option in self.selected_options)
        return None if self.selected_users is None else tuple(self.selected_users)


class _State(Read):
    values: dict[str, dict[str, _Input]] = Field(default_factory=dict)

    def read(self) -> Values:
        texts: dict[str, str] = {}
        choices: dict[str, tuple[str, ...]] = {}
        for block_id, inputs in self.values.items():
            for found in inputs.values():
                if (text := found.text()) is not None:
                    texts[block_id] = text
                if (many := found.many()) is not None:
                    choices[block_id] = many
        return Values(texts, choices)


class _View(Read):
    id: str = ""
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: _State = _State()


class _Action(_Input):
    action_id: str = ""


class _Message(Files):
    ts: str = ""
    thread_ts: str | None = None
    user: str | None = None
    text: str | None = None


class _Container(Read):
    message_ts: str = ""
    thread_ts: str | None = None
    channel_id: str = ""


class _Interaction(Read):
    type: str
    user: _Id
    channel: _Id = _Id()
    view: _View | None = None
    actions: list[_Action] = Field(default_factory=list)
    message: _Message = _Message()
    container: _Container = _Container()
    callback_id: str = ""
    action_id: str = ""
    value: str | None = None
    trigger_id: str = ""
    state: _State = _State()


class _Command(Read):
    text: str = ""
    user_id: str
    channel_id: str = Field(default="")
    trigger_id: str = ""


def read_press(body: Mapping[str, object]) -> Press:
    """A button or a choice."""
    read = _Interaction.model_validate(body)
    action = read.actions[0]
    view = read.view or _View()
    return Press(
        action=action.action_id,
        value=action.text() or "",
        user_id=read.user.id,
        channel=read.channel.id or read.container.channel_id,
        message_ts=read.container.message_ts or read.message.ts,
        thread_ts=read.message.thread_ts or read.container.thread_ts or "",
        view_id=view.id,
        view_hash=view.hash,
        private=view.private_metadata,
        values=(view.state if read.view else read.state).read(),
        request=read.trigger_id,
    )


def read_submission(body: Mapping[str, object]) -> Submission:
    """A form that was sent."""
    read = _Interaction.model_validate(body)
    view = read.view or _View()
    return Submission(view.callback_id, view.id, read.user.id, view.private_metadata, view.state.read())


def read_dismissal(body: Mapping[str, object]) -> Dismissal:
    """A form that was closed."""
    read = _Interaction.model_validate(body)
    view = read.view or _View()
    return Dismissal(view.callback_id, read.user.id, view.private_metadata, view.state.read())


def read_shortcut(body: Mapping[str, object]) -> Shortcut:
    """A shortcut on a message, or (without one) from anywhere."""
    read = _Interaction.model_validate(body)
    return Shortcut(
        callback=read.callback_id,
        user_id=read.user.id,
        channel=read.channel.id,
        message_ts=read.message.ts,
        thread_ts=read.message.thread_ts or "",
        author=read.message.user or "",
        text=from_slack(read.message.text or ""),
        clips=read.message.clips(),
    )


def read_command(body: Mapping[str, object]) -> Command:
    """Words after the slash command."""
    read = _Command.model_validate(body)
    return Command(from_slack(read.text).strip(), read.user_id, read.channel_id, read.trigger_id)


def read_search(body: Mapping[str, object]) -> Search:
    """What was typed into a searchable menu."""
    read = _Interaction.model_validate(body)
    return Search(read.action_id, storable(read.value or ""), read.user.id)
