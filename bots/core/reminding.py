"""What the product has to tell by itself, in every chat in which the member can be reached."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from bots.core.finishing import reminder_actions
from bots.core.messages import Action, Card, CardField
from bots.core.reaching import tell_all
from bots.core.talk import Talk
from kernel.formats import format_weekday, local
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.access import acting
from tenants.notifications.service import CHATS, Notice

LATE: Final = timedelta(minutes=15)

Teller = Callable[[Talk, Notice], Awaitable[None] | None]
TELLERS: dict[str, Teller] = {}

_TASK = """
SELECT t.id, t.title, t.due_at, t.remind_at, t.reminded_at FROM task t
WHERE t.tenant_id = $1 AND t.id = $2 AND t.deleted_at IS NULL AND t.status = 'open'
"""


def tells(kind: str) -> Callable[[Teller], Teller]:
    """Register how notices of a kind are told, with their buttons."""

    def register(teller: Teller) -> Teller:
        TELLERS[kind] = teller
        return teller

    return register


async def told(uow: UnitOfWork, notice: Notice) -> None:
    """One message in each channel; a reminder comes with buttons to finish it."""
    principal = await acting.member(uow, notice.tenant_id, notice.member_id)
    if principal is None:
        return
    task = None
    if notice.kind == "reminder" and notice.record_type == "task":
        task = await uow.fetchrow(_TASK, notice.tenant_id, notice.record_id)
        if task is None:
            return  # done while the reminder was held back

    def tell(talk: Talk) -> Awaitable[None] | None:
        if task is not None:
            remind(talk, task, notice.body)
        elif notice.kind in TELLERS and notice.record_id is not None:
            return TELLERS[notice.kind](talk, notice)
        else:
            announce(talk, notice)
        return None

    await tell_all(uow, principal, tell)


def announce(talk: Talk, notice: Notice, actions: Sequence[Action] = ()) -> None:
    """Which workspace tells it, what, and what can be done about it at once."""
    lead = _("%(workspace)s: %(text)s", workspace=talk.principal.workspace, text=notice.title)
    talk.say("\n".join(line for line in (lead, notice.body) if line), actions=[*actions])


def remind(talk: Talk, task: Any, about: str) -> None:
    """Put the reminder on the table; it says so when nobody was there at its time."""
    fields = [CardField("title", _("To do"), task["title"], 1.0, task["title"])]
    if about:
        fields.append(CardField("about", _("About"), about, 1.0, about))
    if task["due_at"] is not None:
        due = local(task["due_at"]).isoformat()
        fields.append(CardField("due_at", _("Due"), due, 1.0, format_weekday(task["due_at"])))
    late = bool(task["reminded_at"]) and task["reminded_at"] - task["remind_at"] > LATE
    lead = _("Late reminder, %(workspace)s") if late else _("Reminder, %(workspace)s")
    where = talk.principal.workspace
    talk.say(
        lead % {"workspace": where},
        card=Card("reminder", fields, where),
        actions=reminder_actions(talk, task["id"]),
    )


CHATS.append(told)
