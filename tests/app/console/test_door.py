"""The operators' door: who comes in there, and where their key fits nowhere else."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pyotp
import pytest
import time_machine
from console import PASSWORD, Console
from visiting import visits

from app.console.door import OPERATOR_COOKIE
from app.operating import operators
from kernel import clock
from tenants.access.pipeline import SESSION_COOKIE
from web.csrf import csrf_token

PAGES = ("/operator", "/operator/stuck", "/operator/features", "/operator/deeds")


async def test_an_operator_sees_all_workspaces_and_members_of_them_see_nothing_of_it(
    acme, globex, console, http
):
    page = await console.open(f"/operator?q={acme.slug}")
    assert acme.slug in page
    assert globex.slug not in page
    for path in PAGES:
        await console.open(path)
        for headers in (
            {},
            {"Cookie": f"{SESSION_COOKIE}={acme.token}"},
            {"Cookie": f"{OPERATOR_COOKIE}={acme.token}"},
            {"Authorization": f"Bearer {acme.token}"},
        ):
            answer = await http.get(path, headers=headers)
            assert answer.headers["location"].startswith("/operator/sign-in"), path


async def test_an_operators_cookie_opens_no_workspace(acme, console, http):
    token = console.cookies[OPERATOR_COOKIE]
    for name in (OPERATOR_COOKIE, SESSION_COOKIE):
        answer = await http.get(f"/{acme.slug}", headers={"Cookie": f"{name}={token}"})
        assert answer.headers["location"].startswith("/sign-in")
    bearer = {"Authorization": f"Bearer {token}"}
    for path in ("/api/v1/me", f"/api/v1/{acme.slug}/contacts"):
        assert (await http.get(path, headers=bearer)).status_code == 401


async def signs_in(console, **wrong):
    code = pyotp.TOTP(console.secret).at(clock.now() + timedelta(seconds=30))
    form = {"email": console.email, "password": PASSWORD, "code": code, **wrong}
    other = Console(console.http, console.email, console.secret)
    return (await other.send("/operator/sign-in", "/operator/sign-in", **form)).status_code


async def test_password_and_code_are_both_needed_and_a_code_opens_once(console):
    assert await signs_in(console, code="") == 401
    assert await signs_in(console, code="000000") == 401
    assert await signs_in(console, password="correct horse") == 401
    assert await signs_in(console) == 303
    assert await signs_in(console) == 401


async def test_too_many_tries_shut_the_door_for_a_while(console):
    answers = [await signs_in(console, code="000000") for _try in range(11)]
    assert answers[-1] == 429


async def test_a_link_sets_up_once_and_for_a_day(http, admin, console):
    email = f"late-{uuid4().hex[:8]}@example.com"
    path = await operators.add(admin, email)
    assert (await http.get(path)).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert (await http.get(path)).status_code == 404


async def test_idle_or_closed_one_is_out(console, admin):
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert (await console.fetch("/operator")).status_code == 303
    assert (await console.fetch("/operator")).status_code == 200
    await operators.close(admin, console.email)
    assert (await console.fetch("/operator")).status_code == 303
    with pytest.raises(Exception, match="no operator"):
        await operators.close(admin, "nobody@example.com")


async def test_no_change_is_made_for_an_operators_browser_without_our_token(app, acme, console):
    posts = [v for v in visits(app) if v.needs == "operator" and v.method == "POST"]
    cookie = {"Cookie": f"{OPERATOR_COOKIE}={console.cookies[OPERATOR_COOKIE]}"}
    for visit in posts:
        url = visit.url(acme.slug, {"workspace": [acme.workspace_id]})
        for said in ({}, {"X-CSRF-Token": csrf_token("another session")}):
            answer = await console.http.post(url, headers=cookie | said, data={"reason": "x"})
            assert answer.status_code == 403, str(visit)
    assert len(posts) > 8
    assert await acme.status("GET", "contacts") == 200


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT name FROM contact WHERE tenant_id = $1",
        "SELECT name FROM attachment",
        "SELECT after FROM event",
        "SELECT password_hash FROM person",
        "INSERT INTO operator_account (id, email, created_at) VALUES (NULL, 'x', now())",
        "DELETE FROM operator_deed",
    ],
)
async def test_the_operators_role_reads_no_content_and_makes_no_operator(app, acme, asked):
    known = [UUID(acme.workspace_id)] if "$1" in asked else []
    work = await app.inner.state.overlook.begin()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await work.execute(asked, *known)
    await work.finish(commit=False)
