"""Clips: voice and video files in messages, from `waiting` for a transcript to `readable` or `mute`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, delete, select, tuple_, update

from content.clips import ClipState
from storage.repository import Repository, record, records, select_record
from storage.tables import clips, messages


@dataclass(frozen=True)
class Clip:
    """One clip; no media is kept. `due_at` is set while something is to be done for it.

    `begun_at`: since when it is looked for, time in which nobody looked left out. The ticks are None until its author
    said what can be heard.
    """

    id: int
    channel: str
    ts: str
    file_id: str
    seconds: int | None
    state: str
    due_at: datetime | None
    begun_at: datetime | None
    transcript: str | None
    own_part_heard: bool | None
    result_heard: bool | None
    learning_heard: bool | None


OPEN: Final = (ClipState.WAITING.value, ClipState.HEARD.value)
"""What the coach waits for."""


class Clips(Repository):
    """The clips of one workspace; each goes with its message."""

    def keep(self, channel: str, ts: str, file_id: str, seconds: int | None) -> bool:
        """Whether the clip is new in this message, which must be kept already."""
        return self._insert_once(
            clips,
            channel=channel,
            ts=ts,
            file_id=file_id,
            seconds=seconds,
            state=ClipState.WAITING.value,
        )

    def begin(self, channel: str, ts: str, at: datetime) -> None:
        """The message is an answer: look for what is said in it."""
        self._change(
            clips.c.channel == channel,
            clips.c.ts == ts,
            clips.c.due_at.is_(None),
            _is(ClipState.WAITING),
            due_at=at,
            begun_at=at,
        )

    def get(self, clip_id: int) -> Clip | None:
        """The clip of this number, or None when it is gone."""
        return record(Clip, self._connection.execute(self._select().where(clips.c.id == clip_id)).first())

    def on_message(self, channel: str, ts: str) -> tuple[Clip, ...]:
        """The clips of one message."""
        return self._all(clips.c.channel == channel, clips.c.ts == ts)

    def of_file(self, file_id: str) -> tuple[Clip, ...]:
        """The clips that one file is, in as many messages."""
        return self._all(clips.c.file_id == file_id)

    def of_answer(self, answer_id: int) -> tuple[Clip, ...]:
        """The clips of an answer and of the replies to the coach."""
        mine = select(messages.c.channel, messages.c.ts).where(
            messages.c.workspace_id == self._workspace_id, messages.c.answer_id == answer_id
        )
        return self._all(tuple_(clips.c.channel, clips.c.ts).in_(mine))

    def are_open(self, answer_id: int) -> bool:
        """Whether a clip of this answer is still waited for."""
        return any(clip.state in OPEN for clip in self.of_answer(answer_id))

    def is_due_at(self, clip_id: int, at: datetime, *, begun_at: datetime | None = None) -> None:
        """When something is to be done for it next; and since when it counts as looked for, if that is new."""
        begun = {} if begun_at is None else {"begun_at": begun_at}
        self._change(clips.c.id == clip_id, due_at=at, **begun)

    def look_again(self, file_id: str, at: datetime) -> None:
        """Look for the transcript of this file, if it is waited for."""
        self._change(
            clips.c.file_id == file_id, clips.c.due_at.is_not(None), _is(ClipState.WAITING), due_at=at
        )

    def hear(self, clip_id: int, transcript: str, seconds: int | None, until: datetime) -> bool:
        """Whether this transcript is the first; its author may tick until then."""
        told = {} if seconds is None else {"seconds": seconds}
        heard = ClipState.HEARD.value
        return self._change(
            clips.c.id == clip_id,
            _is(ClipState.WAITING),
            state=heard,
            transcript=transcript,
            due_at=until,
            **told,
        )

    def mute(self, clip_id: int) -> bool:
        """Whether it was waited for until now; there is no transcript."""
        mute = ClipState.MUTE.value
        return self._change(clips.c.id == clip_id, _is(ClipState.WAITING), state=mute, due_at=None)

    def let_read(self, clip_id: int) -> bool:
        """Whether the coach may read it from now on, and might not before."""
        readable = ClipState.READABLE.value
        return self._change(clips.c.id == clip_id, _is(ClipState.HEARD), state=readable, due_at=None)

    def tick(self, clip_id: int, *, own_part: bool, result: bool, learning: bool) -> None:
        """What its author says can be heard."""
        self._change(
            clips.c.id == clip_id,
            own_part_heard=own_part,
            result_heard=result,
            learning_heard=learning,
        )

    def let_rest(self, user_id: str) -> None:
        """Wait for no clip of this person any more."""
        theirs = select(messages.c.channel, messages.c.ts).where(
            messages.c.workspace_id == self._workspace_id, messages.c.user_id == user_id
        )
        self._change(
            tuple_(clips.c.channel, clips.c.ts).in_(theirs),
            clips.c.state.in_(OPEN),
            state=ClipState.MUTE.value,
            due_at=None,
        )

    def delete(self, clip_id: int) -> None:
        """Forget the clip."""
        self._connection.execute(delete(clips).where(self._is_here(), clips.c.id == clip_id))

    def _all(self, *wanted: ColumnElement[bool]) -> tuple[Clip, ...]:
        statement = self._select().where(*wanted).order_by(clips.c.id)
        return records(Clip, self._connection.execute(statement).all())

    def _change(self, *wanted: ColumnElement[bool], **values: object) -> bool:
        statement = update(clips).where(self._is_here(), *wanted).values(**values)
        return self._connection.execute(statement).rowcount > 0

    def _is_here(self) -> ColumnElement[bool]:
        return clips.c.workspace_id == self._workspace_id

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Clip, clips).where(self._is_here())


def _is(state: ClipState) -> ColumnElement[bool]:
    return clips.c.state == state.value
