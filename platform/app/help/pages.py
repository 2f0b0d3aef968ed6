"""Help: the first steps, what can be said to the bot, the keys, who sees what, part by part."""

from typing import Any, Final

from litestar.params import FromPath
from litestar.response import Response

from app.help.sentences import SENTENCES
from app.help.topics import stand_up, told
from bots.core.steps import COMMANDS, Command
from kernel.http import MEMBER, Ctx, get
from kernel.i18n import LANGUAGES, lazy
from kernel.principal import NONE
from tenants.access.roles import EVERY, NOBODY, Role
from tenants.roles.reading import roles
from tenants.roles.words import SIGHT
from web import shell
from web.nav import Entry, navigation
from web.render import page

TEMPLATE: Final = "app/help/templates/help.html"
# What a rep needs first.
FIRST: Final = ("log", "today", "tasks", "find")

navigation.add(
    "foot",
    Entry(key="help", label=lazy("Help"), icon="life-buoy", path="help", order=95),
)


@get("/{workspace:str}/help", needs=MEMBER, include_in_schema=False)
async def help_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One page that answers the questions of the first day."""
    known = [kept.role for kept in (await roles(ctx.uow)).values()]
    own = next((role for role in known if role.code == ctx.principal.role), NOBODY)
    return page(
        TEMPLATE,
        sentences=[(LANGUAGES[code], code, said) for code, said in SENTENCES.items()],
        commands=_commands(),
        roles=[_shown(role) for role in known],
        own=own,
        own_sight=_sight(own),
        days=ctx.settings.trash_days,
        topics=told(shell.current()),
    )


def _commands() -> list[Command]:
    once = {found.words[0]: found for found in COMMANDS.values() if found.listed}
    return [*(once.pop(word) for word in FIRST), *once.values()]


def _sight(role: Role) -> Any:
    return SIGHT[role.scope_of(EVERY) or NONE]


def _shown(role: Role) -> dict[str, Any]:
    return {
        "code": role.code,
        "label": role.label,
        "sees": _sight(role),
        "changes": role.may("*:edit"),
        "deletes": role.may("*:delete"),
        "exports": role.may("*:export"),
        "settings": role.may("settings:people"),
    }


stand_up()

ROUTES: Final = (help_page,)
