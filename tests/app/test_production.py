"""The product as an operator starts it in production: what was open at home is closed."""

import base64
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.drills.product import Product, free_port, running
from kernel.settings import load

TOKEN = "a-token-for-prometheus"
BOT, MAILBOX, PASSWORD = "424242:AAcanarybot", "canary-of-smtp", "canary of the password"
NOBODY = "127.0.0.1:9"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    wanted = {
        "GUANXI_ENVIRONMENT": "production",
        "GUANXI_SECRET_KEYS": base64.b64encode(bytes(range(32))).decode(),
        "GUANXI_METRICS_TOKEN": TOKEN,
        "GUANXI_TRUSTED_PROXIES": "127.0.0.1",
        "GUANXI_TELEGRAM_TOKEN": BOT,
        "GUANXI_TELEGRAM_API_URL": f"http://{NOBODY}",
        "GUANXI_SMTP_URL": f"smtp://someone:{MAILBOX}@{NOBODY}",
        "GUANXI_LOG_LEVEL": "DEBUG",
    }
    before = dict(os.environ)
    os.environ |= wanted
    try:
        with tempfile.TemporaryDirectory(prefix="guanxi-prod-", dir="/var/tmp") as folder:
            Path(folder).chmod(0o755)
            with running(load(data_dir=Path(folder), port=free_port())) as product:
                yield product
    finally:
        os.environ.clear()
        os.environ |= before


def ask(product: Product, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{product.url}{path}", headers=headers, timeout=20)


def test_the_figures_are_for_whoever_has_the_token(product):
    assert ask(product, "/metrics").status_code == 404
    assert ask(product, "/metrics", Authorization="Bearer guess").status_code == 404
    shown = ask(product, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert shown.status_code == 200
    assert "guanxi_requests_total" in shown.text


def test_letters_are_shown_to_nobody(product):
    assert ask(product, "/dev/outbox").status_code == 404


def test_the_reference_is_for_everybody(product):
    assert ask(product, "/api/docs").status_code == 200
    assert ask(product, "/api/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_a_fault_tells_nothing_of_the_inside(product):
    told = ask(product, "/api/v1/nobody/companies", Authorization="Bearer x")
    assert told.status_code == 401
    assert "Traceback" not in told.text
    assert ask(product, "/live").json() == {"status": "live"}


def test_nobody_is_at_home_in_production(product):
    """A visitor from this machine has no hundredfold patience there."""
    body = {"email": "nobody@example.com", "password": "wrong password"}
    url = f"{product.url}/api/v1/sessions"
    codes = [httpx.post(url, json=body, timeout=20).status_code for _try in range(11)]
    assert codes[-1] == 429


def test_no_secret_is_in_a_log_or_an_answer(product):  # [E80]
    """Debug is on, mail and chat fail, and somebody uses everything that is secret."""
    said = {"email": "canary@example.com", "password": PASSWORD, "company": "Canary"}
    said |= {"language": "en", "time_zone": "UTC"}
    proxied = {"X-Forwarded-For": "203.0.113.9", "Origin": product.url}
    with httpx.Client(base_url=product.url, timeout=30, headers=proxied) as http:
        made = http.post("/api/v1/signup", json=said).raise_for_status().json()
        bearer = {"Authorization": f"Bearer {made['token']}"}
        factor = http.post("/api/v1/me/second-factor", json={"password": PASSWORD}, headers=bearer)
        secret = factor.raise_for_status().json()["secret"]
        here = f"/api/v1/{made['workspace']['slug']}"
        key = http.post(f"{here}/keys", json={"name": "x", "scopes": ["read"]}, headers=bearer)
        offer = {"email": "guest@example.com", "role": "rep"}
        link = http.post(f"{here}/invitations", json=offer, headers=bearer).json()["accept_url"]
        asked = [
            http.post("/api/v1/sessions", json={**said, "x": 1}),
            http.post("/api/v1/sessions", json={"email": said["email"], "password": PASSWORD * 2}),
            http.post(
                "/api/v1/me/second-factor/confirmation", json={"code": secret}, headers=bearer
            ),
            http.get(f"{here}/companies/{made['token']}", headers=bearer),
            http.get(link, headers=bearer),
            http.post("/telegram/x", content=BOT),
        ]
    product.live(3)
    secrets = [BOT, BOT.partition(":")[2], MAILBOX, PASSWORD, made["token"], secret]
    secrets += [key.json()["token"], link.rpartition("/")[2], os.environ["GUANXI_SECRET_KEYS"]]
    log = product.log.read_text(errors="replace")
    # What is looked through is not empty: requests, and mail that could not be sent.
    assert "/api/v1/signup" in log
    assert "delivery" in log or "job" in log
    told = log + "".join(answer.text for answer in asked if answer.status_code >= 400)
    assert [word for word in secrets if word in told] == []
