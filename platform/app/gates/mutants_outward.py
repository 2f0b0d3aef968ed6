"""Broken on purpose: what leaves for other programs, and what is forgotten."""

from typing import Final

from app.gates.mutants import edit

HOOKS: Final = "platform/crm/automation/webhooks"
PRIVACY: Final = "platform/crm/records/privacy"
OUTWARD: Final = "platform/kernel/outward.py"
TOLD: Final = "tests/crm/automation/test_webhooks.py"
CALLED: Final = "tests/kernel/test_outward.py"
DISCLOSED: Final = "tests/crm/privacy/test_disclosure.py"
ERASED: Final = "tests/crm/privacy/test_erasure.py"

OUT: Final = (
    edit(
        "an address with one internal number",
        OUTWARD,
        "not all(public(address) for address in found)",
        "not any(public(address) for address in found)",
        f"{CALLED}::test_a_name_with_one_internal_address_is_refused",
    ),
    edit(
        "redirects followed",
        OUTWARD,
        "follow_redirects=False",
        "follow_redirects=True",
        f"{TOLD}::test_a_redirect_is_a_failure_and_is_not_followed",
    ),
    edit(
        "old addresses inside new ones",
        OUTWARD,
        "address in _GLOBAL6 and not any(address in network for network in _NOT6)",
        "address.is_global",
        f"{CALLED}::test_an_internal_address_is_refused_however_it_is_written",
    ),
    edit(
        "webhook told what its maker does not see",
        f"{HOOKS}/payloads.py",
        "return view(maker, kind, row)",
        "return dict(row)",
        f"{TOLD}::test_it_is_told_what_its_maker_sees_and_ends_with_them",
    ),
    edit(
        "the old secret for ever",
        f"{HOOKS}/secrets.py",
        'hook["old_ends_at"] > now',
        "True",
        f"{TOLD}::test_for_a_day_both_secrets_hold",
    ),
    edit(
        "somebody else's name erased",
        f"{PRIVACY}/needles.py",
        "name.lower() not in theirs and ",
        "",
        f"{ERASED}::test_a_name_or_number_that_somebody_else_has_stays_theirs",
    ),
    edit(
        "history keeps the person",
        f"{PRIVACY}/tasks.py",
        'rewritten["event"] += await uow.execute(_EMPTY, tenant, gone)',
        "pass",
        f"{ERASED}::test_an_erased_persons_history_says_only_that_something_was_done",
    ),
    edit(
        "former names stay",
        f"{PRIVACY}/needles.py",
        "for row in events for side",
        "for row in events[:0] for side",
        f"{ERASED}::test_a_former_name_and_a_merged_twin_go_too",
    ),
    edit(
        "a person told about to who sees half of them",
        "platform/crm/records/disclosure/service.py",
        "    if principal.veils:\n",
        "    if False:\n",
        f"{DISCLOSED}::test_only_who_sees_the_person_whole_is_told_and_it_is_noted",
    ),
    edit(
        "a person told about who is out of sight",
        "platform/crm/records/disclosure/service.py",
        '    await service_of(type, uow, principal).changeable(record_id, "export")\n',
        "",
        f"{DISCLOSED}::test_only_who_sees_the_person_whole_is_told_and_it_is_noted",
    ),
    edit(
        "texts of others told whole",
        f"{PRIVACY}/needles.py",
        'for line in value.split("\\n") if pattern.search(line)',
        'for line in value.split("\\n")',
        f"{DISCLOSED}::test_of_what_others_own_only_the_passage_is_told",
    ),
)
