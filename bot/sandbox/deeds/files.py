"""Files: of a change or an end the app hears no more than which file, and only where it may read it."""

from bot.sandbox.deeds.telling import tell
from bot.sandbox.delivery.letter import Letter
from bot.sandbox.shapes import Json
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World


def change(world: World, workspace: Workspace, file_id: str) -> Letter | None:
    """Tell the app that something of the file is new."""
    return _tell(world, workspace, file_id, {"type": "file_change", "file": {"id": file_id}})


def delete(world: World, workspace: Workspace, file_id: str) -> Letter | None:
    """Take the file away and tell the app; its messages keep a trace of it."""
    letter = _tell(world, workspace, file_id, {"type": "file_deleted"})
    kept = workspace.files[file_id]
    kept.clear()
    kept.update({"id": file_id, "mode": "tombstone"})
    workspace.captions.pop(file_id, None)
    return letter


def _tell(world: World, workspace: Workspace, file_id: str, event: Json) -> Letter | None:
    if not workspace.may_read(file_id):
        return None
    told: Json = {**event, "file_id": file_id, "event_ts": world.stamps.next()}
    return tell(world, workspace, told, scope="files:read")
