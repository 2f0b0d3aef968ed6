"""Which leads come first, and why."""

from datetime import timedelta

import pytest
from chatting import work
from hypothesis import given
from hypothesis import strategies as st
from surfer import Surfer

from crm.sales.scoring.points import Reason, Seen, faded, guess, score
from kernel import clock

FAIR = {"field": "source", "op": "eq", "value": "fair"}
DAY = timedelta(days=1)


async def ruled(acme, **options):
    wish = {"name": "From a fair", "condition": FAIR, "points": 30, **options}
    return (await acme.create("score-rules", **wish))["items"][-1]


async def scores(acme, lead):
    found = await acme.get(f"leads/{lead['id']}")
    return found["score"], found["fit_score"], found["behaviour_score"]


async def test_a_lead_is_counted_in_the_write_that_makes_and_changes_it(acme):
    await ruled(acme)
    await ruled(acme, name="Answers", condition={}, points=12, side="behaviour")
    lead = await acme.create("leads", name="Wang", source="fair")
    assert (lead["score"], lead["fit_score"], lead["behaviour_score"]) == (42, 30, 12)
    await acme.edit(f"leads/{lead['id']}", source="website")
    assert await scores(acme, lead) == (12, 0, 12)
    why = await acme.get(f"leads/{lead['id']}/score")
    assert [(r["name"], r["points"]) for r in why["reasons"]] == [("Answers", 12.0)]


async def test_points_fade_every_night_and_an_activity_brings_them_back(
    acme, database, monkeypatch
):
    await ruled(acme, condition={}, points=40, side="behaviour", half_life_days=10)
    lead = await acme.create("leads", name="Wang")
    later = clock.now() + 20 * DAY
    with monkeypatch.context() as moved:
        moved.setattr(clock, "now", lambda: later)
        await work(database, "scoring.run", {}, acme.workspace_id)
        assert await scores(acme, lead) == (10, 0, 10)
    about = [{"type": "lead", "id": lead["id"]}]
    await acme.create("activities", text="Called", links=about)
    await work(database, "scoring.lead", {"id": lead["id"]}, acme.workspace_id)
    assert await scores(acme, lead) == (40, 0, 40)


async def test_the_settings_page_shows_what_a_rule_would_match(acme):
    await acme.create("leads", name="Wang Fang", source="fair")
    await acme.create("leads", name="Li Na", source="call")
    browser = Surfer(acme.owner)
    line = [("field", "source"), ("op", "eq"), ("value", "Trade fair")]
    asked = [("name", "Fair"), ("side", "fit"), ("points", "25"), *line]
    seen = await browser.send("settings/scoring", [*asked, ("preview", "1")])
    assert "1 lead matches now." in seen.text
    assert "Wang Fang" in seen.text
    page = await browser.follow("settings/scoring", asked)
    assert "+25" in page.text


async def test_rules_are_the_firms_own_and_of_administrators(acme, globex):
    rule = await ruled(acme)
    rita = await acme.member("rep", "Rita")
    wish = {"name": "x", "points": 1}
    assert await rita.status("POST", "score-rules", json=wish) == 403
    assert await globex.status("PUT", f"score-rules/{rule['id']}", json=wish) == 404
    assert await globex.status("DELETE", f"score-rules/{rule['id']}") == 404
    lead = await globex.create("leads", name="Theirs", source="fair")
    assert lead["score"] is None


async def test_former_leads_teach_and_few_of_them_teach_nothing(acme, database, admin):
    lead = await acme.create("leads", name="Wang", source="fair")
    assert (await acme.get(f"leads/{lead['id']}/score"))["guess"] is None
    await admin.execute(
        "INSERT INTO record (tenant_id, id, type, title) SELECT $1, gen_random_uuid(), 'lead', "
        "'Past ' || n FROM generate_series(1, 60) n",
        acme.workspace_id,
    )
    await admin.execute(
        "INSERT INTO lead (tenant_id, id, version, name, source, status, created_at, updated_at) "
        "SELECT $1, r.id, 1, r.title, CASE WHEN right(r.title, 1) < '4' THEN 'fair' ELSE 'call' "
        "END, CASE WHEN right(r.title, 1) < '3' OR right(r.title, 1) = '9' THEN 'converted' "
        "ELSE 'disqualified' END, now(), now() FROM record r "
        "WHERE r.tenant_id = $1 AND r.title LIKE 'Past %'",
        acme.workspace_id,
    )
    await work(database, "scoring.run", {}, acme.workspace_id)
    found = (await acme.get(f"leads/{lead['id']}/score"))["guess"]
    assert found["percent"] == 75
    assert found["reasons"][0] == "Source: Trade fair"


@given(
    st.lists(
        st.tuples(
            st.integers(-100, 100),
            st.none() | st.integers(1, 3650),
            st.integers(-10, 10_000),
            st.sampled_from(["fit", "behaviour"]),
        ),
        max_size=12,
    )
)
def test_a_score_is_the_clipped_sum_of_faded_points(rules):
    reasons, plain = [], 0.0
    for points, half_life, days, side in rules:
        value = faded(points, half_life, days * DAY)
        expected = points * 0.5 ** (max(days, 0) / half_life) if half_life else points
        assert value == pytest.approx(expected, abs=1e-6)
        reasons.append(Reason("r", side, value))
        plain += value
    found = score(reasons)
    assert found.total == min(100, max(0, round(plain)))
    assert 0 <= found.fit <= 100
    assert 0 <= found.behaviour <= 100


@given(st.integers(1, 200), st.integers(1, 200), st.lists(st.tuples(st.integers(0, 200),
       st.integers(0, 200)), max_size=5))  # fmt: skip
def test_a_guess_is_bayes_without_one_sided_traits(won, lost, counts):
    traits = [Seen(str(n), min(w, won), min(x, lost)) for n, (w, x) in enumerate(counts)]
    found = guess(won, lost, traits)
    if won + lost < 50:
        assert found is None
        return
    yes, no = won / (won + lost), lost / (won + lost)
    for trait in traits:
        if trait.won and trait.lost:
            yes, no = yes * trait.won / won, no * trait.lost / lost
    assert found.percent == pytest.approx(100 * yes / (yes + no), abs=0.51)
    assert len(found.reasons) <= 3
