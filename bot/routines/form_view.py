"""How the set-up form looks: three fields at first, the others under *More*, the next posts below them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.routines.dates import WEEKDAYS
from bot.routines.form import Filled
from bot.routines.outlook import bullets
from bot.slack import blocks
from bot.slack.interactions import Block, View
from content.holiday_calendar import holiday_countries, regions
from content.questions import Level
from storage.routines import Settings

MOST_FACILITATORS = 10
DAYS = tuple((name, str(number)) for number, name in enumerate(WEEKDAYS, 1))

OPEN = (("8 hours", "480"), ("24 hours", "1440"), ("48 hours", "2880"), ("72 hours", "4320"))
GRACE = (
    ("Ask if it is at most 30 minutes late", "30"),
    ("Ask if it is at most 2 hours late", "120"),
    ("Ask if it is at most 6 hours late", "360"),
)
PLACES = (
    ("In the thread, where all can learn from it", "thread"),
    ("Privately, in direct messages", "private"),
    ("Nowhere: no coach", "off"),
)
LEVELS = (
    ("Senior engineers", Level.SENIOR.value),
    ("Staff engineers", Level.STAFF.value),
    ("Tech leads", Level.TECH_LEAD.value),
    ("Engineering managers", Level.EM.value),
    ("Directors", Level.DIRECTOR.value),
)
TO_BE_SHOWN = "The next ten posts show here once the fields above can be read."


def view(filled: Filled, upcoming: Sequence[str]) -> View:
    """The form, with the next posts below its fields."""
    buttons = [
        blocks.button("Show the next ten posts", "routines:show"),
        blocks.button("Send me a sample", "routines:sample"),
    ]
    if not filled.more:
        buttons.insert(0, blocks.button("More", "routines:more"))
    return blocks.modal(
        "routines:setup",
        "Practice here",
        [
            *_first_fields(filled.settings),
            *(_more_fields(filled) if filled.more else ()),
            blocks.actions(*buttons),
            blocks.words("*The next ten posts*"),
            bullets(upcoming or [TO_BE_SHOWN]),
        ],
        submit="Save",
        close="Cancel",
        private={"channel": filled.channel, "more": "yes" if filled.more else ""},
    )


def _first_fields(settings: Settings) -> list[Block]:
    zone = (settings.zone, settings.zone) if settings.zone else None
    return [
        blocks.field("days", "Days", blocks.ticks("routines:days", DAYS, settings.days), tells=True),
        blocks.field(
            "at",
            "Time",
            blocks.typed("routines:at", settings.at, placeholder="9:30 or 2pm", limit=20),
            hint="The time on a clock in the zone below, all year round.",
            tells=True,
        ),
        blocks.field(
            "zone", "Time zone", blocks.search("routines:zone", zone, "Type a city or a zone"), tells=True
        ),
    ]


def _more_fields(filled: Filled) -> list[Block]:
    settings = filled.settings
    return [
        *_mix_fields(settings),
        blocks.field(
            "open",
            "How long a question stays open",
            blocks.select("open", OPEN, str(settings.open_minutes)),
            hint="With 24 hours, every time zone has a day.",
        ),
        blocks.field(
            "grace",
            "When a question is late",
            blocks.select("grace", GRACE, str(settings.grace_minutes)),
            hint="One that is later still is skipped, and the facilitators are told.",
        ),
        *_calendar_fields(settings),
        blocks.field(
            "coach",
            "Where the coach asks",
            blocks.select("coach", PLACES, settings.coach_place),
            hint="Each person may choose another place for themselves.",
        ),
        blocks.field(
            "facilitators",
            "Who may change this practice",
            _people(filled.facilitators),
            optional=True,
            hint="You and, best, one other person: when no facilitator is active any more, a member of the "
            "channel may take over, and it is said in the channel.",
        ),
    ]


def _mix_fields(settings: Settings) -> list[Block]:
    """What the days bring, and whose interviews the questions are of."""
    return [
        _days_field(
            "drill_days",
            "Days with a drill in place of a question",
            settings.drill_days,
            hint="A drill takes a minute or two and is for each person alone.",
        ),
        _days_field(
            "case_days", "Days with a case to discuss", settings.case_days, hint="One a week is plenty."
        ),
        blocks.field(
            "levels",
            "Questions for",
            blocks.ticks("levels", LEVELS, settings.levels.split()),
            optional=True,
            hint="None ticked: for everybody.",
        ),
    ]


def _days_field(name: str, label: str, chosen: str, *, hint: str) -> Block:
    ticks = blocks.ticks(f"routines:{name}", DAYS, chosen)
    return blocks.field(name, label, ticks, optional=True, tells=True, hint=hint)


def _calendar_fields(settings: Settings) -> list[Block]:
    """The country, and its region where it has any; the region's id names its country, so none outlives it."""
    country = settings.country
    known = holiday_countries().get(country or "")
    chosen = (known or country, country) if country else None
    shown = [
        blocks.field(
            "country",
            "Leave out the public holidays of",
            blocks.search("routines:country", chosen, "Type a country"),
            optional=True,
            tells=True,
        )
    ]
    if country and known and regions(country):
        region = settings.region
        picked = (regions(country).get(region, region), region) if region else None
        menu = blocks.search(f"routines:region:{country}", picked, "Type a region")
        shown.append(blocks.field("region", "Region", menu, optional=True, tells=True))
    return shown


def _people(chosen: Sequence[str]) -> dict[str, object]:
    element: dict[str, object] = {
        "type": "multi_users_select",
        "action_id": "facilitators",
        "placeholder": blocks.plain("Choose people", 150),
        "max_selected_items": MOST_FACILITATORS,
    }
    return element | {"initial_users": list(chosen)} if chosen else element
