"""A workspace of a given size to measure in, made by SQL as the restore role."""

from uuid import UUID

import asyncpg
import msgspec

from kernel import clock
from kernel.ids import uuid7
from kernel.secret import digest, new_token
from tenants.people.lifetimes import lifetimes


class BenchWorld(msgspec.Struct, frozen=True):
    """Where to measure: a manager who sees by team, so that row scope is at work."""

    slug: str
    token: str
    tenant_id: UUID
    company_id: UUID
    contact_id: UUID
    contacts: int


_PEOPLE = """
WITH p AS (INSERT INTO person (id, email, name, password_hash, email_verified_at, created_at)
           VALUES ($1, $2, 'Bench', '-', now(), now()) RETURNING id),
     w AS (INSERT INTO workspace (id, slug, name, created_at) VALUES ($3, $4, $4, now())
           RETURNING id)
INSERT INTO session (id, token_hash, person_id, created_at, expires_at)
SELECT $5, $6, p.id, now(), $7 FROM p, w ON CONFLICT DO NOTHING
"""
_TEAM = """
WITH t AS (INSERT INTO team (tenant_id, id, name, created_at) VALUES ($1, $2, 'Sales', now())
           RETURNING id)
INSERT INTO membership (tenant_id, id, person_id, role, team_id, team_ids, created_at)
SELECT $1, $3, $4, 'manager', $2, ARRAY[$2::uuid], now() FROM t ON CONFLICT DO NOTHING
"""
# Version 7 identifiers made in SQL: the time of each row, then chance.
ANCHORS = """
INSERT INTO record (tenant_id, id, type, title, owner_id, team_id)
SELECT $1::uuid, (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint + n), 12, '0') || '7'
            || substr(md5(n::text || $2::text || $1::uuid::text), 1, 3) || '8'
            || substr(md5($1::uuid::text || n::text), 1, 15))::uuid,
       $2::text, initcap(w[1 + n % 40]) || ' ' || initcap(w[1 + (n / 40) % 40]) || ' ' || n,
       $3::uuid, $4::uuid
FROM generate_series(1, $5::int) n,
     (SELECT array_agg(substr(md5(i::text), 1, 7) ORDER BY i) w FROM generate_series(1, 40) i) x
ON CONFLICT DO NOTHING
"""
_CONTACTS = """
INSERT INTO contact (tenant_id, id, name, job_title, emails, owner_id, team_id, created_at,
                     updated_at)
SELECT r.tenant_id, r.id, r.title, 'Buyer',
       jsonb_build_array(jsonb_build_object('value', r.id || '@example.com', 'label', 'work')),
       r.owner_id, r.team_id, now(), now() - (row_number() OVER () || ' seconds')::interval
FROM record r WHERE r.tenant_id = $1 AND r.type = 'contact' ON CONFLICT DO NOTHING
"""
_LINKS = """
INSERT INTO link (tenant_id, from_id, kind, to_id)
SELECT r.tenant_id, r.id, 'companies', $2 FROM record r
WHERE r.tenant_id = $1 AND r.type = 'contact' ON CONFLICT DO NOTHING
"""
COMPANIES = """
INSERT INTO company (tenant_id, id, name, owner_id, team_id, created_at, updated_at)
SELECT r.tenant_id, r.id, r.title, r.owner_id, r.team_id, now(), now() FROM record r
WHERE r.tenant_id = $1 AND r.type = 'company' ON CONFLICT DO NOTHING
"""
_CHUNKS = """
INSERT INTO chunk (tenant_id, id, n, record_id, record_type, part, owner_id, team_id, title,
                   text, length, tokeniser, terms, text_hash, embedded_at)
SELECT r.tenant_id, r.id, row_number() OVER (), r.id, r.type, 0, r.owner_id, r.team_id, r.title,
       r.title, 3, 1,
       string_to_array(lower(r.title) || ' @' || replace(lower(r.title), ' ', ' @'), ' '),
       '', now()
FROM record r WHERE r.tenant_id = $1 ON CONFLICT DO NOTHING
"""
_POSTINGS = """
INSERT INTO search_term (tenant_id, term, n, tf, length)
SELECT c.tenant_id, u.term, c.n, 1, 3 FROM chunk c, unnest(c.terms) u(term)
WHERE c.tenant_id = $1 ON CONFLICT DO NOTHING
"""
_STATS = (
    """
    INSERT INTO term_stats (tenant_id, term, df)
    SELECT s.tenant_id, s.term, count(*) FROM search_term s WHERE s.tenant_id = $1
    GROUP BY 1, 2 ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO search_totals (tenant_id, chunks, length)
    SELECT c.tenant_id, count(*), sum(c.length) FROM chunk c WHERE c.tenant_id = $1
    GROUP BY 1 ON CONFLICT DO NOTHING
    """,
)


async def fill(restore_dsn: str, contacts: int) -> BenchWorld:
    """A workspace with that many contacts at one company, indexed."""
    connection = await asyncpg.connect(restore_dsn)
    tenant, person, team, member = uuid7(), uuid7(), uuid7(), uuid7()
    token, slug = new_token(), f"bench-{contacts}-{tenant.hex[-6:]}"
    try:
        await connection.execute(
            _PEOPLE,
            person,
            f"{slug}@example.com",
            tenant,
            slug,
            uuid7(),
            digest(token),
            clock.now() + lifetimes.whole,
        )
        await connection.execute(_TEAM, tenant, team, member, person)
        await connection.execute(ANCHORS, tenant, "company", member, team, 1)
        await connection.execute(COMPANIES, tenant)
        company = await connection.fetchval("SELECT id FROM company WHERE tenant_id = $1", tenant)
        await connection.execute(ANCHORS, tenant, "contact", member, team, contacts)
        await connection.execute(_CONTACTS, tenant)
        await connection.execute(_LINKS, tenant, company)
        for statement in (_CHUNKS, _POSTINGS, *_STATS):
            await connection.execute(statement, tenant)
        # Both sides are planned by what is there, not by what autovacuum has seen so far.
        await connection.execute("ANALYZE record, contact, company, link, chunk, search_term")
        one = await connection.fetchval(
            "SELECT id FROM contact WHERE tenant_id = $1 ORDER BY updated_at LIMIT 1", tenant
        )
    finally:
        await connection.close()
    return BenchWorld(slug, token, tenant, company, one, contacts)
