"""Arguments of a Web API call, read from JSON, a form or the query alike."""

import json

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json, as_flag, as_number, as_object, as_objects, as_text


class Args:
    """What a call was given; readers refuse what is missing as Slack does."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def has(self, name: str) -> bool:
        """Whether the argument was given at all and is not null."""
        return self.given.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """An optional string; numbers are read as written."""
        value = self.given.get(name)
        return default if value is None else value if isinstance(value, str) else str(value)

    def needed(self, name: str) -> str:
        """A string that must be there."""
        value = self.text(name)
        if not value:
            raise ApiError(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )
        return value

    def flag(self, name: str) -> bool:
        """A yes or no, no when missing."""
        return as_flag(self.given.get(name))

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        return as_number(self.given.get(name), default)

    def raw(self, name: str) -> object:
        """A nested value, parsed if it came as a string of JSON; what is no JSON is refused."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as problem:
            raise ApiError(f"invalid_{name}_format" if name == "blocks" else "invalid_json") from problem

    def object(self, name: str) -> Json:
        """A nested object, empty when missing."""
        return as_object(self.raw(name))

    def objects(self, name: str) -> list[Json]:
        """A nested list of objects, empty when missing."""
        return as_objects(self.raw(name))


async def read_call(request: web.Request) -> tuple[str, Args]:
    """The token and the arguments of a call; the token may stand in the header or among the arguments."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            given |= as_object(json.loads(await request.text() or "{}"))
        except ValueError as problem:
            raise ApiError("invalid_json") from problem
    elif request.can_read_body:
        given |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() or as_text(given.get("token"))
    given.pop("token", None)
    return token, Args(given)
