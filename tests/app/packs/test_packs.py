"""What a trade begins with: added where it is missing, never over what somebody changed."""

import pytest
from surfer import Surfer

from app.packs.shelf import packs
from crm.records.options.service import declared_lists
from crm.records.types import record_types
from crm.sales.pipeline.service import COLORS
from kernel.i18n import LANGUAGES


async def _take(firm, pack, *, samples=False):
    answer = await firm.request("POST", "packs/taking", json={"pack": pack, "samples": samples})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _stages(firm):
    known = (await firm.get("pipelines"))["items"]
    return {p["name"]: [stage["name"] for stage in p["stages"]] for p in known}


@pytest.mark.parametrize(
    "code", ["general", "machinery", "software", "education", "realestate", "retail"]
)
def test_a_pack_is_whole_in_both_languages(code):
    pack, types = packs()[code], {kind.name for kind in record_types()}
    labels = [stage.name for stage in pack.stages] + [field.label for field in pack.fields]
    labels += [choice for field in pack.fields for choice in field.choices]
    labels += [word for words in pack.lists.values() for word in words]
    for said in [pack.name, pack.about, pack.pipeline, *labels, pack.samples]:
        assert set(said) == set(LANGUAGES)
    assert set(pack.lists) <= set(declared_lists())
    assert {field.type for field in pack.fields} <= types
    assert {stage.color for stage in pack.stages} <= set(COLORS)
    assert [s.kind for s in pack.stages][-2:] == ["won", "lost"]
    opened = [stage.probability for stage in pack.stages if stage.kind == "open"]
    assert opened == sorted(opened)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_samples_speak_the_words_of_their_pack(language):
    for pack in packs().values():
        industries = {word[language] for word in pack.lists["industry"]}
        fields = {field.label[language] for field in pack.fields if field.type == "deal"}
        for sample in pack.samples[language]:
            assert sample.industry in industries
            assert set(sample.custom) <= fields
            assert sample.stage < sum(stage.kind == "open" for stage in pack.stages)


async def test_a_new_firm_gets_the_stages_words_and_fields_of_its_trade(acme):
    assert list(await _stages(acme)) == ["Sales"]
    added = await _take(acme, "machinery")
    assert (added["pipelines"], added["fields"], added["samples"]) == (1, 4, None)
    assert list(await _stages(acme)) == ["Machines"]
    assert (await _stages(acme))["Machines"][1:3] == ["Site visit", "Demonstration"]
    fields = (await acme.get("fields"))["items"]
    assert {"New or used", "Machines installed"} <= {field["label"] for field in fields}
    again = await _take(acme, "machinery")
    assert (again["pipelines"], again["words"], again["fields"]) == (0, 0, 0)


async def test_what_somebody_changed_stays_and_another_pack_adds(acme):
    [sales] = (await acme.get("pipelines"))["items"]
    await acme.edit(f"pipelines/{sales['id']}", name="Our way")
    await _take(acme, "retail")
    [field] = [f for f in (await acme.get("fields"))["items"] if f["label"] == "Sales channel"]
    await acme.edit(f"fields/{field['id']}", labels={"en": "Our channel"})
    await _take(acme, "retail")
    await _take(acme, "education")
    assert list(await _stages(acme)) == ["Our way", "Orders", "Enrolments"]
    labels = [f["label"] for f in (await acme.get("fields"))["items"]]
    assert "Our channel" in labels
    assert "Sales channel" not in labels


async def test_samples_come_and_go_with_one_click_but_what_was_edited_stays(acme):
    await acme.create("companies", name="Our own customer")
    added = await _take(acme, "machinery", samples=True)
    assert added["samples"]
    deals = (await acme.get("deals"))["items"]
    assert {"5-axis machining centre", "Two stainless pumps"} <= {deal["name"] for deal in deals}
    [centre] = [deal for deal in deals if deal["name"] == "5-axis machining centre"]
    assert centre["custom"]["machine_and_model"] == "Hermle C 32 U"
    answer = await acme.request("POST", "packs/taking", json={"pack": "retail", "samples": True})
    assert answer.status_code == 409
    companies = {c["name"]: c["id"] for c in (await acme.get("companies"))["items"]}
    await acme.edit(f"companies/{companies['Lakeland Dairy']}", city="Leeds")
    await Surfer(acme.owner).follow("settings/industry/samples/removal")
    left = {c["name"] for c in (await acme.get("companies"))["items"]}
    assert left == {"Our own customer", "Lakeland Dairy"}
    for plural in ("deals", "tasks", "activities", "contacts"):
        assert (await acme.get(plural))["items"] == []
    assert await acme.post("samples/removal", 201) == {"batch": None}


async def test_a_pack_speaks_the_language_of_whoever_takes_it(acme):
    await acme.edit("/api/v1/me", language="zh_CN")
    await _take(acme, "machinery", samples=True)
    assert "现场勘查" in (await _stages(acme))["设备销售"]
    assert "无锡精工机械有限公司" in {c["name"] for c in (await acme.get("companies"))["items"]}


async def test_the_first_step_on_home_is_the_trade_until_it_is_chosen(acme):
    browser = Surfer(acme.owner)
    assert "Say what you sell" in (await browser.open("")).text
    page = await browser.open("settings/industry")
    assert "Machinery dealer" in page.text
    await browser.follow("settings/industry", pack="software", samples="1")
    assert "Parcelwise BV" in (await browser.open("companies")).text
    assert "Remove the sample records" in (await browser.open("settings/industry")).text


async def test_a_rep_takes_no_pack(acme):
    rita = await acme.member("rep", "Rita")
    assert await rita.status("GET", "packs") == 403
    answer = await rita.request("POST", "packs/taking", json={"pack": "retail", "samples": True})
    assert answer.status_code == 403
    assert await acme.status("POST", "packs/taking", json={"pack": "none"}) == 422
