"""A view on a person's screen: what stands in it, and what the person does in it without submitting."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.driver.controls import Control, action, find_control
from bot.sandbox.driver.place import Place
from bot.sandbox.driver.searching import Option, as_option, is_searchable, looked_up, offered_for
from bot.sandbox.errors import CannotDo
from bot.sandbox.fields import chosen, fields_of
from bot.sandbox.shapes import Json, as_flag, as_objects, as_text
from bot.sandbox.visible import visible_texts
from bot.sandbox.wording import unescape
from bot.sandbox.world.account import Account
from bot.sandbox.world.view import View


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
        if is_searchable(control.element):
            await self._look_up(control, value)
        picked = chosen(control.element, value, self._offered(control.action_id))
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
            if is_searchable(field):
                self.seen.wanted[key] = value
                continue
            self.seen.state[key] = chosen(field, value, [])

    async def suggest(self, what: str, typed: str) -> list[Option]:
        """What a searchable select offers for the typed letters; nothing while too few are typed."""
        control = self._control(what, None, None)
        found = await offered_for(self.place, self.account, control, typed, self._surface())
        self.seen.offered[control.action_id] = found
        return [as_option(option) for option in found]

    def container(self) -> Json:
        """How payloads name this view."""
        return {"type": "view", "view_id": self.seen.id}

    def require_open(self) -> None:
        """Refuse to touch what is no longer on the screen."""

    async def resolve_wanted(self) -> None:
        """Look up what was typed into searchable selects and choose it."""
        for (block_id, action_id), wanted in list(self.seen.wanted.items()):
            control = self._control(action_id, block_id, None)
            await self._look_up(control, wanted)
            self.seen.state[block_id, action_id] = chosen(control.element, wanted, self._offered(action_id))
        self.seen.wanted.clear()

    async def _look_up(self, control: Control, value: object) -> None:
        known = self._offered(control.action_id)
        found = await looked_up(self.place, self.account, control, value, self._surface(), known)
        self.seen.offered[control.action_id] = found

    def _offered(self, action_id: str) -> list[Json]:
        return self.seen.offered.get(action_id, [])

    def _surface(self) -> Json:
        return {"container": self.container(), "view": self.view}

    async def _act(self, control: Control, picked: Json | None) -> bool:
        self.require_open()
        payload: Json = {
            **self.place.base("block_actions", self.account),
            **self._surface(),
            "trigger_id": self.place.trigger(self.account, self.seen.id),
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
