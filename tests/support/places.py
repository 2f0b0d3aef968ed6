"""Which table the ids of an address name; what is neither said nor read here fails the gates."""

from typing import Any
from uuid import uuid4

import msgspec
from cast import Actor, Cast
from contract import Operation, fields, required
from planting import table_of, tables
from world import PASSWORD

from crm.records.types import record_types

# The word before an id in a path, or the id's own, where it is not the table's name.
NAMED = {
    "members": "membership",
    "keys": "api_key",
    "api-keys": "api_key",
    "actions": "chat_action",
    "file_id": "attachment",
    "files": "attachment",
    "member_id": "membership",
    "field_id": "custom_field",
    "history": "event",
    "duplicates": "duplicate_pair",
    "merged_id": "record",
    "rule_id": "reclaim_rule",
    "entry_id": "worklist_entry",
    "customer_id": "company",
}
# Words in a path that are no row's id, and one that is sound in form.
WORDS = {
    "token": "no-such-token",
    "path": "nowhere",
}


# Ids that are sound only beside others: that they are accepted is shown where the slice is tested.
TOGETHER = {
    ("moveDeal", ("below",)),
    ("loseDeal", ("competitor_id",)),
    ("mergeKnowledge", ("with",)),
    ("orderStages", ("stages", "[]")),
    ("logCall", ("contact_id",)),
    ("addStepOfTarget", ("owner_id",)),
    *((name, ("partners", "[]")) for name in ("createLead", "editLead", "createDeal", "editDeal")),
    ("editRegistration", ("partners", "[]")),
    ("changeSubscription", ("without", "[]")),
    ("handOnSeat", ("from",)),
}
MONEY = {
    "checkout",
    "createPrepaidOrder",
    "priceOf",
    "endWorkspace",
    "handOverOwnership",
    "handOnSeat",
    "setInvoiceTitle",
}
# A file without its bytes; what is nobody's, and so not everybody's to see.
HOLLOW = {"attachment", "company", "contact"}


class Unknown(AssertionError):
    """An address whose ids the gates cannot make."""


def table_named(operation: Operation, place: int = 0) -> str:
    """The table of an operation's first id, or of a later one."""
    name = operation.path_ids[place]
    word = operation.path.split("/{" + name + "}")[0].rpartition("/")[2]
    found = table_called(word, plural=True) or table_called(name) or table_called(word)
    if found is None:
        raise Unknown(f"{operation}: say in tests/support/places.py which table {word!r} is")
    return found


def table_called(said: str, *, plural: bool = False) -> str | None:
    """What goes by that name: `deals`, `deal_id`; with `plural` only the types' own words."""
    own = {kind.plural: kind.table for kind in record_types()}
    if plural or said in own:
        return own.get(said)
    names = {table.name for table in tables()}
    single = said.replace("-", "_").removesuffix("_id").removesuffix("s")
    candidates = (NAMED.get(said), single, single.removesuffix("ie") + "y")
    return next((str(name) for name in candidates if name in names), None)


def sayable_at(place: tuple[str, ...]) -> list[str]:
    """Tables whose ids are worth trying there: the one it names beside some others, or any."""
    said = [table_called(word) for word in place if word != "[]"]
    if not said or said[-1] is None:
        return sayable()
    return list(dict.fromkeys([said[-1], "company", "contact", "activity", "membership", "team"]))


def is_record(table: str) -> bool:
    return table in {kind.table for kind in record_types()}


def sayable() -> list[str]:
    """Tables whose ids one can say in a request: records, and whatever a row points at."""
    pointed = {
        key.elements[0].column.table.name
        for table in tables()
        for key in table.foreign_key_constraints
    }
    return [t.name for t in tables() if is_record(t.name) or t.name in pointed]


def is_open(table: str) -> bool:
    """Whether the whole firm sees what lies there."""
    return any(kind.table == table and kind.seen_by == "all" for kind in record_types())


def is_restoring(operation: Operation, place: int = 0) -> bool:
    """Whether it takes just that thing out of the recycle bin."""
    return operation.path.endswith("{" + operation.path_ids[place] + "}/restoration")


async def own_row(
    cast: Cast, operation: Operation, table: str, actor: Actor, *, binned: bool = False
) -> Any:
    """A row that this operation can be done to, and that belongs to this actor."""
    row: dict[str, Any] = {}
    if is_record(table):
        row["owner_id"] = actor.member_id
        if bool(operation.path_ids) and is_restoring(operation) is not binned:
            row["deleted_at"] = cast.own.moment
    columns = table_of(table).c
    if "member_id" in columns:
        row["member_id"] = actor.member_id
    row |= await _hung(cast, columns, actor)
    if table == "conversation":
        row["assignee_id"] = actor.member_id
    if "worklist_id" in columns:
        row["worklist_id"] = (await cast.own.plant("worklist", owner_id=actor.member_id))["id"]
    if is_record(table) and names_two(operation):
        # Planted together: who counts rows afterwards counts both.
        twin = await cast.own.plant(table, owner_id=actor.member_id)
        _TWINS[operation.id, actor.name] = twin["id"]
    if table == "disclosure":
        contact = await cast.own.plant("contact", owner_id=actor.member_id)
        row |= {"record_type": "contact", "record_id": contact["id"]}
    if table == "duplicate_pair":
        row |= await _pair(cast, operation, actor)
    return (await cast.own.plant(table, **row))["code" if table == "role" else "id"]


async def _hung(cast: Cast, columns: Any, actor: Actor) -> dict[str, Any]:
    """A company of the actor's, for rows that hang on one."""
    names = ("record_id", "company_id")
    return {
        name: (await cast.own.plant("company", owner_id=actor.member_id))["id"]
        for name in names
        if name in columns and not columns[name].nullable
    }


async def _pair(cast: Cast, operation: Operation, actor: Actor) -> dict[str, Any]:
    """Two records of the operation's type that the actor sees."""
    kind = next(k for k in record_types() if f"/{k.plural}/" in operation.path)
    two = [(await cast.own.plant(kind.table, owner_id=actor.member_id))["id"] for _ in range(2)]
    return {"record_type": kind.name, "a_id": min(two), "b_id": max(two)}


async def _merged(cast: Cast, operation: Operation, record_id: Any) -> Any:
    """A record that is part of the first one now."""
    table = table_named(operation)
    owner = await cast.own.admin.fetchval(
        f"SELECT owner_id FROM {table} WHERE tenant_id = $1 AND id = $2",
        cast.own.tenant_id,
        record_id,
    )
    row = await cast.own.plant(table, owner_id=owner, deleted_at=cast.own.moment)
    await cast.own.admin.execute(
        "UPDATE record SET merged_into = $3, deleted_at = $4 WHERE tenant_id = $1 AND id = $2",
        cast.own.tenant_id, row["id"], record_id, cast.own.moment,
    )  # fmt: skip
    return row["id"]


_TWINS: dict[tuple[str, str], Any] = {}


def names_two(operation: Operation) -> bool:
    """Whether it is done to two records, the other one named by `with`."""
    return "with" in operation.query or "with" in fields(operation)


def twin_of(operation: Operation, actor: Actor) -> dict[str, Any]:
    """Options of an operation on two records: the other one, which is the actor's too."""
    if not names_two(operation):
        return {}
    place = "params" if "with" in operation.query else "json"
    return {place: {"with": str(_TWINS.get((operation.id, actor.name), uuid4()))}}


def _change(operation: Operation) -> dict[str, Any]:
    """An event that tells of the operation's type."""
    kind = next(k for k in record_types() if k.table == table_named(operation))
    said = {field: "as it was" for field in ("name", "title", "text") if field in kind.fields}
    sides = {side: msgspec.json.encode(said).decode() for side in ("before", "after")}
    return {"record_type": kind.name, "action": "updated", **sides}


async def inner_row(cast: Cast, operation: Operation, record_id: Any) -> Any:
    """Where an address goes on to a second id: a row of that kind, hung on the first."""
    if len(operation.path_ids) < 2:
        return None
    name, table = operation.path_ids[1], table_named(operation, 1)
    if table_named(operation) == "pool" and name == "record_id":
        return await lying(cast, record_id)
    columns = table_of(table).c
    outer = f"{table_named(operation)}_id"
    hangs = outer if outer in columns else "record_id"
    row: dict[str, Any] = {hangs: record_id} if hangs in columns else {}
    if "deleted_at" in columns and is_restoring(operation, 1):
        row["deleted_at"] = cast.own.moment
    if table == "record":
        return await _merged(cast, operation, record_id)
    if table == "event":
        row |= _change(operation)
    made = (await cast.own.plant(table, **row))["id"]
    if operation.method == "DELETE" and "record_id" not in columns:
        for joining in tables():
            if {"record_id", name} <= set(joining.c.keys()) and "id" not in joining.c:
                await cast.own.plant(joining.name, **{"record_id": record_id, name: made})
    return made


async def body_for(cast: Cast, operation: Operation, mine: Any, actor: Actor) -> Any:
    """The body of an operation that works on one record only: what lies in the pool, or is ours."""
    if operation.id in {"erasePerson", "disclosePerson"}:
        # Those that are being made already would keep it waiting.
        done = "UPDATE disclosure SET state = 'ready', ready_at = now() WHERE tenant_id = $1"
        await cast.own.admin.execute(done, cast.own.tenant_id)
        person = (await cast.own.plant("contact", owner_id=actor.member_id))["id"]
        return operation.sample(subject_id=str(person), type="contact")
    if operation.id in MONEY:
        return await about_money(cast, operation, mine)
    if operation.id == "createRoutingRule":
        return {**(operation.sample() or {}), "members": [str(actor.member_id)]}
    if operation.id == "nameTerritoryOfCompany":
        return {"territory_id": str((await cast.own.plant("territory"))["id"])}
    if operation.id in {"createRegistration", "invitePartnerUser"}:
        return await _of_partner(cast, operation, actor)
    if operation.id == "captureKnowledge":
        visit = await cast.own.plant("activity", owner_id=actor.member_id)
        return {"record_id": str(visit["id"])}
    if operation.body is None or "record_id" not in required(operation):
        return None
    words = {"member_id": str(cast.owner.member_id)}
    if operation.id in {"releaseIntoPool", "judgeSearch"}:
        record = (await cast.own.plant("company", owner_id=actor.member_id))["id"]
    else:
        record = await lying(cast, mine)
    if operation.id == "moveBetweenPools":
        words["pool_id"] = str((await cast.own.plant("pool"))["id"])
    return operation.sample(record_id=str(record), **words)


async def _of_partner(cast: Cast, operation: Operation, actor: Actor) -> Any:
    partner = (await cast.own.plant("company", owner_id=actor.member_id, role="partner"))["id"]
    if operation.id == "createRegistration":
        return operation.sample(partners=[str(partner)])
    return operation.sample(company_id=str(partner), email=f"{partner.hex}@example.com")


async def about_money(cast: Cast, operation: Operation, mine: Any) -> Any:
    """What a firm that has bought nothing yet can say about plans and seats."""
    if operation.id == "endWorkspace":
        return {"slug": cast.acme.slug, "password": PASSWORD}
    if operation.id == "handOverOwnership":
        # The right one would leave nobody to ask the rest.
        return {"password": f"not {PASSWORD}"}
    if operation.id == "setInvoiceTitle":
        return {"name": "Ada", "tax_number": "91310000MA1FL0XX0X"}
    if operation.id == "handOnSeat":
        without = "UPDATE membership SET seatless_from = created_at WHERE id = $1"
        await cast.own.admin.execute(without, mine)
        return {"from": str((await cast.own.plant("membership", role="rep"))["id"])}
    return operation.sample(plan="team", interval="month", seats=1, by="transfer", at=None)


async def lying(cast: Cast, pool_id: Any) -> Any:
    """A company that nobody owns, in that pool."""
    record = (await cast.own.plant("company"))["id"]
    await cast.own.plant("pool_entry", pool_id=pool_id, record_id=record)
    return record
