"""Help: the first steps, what can be said to the bot, the keys, and who sees what."""

from typing import Any, Final

from litestar.params import FromPath
from litestar.response import Response

from app.help.sentences import SENTENCES
from bots.core.steps import COMMANDS, Command
from kernel.http import MEMBER, Ctx, get
from kernel.i18n import LANGUAGES, lazy
from tenants.access.roles import ROLES, Role
from web.nav import Entry, navigation
from web.render import page

TEMPLATE: Final = "app/help/templates/help.html"
# What a rep needs first.
FIRST: Final = ("log", "today", "tasks", "find")
SIGHT: Final = {
    "own": lazy("Own and shared records"),
    "team": lazy("Records of the team and the teams below it, own and shared ones"),
    "all": lazy("All records"),
}

navigation.add(
    "foot",
    Entry(key="help", label=lazy("Help"), icon="life-buoy", path="help", order=95),
)


@get("/{workspace:str}/help", needs=MEMBER, include_in_schema=False)
async def help_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One page that answers the questions of the first day."""
    own = ROLES[ctx.principal.role]
    return page(
        TEMPLATE,
        sentences=[(LANGUAGES[code], code, said) for code, said in SENTENCES.items()],
        commands=_commands(),
        roles=[_shown(role) for role in ROLES.values()],
        own=own,
        own_sight=SIGHT[own.scope],
        days=ctx.settings.trash_days,
    )


def _commands() -> list[Command]:
    once = {found.words[0]: found for found in COMMANDS.values() if found.listed}
    return [*(once.pop(word) for word in FIRST), *once.values()]


def _shown(role: Role) -> dict[str, Any]:
    may = role.permissions
    return {
        "code": role.code,
        "label": role.label,
        "sees": SIGHT[role.scope],
        "changes": "*:edit" in may,
        "deletes": "*:delete" in may,
        "exports": "*:export" in may,
        "settings": "settings:people" in may,
    }


ROUTES: Final = (help_page,)
