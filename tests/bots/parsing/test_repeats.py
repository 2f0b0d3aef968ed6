"""What comes again is told apart from what is bought every month."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bots.core.wording import task_words
from bots.parsing import Repeat, World, parse

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 26, 15, tzinfo=ZONE)
SAID = {
    "every second Monday call Delta, 9am": (Repeat("weekly", 2), "call Delta"),
    "call Delta every Monday 9am": (Repeat("weekly", 1), "call Delta"),
    "call chen on the 5th of every month": (Repeat("monthly", 1), "call chen"),
    "send the report every other friday": (Repeat("weekly", 2), "send the report"),
    "每周三给华联打电话": (Repeat("weekly", 1), "给华联打电话"),
    "每两周周一回访鼎盛": (Repeat("weekly", 2), "回访鼎盛"),
    "每隔一周的周一开会": (Repeat("weekly", 2), "开会"),
    "每月5号催款": (Repeat("monthly", 1), "催款"),
    "they buy 500 every month, send quote friday": (None, "send quote"),
    "他们每月要20台，周五发报价": (None, "发报价"),
}


@pytest.mark.parametrize("text", SAID)
def test_how_often_is_read_and_is_no_part_of_what_is_to_be_done(text):
    read = parse(text, world=World(), now=NOW, time_zone=ZONE)
    assert (read.repeat and read.repeat.value, task_words(read)) == SAID[text]


def test_the_half_of_a_day_is_no_part_of_what_is_to_be_done():
    read = parse("meeting friday 2-3pm re contract", world=World(), now=NOW, time_zone=ZONE)
    assert task_words(read) == "meeting re contract"
