"""Broken on purpose: what is believed of Stripe, what is charged, and how often."""

from typing import Final

from app.gates.mutants import edit

TESTS: Final = "tests/billing/stripe"
BUYING: Final = f"{TESTS}/test_buying.py"
HEARING: Final = f"{TESTS}/test_hearing.py"
PREPAID: Final = f"{TESTS}/test_prepaid.py"
SIGNED: Final = f"{HEARING}::test_what_stripe_did_not_sign_just_now_is_not_kept"
GATEWAY: Final = "billing/stripe/gateway.py"

STRIPE: Final = (
    edit(
        "an event is believed of anybody",
        "billing/webhooks/signature.py",
        "hmac.compare_digest(one.encode(), other)",
        "other",
        SIGNED,
    ),
    edit(
        "an event of tomorrow is believed",
        "billing/webhooks/signature.py",
        "abs(clock.now().timestamp() - int(moments[0][:15]))",
        "clock.now().timestamp() - int(moments[0][:15])",
        SIGNED,
    ),
    edit(
        "an event of a firm that is stopped acts",
        "billing/webhooks/tasks.py",
        'elif row["status"] != "active":',
        "elif False:",
        f"{HEARING}::test_events_of_a_firm_that_is_stopped_change_nothing",
    ),
    edit(
        "the subscription is not held while somebody asks about it",
        "billing/subscription/service.py",
        "bought = await found(uow, lock=True)",
        "bought = await found(uow)",
        f"{HEARING}::test_an_answer_that_was_slow_is_not_written_over_a_newer_one",
        f"{PREPAID}::test_one_order_is_open_at_a_time_and_can_be_withdrawn",
    ),
    edit(
        "one customer of two firms",
        "billing/webhooks/customers.py",
        "ON CONFLICT DO NOTHING RETURNING customer_id",
        "ON CONFLICT (provider, customer_id) DO UPDATE SET created_at = $4 RETURNING customer_id",
        f"{HEARING}::test_two_firms_never_share_a_customer",
    ),
    edit(
        "seats that the bank did not pay for",
        GATEWAY,
        '"payment_behavior": "error_if_incomplete"',
        '"payment_behavior": "allow_incomplete"',
        f"{BUYING}::test_a_refused_card_changes_nothing_and_another_one_does",
    ),
    edit(
        "a refusal is repeated though the card is another",
        "billing/stripe/wire.py",
        '.get("idempotent-replayed") != "true"',
        '.get("idempotent-replayed") != "never"',
        f"{BUYING}::test_a_refused_card_changes_nothing_and_another_one_does",
    ),
    edit(
        "two checkouts are paid",
        GATEWAY,
        "        await self.close_checkouts(customer)\n",
        "",
        f"{BUYING}::test_of_two_open_checkouts_only_the_last_can_be_paid",
    ),
    edit(
        "a key of its own for each try",
        "billing/stripe/wire.py",
        '{"idempotency_key": f"{key}.{turn}" if turn else key}',
        '{"idempotency_key": f"{id(deed)}"}',
        f"{TESTS}/test_broken_off.py::test_a_prepaid_period_is_billed_once_wherever_it_broke_off",
    ),
    edit(
        "a transfer counts twice",
        "billing/prepaid/service.py",
        "AND id = $2 AND state <> 'paid' RETURNING id",
        "AND id = $2 RETURNING id",
        f"{PREPAID}::test_a_transfer_that_is_marked_twice_by_two_people_is_one_year",
    ),
)
