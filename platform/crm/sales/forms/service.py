"""Forms as administrators make and change them."""

from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from crm.records.fields import Field
from crm.records.kinds.texts import needed_name
from crm.records.narrowing import as_kept
from crm.sales.forms.address import demand_own, public_id, sites_of
from crm.sales.lead.model import LEAD
from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal, Rights
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

MOST: Final = 100
KINDS: Final = frozenset(
    {"text", "long_text", "identities", "choice", "multi_choice", "number", "date", "yes_no"}
)
# The firm's own notes about a lead are nothing to ask a stranger for.
_OURS: Final = frozenset({"source", "campaign", "qualified_by"})

_FORMS: Final = """
SELECT f.id, f.name, f.heading, f.intro, f.fields, f.consent_text, f.consent_version, f.thanks,
    f.redirect_url, f.sites, f.enabled,
    (SELECT count(*) FROM form_submission s WHERE s.tenant_id = $1 AND s.form_id = f.id) AS sent
FROM lead_form f WHERE f.tenant_id = $1 AND ($2::uuid IS NULL OR f.id = $2)
ORDER BY f.tenant_id, f.created_at, f.id LIMIT 100
"""
_MAKE = """
INSERT INTO lead_form (tenant_id, id, name, heading, intro, fields, consent_text, thanks,
                       redirect_url, sites, enabled, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_CHANGE = """
UPDATE lead_form f SET name = $3, heading = $4, intro = $5, fields = $6,
    consent_version = f.consent_version + CASE WHEN f.consent_text = $7 THEN 0 ELSE 1 END,
    consent_text = $7, thanks = $8, redirect_url = $9, sites = $10, enabled = $11
WHERE f.tenant_id = $1 AND f.id = $2 RETURNING f.id
"""

Line = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=4000)]


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A field of leads that the form asks for."""

    name: Annotated[str, msgspec.Meta(max_length=80)]
    required: bool = False


class FormEdit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays. `sites` may frame the form; `redirect_url` is on one of them.

    A new wording of the consent gets a new version. The name of the sender is always asked for.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)] | UnsetType = UNSET
    heading: Line | UnsetType = UNSET
    intro: Text | UnsetType = UNSET
    fields: Annotated[list[Asked], msgspec.Meta(max_length=40)] | UnsetType = UNSET
    consent_text: Text | UnsetType = UNSET
    thanks: Text | UnsetType = UNSET
    redirect_url: Annotated[str, msgspec.Meta(max_length=500)] | UnsetType = UNSET
    sites: Annotated[list[Line], msgspec.Meta(max_length=20)] | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class NewForm(FormEdit, kw_only=True):
    """A form needs a name; it asks for a name and an address unless it says otherwise."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class FormSeen(msgspec.Struct, kw_only=True):
    """A form; `path` is its public page, `sent` how often it was sent."""

    id: UUID
    name: str
    heading: str
    intro: str
    fields: list[Asked]
    consent_text: str
    consent_version: int
    thanks: str
    redirect_url: str
    sites: list[str]
    enabled: bool
    sent: int
    path: str


def askable(rights: Rights) -> list[Field]:
    """The fields that a form may ask for, the workspace's own too."""
    return [
        field
        for field in as_kept(LEAD, rights).fields.values()
        if field.editable and field.kind in KINDS and field.name not in _OURS
    ]


async def forms(uow: UnitOfWork) -> list[FormSeen]:
    """All, the oldest first."""
    return [_seen(uow, row) for row in await uow.fetch(_FORMS, uow.tenant_id, None)]


async def form(uow: UnitOfWork, form_id: UUID) -> FormSeen:
    """One of them; raises `NotFound`."""
    row = await uow.fetchrow(_FORMS, uow.tenant_id, form_id)
    if row is None:
        raise NotFound
    return _seen(uow, row)


async def make(uow: UnitOfWork, me: Principal, wish: NewForm) -> FormSeen:
    """A new form, open at once."""
    if len(await forms(uow)) >= MOST:
        raise Conflict(_("There are too many forms already."))
    form_id = uuid7()
    fields = [Asked(name, required=True) for name in ("name", "emails")]
    blank = FormEdit(heading="", intro="", fields=fields, consent_text="", thanks="",
                     redirect_url="", sites=[], enabled=True)  # fmt: skip
    await uow.execute(_MAKE, me.tenant_id, form_id, *_values(me, wish, blank), clock.now())
    await note(uow, me, "lead_form", form_id, "created", after={"name": wish.name})
    return await form(uow, form_id)


async def edit(uow: UnitOfWork, me: Principal, form_id: UUID, wish: FormEdit) -> FormSeen:
    """Change what is named."""
    was = await form(uow, form_id)
    known = {name: getattr(was, name) for name in FormEdit.__struct_fields__}
    await uow.execute(_CHANGE, me.tenant_id, form_id, *_values(me, wish, FormEdit(**known)))
    await note(uow, me, "lead_form", form_id, "updated", after={"name": was.name})
    return await form(uow, form_id)


def _values(me: Principal, wish: FormEdit, known: FormEdit) -> tuple[Any, ...]:
    said: dict[str, Any] = {
        name: getattr(known, name) if (new := getattr(wish, name)) is UNSET else new
        for name in FormEdit.__struct_fields__
    }
    said["name"] = needed_name(said["name"])
    for name in ("heading", "intro", "consent_text", "thanks"):
        said[name] = said[name].replace("\x00", "").strip()
    fields = {one.name: one.required for one in said["fields"]}
    offered = {field.name for field in askable(me)}
    # What the workspace took away since is left out, not refused.
    kept = fields if wish.fields is not UNSET else {n: r for n, r in fields.items() if n in offered}
    if not set(kept) <= offered:
        raise Invalid(fields={"fields": _("There is no such field.")})
    asked = [{"name": "name", "required": True}]
    asked += [{"name": n, "required": r} for n, r in kept.items() if n != "name"]
    sites = sites_of(said["sites"])
    url = demand_own(said["redirect_url"], sites) if said["redirect_url"].strip() else ""
    texts = (said["name"], said["heading"], said["intro"], asked, said["consent_text"])
    return *texts, said["thanks"], url, sites, said["enabled"]


def _seen(uow: UnitOfWork, row: Any) -> FormSeen:
    asked = [Asked(one["name"], one["required"]) for one in row["fields"]]
    path = f"/f/{public_id(uow.tenant_id, row['id'])}"  # type: ignore[arg-type]
    return FormSeen(**{**row, "fields": asked, "path": path})
