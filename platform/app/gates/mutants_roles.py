"""Broken on purpose: the scopes of roles, hidden fields, shares, and who may give what."""

from typing import Final

from app.gates.mutants import RECORDS, Edit, Mutant, edit

FIELDS: Final = "tests/crm/permissions/test_hidden_fields.py"
SCOPES: Final = "tests/crm/permissions/test_scopes.py"
ALONG: Final = "tests/crm/permissions/test_along.py"
SHARING: Final = "tests/crm/permissions/test_sharing.py"
GIVING: Final = "tests/tenants/test_roles.py"

ROLES: Final[tuple[Mutant, ...]] = (
    edit(
        "hidden fields shown",
        f"{RECORDS}/narrowing.py",
        "    if not veils:\n        return kind\n",
        "    if True:\n        return kind\n",
        f"{FIELDS}::test_it_is_in_no_answer_and_the_masked_one_in_part",
    ),
    edit(
        "history tells the hidden",
        "platform/kernel/veils.py",
        "    if not veils:\n",
        "    if True:\n",
        f"{FIELDS}::test_it_is_in_no_answer_and_the_masked_one_in_part",
        f"{FIELDS}::test_the_audit_does_not_tell_it_either",
    ),
    Mutant(
        name="hidden fields filter and sort",
        edits=(
            Edit(f"{RECORDS}/filtering.py", "as_seen(kind, principal)", "kind"),
            Edit(f"{RECORDS}/listing.py", "    kind = as_seen(kind, principal)\n", ""),
        ),
        tests=(f"{FIELDS}::test_it_neither_filters_nor_sorts",),
    ),
    edit(
        "hidden fields written",
        f"{RECORDS}/narrowing.py",
        "    if wrong:\n",
        "    if False:\n",
        f"{FIELDS}::test_it_is_not_written",
    ),
    edit(
        "hidden text found",
        f"{RECORDS}/ports.py",
        "return self.kind.text(unindexed(row, kept_out))",
        "return self.kind.text(row)",
        f"{FIELDS}::test_nobody_finds_anything_by_it",
    ),
    edit(
        "scope of the type ignored",
        "platform/kernel/principal.py",
        "        if not self.scopes:\n",
        "        if True:\n",
        f"{SCOPES}::test_scopes_may_differ_from_type_to_type",
        f"{SCOPES}::test_what_is_seen_is_not_always_to_be_changed",
    ),
    edit(
        "rights that were taken away",
        "platform/kernel/principal.py",
        "if self.scopes and self.scopes.get(permission) == NONE:",
        "if False:",
        f"{SCOPES}::test_a_type_that_is_not_seen_is_nowhere",
    ),
    edit(
        "what is seen may be changed",
        f"{RECORDS}/scope.py",
        "    if not reaches(principal, type, action, row):\n",
        "    if False:\n",
        f"{SCOPES}::test_what_is_seen_is_not_always_to_be_changed",
    ),
    edit(
        "what others have at a customer shared along",
        f"{RECORDS}/sharing.py",
        "    AND vc.owner_id IN (vp.owner_id, vs.granted_by)\n",
        "",
        f"{ALONG}::test_what_others_have_at_the_customer_stays_theirs",
    ),
    edit(
        "everything shared goes along",
        f"{RECORDS}/sharing.py",
        'f" AND vs.along{one}"',
        "one",
        f"{ALONG}::test_contacts_and_deals_go_along_if_the_share_says_so",
    ),
    edit(
        "contacts and deals that one may not give away shared along",
        f"{RECORDS}/beside/shares.py",
        "        if how.along:\n            _demand_along(records, row)\n",
        "",
        f"{ALONG}::test_who_may_not_give_deals_away_shares_none_along",
    ),
    edit(
        "share's end ignored",
        f"{RECORDS}/sharing.py",
        'live = f"(vs.expires_at IS NULL OR vs.expires_at > {now})"',
        'live = f"({now}::timestamptz IS NOT NULL)"',
        f"{SHARING}::test_after_its_end_a_share_does_not_count",
    ),
    edit(
        "share's level ignored",
        f"{RECORDS}/scope.py",
        ">= _FROM.get(action, len(LEVELS) + 1)",
        ">= 1",
        f"{SHARING}::test_the_level_says_what_may_be_done",
    ),
    edit(
        "roles given without having",
        "tenants/access/granting.py",
        "return _settings_within(giver, wanted, before) and all(",
        "return True or all(",
        f"{GIVING}::test_nobody_gives_a_role_more_than_they_have",
        f"{GIVING}::test_nobody_gives_a_person_a_role_that_can_do_more",
    ),
    edit(
        "used roles deleted",
        "tenants/roles/service.py",
        "if not kept.ours and await uow.fetchval(_USED",
        "if False and await uow.fetchval(_USED",
        f"{GIVING}::test_a_role_in_use_is_not_deleted",
    ),
    edit(
        "named teams not reached",
        "platform/kernel/principal.py",
        "return (*below, *(one for one in named if one not in below))",
        "return tuple(below)",
        f"{SCOPES}::test_a_role_reaches_teams_that_it_names_and_no_others",
    ),
    edit(
        "teams named that one does not see",
        "tenants/access/granting.py",
        "    return everything or set(wanted.named_teams) <= known\n",
        "    return True\n",
        f"{SCOPES}::test_a_role_reaches_teams_that_it_names_and_no_others",
    ),
    edit(
        "teams of other firms named",
        "tenants/roles/checking.py",
        "if not set(teams) <= known | set(before):",
        "if False:",
        f"{SCOPES}::test_a_role_reaches_teams_that_it_names_and_no_others",
    ),
)
