"""Letters to all owners of a workspace, to each in their language."""

from collections.abc import Callable
from typing import Final

from kernel.i18n import use
from kernel.transaction import UnitOfWork
from tenants.mail import letters
from tenants.mail.letters import Letter

_OWNERS: Final = """
SELECT p.email, p.language, p.time_zone, w.name, w.slug
FROM membership m JOIN person p ON p.id = m.person_id AND p.closed_at IS NULL
JOIN workspace w ON w.id = m.tenant_id
WHERE m.tenant_id = $1 AND m.role = 'owner' AND m.status = 'active' ORDER BY m.tenant_id, m.id
"""


async def write_to_owners(uow: UnitOfWork, written: Callable[[str, str], Letter]) -> None:
    """`written` makes the letter of the workspace's name and slug, in the language spoken."""
    for owner in await uow.fetch(_OWNERS, uow.tenant_id):
        with use(owner["language"], owner["time_zone"]):
            letter = written(owner["name"], owner["slug"])
            await letters.post(uow, owner["email"], owner["language"], letter)
