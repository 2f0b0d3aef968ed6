"""Sentences that the bot understands, as a rep would write them; a test says each of them."""

from typing import Final

SENTENCES: Final = {
    "en": (
        "met Wang at Hualian, wants 20 pumps by March, price too high, send quote Friday",
        "called Sarah at Northwind, she wants a demo next Tuesday at 2pm",
        "spoke with Mike at Blue Harbor, worth 3.2 million, contract review Friday 10am",
        "emailed Anna Schmidt the revised offer, follow up in two weeks",
    ),
    "zh_CN": (
        "拜访华联王总，3月前要20台泵，嫌贵，周五发报价",
        "给海天李明打电话，下周二下午2点演示",
        "和绿源水务刘洋开会，预算3万2，后天报价",
        "给陈丽发邮件，两周后再跟进",
    ),
}
