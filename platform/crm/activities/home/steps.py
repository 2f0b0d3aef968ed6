"""The first steps in a new workspace; slices above add their own."""

from collections.abc import Callable

import msgspec

from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """`done` is a condition in SQL: `$1` is the workspace, `m` the member's own row."""

    key: str
    label: str
    path: str
    order: int
    done: str
    needs: str = ""
    offered: Callable[[], bool] = lambda: True


_STEPS: dict[str, Step] = {}


def add_step(step: Step) -> None:
    """Show it on Home until it is done; a known key is replaced."""
    _STEPS[step.key] = step


async def steps(uow: UnitOfWork, principal: Principal) -> list[dict[str, object]]:
    """The steps that this member can take, and which are done; none when all are, or hidden."""
    mine = sorted(
        (s for s in _STEPS.values() if s.offered() and (not s.needs or principal.may(s.needs))),
        key=lambda step: step.order,
    )
    if not mine:
        return []
    columns = ", ".join(f"({step.done}) AS {step.key}" for step in mine)
    row = await uow.fetchrow(
        f"SELECT {columns}, m.preferences ? 'steps_hidden' AS hidden "
        "FROM membership m WHERE m.tenant_id = $1 AND m.id = $2",
        principal.tenant_id,
        principal.member_id,
    )
    if row is None or row["hidden"] or all(row[step.key] for step in mine):
        return []
    return [{"label": s.label, "path": s.path, "done": row[s.key]} for s in mine]


async def hide_steps(uow: UnitOfWork, principal: Principal) -> None:
    """This member has seen enough of them."""
    await uow.execute(
        "UPDATE membership SET preferences = preferences || $3 WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        principal.member_id,
        {"steps_hidden": True},
    )


add_step(
    Step(
        key="customer",
        label=lazy("Add your first customer"),
        path="companies/new",
        order=10,
        done="EXISTS (SELECT 1 FROM record r WHERE r.tenant_id = $1 "
        "AND r.type IN ('company', 'contact'))",
        needs="company:create",
    )
)
add_step(
    Step(
        key="visit",
        label=lazy("Log your first visit with one sentence"),
        path="chat",
        order=20,
        done="EXISTS (SELECT 1 FROM activity a WHERE a.tenant_id = $1)",
        needs="activity:create",
    )
)
add_step(
    Step(
        key="colleague",
        label=lazy("Invite a colleague"),
        path="settings/people",
        order=40,
        done="EXISTS (SELECT 1 FROM invitation i WHERE i.tenant_id = $1)"
        " OR EXISTS (SELECT 1 FROM membership o WHERE o.tenant_id = $1 OFFSET 1)",
        needs="settings:people",
    )
)
