"""Broken on purpose: what is believed of Stripe, what is charged, and how often."""

from typing import Final

from app.gates.mutants import edit

TESTS: Final = "tests/billing/stripe"
BUYING: Final = f"{TESTS}/test_buying.py"
HEARING: Final = f"{TESTS}/test_hearing.py"
DISCOUNTS: Final = (
    f"{TESTS}/test_charged.py"
    "::test_what_is_taken_off_for_good_stays_whatever_is_planned_bought_or_offered"
)
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
        "what is planned takes a lasting discount away",
        "billing/stripe/planning.py",
        'return {"discounts": found} if found else {}',
        "return {}",
        DISCOUNTS,
    ),
    edit(
        "an offer takes a lasting discount away",
        "billing/stripe/winning.py",
        "[*kept, ",
        "[",
        DISCOUNTS,
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
        '{"idempotency_key": f"{key}.{__import__(\'secrets\').token_hex(8)}"}',
        f"{TESTS}/test_broken_off.py::test_a_prepaid_period_is_billed_once_wherever_it_broke_off",
    ),
    edit(
        "a transfer counts twice",
        "billing/prepaid/service.py",
        "AND id = $2 AND state <> 'paid' RETURNING id",
        "AND id = $2 RETURNING id",
        f"{PREPAID}::test_a_transfer_that_is_marked_twice_by_two_people_is_one_year",
    ),
    edit(
        "what a bank takes back costs nothing",
        "billing/reversals/service.py",
        "if owed_since != bought.owed_since:",
        "if False:",
        f"{TESTS}/test_reversals.py"
        "::test_what_a_bank_took_back_is_unpaid_until_it_is_paid_once_more",
    ),
    edit(
        "a refund is told as often as Stripe tells it",
        "billing/reversals/service.py",
        "WHERE (billing_reversal.amount_minor, billing_reversal.state)\n"
        "    IS DISTINCT FROM (excluded.amount_minor, excluded.state)\n",
        "",
        f"{TESTS}/test_reversals.py"
        "::test_a_refund_and_a_credit_note_stand_at_the_invoice_and_are_told_once",
    ),
)
