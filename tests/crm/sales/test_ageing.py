"""How a deal ages: its colours, and when it is forgotten."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm.sales.deal.ageing import age
from kernel import clock

DAYS = st.integers(0, 400)


def deal(stayed: float, **said: Any) -> dict[str, Any]:
    nothing = {"status": "open", "last_activity_at": None, "next_action_at": None}
    return {**nothing, "stage_entered_at": clock.now() - timedelta(days=stayed), **said}


@given(DAYS, st.integers(1, 200))
def test_green_turns_amber_after_the_target_and_red_at_half_as_much_again(days, target):
    found = age(deal(days + 0.01), target, None)
    assert found.days == days
    if days < target:
        assert found.colour == "green"
    elif days + 0.01 >= target * 1.5:
        assert found.colour == "red"
    else:
        assert found.colour == "amber"


@given(DAYS, DAYS)
def test_a_deal_is_forgotten_only_where_nothing_is_planned(days, spoken):
    now = clock.now()
    said = {"last_activity_at": now - timedelta(days=spoken, hours=1)}
    last = min(days, spoken)
    assert age(deal(days + 0.01, **said), 7, 14).rotten == (last >= 14)
    planned = {"next_action_at": now + timedelta(days=1)}
    assert not age(deal(days + 0.01, **said, **planned), 7, 14).rotten
    assert not age(deal(days + 0.01, **said, status="won"), 7, 14).rotten
