"""What a person does with buttons, forms and commands, typed; and what the app may answer.

An interaction is never delivered again (law 1): its handler commits, and returns a `Response` that the door carries out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.slack.events import SharedClip

Block = dict[str, object]
View = dict[str, object]


@dataclass(frozen=True)
class Values:
    """What stands in a form's fields, by block id."""

    texts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """What was typed or picked in a field; empty if nothing."""
        return self.texts.get(key, "")

    def many(self, key: str) -> tuple[str, ...]:
        """What was ticked or picked in a field that takes several."""
        return self.choices.get(key, ())


@dataclass(frozen=True)
class Press:
    """A button or a choice, in a message (`message_ts`) or in a view (`view_id`)."""

    action: str
    value: str
    user_id: str
    channel: str
    message_ts: str
    thread_ts: str
    view_id: str
    view_hash: str
    private: str
    values: Values
    request: str = ""
    """The id of this press."""


@dataclass(frozen=True)
class Submission:
    """A form that was sent; `private` is what we wrote into it."""

    callback: str
    view_id: str
    user_id: str
    private: str
    values: Values


@dataclass(frozen=True)
class Dismissal:
    """A form that was closed without sending."""

    callback: str
    user_id: str
    private: str
    values: Values


@dataclass(frozen=True)
class Shortcut:
    """A shortcut on somebody's message."""

    callback: str
    user_id: str
    channel: str
    message_ts: str
    thread_ts: str
    author: str
    text: str
    clips: tuple[SharedClip, ...] = ()


@dataclass(frozen=True)
class Command:
    """Words after `/understudy`."""

    words: str
    user_id: str
    channel: str
    request: str = ""
    """The id of this command."""


def meant_channel(deed: Press | Command) -> str:
    """The channel that a deed is about: what a button carries, else where it was done."""
    return deed.channel if isinstance(deed, Command) else deed.value or deed.channel


@dataclass(frozen=True)
class Search:
    """What was typed into a searchable menu."""

    action: str
    typed: str
    user_id: str


@dataclass(frozen=True)
class Nothing:
    """All is done; the form, if there is one, closes."""


@dataclass(frozen=True)
class Whisper:
    """A sentence that only this person sees, at once and at most once."""

    text: str
    blocks: Sequence[Block] = ()
    in_place: bool = False
    """Replace the private message in which the button stands."""


@dataclass(frozen=True)
class OpenView:
    """A new form."""

    view: View


@dataclass(frozen=True)
class PushView:
    """A form on top of the one that is open."""

    view: View


@dataclass(frozen=True)
class ChangeView:
    """The open form, changed; what was typed stays where ids stay."""

    view: View


@dataclass(frozen=True)
class FieldErrors:
    """Sentences at fields, by block id; the form keeps its input."""

    sentences: Mapping[str, str]


@dataclass(frozen=True)
class Options:
    """What a searchable menu offers: (text, value)."""

    choices: Sequence[tuple[str, str]]


Response = Nothing | Whisper | OpenView | PushView | ChangeView | FieldErrors | Options
