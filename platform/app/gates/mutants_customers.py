"""What is broken on purpose in the overview of customers, in segments and in packs."""

from typing import Final

from app.gates.mutants import edit

OVERVIEW: Final = "tests/crm/customers/test_overview.py"
SEGMENTS: Final = "tests/crm/customers/test_segments.py"
PACKS: Final = "tests/app/packs/test_packs.py"
SEGMENT: Final = "platform/crm/customers/segment"

CUSTOMERS: Final = (
    edit(
        "figures count what the reader does not see",
        "platform/crm/activities/figures.py",
        'AND {visible(principal, args, "t", of=TASK)}',
        "",
        f"{OVERVIEW}::test_nobody_counts_what_they_do_not_see",
    ),
    edit(
        "hidden amounts summed up",
        "platform/crm/sales/figures.py",
        'if reads(principal, DEAL, "amount") else "NULL::bigint"',
        "",
        f"{OVERVIEW}::test_nobody_counts_what_they_do_not_see",
    ),
    edit(
        "segments count for everybody",
        f"{SEGMENT}/service.py",
        "WHERE {where} AND {scope} LIMIT",
        "WHERE {where} LIMIT",
        f"{SEGMENTS}::test_each_reader_counts_their_own_and_knows_no_hidden_condition",
    ),
    edit(
        "growth tells of records out of sight",
        f"{SEGMENT}/growing.py",
        'scope = visible(principal, args, "r", of=mine[0].kind)',
        'scope = "TRUE"',
        f"{SEGMENTS}::test_each_reader_counts_their_own_and_knows_no_hidden_condition",
    ),
    edit(
        "segments keep who left",
        f"{SEGMENT}/growing.py",
        "for statement in (_LEFT, _ENTERED):",
        "for statement in (_ENTERED,):",
        f"{SEGMENTS}::test_the_nights_remember_who_came_and_who_left",
    ),
    edit(
        "a pack replaces a pipeline in use",
        "platform/app/packs/service.py",
        "AND NOT EXISTS (SELECT 1 FROM event e WHERE",
        "AND NOT EXISTS (SELECT 1 FROM event e WHERE FALSE AND",
        f"{PACKS}::test_what_somebody_changed_stays_and_another_pack_adds",
    ),
)
