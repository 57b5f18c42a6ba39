"""How often the rules of the coach err, as it is published; read once from the library and frozen."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from content.coaching.signals import Signal
from content.errors import Problem
from content.library.reading import library_path, make, read_table
from content.library.shape import Content, Words

_FILE: Final = "rates.toml"

Share = Annotated[float, Field(strict=True, gt=0, lt=1)]
"""A part of the whole, never none of it nor all."""


class Rate(Content):
    """How often one rule errs: `right` of the times that it finds something, `found` of all that there is."""

    signal: Signal = Field(description="what the rule asks for")
    finds: Words = Field(description="what the rule finds, to end a sentence with")
    row: Words = Field(description="the row of the table in docs/coach.md")
    right: Share = Field(description="the precision, such as 0.84")
    found: Share = Field(description="the recall, such as 0.79")


class FirstQuestion(Content):
    """How often the first question was acceptable, with the ends of its interval."""

    acceptable: Share = Field(description="the share of first questions that were acceptable")
    at_least: Share = Field(alias="from", description="the lower end of the interval")
    at_most: Share = Field(alias="to", description="the upper end of the interval")


class Rates(Content):
    """All published rates, the day on which they were measured and on how many answers."""

    measured_on: date = Field(description="the day of the measurement, such as 2026-11-21")
    answers: Annotated[int, Field(strict=True, gt=0)] = Field(
        description="how many answers they were measured on"
    )
    first_question: FirstQuestion = Field(description="how often the first question was acceptable")
    rate: tuple[Rate, ...] = Field(description="the rates, one a signal")

    def find(self, signal: Signal) -> Rate | None:
        """The rate of this signal; None where it was too rare to be measured."""
        return next((rate for rate in self.rate if rate.signal is signal), None)


def _load() -> Rates:
    text = library_path("coach", _FILE).read_text(encoding="utf-8")
    return make(Rates, read_table(text, _FILE), Problem(_FILE, ""))


RATES: Final = _load()
