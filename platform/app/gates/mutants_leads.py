"""Broken on purpose: who gets a lead, who may take it, and what a stranger's form may do."""

from typing import Final

from app.gates.mutants import Edit, Mutant, edit

ROUTING: Final = "tests/crm/sales/test_routing.py"
FORMS: Final = "tests/crm/sales/test_forms.py"
HERE: Final = "platform/crm/sales"
ANSWERING: Final = f"{HERE}/routing/answering.py"

LEADS: Final = (
    Mutant(
        name="lead accepted by two",
        edits=(
            Edit(ANSWERING, 'if lead["owner_id"] not in (None, me.member_id):', "if False:"),
            Edit(ANSWERING, " AND o.outcome IS NULL RETURNING o.id", " RETURNING o.id"),
        ),
        tests=(f"{ROUTING}::test_of_many_who_accept_at_once_one_has_it",),
    ),
    edit(
        "turns without lock",
        f"{HERE}/routing/service.py",
        " FOR NO KEY UPDATE OF u",
        "",
        f"{ROUTING}::test_leads_at_once_go_round_fairly_and_each_to_one",
    ),
    edit(
        "lead back to who let it lie",
        f"{HERE}/routing/choosing.py",
        "if not one.had and works(one, now)",
        "if works(one, now)",
        f"{ROUTING}::test_an_unanswered_lead_goes_on_and_never_comes_back",
    ),
    edit(
        "form sent twice",
        f"{HERE}/forms/sending.py",
        "if await uow.fetchval(_CLAIM, *key, clock.now(), campaign, *consent) is None:",
        "if await uow.fetchval(_CLAIM, *key, clock.now(), campaign, *consent) == 0:",
        f"{FORMS}::test_sent_twice_it_is_one_lead",
    ),
    edit(
        "form of another workspace",
        f"{HERE}/forms/service.py",
        "    if row is None:\n        raise NotFound\n    return _seen(uow, row)",
        "    row = row or (await uow.fetch(_FORMS, uow.tenant_id, None) or [None])[0]\n"
        "    return _seen(uow, row)",
        f"{FORMS}::test_a_form_is_only_where_it_belongs",
    ),
    edit(
        "ticket of another form",
        f"{HERE}/forms/sending.py",
        "if len(parts) != 3 or parts[0] != str(form_id):",
        "if len(parts) != 3:",
        f"{FORMS}::test_a_ticket_opens_one_form_only",
    ),
    edit(
        "led to any site",
        f"{HERE}/forms/address.py",
        'if odd or f"{parts.scheme}://{parts.netloc}".casefold() not in sites:',
        "if odd:",
        f"{FORMS}::test_only_named_sites_may_frame_it_and_be_led_to",
    ),
)
