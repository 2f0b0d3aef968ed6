"""What is broken on purpose in territories and in segments as filters."""

from typing import Final

from app.gates.mutants import edit, sql

TESTS: Final = "tests/crm/customers/test_territories.py"
TERRITORY: Final = "platform/crm/customers/territory"
REPORT: Final = (
    f"{TESTS}::test_the_report_rolls_up_and_every_number_opens_the_rows_that_its_reader_sees"
)
FOREIGN: Final = f"{TESTS}::test_another_firms_territory_is_none_at_all"

TERRITORIES: Final = (
    sql(
        "two territories at once",
        "DROP INDEX uq_territory_span_open",
        f"{TESTS}::test_no_company_is_in_two_territories_at_once",
    ),
    edit(
        "a stay is never ended",
        f"{TERRITORY}/placing.py",
        "        await uow.execute(_CLOSE, tenant, ended, now)\n",
        "        del ended\n",
        f"{TESTS}::test_a_company_lies_in_the_deepest_territory_that_fits_and_below_counts",
    ),
    edit(
        "a deal tells the territory of a company out of sight",
        "platform/crm/analytics/coverage/service.py",
        'scope = visible(principal, args, "tc", of=COMPANY)',
        'scope = "TRUE"',
        REPORT,
    ),
    edit(
        "coverage of everybody's rows",
        "platform/crm/analytics/coverage/service.py",
        "return await summed(uow, principal, counted.kind",
        "from crm.records.keeper import whole\n"
        "    return await summed(uow, whole(principal), counted.kind",
        REPORT,
    ),
    edit(
        "a territory lies in any other",
        f"{TERRITORY}/wishes.py",
        "if known.get(parent_id) is None:",
        "if False:",
        FOREIGN,
    ),
    edit(
        "named in a territory that is not there",
        f"{TERRITORY}/accounts.py",
        "if tree.get(territory_id) is None:",
        "if False:",
        FOREIGN,
    ),
    edit(
        "a preview changes",
        f"{TERRITORY}/preview.py",
        "            _undo()\n",
        "            return found[0]\n",
        f"{TESTS}::test_a_preview_says_what_would_move_and_changes_nothing",
    ),
    edit(
        "a hidden condition asked by its segment",
        "platform/crm/customers/segment/asking.py",
        "compiled = Filtering(record_type(kind), principal, args, alias)",
        "from crm.records.keeper import whole\n"
        "    compiled = Filtering(record_type(kind), whole(principal), args, alias)",
        "tests/crm/customers/test_segments.py"
        "::test_a_segment_is_a_filter_of_lists_and_of_nobody_who_may_not_know_it",
    ),
)
