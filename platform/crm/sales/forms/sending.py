"""A stranger sends a form: once, not too quickly, with consent; and a lead is there."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.keeper import keeper
from crm.records.pages.forms import Form, Sent
from crm.sales.forms.address import ids_of
from crm.sales.forms.service import FormSeen, askable, form
from crm.sales.lead.model import LEAD
from crm.sales.lead.service import Leads
from crm.sales.sources import source_of
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from web.seal import seal, unseal

PURPOSE: Final = "lead form"
TRAP: Final = "homepage"
SOONEST: Final = timedelta(seconds=2)
LATEST: Final = timedelta(days=1)
UTM: Final = ("utm_campaign", "utm_source", "utm_medium")

_CLAIM = """
INSERT INTO form_submission (tenant_id, form_id, nonce, at, campaign, consent_text,
                             consent_version)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, form_id, nonce) DO NOTHING RETURNING nonce
"""
_MADE = """
UPDATE form_submission s SET lead_id = $4
WHERE s.tenant_id = $1 AND s.form_id = $2 AND s.nonce = $3
"""


class Opened(msgspec.Struct):
    """A form that strangers may send, and who takes in what they send."""

    form: FormSeen
    keeper: Principal
    fields: Form
    required: frozenset[str]


async def opened(uow: UnitOfWork, public: str) -> Opened:
    """The form of an address; the same `NotFound` for closed, foreign and made-up ones."""
    ids = ids_of(public)
    if ids is None:
        raise NotFound
    await uow.begin(ids[0])
    found = await form(uow, ids[1])
    acting = await keeper(uow, found.name)
    if acting is None or not found.enabled:
        raise NotFound
    offered = {field.name for field in askable(acting)}
    asked = [one for one in found.fields if one.name in offered]
    fields = Form(Leads(uow, acting).kind, [one.name for one in asked])
    return Opened(found, acting, fields, frozenset(one.name for one in asked if one.required))


def ticket(form_id: UUID) -> str:
    """Goes with the empty form: which one, since when, and a number that is used once."""
    since = int(clock.now().timestamp())
    return seal(PURPOSE, f"{form_id} {since} {secrets.token_urlsafe(12)}")


def nonce_of(form_id: UUID, sealed: str) -> str:
    """The number of a ticket that is ours; raises `Invalid` for one too young, too old, or not."""
    parts = (unseal(PURPOSE, sealed) or "").split(" ")
    now = clock.now().timestamp()
    if len(parts) != 3 or parts[0] != str(form_id):  # noqa: PLR2004 -- as `ticket` makes them
        raise Invalid(_("This form has expired. Reload the page and send it again."))
    age = timedelta(seconds=now - int(parts[1]))
    if age > LATEST:
        raise Invalid(_("This form has expired. Reload the page and send it again."))
    if age < SOONEST:
        raise Invalid(_("That was very quick. Please send it once more."))
    return parts[2]


async def send(uow: UnitOfWork, place: Opened, data: Sent) -> None:
    """A lead of what was sent; the same sending again, or one by a machine, makes none."""
    if data.get(TRAP):
        return
    nonce = nonce_of(place.form.id, data.get("ticket"))
    values = _values(place, data)
    consent: tuple[str, int | None] = ("", None)
    if place.form.consent_text:
        if not data.has("consent"):
            raise Invalid(fields={"consent": _("Please agree, so that we may answer.")})
        consent = (place.form.consent_text, place.form.consent_version)
    campaign = campaign_of({name: data.get(name) for name in UTM})
    key = (uow.tenant_id, place.form.id, nonce)
    if await uow.fetchval(_CLAIM, *key, clock.now(), campaign, *consent) is None:
        return
    source = source_of(LEAD, place.keeper, "website")
    made = await Leads(uow, place.keeper).create(
        {**values, "source": source, "campaign": campaign or None, "owner_id": None}
    )
    await uow.execute(_MADE, *key, made["id"])


def campaign_of(said: Mapping[str, str]) -> str:
    """The campaign as the address told it: its name, then where it ran."""
    words = [" ".join(said.get(name, "").split())[:60] for name in UTM]
    return " · ".join(word for word in words if word and word.isprintable())


def _values(place: Opened, data: Sent) -> dict[str, Any]:
    fields = place.fields.take(data)
    missing = {n: _("This is needed.") for n in place.required if not data.get(n).strip()}
    if missing:
        raise Invalid(fields=missing)
    return {n: v for n, v in fields.values().items() if v not in (None, [])}
