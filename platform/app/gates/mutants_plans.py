"""Broken on purpose: what a plan includes, who has a seat, and what is charged."""

from typing import Final

from app.gates.mutants import LOOKUP, PIPELINE, edit

PLANS: Final = "tests/billing/test_plans.py"
SEATS: Final = "tests/billing/test_seats.py"
ENDING: Final = "tests/tenants/test_ending.py"
ROOMS: Final = "platform/kernel/rooms.py"
RESTING: Final = (
    "tests/bots/telegram/test_own_bot.py"
    "::test_a_bot_beyond_the_plan_says_why_once_a_day_and_wakes_when_it_is_paid"
)

BILLING: Final = (
    edit(
        "overdue firms go on writing",
        PIPELINE,
        "principal.entitled.demand_open(act_of(scope), owner=principal.role == OWNER)",
        "pass",
        f"{PLANS}::test_an_overdue_payment_closes_one_door_after_the_other",
    ),
    edit(
        "everybody enters a closed firm",
        "platform/kernel/entitled.py",
        '(openness != "closed" or owner)',
        "True",
        f"{PLANS}::test_an_overdue_payment_closes_one_door_after_the_other",
    ),
    edit(
        "the chat writes what pages may not",
        "platform/crm/records/admitting.py",
        'me.entitled.demand_open("write")\n    if name not in',
        "if name not in",
        f"{PLANS}::test_the_chat_answers_questions_and_says_why_nothing_is_saved",
    ),
    edit(
        "the meter forgets its cap",
        ROOMS,
        "m.used + taken <= cap AND taken > 0",
        "taken > 0",
        f"{PLANS}::test_the_last_contact_goes_to_one_of_many",
    ),
    edit(
        "the count forgets its cap",
        ROOMS,
        "IF many > cap THEN",
        "IF false THEN",
        f"{PLANS}::test_the_last_contact_goes_to_one_of_many",
    ),
    edit(
        "what comes back takes no room",
        "platform/crm/records/admitting.py",
        "        _take(batch, me, name, 1)\n\n\ndef admit_new",
        "        pass\n\n\ndef admit_new",
        f"{PLANS}::test_the_last_contact_goes_to_one_of_many",
    ),
    edit(
        "an import knows no room",
        "platform/crm/records/importing/chunk.py",
        "drafts = await self._with_room(drafts)",
        "pass",
        f"{PLANS}::test_an_import_brings_in_what_there_is_room_for",
    ),
    edit(
        "seats without end",
        "tenants/members/seating.py",
        "if await taken(uow) > before:",
        "if False:",
        f"{SEATS}::test_the_last_seat_goes_to_one_of_many_and_viewers_are_free",
    ),
    edit(
        "without a seat one works on",
        LOOKUP,
        "if is_seatless(row):",
        "if False:",
        f"{SEATS}::test_fewer_seats_come_with_the_next_period_and_the_owner_says_who_looks_on",
    ),
    edit(
        "seats fall without a word",
        "billing/buying/wishing.py",
        "if len(set(chosen)) < losing:",
        "if False:",
        f"{SEATS}::test_fewer_seats_come_with_the_next_period_and_the_owner_says_who_looks_on",
    ),
    edit(
        "a changed mind is forgotten",
        "billing/subscription/service.py",
        "await keep_planned_seats(uow)",
        "pass",
        f"{SEATS}::test_who_changes_their_mind_keeps_everything",
    ),
    edit(
        "fewer seats at once",
        "billing/buying/wishing.py",
        "return min(steps) >= 0 and max(steps) > 0",
        "return True",
        f"{SEATS}::test_fewer_seats_come_with_the_next_period_and_the_owner_says_who_looks_on",
    ),
    edit(
        "old prices are charged",
        "billing/buying/wishing.py",
        "if at.tzinfo is None or not now - FRESH <= at <= now + timedelta(minutes=1):",
        "if False:",
        f"{SEATS}::test_a_price_that_was_looked_at_long_ago_is_looked_at_again",
    ),
    edit(
        "who leaves each month pays half each month",
        "billing/buying/service.py",
        "return bought.won_back_at is None and bought.unpaid_since is None",
        "return True",
        f"{SEATS}::test_who_wants_to_leave_is_offered_less_once",
    ),
    edit(
        "another currency after the first payment",
        "billing/buying/wishing.py",
        "if wanted not in CURRENCIES or not bought.may_choose_currency:",
        "if wanted not in CURRENCIES:",
        f"{SEATS}::test_the_currency_is_chosen_before_the_first_payment",
    ),
    edit(
        "a firm changes hands without the password",
        "tenants/members/api_staff.py",
        "await demand_proof(ctx, data.password)",
        "pass",
        f"{ENDING}::test_the_workspace_changes_hands_with_the_password_only",
    ),
    edit(
        "what comes in past the doors is not counted",
        "platform/crm/records/exporting/unpacking.py",
        "        await recount(uow)\n",
        "",
        f"{PLANS}::test_what_the_operator_brings_in_beyond_the_plan_is_there_and_nothing_new_is",
    ),
    edit(
        "a copy of a workspace takes part in the original's plan",
        "platform/app/backup/workspace.py",
        '"meter", "subscription"',
        '"meter"',
        "tests/app/test_backup.py::test_a_copy_stands_beside_the_living_original",
    ),
    edit(
        "a bot beyond the plan goes on working",
        "bots/gateway/resting.py",
        "if await awake(uow, place, owner):",
        "if True:",
        RESTING,
    ),
    edit(
        "a bot beyond the plan explains itself at every word",
        "bots/gateway/resting.py",
        "if not asked or not await lease(uow, key, seconds=DAY):",
        "if not asked:",
        RESTING,
    ),
)
