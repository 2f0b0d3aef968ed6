"""Whom a message turns to, and whom it only mentions."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bots.parsing import Candidate, World, parts

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 26, 15, tzinfo=ZONE)
PEOPLE = {
    "Hualian Pumps": "Wang Jianguo",
    "Delta Water": "Chen Li",
    "Crestline Foods": "Maria Lopez",
    "上海华联泵业有限公司": "王建国",
    "苏州鼎盛精密机械有限公司": "陈丽",
    "苏州海天精工机械有限公司": "李明",
}
WORLD = World(
    companies=tuple(Candidate(uuid4(), "company", name) for name in PEOPLE),
    contacts=tuple(Candidate(uuid4(), "contact", who, company=at) for at, who in PEOPLE.items()),
)
SEVERAL = {
    "met Wang at Hualian and then Chen at Delta, send quote Friday": [
        "met Wang at Hualian",
        "met Chen at Delta, send quote Friday",
    ],
    "visited Hualian, Delta and Crestline today": [
        "visited Hualian",
        "visited Delta",
        "visited Crestline today",
    ],
    "yesterday saw hualian n then stopped by delta, both want a quote by friday": [
        "yesterday saw hualian, both want a quote by friday",
        "yesterday stopped by delta, both want a quote by friday",
    ],
    "Hualian: quote by Friday. Delta: not now": ["Hualian: quote by Friday", "Delta: not now"],
    "met Wang at Hualian and then Chen at Newport Systems": [
        "met Wang at Hualian",
        "met Chen at Newport Systems",
    ],
    "1) Hualian - 20 pumps 2) Delta - call Monday": [
        "1) Hualian - 20 pumps",
        "Delta - call Monday",
    ],
    "morning at Hualian, afternoon at Delta": ["morning at Hualian", "afternoon at Delta"],
    "先去了华联，又去了鼎盛": ["先去了华联", "又去了鼎盛"],
    "上午拜访华联王总，要20台泵，下午鼎盛，陈总嫌贵": [
        "上午拜访华联王总，要20台泵",
        "下午拜访鼎盛，陈总嫌贵",
    ],
    "拜访了华联、鼎盛和海天": ["拜访了华联", "拜访了鼎盛", "拜访了海天"],
    "昨天去了华联，然后去了海天，两家都要20台泵": [
        "昨天去了华联，两家都要20台泵",
        "昨天去了海天，两家都要20台泵",
    ],
    "跟华联王总吃了饭，然后跟鼎盛陈总通了电话": ["跟华联王总吃了饭", "跟鼎盛陈总通了电话"],
    "华联要20台，鼎盛要5台": ["华联要20台", "鼎盛要5台"],
}
ONE = """
met Wang at Hualian, price too high compared to Delta
met Wang at Hualian and he said Delta is cheaper, send quote Friday
met Wang at Hualian, Delta and Crestline are cheaper
visited Hualian, Delta is also bidding, quote Friday
Hualian used to buy pumps from Delta and Crestline, they want 20 from us
Hualian is deciding between us and Delta
Wang from Hualian introduced me to Chen at Delta
met Wang at Hualian and then sent the quote
拜访华联，他们从鼎盛买更便宜，周五打电话
拜访华联，王总说鼎盛也在报价，周五给答复
拜访华联，鼎盛报价比我们低，周五重新报价
华联王总和陈丽一起开会，周五发报价
拜访华联，王总带我去见了鼎盛的陈总，周五报价
先去了华联，又发了报价
"""


@pytest.mark.parametrize("text", SEVERAL)
def test_each_customer_has_its_part(text):
    assert parts(text, world=WORLD, now=NOW, time_zone=ZONE) == SEVERAL[text]


@pytest.mark.parametrize("text", ONE.strip().splitlines())
def test_who_is_only_mentioned_has_none(text):
    assert parts(text, world=WORLD, now=NOW, time_zone=ZONE) == [text]
