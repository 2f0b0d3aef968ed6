"""What becomes of each line: a new record, a changed one, nothing, or a word why not."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from crm.records.identities import normalised
from crm.records.importing.drafting import (
    CREATED,
    LINE,
    UNCHANGED,
    UPDATED,
    Draft,
    Drafter,
)
from crm.records.importing.mapping import EXTERNAL, ID
from crm.records.importing.matching import Finder, Found, host
from crm.records.importing.ports import DOUBLES
from crm.records.privacy.hashes import erased
from crm.records.service import Records
from crm.records.types import Row
from kernel.i18n import _


async def decide(records: Records, drafter: Drafter, finder: Finder, drafts: list[Draft]) -> None:
    """Give every open draft its outcome; nothing is written."""
    await _match(records, drafter, finder, drafts)
    if drafter.mapping.existing != "create":
        await _ask_doubles(records, finder, drafts)
    ids = [d.record_id for d in drafts if d.open and d.record_id is not None]
    known = await finder.rows(records.kind, ids)
    earlier = await finder.in_batch(ids)
    for draft in drafts:
        if draft.open and draft.record_id is not None:
            _against(records, drafter, draft, known.get(draft.record_id), earlier)
    _tell_repeats(drafter, drafts)
    await _demand_free(records, finder, drafts)
    await _leave_erased(records, drafts)
    for draft in drafts:
        if draft.open:
            draft.outcome = CREATED


async def _match(records: Records, drafter: Drafter, finder: Finder, drafts: list[Draft]) -> None:
    wanted = drafter.mapping.match
    for target in [*wanted, LINE]:
        keyed = {
            d.line: _keys(drafter, d, target) for d in drafts if d.open and d.record_id is None
        }
        values = {key for keys in keyed.values() for key in keys}
        if not values:
            continue
        found = await _look(records, finder, target, values)
        for draft in drafts:
            ids = {i for key in keyed.get(draft.line, ()) for i in found.get(key, ())}
            if len(ids) > 1:
                draft.refuse(target, _("Several records fit this line. Tell them apart first."))
            elif ids:
                draft.record_id = ids.pop()
                if target == LINE:
                    draft.skip(_("This line was imported before."))


async def _ask_doubles(records: Records, finder: Finder, drafts: list[Draft]) -> None:
    for look in DOUBLES:
        new = [d for d in drafts if d.open and d.record_id is None]
        said = [draft.said for draft in new]
        found = await look(finder.uow, finder.principal, records.kind, said) if new else []
        for draft, ids in zip(new, found, strict=True):
            if len(ids) == 1:
                draft.record_id = ids[0]
            elif ids:
                draft.skip(_("Several records look like this line. Tell them apart first."))


async def _leave_erased(records: Records, drafts: list[Draft]) -> None:
    """Whoever was erased does not come back by a list; by hand one may enter them anew."""
    new = [d for d in drafts if d.open and d.record_id is None]
    said = {draft.line: set(_addresses(records, draft)) for draft in new}
    gone = await erased(records.uow, set().union(*said.values()))
    for draft in new:
        if said[draft.line] & gone:
            draft.skip(_("This person was erased on request and is not brought back."))


def _addresses(records: Records, draft: Draft) -> Iterator[tuple[str, str]]:
    for name, field in records.kind.identity_fields.items():
        for entry in draft.said.get(name) or ():
            if canonical := normalised(field.identity, entry["value"]):
                yield field.identity, canonical


def _keys(drafter: Drafter, draft: Draft, target: str) -> list[str]:
    if target == LINE:
        return [value for kind, value in draft.known_as if kind == LINE]
    keys = drafter.keys(draft, target)
    field = drafter.kind.fields.get(target)
    if field is not None and field.kind == "url":
        return [domain for key in keys if (domain := host(key))]
    return keys


async def _look(records: Records, finder: Finder, target: str, values: Iterable[str]) -> Found:
    kind = records.kind
    if target in {EXTERNAL, LINE}:
        identity = "external" if target == EXTERNAL else LINE
        return await finder.by_identity(kind, identity, values)
    field = kind.fields[target]
    if field.kind == "identities":
        return await finder.by_identity(kind, field.identity, values)
    if field.kind == "url":
        return await finder.by_site(kind, target, values)
    return await finder.by_title([kind.name], values)


def _against(
    records: Records, drafter: Drafter, draft: Draft, row: Row | None, earlier: set[UUID]
) -> None:
    if row is None:
        draft.refuse(ID, _("There is no record with this number."))
    elif draft.record_id in earlier:
        draft.skip(_("An earlier line of this file is the same record."))
    elif drafter.mapping.existing == "skip":
        draft.skip(_("There is such a record already."))
    elif drafter.mapping.existing == "create" and ID not in drafter.mapping.columns:
        draft.record_id = None
    elif not records.principal.may(f"{records.kind.name}:edit"):
        draft.refuse(
            "", _("Your role does not permit this. Ask an administrator of your workspace.")
        )
    else:
        draft.existing = row
        draft.said = differences(records, row, draft)
        draft.links = {n: _union(row, n, ids) for n, ids in draft.links.items()}
        links = any(ids != _linked(row, name) for name, ids in draft.links.items())
        tags = {tag[1].casefold() for tag in row["_tags"] or ()}
        news = draft.said or links or draft.related or {t.casefold() for t in draft.tags} - tags
        draft.outcome = UPDATED if news else UNCHANGED


def differences(records: Records, row: Row, draft: Draft) -> dict[str, Any]:
    """What the line says that the record does not: addresses are added, the rest replaced."""
    found: dict[str, Any] = {}
    for name, value in draft.said.items():
        field = records.kind.fields[name]
        if field.kind == "identities":
            have = {normalised(field.identity, entry["value"]) for entry in row[name]}
            fresh = [e for e in value if normalised(field.identity, e["value"]) not in have]
            if fresh:
                found[name] = [*row[name], *fresh]
        elif row[name] != value:
            found[name] = value
    if draft.given and draft.given["owner_id"] != row["owner_id"]:
        found["owner_id"] = draft.given["owner_id"]
    return found


def _union(row: Row, name: str, ids: list[UUID]) -> list[UUID]:
    have = _linked(row, name)
    return [*have, *(i for i in ids if i not in have)]


def _linked(row: Row, name: str) -> list[UUID]:
    return [UUID(link[1]) for link in row["_links"] or () if link[0] == name]


def _tell_repeats(drafter: Drafter, drafts: list[Draft]) -> None:
    """Two lines of one chunk that mean the same: the first one counts."""
    seen: dict[Any, int] = {}
    for draft in drafts:
        if not draft.open and draft.outcome != UPDATED:
            continue
        keys: list[Any] = [
            (target, key)
            for target in [*drafter.mapping.match, LINE]
            for key in _keys(drafter, draft, target)
        ]
        if draft.record_id is not None:
            keys = [draft.record_id]
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None and drafter.mapping.existing != "create":
            draft.outcome, draft.reason = (
                "skipped",
                _("Line %(line)s is the same record.") % {"line": first},
            )
            continue
        seen.update(dict.fromkeys(keys, draft.line))


async def _demand_free(records: Records, finder: Finder, drafts: list[Draft]) -> None:
    """A mail address belongs to one contact: told by line, before the database refuses it."""
    fields = [n for n, f in records.kind.identity_fields.items() if f.identity == "email"]
    said = {
        draft.line: [
            (name, normalised("email", entry["value"]) or "")
            for name in fields
            for entry in draft.said.get(name, ())
        ]
        for draft in drafts
        if draft.open or draft.outcome == UPDATED
    }
    taken = await finder.taken([email for pairs in said.values() for _n, email in pairs])
    claimed: dict[str, int] = {}
    for draft in drafts:
        for name, email in said.get(draft.line, ()):
            owner = taken.get(email)
            if (owner is not None and owner != draft.record_id) or email in claimed:
                draft.outcome = ""
                draft.refuse(name, _("%(email)s belongs to another record.") % {"email": email})
                break
            claimed[email] = draft.line
