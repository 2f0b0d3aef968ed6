"""Broken on purpose: who owns a customer, who may take it, and what takes it back."""

from typing import Final

from app.gates.mutants import edit

CUSTOMERS: Final = "platform/crm/customers"
TESTS: Final = "tests/crm/customers"
TAKING: Final = f"{CUSTOMERS}/pool/taking.py"
AT_ONCE: Final = f"{TESTS}/test_pool.py::test_claims_at_once_do_not_pass_the_days_limit_nor_the_cap"
OUTSIDERS: Final = (
    f"{TESTS}/test_pool.py::test_others_see_nothing_of_a_pool_and_members_nothing_hidden"
)

POOL: Final = (
    edit(
        "claim without condition",
        TAKING,
        'if row["owner_id"] is None and entry["left_at"] is None:',
        "if True:",
        f"{TESTS}/test_pool.py::test_of_many_who_claim_one_wins_and_the_others_hear_who",
    ),
    edit(
        "day's limit without lock",
        TAKING,
        "    await hold_member(uow, me.member_id)\n",
        "",
        AT_ONCE,
    ),
    edit(
        "day's limit counts what is owned",
        TAKING,
        "AND s.cause = 'claim' AND s.started_at >= $3",
        "AND s.cause = 'claim' AND s.started_at >= $3 AND s.ended_at IS NULL",
        f"{TESTS}/test_pool.py::test_giving_up_gives_no_claim_of_the_day_back",
    ),
    edit(
        "cap without lock",
        f"{CUSTOMERS}/ownership/room.py",
        " FOR NO KEY UPDATE OF m",
        "",
        AT_ONCE,
    ),
    edit(
        "owner without span",
        f"{CUSTOMERS}/ownership/service.py",
        "if owner == before or change.kind.name not in KEPT:",
        "if True:",
        f"{TESTS}/test_ownership.py::test_a_transfer_closes_one_span_and_opens_the_next",
    ),
    edit(
        "taken from the pool, and still in it",
        TAKING,
        'if before is None or before["owner_id"] is not None or change.row["owner_id"] is None:',
        "if True:",
        f"{TESTS}/test_pool.py::test_giving_up_gives_no_claim_of_the_day_back",
    ),
    edit(
        "protection ignored by reclaim",
        f"{CUSTOMERS}/reclaim/due.py",
        "if facts.protected_until is not None:",
        "if False:",
        f"{TESTS}/test_reclaim.py::test_a_protected_or_won_customer_stays",
    ),
    edit(
        "protection ignored by transfer",
        f"{CUSTOMERS}/protection/service.py",
        "if until is not None and until > clock.now():",
        "if False:",
        f"{TESTS}/test_protection.py::test_nobody_takes_a_protected_customer_from_its_owner",
    ),
    edit(
        "pool for outsiders",
        f"{CUSTOMERS}/pool/standing.py",
        'if not (row["inside"] or row["admin"] or head):',
        "if False:",
        OUTSIDERS,
    ),
    edit(
        "hidden fields shown in the pool",
        f"{CUSTOMERS}/pool/lying.py",
        "{*place.hidden_fields, *APART,",
        "{*APART,",
        OUTSIDERS,
    ),
    edit(
        "looks without end",
        f"{CUSTOMERS}/pool/looking.py",
        'if today["looks"] >= place.daily_views:',
        "if False:",
        f"{TESTS}/test_pool_looks.py::test_a_member_looks_at_so_many_a_day_and_at_no_more",
    ),
    edit(
        "last look without lock",
        f"{CUSTOMERS}/pool/looking.py",
        "    await hold_member(uow, me.member_id)\n",
        "",
        f"{TESTS}/test_pool_looks.py::test_two_looks_of_a_member_are_counted_one_after_the_other",
    ),
)
