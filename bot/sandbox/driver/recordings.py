"""A clip in the hands of a test: Slack transcribes it, fails to, or it is deleted."""

from dataclasses import dataclass

from bot.sandbox.deeds import files, messages
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.place import Place
from bot.sandbox.driver.writing import draft
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json
from bot.sandbox.world.account import Account
from bot.sandbox.world.clip import captions, clip_json, transcription


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A clip in the message at `ts`; Slack is at its transcript."""

    place: Place
    file_id: str
    ts: str

    @property
    def file(self) -> Json:
        """The file as Slack tells it, which a test may change."""
        return self.place.workspace.files[self.file_id]

    async def transcribe(self, words: str, locale: str = "en-US", *, tell: bool = True) -> None:
        """Have the transcript; the app hears that the file changed, unless not to `tell`."""
        self.place.workspace.captions[self.file_id] = captions(words)
        await self._become(transcription(words, locale), tell=tell)

    async def fail(self, status: str = "failed", *, tell: bool = True) -> None:
        """Have no transcript."""
        await self._become({"status": status}, tell=tell)

    async def delete(self) -> None:
        """Delete the file, not its message."""
        self._require_file()
        await self.place.tried(files.delete(self.place.world, self.place.workspace, self.file_id))

    async def _become(self, transcription: Json, *, tell: bool) -> None:
        self._require_file()
        self.file["transcription"] = transcription
        if tell:
            await self.place.tried(files.change(self.place.world, self.place.workspace, self.file_id))

    def _require_file(self) -> None:
        if self.file.get("mode") == "tombstone":
            raise CannotDo(f"The file {self.file_id} is deleted.")


async def record(
    place: Place,
    account: Account,
    channel: Channel,
    *,
    thread_ts: str | None,
    text: str,
    seconds: float,
    video: bool,
) -> Recording:
    """Record a clip and send it in a message."""
    world, workspace = place.world, place.workspace
    file_id = world.ids.next("F")
    url = f"{world.url}/files/{file_id}/file.vtt"
    at = int(world.clock.now().timestamp())
    file = clip_json(file_id, user=account.id, url=url, seconds=seconds, video=video, at=at)
    message = draft(
        place,
        account,
        channel,
        text,
        thread_ts=thread_ts,
        subtype="file_share",
        broadcast=False,
        files=[],
    )
    message.files = [file]
    workspace.files[file_id] = file
    await place.tried(messages.say(world, workspace, channel.conversation, message))
    return Recording(place=place, file_id=file_id, ts=message.ts)
