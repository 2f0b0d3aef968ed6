"""Privacy in the browser."""

import pytest
from surfer import Surfer

pytestmark = pytest.mark.anyio


async def test_a_consent_is_noted_and_a_person_erased_on_the_page(acme, work):
    wang = await acme.create("contacts", name="Wang Xiaoming")
    browser, path = Surfer(acme.owner), f"contacts/{wang['id']}"
    assert "right to be forgotten" in (await browser.open(path)).text
    said = {"purpose": "email", "means": "paper", "given": "1", "wording": "v3", "proof": "sheet 4"}
    await browser.follow(f"{path}/consents", **said)
    shown = (await browser.open(f"{path}/privacy")).text
    assert "sheet 4" in shown
    assert "Erase this person" in shown
    await browser.follow(f"{path}/erasure")
    await work()
    [one] = (await acme.get("erasures"))["items"]
    shown = (await browser.open(f"settings/privacy/{one['id']}")).text
    assert "nothing is left" in shown
    assert "Xiaoming" not in shown
    rita = await acme.member("support", "Rita")
    other = await rita.create("contacts", name="Li Na")
    assert (
        "Erase this person" not in (await Surfer(rita).open(f"contacts/{other['id']}/privacy")).text
    )
