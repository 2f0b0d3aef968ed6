"""What the frame around a page shows of the person: their workspaces and what is unread."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kernel.formats import format_date
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.secret import digest
from kernel.transaction import UnitOfWork
from tenants.access.visiting import banner_of
from web.shell import Banner, Workplace, is_partial

MOST: Final = 99

# What is to stand above the pages of a member; asked without a round trip.
BANNERS: Final[list[Callable[[Principal], Banner | None]]] = [banner_of]

# One statement; the lookup answers across workspaces, the count within this one.
_FRAME = """
SELECT a.slug, a.workspace, (
    SELECT count(*) FROM (
        SELECT 1 FROM notification n
        WHERE n.tenant_id = $2 AND n.member_id = $3 AND n.read_at IS NULL LIMIT 100) u) AS unread,
    (SELECT w.ends_at FROM workspace w WHERE w.id = $2) AS ends_at
FROM auth_lookup($1, NULL) a WHERE a.tenant_id IS NOT NULL
"""


async def frame_page(scope: Any, state: dict[str, Any], uow: UnitOfWork, token: str) -> None:
    """Put the frame's data where the shell finds them; a fragment has no frame."""
    principal: Principal = state["principal"]
    if is_partial(scope) or principal.session_id is None:
        return
    rows = await uow.fetch(_FRAME, digest(token), principal.tenant_id, principal.member_id)
    state["workspaces"] = tuple(Workplace(row["slug"], row["workspace"]) for row in rows)
    state["unread"] = min(rows[0]["unread"], MOST) if rows else 0
    with use(principal.language, principal.time_zone):
        banners = [b for banner in BANNERS if (b := banner(principal))]
        if rows and rows[0]["ends_at"] is not None:
            banners.append(_last_days(rows[0]["ends_at"]))
        state["banners"] = tuple(banners)
    if not principal.email_verified:
        with use(principal.language, principal.time_zone):
            state["notice"] = _(
                "Please confirm your address: we sent a letter to %(email)s.",
                email=principal.email,
            )


def _last_days(moment: datetime) -> Banner:
    text = _(
        "This workspace will be deleted on %(day)s. Until then everything can be exported.",
        day=format_date(moment),
    )
    return Banner(text=text, kind="error")
