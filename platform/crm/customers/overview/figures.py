"""What customers themselves tell: the people by their part, and how much of them is known."""

from typing import Any

from crm.customers.company.model import COMPANY
from crm.customers.completeness.service import judged
from crm.customers.contact.model import CONTACT
from crm.customers.overview.ports import Figure, Said, add_figure, reads, rows
from crm.records.kinds.choices import label_of
from crm.records.narrowing import as_kept, as_seen
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel.filters import Test
from kernel.formats import format_number
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args


def _is_company(kind: RecordType) -> bool:
    return kind is COMPANY


def _people(_kind: RecordType, principal: Principal, args: Args) -> str | None:
    if not reads(principal, CONTACT, "companies"):
        return None
    part = "c.role" if reads(principal, CONTACT, "role") else "NULL::text"
    return f"""
    SELECT jsonb_build_object(
        'count', coalesce(sum(g.many), 0)::bigint,
        'parts', coalesce(jsonb_object_agg(g.part, g.many) FILTER (WHERE g.part IS NOT NULL), '{{}}'))
    FROM (SELECT {part} AS part, count(*) AS many FROM link l
        JOIN contact c ON c.tenant_id = $1 AND c.id = l.from_id AND c.deleted_at IS NULL
        WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'companies'
            AND {visible(principal, args, "c", of=CONTACT)}
        GROUP BY 1) g
    """  # noqa: E501


def _say_people(found: Any, record: View, principal: Principal) -> list[Said]:
    role = as_kept(CONTACT, principal).fields["role"]
    known = [choice.value for choice in role.choices if choice.value in found["parts"]]
    parts = [f"{label_of(role, part)} {format_number(found['parts'][part])}" for part in known]
    said = Said(
        label=_("Contacts"),
        value=format_number(found["count"]),
        detail=" · ".join(parts),
        path=rows(CONTACT, Test("companies", "eq", str(record["id"]))),
    )
    return [said]


def _required(_kind: RecordType, principal: Principal, _args: Args) -> str | None:
    """The fields that should be known after the kinds of activity that there were."""
    if not principal.may("company:see"):
        return None
    return """
    SELECT jsonb_build_object('required', coalesce(jsonb_agg(DISTINCT q.field), '[]'))
    FROM capture_requirement q WHERE q.tenant_id = $1 AND EXISTS (
        SELECT 1 FROM link l JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id
            AND a.deleted_at IS NULL AND a.kind = q.activity_kind
        WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links')
    """


def _say_required(found: Any, record: View, principal: Principal) -> list[Said]:
    seen = as_seen(COMPANY, principal)
    known = judged(seen, record, {*found["required"]})
    if known.score is None:
        return []
    missing = ", ".join(str(seen.fields[name].label) for name in known.missing[:3])
    said = Said(
        label=_("Completeness"),
        value=f"{known.score}%",
        detail=_("Missing: %(fields)s") % {"fields": missing} if missing else "",
        kind="neutral" if known.missing else "success",
    )
    return [said]


add_figure(Figure(name="people", order=40, applies=_is_company, ask=_people, say=_say_people))
add_figure(Figure(name="known", order=50, applies=_is_company, ask=_required, say=_say_required))
