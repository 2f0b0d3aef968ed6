"""Partners who registered the same customer are decided on at the same moment."""

import secrets

from app.drills.arena import Arena, statuses
from app.drills.racing import demand, race

PARTNERS = 4
_APPROVED = """
SELECT count(*) FROM registration g WHERE g.tenant_id = $1 AND g.name = $2
    AND g.state = 'approved'
"""


@race("approval of one customer for many partners")
async def approval(arena: Arena) -> None:
    """One partner gets the customer."""
    customer = f"Race {secrets.token_hex(8)}"
    made = []
    for _ in range(PARTNERS):
        said = {"name": f"Partner {secrets.token_hex(4)}", "role": "partner"}
        partner = await arena.ask("POST", "companies", json=said)
        wish = {"name": customer, "partners": [partner["id"]]}
        made.append((await arena.ask("POST", "registrations", json=wish))["id"])
    answers = await arena.together(
        arena.asks("POST", f"registrations/{one}/approval", json={"into": "lead"}) for one in made
    )
    demand(statuses(answers) == [200] + [409] * (PARTNERS - 1), statuses(answers))
    approved = await arena.looker.fetchval(_APPROVED, arena.owner.tenant_id, customer)
    demand(approved == 1, f"{approved} were approved")
