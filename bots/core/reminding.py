"""Reminders in chat: to every channel in which the member can be reached."""

from collections.abc import Awaitable, Callable

from bots.core import whom
from bots.core.agenda import reminder_actions
from bots.core.messages import Card, CardField
from bots.core.talk import Talk
from crm.activities.task.tasks import Reminder, on_reminder
from kernel.formats import format_weekday, local
from kernel.i18n import _, use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

Tell = Callable[[Talk], None]
Push = Callable[[UnitOfWork, Principal, Tell], Awaitable[None]]
CHANNELS: dict[str, Push] = {}


def pushes(channel: str) -> Callable[[Push], Push]:
    """Register how a channel is told something that nobody asked for."""

    def register(push: Push) -> Push:
        CHANNELS[channel] = push
        return push

    return register


@on_reminder
async def remind(uow: UnitOfWork, reminder: Reminder) -> None:
    """One card in each channel, with buttons of its own."""
    principal = await whom.member(uow, reminder.tenant_id, reminder.owner_id)
    if principal is None:
        return
    with use(principal.language, principal.time_zone):
        for push in CHANNELS.values():
            await push(uow, principal, lambda talk: tell(talk, reminder))


def tell(talk: Talk, reminder: Reminder) -> None:
    """Put the reminder on the table."""
    fields = [CardField("title", _("To do"), reminder.title, 1.0, reminder.title)]
    if reminder.about:
        about = ", ".join(reminder.about)
        fields.append(CardField("about", _("About"), list(reminder.about), 1.0, about))
    if reminder.due_at is not None:
        due = local(reminder.due_at).isoformat()
        fields.append(CardField("due_at", _("Due"), due, 1.0, format_weekday(reminder.due_at)))
    lead = _("Late reminder, %(workspace)s") if reminder.late else _("Reminder, %(workspace)s")
    where = talk.principal.workspace
    talk.say(
        lead % {"workspace": where},
        card=Card("reminder", fields, where),
        actions=reminder_actions(talk, reminder.task_id),
    )
