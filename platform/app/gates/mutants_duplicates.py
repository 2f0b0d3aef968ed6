"""Broken on purpose: hints at who is there already, and two records that become one."""

from typing import Final

from app.gates.mutants import RECORDS, edit

TESTS: Final = "tests/crm/duplicates"
HINTS: Final = f"{TESTS}/test_hints.py"
RACES: Final = f"{TESTS}/test_merge_races.py"

PRIVATE: Final = "tests/crm/customers/test_private_customers.py"

DUPLICATES: Final = (
    edit(
        "a person who is a customer is compared as a firm",
        f"{RECORDS}/duplicates/keys.py",
        "by.named_as(row)",
        "by.names",
        f"{PRIVATE}::test_who_turns_out_to_be_a_person_is_compared_as_one",
    ),
    edit(
        "an invisible record is hinted at whole",
        f"{RECORDS}/duplicates/hints.py",
        "    if not one.seen:",
        "    if False:",
        f"{HINTS}::test_of_what_one_may_not_see_only_the_team_is_told",
    ),
    edit(
        "an invisible record is hinted at by a likeness",
        f"{RECORDS}/duplicates/hints.py",
        "if one.seen or _is_told(one)",
        "if one.seen or one.deleted_at is None",
        f"{HINTS}::test_of_what_one_may_not_see_only_the_team_is_told",
    ),
    edit(
        "the refusal of an address names its owner",
        f"{RECORDS}/duplicates/taken.py",
        'if found is not None and found["seen"]:',
        "if found is not None:",
        f"{HINTS}::test_the_refusal_of_a_taken_address_follows_the_same_rule",
    ),
    edit(
        "half a pair is reported",
        f"{RECORDS}/duplicates/report.py",
        "WHERE p.tenant_id = $1 AND {scopes}",
        "WHERE p.tenant_id = $1",
        f"{TESTS}/test_report.py::test_half_a_pair_is_shown_to_nobody",
    ),
    edit(
        "a merge locks nothing",
        f"{RECORDS}/duplicates/merging.py",
        "ORDER BY r.tenant_id, r.id FOR UPDATE",
        "ORDER BY r.tenant_id, r.id",
        f"{RACES}::test_of_merges_in_both_directions_one_wins",
    ),
    edit(
        "what is linked is not held",
        f"{RECORDS}/reading.py",
        "FOR KEY SHARE OF r",
        "",
        f"{RACES}::test_what_is_linked_meanwhile_hangs_on_the_kept_one_or_is_refused",
    ),
    edit(
        "a merged record's new place is told to anybody",
        f"{RECORDS}/reading.py",
        'r.type = $3 AND {scope}"',
        'r.type = $3"',
        f"{TESTS}/test_merging.py::test_a_merged_record_says_where_it_is_to_those_who_see_both",
    ),
)
