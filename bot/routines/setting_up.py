"""What people do with the set-up form, from its opening to what it saved."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import aiohttp
from pydantic import ValidationError

from bot.kit import Kit
from bot.routines import form, messages, outlook, use_cases
from bot.routines.form_view import view
from bot.routines.rights import Right, standing
from bot.slack.blocks import private_of
from bot.slack.calls import SlackApiError, code_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    ChangeView,
    Command,
    FieldErrors,
    OpenView,
    Options,
    Press,
    Response,
    Search,
    Submission,
    Whisper,
    meant_channel,
)
from bot.slack.patience import Asking
from content.cadence import CadenceError
from content.zones import find_zones, is_zone
from storage.routines import Routine
from storage.work import Room

MAY_SAVE = (Right.NO_ROUTINE, Right.MAY_CHANGE)
CLOSED_TO_US = (
    "channel_not_found",
    "not_in_channel",
    "missing_scope",
    "method_not_supported_for_channel_type",
)
COUNTRY = "routines:country"


@dataclass(frozen=True)
class SetUp:
    """Answers to everything in and around the form."""

    kit: Kit
    asking: Asking = field(default_factory=Asking)

    async def open(self, desk: Desk, deed: Press | Command) -> Response:
        """Open the form, or say why no practice can be set up here or by this person.

        Without the person's zone, where Slack does not say it in time.
        """
        channel = meant_channel(deed)
        before = await desk.run(lambda room: standing(room, channel, deed.user_id))
        if before.right not in MAY_SAVE:
            return messages.refused(before, channel)
        unfit, zone = await asyncio.gather(
            self.asking.in_time(_unfit(desk, channel), otherwise=messages.NOT_TOLD),
            self.asking.in_time(_zone_for(desk, before.routine, deed.user_id), otherwise=""),
        )
        if unfit:
            return Whisper(unfit)
        filled = form.start(channel, before.routine, before.facilitators, zone=zone, by=deed.user_id)
        upcoming = await desk.run(lambda room: _upcoming(room, filled, desk))
        return OpenView(view(filled, upcoming))

    async def refresh(self, desk: Desk, press: Press) -> Response:
        """Show the form again with the next posts as its fields say now."""
        return await self._again(desk, press, more=False)

    async def more(self, desk: Desk, press: Press) -> Response:
        """Add the fields that most teams leave as they are; what was typed stays."""
        return await self._again(desk, press, more=True)

    async def _again(self, desk: Desk, press: Press, *, more: bool) -> Response:
        def look(room: Room) -> Response:
            filled = form.read(press.values, _base(room, press))
            if press.action == COUNTRY:
                filled = replace(filled, settings=replace(filled.settings, region=None))
            filled = replace(filled, more=filled.more or more)
            return ChangeView(view(filled, _upcoming(room, filled, desk)))

        return await desk.run(look)

    async def sample(self, desk: Desk, press: Press) -> Response:
        """Send a sample question to whoever asks for it."""
        await desk.run(lambda room: use_cases.owe_sample(room, press.user_id, press.view_id, desk.now))
        return Whisper(messages.SAMPLE_ON_ITS_WAY)

    async def save(self, desk: Desk, submission: Submission) -> Response:
        """Set the practice up, or say at its field what is wrong; the form never just closes."""
        return await desk.run(lambda room: self._save(room, desk, submission))

    def _save(self, room: Room, desk: Desk, submission: Submission) -> Response:
        base = _base(room, submission)
        before = standing(room, base.channel, submission.user_id)
        if before.right not in MAY_SAVE:
            return ChangeView(messages.page("Not saved", messages.refused(before, base.channel)))
        filled = form.read(submission.values, base)
        if sentences := form.wrong(filled):
            return FieldErrors(sentences)
        if room.forms.take_submission(submission.view_id, submission.callback, desk.now):
            use_cases.set_up(
                room,
                base.channel,
                form.exact(filled),
                filled.facilitators,
                by=submission.user_id,
                now=desk.now,
                kit=self.kit,
            )
        routine = room.routines.find_by_channel(base.channel)
        assert routine is not None
        return ChangeView(outlook.saved(use_cases.outlook(room, routine, desk.now), base.channel))

    async def find_zone(self, _desk: Desk, search: Search) -> Response:
        """The time zones for what was typed."""
        return Options([(name, name) for name in find_zones(search.typed)])

    async def find_country(self, _desk: Desk, search: Search) -> Response:
        """The countries with a holiday calendar for what was typed."""
        return Options(form.find_countries(search.typed))

    async def find_region(self, _desk: Desk, search: Search) -> Response:
        """The regions of the country that the menu's id names."""
        return Options(form.find_regions(search.action.rpartition(":")[2], search.typed))

    def register(self) -> None:
        """Listen to the form and to what opens it."""
        doors = self.kit.doors
        doors.on(Command, "setup", self.open)
        doors.on(Press, "routines:setup", self.open)
        for name in ("days", "at", "zone", "drill_days", "case_days", "country", "region", "show"):
            doors.on(Press, f"routines:{name}", self.refresh)
        doors.on(Press, "routines:more", self.more)
        doors.on(Press, "routines:sample", self.sample)
        doors.on(Submission, "routines:setup", self.save)
        doors.on(Search, "routines:zone", self.find_zone)
        doors.on(Search, COUNTRY, self.find_country)
        doors.on(Search, "routines:region", self.find_region)


def _base(room: Room, deed: Press | Submission) -> form.Filled:
    """What the form was opened with, and whether *More* is shown in it."""
    carried = private_of(deed.private)
    channel = carried["channel"]
    before = standing(room, channel, deed.user_id)
    began = form.start(channel, before.routine, before.facilitators, zone="", by=deed.user_id)
    return replace(began, more=carried.get("more") == "yes")


def _upcoming(room: Room, filled: form.Filled, desk: Desk) -> list[str]:
    """The next posts as the form says now; none while it cannot be read."""
    if form.wrong(filled):
        return []
    kept = room.routines.find_by_channel(filled.channel) or _unsaved(filled)
    routine = replace(kept, **vars(form.exact(filled)))
    try:
        return outlook.preview_lines(use_cases.outlook(room, routine, desk.now))
    except CadenceError:
        return []


def _unsaved(filled: form.Filled) -> Routine:
    return Routine(
        id=0,
        channel=filled.channel,
        **vars(form.exact(filled)),
        paused_until=None,
        next_at=None,
        members_read_at=None,
        lost=None,
    )


async def _unfit(desk: Desk, channel: str) -> str | None:
    """Why no practice can live in this channel; None when one can."""
    if not channel.startswith(("C", "G")):
        return messages.IN_DIRECT
    try:
        standing = await desk.calls.standing(desk.workspace_id, channel)
    except SlackApiError as error:
        if code_of(error) in CLOSED_TO_US:
            return messages.NOT_IN_CHANNEL
        raise
    if standing.is_mpim:
        return messages.IN_DIRECT
    if standing.is_ext_shared:
        return messages.SHARED
    return None if standing.is_member else messages.NOT_IN_CHANNEL


async def _zone_for(desk: Desk, routine: Routine | None, user_id: str) -> str:
    """The zone that a new practice begins with; empty for one that has its own."""
    return "" if routine else await _own_zone(desk, user_id)


async def _own_zone(desk: Desk, user_id: str) -> str:
    """The person's own zone as Slack has it, asked once and kept; empty when it is not known."""
    workspace_id = desk.workspace_id
    person = await desk.run(lambda room: room.people.get(user_id))
    zone = person.zone
    if not zone:
        team_id = (await desk.database.run(lambda work: work.workspaces.get(workspace_id))).team_id
        try:
            profile = await desk.calls.profile(workspace_id, user_id, team_id)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, ValidationError):
            return ""
        zone = profile.zone
        if not person.is_kept_out:
            await desk.run(lambda room: room.people.know(profile, desk.now))
    return zone if is_zone(zone) else ""
