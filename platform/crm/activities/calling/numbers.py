"""By which numbers a customer is reached; nobody's who must not be called."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.activities.calling.blocking import why_not
from crm.customers.contact.model import CONTACT
from crm.customers.employment.service import left_since
from crm.records.narrowing import as_seen
from crm.records.reading import View
from crm.records.scope import visible
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_PEOPLE: Final = """
SELECT a.id, a.name, a.job_title, a.phones FROM link l
JOIN contact a ON a.tenant_id = $1 AND a.id = l.from_id AND a.deleted_at IS NULL
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'companies' AND {why} IS NULL AND {scope}
    AND {left} IS NULL
ORDER BY a.tenant_id, a.name, a.id LIMIT 20
"""


class Number(msgspec.Struct, frozen=True):
    """A number, and whose it is; `contact_id` where it is a person's at the firm."""

    whose: str
    number: str
    contact_id: UUID | None = None


async def numbers(uow: UnitOfWork, me: Principal, record: View) -> list[Number]:
    """The customer's own, and of a firm those of its people, as far as the member sees them."""
    found = [Number(record["title"], one["value"]) for one in record.get("phones") or ()]
    if record["type"] != "company" or not _reads_phones(me):
        return found
    args = Args(me.tenant_id, record["id"])
    scope = visible(me, args, "a", of=CONTACT)
    left = left_since("l.from_id", "l.to_id", "$1")
    people = _PEOPLE.format(why=why_not(CONTACT, "a"), scope=scope, left=left)
    rows: list[Any] = await uow.fetch(people, *args.values)
    for row in rows:
        whose = f"{row['name']}, {row['job_title']}" if row["job_title"] else row["name"]
        found += [Number(whose, one["value"], row["id"]) for one in row["phones"]]
    return found


def _reads_phones(me: Principal) -> bool:
    field = as_seen(CONTACT, me).fields.get("phones")
    return me.may("contact:see") and field is not None and not field.masked
