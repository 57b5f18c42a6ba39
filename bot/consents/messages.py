"""What is said about a language model: what would leave this server, to whom, and who may say so."""

from __future__ import annotations

from bot.slack.text import escape

NO_MODEL = (
    "No language model is set up here, so none reads anything: the coach works by its own rules. Whoever runs Understudy can "
    "set one up; even then it reads nobody's answers until an admin and the person themselves say so."
)
WHICH = "Say `on` or `off`. For example: `/understudy model on`"
WHICH_MINE = "Say `on` or `off`. For example: `/understudy my model on`"
ONLY_ADMINS = (
    "Only admins of this workspace can say that. For yourself you can: `/understudy my model on` or `off`."
)
NOT_TOLD = "Slack did not tell me whether you are an admin here. Please try again in a minute."
WORKSPACE_OFF = (
    "From now on nothing from this workspace goes to a language model. The coach works by its own rules."
)
MINE_OFF = "From now on nothing of yours goes to a language model. The coach asks you by its own rules."


def workspace_on(model: str, to: str) -> str:
    """The workspace agrees; what that means, and that it is not enough."""
    return (
        f"From now on people here may let a language model help the coach. It is {_named(model, to)}. {_leaves(to)} "
        "Nothing is sent yet: each person says for themselves `/understudy my model on`. `/understudy model off` stops it "
        "for everybody at once."
    )


def mine_on(model: str, to: str) -> str:
    """A person agrees."""
    return (
        f"From now on a language model may help the coach with your answers. It is {_named(model, to)}. {_leaves(to)} "
        "The rules still decide when to ask, and a line under each question says who worded it. `/understudy my model off` "
        "stops it at once."
    )


def mine_on_alone(model: str, to: str) -> str:
    """A person agrees where the workspace does not."""
    return (
        f"I keep that. Nothing is sent until an admin of this workspace says `/understudy model on` too; then "
        f"{_named(model, to)} may help the coach with your answers. {_leaves(to)} `/understudy my model off` takes it back."
    )


def _leaves(to: str) -> str:
    return (
        f"What goes to {escape(to)}: the question, the answer and the replies of the person (of a clip its transcript), and what the rules would ask. Not "
        "their name, nothing that others wrote, and no answer about distress, health or legal matters that the rules notice."
    )


def _named(model: str, to: str) -> str:
    return f"“{escape(model)}” at {escape(to)}"
