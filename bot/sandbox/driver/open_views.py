"""A view on a person's screen: what stands in it, and what the person does in it without submitting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.sandbox.checks.suggestions import suggestion_problems
from bot.sandbox.driver.controls import Control, action, find_control
from bot.sandbox.driver.place import Place
from bot.sandbox.errors import CannotDo
from bot.sandbox.fields import chosen, fields_of, find_option, options_of
from bot.sandbox.shapes import Json, as_flag, as_number, as_object, as_objects, as_text
from bot.sandbox.visible import visible_texts
from bot.sandbox.wording import unescape
from bot.sandbox.world.account import Account
from bot.sandbox.world.ledger import Refusal
from bot.sandbox.world.view import View

QUERY_MIN = 3  # characters that a person types before Slack asks the app, unless the select says otherwise


class Option(NamedTuple):
    """One suggestion of a searchable select."""

    text: str
    value: str


@dataclass(frozen=True)
class OpenView:
    """A modal or the Home of one person."""

    place: Place
    account: Account
    seen: View

    @property
    def view(self) -> Json:
        """The view object as it now is."""
        return self.seen.as_json()

    @property
    def callback_id(self) -> str:
        """What the app calls it."""
        return as_text(self.seen.content.get("callback_id"))

    @property
    def blocks(self) -> list[Json]:
        """Its blocks as they now are."""
        return as_objects(self.seen.content.get("blocks"))

    @property
    def trouble(self) -> str | None:
        """What Slack itself tells when the app did not answer as it must."""
        return self.seen.trouble

    def texts(self) -> list[str]:
        """Every string that can be read, unescaped, in reading order."""
        return [unescape(word) for word in visible_texts(self.seen.content)]

    @property
    def shown(self) -> str:
        """All that can be read, one line each."""
        return "\n".join(self.texts())

    async def click(self, what: str, *, block_id: str | None = None, value: str | None = None) -> bool:
        """Press a button, found by its action id or its words; whether the app acknowledged."""
        return await self._act(self._control(what, block_id, value), None)

    async def choose(self, what: str, value: object, *, block_id: str | None = None) -> bool:
        """Put a value into a field; the app hears of it unless it is a silent input; whether it acknowledged."""
        self.require_open()
        control = self._control(what, block_id, None)
        if str(control.element.get("type")).endswith("external_select"):
            await self._offer(control, value)
        picked = chosen(control.element, value, self.seen.offered.get(control.action_id, []))
        self.seen.state[as_text(control.block.get("block_id")), control.action_id] = picked
        if control.block.get("type") == "input" and not as_flag(control.block.get("dispatch_action")):
            return True
        return await self._act(control, picked)

    def fill(self, values: Mapping[str, object]) -> None:
        """Type into fields, named by block id or action id; what a searchable select needs is looked up later."""
        self.require_open()
        for name, value in values.items():
            block, field = self._field(name)
            key = as_text(block.get("block_id")), as_text(field.get("action_id"))
            if str(field.get("type")) == "external_select" and not self._is_offered(field, value):
                self.seen.wanted[key] = str(value)
                continue
            self.seen.state[key] = chosen(field, value, self.seen.offered.get(key[1], []))

    async def suggest(self, what: str, typed: str) -> list[Option]:
        """What a searchable select offers for the typed letters; nothing while too few are typed."""
        control = self._control(what, None, None)
        if len(typed) < as_number(control.element.get("min_query_length"), QUERY_MIN):
            return []
        block_id = as_text(control.block.get("block_id"))
        asked: Json = {"action_id": control.action_id, "block_id": block_id, "value": typed}
        base = self.place.base("block_suggestion", self.account)
        answer = await self.place.ask(
            self.account, {**base, **asked, "container": self.container(), "view": self.view}
        )
        problems = suggestion_problems(answer.payload) if answer.accepted else []
        if problems:
            refusal = Refusal(where="block_suggestion", payload=answer.payload, reasons=problems)
            self.place.world.refused.append(refusal)
            return []
        found = options_of(answer.payload)
        self.seen.offered[control.action_id] = found
        return [Option(as_text(as_object(o.get("text")).get("text")), as_text(o.get("value"))) for o in found]

    def container(self) -> Json:
        """How payloads name this view."""
        return {"type": "view", "view_id": self.seen.id}

    def require_open(self) -> None:
        """Refuse to touch what is no longer on the screen."""

    async def resolve_wanted(self) -> None:
        """Look up what was typed into searchable selects and choose it."""
        for (block_id, action_id), wanted in list(self.seen.wanted.items()):
            control = self._control(action_id, block_id, None)
            await self._offer(control, wanted)
            self.seen.state[block_id, action_id] = chosen(
                control.element, wanted, self.seen.offered[action_id]
            )
        self.seen.wanted.clear()

    async def _offer(self, control: Control, value: object) -> None:
        for wanted in value if isinstance(value, (list, tuple)) else [value]:
            if not self._is_offered(control.element, wanted):
                before = self.seen.offered.get(control.action_id, [])
                await self.suggest(control.action_id, str(wanted))
                self.seen.offered[control.action_id] = [
                    *before,
                    *self.seen.offered.get(control.action_id, []),
                ]

    def _is_offered(self, field: Json, value: object) -> bool:
        try:
            find_option(field, str(value), self.seen.offered.get(as_text(field.get("action_id")), []))
        except CannotDo:
            return False
        return True

    async def _act(self, control: Control, picked: Json | None) -> bool:
        self.require_open()
        payload: Json = {
            **self.place.base("block_actions", self.account),
            "container": self.container(),
            "trigger_id": self.place.trigger(self.account, self.seen.id),
            "view": self.view,
            "actions": [action(control, chosen=picked, at=self.place.world.stamps.next())],
        }
        answer = await self.place.ask(self.account, payload)
        return answer.accepted

    def _control(self, what: str, block_id: str | None, value: str | None) -> Control:
        return find_control(self.blocks, what, user_id=self.account.id, block_id=block_id, value=value)

    def _field(self, name: str) -> tuple[Json, Json]:
        found = [(b, f) for b, f in fields_of(self.blocks) if name in (b.get("block_id"), f.get("action_id"))]
        if len(found) != 1:
            names = ", ".join(f"{b.get('block_id')}/{f.get('action_id')}" for b, f in fields_of(self.blocks))
            raise CannotDo(f"{len(found)} fields are called {name!r}; there is: {names or 'nothing'}.")
        return found[0]


class HomeTab(OpenView):
    """The App Home of one person."""
