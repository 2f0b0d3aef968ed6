"""Deals of a list stand in the stages that it names."""

from importing import bring_in, table


async def reasons(acme, done):
    found = (await acme.get(f"imports/{done['id']}/lines"))["items"]
    return [line["reason"] for line in found if line["outcome"] == "error"]


async def test_a_line_names_its_stage_and_what_is_wrong_with_the_name_is_said(acme, work):
    made = await acme.post("pipelines", 201, name="Service")
    service = next(p for p in (await acme.get("pipelines"))["items"] if p["id"] == made["id"])
    open_stage = next(s["name"] for s in service["stages"] if s["kind"] == "open")
    file = table(
        ["What is sold", "Pipeline", "Stage"],
        ["Pumps", "", "Quote"],
        ["Care", "service", open_stage],
        ["Oil", "Service", ""],
        ["Sand", "", "Nowhere"],
        ["Salt", "Sales", "Won"],
    )
    done = await bring_in(acme.owner, work, file, type="deals")
    assert done["counts"] == {"created": 3, "error": 2}
    deals = {deal["name"]: deal for deal in (await acme.get("deals"))["items"]}
    known = (await acme.get("pipelines"))["items"]
    stages = {s["id"]: s["name"] for one in known for s in one["stages"]}
    assert stages[deals["Pumps"]["stage_id"]] == "Quote"
    assert deals["Care"]["pipeline_id"] == deals["Oil"]["pipeline_id"] == service["id"]
    wrong = await reasons(acme, done)
    assert "Negotiation" in wrong[0]
    assert "open stage" in wrong[1]
