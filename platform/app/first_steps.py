"""The first steps that need slices which do not know each other: Home asks for the bot."""

from bots.telegram.account import telegram
from crm.activities.home.steps import Step, add_step
from kernel.i18n import lazy

add_step(
    Step(
        key="telegram",
        label=lazy("Connect Telegram"),
        path="settings/bot",
        order=50,
        done="EXISTS (SELECT 1 FROM bot_binding b "
        "WHERE b.workspace_id = $1 AND b.person_id = m.person_id)",
        offered=lambda: telegram.account is not None,
    )
)
