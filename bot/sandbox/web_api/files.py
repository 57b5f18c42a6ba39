"""`files.info`, and the captions of clips at their own address."""

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller
from bot.sandbox.world.ledger import Call
from bot.sandbox.world.world import World

SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>"


def info(caller: Caller, args: Args) -> Json:
    """`files.info`: one file that was shared where the app is."""
    workspace = caller.workspace
    workspace.require_scope("files:read")
    file = workspace.files.get(args.needed("file"))
    if file is None or not workspace.may_read(str(file["id"])):
        raise ApiError("file_not_found")
    if file.get("mode") == "tombstone":
        raise ApiError("file_deleted")
    return {"file": dict(file), "comments": []}


def captions(world: World, request: web.Request) -> web.Response:
    """The captions of a clip; whoever may not read them gets the page to sign in, with 200."""
    file_id = request.match_info["file_id"]
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    call = Call(method="captions", args={"file": file_id, "token": token}, team="", at=world.clock.now())
    world.record.append(call)
    try:
        workspace = world.by_token(token)
        workspace.require_scope("files:read")
    except ApiError as error:
        call.outcome = error.code
        return web.Response(text=SIGN_IN, content_type="text/html")
    if file_id not in workspace.captions or not workspace.may_read(file_id):
        call.outcome = "sign in"
        return web.Response(text=SIGN_IN, content_type="text/html")
    call.outcome = "ok"
    return web.Response(text=workspace.captions[file_id], content_type="text/vtt")
