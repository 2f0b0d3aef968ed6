"""Signing in with a code: set up, used once, recovered, and never gone around."""

import asyncio
from datetime import timedelta

import pyotp
import pytest
from world import PASSWORD, Workspace

from kernel import clock
from tests.tenants.conftest import Browser, Post

ME = "/api/v1/me/second-factor"


async def switch_on(firm: Workspace) -> tuple[pyotp.TOTP, list[str]]:
    """Set it up with the code of a moment ago, so that the present one is still unused."""
    made = await firm.post(ME, 201, password=PASSWORD)
    totp = pyotp.TOTP(made["secret"])
    earlier = totp.at(clock.now() - timedelta(seconds=30))
    done = await firm.post(f"{ME}/confirmation", 201, code=earlier)
    firm.owner.token = done["token"]
    return totp, done["recovery_codes"]


async def sign_in(firm: Workspace, **more: str) -> int:
    answer = await firm.http.post(
        "/api/v1/sessions", json={"email": firm.email, "password": PASSWORD, **more}
    )
    return answer.status_code


async def test_the_password_alone_no_longer_signs_in(acme: Workspace) -> None:
    totp, _codes = await switch_on(acme)
    assert await sign_in(acme) == 401
    assert await sign_in(acme, code="000000") == 401
    assert await sign_in(acme, code=totp.now()) == 201


async def test_a_code_is_used_once(acme: Workspace) -> None:
    totp, _codes = await switch_on(acme)
    code = totp.now()
    assert [await sign_in(acme, code=code) for _again in range(2)] == [201, 401]


async def test_a_code_sent_twice_at_once_opens_one_session(acme: Workspace) -> None:
    totp, codes = await switch_on(acme)
    code = totp.now()
    tries = await asyncio.gather(*(sign_in(acme, code=code) for _try in range(5)))
    assert sorted(tries) == [201, 401, 401, 401, 401]
    spent = await asyncio.gather(*(sign_in(acme, code=codes[0]) for _try in range(4)))
    assert sorted(spent) == [201, 401, 401, 401]


async def test_a_recovery_code_works_once_however_it_is_typed(acme: Workspace) -> None:
    _totp, codes = await switch_on(acme)
    assert len(set(codes)) == 10
    typed = codes[3].upper().replace("-", " ")
    assert [await sign_in(acme, code=typed) for _again in range(2)] == [201, 401]


async def test_switching_it_on_ends_the_sessions_before(acme: Workspace) -> None:
    before = acme.token
    await switch_on(acme)
    headers = {"Authorization": f"Bearer {before}"}
    assert (await acme.http.get("/api/v1/me", headers=headers)).status_code == 401
    assert (await acme.get("/api/v1/me"))["second_factor"] is True


async def test_it_takes_the_password_to_set_up_and_a_code_to_remove(acme: Workspace) -> None:
    refused = await acme.request("POST", ME, json={"password": "not my password"})
    assert refused.status_code == 422
    totp, _codes = await switch_on(acme)
    body = {"password": PASSWORD, "code": "000000"}
    assert await acme.status("POST", f"{ME}/removal", json=body) == 401
    done = await acme.post(f"{ME}/removal", 201, password=PASSWORD, code=totp.now())
    acme.owner.token = done["token"]
    assert await sign_in(acme) == 201


async def test_signing_up_again_is_no_way_around_it(acme: Workspace) -> None:
    await switch_on(acme)
    answer = await acme.http.post(
        "/api/v1/signup", json={"email": acme.email, "password": PASSWORD, "company": "Second"}
    )
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/second_factor"


async def test_an_invitation_is_no_way_around_it(acme: Workspace, globex: Workspace) -> None:
    await switch_on(acme)
    offer = await globex.post("invitations", 201, email=acme.email, role="rep")
    link = offer["accept_url"].rsplit("/", 1)[1]
    path = f"/api/v1/invitations/{link}/acceptance"
    body = {"name": "Ada", "password": PASSWORD}
    assert (await acme.http.post(path, json=body)).status_code == 401


async def test_a_password_reset_is_no_way_around_it(acme: Workspace, post: Post) -> None:
    await switch_on(acme)
    await acme.http.post("/api/v1/password-resets", json={"email": acme.email})
    token = (await post.link(acme.email, "reset")).rsplit("/", 1)[1]
    new = "another long password"
    done = await acme.http.post(f"/api/v1/password-resets/{token}", json={"password": new})
    assert done.status_code == 204
    answer = await acme.http.post("/api/v1/sessions", json={"email": acme.email, "password": new})
    assert answer.status_code == 401


async def test_the_page_asks_for_the_code_after_the_password(
    browser: Browser, acme: Workspace
) -> None:
    totp, _codes = await switch_on(acme)
    asked = await browser.sign_in(acme.email)
    assert asked.status_code == 200
    assert PASSWORD not in asked.text
    proof = asked.text.split('name="proof" value="')[1].split('"')[0]
    wrong = await browser.send("/sign-in/code", page="/sign-in", proof=proof, code="000000")
    assert wrong.status_code == 401
    right = await browser.send("/sign-in/code", page="/sign-in", proof=proof, code=totp.now())
    assert right.headers["location"] == f"/{acme.slug}"


@pytest.mark.parametrize("proof", ["", "nonsense", "eA.eA"])
async def test_a_code_without_the_passwords_proof_is_worth_nothing(
    browser: Browser, acme: Workspace, proof: str
) -> None:
    totp, _codes = await switch_on(acme)
    answer = await browser.send("/sign-in/code", page="/sign-in", proof=proof, code=totp.now())
    assert answer.status_code == 401
    assert "__Host-session" not in browser.client.cookies


async def test_the_picture_is_shown_until_the_first_code(browser: Browser, acme: Workspace) -> None:
    await browser.sign_in(acme.email)
    page = f"/{acme.slug}/settings/security"
    await browser.send(f"{page}/second-factor", page=page, password=PASSWORD)
    shown = await browser.open(page)
    assert "data:image/svg+xml" in shown
    secret = shown.split('<code class="break-all text-sm">')[1].split("<")[0]
    codes = await browser.send(f"{page}/second-factor/on", page=page, code=pyotp.TOTP(secret).now())
    assert "Recovery codes" in codes.text
    assert secret not in await browser.open(page)
