"""An e-mail address belongs to one contact: who has it is said to those who may see them."""

from collections.abc import Iterable
from typing import Any

from crm.records.identities import normalised
from crm.records.scope import ANY, visible
from crm.records.types import RecordType, Row
from kernel.errors import Conflict
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

CONSTRAINT = "uq_identity_email"


class EmailTaken(Conflict):
    """Somebody has this address already."""

    code = "email_taken"


def unique_fields(kind: RecordType) -> frozenset[str]:
    """The fields with addresses that only one record may have."""
    return frozenset(n for n, field in kind.identity_fields.items() if field.identity == "email")


async def email_taken(
    uow: UnitOfWork, principal: Principal, kind: RecordType, row: Row
) -> EmailTaken:
    """The refusal: with a name where the principal may know it, else with the team alone."""
    names = unique_fields(kind)
    addresses = [a for name in names for a in _addresses(row.get(name) or ())]
    args = Args(principal.tenant_id, addresses, row["id"])
    scope = visible(principal, args, "r", of=ANY)
    found = await uow.fetchrow(
        f"""
        SELECT r.title, t.name AS team, {scope} AS seen FROM identity i
        JOIN record r ON r.tenant_id = $1 AND r.id = i.record_id
        LEFT JOIN team t ON t.tenant_id = $1 AND t.id = r.team_id
        WHERE i.tenant_id = $1 AND i.kind = 'email' AND i.live AND i.value = ANY($2)
            AND i.record_id <> $3
        ORDER BY i.tenant_id, seen DESC LIMIT 1
        """,
        *args.values,
    )
    sentence = _sentence(found)
    return EmailTaken(sentence, fields=dict.fromkeys(names, sentence))


def _addresses(entries: Iterable[dict[str, str]]) -> list[str]:
    return [a for entry in entries if (a := normalised("email", entry["value"])) is not None]


def _sentence(found: Any) -> str:
    if found is not None and found["seen"]:
        return _("%(name)s has this address already.") % {"name": found["title"]}
    if found is not None and found["team"]:
        return _("This address is taken, by a contact of the team %(team)s.") % {
            "team": found["team"]
        }
    return _("This address is taken, by a contact that you do not see.")
