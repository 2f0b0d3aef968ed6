"""One's own account: the address proved and changed, the password forgotten, leaving."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from world import PASSWORD, Workspace, join

from kernel import clock
from tests.tenants.conftest import Browser, Post

NEW = "another long password"


async def knows(firm: Workspace, email: str, password: str = PASSWORD) -> bool:
    answer = await firm.http.post("/api/v1/sessions", json={"email": email, "password": password})
    assert answer.status_code in {201, 401}
    return answer.status_code == 201


async def reset_link(firm: Workspace, post: Post) -> str:
    answer = await firm.http.post("/api/v1/password-resets", json={"email": firm.email})
    assert answer.status_code == 202
    return (await post.link(firm.email, "reset")).rsplit("/", 1)[1]


async def test_proving_the_address_ends_the_sessions_before(acme: Workspace, post: Post) -> None:
    assert (await acme.get("/api/v1/me"))["email_verified"] is False
    token = (await post.link(acme.email, "verify")).rsplit("/", 1)[1]
    done = await acme.http.post(f"/api/v1/verifications/{token}")
    assert done.status_code == 204
    assert await acme.status("GET", "/api/v1/me") == 401
    assert await knows(acme, acme.email)


async def test_opening_the_link_changes_nothing_until_the_button(
    browser: Browser, acme: Workspace, post: Post
) -> None:
    link = await post.link(acme.email, "verify")
    await browser.open(link)
    assert (await acme.get("/api/v1/me"))["email_verified"] is False
    await browser.sign_in(acme.email)
    answer = await browser.send(link)
    assert answer.headers["location"] == "/workspaces"
    assert "Acme" in await browser.open("/workspaces")
    assert "confirm your address" not in await browser.open(f"/{acme.slug}/settings/profile")
    assert (await browser.client.get(link)).status_code == 404


async def test_a_forgotten_password_is_answered_alike_for_everybody(acme: Workspace) -> None:
    known = await acme.http.post("/api/v1/password-resets", json={"email": acme.email})
    nobody = await acme.http.post("/api/v1/password-resets", json={"email": "nobody@example.com"})
    odd = await acme.http.post("/api/v1/password-resets", json={"email": "no address"})
    assert known.status_code == nobody.status_code == odd.status_code == 202
    assert known.content == nobody.content == odd.content


async def test_a_new_password_signs_everybody_out(acme: Workspace, post: Post) -> None:
    token = await reset_link(acme, post)
    path = f"/api/v1/password-resets/{token}"
    assert (await acme.http.post(path, json={"password": NEW})).status_code == 204
    assert await acme.status("GET", "/api/v1/me") == 401
    assert not await knows(acme, acme.email)
    assert await knows(acme, acme.email, NEW)
    assert (await acme.http.post(path, json={"password": NEW})).status_code == 404


async def test_a_reset_link_used_twice_at_once_works_once(acme: Workspace, post: Post) -> None:
    token = await reset_link(acme, post)
    path = f"/api/v1/password-resets/{token}"
    tries = await asyncio.gather(
        *(acme.http.post(path, json={"password": f"{NEW} {n}"}) for n in range(4))
    )
    assert sorted(answer.status_code for answer in tries) == [204, 404, 404, 404]


async def test_a_reset_link_dies_after_an_hour(acme: Workspace, post: Post) -> None:
    token = await reset_link(acme, post)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        answer = await acme.http.post(f"/api/v1/password-resets/{token}", json={"password": NEW})
    assert answer.status_code == 404


async def test_a_weak_password_does_not_spend_the_link(acme: Workspace, post: Post) -> None:
    token = await reset_link(acme, post)
    path = f"/api/v1/password-resets/{token}"
    assert (await acme.http.post(path, json={"password": "short"})).status_code == 422
    assert (await acme.http.post(path, json={"password": NEW})).status_code == 204


async def test_at_most_one_reset_letter_goes_out_a_minute(acme: Workspace, post: Post) -> None:
    for _again in range(3):
        await acme.http.post("/api/v1/password-resets", json={"email": acme.email.upper()})
    letters = await post.letters(acme.email)
    assert sum("new password" in letter["Subject"] for letter in letters) == 1


async def test_a_link_of_one_purpose_is_no_link_of_another(acme: Workspace, post: Post) -> None:
    token = (await post.link(acme.email, "verify")).rsplit("/", 1)[1]
    answer = await acme.http.post(f"/api/v1/password-resets/{token}", json={"password": NEW})
    assert answer.status_code == 404
    assert (await acme.http.post(f"/api/v1/new-addresses/{token}")).status_code == 404


async def test_an_address_changes_only_when_the_new_one_is_confirmed(
    acme: Workspace, post: Post
) -> None:
    new = f"new-{uuid4().hex[:8]}@example.com"
    await acme.post("/api/v1/me/email", 201, password=PASSWORD, email=new)
    assert (await acme.get("/api/v1/me"))["email"] == acme.email
    told = (await post.letters(acme.email))[-1]
    assert "about to change" in told["Subject"]
    token = (await post.link(new, "new-address")).rsplit("/", 1)[1]
    assert (await acme.http.post(f"/api/v1/new-addresses/{token}")).status_code == 204
    assert not await knows(acme, acme.email)
    assert await knows(acme, new)


async def test_an_address_change_needs_the_password(acme: Workspace) -> None:
    body = {"password": "not my password", "email": "x@example.com"}
    assert await acme.status("POST", "/api/v1/me/email", json=body) == 422


async def test_somebody_elses_address_is_answered_like_a_free_one(
    acme: Workspace, globex: Workspace, post: Post
) -> None:
    before = len(await post.letters(globex.email))
    taken = await acme.request(
        "POST", "/api/v1/me/email", json={"password": PASSWORD, "email": globex.email}
    )
    assert (taken.status_code, taken.json()) == (201, {"sent": True})
    assert len(await post.letters(globex.email)) == before


async def test_an_address_taken_meanwhile_is_not_taken_over(acme: Workspace, post: Post) -> None:
    new = f"new-{uuid4().hex[:8]}@example.com"
    await acme.post("/api/v1/me/email", 201, password=PASSWORD, email=new)
    token = (await post.link(new, "new-address")).rsplit("/", 1)[1]
    body = {"email": new, "password": NEW, "company": "Faster"}
    assert (await acme.http.post("/api/v1/signup", json=body)).status_code == 201
    assert (await acme.http.post(f"/api/v1/new-addresses/{token}")).status_code == 404
    assert await knows(acme, new, NEW)
    assert await knows(acme, acme.email)


async def test_a_changed_password_leaves_only_the_new_session(acme: Workspace) -> None:
    old = acme.token
    done = await acme.post("/api/v1/me/password", 201, password=PASSWORD, new_password=NEW)
    assert await acme.status("GET", "/api/v1/me") == 401
    acme.owner.token = done["token"]
    assert acme.token != old
    assert len((await acme.get("/api/v1/me/sessions"))["items"]) == 1


async def test_guessing_the_password_with_a_stolen_session_is_stopped(acme: Workspace) -> None:
    body = {"password": "not my password", "new_password": NEW}
    tries = [await acme.status("POST", "/api/v1/me/password", json=body) for _n in range(12)]
    assert set(tries[:10]) == {422}
    assert tries[11] == 429
    right = {"password": PASSWORD, "new_password": NEW}
    assert await acme.status("POST", "/api/v1/me/password", json=right) == 429


async def test_one_session_is_ended_and_the_others_stay(acme: Workspace) -> None:
    other = await acme.http.post(
        "/api/v1/sessions", json={"email": acme.email, "password": PASSWORD}
    )
    devices = (await acme.get("/api/v1/me/sessions"))["items"]
    strange = next(d["id"] for d in devices if not d["current"])
    assert await acme.status("DELETE", f"/api/v1/me/sessions/{strange}") == 204
    headers = {"Authorization": f"Bearer {other.json()['token']}"}
    assert (await acme.http.get("/api/v1/me", headers=headers)).status_code == 401
    assert await acme.status("GET", "/api/v1/me") == 200


async def test_nobody_ends_the_session_of_somebody_else(acme: Workspace, globex: Workspace) -> None:
    theirs = (await globex.get("/api/v1/me/sessions"))["items"][0]["id"]
    assert await acme.status("DELETE", f"/api/v1/me/sessions/{theirs}") == 404
    assert await globex.status("GET", "/api/v1/me") == 200


@pytest.mark.parametrize(
    "wish",
    [{"language": "tlh"}, {"time_zone": "Mars/Base"}, {"theme": "pink"}, {"name": ""}],
)
async def test_a_profile_takes_only_what_exists(acme: Workspace, wish: dict[str, str]) -> None:
    answer = await acme.request("PATCH", "/api/v1/me", json=wish)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == set(wish)


async def test_the_last_owner_cannot_leave_and_reads_where(acme: Workspace) -> None:
    answer = await acme.request("POST", "/api/v1/me/closure", json={"password": PASSWORD})
    assert answer.status_code == 409
    assert "Acme" in answer.json()["detail"]
    assert await acme.status("GET", "/api/v1/me") == 200


async def test_a_closed_account_frees_its_address(acme: Workspace, post: Post) -> None:
    rep = await join(acme.owner, "rep", "Rep")
    link = (await post.link(rep.email, "verify")).rsplit("/", 1)[1]
    assert await rep.status("POST", "/api/v1/me/closure", json={"password": PASSWORD}) == 204
    assert await rep.status("GET", "/api/v1/me") == 401
    body = {"email": rep.email, "password": NEW, "company": "Own"}
    assert (await acme.http.post("/api/v1/signup", json=body)).status_code == 201
    assert (await acme.http.post(f"/api/v1/verifications/{link}")).status_code == 404
    assert rep.email not in [m["email"] for m in (await acme.get("members"))["items"]]


async def test_two_owners_who_close_at_once_leave_one(acme: Workspace) -> None:
    other = await join(acme.owner, "owner", "Second")
    body = {"password": PASSWORD}
    answers = await asyncio.gather(
        acme.request("POST", "/api/v1/me/closure", json=body),
        other.request("POST", "/api/v1/me/closure", json=body),
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_an_api_key_is_nobody_for_ones_own_account(acme: Workspace) -> None:
    made = await acme.post("keys", 201, name="all", scopes=["read", "write", "settings"])
    headers = {"Authorization": f"Bearer {made['token']}"}
    for method, path in (("GET", "/api/v1/me"), ("DELETE", "/api/v1/me/sessions")):
        assert (await acme.http.request(method, path, headers=headers)).status_code == 401
    page = await acme.http.get(f"/{acme.slug}/settings/profile", headers=headers)
    assert page.status_code == 403
