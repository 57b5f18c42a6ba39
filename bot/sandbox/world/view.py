"""A modal or a Home as one person has it open: what the app sent, what the person typed, what went wrong."""

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.shapes import Json, as_text, clone

StateKey = tuple[str, str]


@dataclass(kw_only=True, eq=False)
class View:
    """One view; what was typed survives an update wherever `block_id` and `action_id` stay."""

    id: str
    team_id: str
    app_id: str
    bot_id: str
    kind: Literal["modal", "home"]
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: dict[StateKey, Json] = field(default_factory=dict)
    wanted: dict[StateKey, object] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None

    @property
    def external_id(self) -> str:
        """The app's own name for it, or empty."""
        return as_text(self.content.get("external_id"))

    def state_values(self) -> Json:
        """What stands in the fields, as `state.values` writes it."""
        values: dict[str, Json] = {}
        for (block_id, action_id), value in self.state.items():
            values.setdefault(block_id, {})[action_id] = clone(value)
        return dict(values)

    def as_json(self) -> Json:
        """The view object of API answers and interaction payloads."""
        defaults: Json = {
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
        }
        empty: Json = {"close": None, "submit": None, "notify_on_close": False}
        return {
            **defaults,
            **empty,
            **clone(self.content),
            "id": self.id,
            "team_id": self.team_id,
            "type": self.kind,
            "state": {"values": self.state_values()},
            "hash": self.hash,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }
