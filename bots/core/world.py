"""Whom a member can mean: the customers that he sees, narrowed down by what was said."""

import re
from typing import Any, Final
from uuid import UUID

from bots.parsing import Candidate, World
from crm.records.finding import finding
from crm.records.identities import normalised
from crm.records.scope import AnyType, visible
from crm.records.types import record_type
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# Of what changed last in the workspace so many are looked at, and of one's own so many taken.
LOOKED_AT: Final = 400
RECENT: Final = 120
OWN: Final = 60
BY_WORDS: Final = 40
PER_PREFIX: Final = 6
PREFIXES: Final = 60
READ: Final = 2_000
TYPES: Final = ("company", "contact")
NAMED: Final = AnyType(only=TYPES)
FIRMS: Final = AnyType(only=("company",))

_LATIN = re.compile(r"[^\W\d_\u4e00-\u9fff][\w&'-]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SURNAME = re.compile(r"([\u4e00-\u9fff])(?:总|经理|工|老师|女士|先生|主任|部长|厂长|院长|医生)")
_MAIL = re.compile(r"[^\s<>()，,;；]+@[^\s<>()，,;；]+")
_PHONE = re.compile(r"\+?\d[\d\s()-]{5,18}\d")
_HIGHEST = "\U0010ffff"


async def world_of(uow: UnitOfWork, principal: Principal, text: str) -> World:
    """Some hundred candidates at most: those named in the text, and those of late."""
    read = text[:READ]
    async with uow.planned_once():
        ids = await finding.finder.named(uow, principal, read, types=TYPES, limit=BY_WORDS)
        args = Args(principal.tenant_id)
        found = " UNION ".join(
            [
                *(_recent(principal, args, table) for table in TYPES),
                *(_own(principal, args, table) for table in TYPES),
                _prefixed(principal, args, read),
                _identified(principal, args, read),
                f"SELECT unnest({args(ids)}::uuid[])",
            ]
        )
        # Two statements: as one, a young table's statistics make the planner read all of it.
        near = [row["id"] for row in await uow.fetch(found, *args.values)]
        args = Args(principal.tenant_id, near)
        rows = await uow.fetch(_candidates(principal, args), *args.values)
    return _world(rows, principal.currency)


def _recent(principal: Principal, args: Args, table: str) -> str:
    scope = visible(principal, args, "a", of=record_type(table))
    return (
        f"(SELECT a.id FROM (SELECT n.id, n.owner_id, n.team_id FROM {table} n "
        "WHERE n.tenant_id = $1 AND n.deleted_at IS NULL ORDER BY n.tenant_id DESC, "
        f"n.updated_at DESC, n.id DESC LIMIT {LOOKED_AT}) a WHERE {scope} LIMIT {RECENT})"
    )


def _own(principal: Principal, args: Args, table: str) -> str:
    return (
        f"(SELECT o.id FROM {table} o WHERE o.tenant_id = $1 "
        f"AND o.owner_id = {args(principal.member_id)} AND o.deleted_at IS NULL "
        f"ORDER BY o.tenant_id DESC, o.owner_id DESC, o.updated_at DESC, o.id DESC LIMIT {OWN})"
    )


def _prefixed(principal: Principal, args: Args, text: str) -> str:
    """By the start of their names: ranges, for LIKE is no index condition behind the wall."""
    starts = args(prefixes(text))
    scope = visible(principal, args, "p", of=NAMED)
    return (
        f"SELECT n.id FROM unnest({starts}::text[]) AS s(start) "
        "CROSS JOIN unnest(ARRAY['company', 'contact']) AS t(type) CROSS JOIN LATERAL ("
        "SELECT p.id FROM record p WHERE p.tenant_id = $1 AND p.type = t.type "
        f"AND p.title >= s.start AND p.title < s.start || {args(_HIGHEST)} "
        f"AND p.deleted_at IS NULL AND {scope} LIMIT {PER_PREFIX}) n"
    )


def _identified(principal: Principal, args: Args, text: str) -> str:
    kinds = [kind for kind in ("email", "mailbox", "phone") if not _veiled(principal, kind)]
    mails = [m for m in (normalised("email", raw) for raw in _MAIL.findall(text)) if m]
    phones = [p for p in (normalised("phone", raw) for raw in _PHONE.findall(text)) if p]
    return (
        "SELECT i.record_id FROM identity i WHERE i.tenant_id = $1 AND i.live "
        f"AND i.kind = ANY({args(kinds)}::text[]) "
        f"AND i.value = ANY({args([*mails, *phones][:20])}::text[])"
    )


def _veiled(principal: Principal, identity: str) -> bool:
    """Whether the member does not see such addresses: then nobody is known by them."""
    return any(
        field.identity == identity and name in principal.veils.get(type, {})
        for type in TYPES
        for name, field in record_type(type).fields.items()
    )


def _candidates(principal: Principal, args: Args) -> str:
    # Types are told apart afterwards: asked for here, the planner may walk all rows of a type.
    mine = visible(principal, args, "r", of=NAMED)
    theirs = visible(principal, args, "c", of=FIRMS)
    return f"""
    SELECT r.id, r.type, r.title,
        EXISTS (SELECT 1 FROM company k WHERE k.tenant_id = $1 AND k.id = r.id
            AND k.kind = 'person') AS person,
        (SELECT jsonb_agg(jsonb_build_array(c.id, c.title) ORDER BY l.position)
         FROM link l JOIN record c ON c.tenant_id = $1 AND c.id = l.to_id
         WHERE l.tenant_id = $1 AND l.from_id = r.id AND l.kind = 'companies'
             AND c.deleted_at IS NULL AND {theirs} AND NOT EXISTS (
                 SELECT 1 FROM employment m WHERE m.tenant_id = $1 AND m.contact_id = r.id
                     AND m.company_id = c.id AND m.inactive_since IS NOT NULL)) AS firms
    FROM record r
    WHERE r.tenant_id = $1 AND r.id = ANY($2::uuid[]) AND r.deleted_at IS NULL
        AND {mine}
    """


def _world(rows: list[Any], currency: str) -> World:
    companies = {
        str(row["id"]): Candidate(row["id"], "company", row["title"], person=row["person"])
        for row in rows
        if row["type"] == "company"
    }
    contacts = []
    for row in rows:
        if row["type"] != "contact":
            continue
        firms = row["firms"] or []
        contacts.append(
            Candidate(row["id"], "contact", row["title"], company=firms[0][1] if firms else None)
        )
        for firm_id, title in firms:
            companies.setdefault(firm_id, Candidate(UUID(firm_id), "company", title))
    return World(companies=tuple(companies.values()), contacts=tuple(contacts), currency=currency)


def prefixes(text: str) -> list[str]:
    """How names that stand in the text may begin: its words, its pairs of Han characters."""
    found: dict[str, None] = {}
    for word in _LATIN.findall(text):
        found.update(dict.fromkeys((word, word.capitalize(), word.upper())))
    for surname in _SURNAME.findall(text):
        found[surname] = None
    for run in _HAN.findall(text):
        found.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(found)[:PREFIXES]
