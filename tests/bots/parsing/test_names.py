"""Whom a sentence means, and when to ask."""

from datetime import UTC, datetime
from time import perf_counter
from typing import Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bots.parsing import Candidate, Parsed, World, parse

NOW = datetime(2026, 11, 18, 2, tzinfo=UTC)


def one(
    kind: Literal["company", "contact"], name: str, company: str | None = None, *others: str
) -> Candidate:
    return Candidate(uuid4(), kind, name, company, others)


HUALIAN, HAITIAN = "上海华联泵业有限公司", "苏州海天精工机械有限公司"
FIRMS = (
    one("company", HUALIAN),
    one("company", HAITIAN, None, "老海"),
    one("company", "Northwind Traders Inc."),
    one("company", "Müller Pumpen GmbH"),
    one("company", "Delta Water Authority"),
    one("company", "Delta Chemicals"),
)
PEOPLE = (
    one("contact", "王建国", HUALIAN),
    one("contact", "王芳", HAITIAN),
    one("contact", "欧阳娜", HAITIAN),
    one("contact", "Sarah Johnson", "Northwind Traders Inc."),
    one("contact", "Peter Müller", "Müller Pumpen GmbH"),
)


def said(text: str, world: World | None = None) -> Parsed:
    return parse(
        text,
        world=world or World(FIRMS, PEOPLE, "CNY"),
        now=NOW,
        time_zone=ZoneInfo("Asia/Shanghai"),
    )


@pytest.mark.parametrize(
    ("text", "company", "contact"),
    [
        ("拜访华联王总", HUALIAN, "王建国"),
        ("拜訪華聯王總", HUALIAN, "王建国"),
        ("海天王经理来电", HAITIAN, "王芳"),
        ("老海欧阳总微信", HAITIAN, "欧阳娜"),
        ("花联王建国", HUALIAN, "王建国"),
        ("met wang jianguo at hua lian", HUALIAN, "王建国"),
        ("WANG ZONG HUALIAN", HUALIAN, "王建国"),
        ("sarah from nortwind", "Northwind Traders Inc.", "Sarah Johnson"),
        ("called Peter Mueller", "Müller Pumpen GmbH", "Peter Müller"),
        ("王芳要报价", HAITIAN, "王芳"),
        ("visit to delta water", "Delta Water Authority", None),
    ],
)
def test_a_name_is_known_however_it_is_said(text: str, company: str, contact: str | None) -> None:
    parsed = said(text)
    assert parsed.companies[0].value.name == company
    if contact:
        assert parsed.contacts[0].value.name == contact


@pytest.mark.parametrize("text", ["拜访王总", "met mr wang", "met with Delta"])
def test_two_that_are_close_are_asked(text: str) -> None:
    parsed = said(text)
    ranked = parsed.companies if "Delta" in text else parsed.contacts
    assert ranked[0].confidence < 0.9
    assert "Delta" not in text or {g.value.name for g in ranked[:2]} == {
        "Delta Water Authority",
        "Delta Chemicals",
    }


def test_the_place_tells_two_of_one_name_apart() -> None:
    here, there = (one("company", f"{place}盛泰船舶有限公司") for place in ("东莞", "济南"))
    world = World((there, here))
    assert said("拜访了东莞盛泰船舶，周五发报价", world).companies[0].value == here
    assert said("拜访了东莞盛泰船舶，周五发报价", world).companies[0].confidence >= 0.9
    assert said("拜访了盛泰船舶，周五发报价", world).companies[0].confidence < 0.9


def test_namesakes_are_never_picked_silently() -> None:
    twins = tuple(one("contact", "王伟", firm) for firm in (HUALIAN, HAITIAN))
    parsed = said("王伟要报价", World(FIRMS, twins, "CNY"))
    assert len(parsed.contacts) == 2
    assert all(guess.confidence < 0.9 for guess in parsed.contacts)
    assert said("华联王伟要报价", World(FIRMS, twins, "CNY")).contacts[0].value.company == HUALIAN


def test_the_likelier_namesake_stands_first_but_is_still_asked() -> None:
    rare, usual = (Candidate(uuid4(), "contact", "王伟", None, (), weight) for weight in (0.0, 1.0))
    ranked = said("王伟要报价", World((), (rare, usual), "CNY")).contacts
    assert ranked[0].value == usual
    assert ranked[0].confidence < 0.9


def test_everyday_words_are_no_names() -> None:
    people = (one("contact", "何伟"), one("contact", "April Jones"), one("contact", "安娜"))
    parsed = said("he wants an offer in april, send it", World((), people, "USD"))
    assert all(guess.confidence < 0.7 for guess in parsed.contacts)
    assert said("电话联系客户").companies == ()


def test_who_is_new_is_offered_as_new() -> None:
    parsed = said("拜访了新客户蓝鲸科技的赵总")
    assert parsed.new_company is not None
    assert parsed.new_company.value == "蓝鲸科技"
    assert parsed.new_contact is not None
    assert parsed.new_contact.value == "赵总"
    english = said("met John Baker at Acme Tools, follow up friday")
    assert english.new_company is not None
    assert english.new_company.value == "Acme Tools"
    assert english.new_contact is not None
    assert english.new_contact.value == "John Baker"
    assert said("拜访华联王建国").new_company is None


def test_three_hundred_candidates_take_no_time() -> None:
    firms = tuple(
        one("company", f"上海{chr(0x4E00 + i * 7)}{chr(0x5000 + i * 11)}机械有限公司")
        for i in range(100)
    ) + tuple(one("company", f"Acme{i} Valves Ltd") for i in range(50))
    people = tuple(one("contact", f"王{chr(0x5000 + i * 13)}") for i in range(75))
    people += tuple(one("contact", f"John{i} Smith{i}") for i in range(75))
    world = World(firms + FIRMS, people + PEOPLE, "CNY")
    for text in (
        "met Wang at Hualian, wants 20 pumps, send quote Friday",
        "拜访华联王总，周五发报价",
    ):
        said(text, world)
        times = []
        for _ in range(7):
            started = perf_counter()
            said(text, world)
            times.append(perf_counter() - started)
        assert min(times) < 0.015
