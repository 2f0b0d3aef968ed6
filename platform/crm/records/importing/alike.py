"""Lines that look like somebody who is there already: told, and then done as was chosen."""

from crm.records.duplicates.hints import Hints, Match, hints_of_many
from crm.records.importing.drafting import Draft
from crm.records.importing.mapping import Existing
from crm.records.service import Records
from kernel.i18n import _


async def ask_alike(records: Records, choice: Existing, drafts: list[Draft]) -> None:
    """What is new by its addresses may be known by its name, its domain, its tax number."""
    fresh = [draft for draft in drafts if draft.open and draft.record_id is None]
    rows = [draft.said for draft in fresh]
    found = await hints_of_many(records.uow, records.principal, records.kind, rows)
    for draft, hints in zip(fresh, found, strict=True):
        if hints.serious:
            _settle(draft, choice, hints)


def _settle(draft: Draft, choice: Existing, hints: Hints) -> None:
    several = [*hints.exact, *hints.near]
    meant = [one.id for one in several if one.id and not one.in_bin]
    match choice:
        case "create":
            draft.reason = _said(several[0])
        case "update" if len(meant) == 1:
            draft.record_id, draft.alike = meant[0], True
        case "update" if meant:
            draft.skip(_("Several records look like this line. Tell them apart first."))
        case _:
            draft.skip(_said(several[0]))


def _said(one: Match) -> str:
    if one.title is None:
        return _("This looks like a record of somebody else.")
    if one.in_bin:
        return _("This looks like %(name)s in the recycle bin.") % {"name": one.title[:80]}
    return _("This looks like %(name)s.") % {"name": one.title[:80]}
