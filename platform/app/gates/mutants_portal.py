"""Broken on purpose: what a partner sees in the portal, and who comes in at its door."""

from typing import Final

from app.gates.mutants import edit

PORTAL: Final = "platform/crm/sales/portal"
TESTS: Final = "tests/crm/sales/test_portal.py"
SEES: Final = f"{TESTS}::test_a_partner_sees_neither_another_partners_nor_the_firms_own"
OUT: Final = f"{TESTS}::test_a_partner_who_is_shown_out_is_out_at_once"
INVITED: Final = f"{TESTS}::test_an_invitation_is_the_administrators_used_once_and_for_a_partner"

OF_PARTNERS: Final = (
    edit(
        "another partner's deals in the portal",
        f"{PORTAL}/service.py",
        "WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'partners'\n    AND ($3",
        "WHERE l.tenant_id = $1 AND $2::uuid IS NOT NULL AND l.kind = 'partners'\n    AND ($3",
        SEES,
    ),
    edit(
        "who was shown out of the portal stays inside",
        f"{PORTAL}/door.py",
        "WHERE u.tenant_id = $1 AND u.person_id = $2 AND u.revoked_at IS NULL",
        "WHERE u.tenant_id = $1 AND u.person_id = $2",
        OUT,
    ),
    edit(
        "a firm that is no partner any more looks into the portal",
        f"{PORTAL}/door.py",
        "AND c.role = ANY($3)",
        "AND $3::text[] IS NOT NULL",
        OUT,
    ),
    edit(
        "the portal for any company",
        f"{PORTAL}/letting_in.py",
        'if company["role"] not in ROLES:',
        "if False:",
        INVITED,
    ),
    edit(
        "an invitation to the portal used twice",
        f"{PORTAL}/accepting.py",
        "AND u.accepted_at IS NULL\n    AND u.revoked_at IS NULL",
        "AND u.revoked_at IS NULL",
        INVITED,
    ),
    edit(
        "an invitation to the portal that was taken back",
        f"{PORTAL}/accepting.py",
        "\n    AND u.revoked_at IS NULL AND",
        "\n    AND",
        INVITED,
    ),
)
