"""Chinese customers whom nobody has entered yet are understood by their full names."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bots.parsing import World, parse

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
SURE = 0.55


@pytest.mark.parametrize(
    ("sentence", "company", "contact"),
    [
        ("给海天李明打电话，下周二下午2点演示", "海天", "李明"),
        ("和绿源水务刘洋开会，预算3万2", "绿源水务", "刘洋"),
        ("跟绿源水务的刘洋吃饭", "绿源水务", "刘洋"),
        ("拜访华联乳业的金颖，要换30套", "华联乳业", "金颖"),
        ("给陈丽发邮件，两周后再跟进", None, "陈丽"),
        ("微信刘洋，他说价格太高", None, "刘洋"),
        ("给欧阳锋发邮件", None, "欧阳锋"),
    ],
)
def test_a_full_name_is_a_new_customer(
    sentence: str, company: str | None, contact: str | None
) -> None:
    read = parse(sentence, world=World(), now=NOW, time_zone=ZONE)
    firm, person = read.new_company, read.new_contact
    assert (firm.value if firm and firm.confidence >= SURE else None) == company
    assert (person.value if person else None) == contact


@pytest.mark.parametrize(
    "sentence",
    [
        "周三前给方案，再跟进",
        "跟客户谈了项目，等报价",
        "给顾客打电话",
        "见高层，谈了单价",
        "和老板开会",
    ],
)
def test_words_that_begin_like_a_surname_name_nobody(sentence: str) -> None:
    assert parse(sentence, world=World(), now=NOW, time_zone=ZONE).new_contact is None
