"""A voice or video clip as Slack tells it; what was said in it is a WebVTT file at an address of its own."""

from bot.sandbox.shapes import Json
from bot.sandbox.wording import escape

SHOWN = 150  # characters of a transcript in its preview
SECONDS_A_CUE = 4


def clip_json(file_id: str, *, user: str, url: str, seconds: float, video: bool, at: int) -> Json:
    """The file object of a clip that has just been recorded: Slack is at its transcript."""
    kind = "video" if video else "audio"
    return {
        "id": file_id,
        "created": at,
        "timestamp": at,
        "name": f"{kind}_message.mp4",
        "title": f"{kind}_message.mp4",
        "mimetype": "video/mp4" if video else "audio/mp4",
        "filetype": "mp4",
        "user": user,
        "mode": "hosted",
        "subtype": f"slack_{kind}",
        "media_display_type": kind,
        "duration_ms": round(seconds * 1000),
        "transcription": {"status": "processing"},
        "vtt": url,
    }


def transcription(words: str, locale: str) -> Json:
    """What the file object tells of a transcript that is there."""
    preview: Json = {"content": words[:SHOWN], "has_more": len(words) > SHOWN}
    return {"status": "complete", "locale": locale, "preview": preview}


def captions(words: str) -> str:
    """The WebVTT file of these words, a line of text a cue."""
    said = words.split()
    lines = [" ".join(said[at : at + 8]) for at in range(0, len(said), 8)]
    cues = [f"{number}\n{_times(number)}\n{escape(line)}" for number, line in enumerate(lines, start=1)]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _times(number: int) -> str:
    start, end = SECONDS_A_CUE * (number - 1), SECONDS_A_CUE * number
    return f"00:{start // 60:02}:{start % 60:02}.000 --> 00:{end // 60:02}:{end % 60:02}.000"
