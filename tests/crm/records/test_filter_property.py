"""Filters in SQL answer as the same filters do in plain Python, over random data and filters."""

import json
import random
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.records.periods import days_from
from kernel import clock

CITIES = [None, "Ulm", "ulm", "Bonn", "上海", "Ulm-Nord"]
SIZES = [None, "1-10", "11-50"]
GRADES = ["gold", "silver", "tin"]
NUMBERS = [None, -3, 0, 7, 12]
DAYS = [None, *(clock.now().date() + timedelta(days=n) for n in (-400, -40, -8, 0, 5, 100))]
JOBS = ["Buyer", "Owner"]
PERIODS = ["today", "last_2_weeks", "next_1_quarters", "last_13_months", "this_year", "past"]
TAGS = ["hot", "cold"]
VALUES: dict[str, list[Any]] = {
    "city": CITIES,
    "size": SIZES,
    "custom.word": CITIES,
    "custom.score": NUMBERS,
    "custom.day": [str(day) if day else None for day in DAYS],
    "custom.grade": [None, *GRADES],
    "custom.grades": [None, *GRADES],
    "custom.yes": [None, True, False],
    "contacts.job_title": JOBS,
    "contacts.custom.mark": NUMBERS,
    "tags": TAGS,
}
TEXT = ("contains", "starts_with", "eq", "ne", "in", "not_in", "is_empty", "is_not_empty")
CHOICE = ("eq", "ne", "in", "not_in", "is_empty", "is_not_empty")
ORDERED = (*CHOICE, "lt", "lte", "gt", "gte", "between")
SEVERAL = ("contains", "eq", "ne", "in", "not_in", "is_empty", "is_not_empty")
OPS = {
    "city": TEXT,
    "size": CHOICE,
    "custom.word": TEXT,
    "custom.score": ORDERED,
    "custom.day": (*ORDERED, "within"),
    "custom.grade": CHOICE,
    "custom.grades": SEVERAL,
    "custom.yes": ("eq", "ne", "is_empty", "is_not_empty"),
    "contacts.job_title": TEXT,
    "contacts.custom.mark": ORDERED,
    "tags": SEVERAL,
}


@st.composite
def single_tests(draw: Any) -> dict[str, Any]:
    field = draw(st.sampled_from(sorted(VALUES)))
    op = draw(st.sampled_from(OPS[field]))
    known = st.sampled_from([v for v in VALUES[field] if v is not None])
    if op in {"is_empty", "is_not_empty"}:
        return {"field": field, "op": op}
    value: Any = draw(known)
    if op in {"in", "not_in"}:
        value = draw(st.lists(known, max_size=3))
    elif op == "between":
        value = [value, draw(known)]
    elif op == "within":
        value = draw(st.sampled_from(PERIODS))
    elif op in {"contains", "starts_with"} and "grades" not in field and field != "tags":
        value = value[: draw(st.integers(1, 3))]
    return {"field": field, "op": op, "value": value}


NODES = st.recursive(
    single_tests(),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"and": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"or": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=6,
)


def holds(row: Any, node: Any) -> bool:
    """What the filter means, said without SQL."""
    match node:
        case {"and": parts}:
            return all(holds(row, part) for part in parts)
        case {"or": parts}:
            return any(holds(row, part) for part in parts)
        case {"not": part}:
            return not holds(row, part)
    head, _dot, rest = node["field"].partition(".")
    if head == "contacts":
        return any(holds(contact, {**node, "field": rest}) for contact in row["contacts"])
    value = row[head].get(rest) if head == "custom" else row[head]
    return said(value, node["op"], node.get("value"))


def said(value: Any, op: str, wanted: Any) -> bool:
    filled = value not in (None, "", [])
    held = value if isinstance(value, list) else [value] if filled else []
    low = [v.casefold() if isinstance(v, str) else v for v in held]
    match op:
        case "is_empty" | "is_not_empty":
            return filled is (op == "is_not_empty")
        case "ne" | "not_in":
            return not said(value, "eq" if op == "ne" else "in", wanted)
        case "in":
            return any(v in wanted for v in held)
        case "contains" if not isinstance(value, list):
            return any(wanted.casefold() in v for v in low)
        case "eq" | "contains":
            return wanted in held
        case "starts_with":
            return any(v.startswith(wanted.casefold()) for v in low)
        case "between":
            return any(wanted[0] <= v <= wanted[1] for v in held)
        case "within":
            first, after = days_from(wanted, clock.now().date())
            return any(first <= date.fromisoformat(v) < after for v in held)
    compare = {"lt": int.__lt__, "lte": int.__le__, "gt": int.__gt__, "gte": int.__ge__}
    return any(compare[op]((v > wanted) - (v < wanted), 0) for v in held)


class Firm:
    """A firm with fields, companies and contacts of all sorts, as plain data."""

    rows: list[Any]

    async def fill(self, acme: Any) -> "Firm":
        for kind, label in (
            ("text", "Word"),
            ("number", "Score"),
            ("date", "Day"),
            ("choice", "Grade"),
            ("multi_choice", "Grades"),
            ("yes_no", "Yes"),
        ):
            choices = {"choices": GRADES} if "choice" in kind else {}
            await acme.create("fields", type="company", kind=kind, label=label, **choices)
        await acme.create("fields", type="contact", kind="number", label="Mark")
        tags = [(await acme.create("tags", name=name))["id"] for name in TAGS]
        chance = random.Random(7)  # noqa: S311 -- data, not secrets
        for n in range(24):
            custom = {
                "word": chance.choice(CITIES),
                "score": chance.choice(NUMBERS),
                "day": chance.choice(VALUES["custom.day"]),
                "grade": chance.choice([None, *GRADES]),
                "grades": chance.sample(GRADES, chance.randrange(3)),
                "yes": chance.choice([None, True, False]),
            }
            place = {"city": chance.choice(CITIES), "size": chance.choice(SIZES)}
            made = await acme.create("companies", name=f"C{n}", custom=custom, **place)
            for tag in chance.sample(tags, chance.randrange(3)):
                await acme.request("PUT", f"companies/{made['id']}/tags/{tag}")
            for job in chance.sample(JOBS, chance.randrange(3)):
                mark = {"mark": chance.choice(NUMBERS)}
                links = {"companies": [made["id"]]}
                await acme.create("contacts", name=job, job_title=job, custom=mark, **links)
        self.rows = (await acme.get("companies", limit=200))["items"]
        contacts = (await acme.get("contacts", limit=200))["items"]
        for row in self.rows:
            row["tags"] = [tag["name"] for tag in row["tags"]]
            row["contacts"] = [c for c in contacts if row["id"] in c["companies"]]
        return self


FIRMS: dict[str, Firm] = {}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(node=NODES)
async def test_filters_mean_what_they_say(acme, node):
    if acme.slug not in FIRMS:
        FIRMS[acme.slug] = await Firm().fill(acme)
    found = await acme.get("companies", filter=json.dumps(node), limit=200)
    expected = {row["name"] for row in FIRMS[acme.slug].rows if holds(row, node)}
    assert {row["name"] for row in found["items"]} == expected
