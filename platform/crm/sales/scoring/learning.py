"""What became of former leads, kept as frequencies of their traits."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from crm.records.narrowing import as_kept
from crm.records.reading import View
from crm.sales.lead.model import LEAD
from crm.sales.scoring.points import ENOUGH_CLOSED, Guess, Seen, guess
from kernel import clock
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

SPAN: Final = timedelta(days=3 * 365)
FILLED: Final = ("emails", "phones", "company_name")
_ALL_OF_THEM: Final = ("", "")

_FORGET = "DELETE FROM lead_frequency f WHERE f.tenant_id = $1"
_LEARN = """
WITH closed AS (
    SELECT l.id, l.status = 'converted' AS won, l.source, l.qualified_by, l.company_name,
        l.emails, l.phones
    FROM lead l WHERE l.tenant_id = $1 AND l.deleted_at IS NULL AND l.created_at >= $2
        AND l.status = ANY(ARRAY['converted', 'disqualified'])
), traits AS (
    SELECT c.won, v.field, v.trait FROM closed c CROSS JOIN LATERAL (VALUES
        ('', ''),
        ('source', coalesce(c.source, '')),
        ('emails', (jsonb_array_length(c.emails) > 0)::text),
        ('phones', (jsonb_array_length(c.phones) > 0)::text),
        ('company_name', (coalesce(c.company_name, '') <> '')::text)
    ) AS v(field, trait)
    UNION ALL
    SELECT c.won, 'qualified_by', q.trait FROM closed c
    CROSS JOIN LATERAL unnest(c.qualified_by) AS q(trait)
    UNION ALL
    SELECT c.won, 'tags', t.name FROM closed c
    JOIN tagging g ON g.tenant_id = $1 AND g.record_id = c.id
    JOIN tag t ON t.tenant_id = $1 AND t.id = g.tag_id
)
INSERT INTO lead_frequency AS f (tenant_id, field, trait, won, lost)
SELECT $1, s.field, s.trait, count(*) FILTER (WHERE s.won), count(*) FILTER (WHERE NOT s.won)
FROM traits s GROUP BY s.field, s.trait HAVING s.field <> 'tags' OR count(*) >= $3
ON CONFLICT (tenant_id, field, trait) DO UPDATE SET won = excluded.won, lost = excluded.lost
RETURNING f.field
"""
_KNOWN = """
SELECT f.field, f.trait, f.won, f.lost FROM lead_frequency f
WHERE f.tenant_id = $1 AND (f.field, f.trait) IN (SELECT u.field, u.trait
    FROM unnest($2::text[], $3::text[]) AS u(field, trait))
"""


async def learn(uow: UnitOfWork) -> None:
    """The table anew, of the leads of the last three years."""
    await uow.execute(_FORGET, uow.tenant_id)
    await uow.fetch(_LEARN, uow.tenant_id, clock.now() - SPAN, ENOUGH_CLOSED)


async def guessed(uow: UnitOfWork, me: Principal, lead: View) -> Guess | None:
    """How probably this one becomes a customer, as others like it did."""
    traits = {_ALL_OF_THEM: "", **dict(traits_of(me, lead))}
    fields, values = zip(*traits, strict=True)
    rows = await uow.fetch(_KNOWN, uow.tenant_id, list(fields), list(values))
    known: dict[Any, Any] = {(row["field"], row["trait"]): row for row in rows}
    every = known.pop(_ALL_OF_THEM, None)
    if every is None:
        return None
    seen = [
        Seen(label, known[t]["won"], known[t]["lost"]) for t, label in traits.items() if t in known
    ]
    return guess(every["won"], every["lost"], seen)


def traits_of(me: Principal, lead: View) -> Iterator[tuple[tuple[str, str], str]]:
    """What is known of a lead, each in the words of the workspace."""
    fields = as_kept(LEAD, me).fields
    source = fields["source"]
    named = {choice.value: str(choice.label) for choice in source.choices}
    code = lead.get("source") or ""
    yield ("source", code), f"{source.label}: {named.get(code, code) or _('not known')}"
    for name in FILLED:
        filled = bool(lead.get(name))
        words = _("%(field)s known") if filled else _("%(field)s not known")
        label = words % {"field": fields[name].label}
        yield (name, str(filled).lower()), label
    ticked = {choice.value: str(choice.label) for choice in fields["qualified_by"].choices}
    for code in lead.get("qualified_by") or ():
        yield ("qualified_by", code), ticked.get(code, code)
    for tag in lead["tags"]:
        yield ("tags", tag["name"]), f"#{tag['name']}"
