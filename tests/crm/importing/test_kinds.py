"""Every kind of field comes in from a file, by the rules that hold for one that is typed."""

from importing import bring_in, send, table
from roles import role
from world import Workspace

from crm.records.importing.values import _READERS
from crm.records.kinds import KINDS

SAID = {
    "text": "Blue",
    "long_text": "Two\nlines",
    "url": "https://x.example",
    "number": "12",
    "money": "€ 1.234,50",
    "moment": "25.11.2026 10:30",
    "date": "25.11.2026",
    "choice": "Hot",
    "multi_choice": "Warm; Hot",
    "yes_no": "ja",
    "member": "Rita",
    "email": "w@x.example",
    "phone": "+49 30 1234567",
    "record": "Nord",
}


async def field(acme: Workspace, kind: str, type: str = "contact", **wish) -> str:
    if "choice" in kind:
        wish["choices"] = ["Hot", "Warm"]
    if kind == "record":
        wish["target"] = "company"
    made = await acme.create("fields", type=type, kind=kind, label=kind, **wish)
    return f"custom.{made['key']}"


async def lines(acme: Workspace, done) -> list[tuple[str, str, str]]:
    found = (await acme.get(f"imports/{done['id']}/lines"))["items"]
    return [(line["outcome"], line["column"], line["reason"]) for line in found]


async def test_a_file_brings_in_fields_of_every_kind(acme: Workspace, work) -> None:
    assert _READERS.keys() <= KINDS.keys()
    assert KINDS.keys() - SAID.keys() == {"identities", "members", "reference"}
    await acme.member("rep", "Rita")
    nord = await acme.create("companies", name="Nord")
    columns = ["name", *[await field(acme, kind) for kind in SAID]]
    file = table(["Name", *SAID], ["Wang", *SAID.values()])
    done = await bring_in(acme.owner, work, file, columns=columns, dates="dmy", decimals=",")
    assert done["counts"] == {"created": 1}, await lines(acme, done)
    made = (await acme.get("contacts"))["items"][0]
    keys = (column.removeprefix("custom.") for column in columns[1:])
    found = dict(zip(SAID, (made["custom"][key] for key in keys), strict=True))
    assert found["money"] == {"amount_minor": 123450, "currency": "EUR"}
    assert (found["date"], len(found["multi_choice"])) == ("2026-11-25", 2)
    assert found["record"] == nord["id"]
    assert all(value not in (None, "", []) for value in found.values())
    again = await bring_in(
        acme.owner, work, file, columns=columns, match=["name"], dates="dmy", decimals=","
    )
    assert again["counts"] == {"unchanged": 1}, await lines(acme, again)


async def test_what_the_firm_demands_is_demanded_of_every_line(acme: Workspace, work) -> None:
    key = await field(acme, "choice", required=True)
    file = table(["Name", "Heat"], ["Wang", "Hot"], ["Li", ""], ["Zhao", "Lukewarm"])
    sent = await send(acme.owner, file)
    answer = await acme.request("PATCH", f"imports/{sent['id']}", json={"columns": ["name", ""]})
    assert answer.status_code == 422
    done = await bring_in(acme.owner, work, file, columns=["name", key])
    assert done["counts"] == {"created": 1, "error": 2}
    assert [line[1] for line in await lines(acme, done) if line[0] == "error"] == ["Heat", "Heat"]


async def test_amounts_are_worth_something_in_the_firms_own_currency(acme: Workspace, work) -> None:
    file = table(
        ["What is sold", "Amount", "Expected close"],
        ["Pumps", "1,234.50 EUR", "2026-11-25"],
        ["Valves", "1000", ""],
        ["Seals", "5 XXQ", ""],
    )
    columns = ["name", "amount", "expected_close"]
    done = await bring_in(acme.owner, work, file, type="deals", columns=columns)
    assert done["counts"] == {"created": 2, "error": 1}, await lines(acme, done)
    deals = {deal["name"]: deal for deal in (await acme.get("deals"))["items"]}
    assert deals["Pumps"]["amount"] == {"amount_minor": 123450, "currency": "EUR"}
    assert deals["Pumps"]["expected_close"] == "2026-11-25"
    assert deals["Valves"]["amount"] == {"amount_minor": 100_000, "currency": "USD"}
    worth = '{"field": "amount", "op": "gt", "value": 99999}'
    found = (await acme.get("deals", filter=worth))["items"]
    assert [deal["name"] for deal in found] == ["Valves"]


async def test_numbers_are_given_to_companies_that_come_in(acme: Workspace, work) -> None:
    await acme.edit("customer-parameters", numbering=True, number_digits=3, max_owned=3)
    file = table(["Name"], ["One"], ["Two"])
    await bring_in(acme.owner, work, file, type="companies", columns=["name"])
    people = table(["Name", "Company"], ["Wang", "Three"], ["Li", "Four"])
    done = await bring_in(acme.owner, work, people, columns=["name", "companies"])
    assert done["counts"] == {"created": 1, "error": 1}
    found = {c["name"]: c["number"] for c in (await acme.get("companies"))["items"]}
    assert found == {"One": "C-001", "Two": "C-002", "Three": "C-003"}


async def test_lines_that_look_like_somebody_are_told_and_treated_as_was_chosen(
    acme: Workspace, work
) -> None:
    nord = await acme.create("companies", name="Nord Pumpen GmbH", website="https://nord.example")
    file = table(["Name", "Web"], ["Nordpumpen", "https://shop.nord.example/x"], ["Else", ""])
    columns = {"columns": ["name", "website"], "match": []}
    file = table(["Name", "Web"], ["Nordpumpen", "https://nord.example/shop"], ["Else", ""])
    sent = await send(acme.owner, file, type="companies")
    await acme.edit(f"imports/{sent['id']}", **columns)
    await acme.post(f"imports/{sent['id']}/dry-run")
    await work()
    told = (await lines(acme, sent))[0]
    assert told == ("created", "", "This looks like Nord Pumpen GmbH.")
    skipped = await bring_in(acme.owner, work, file, "companies", **columns, alike="skip")
    assert skipped["counts"] == {"skipped": 1, "created": 1}
    updated = await bring_in(acme.owner, work, file, "companies", **columns, alike="update")
    assert updated["counts"]["updated"] == 1
    assert (await acme.get(f"companies/{nord['id']}"))["name"] == "Nordpumpen"


async def test_what_an_importer_does_not_see_in_full_cannot_be_brought_in(
    acme: Workspace, work
) -> None:
    fields = {"contact": {"job_title": "hidden", "phones": "masked"}}
    await role(acme, "Odd", fields=fields)
    otto = await acme.member("odd", "Otto")
    sent = await send(otto, table(["Name", "Title", "Phone"], ["Wang", "Boss", "+49 30 1234567"]))
    assert sent["mapping"]["columns"] == ["name", "", ""]
    assert not {"job_title", "phones"} & sent["targets"].keys()
    for name, words in (("job_title", "There is no field job_title."), ("phones", "in part only")):
        answer = await otto.request(
            "PATCH", f"imports/{sent['id']}", json={"columns": ["name", name, ""]}
        )
        assert answer.status_code == 422
        assert words in answer.text


async def test_a_field_that_is_hidden_after_the_columns_were_chosen_stays_out(
    acme: Workspace, work
) -> None:
    made = await role(acme, "Odd")
    otto = await acme.member("odd", "Otto")
    sent = await send(otto, table(["Name", "Title"], ["Wang", "Boss"]))
    await otto.post(f"imports/{sent['id']}/run")
    await acme.edit(f"roles/{made['code']}", fields={"contact": {"job_title": "hidden"}})
    await work()
    assert (await otto.get(f"imports/{sent['id']}"))["counts"] == {"error": 1}
