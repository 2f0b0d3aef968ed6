"""What is overdue in a manager's team, in the chat: asked for, taken over or closed there."""

from uuid import UUID

from bots.core.reminding import announce, tells
from bots.core.steps import button
from bots.core.talk import Pressed, Talk
from crm.activities.task.service import Tasks
from crm.activities.task.sweeping import ESCALATED
from kernel.errors import Conflict
from kernel.i18n import _
from tenants.access import acting
from tenants.notifications.service import Notice, tell


@tells(ESCALATED)
def told(talk: Talk, notice: Notice) -> None:
    """Which, with whom, and what can be done about it."""
    task = notice.record_id
    buttons = [
        talk.button("late_ask", _("Ask how it stands"), task=task),
        talk.button("late_take", _("Take it over"), task=task),
        talk.button("done", _("Done"), task=task),
        talk.button("drop", _("Not needed"), task=task),
    ]
    may = talk.principal.may("task:edit")
    announce(talk, notice, buttons if may else [])


@button("late_ask", once=True)
async def ask(talk: Talk, pressed: Pressed) -> None:
    """Whose it is hears of it again, with the buttons of a reminder."""
    talk.demand("task:edit")
    task = await Tasks(talk.uow, talk.principal).get(UUID(pressed.args["task"]))
    whose = task["owner_id"] if task["status"] == "open" else None
    owner = await acting.member(talk.uow, talk.principal.tenant_id, whose) if whose else None
    if owner is None:
        raise Conflict(_("Nobody has to do this any more."))

    def words() -> tuple[str, str]:
        return task["title"], _("%(name)s asks how it stands.", name=talk.principal.name)

    about = task["id"]
    await tell(talk.uow, owner.member_id, "reminder", words, record_type="task", record_id=about)
    talk.say(_("Asked: %(title)s.", title=task["title"]), edit=True)


@button("late_take", once=True)
async def take(talk: Talk, pressed: Pressed) -> None:
    """Mine from now on."""
    talk.demand("task:edit")
    tasks = Tasks(talk.uow, talk.principal)
    mine = {"owner_id": talk.principal.member_id}
    task = await tasks.edit(UUID(pressed.args["task"]), mine, None)
    talk.say(_("%(title)s is yours now.", title=task["title"]), edit=True)
