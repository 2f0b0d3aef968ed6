"""/settings: the language by a button, and where the rest is chosen."""

from bots.core.messages import Action
from bots.core.steps import button, command
from bots.core.talk import Pressed, Talk
from kernel.i18n import LANGUAGES, _, current_language, lazy, use
from tenants.mail.office import link
from tenants.notifications.service import quiet_hours
from tenants.people.account import change_profile


@command("settings", "设置", about=lazy("language, quiet hours, what you are told"))
async def settings(talk: Talk, _rest: str) -> None:
    """What can be chosen here, and where the rest is."""
    await _show(talk)


async def _show(talk: Talk, *, edit: bool = False) -> None:
    who = talk.principal
    quiet = await quiet_hours(talk.uow, who)
    hours = _("%(start)s to %(end)s", start=quiet.start, end=quiet.to) if quiet else _("none")
    lines = [
        _("Language: %(language)s", language=LANGUAGES[current_language()]),
        _("Time zone: %(zone)s", zone=who.time_zone),
        _("Quiet hours: %(hours)s", hours=hours),
        _("More: %(where)s", where=link(f"/{who.slug}/settings/notifications")),
    ]
    talk.say("\n".join(lines), actions=_languages(talk), edit=edit)


def _languages(talk: Talk) -> list[Action]:
    return [
        talk.button("language", name, language=code)
        for code, name in LANGUAGES.items()
        if code != current_language()
    ]


@button("language")
async def language(talk: Talk, pressed: Pressed) -> None:
    """From now on in this language, here and in the browser."""
    wanted = pressed.args["language"]
    await change_profile(talk.uow, talk.principal.person_id, language=wanted)
    with use(wanted, talk.principal.time_zone):
        await _show(talk, edit=True)
