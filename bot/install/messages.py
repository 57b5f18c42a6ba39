"""What a browser shows while the app is installed, and what whoever installed it again is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as in_html

from bot.slack import blocks
from bot.slack.scopes import Scope, losses
from bot.slack.scripts import Draft

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1d1c1d;background:#fff}"
    "a{color:#0b4c8c}code{background:#f2f2f2;padding:0 .2rem}"
)
REFUSALS = {
    "access_denied": "You cancelled at Slack, so nothing was installed.",
    "invalid_browser": (
        "This page was not opened in the browser in which the installation was begun, or that browser keeps no cookies. "
        "Nothing was installed. Begin again here, and finish in this browser."
    ),
    "invalid_state": (
        "This installation was begun more than ten minutes ago, or this page was opened a second time. "
        "Nothing was installed just now. If Understudy is not in your workspace yet, begin again."
    ),
    "missing_code": "Slack sent you here without its permission to install. Nothing was installed. Begin again.",
    "invalid_code": "Slack did not confirm the installation. Nothing was installed. Wait a minute, then begin again.",
}
OTHERWISE = "Slack did not let Understudy in ({reason}). Nothing was installed. Begin again, or ask an admin of your workspace."
NOT_KEPT = (
    "Slack let Understudy in, but it could not be kept here, and that is our fault. Begin again; if it happens again, tell "
    "whoever runs Understudy this id: {incident}."
)


class Pages:
    """The last page of an installation."""

    def installed(self, name: str, app_id: str, team_id: str) -> str:
        """The app is in; how to go on."""
        where = f" in {in_html(name)}" if name else ""
        link = f"slack://app?team={in_html(team_id)}&amp;id={in_html(app_id)}"
        return _page(
            "Understudy is installed",
            f"<p>Understudy is installed{where}. You can close this page.</p>"
            "<p>Next, in the channel that is to practise: type <code>/invite @Understudy</code>, then press "
            "<em>Set up practice here</em>.</p>"
            f'<p><a href="{link}">Open Slack</a></p>',
        )

    def refused(self, reason: str, again: str) -> str:
        """It is not, why, and how to try again."""
        if reason.startswith("storage_error:"):
            say = NOT_KEPT.format(incident=reason.partition(":")[2])
        else:
            say = REFUSALS.get(reason) or OTHERWISE.format(reason=reason)
        link = f'<p><a href="{in_html(again)}">Begin again</a></p>'
        return _page("Understudy was not installed", f"<p>{in_html(say)}</p>{link}")


def _page(title: str, body: str) -> str:
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{STYLE}</style>"
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>'


def came_back(channels: Sequence[str]) -> Draft:
    """To whoever installed the app again: what was kept, and where practice goes on."""
    first = (
        "Understudy is back. What was kept before it was removed is still here, and nothing of it will be deleted. "
        "Nothing was asked, and no answer was heard, while it was away."
    )
    if not channels:
        return Draft(first, [blocks.words(first)])
    names = ", ".join(f"<#{channel}>" for channel in channels)
    then = (
        f"Practice goes on in {names}. Where I am no longer a member, please type `/invite @Understudy`: "
        "until then I can post nothing there."
    )
    return Draft(f"{first}\n{then}", [blocks.words(first), blocks.words(then)])


POSSIBLE = {
    "groups:history": "Private channels can practise too: invite me there.",
    "groups:read": "Private channels can practise too: invite me there.",
    "files:read": "Voice and video answers are read from Slack's own transcript.",
}
"""What an optional scope makes possible; a needed one says in its reason."""


def scopes_changed(gained: Sequence[Scope], missing: Sequence[Scope]) -> Draft:
    """To whoever installed the app: what it can do now that it could not before, and what still does not work."""
    lacking = {scope.without for scope in missing}
    new = [POSSIBLE.get(scope.name, scope.why) for scope in gained if scope.without not in lacking]
    said = [
        _listed("Understudy was given more permissions. Now possible:", dict.fromkeys(new)),
        _listed("Understudy was not given every permission. So this is how it is:", losses(missing)),
    ]
    if missing:
        said.append("To change that, install Understudy again and leave those permissions on.")
    paragraphs = [each for each in said if each]
    return Draft("\n".join(paragraphs), [blocks.words(each) for each in paragraphs])


def _listed(opening: str, lines: Iterable[str]) -> str:
    """The lines under their opening; nothing when there are none."""
    listed = "".join(f"\n• {line}" for line in lines)
    return opening + listed if listed else ""
