"""The Mini App lets in whom Telegram vouches for: this bot, just now, once."""

import hashlib
import hmac
import json
import re
from urllib.parse import urlencode

import pytest

from bots.telegram.account import telegram
from kernel import clock


def signed(phone, *, token=None, age=0, user=None, **changes):
    told = {
        "auth_date": str(int(clock.now().timestamp()) - age),
        "query_id": "AAE",
        "user": json.dumps({"id": user or phone.id, "first_name": "Ada"}),
        **changes,
    }
    lines = "\n".join(sorted(f"{name}={value}" for name, value in told.items()))
    key = hmac.digest(b"WebAppData", (token or telegram.account.token).encode(), hashlib.sha256)
    told["hash"] = hmac.digest(key, lines.encode(), hashlib.sha256).hex()
    return urlencode(told)


@pytest.fixture
def enter(http):
    async def post(data, to="", number=None):
        at = f"/telegram/{number or telegram.account.number}"
        page = await http.get(at)
        cookie = page.headers["set-cookie"].split(";")[0]
        token = re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]
        form = {"_csrf": token, "signed": data, "to": to}
        return await http.post(at, data=form, headers={"Cookie": cookie})

    return post


async def test_who_is_linked_gets_a_session_and_the_page(acme, phone, link, enter):
    await link(acme.owner, phone)
    company = await acme.create("companies", name="Hualian Pumps")
    path = f"/{acme.slug}/companies/{company['id']}"
    let_in = await enter(signed(phone), to=path)
    assert (let_in.status_code, let_in.headers["location"]) == (303, path)
    token = re.search(r"__Host-session=([^;]+)", str(let_in.headers.get_list("set-cookie")))[1]
    page = await acme.http.get(path, headers={"Cookie": f"__Host-session={token}"})
    assert "Hualian Pumps" in page.text
    away = await enter(signed(phone, query_id="b"), to="https://evil.example")
    assert away.headers["location"] == "/"


async def test_what_is_forged_old_used_or_of_another_is_refused(
    acme, phone, new_phone, link, enter
):
    await link(acme.owner, phone)
    good = signed(phone)
    bad = [
        "",
        "hash=x",
        good.replace("Ada", "Eve"),
        good + "&auth_date=1",
        signed(phone, token="999:another-bot"),
        signed(phone, age=601),
        signed(phone, age=-120),
        signed(new_phone()),
        signed(phone, user="x"),
    ]
    for data in bad:
        assert (await enter(data)).status_code == 401, data
    assert (await enter(signed(phone, query_id="c"), number="4")).status_code == 401
    assert (await enter(good)).status_code == 303
    assert (await enter(good)).status_code == 401


async def test_who_left_or_has_a_second_factor_signs_in_as_ever(acme, phone, link, enter):
    rita = await acme.member("rep", "Rita")
    await link(rita, phone)
    await phone.worker.pool.execute(
        "UPDATE person SET totp_enabled_at = now() WHERE email = $1", rita.email
    )
    assert (await enter(signed(phone))).status_code == 401


async def test_telegram_web_may_frame_this_page_and_no_other(http, network):
    framed = await http.get(f"/telegram/{telegram.account.number}")
    assert "frame-ancestors https://web.telegram.org" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    assert (
        "frame-ancestors 'none'" in (await http.get("/sign-in")).headers["content-security-policy"]
    )
