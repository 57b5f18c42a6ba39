"""An answer and what was said about it, read from several tables at once."""

from __future__ import annotations

from dataclasses import dataclass

from content.answers import Turns, form_parts
from storage.answers import Answer, Answers
from storage.clips import Clip, Clips
from storage.follow_ups import FollowUp, FollowUps
from storage.messages import Message, Messages


@dataclass(frozen=True)
class Part:
    """Words of a person, written or said: `turn` 0 is the answer, 1 and 2 are replies to the coach."""

    turn: int
    text: str


class Conversations:
    """Answers with their messages and follow-ups, in one workspace."""

    def __init__(self, answers: Answers, messages: Messages, clips: Clips, follow_ups: FollowUps) -> None:
        """Reads through the repositories of one workspace."""
        self._answers = answers
        self._messages = messages
        self._clips = clips
        self._follow_ups = follow_ups

    def asked(self, answer: Answer) -> tuple[FollowUp, ...]:
        """The questions of the coach that were said, by turn."""
        if not answer.was_read:
            return ()
        return tuple(f for f in self._follow_ups.of_answer(answer.id) if f.asked_ts is not None)

    def turns(self, answer: Answer) -> Turns:
        """How far the conversation about an answer is."""
        asked = self.asked(answer)
        return Turns(
            asked=tuple(f.asked_ts for f in asked if f.asked_ts),
            closed=(answer.closed_ts, *(f.closed_ts for f in asked)),
        )

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        """All that its author wrote or said: the form first, then the messages in order of ts; empty ones left out."""
        typed = [Part(0, text) for text in form_parts(answer.form or {})]
        return (*typed, *self.in_messages(answer))

    def in_messages(self, answer: Answer) -> tuple[Part, ...]:
        """The same without the form; the words of a clip come after those of its message."""
        clips = self._clips.of_answer(answer.id)
        return tuple(
            Part(message.turn, words)
            for message in self._messages.of_answer(answer.id)
            for words in (message.text, *(clip.transcript or "" for clip in clips if _is_in(clip, message)))
            if message.turn is not None and words.strip()
        )


def _is_in(clip: Clip, message: Message) -> bool:
    return (clip.channel, clip.ts) == (message.channel, message.ts)
