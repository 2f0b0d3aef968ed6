"""Broken on purpose: who is handed out to whom, who is never called, whom a partner holds."""

from typing import Final

from app.gates.mutants import edit

CALLING: Final = "platform/crm/activities/calling"
TURNS: Final = f"{CALLING}/turns.py"
CALLS: Final = "tests/crm/activities/test_calling.py"
TARGETS: Final = "tests/crm/activities/test_targets.py"
REGISTERED: Final = "tests/crm/sales/test_registrations.py"

LISTS: Final = (
    edit(
        "one customer for two callers",
        TURNS,
        "    FOR UPDATE OF c SKIP LOCKED)",
        ")",
        f"{CALLS}::test_two_callers_never_get_the_same_and_one_keeps_what_is_in_hand",
    ),
    edit(
        "a customer in hand is offered to others",
        TURNS,
        "(c.state = 'called' AND c.leased_until <= $4)",
        "c.state = 'called'",
        f"{CALLS}::test_what_somebody_forgot_in_hand_is_handed_out_again",
    ),
    edit(
        "an outcome by whoever likes",
        f"{CALLING}/outcomes.py",
        ' or row["caller_id"] != me.member_id',
        "",
        f"{CALLS}::test_what_somebody_forgot_in_hand_is_handed_out_again",
    ),
    edit(
        "do not call, called",
        f"{CALLING}/blocking.py",
        "WHEN {alias}.do_not_call THEN 'asked' ",
        "WHEN FALSE THEN 'asked' ",
        f"{CALLS}::test_who_must_not_be_called_is_never_offered_but_counted_with_the_reason",
    ),
    edit(
        "withdrawn consent, called",
        f"{CALLING}/blocking.py",
        "LIMIT 1) IS FALSE",
        "LIMIT 1) IS NULL AND FALSE",
        f"{CALLS}::test_who_must_not_be_called_is_never_offered_but_counted_with_the_reason",
    ),
    edit(
        "a caller is offered what the caller does not see",
        "platform/crm/customers/worklist/reading.py",
        'return visible(me, args, "a", of=kind, action=action)',
        'return "TRUE"',
        f"{CALLS}::test_a_caller_is_offered_only_whom_the_caller_sees_and_a_paused_list_nobody",
    ),
    edit(
        "coverage counts what is not seen",
        "platform/crm/activities/targeting/reading.py",
        'scope = visible(me, args, "c", of=COMPANY, action=action)',
        'scope = "TRUE"',
        f"{TARGETS}::test_coverage_counts_only_accounts_in_the_readers_sight",
    ),
    edit(
        "an account is covered by a call that nobody answered",
        "platform/crm/activities/partings.py",
        "AND coalesce(fa.call_outcome, '') NOT IN ('no_answer', 'wrong_number')",
        "",
        f"{TARGETS}::test_an_account_is_looked_after_by_a_real_activity_and_not_by_a_ping",
    ),
    edit(
        "protection of a registration ignored",
        "platform/crm/sales/registration/deciding.py",
        'if holder.state == "approved":',
        "if False:",
        f"{REGISTERED}::test_a_second_partner_hears_who_holds_the_customer_and_is_not_approved",
    ),
    edit(
        "a deal past the partner",
        "platform/crm/sales/registration/guarding.py",
        "    if row is None:\n        return\n",
        "    return\n",
        f"{REGISTERED}::test_a_partners_customer_is_sold_to_with_the_partner_or_by_who_decides",
    ),
    edit(
        "a registration tells whoever asks who holds the customer",
        "platform/crm/sales/registration/holding.py",
        'if not row["seen"]:',
        "if False:",
        f"{REGISTERED}::test_who_does_not_see_a_registration_hears_that_one_is_there_and_no_more",
    ),
    edit(
        "what was decided is changed",
        "platform/crm/sales/registration/service.py",
        "            raise AlreadyDecided\n\n    async def after",
        "            pass\n\n    async def after",
        f"{REGISTERED}::test_an_approved_registration_becomes_a_deal_of_the_partners",
    ),
)
