"""What can go wrong: an answer `ok: false`, or a deed that no person in Slack could do."""

from bot.sandbox.shapes import Json


class ApiError(Exception):
    """Slack answers `ok: false` with this code, and with what else it says."""

    def __init__(self, code: str, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.extra: Json = extra


class CannotDo(AssertionError):  # noqa: N818  a test reads it as a sentence
    """A test asked a person to do what Slack would not let them do, such as pressing a button they do not see."""
