"""To whom tax invoices are made out."""

from typing import Annotated, Any, Final

import msgspec

from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

THING: Final = "invoice_title"
Text = Annotated[str, msgspec.Meta(max_length=200)]
# Unified social credit codes have 18, older tax numbers 15 to 20.
_SHORTEST, _LONGEST = 15, 20

_READ: Final = """
SELECT t.special, t.name, t.tax_number, t.address, t.phone, t.bank, t.account, t.email
FROM invoice_title t WHERE t.tenant_id = $1
"""
_WRITE: Final = """
INSERT INTO invoice_title (tenant_id, special, name, tax_number, address, phone, bank, account,
                           email, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (tenant_id) DO UPDATE SET special = excluded.special, name = excluded.name,
    tax_number = excluded.tax_number, address = excluded.address, phone = excluded.phone,
    bank = excluded.bank, account = excluded.account, email = excluded.email,
    updated_at = excluded.updated_at
"""

# What is not paid yet is billed with the new one.
_OPEN: Final = "UPDATE prepaid_order SET title = $2 WHERE tenant_id = $1 AND state = 'open'"


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A special invoice (from which the tax is deducted) needs address, phone, bank and account."""

    special: bool = False
    name: Text = ""
    tax_number: Text = ""
    address: Text = ""
    phone: Text = ""
    bank: Text = ""
    account: Text = ""
    email: Text = ""


async def title_of(uow: UnitOfWork) -> Title:
    """The workspace's, empty until it is told."""
    row = await uow.fetchrow(_READ, uow.tenant_id)
    return Title() if row is None else msgspec.convert(dict(row), Title)


async def kept(uow: UnitOfWork) -> dict[str, Any]:
    """The title as an order keeps it."""
    title = await title_of(uow)
    return msgspec.structs.asdict(title) if title.name else {}


async def tell(uow: UnitOfWork, principal: Principal, title: Title) -> None:
    """Keep it for coming orders, and for one that is open; raises `Invalid`."""
    number = title.tax_number.replace(" ", "").upper()
    wrong: dict[str, str] = {}
    if not title.name.strip():
        wrong["name"] = _("Enter the firm's name as it is registered.")
    if not (_SHORTEST <= len(number) <= _LONGEST and number.isascii() and number.isalnum()):
        wrong["tax_number"] = _("A taxpayer number has 15 to 20 letters and digits.")
    if title.special:
        needed = ("address", "phone", "bank", "account")
        missing = _("A special VAT invoice needs this.")
        wrong |= {name: missing for name in needed if not getattr(title, name).strip()}
    if wrong:
        raise Invalid(fields=wrong)
    before = await title_of(uow)
    after = msgspec.structs.replace(title, tax_number=number)
    await uow.execute(_WRITE, uow.tenant_id, *msgspec.structs.asdict(after).values(), clock.now())
    await uow.execute(_OPEN, uow.tenant_id, await kept(uow))
    # Which fields changed is enough: a bank account is nothing for everybody who reads the audit.
    fields = [
        name for name in Title.__struct_fields__ if getattr(before, name) != getattr(after, name)
    ]
    if fields and uow.tenant_id is not None:
        await note(uow, principal, THING, uow.tenant_id, "updated", after={"fields": fields})
