"""An owner hands the workspace over, or ends it; both take the password."""

from datetime import timedelta

import time_machine
from world import PASSWORD

from kernel import clock
from kernel.transaction import UnitOfWork
from tenants.workspace.ending import close


async def test_the_workspace_changes_hands_with_the_password_only(acme):
    heir = await acme.member("manager", "Grace")
    people = (await acme.get("members"))["items"]
    id = next(one["id"] for one in people if one["email"] == heir.email)
    path = f"members/{id}/ownership"
    assert await acme.status("POST", path, json={"password": "wrong horse"}) == 422
    assert await heir.status("POST", path, json={"password": PASSWORD}) == 403
    assert await acme.status("POST", path, json={"password": PASSWORD}) == 204
    roles = {one["email"]: one["role"] for one in (await heir.get("members"))["items"]}
    assert roles == {acme.email: "admin", heir.email: "owner"}


async def test_an_ended_workspace_can_be_kept_and_is_shut_when_its_time_is_over(acme, database):
    body = {"slug": acme.slug, "password": PASSWORD}
    assert await acme.status("PUT", "settings/ending", json={**body, "slug": "globex"}) == 422
    assert await acme.status("PUT", "settings/ending", json=body) == 200
    assert await acme.status("DELETE", "settings/ending") == 204
    with time_machine.travel(clock.now() + timedelta(days=31)):
        await shut(database)
        assert await acme.status("GET", "contacts") == 200
        assert await acme.status("PUT", "settings/ending", json=body) == 200
    with time_machine.travel(clock.now() + timedelta(days=62)):
        await shut(database)
        assert await acme.status("GET", "contacts") == 404


async def shut(database):
    uow = UnitOfWork(database)
    await uow.begin_outside()
    await close(uow, {})
    await uow.finish(commit=True)
