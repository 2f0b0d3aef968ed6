"""Broken on purpose: quiet hours, check-ins from the phone, who has left, who is anonymous."""

from typing import Final

from app.gates.mutants import edit

QUIET: Final = "tests/tenants/test_quiet_hours.py"
CHECKED: Final = "tests/bots/telegram/test_checking.py"
LEFT: Final = "tests/crm/customers/test_employment.py"
KEPT: Final = "tests/crm/retention/test_retention.py"

CALM: Final = (
    edit(
        "reminders at night",
        "tenants/notifications/service.py",
        'held_until(quiet, reader["time_zone"], clock.now()) if "chat" in ways else None',
        "None",
        f"{QUIET}::test_a_reminder_of_the_night_comes_in_the_morning",
    ),
    edit(
        "places of yesterday",
        "bots/core/checking.py",
        'if clock.now() - datetime.fromisoformat(said["at"]) > FRESH:',
        "if False:",
        f"{CHECKED}::test_a_place_of_others_or_of_before_proves_nothing",
    ),
    edit(
        "places of others",
        "bots/core/checking.py",
        "    if talk.inbound.forwarded:\n",
        "    if False:\n",
        f"{CHECKED}::test_a_place_of_others_or_of_before_proves_nothing",
    ),
    edit(
        "check-in at customers out of sight",
        "bots/core/checking.py",
        "f\"AND c.deleted_at IS NULL AND {visible(me, args, 'c', of=COMPANY)} \"",
        'f"AND c.deleted_at IS NULL "',
        f"{CHECKED}::test_a_rep_finds_own_customers_around",
    ),
    edit(
        "who has left is offered",
        "platform/crm/records/pages/picking.py",
        "for left in _LEFT_OUT if typed",
        "for left in ()",
        f"{LEFT}::test_who_has_left_leaves_pickers_and_chats_and_stays_in_history",
    ),
    edit(
        "words of the anonymous stay",
        "platform/crm/records/privacy/blanking.py",
        "if field.kind not in _COUNTED or name in _PLACED:",
        "if field.kind == 'identities':",
        f"{KEPT}::test_people_are_made_anonymous_by_a_field_of_the_firms_own_and_still_count",
    ),
)
