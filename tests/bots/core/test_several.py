"""One message about several customers is one card for each."""

from chatting import button, field, press, say


async def test_each_customer_of_a_message_has_a_card_of_its_own(acme):
    for name in ("Hualian Pumps", "Delta Water"):
        await acme.create("companies", name=name)
    said = await say(
        acme, "Visited Hualian Pumps, they want 5 pumps. Called Delta Water, send quote for $5k"
    )
    assert [field(one, "company")["value"] for one in said] == ["Hualian Pumps", "Delta Water"]
    assert [field(one, "kind")["value"] for one in said] == ["visit", "call"]
    assert [field(one, "amount") is None for one in said] == [True, False]
    for one in said:
        await press(acme, button(one, "save"))
    texts = {one["title"] for one in (await acme.get("activities"))["items"]}
    assert len(texts) == 2


async def test_in_chinese_too(acme):
    for name in ("上海华联泵业有限公司", "苏州海天精工机械有限公司"):
        await acme.create("companies", name=name)
    said = await say(acme, "拜访了华联，周五发报价。海天来电话，要20台泵")
    assert field(said[0], "company")["value"] == "上海华联泵业有限公司"
    assert button(said[1], "choose", "苏州海天精工机械有限公司")


async def test_whom_one_is_compared_with_is_no_second_customer(acme):
    for name in ("Hualian Pumps", "Delta Water"):
        await acme.create("companies", name=name)
    said = await say(acme, "Visited Hualian Pumps, they buy cheaper from Delta Water, call Friday")
    assert len(said) == 1
