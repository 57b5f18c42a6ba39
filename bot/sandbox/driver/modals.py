"""A modal on a person's screen: submitted, refused, closed."""

from collections.abc import Mapping

from bot.sandbox.checks.forms import form_errors
from bot.sandbox.checks.views import view_problems
from bot.sandbox.deeds import views
from bot.sandbox.driver.open_views import OpenView
from bot.sandbox.errors import ApiError, CannotDo
from bot.sandbox.shapes import Json, as_flag, as_object, as_text
from bot.sandbox.world.ledger import Refusal

TROUBLE = "We had some trouble connecting. Try again?"


class Modal(OpenView):
    """The modal on top of a person's stack when it was looked up."""

    @property
    def title(self) -> str:
        """The words at its head."""
        return as_text(as_object(self.seen.content.get("title")).get("text"))

    @property
    def errors(self) -> dict[str, str]:
        """The sentence at each field that was refused, by block id."""
        return dict(self.seen.errors)

    @property
    def is_open(self) -> bool:
        """Whether it is still on the person's screen, on top or below another."""
        return self.seen in self.account.stack

    async def submit(self, values: Mapping[str, object] | None = None) -> bool:
        """Fill and submit; whether the app took it. Else `errors` or `trouble` tell why, and the input is kept."""
        self.fill(values or {})
        await self.resolve_wanted()
        if not self.seen.content.get("submit"):
            raise CannotDo(f"The modal {self.title!r} has nothing to submit with.")
        self.seen.errors, self.seen.trouble = form_errors(self.blocks, self.seen.state), None
        if self.seen.errors:
            return False
        answer = await self.place.ask(self.account, self._submission())
        if not answer.accepted:
            self.seen.trouble = TROUBLE
            return False
        return self._obey(answer.payload)

    async def close(self) -> None:
        """Press the close button: this modal goes, one below it comes back."""
        await self._close(cleared=False)

    async def dismiss(self) -> None:
        """Press the X: the whole stack goes."""
        await self._close(cleared=True)

    def require_open(self) -> None:
        """Refuse to touch a modal that is not on top."""
        if not self.account.stack or self.account.stack[-1] is not self.seen:
            raise CannotDo(f"The modal {self.title!r} is not on top of the screen.")

    async def _close(self, *, cleared: bool) -> None:
        self.require_open()
        going = list(reversed(self.account.stack)) if cleared else [self.seen]
        payloads = [
            {**self.place.base("view_closed", self.account), "view": view.as_json(), "is_cleared": cleared}
            for view in going
            if as_flag(view.content.get("notify_on_close"))
        ]
        for view in going:
            views.close(self.place.world, self.account, view)
        for payload in payloads:
            await self.place.ask(self.account, payload)

    def _submission(self) -> Json:
        asked: Json = {"trigger_id": self.place.trigger(self.account, self.seen.id), "response_urls": []}
        return {**self.place.base("view_submission", self.account), "view": self.view, **asked}

    def _obey(self, answer: Json) -> bool:
        match as_text(answer.get("response_action")):
            case "":
                views.close(self.place.world, self.account, self.seen)
            case "clear":
                views.close_all(self.place.world, self.account)
            case "errors":
                return self._refuse(answer)
            case "update" | "push" as deed:
                return self._show(deed, answer)
            case other:
                return self._fail(answer, [f"response_action {other!r} is unknown"])
        return True

    def _refuse(self, answer: Json) -> bool:
        errors = {name: as_text(sentence) for name, sentence in as_object(answer.get("errors")).items()}
        inputs = {as_text(block.get("block_id")) for block in self.blocks if block.get("type") == "input"}
        reasons = [f"errors name {name!r}, which is no input block" for name in errors if name not in inputs]
        reasons += [] if errors else ["response_action errors without errors"]
        if reasons:
            return self._fail(answer, reasons)
        self.seen.errors = errors
        return False

    def _show(self, deed: str, answer: Json) -> bool:
        content = as_object(answer.get("view"))
        reasons = view_problems(content, "modal")
        if reasons:
            return self._fail(answer, reasons)
        world, workspace = self.place.world, self.place.workspace
        try:
            if deed == "update":
                views.fill(world, self.seen, content)
            else:
                views.push(self.account, views.make(world, workspace, content, previous=self.seen))
        except ApiError as error:
            return self._fail(answer, [error.code])
        return True

    def _fail(self, answer: Json, reasons: list[str]) -> bool:
        self.place.world.refused.append(Refusal(where="view_submission", payload=answer, reasons=reasons))
        self.seen.trouble = TROUBLE
        return False
