"""Limits: guessing is slowed, and nobody is shut out of their own account by a stranger."""

from typing import Any
from uuid import uuid4

import httpx
import pyotp
import pytest
from world import PASSWORD, Workspace

from tenants.people import passwords
from tests.tenants.conftest import Browser


@pytest.fixture
def far(app: Any) -> Any:
    """A client elsewhere in the world, by its address."""

    def client(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="https://test")

    return client


async def guess(
    client: httpx.AsyncClient, email: str, password: str = PASSWORD[1:], **more: str
) -> httpx.Response:
    body = {"email": email, "password": password}
    return await client.post("/api/v1/sessions", json=body, headers=more)


async def test_ten_wrong_passwords_make_the_eleventh_wait(acme: Workspace, far: Any) -> None:
    async with far("203.0.113.1") as thief:
        codes = [(await guess(thief, acme.email)).status_code for _try in range(11)]
        assert codes == [401] * 10 + [429]
        waiting = await guess(thief, acme.email, PASSWORD)
        assert waiting.status_code == 429
        assert int(waiting.headers["retry-after"]) > 0


async def test_a_made_up_proxy_header_resets_nothing(acme: Workspace, far: Any) -> None:
    async with far("203.0.113.2") as thief:
        forged = [{"x-forwarded-for": f"198.51.100.{n}"} for n in range(11)]
        codes = [(await guess(thief, acme.email, **h)).status_code for h in forged]
        assert codes[-1] == 429


async def test_the_owner_signs_in_while_somebody_guesses_elsewhere(
    acme: Workspace, far: Any
) -> None:
    async with far("203.0.113.3") as thief:
        for _try in range(12):
            await guess(thief, acme.email)
    async with far("203.0.113.4") as owner:
        assert (await guess(owner, acme.email, PASSWORD)).status_code == 201


async def test_a_guess_from_everywhere_leaves_the_known_device_its_way(
    acme: Workspace, far: Any
) -> None:
    async with far("203.0.113.5") as phone:
        browser = Browser(phone)
        assert (await browser.sign_in(acme.email)).status_code == 303
        for n in range(51):
            async with far(f"198.51.100.{n}") as thief:
                last = await guess(thief, acme.email)
        assert last.status_code == 429
        async with far("203.0.113.6") as stranger:
            assert (await guess(stranger, acme.email, PASSWORD)).status_code == 429
        phone.cookies.delete("__Host-session")
        assert (await browser.sign_in(acme.email)).status_code == 303


async def test_nobody_opens_firms_by_the_dozen(far: Any) -> None:
    async with far("203.0.113.7") as client:
        codes = []
        for _try in range(21):
            body = {
                "email": f"{uuid4().hex}@example.com",
                "password": PASSWORD,
                "company": "Shell Company",
            }
            codes.append((await client.post("/api/v1/signup", json=body)).status_code)
    assert codes == [201] * 20 + [429]


async def test_guessing_by_signing_up_is_guessing(acme: Workspace, far: Any) -> None:
    async with far("203.0.113.8") as thief:
        body = {"email": acme.email, "password": "a wrong password", "company": "x"}
        codes = [(await thief.post("/api/v1/signup", json=body)).status_code for _try in range(11)]
    assert codes == [401] * 10 + [429]


async def test_a_code_is_not_found_by_trying(far: Any, acme: Workspace) -> None:
    made = await acme.post("/api/v1/me/second-factor", 201, password=PASSWORD)
    code = pyotp.TOTP(made["secret"]).now()
    await acme.post("/api/v1/me/second-factor/confirmation", 201, code=code)
    async with far("203.0.113.9") as thief:
        browser = Browser(thief)
        asked = await browser.sign_in(acme.email)
        proof = asked.text.split('name="proof" value="')[1].split('"')[0]
        codes = []
        for n in range(11):
            answer = await browser.send(
                "/sign-in/code", page="/sign-in", proof=proof, code=f"{n:06}"
            )
            codes.append(answer.status_code)
    assert codes == [401] * 10 + [429]


async def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(
    acme: Workspace, far: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    verify = passwords._hasher.verify

    def counted(password: str, stored: str) -> bool:
        worked.append(stored)
        return verify(password, stored)

    monkeypatch.setattr(passwords._hasher, "verify", counted)
    async with far("203.0.113.10") as client:
        known = await guess(client, acme.email)
        after_known = len(worked)
        unknown = await guess(client, "nobody@example.com")
    assert known.content == unknown.content
    assert (after_known, len(worked)) == (1, 2)
