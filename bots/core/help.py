"""What the bot can do, and who is speaking to it."""

from bots.core.phrases import sentences
from bots.core.steps import command, listed
from bots.core.talk import Talk
from kernel import clock
from kernel.formats import format_weekday
from kernel.i18n import LANGUAGES, _, current_language, lazy


def greet(talk: Talk, lead: str = "") -> None:
    """Say what to say."""
    lines = [
        sentences(lead, _("Tell me in one sentence what happened, and I will log it.")),
        _("For example: met Wang at Hualian, wants 20 pumps by March, send quote Friday."),
        "",
        *(f"/{found.words[0]} - {found.about}" for found in listed()),
    ]
    talk.say("\n".join(lines))


def unknown(talk: Talk, word: str) -> None:
    """There is no such command."""
    lead = _("I do not know the command /%(word)s.", word=word[:40])
    talk.say(sentences(lead, _("/help shows what I can do.")))


@command("help", "帮助", "？", "?", about=lazy("what I can do"))
async def help_(talk: Talk, _rest: str) -> None:
    """All commands."""
    greet(talk)


@command("start", "开始", about=lazy("begin"), listed=False)
async def start(talk: Talk, _rest: str) -> None:
    """A first greeting."""
    me = talk.principal
    lead = _("Hello %(name)s. You are in %(workspace)s.", name=me.name, workspace=me.workspace)
    greet(talk, lead)


@command("me", "我", about=lazy("who you are here"))
async def me(talk: Talk, _rest: str) -> None:
    """Name, role, workspace, language and time."""
    who = talk.principal
    lines = [
        _("%(name)s, %(email)s", name=who.name, email=who.email),
        _("Workspace: %(workspace)s", workspace=who.workspace),
        _("Role: %(role)s", role=str(who.role_label)),
        _("Language: %(language)s", language=LANGUAGES[current_language()]),
        _(
            "Time: %(now)s (%(zone)s)",
            now=format_weekday(clock.now()),
            zone=who.time_zone,
        ),
    ]
    talk.say("\n".join(lines))


@command("switch", "切换", about=lazy("work in another workspace"))
async def switch(talk: Talk, _rest: str) -> None:
    """In the browser the address says where; a channel that can switch answers before us."""
    where = talk.principal.workspace
    talk.say(
        _(
            "You are in %(workspace)s. To work in another workspace, choose it in the menu.",
            workspace=where,
        )
    )
