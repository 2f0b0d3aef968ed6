"""Money that goes back: it is told, shown at its invoice, and what a bank took is unpaid."""

from paying import pay
from stripe_twin.charges import create_credit_note, create_refund, decide, dispute

from tests.billing.conftest import later, post  # noqa: F401 -- fixtures

COMPANY = {"json": {"name": "Hualian"}}


async def subjects(post, firm):  # noqa: F811 -- the fixture
    return [str(letter["Subject"]) for letter in await post.letters(firm.email)]


async def of_the_invoice(firm):
    first = (await firm.get("billing/invoices"))["items"][-1]
    return [
        (one["kind"], one["state"], one["amount"]["amount_minor"]) for one in first["reversals"]
    ]


async def test_a_refund_and_a_credit_note_stand_at_the_invoice_and_are_told_once(
    shop,
    acme,
    post,  # noqa: F811 -- the fixture
):
    await shop.buy(acme)
    ledger = shop.twin.ledger
    create_refund(ledger, {"charge": ledger.all("charge")[-1]["id"], "amount": "500"})
    create_credit_note(ledger, {"invoice": ledger.all("invoice")[-1]["id"], "amount": "200"})
    await shop.post(twice=True)
    ledger.emit("charge.updated", ledger.all("charge")[-1])
    await shop.post()
    assert sorted(await of_the_invoice(acme)) == [
        ("credit_note", "done", 200),
        ("refund", "done", 500),
    ]
    told = await subjects(post, acme)
    assert len([subject for subject in told if "refunded" in subject]) == 1
    assert (await acme.get("billing"))["because"] == "paid"


async def test_a_dispute_takes_nothing_away_until_the_bank_has_judged(
    shop,
    acme,
    post,  # noqa: F811 -- the fixture
):
    await shop.buy(acme)
    found = dispute(shop.twin.ledger, shop.twin.ledger.all("charge")[-1]["id"])
    await shop.post()
    assert [state for _kind, state, _minor in await of_the_invoice(acme)] == ["open"]
    assert (await acme.get("billing"))["because"] == "paid"
    decide(shop.twin.ledger, found["id"], "won")
    await shop.post()
    assert [state for _kind, state, _minor in await of_the_invoice(acme)] == ["won"]
    assert "Your bank disputes a payment for Acme" in await subjects(post, acme)
    assert "The payment for Acme stands" in await subjects(post, acme)


async def test_what_a_bank_took_back_is_unpaid_until_it_is_paid_once_more(
    shop,
    acme,
    later,  # noqa: F811 -- the fixture
):
    await shop.buy(acme)
    found = dispute(shop.twin.ledger, shop.twin.ledger.all("charge")[-1]["id"])
    decide(shop.twin.ledger, found["id"], "lost")
    await shop.post(twice=True)
    assert (await acme.get("billing"))["because"] == "overdue"
    claims = [row for row in shop.twin.ledger.all("invoice") if row["status"] == "open"]
    assert [row["total"] for row in claims] == [found["amount"]]
    with later(15):
        assert await acme.status("POST", "companies", **COMPANY) == 402
        await pay(claims[0]["hosted_invoice_url"])
    await shop.post()
    with later(15):
        assert await acme.status("POST", "companies", **COMPANY) == 201
