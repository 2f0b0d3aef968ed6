"""Every operation x everybody x every kind of id: who gets what, and that nothing else moves."""

import secrets
from uuid import UUID, uuid4

import pytest
from asking import Asking, Tally, answer, still
from cashdesk import CashDesk
from cast import Actor, Cast, assemble
from contract import SAFE, Operation, id_places, with_id
from filtering import filters, record_tables
from places import (
    HOLLOW,
    TOGETHER,
    body_for,
    inner_row,
    is_open,
    is_record,
    own_row,
    sayable,
    sayable_at,
    table_named,
)
from planting import sum_of, sums_of

from billing.switch import selling
from kernel.entitled import enforcing

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def selling_here():
    """Where something is sold, so that there is something to buy; nobody is at a limit."""
    gateway, selling.gateway, enforcing.on = selling.gateway, CashDesk(), True
    yield
    selling.gateway, enforcing.on = gateway, False


@pytest.fixture(scope="module")
async def cast(client, admin, selling_here) -> Cast:
    cast = await assemble(client, admin)
    await admin.execute("UPDATE workspace SET entitled = NULL")
    await cast.other.everything()
    await cast.own.everything()
    return cast


@pytest.fixture
def tally() -> Tally:
    return Tally()


def of_workspace(api):
    return [operation for operation in api if operation.in_workspace]


async def test_every_id_in_a_path_is_seen_by_those_who_may_alone(cast, admin, api, tally):
    wanted = [operation for operation in of_workspace(api) if operation.path_ids]
    others = await still(admin, cast, tally)
    for operation in wanted:
        table, ask = table_named(operation), Asking(cast, tally, operation)
        foreign = cast.other.made[table][0]
        ours = {actor.name: await own_row(cast, operation, table, actor) for actor in cast.actors}
        rivals = await own_row(cast, operation, table, cast.rival)
        binned = await own_row(cast, operation, table, cast.owner, binned=True)
        before = await sums_of(admin, cast.own.tenant_id)
        for actor in cast.actors:
            await refusals(ask, actor, table, foreign, rivals, binned)
            if not actor.may(operation.needs):
                status = (await ask(actor, ours[actor.name])).status_code
                expected = {403} if is_record(table) else {403, 404}
                tally.demand(status in expected, operation, actor.name, "not permitted", status)
        await strangers(ask, foreign)
        after = await sums_of(admin, cast.own.tenant_id)
        moved = {name for name in after if after[name] != before[name]}
        tally.demand(not moved, operation, "a refusal changed", moved)
        for actor in cast.actors:
            if actor.may(operation.needs):
                await permitted(ask, actor, table, ours[actor.name])
        await others(operation)
        tally.covered.add(operation.id)
    await others(None)
    tally.demand(
        tally.covered == tally.worked, "nobody got anything from", tally.covered - tally.worked
    )
    tally.report("ids in paths")


async def refusals(ask: Asking, actor: Actor, table: str, foreign, rivals, binned) -> None:
    """The other firm's, the invisible and the wrongly deleted are what a random id is: nothing."""
    operation, tally = ask.operation, ask.tally
    nothing = answer(await ask(actor, uuid4()))
    strict = is_record(table) or actor.may(operation.needs)
    tally.demand(
        nothing[0] == 404 or (not strict and nothing[0] == 403),
        operation,
        actor.name,
        "random",
        nothing[0],
    )
    theirs = answer(await ask(actor, foreign))
    tally.demand(theirs == nothing, operation, actor.name, "the other firm's", theirs, nothing)
    if is_record(table):
        gone = answer(await ask(actor, binned))
        tally.demand(gone == nothing, operation, actor.name, "deleted", gone[:2])
        if not actor.sees_all and not is_open(table):
            unseen = answer(await ask(actor, rivals))
            tally.demand(unseen == nothing, operation, actor.name, "another rep's", unseen[:2])


async def strangers(ask: Asking, record_id: object = None) -> None:
    for actor in ask.cast.strangers:
        status = (await ask(actor, record_id)).status_code
        ask.tally.demand(status == actor.status, ask.operation, actor.name, status)


async def permitted(ask: Asking, actor: Actor, table: str, mine: object) -> None:
    inner = await inner_row(ask.cast, ask.operation, mine)
    if inner is not None:
        nothing, theirs = uuid4(), ask.cast.other.made[table_named(ask.operation, 1)][0]
        nothing, theirs = (
            answer(await ask(actor, mine, nothing)),
            answer(await ask(actor, mine, theirs)),
        )
        ask.tally.demand(
            nothing[0] in {404, 422}, ask.operation, actor.name, "random inner", nothing[:2]
        )
        ask.tally.demand(
            nothing == theirs, ask.operation, actor.name, "inner", nothing[:2], theirs[:2]
        )
    said = await body_for(ask.cast, ask.operation, mine, actor)
    response = await ask(actor, mine, inner, **({"json": said} if said else {}))
    status = response.status_code
    hollow = inner is not None and table_named(ask.operation, 1) in HOLLOW
    good = status < 300 or status == 409 or (hollow and status == 404)
    if not is_record(table):
        good = status not in {401, 405}
    ask.tally.demand(good, ask.operation, actor.name, "own", status, response.text[:200])
    if status < 400 or status in {409, 422} or (hollow and good):
        ask.tally.worked.add(ask.operation.id)


async def test_every_list_and_every_creation_is_for_those_who_may_alone(cast, admin, api, tally):
    others = await still(admin, cast, tally)
    for operation in of_workspace(api):
        if operation.path_ids:
            continue
        ask = Asking(cast, tally, operation)
        before = await sum_of(admin, cast.own.tenant_id)
        for actor in cast.actors:
            if not actor.may(operation.needs):
                status = (await ask(actor)).status_code
                tally.demand(status == 403, operation, actor.name, "not permitted", status)
        await strangers(ask)
        tally.demand(
            before == await sum_of(admin, cast.own.tenant_id), operation, "a refusal changed"
        )
        for actor in cast.actors:
            if actor.may(operation.needs):
                said = await body_for(cast, operation, None, actor)
                response = await ask(actor, **({"json": said} if said else {}))
                status = response.status_code
                tally.demand(
                    status not in {401, 404}, operation, actor.name, status, response.text[:200]
                )
                if status < 300 or status == 409:
                    tally.worked.add(operation.id)
        if operation.method in SAFE:
            tally.demand(
                before == await sum_of(admin, cast.own.tenant_id), operation, "reading changed"
            )
        await others(operation)
        tally.covered.add(operation.id)
    await others(None)
    tally.demand(
        tally.covered == tally.worked, "nobody got anything from", tally.covered - tally.worked
    )
    tally.report("lists and creations")


async def test_every_id_in_a_body_is_refused_unless_it_is_seen(cast, admin, api, tally):
    invisible = {t: await own_row(cast, api[0], t, cast.rival) for t in record_tables()}
    others = await still(admin, cast, tally)
    for operation, place in placed(api):
        ask = Asking(cast, tally, operation)
        tried_by = [actor for actor in cast.actors if actor.name in {"owner", "rep"}]
        mines = [await target(cast, operation, actor) for actor in tried_by]
        before = await sums_of(admin, cast.own.tenant_id)
        for actor, mine in zip(tried_by, mines, strict=True):
            nothing = answer(await ask(actor, mine, json=with_id(operation, place, uuid4())))
            tally.demand(
                400 <= nothing[0] < 500, operation, place, actor.name, "random", nothing[:2]
            )
            tried = sayable_at(place)
            for table in tried:
                body = with_id(operation, place, cast.other.made[table][0], type=table)
                theirs = answer(await ask(actor, mine, json=body))
                tally.demand(
                    theirs == nothing,
                    operation,
                    place,
                    actor.name,
                    "the other firm's",
                    table,
                    theirs[:2],
                )
            for table, record_id in invisible.items() if actor.name == "rep" else ():
                if is_open(table) or table not in tried:
                    continue
                body = with_id(operation, place, record_id, type=table)
                unseen = answer(await ask(actor, mine, json=body))
                tally.demand(
                    unseen == nothing, operation, place, "another rep's", table, unseen[:2]
                )
        after = await sums_of(admin, cast.own.tenant_id)
        moved = {name for name in after if after[name] != before[name]}
        tally.demand(not moved, operation, place, "a refusal changed", moved)
        await one_works(ask, place)
        await others(operation)
        tally.covered.add(f"{operation.id} {place}")
    await others(None)
    tally.report("ids in bodies")


def placed(api):
    return [(operation, place) for operation in of_workspace(api) for place in id_places(operation)]


async def target(cast: Cast, operation: Operation, actor: Actor) -> object:
    if not operation.path_ids:
        return None
    return await own_row(cast, operation, table_named(operation), actor)


async def one_works(ask: Asking, place: tuple[str, ...]) -> None:
    """Or the refusals would prove nothing."""
    if (ask.operation.id, place) in TOGETHER:
        return
    cast, operation = ask.cast, ask.operation
    mine = await target(cast, operation, cast.owner)
    said = await body_for(cast, operation, mine, cast.owner)
    if said and (await ask(cast.owner, mine, json=said)).status_code < 300:
        return
    known = {**cast.own.made, "membership": [cast.owner.member_id]}
    likeliest = [table for table in sayable_at(place) if table in known]
    for table in dict.fromkeys([*likeliest, *known]):
        ids = [known[table][0]]
        if is_record(table):
            # The one of before may be merged or erased by now.
            ids.append(await own_row(cast, operation, table, cast.owner))
        for one in ids:
            mine = await target(cast, operation, cast.owner)
            body = with_id(operation, place, one, type=table)
            if (await ask(cast.owner, mine, json=body)).status_code < 300:
                return
    ask.tally.wrong.append(f"{operation} {place} accepts no id of the own firm")


async def test_every_id_in_a_query_finds_nothing_of_others(cast, admin, api, tally):
    for operation in of_workspace(api):
        for name, schema in operation.query.items():
            if schema.get("format") == "uuid":

                def said(record_id, name=name):
                    return {name: str(record_id)}

                # A place in a list is a row of any table.
                wanted = [*cast.other.made] if name == "after" else sayable()
                await same_for_all(cast, tally, operation, said, wanted)
            elif name == "filter":
                for test, wanted in filters(operation):
                    await same_for_all(cast, tally, operation, test, wanted)
    tally.report("ids in queries")


async def same_for_all(cast, tally, operation, query, wanted) -> None:
    ask = Asking(cast, tally, operation)
    mine = await target(cast, operation, cast.owner)
    for actor in (cast.actors[0], cast.actors[3]):
        for table in wanted:
            known = cast.other.made[table][0]
            # As old as theirs: where an id is a place in an order, it is the same place.
            nothing = answer(await ask(actor, mine, params=query(twin(known))))
            theirs = answer(await ask(actor, mine, params=query(known)))
            tally.demand(theirs == nothing, operation, actor.name, table, theirs[:2], nothing[:2])
    tally.covered.add(operation.id)


def twin(known: UUID) -> UUID:
    return UUID(int=known.int ^ secrets.randbits(20) or 1)


async def test_every_operation_is_in_the_matrix_or_for_everybody(api):
    outside = {operation.id: operation.needs for operation in api if not operation.in_workspace}
    assert set(outside.values()) <= {"public", "person"}
    assert {o.id for o in of_workspace(api)}.isdisjoint({o.id for o in api if o.needs == "public"})
